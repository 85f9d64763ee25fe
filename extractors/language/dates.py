"""When: the days that a news text names, counted from the publication day in the place of the dateline.

Own rules and no library: one that searches a whole text turns "May" and "We" into days, and a bare weekday equal
to the day of publication into one a week before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors.language.calendar import Days, day_of_month, holiday, safe_day, shift, weekend
from extractors.language.date_patterns import DAYS, PATTERNS
from extractors.language.numbers import UP_TO_TWELVE, VALUES

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBERS = {word: VALUES[word] for word in UP_TO_TWELVE} | {"a": 1, "an": 1, "several": 3, "couple of": 2}
# A weekday comes round to the same day of a month after eleven years at most.
_YEARS_BACK = 11
_AGO_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time: its span in the text it was found in, and the days it may mean.

    ``first`` and ``last`` are inclusive; equal for a day. ``kind`` names the rule (weekday, month, year,
    ...). ``other`` is the second reading of a bare weekday (the coming one), None elsewhere. A month and
    day without a year and without a base has ``first`` None.
    """

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    kind: str
    other: dt.date | None = None
    month_day: tuple[int, int] | None = None
    yearless: bool = False


def find_dates(text: str, base: dt.date | None) -> list[DateMention]:
    """Return the expressions of time in ``text`` in order, resolved against the day ``base``."""
    found: list[DateMention] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            mention = _resolve(kind, match, base)
            if mention is not None:
                found.append(mention)
    return _related(text, sorted(found, key=lambda m: m.start))


def _related(text: str, found: list[DateMention]) -> list[DateMention]:
    """Count "the previous day" from the day named before it: "said on Wednesday of the previous day's call"."""
    for number, mention in enumerate(found):
        words = text[mention.start : mention.end].lower()
        before = found[number - 1] if number else None
        if (
            words in ("the previous day", "a day earlier")
            or (words.endswith(" before") and mention.kind == "relative")
        ) and (before and before.first):
            day = shift(before.first, -1)
            found[number] = DateMention(mention.start, mention.end, day, day, mention.kind)
        if before is not None and before.kind == "weekday" and mention.yearless:
            found[number - 1 : number + 1] = _in_its_year(text, before, mention)
    return found


def _in_its_year(text: str, weekday: DateMention, day: DateMention) -> tuple[DateMention, DateMention]:
    """Return "Saturday, Jan. 28" as the latest such day that was a Saturday, in a story of whatever later year."""
    name = re.sub(r".* ", "", text[weekday.start : weekday.end].lower())
    between = text[weekday.end : day.start]
    if day.first is None or name not in DAYS or re.fullmatch(r",? (?:the )?", between) is None:
        return weekday, day
    for back in range(_YEARS_BACK):
        found = safe_day(day.first.year - back, day.first.month, day.first.day)
        if found is not None and found.weekday() == DAYS.index(name):
            own = replace(weekday, first=found, last=found, other=None)
            return own, replace(day, first=found, last=found, yearless=False)
    return weekday, day  # a page that names the wrong weekday


def _resolve(kind: str, match: re.Match[str], base: dt.date | None) -> DateMention | None:
    """Return the mention for one match, or None where the words are no date after all."""
    if kind in ("day_month", "month_day"):
        return _month_day(kind, match, base)
    if kind == "month" and match["month"].lower() == "may" and match["month"][0].islower():
        return None  # "early may" is a verb's business; the month is written large
    span = _span_of(kind, match, base)
    if span is None:
        return None
    first, last, other = span
    return DateMention(match.start(), match.end(), first, last, kind, other)


def _span_of(
    kind: str, match: re.Match[str], base: dt.date | None
) -> tuple[dt.date | None, dt.date | None, dt.date | None] | None:
    """Return (first day, last day, other reading) of one match, None when it cannot be resolved."""
    if kind == "iso":
        day = safe_day(int(match["y"]), int(match["m"]), int(match["d"]))
        return (day, day, None) if day else None
    if kind == "month_year":
        return (*_month_span(int(match["year"]), _month_number(match["month"])), None)
    if kind == "ordinal":
        return _ordinal(match)
    if kind == "year":
        year = int(match["year"] or match["year2"])
        return dt.date(year, 1, 1), dt.date(year, 12, 31), None
    if base is None:
        return (None, None, None) if kind in ("weekday", "relative", "that_day") else None
    return _COUNTED[kind](match, base)


def _ordinal(match: re.Match[str]) -> Days | None:
    """Return the day of "the last Sunday of 2019", "the second Tuesday in March 2017"."""
    year = int(match["year"])
    first, last = (
        _month_span(year, _month_number(match["month"]))
        if match["month"]
        else (dt.date(year, 1, 1), dt.date(year, 12, 31))
    )
    weekday = DAYS.index(match["name"].lower())
    if match["nth"].lower() in ("last", "final"):
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    else:
        steps = ("first", "second", "third", "fourth").index(match["nth"].lower())
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * steps)
    return day, day, None


def _month_day(kind: str, match: re.Match[str], base: dt.date | None) -> DateMention | None:
    """Return a day of a month; without a year the one nearest before the base, at most two months ahead."""
    month, day = _month_number(match["month"]), int(match["day"])
    if kind == "day_month" and match["month"].lower() == "may" and match["month"][0].islower():
        return None
    if not 1 <= day <= 31:
        return None
    if match["year"]:
        value = safe_day(int(match["year"]), month, day)
    else:
        value = _nearest(month, day, base) if base else None
        if base is None:
            return DateMention(match.start(), match.end(), None, None, kind, month_day=(month, day))
    if value is None:
        return None
    return DateMention(
        match.start(), match.end(), value, value, kind, month_day=(month, day), yearless=not match["year"]
    )


def _nearest(month: int, day: int, base: dt.date) -> dt.date | None:
    """Return the latest such day that is not more than 60 days after the base (a summit to come)."""
    days = [d for year in (base.year + 1, base.year, base.year - 1) if (d := safe_day(year, month, day))]
    return next((d for d in days if d <= base + dt.timedelta(days=60)), None)


def _month_number(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), after - dt.timedelta(days=1)


def _month_span_before(month: int, base: dt.date) -> tuple[dt.date, dt.date]:
    """Return the latest such month that begins not after the base."""
    year = base.year if month <= base.month else base.year - 1
    return _month_span(year, month)


def _month(match: re.Match[str], base: dt.date) -> Days:
    """Return the days of "in May", "early May" in the latest such month."""
    name = match.groupdict().get("month") or match.group()
    first, last = _month_span_before(_month_number(name), base)
    return (*_part_of_month(match.group().lower(), first, last), None)


def _part_of_month(words: str, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Return the third of a month that "early", "mid-" or "late" names, the whole month without such a word."""
    if re.search(r"\bearly\b|\bbeginning\b|\bstart\b", words):
        return first, first.replace(day=10)
    if re.search(r"\bmid\b|\bmiddle\b", words):
        return first.replace(day=10), first.replace(day=20)
    if re.search(r"\blate\b|\bend\b", words):
        return first.replace(day=20), last
    return first, last


def _weekday(match: re.Match[str], base: dt.date) -> Days:
    """Return the last such weekday on or before the base; the coming one as the other reading."""
    back = (base.weekday() - DAYS.index(match["name"].lower())) % 7
    day = base - dt.timedelta(days=back)
    which = (match["which"] or "").lower()
    if which in ("last", "the previous") and back == 0:
        day -= dt.timedelta(days=7)
    if which in ("next", "the following"):
        day = base + dt.timedelta(days=7 - back)
        return day, day, None
    # The coming one of a weekday named on that very day is the day itself: "the call is set for Saturday".
    ahead = day if back == 0 else day + dt.timedelta(days=7)
    return day, day, ahead


def _relative(match: re.Match[str], base: dt.date) -> Days:
    """Return the day of "yesterday", "the previous day", "tomorrow"; anything else means the base day."""
    phrase, step = match.group().lower(), 0
    if phrase == "the day before yesterday":
        step = -2
    elif phrase.endswith(" before") or phrase in (
        "yesterday",
        "the previous day",
        "a day earlier",
        "last night",
    ):
        step = -1
    elif phrase in ("tomorrow", "the next day"):
        step = 1
    day = base + dt.timedelta(days=step)
    return day, day, None


def _ago(match: re.Match[str], base: dt.date) -> Days:
    """Return a span around "two weeks ago": a day exactly, longer units as wide as one unit."""
    number = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"].lower()]
    width = _AGO_UNITS[match["unit"].lower()]
    sign = 1 if match["way"].lower() in ("later", "after", "on") else -1
    try:
        day = base + dt.timedelta(days=sign * min(number, 200) * width)
    except OverflowError:
        return base, base, None
    # "a year ago today", "a week to the day after": counted by the calendar, not about so long ago
    slack = 0 if width == 1 or match["today"] or match["exact"] else width // 2
    return shift(day, -slack), shift(day, slack), None


def _week(match: re.Match[str], base: dt.date) -> Days:
    """Return the week (Monday to Sunday), month or year that "last week" means."""
    step = {"last": -1, "the previous": -1, "this": 0, "next": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit == "week":
        monday = shift(base, -base.weekday() + 7 * step)
        return monday, shift(monday, 6), None
    if unit == "year":
        year = min(max(base.year + step, 1), 9999)
        return dt.date(year, 1, 1), dt.date(year, 12, 31), None
    index = base.year * 12 + base.month - 1 + step
    first, last = _month_span(max(index // 12, 1), index % 12 + 1)
    return first, last, None


def _season(match: re.Match[str], base: dt.date) -> Days:
    """Return the latest such season that began not after the base; "this" season is the one of the base's year."""
    season, this = match["season"].lower(), match.group().lower().startswith("this")
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    year = base.year if this or month <= base.month else base.year - 1
    first = dt.date(max(year, 1), month, 1)
    return first, shift(first, 91), None


def _that_day(_match: re.Match[str], _base: dt.date) -> Days:
    """Return nothing for "that evening": only a day named before it tells which."""
    return None, None, None


# Each rule counts the words of its kind from the base day.
_COUNTED: dict[str, Callable[[re.Match[str], dt.date], Days]] = {
    "that_day": _that_day,
    "holiday": holiday,
    "day_of_month": day_of_month,
    "weekend": weekend,
    "weekday": _weekday,
    "relative": _relative,
    "ago": _ago,
    "month": _month,
    "month_bare": _month,
    "week": _week,
    "season": _season,
}
