# ruff: noqa: E501 - patterns and word lists are read as one line each
"""How long: phrases of hours and minutes as ranges in minutes, widened for "about", "almost", "over"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.claims.clock import clock_span
from extractors.language.numbers import SMALL, TENS, VALUES

_WORDS: dict[str, float] = dict(VALUES) | {
    "a": 1, "an": 1, "the": 1, "hundred": 100, "couple": 2, "dozen": 12, "half": 0.5, "½": 0.5, "1/2": 0.5,
    "quarter": 0.25, "¼": 0.25, "1/4": 0.25, "three-quarters": 0.75, "¾": 0.75, "3/4": 0.75, "third": 1 / 3, "two-thirds": 2 / 3,
}  # fmt: skip
_S = r"[\s-]+"
_ONES = "|".join(SMALL[1:10])
_TEENS = "|".join(SMALL[10:])
_BARE = (
    rf"(?:(?:a|one){_S}hundred(?:{_S}and{_S}|{_S})(?:(?:{'|'.join(TENS)})(?:{_S}(?:{_ONES}))?|{_TEENS}|{_ONES})|(?:a|one){_S}hundred"
    rf"|(?:{'|'.join(TENS)})(?:{_S}(?:{_ONES}))?|{_TEENS}|{_ONES}|\d{{1,3}}(?:\.\d{{1,2}})?(?: ?[½¼¾]|[ -][13]/[24])?)"
)
_N = rf"(?:{_BARE}|(?:a )?couple(?: of)?|a dozen|an?)"
_FRACTION = r"(?:a[ -]half|half|a[ -]quarter|three[ -]quarters|a[ -]third|two[ -]thirds)"
_MINUTE = r"min(?:ute)?s?\b"
# Hedges by what they do to the figure: how far down and up it may reach, as factors.
_HEDGES: tuple[tuple[str, float, float, str], ...] = (
    ("part", 0.6, 1.05, r"(?:the )?(?:better|best|greater|good|larger) part of|(?:the )?(?:bulk|lion's share) of"),
    ("well over", 1.05, 1.7, r"well (?:over|past|beyond|above|in excess of)"),
    ("well under", 0.3, 0.9, r"well (?:under|below|short of|inside)|far less than|a fraction of"),
    # "A little over an hour" and "almost 90 minutes" were said of one call by two honest sides (2019-05-03).
    ("just over", 0.95, 1.25, r"(?:just|(?:a )?(?:little|shade|touch|bit|tad|fraction)|slightly|somewhat|marginally) (?:over|more than|above|past|beyond|longer than)|(?:not )?much (?:over|more than|longer than)|little more than"),
    ("almost", 0.83, 1.02, r"almost|nearly|close (?:to|on)|closer to|near|nearing|approaching|getting on for|nigh on|all but|not quite|the thick end of|within (?:a whisker|a minute|a breath|minutes) of"
     r"|(?:just|(?:a )?(?:little|shade|touch|bit|tad|fraction)|slightly|somewhat|marginally) (?:under|less than|below|short of|shy of|inside)|(?:just )?(?:short|shy) of|just inside"),
    ("under", 0.5, 1.0, r"under|less than|fewer than|no(?:t)? more than|no longer than|not longer than|not even|at most|up to|below|inside|did(?: not|n't) (?:last|take|reach) (?:even )?|within"),
    ("barely", 0.75, 1.05, r"barely|scarcely|hardly|a mere|a scant|only|just|as little as|a bare"),
    ("a good", 0.98, 1.25, r"a good|a full|fully|all of|a solid"),
    ("over", 1.0, 1.5, r"over|more than|longer than|past|beyond|above|north of|upwards? of|at least|no less than|not less than|in excess of|exceed(?:ed|s|ing)|topp(?:ed|ing)"),
    ("about", 0.8, 1.2, r"about|around|approximately|roughly|some|something like|in the (?:region|neighbou?rhood|order) of|on the order of|or so|an estimated"),
    ("exact", 0.95, 1.05, r"exactly|precisely"),
)  # fmt: skip
_AFTER: tuple[tuple[str, str], ...] = (
    (
        "over",
        r"[ -](?:plus|or more|or longer|and then some|and change|and more|and counting|at (?:the )?least)",
    ),
    ("under", r",? (?:at (?:the )?most|at the outside|tops|or less|or under|no more|and no more|maximum)"),
    ("about", r"(?:[ -]odd|,? or so|,? or thereabouts|,? give or take|[ -]ish)"),
)
# A bare figure is taken as rounded to a tenth.
_ROUNDED = (0.9, 1.1)
_HEDGE = "|".join(rf"(?P<hedge{i}>{source})" for i, (_, _, _, source) in enumerate(_HEDGES))
_DURATION = re.compile(
    rf"(?<![\w.'])(?:(?:{_HEDGE}) (?:the (?={_BARE}))?)?(?:"
    rf"(?P<part>{_FRACTION})[ -](?:of )?an[ -]hour\b|(?:a |the )?(?P<part2>half|quarter)[ -]hour\b"
    rf"|(?P<hours>{_N}|the)(?:{_S}and{_S}(?P<frac>{_FRACTION}))?(?P<odd1>-odd)?{_S}h(?:ou)?rs?\b(?: mark\b)?"
    rf"(?:,?{_S}(?:and{_S})?(?:(?P<tail>{_FRACTION})(?: of an hour)?\b|(?P<more>{_N}){_S}{_MINUTE}|(?<=and )(?P<loose>{_BARE})\b(?! (?:\w+ )?(?:hours?|people|men|officials|days|times|topics|leaders|minutes))))?"
    rf"|(?P<minutes>{_N})(?P<odd>[ -]odd|[ -]some)?{_S}{_MINUTE}(?: mark\b)?"
    rf"|(?P<from>{_BARE}) (?:to|or|and) (?P<to>{_BARE})[ -](?P<unit>hours?\b|{_MINUTE})"
    r"|an? (?:full|good|whole|solid|long|clear|round) hour\b(?! and)"
    rf"|(?:an? |the )?hour-?(?P<long>long|plus)"
    rf")(?:(?P<after0>{_AFTER[0][1]})|(?P<after1>{_AFTER[1][1]})|(?P<after2>{_AFTER[2][1]}))?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time: where it stands, and its widened range in minutes.

    ``clock`` is True where it is the time between two readings of the clock.
    """

    start: int
    end: int
    low: float
    high: float
    clock: bool = False


def find_durations(text: str) -> list[Duration]:
    """Return the durations in a lower-case text, in order; the time between two clock times among them."""
    found = [d for match in _DURATION.finditer(text) if (d := _duration(match)) is not None]
    span = clock_span(text)
    if span is not None:
        found.append(Duration(span.start, span.end, span.low, span.high, clock=True))
    return sorted(found, key=lambda d: d.start)


_LOOSE = re.compile(
    rf"\b(?:nearer|closer to|more like|rather|but|nearly|almost|about|some) (?P<n>{_BARE})\b(?![\w:%.])"
)


def corrected(text: str, wrong: Duration) -> list[Duration]:
    """Return the figure that a correction gives without its unit: "not fifty minutes but nearer a hundred and ten"."""
    match = _LOOSE.search(text, wrong.end)
    if match is None:
        return []
    minutes = _number(match["n"]) * (60 if re.search(r"h(?:ou)?rs?\b", text[wrong.start : wrong.end]) else 1)
    return [Duration(match.start("n"), match.end("n"), minutes * 0.8, minutes * 1.2)] if minutes else []


def _duration(match: re.Match[str]) -> Duration | None:
    low, high = _minutes(match)
    hedge = _hedge(match)
    if (
        match["hours"] == "the"
        and hedge not in ("over", "well over", "just over", "almost", "under")
        and not match["tail"]
    ):
        return None  # "most of the hour" is a part of the call; "past the hour mark" is its length
    if not 0 < high <= 24 * 60:
        return None
    down, up = next(((a, b) for name, a, b, _ in _HEDGES if name == hedge), _ROUNDED)
    return Duration(match.start(), match.end(), low * down, high * up)


def _hedge(match: re.Match[str]) -> str:
    """Return the name of the hedge in front of the figure or behind it, "" for a bare one."""
    for number, (name, _, _, _) in enumerate(_HEDGES):
        if match[f"hedge{number}"]:
            return name
    for number, (name, _) in enumerate(_AFTER):
        if match[f"after{number}"]:
            return name
    if match["long"] == "plus":
        return "over"
    return "about" if match["odd"] or match["odd1"] else ""


def _minutes(match: re.Match[str]) -> tuple[float, float]:
    """Return the bare figure of a match in minutes, twice; both ends where it names a range."""
    if match["from"]:
        unit = 60 if match["unit"].startswith("h") else 1
        return _number(match["from"]) * unit, _number(match["to"]) * unit
    if match["part"] or match["part2"]:
        whole = _number(match["part"] or match["part2"]) * 60
    elif match["hours"]:
        whole = (_number(match["hours"]) + _number(match["frac"]) + _number(match["tail"])) * 60
        whole += _number(match["more"]) + _number(match["loose"])
    else:
        whole = _number(match["minutes"]) if match["minutes"] else 60
    return whole, whole


def _number(phrase: str | None) -> float:
    """Return the number a phrase names: "two", "a hundred and ten", "2 1/2", "three quarters"; 0 for None."""
    if not phrase:
        return 0
    joined = re.sub(r"(three|two)[ -](quarters|thirds)", r"\1-\2", phrase)
    total = 0.0
    for part in re.findall(r"three-quarters|two-thirds|\d/\d|\d+(?:\.\d+)?|[½¼¾]|[a-z]+", joined):
        if re.fullmatch(r"\d+(?:\.\d+)?", part):
            total += float(part)
        elif part not in ("a", "an") or phrase in ("a", "an"):
            total += _WORDS.get(part, 0)
    return total - 1 if re.match(r"one[ -]hundred", phrase) else total
