# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""Days counted from an event of the story: "two days later", "the next Monday", "six days earlier"."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from extractors.calls.events import event_dates
from extractors.language.calendar import safe_day
from extractors.language.date_patterns import DAYS
from extractors.language.dates import DateMention
from extractors.language.numbers import UP_TO_TWELVE

# A story that looks back further than this counts from its own days, not from the day it came out.
_OLD = 45
_FULL = frozenset(["iso", "day_month", "month_day", "ordinal", "weekday", "holiday", "day_of_month"])
_MONTHS = frozenset(["month", "month_bare", "month_year"])
_REPORTED = re.compile(r"\b(?:said|says|told|today)\b")
_WAYS = re.compile(r"\b(?:after|before)$")
# What stands behind "a day after" where the event is the call itself.
_CALL_BEHIND = re.compile(
    r" (?:(?:the|his|her|their|that|a|this|mr\.?|president|\w+'s|russian|american|u\.s\.|two|both|presidents|leaders|first|last|latest|long|phone|telephone|video) )*"
    r"(?:call|conversation|phone|telephone|exchange|talk|(?:\w+ (?:and \w+ )?)?(?:had )?(?:spoke|spoken|talked|phoned|telephoned|called|rang|took up)|(?:[\w.]+ ){1,8}(?:by|on the|over the) (?:tele)?phone)\b"
)
_DAY_BEFORE = re.compile(
    r"the (?:day|morning|afternoon|evening|night) before|a day (?:earlier|before)|the previous day"
)
_NEXT = re.compile(
    r"(?:the )?(?:next|following|same|that) (?P<day>[a-z]+day)|(?:the )?(?P<step>next|following|same) day"
)


def counted(
    texts: Sequence[str],
    found: Sequence[Sequence[DateMention]],
    base: dt.date | None,
    known: Sequence[dt.date],
) -> Iterator[list[DateMention]]:
    """Yield the expressions of time of each sentence, those counted from an event before them set right.

    The other reading counts from ``base``; a known day decides, else the age of the event.
    """
    event: dt.date | None = None
    month: tuple[dt.date, dt.date] | None = None
    for text, mentions in zip(texts, found, strict=True):
        here: list[DateMention] = []
        for mention in _with_events(text, mentions, base):
            before = here[-1] if here and here[-1].first == here[-1].last else None
            if mention.kind == "ago" and _WAYS.search(text[mention.start : mention.end]):
                mention = _beside_an_event(text, mention, before, base)  # noqa: PLW2901 - set right
            elif mention.kind == "day_of_month":
                mention = _in_month(mention, month, known)  # noqa: PLW2901
            elif event is not None:
                day = _from_event(text, mention, event)
                if day is not None and _fits(day, event, mention, base, known):
                    here.append(dataclasses.replace(mention, first=day, last=day, other=None))
                    continue
            here.append(mention)
            if mention.kind in _MONTHS and mention.first and mention.last:
                month = (mention.first.replace(day=1), mention.last)
            if mention.kind in _FULL and mention.first is not None and mention.first == mention.last:
                old = event is not None and base is not None and (base - event).days > _OLD
                event = event if old and mention.kind == "weekday" else mention.first
        yield here


def _with_events(text: str, mentions: Sequence[DateMention], base: dt.date | None) -> list[DateMention]:
    """Return the mentions in order, with those that a public event dates in the place of bare counts."""
    named = event_dates(text, base)
    rest = [m for m in mentions if not any(m.start < e.end and e.start < m.end for e in named)]
    return sorted([*rest, *named], key=lambda m: m.start) if named else rest


def _beside_an_event(
    text: str, mention: DateMention, before: DateMention | None, base: dt.date | None
) -> DateMention:
    """Return "a day after his call with Mr. Putin" counted back to that call from the day named before it.

    Beside an event that nothing dates ("two days after the vote") the count names no day.
    """
    behind = text[mention.end : mention.end + 90]
    if not re.match(r" \w", behind):
        return mention
    match = re.search(r"(\d+|[a-z]+) (day|week)s? (?:to the day )?(\w+)$", text[: mention.end])
    day = before.first if before is not None else None
    if day is None and _REPORTED.search(text[: mention.start]):
        day = base  # "diplomats said, a day after the call": on the day the story came out
    of_call = _CALL_BEHIND.match(behind)
    if match is None or day is None or not of_call:
        return dataclasses.replace(
            mention, first=None, last=None, other=None, kind="off" if of_call else mention.kind
        )
    days = _count(match[1]) * (7 if match[2] == "week" else 1)
    day += dt.timedelta(days=days if match[3] == "before" else -days)
    return dataclasses.replace(mention, first=day, last=day, other=None, kind="back")


def _in_month(
    mention: DateMention, month: tuple[dt.date, dt.date] | None, known: Sequence[dt.date]
) -> DateMention:
    """Return "the 12th" in the month named before it, else on the one known call of such a day."""
    if mention.first is None:
        return mention
    number = mention.first.day
    days = [d for d in known if d.day == number and (month is None or month[0] <= d <= month[1])]
    if len(days) == 1:
        return dataclasses.replace(mention, first=days[0], last=days[0])
    day = safe_day(month[0].year, month[0].month, number) if month is not None else None
    return dataclasses.replace(mention, first=day, last=day) if day is not None else mention


def _from_event(text: str, mention: DateMention, event: dt.date) -> dt.date | None:
    """Return the day that an expression of time names when it is counted from the event."""
    phrase = text[max(mention.start - 4, 0) : mention.end].strip()
    if mention.kind == "ago":
        if phrase.endswith("ago"):
            return None
        match = re.search(r"(\d+|[a-z]+) days? (\w+)$", phrase)
        number = _count(match[1]) if match else 0
        sign = 1 if phrase.endswith(("later", "after", "on")) else -1
        return event + dt.timedelta(days=sign * number) if number else None
    if mention.kind == "that_day":
        return event
    if mention.kind == "relative":
        return (
            event - dt.timedelta(days=1) if _DAY_BEFORE.fullmatch(text[mention.start : mention.end]) else None
        )
    match = _NEXT.search(phrase)
    if match is None or (match["day"] and match["day"] not in DAYS):
        return None
    if match["day"]:
        ahead = (DAYS.index(match["day"]) - event.weekday()) % 7
        return event + dt.timedelta(
            days=ahead or (0 if phrase.startswith(("the same", "same", "that")) else 7)
        )
    return event + dt.timedelta(days=0 if match["step"] == "same" else 1)


def _count(word: str) -> int:
    if word.isdigit():
        return min(int(word), 400)
    return UP_TO_TWELVE.index(word) + 1 if word in UP_TO_TWELVE else int(word in ("a", "an"))


def _fits(
    day: dt.date, event: dt.date, mention: DateMention, base: dt.date | None, known: Sequence[dt.date]
) -> bool:
    """Return whether the reading from the event is the better one."""
    if day in known:
        return True
    return mention.first not in known and base is not None and (base - event).days > _OLD
