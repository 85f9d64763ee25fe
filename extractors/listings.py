"""Listing pages of sites without a feed: links picked by a CSS selector to entries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import lxml.html
from cssselect import SelectorError

from extractors.charset import decode
from extractors.feeds import FeedReading, unique, web_url
from extractors.model import Entry
from extractors.published import finding

# How far above a link its date may stand: li > h3 > a is two, a card of nested boxes is four.
_REACH = 4


def read_listing(
    body: bytes,
    headers: Mapping[str, str],
    base_url: str,
    *,
    selector: str = "a",
    link_path: str = "",
    time_zone: str = "UTC",
) -> FeedReading:
    """Return an entry for each link that ``selector`` picks and ``link_path`` (a pattern) matches.

    The text of the link is the title; a ``<time>`` in its own block is the date, read in ``time_zone`` when
    it states no offset. Never raises, never fetches.
    """
    page = decode(body, headers.get("content-type", "")).text.replace("\x00", "")
    if not page.strip():
        return FeedReading(problem="empty body")
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8", "replace"), parser=_parser())
        links = list(_links(tree.cssselect(selector)))
        wanted = re.compile(link_path)
    except (SelectorError, re.error) as error:
        return FeedReading(problem=f"selector or link_path cannot be used: {error}")
    except Exception as error:  # bytes from anywhere
        return FeedReading(problem=f"unreadable ({type(error).__name__})")
    found = [_entry(link, base_url, time_zone) for link in links]
    entries = unique(entry for entry in found if entry.url and wanted.search(entry.url))
    return FeedReading(entries, "" if entries else "no link matches the selector")


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True)


def _links(nodes: list[lxml.html.HtmlElement]) -> Iterator[lxml.html.HtmlElement]:
    """The picked nodes that are links, and the first link inside those that are not."""
    for node in nodes:
        link = node if node.tag == "a" else node.find(".//a[@href]")
        if link is not None and link.get("href"):
            yield link


def _entry(link: lxml.html.HtmlElement, base_url: str, time_zone: str) -> Entry:
    url = web_url(base_url, link.get("href", "")).partition("#")[0]
    title = " ".join(link.text_content().split())[:500]
    raw = _stated_time(link)
    found = finding("feed", raw, time_zone)
    moment: dt.datetime | None = found.moment if found else None
    return Entry(url, url, title, "", moment, raw)


def _stated_time(link: lxml.html.HtmlElement) -> str:
    """The one ``<time>`` of the smallest block around the link that has any; a block with two is a list."""
    node = link
    for _ in range(_REACH):
        times = list(node.iter("time"))
        if len(times) == 1:
            return str(times[0].get("datetime") or times[0].text_content()).strip()[:100]
        parent = node.getparent()
        if times or parent is None:
            return ""
        node = parent
    return ""
