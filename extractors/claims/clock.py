# ruff: noqa: E501 - patterns and word lists are read as one line each
"""The time between two readings of the clock: "from 3:35 p.m. to 4:25", "began at ten and was over by half past"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from extractors.language.numbers import UP_TO_TWELVE

_STEPS = {"five": 5, "ten": 10, "a quarter": 15, "quarter": 15, "twenty": 20, "twenty-five": 25, "half": 30,
          "a few minutes": 3, "minutes": 3, "a minute": 1, "just": 2, "shortly": 4, "soon": 4}  # fmt: skip
_HOUR = rf"(?:{'|'.join(UP_TO_TWELVE)}|noon|midnight|midday|\d{{1,2}})"
_TIME = re.compile(
    r"(?<![\w:.$])(?:"
    r"(?P<h>\d{1,2})[:.](?P<m>\d{2})(?![\d%])|(?P<full>\d{1,2}) ?[ap]\.?m\b"
    rf"|(?P<step>{'|'.join(sorted(_STEPS, key=len, reverse=True))}|\d{{1,2}} minutes) (?P<way>past|after|to|before)(?: (?P<of>{_HOUR}))?(?! (?:their|his|the|a|an|its)\b)\b"
    rf"|(?P<word>noon|midnight|midday)|(?:at|by|from|until|till|past|around|about)(?: nearly| almost| about| around| just after| just before| well past| shortly after| shortly before)? (?P<plain>{'|'.join(UP_TO_TWELVE)})(?: o'clock)?(?=[,.;]|$| (?:and|until|till|to (?!{'|'.join(UP_TO_TWELVE)})|in|sharp|when|that|he|they|it|o'clock)\b)"
    r")"
)
_BEGIN = re.compile(
    r"\b(?:from|between|began|begins?|occupied|engaged|started|starts?|connected|opened|came on|picked up|placed|put through|went in|rang at|dialled|dialed|on the line (?:at|by)|underway|under way)\b"
)
_END = re.compile(
    r"\b(?:to|until|till|and|ended|ends?|over|finished|hung up|idle|rang off|done|down|closed|concluded|disconnected|dead|free|through|broke off|replaced|signed off|came off|off|by|before)\b"
)
# A call longer than this was never reported; the figures are then of two different days or zones.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """Where the two clock times stand in the text, and the range of minutes between them."""

    start: int
    end: int
    low: float
    high: float


def clock_span(text: str) -> ClockSpan | None:
    """Return the time from the first to the second clock time of a lower-case sentence, None without such a pair."""
    if not re.search(r"\d|past|noon|midnight|o'clock|quarter|midday", text):
        return None
    times = list(_TIME.finditer(text))
    for first, second in itertools.pairwise(times):
        between = text[first.end() : second.start() + 6]
        if not (_BEGIN.search(text[: first.end()]) and _END.search(between)):
            continue
        began = _reading(first, None)
        ended = _reading(second, began)
        minutes = (ended - began) % 720
        if 0 < minutes <= _LONGEST:
            # "A few minutes past" and "before" leave five minutes open at either end.
            return ClockSpan(first.start(), second.end(), max(minutes * 0.9 - 5, 1), minutes * 1.1 + 5)
    return None


def _reading(match: re.Match[str], earlier: int | None) -> int:
    """Return the minutes past twelve of a clock time; "half past" alone counts from the hour named before."""
    if match["h"]:
        return int(match["h"]) % 12 * 60 + int(match["m"])
    if match["full"]:
        return int(match["full"]) % 12 * 60
    if match["word"]:
        return 0
    if match["plain"]:
        return _hour(match["plain"]) * 60
    step = _STEPS.get(match["step"]) or int(re.sub(r"\D", "", match["step"]) or 3)
    base = _hour(match["of"]) * 60 if match["of"] else (earlier or 0) // 60 * 60
    return base + (step if match["way"] in ("past", "after") else -step)


def _hour(word: str) -> int:
    if word in ("noon", "midnight", "midday"):
        return 0
    return (int(word) if word.isdigit() else UP_TO_TWELVE.index(word) + 1) % 12
