# ruff: noqa: E501 - patterns are read as one line each
"""Where and when a story was filed: the dateline in front of it, and the calendar day of a moment at a place."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.language.dates import find_dates
from extractors.language.wordlists import load_table


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place and day in front of a story: ``zone`` is IANA or "", ``day`` is None where none is given."""

    place: str = ""
    zone: str = ""
    month_day: tuple[int, int] | None = None


_DATELINE = re.compile(
    r"\s*(?P<place>[A-ZÀ-Þ][\w.’' -]{2,40}?)(?:, (?:[A-Z][\w.]+\.?|D\.C\.))?(?:,? (?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2})|(?:\d{1,2} [A-Z][a-z]{2,8})))?\.?"
    r"(?: ?\([^)]{2,40}\))? ?(?:[-–—:.]|â€”|&mdash;)"
)


def read_dateline(text: str) -> Dateline:
    """Return the dateline of a story ("WASHINGTON, Jan. 31 (AP) -"); empty where there is none."""
    match = _DATELINE.match(text[:160])
    if not match:
        return Dateline()
    place = match["place"].strip().lower()
    found = find_dates(match["date"], None) if match["date"] else []
    zone = _zones().get(place, "")
    if not zone and not found:
        return Dateline()
    return Dateline(place, zone, found[0].month_day if found else None)


def dateline_end(text: str) -> int:
    """Return how many characters the dateline in front of a story takes, 0 where there is none."""
    match = _DATELINE.match(text[:160])
    return match.end() if match and read_dateline(text) != Dateline() else 0


@cache
def _zones() -> dict[str, str]:
    table = load_table("extractors.language.data", "cities.toml")["zones"]
    return {city: zone for zone, cities in table.items() for city in cities}


# A clock that is wrong names no day: news of a leaders' call is of these years, and weekdays can be counted from them.
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


def local_day(moment: dt.datetime | None, zone: str) -> dt.date | None:
    """Return the calendar day of an aware moment in an IANA zone (UTC where the zone is unknown).

    None for no moment and for one of an absurd year.
    """
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    try:
        return moment.astimezone(ZoneInfo(zone or "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):
        return moment.date()
