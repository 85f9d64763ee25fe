"""Title, authors and agency credit of a page."""

from __future__ import annotations

import re
from typing import Any

_AGENCIES = {"Reuters": r"Reuters", "AP": r"AP|Associated Press", "TASS": r"TASS|ТАСС", "AFP": r"AFP"}


def title_of(objects: list[dict[str, Any]], newspaper_title: str) -> str:
    """The headline: as newspaper3k reads it, else as the page's JSON-LD gives it."""
    for item in objects:
        headline = item.get("headline")
        if not newspaper_title and isinstance(headline, str):
            return " ".join(headline.split())[:300]
    return newspaper_title


def authors_of(objects: list[dict[str, Any]], newspaper_authors: tuple[str, ...]) -> tuple[str, ...]:
    """The authors: as JSON-LD names them, else as newspaper3k finds them."""
    names: list[str] = []
    for item in objects:
        given = item.get("author")
        for one in given if isinstance(given, list) else [given]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and name.strip():
                names.append(" ".join(name.split())[:100])
    return tuple(dict.fromkeys(names))[:10] or newspaper_authors


def agency_of(text: str, authors: tuple[str, ...]) -> str:
    """The wire service that the page credits: in its byline or its dateline, "" when none."""
    head = text[:250]
    for name, pattern in _AGENCIES.items():
        if re.search(rf"\((?:{pattern})\)|/(?:{pattern})/", head) or any(
            re.fullmatch(pattern, author) for author in authors
        ):
            return name
    return ""
