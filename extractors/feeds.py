"""RSS and Atom: bytes as fetched to entries. The only module that knows feedparser."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from extractors.model import Entry

# feedparser needs 3.2 s for 200,000 nested tags; no honest feed nests deeper than XHTML inside Atom does.
MAX_DEPTH = 200
# A summary is read for relevance and as a stand-in for an unreadable page, never stored whole.
MAX_SUMMARY = 5_000
MAX_TITLE = 500
# Dates outside are misreadings: feedparser makes the year 1485 of the epoch number 1485604800.
_EARLIEST_YEAR = 1995
# feedparser makes a day of 2018 of it.
_IMPOSSIBLE = re.compile(r"\d{4}-(?:1[3-9]|[2-9]\d|00)-")
_TAG = re.compile(rb"<(/?)([A-Za-z!?][^\s/>]*)[^>]*?(/?)>")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed, sitemap or listing held.

    ``problem`` is "" when it could be read, else one plain phrase (empty body, html page, too deep ...);
    ``notes`` are things worth knowing of a feed that was read.
    ``minutes_between`` is the pause the feed itself asks for (RSS ttl, sy:updatePeriod), 0 when it asks none.
    ``children`` are further sitemaps that an index points at.
    """

    entries: tuple[Entry, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    title: str = ""
    minutes_between: int = 0
    children: tuple[str, ...] = ()

    @property
    def newest(self) -> dt.datetime | None:
        """The latest date of an entry, aware UTC, None when none has one."""
        return max((entry.published for entry in self.entries if entry.published), default=None)


def read_feed(body: bytes, headers: Mapping[str, str], base_url: str) -> FeedReading:
    """Return the entries of an RSS or Atom document; never raises and never touches the network.

    ``headers`` are those of the response (lower-case names); ``base_url`` resolves relative links.
    Entries without a link are kept with an empty ``url``; two with one key are kept once, the first.
    """
    problem = refusal(body)
    if problem:
        return FeedReading(problem=problem)
    wanted = {"content-location": base_url, "content-type": headers.get("content-type", "application/xml")}
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=wanted)
    except Exception as error:  # a parser fed hostile bytes may raise anything; the feed is then unreadable
        return FeedReading(problem=f"unreadable ({type(error).__name__})")
    entries = unique(_entry(item, base_url) for item in parsed.entries)
    if not entries and not parsed.get("version"):
        return FeedReading(problem="not a feed")
    note = (f"not well-formed: {type(parsed.get('bozo_exception')).__name__}",) if parsed.get("bozo") else ()
    return FeedReading(
        entries, "", note, _plain(parsed.feed.get("title", ""))[:MAX_TITLE], _pause(parsed.feed)
    )


def refusal(body: bytes) -> str:
    """Why these bytes are not given to a feed parser at all, or "": empty, an HTML page, nested too deep."""
    if len(body.strip()) == 0:
        return "empty body"
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "an html page, not a feed"
    if not head.startswith(b"<") and b"<" not in head:
        return "not xml"
    return "nested too deep" if _too_deep(body) else ""


def unique(entries: Any) -> tuple[Entry, ...]:
    """Keep the first entry of each key, in order."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        kept.setdefault(entry.key, entry)
    return tuple(kept.values())


def entry_key(identity: str, url: str, title: str, summary: str) -> str:
    """The identity of an entry within its source: its id, else its link, else a hash of its words."""
    if identity.strip():
        return identity.strip()[:500]
    if url:
        return url[:500]
    return "sha256:" + hashlib.sha256(f"{title}\n{summary}".encode("utf-8", "replace")).hexdigest()


def web_url(base_url: str, link: str) -> str:
    """``link`` made absolute, "" unless there is one, and it is http or https with a host."""
    if not link.strip():
        return ""
    try:
        url = urljoin(base_url, link.strip())
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def plausible(moment: dt.datetime) -> dt.datetime | None:
    """``moment`` when its year can be that of a news item, else None."""
    return moment if _EARLIEST_YEAR <= moment.year < 2200 else None


def _too_deep(body: bytes) -> bool:
    depth = 0
    for match in _TAG.finditer(body):
        closing, name, empty = match.groups()
        if name[:1] in b"!?" or empty:
            continue
        depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            return True
    return False


def _entry(item: Any, base_url: str) -> Entry:
    url = web_url(base_url, str(item.get("link", "")))
    title = _plain(item.get("title", ""))[:MAX_TITLE]
    summary = _plain(_longest_text(item))[:MAX_SUMMARY]
    raw = str(item.get("published") or item.get("updated") or "")[:100]
    parsed = item.get("published_parsed") or item.get("updated_parsed")
    key = entry_key(str(item.get("id", "")), url, title, summary)
    return Entry(key, url, title, summary, _moment(parsed, raw), raw)


def _longest_text(item: Any) -> str:
    """The content when there is one: the Kremlin's feed leaves the summary empty."""
    texts = [str(item.get("summary", ""))] + [str(part.get("value", "")) for part in item.get("content", [])]
    return max(texts, key=len)


def _moment(parsed: Any, raw: str) -> dt.datetime | None:
    if raw.strip().isdigit() and 9 <= len(raw.strip()) <= 10:
        return plausible(dt.datetime.fromtimestamp(int(raw), dt.UTC))
    if parsed is None or _IMPOSSIBLE.match(raw.strip()):
        return None
    try:
        moment = plausible(dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC))
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return moment if moment and _year_is_stated(moment, raw) else None


def _year_is_stated(moment: dt.datetime, raw: str) -> bool:
    """Whether the year stands in the text it was read from, as it does not when 1485604800 is read as 1485.

    A day on either side allows for the offset at New Year.
    """
    days = (moment - dt.timedelta(days=1), moment + dt.timedelta(days=1))
    return any(f"{day.year}"[2:] in raw for day in days)


def _pause(feed: Any) -> int:
    """Minutes between polls as the feed asks, 0 when it does not."""
    minutes = [0]
    if str(feed.get("ttl", "")).strip().isdigit():
        minutes.append(int(str(feed["ttl"]).strip()))
    period = {"hourly": 60, "daily": 1440, "weekly": 10080}.get(
        str(feed.get("sy_updateperiod", "")).strip(), 0
    )
    often = str(feed.get("sy_updatefrequency", "1")).strip()
    if period:
        minutes.append(period // max(1, int(often) if often.isdigit() else 1))
    return max(minutes)


def _plain(markup: object) -> str:
    """Text of a scrap of HTML on one line: good enough to judge relevance and to show a title."""
    return " ".join(_MARKUP.sub(" ", str(markup or "")).split())
