"""How long: phrases of hours and minutes as ranges in minutes, widened for "about", "almost", "over"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {w: n for n, w in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
)} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}  # fmt: skip
_N = r"(?:\d{1,3}(?:\.\d)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|a hundred(?: and (?:ten|twenty|thirty))?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_HEDGE = (
    r"(?P<hedge>about|around|approximately|roughly|some|almost|nearly|close to|just under|under|less than|not quite|just short of|short of|just over|"
    r"a little over|a little more than|slightly over|slightly more than|a bit over|over|more than|well over|at least|upwards of|past|beyond|better part of|the better part of|"
    r"fully|a full|exactly|precisely|only|just|barely|a mere|no more than|all of|north of|in the region of|up to|on the order of|something like|well under|a good|little more than|scarcely|hardly|a shade over|a shade under|the best part of|best part of|a touch over|a touch under|getting on for|in excess of|as little as|as long as|nigh on|anything from|no longer than|a scant)"
)
_DURATION = re.compile(
    rf"(?<![\w.])(?:{_HEDGE} )?(?:the )?(?:"
    rf"(?P<h>{_N}) (?:and (?P<hf>a half|a quarter|three quarters|three-quarters) )?hours?(?:,? (?:and )?(?P<hm>{_N}|a half|a quarter|three quarters|three-quarters)(?P<hmu> minutes?| of an hour)?)?"
    rf"|(?P<q>a quarter|three quarters|three-quarters|a third|two thirds|two-thirds|half) of an hour|(?P<half>half an|half-an|a half-) ?hour|(?P<halfh>half-hour)"
    rf"|(?P<m>{_N})(?P<odd>-odd|-some|-plus| or so| or more)? minutes?"
    rf"|(?P<hc>{_N})[- ](?:and-a-half-)?(?P<hcu>hour|minute)(?:s|-long)?|(?P<hl>hour-?long)"
    rf")(?P<or> or so| or thereabouts| or more| or longer| give or take)?(?![\w-])"
)
_PART = {
    "a half": 30,
    "half": 30,
    "a quarter": 15,
    "three quarters": 45,
    "three-quarters": 45,
    "a third": 20,
    "two thirds": 40,
    "two-thirds": 40,
}
_CLOCK = re.compile(r"from (\d{1,2}):(\d{2})(?: ?([ap])\.?m\.?)? (?:to|until|till) (\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Duration:
    """A stretch of time: where it stands, and its widened range in minutes."""

    start: int
    end: int
    low: float
    high: float


def find_durations(text: str) -> list[Duration]:
    """Return the durations in a lower-case text, in order."""
    found = []
    for match in _DURATION.finditer(text):
        minutes = _minutes(match)
        if minutes and 0 < minutes <= 24 * 60:
            low, high = _widen(minutes, match)
            found.append(Duration(match.start(), match.end(), low, high))
    return found


def _number(word: str | None) -> float:
    if not word:
        return 0
    if re.fullmatch(r"\d+(?:\.\d)?", word):
        return float(word)
    return float(
        sum(
            _WORDS.get(part, 0)
            for part in word.replace("a hundred", "hundred").replace(" and ", " ").replace("-", " ").split()
        )
    )


def _minutes(match: re.Match[str]) -> float:
    """Return the bare number of minutes of a match."""
    if match["h"]:
        more = match["hm"] or ""
        rest = _PART.get(more, 0) if more in _PART else (_number(more) if match["hmu"] else 0)
        return _number(match["h"]) * 60 + _PART.get(match["hf"] or "", 0) + rest
    if match["q"]:
        return _PART[match["q"]]
    if match["half"] or match["halfh"]:
        return 30
    if match["m"]:
        return _number(match["m"])
    if match["hc"]:
        half = 30 if "and-a-half" in match.group() else 0
        return _number(match["hc"]) * (60 if match["hcu"] == "hour" else 1) + half
    return 60 if match["hl"] else 0


def _widen(minutes: float, match: re.Match[str]) -> tuple[float, float]:
    """Return the range a hedged figure may mean.

    The two sides rounded one call to "almost an hour and a half" and "over an hour" (2017-11-21): so
    "over" reaches up by half and "almost" down by a sixth; a bare figure is taken as rounded to a tenth.
    """
    hedge = match["hedge"] or ""
    if match["odd"] or match["or"]:
        hedge = (
            "over"
            if "more" in (match["odd"] or match["or"] or "") or "longer" in (match["or"] or "")
            else "about"
        )
    if hedge in (
        "about",
        "around",
        "approximately",
        "roughly",
        "some",
        "in the region of",
        "on the order of",
        "something like",
    ):
        return minutes * 0.8, minutes * 1.2
    if "part of" in hedge:
        return minutes * 0.6, minutes * 1.05
    if hedge in (
        "over",
        "more than",
        "well over",
        "at least",
        "upwards of",
        "past",
        "beyond",
        "north of",
        "in excess of",
        "as long as",
    ):
        return minutes, minutes * 1.5
    if hedge.startswith(
        ("just over", "a little", "slightly", "a bit over", "little more", "a shade over", "a touch over")
    ):
        return minutes * 0.95, minutes * 1.25
    if hedge in ("under", "less than", "well under", "no more than", "up to", "no longer than", "short of"):
        return minutes * 0.6, minutes
    if hedge in (
        "almost",
        "nearly",
        "close to",
        "just under",
        "not quite",
        "just short of",
        "a shade under",
        "a touch under",
        "getting on for",
        "nigh on",
    ):
        return minutes * 0.83, minutes * 1.02
    return minutes * 0.9, minutes * 1.1


def clock_duration(text: str) -> float:
    """Return the minutes between two clock times ("from 3:35 p.m. to 4:25"), 0 where there are none."""
    match = _CLOCK.search(text)
    if not match:
        return 0
    first = int(match[1]) * 60 + int(match[2])
    last = int(match[4]) * 60 + int(match[5])
    return float((last - first) % 720)
