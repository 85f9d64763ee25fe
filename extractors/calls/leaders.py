"""The two leaders in office that a story is about: those of its day, or of an older time that it looks back to."""

from __future__ import annotations

import datetime as dt
import re

from extractors.language.people import leaders_now
from extractors.language.wordlists import load_table


def office_day(text: str, day: dt.date | None) -> dt.date | None:
    """Return the day whose office holders a lower-case text tells of: its own, or the last of a former leader's.

    A memoir of 2021 that names Trump and never Biden tells of Trump's calls.
    """
    if day is None or leaders_now(day).search(text):
        return day
    rows = load_table("extractors.language.data", "officials.toml")["leader"]
    ends = [
        row["until"]
        for row in rows
        if row["side"] == "US"
        and row.get("until")
        and any(re.search(rf"\b{n}\b", text) for n in row["names"])
    ]
    return max((end for end in ends if end < day), default=day)
