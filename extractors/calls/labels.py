"""The label in front of a paragraph: "FROM THE ARCHIVE, MAY 19, 2025: ..." names the call that it tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.calls.telling import Telling
from extractors.language.dates import DateMention

# A label in front of a paragraph: capitals or a date, closed by a colon, a dash or a bar.
_LABEL = re.compile(r"(?:[A-Z0-9][A-Z0-9 ,.'&/-]{2,70}|[\w ,.]{0,40}\d{4}[\w ,.]{0,10}) ?[:|–—](?= )")
_ARCHIVE = re.compile(
    r"\b(?:archives?|flashback|background|timeline|on this day|previously|recap|related|read more|history|throwback"
    r"|look back|looking back|years? ago|poll|quiz|correction|advertisement|sponsored)\b"
)


@dataclass(frozen=True, slots=True)
class Label:
    """The days a label names, and whether its words look back: "archive", "background", "timeline"."""

    days: tuple[DateMention, ...]
    looks_back: bool


def label_of(told: Telling, index: int) -> Label | None:
    """Return the label in front of a sentence, None where there is none."""
    match = _LABEL.match(told.scenes[index].sentence_text)
    if match is None:
        return None
    days = tuple(d for d in told.dates[index] if d.end <= match.end() and d.first is not None)
    return Label(days, _ARCHIVE.search(match.group().lower()) is not None)
