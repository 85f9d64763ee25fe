"""The day of the call that a story is about: a day in it, or else the known call nearest before it."""

from __future__ import annotations

import datetime as dt
import re

from extractors.calls.telling import Mention, Telling
from extractors.calls.words import words
from extractors.language.dates import DateMention, find_dates

# A later story may come out weeks after the call (12 and 13 days were met in 2017 and 2018, five weeks in
# invented ones); a preview comes a few days before it.
LONGEST_AFTER_DAYS = 45
LONGEST_BEFORE_DAYS = 4
# A story without any day in it is about a call of the last fortnight.
UNDATED_DAYS = 16

# A headline that names the partner: "Between golf and guest, a word with the Kremlin".
_WITH_MOSCOW = re.compile(r"\b(?:with|to|from) (?:the )?(?:kremlin|moscow)\b")
# "White House plays down Saturday call": the day in front of the call's name.
_NAMES_CALL = re.compile(r"(?:'s|’s)?\W+(?:\w+\W+)?(?:call|conversation|talk)\b")
_LONG = frozenset(["month", "month_bare", "month_year", "year", "season", "week"])

Span = tuple[dt.date, dt.date]


def is_about_another(told: Telling) -> bool:
    """Return whether the story is about a conversation with another leader."""
    title = told.title.lower()
    if told.leaders.ru.search(title) or _WITH_MOSCOW.search(title):
        return False
    lead = [m for m in told.mentions if told.scenes[m.index].sentence.paragraph <= 1]
    pairs = sum(m.kind == "pair" for m in lead)
    others = sum(m.kind == "other" for m in lead)
    all_pairs = sum(m.kind == "pair" for m in told.mentions)
    first = lead[0].kind == "other" if lead else False
    return (others > 0 and pairs == 0 and all_pairs <= 1) or (first and pairs <= others and all_pairs <= 1)


def span_of_main(told: Telling) -> Span | None:
    """Return the day (or span of days) of the call the story is about, None when it names none."""
    titled = _span_of_title(told)
    if titled is not None:
        return titled
    fit = [m for m in told.mentions if m.kind != "other" and not m.earlier and m.anchor is not None]
    # A day beats a week or a month, a sentence with both leaders beats one with neither, the lead beats the rest.
    for days in (True, False):
        for kinds, depth in ((("pair",), 3), (("pair",), 99), (("unclear", "none"), 99)):
            for mention in fit:
                near = told.scenes[mention.index].sentence.paragraph <= depth
                if mention.kind in kinds and near and _is_day(mention) == days and mention.anchor:
                    span = _plausible(told, mention.anchor.date, mention.future)
                    if span is not None:
                        return span
    return None


def _is_day(mention: Mention) -> bool:
    """Return whether the mention's time names one day."""
    return mention.anchor is not None and mention.anchor.date.kind not in _LONG


def _span_of_title(told: Telling) -> Span | None:
    """Return the day that the headline gives the call."""
    for date in find_dates(told.title, told.base):
        behind = told.title[date.end : date.end + 25].lower()
        if date.first and date.last and _NAMES_CALL.match(behind):
            return _plausible(told, date, future=False) if told.scenes else None
    return None


def _plausible(told: Telling, date: DateMention, future: bool) -> Span | None:
    """Return the days of a time if a story of this date can be about them; ``future``: said of a call to come."""
    if date.first is None or date.last is None:
        return _by_known(told, date)
    if date.kind in _LONG:
        return _known_within(told, date.first, date.last)
    if date.other is not None and future and _is_coming(told, date):
        return date.other, date.other
    if told.base is None:
        return (date.first, date.last) if date.kind in ("iso", "day_month", "month_day") else None
    age = (told.base - date.first).days
    if -LONGEST_BEFORE_DAYS <= age <= LONGEST_AFTER_DAYS or date.first in told.known:
        return date.first, date.last
    return None


def _is_coming(told: Telling, date: DateMention) -> bool:
    """Return whether a bare weekday said of a call to come can mean the coming one."""
    return date.first not in told.known and (date.other in told.known or not told.known)


def _by_known(told: Telling, date: DateMention) -> Span | None:
    """Return the known call that a day without a year can mean."""
    for day in told.known:
        if date.month_day == (day.month, day.day):
            return day, day
    return None


def _known_within(told: Telling, first: dt.date, last: dt.date) -> Span | None:
    """Return the one known call of a week or month; None where there are several."""
    found = [day for day in told.known if first <= day <= last]
    return (found[0], found[0]) if len(found) == 1 else None


def settled(told: Telling, first: dt.date, last: dt.date) -> dt.date:
    """Return the known day in the span; a call that ran over midnight in Moscow is the day before."""
    for day in told.known:
        if first <= day <= last:
            return day
    before = first - dt.timedelta(days=1)
    if before in told.known and any(words("night").search(s.text) for s in told.scenes):
        return before
    return first


def nearest_known(told: Telling) -> dt.date | None:
    """Return the known call a story without a day is about: the latest one not long before it."""
    if told.base is None:
        return max(told.known, default=None) if len(told.known) == 1 else None
    fit = [d for d in told.known if -LONGEST_BEFORE_DAYS <= (told.base - d).days <= UNDATED_DAYS]
    return max((d for d in fit if d <= told.base), default=min(fit, default=None))
