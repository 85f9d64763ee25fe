"""One door to the three ways of listing news: a source and the bytes fetched for it to entries."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.feeds import FeedReading, read_feed
from extractors.listings import read_listing
from extractors.model import Source
from extractors.pages import page_problem
from extractors.sitemaps import read_sitemap


def read_entries(source: Source, body: bytes, headers: Mapping[str, str], url: str) -> FeedReading:
    """Return what ``source`` lists, by its form. Never raises.

    A challenge page or consent wall sent in place of the list is named as such in ``problem``.
    """
    if source.form == "listing":
        reading = read_listing(
            body,
            headers,
            url,
            selector=source.selector,
            link_path=source.link_path,
            time_zone=source.time_zone,
        )
    else:
        reading = (read_sitemap if source.form == "sitemap" else read_feed)(body, headers, url)
    if reading.problem and body:
        return FeedReading(problem=page_problem(body) or reading.problem)
    return reading
