"""News sitemaps: bytes as fetched to entries, with the titles and times of the news namespace."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

from extractors.feeds import FeedReading, refusal, unique, web_url
from extractors.model import Entry
from extractors.published import finding

# A .xml.gz is compressed as a file; inflating stops here, far above the 50,000 addresses a sitemap may hold.
MAX_INFLATED = 32_000_000
# An index of a whole archive has thousands of children; the newest stand at one end or the other.
MAX_CHILDREN = 20


def read_sitemap(body: bytes, headers: Mapping[str, str], base_url: str) -> FeedReading:
    """Return the entries of a sitemap, or the child sitemaps of an index; never raises, never fetches.

    ``headers`` is accepted for the sake of one signature with feeds; the document itself states its charset.
    """
    body = _inflated(body)
    problem = refusal(body)
    if problem:
        return FeedReading(problem=problem)
    root = _parsed(body)
    name = etree.QName(root).localname if root is not None else ""
    if root is not None and name == "sitemapindex":
        children = [web_url(base_url, _text(node, "loc")) for node in _children(root, "sitemap")]
        return FeedReading(children=_newest_children(root, [url for url in children if url]))
    if root is None or name != "urlset":
        return FeedReading(problem="not a sitemap")
    return FeedReading(unique(_entry(node, base_url) for node in _children(root, "url")))


def _inflated(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(47).decompress(body, MAX_INFLATED)
    except zlib.error:
        return b""


def _parsed(body: bytes) -> etree._Element | None:
    # Entities stay unresolved and nothing outside is loaded: no bomb, no file, no request.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    return (one for one in node if isinstance(one.tag, str) and etree.QName(one).localname == name)


def _text(node: etree._Element, *path: str) -> str:
    """Text of the first descendant along ``path`` by local names, whatever the namespaces' prefixes."""
    for name in path:
        found = next(_children(node, name), None)
        if found is None:
            return ""
        node = found
    return " ".join((node.text or "").split())


def _entry(node: etree._Element, base_url: str) -> Entry:
    url = web_url(base_url, _text(node, "loc"))
    raw = _text(node, "news", "publication_date") or _text(node, "lastmod")
    found = finding("feed", raw)
    summary = _text(node, "news", "keywords")
    return Entry(url, url, _text(node, "news", "title")[:500], summary[:500], _moment(found), raw[:100])


def _moment(found: object) -> dt.datetime | None:
    moment = getattr(found, "moment", None)
    return moment if isinstance(moment, dt.datetime) else None


def _newest_children(root: etree._Element, urls: list[str]) -> tuple[str, ...]:
    """The child sitemaps worth reading: those last changed, else the first ones."""
    changed = {web_url("", _text(node, "loc")): _text(node, "lastmod") for node in _children(root, "sitemap")}
    ranked = sorted(dict.fromkeys(urls), key=lambda url: changed.get(url, ""), reverse=True)
    return tuple(ranked[:MAX_CHILDREN])
