"""Days counted from an event of the story: "two days later", "the next Monday", "six days earlier"."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from extractors.language.date_patterns import DAYS
from extractors.language.dates import DateMention
from extractors.language.numbers import UP_TO_TWELVE

# A story that looks back further than this counts from its own days, not from the day it came out.
_OLD = 45
_FULL = frozenset(["iso", "day_month", "month_day", "ordinal", "weekday"])
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
    for text, mentions in zip(texts, found, strict=True):
        here: list[DateMention] = []
        for mention in mentions:
            day = _from_event(text, mention, event) if event is not None else None
            if day is not None and event is not None and _fits(day, event, mention, base, known):
                here.append(dataclasses.replace(mention, first=day, last=day, other=None))
                continue
            here.append(mention)
            if mention.kind in _FULL and mention.first is not None and mention.first == mention.last:
                old = event is not None and base is not None and (base - event).days > _OLD
                event = event if old and mention.kind == "weekday" else mention.first
        yield here


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
