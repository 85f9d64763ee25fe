"""Where pages of the past come from: stored evidence, a list of addresses, sitemaps, a WARC file.

Each gives its pages as items in a fixed order, so that a position is all a checkpoint needs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from extractors.model import Entry, Side, Source
from flows.desk import Desk, utc_now
from flows.failures import UserError
from flows.fetch import ACCEPT_FEED, FEED_LIMIT
from flows.fetched import Fetched, FetchOutcome
from flows.sources import load_sources
from flows.warc import WEB_ADDRESS, as_moment, warc_pages
from store import Engine, entries, evidence, history, sources
from store.engine import reading
from store.evidence import Evidence

# The sides' own pages after they moved: an archived readout is still that side's readout.
ARCHIVED = {
    "obamawhitehouse.archives.gov": Side.WHITE_HOUSE,
    "trumpwhitehouse.archives.gov": Side.WHITE_HOUSE,
    "bidenwhitehouse.archives.gov": Side.WHITE_HOUSE,
}
# The first day of a range when none is given: before it there were no two leaders of this kind.
FIRST_DAY = dt.datetime(1991, 1, 1, tzinfo=dt.UTC)
# An index of sitemaps, its children, and the children of one more index: no site seen goes deeper.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One page of the past. ``position`` counts from 1 in its input.

    ``fetched`` and ``evidence_id`` are set when its bytes are at hand; else it is still to be fetched.
    """

    position: int
    entry: Entry
    source: Source
    fetched: Fetched | None = None
    evidence_id: int | None = None

    @property
    def moment(self) -> dt.datetime:
        """When its bytes were fetched, aware UTC; they must be at hand."""
        if self.fetched is None:
            raise ValueError(f"{self.entry.url} has not been fetched")
        return self.fetched.fetched_at


@dataclass(frozen=True, slots=True)
class Past:
    """An input: its ``name``, what it is made of (``identity``), how many items, and the items after some.

    ``total`` is None when only reading to the end would tell. ``after(n)`` gives the items behind the n-th.
    """

    name: str
    identity: str
    total: int | None
    after: Callable[[int], Iterator[Item]]


class Publishers:
    """Which source an address belongs to: by its entry when a source listed it, else by its host."""

    def __init__(self, listed: Iterable[Source]) -> None:
        self._by_host = {_host(one.url): one for one in listed if one.kind != "search"}

    def of(self, url: str) -> Source:
        """The source to read the page of ``url`` with; a nameless one for a host that is not known."""
        host = _host(url)
        for at in range(host.count(".")):
            known = self._by_host.get(host.split(".", at)[-1])
            if known is not None:
                return known
        return Source(name="", url=url, side=ARCHIVED.get(host))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def publishers(file: Path | None) -> Publishers:
    """The publishers named in a file of sources (default: the shipped one). Raises SourceError."""
    return Publishers(load_sources(file))


def stored_evidence(engine: Engine, first: dt.datetime, last: dt.datetime, known: Publishers) -> Past:
    """What was fetched from ``first`` on and before ``last`` (aware UTC), in the order of fetching."""
    with reading(engine) as connection:
        ids = history.page_evidence(connection, evidence.evidence_between(connection, first, last))

    def after(done: int) -> Iterator[Item]:
        for position, evidence_id in enumerate(ids[done:], done + 1):
            yield from_evidence(engine, position, evidence_id, known)

    name = f"evidence {first:%Y-%m-%d} {last:%Y-%m-%d}"
    return Past(name, _digest(str(ids).encode()), len(ids), after)


def from_evidence(engine: Engine, position: int, evidence_id: int, known: Publishers) -> Item:
    """A stored answer as an item, with the entry and the source by which it first came."""
    with reading(engine) as connection:
        kept = evidence.evidence_of(connection, evidence_id)
        listed = entries.entry_of_url(connection, kept.url)
        states = sources.source_states(connection) if listed else []
    source = next((one.source for one in states if listed and one.id == listed.source_id), known.of(kept.url))
    entry = listed.entry if listed else Entry(key=kept.url, url=kept.url)
    return Item(position, entry, source, answer(kept), evidence_id)


def answer(kept: Evidence) -> Fetched:
    """Stored evidence as the answer it was."""
    return Fetched(
        kept.url, FetchOutcome.OK, kept.fetched_at, kept.final_url, kept.status, kept.headers, kept.body
    )


def address_list(file: Path, known: Publishers) -> Past:
    """The addresses of a text file, one a line, with the time of publication behind a tab if it is known.

    Empty lines and lines that begin with # are passed over. Raises UserError naming a line that is no
    address or no time.
    """
    text = file.read_text(encoding="utf-8-sig")
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    found = [_listed(file, number, line) for number, line in lines if line and not line.startswith("#")]
    return of_entries(f"urls {file.name}", found, known)


def _listed(file: Path, number: int, line: str) -> Entry:
    url, _, published = line.partition("\t")
    if not WEB_ADDRESS.match(url) or " " in url.strip():
        raise UserError(f"{file} line {number}: {url[:80]!r} is no address; write https://... on each line")
    try:
        moment = as_moment(published.strip()) if published.strip() else None
    except ValueError:
        raise UserError(
            f"{file} line {number}: {published[:40]!r} is no time; write 2017-01-29 or 2017-01-29T10:00+03:00"
        ) from None
    return Entry(key=url.strip(), url=url.strip(), published=moment)


def of_entries(name: str, found: Sequence[Entry], known: Publishers) -> Past:
    """Entries that are still to be fetched, in the given order."""
    text = "\n".join(f"{entry.url}\t{entry.published or ''}" for entry in found)

    def after(done: int) -> Iterator[Item]:
        for position, entry in enumerate(found[done:], done + 1):
            yield Item(position, entry, known.of(entry.url))

    return Past(name, _digest(text.encode()), len(found), after)


async def sitemap_entries(
    desk: Desk, addresses: Sequence[str], first: dt.datetime, last: dt.datetime
) -> list[Entry]:
    """What sitemaps list as published from ``first`` on and before ``last``, oldest first.

    Indexes are followed. An entry without a time is left out: nothing says that it belongs to the range.
    Raises UserError for a sitemap that cannot be read.
    """
    found: dict[str, Entry] = {}
    waiting, seen = [(url, 1) for url in addresses], set(addresses)
    while waiting:
        url, depth = waiting.pop(0)
        listed, children = await _sitemap(desk, url)
        found |= {one.url: one for one in listed if one.published and first <= one.published < last}
        fresh = [child for child in children if child not in seen] if depth < DEEPEST else []
        seen.update(fresh)
        waiting += [(child, depth + 1) for child in fresh]
    return sorted(found.values(), key=lambda one: (str(one.published), one.url))


async def _sitemap(desk: Desk, url: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    fetched = await desk.fetcher.get(url, limit_bytes=FEED_LIMIT, accept=ACCEPT_FEED)
    if not fetched.outcome.ok:
        raise UserError(f"{url}: {fetched.outcome.value.replace('_', ' ')}; give the address of a sitemap")
    source = Source(name="sitemap", url=url, form="sitemap")
    read = await desk.pool.entries(source, fetched.body, fetched.headers, fetched.final_url)
    if read.problem:
        raise UserError(f"{url}: {read.problem}; give the address of a sitemap")
    return read.entries, read.children


def warc_file(file: Path, known: Publishers) -> Past:
    """The HTML pages of a WARC file, plain or compressed, in its order. Raises UserError for another file."""
    with file.open("rb") as stream:
        head = stream.read(65_536)
    if not head.startswith((b"WARC/", b"\x1f\x8b")):
        raise UserError(f"{file} is no WARC file; give one that ends in .warc or .warc.gz")

    def after(done: int) -> Iterator[Item]:
        pages = enumerate(warc_pages(file), 1)
        return (_arrived(position, page, known) for position, page in islice(pages, done, None))

    identity = f"{file.stat().st_size} {_digest(head)}"
    return Past(f"warc {file.name}", identity, None, after)


def _arrived(position: int, page: Fetched, known: Publishers) -> Item:
    return Item(position, Entry(key=page.url, url=page.url), known.of(page.url), page)


def time_range(since: str, until: str) -> tuple[dt.datetime, dt.datetime]:
    """The range as aware UTC moments; open ends are the first day of all, and midnight today.

    Raises UserError for what is no time, and for a range that ends before it begins.
    """
    try:
        first = as_moment(since) if since else FIRST_DAY
        last = as_moment(until) if until else midnight(utc_now())
    except ValueError as error:
        raise UserError(f"{error}; write a day such as 2017-01-29, or an ISO time") from None
    if first >= last:
        raise UserError(f"nothing lies between {first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M} UTC")
    return first, last


def midnight(now: dt.datetime) -> dt.datetime:
    """The beginning of the day in UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
