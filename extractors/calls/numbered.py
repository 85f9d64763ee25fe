# ruff: noqa: E501 - patterns are read as one line each
"""One of several calls picked by its number: "the second call", "the latter" of those dated just before."""

from __future__ import annotations

import datetime as dt
import re

from extractors.calls.telling import Telling

# "The second call", "in the latter": one of the calls that the few sentences before have dated.
_NUMBERED = re.compile(
    r"\b(?P<nth>latter\b|former(?= (?:call|conversation|talk))|(?:first|second|third|earlier|later)(?= of (?:these|those|them|the (?:two|three))\b| (?:phone |telephone )?(?:call|conversation|talk|exchange)\b))"
)
_PLACES = {"first": 0, "former": 0, "earlier": 0, "second": 1, "third": 2, "later": -1, "latter": -1}
_LIST = 4


def numbered_day(told: Telling, index: int) -> dt.date | None:
    """Return the day of the call that a sentence picks by number among those dated in the few before it, else None."""
    match = _NUMBERED.search(told.scenes[index].text)
    if match is None or any(a.strength > 1 for a in told.anchors[index]):
        return None
    days = {
        a.date.first
        for anchors in told.anchors[max(index - _LIST, 0) : index]
        for a in anchors
        if a.strength > 1 and a.date.first is not None and a.date.first == a.date.last
    }
    place = _PLACES[match["nth"]]
    return sorted(days)[place] if len(days) >= max(place + 1, 2) else None
