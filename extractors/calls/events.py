# ruff: noqa: E501 - patterns are read as one line each
"""Days that a story names by a public event alone: "two days after the handshake in Alaska"."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from extractors.language.dates import DateMention
from extractors.language.numbers import UP_TO_TWELVE
from extractors.language.wordlists import compile_words, load_table

# How a story counts from an event: so many days or weeks, the day or a part of it, its eve, some hours.
_FROM = re.compile(
    r"(?:(?P<n>\d+|an?|"
    + "|".join(UP_TO_TWELVE)
    + r") (?P<unit>day|week)s? (?:to the day )?(?P<way>after|before|following)"
    r"|(?:on )?the (?P<part>day|morning|afternoon|evening|night|eve) (?P<side>of|after|before|following)"
    r"|(?:on )?(?P<eve>the eve) of|(?P<hours>(?:some |a few |several |only |just )?(?:\w+ )?hours) (?P<when>after|before|following)) (?=\w)"
)
# The event stands within so many characters behind the count, in the same clause.
_REACH = 60


@cache
def _events() -> tuple[tuple[dt.date, re.Pattern[str]], ...]:
    rows = load_table("extractors.calls", "events.toml")["event"]
    return tuple((row["day"], compile_words(row["words"])) for row in rows)


def event_dates(text: str, base: dt.date | None) -> list[DateMention]:
    """Return the days that a lower-case sentence counts from public events on or before the day ``base``."""
    found = []
    for match in _FROM.finditer(text):
        day = _latest(re.split(r"[,;.]", text[match.end() : match.end() + _REACH])[0], base)
        if day is not None:
            day += dt.timedelta(days=_step(match))
            # "a week after the inauguration" is a day more or less
            slack = dt.timedelta(
                days=1 if match["unit"] == "week" and "to the day" not in match.group() else 0
            )
            found.append(DateMention(match.start(), match.end() - 1, day - slack, day + slack, "event"))
    return found


def _latest(words: str, base: dt.date | None) -> dt.date | None:
    """Return the day of the latest event not after the base that the words name."""
    return max(
        (day for day, names in _events() if (base is None or day <= base) and names.search(words)),
        default=None,
    )


def _step(match: re.Match[str]) -> int:
    """Return how many days the count adds to the event's own day."""
    if match["eve"] or match["part"] == "eve":
        return -1
    if match["part"]:
        return {"of": 0, "before": -1}.get(match["side"], 1)
    if match["hours"]:
        return 0
    number = int(match["n"]) if match["n"].isdigit() else 1
    if match["n"] in UP_TO_TWELVE:
        number = UP_TO_TWELVE.index(match["n"]) + 1
    days = min(number, 400) * (7 if match["unit"] == "week" else 1)
    return -days if match["way"] == "before" else days
