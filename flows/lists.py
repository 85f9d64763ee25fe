"""A fetched list with the child lists it points at: an index of sitemaps is one source, not twenty."""

from __future__ import annotations

from extractors.feeds import FeedReading, unique
from extractors.model import Source
from flows.extraction_worker import ExtractionPool
from flows.fetch import ACCEPT_FEED, ACCEPT_PAGE, ACCEPT_SITEMAP, FEED_LIMIT, Fetched, Fetcher

ACCEPT = {"feed": ACCEPT_FEED, "sitemap": ACCEPT_SITEMAP, "listing": ACCEPT_PAGE}
# The newest children of an index hold the news; the others are the archive.
MAX_CHILDREN = 3


async def read_list(source: Source, fetched: Fetched, fetcher: Fetcher, pool: ExtractionPool) -> FeedReading:
    """Return the entries of a fetched list and of its newest children. Never raises for what they hold.

    A child that cannot be had is named in ``notes``; the others count. ``children`` stay those of the index.
    """
    reading = await pool.entries(source, fetched.body, fetched.headers, fetched.final_url)
    if not reading.children:
        return reading
    entries, notes = list(reading.entries), list(reading.notes)
    for child in reading.children[:MAX_CHILDREN]:
        inner = await fetcher.get(child, limit_bytes=FEED_LIMIT, accept=ACCEPT_SITEMAP)
        if not inner.outcome.ok:
            notes.append(f"{child}: {inner.outcome.value.replace('_', ' ')}")
            continue
        entries += (await pool.entries(source, inner.body, inner.headers, inner.final_url)).entries
    problem = "" if entries else "an index whose sitemaps hold no entries"
    return FeedReading(unique(entries), problem, tuple(notes), children=reading.children)
