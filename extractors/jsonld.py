"""The JSON-LD of a page: what the publisher says of the article in its own words for search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import lxml.html

from extractors.cleaning import key_of

# Deeper objects are other things that the page mentions: its images' owners, its breadcrumbs' pages.
_MAX_DEPTH = 8
_ARTICLE_TYPES = ("article", "blogposting", "report", "liveblog")


def article_objects(tree: lxml.html.HtmlElement, headlines: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The objects of the page that describe an article, in page order; unreadable scripts are skipped.

    When ``headlines`` (as ``key_of`` them) name one of them, it comes alone: pages describe teasers too.
    """
    found = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        found += [item for item in _walk(_parsed(script.text or ""), 0) if _is_article(item)]
    known = frozenset(headlines) - {""}
    own = [item for item in found if _is_called(item, known)]
    return own or found


def _is_called(item: dict[str, Any], headlines: frozenset[str]) -> bool:
    key = key_of(str(item.get("headline") or item.get("name") or ""))
    return len(key.split()) > 2 and any(key == one or key in one for one in headlines)


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    names = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return any(kind in str(name).lower() for name in names for kind in _ARTICLE_TYPES)
