"""The two leaders that a story is about: those of its day, or of an older time that it looks back to."""

from __future__ import annotations

import datetime as dt
import re

from extractors.language.people import Leaders, leaders_now, leaders_on
from extractors.language.wordlists import load_table


def leaders_in(text: str, day: dt.date | None) -> Leaders:
    """Return the leaders that a lower-case text is about, given the day it came out.

    A memoir of 2021 that names Trump and never Biden tells of Trump's calls.
    """
    if day is None or leaders_now(day).search(text):
        return leaders_on(day)
    rows = load_table("extractors.language.data", "officials.toml")["leader"]
    ends = [
        row["until"]
        for row in rows
        if row["side"] == "US"
        and row.get("until")
        and any(re.search(rf"\b{n}\b", text) for n in row["names"])
    ]
    last = max((end for end in ends if end < day), default=None)
    return leaders_on(day if last is None else last)
