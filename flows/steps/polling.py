"""From the list of sources to new entries in the store."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.urls import canonical_url
from flows.desk import Desk
from flows.fetch import ACCEPT_FEED, FEED_LIMIT
from flows.sources import load_sources
from store import entries, sources
from store.engine import reading, writing
from store.sources import Poll, SourceState


@dataclass(frozen=True, slots=True)
class Polled:
    """One poll and how it ended, in words."""

    source: str
    outcome: str
    ok: bool
    entries: int = 0
    new_entries: int = 0
    detail: str = ""


def listed_sources(desk: Desk, file: str | None, shard: str = "1/1") -> list[SourceState]:
    """The sources of ``file`` (default: the set one) as the store knows them, cut to ``shard``.

    Raises SourceError for a file that cannot be used.
    """
    listed = load_sources(file or desk.settings.sources)
    with writing(desk.engine) as connection:
        sources.remember_sources(connection, listed, now=desk.now())
    with reading(desk.engine) as connection:
        return [state for state in sources.source_states(connection) if in_shard(state.source.name, shard)]


def in_shard(name: str, shard: str) -> bool:
    """Whether the source called ``name`` belongs to ``shard``, "2/3" being the second of three.

    By the name, so that all workers agree without asking. Raises ValueError for a shard that makes no sense.
    """
    number, _, count = shard.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise ValueError(f"shard {shard!r}: write NUMBER/COUNT, such as 1/2 and 2/2 for two workers")
    return zlib.crc32(name.encode()) % int(count) == int(number) - 1


def due(listed: Sequence[SourceState], now: dt.datetime, *, every_source: bool = False) -> list[SourceState]:
    """The sources to poll now. ``every_source`` adds those that are well and whose time has not come.

    One that failed is left alone until its pause is over, whoever asks.
    """
    on = [state for state in listed if state.source.status == "on" and state.disabled_at is None]
    return [
        state
        for state in on
        if state.next_poll_at is None or state.next_poll_at <= now or (every_source and not state.failures)
    ]


async def poll_source(desk: Desk, state: SourceState) -> Polled:
    """Ask one source for its list; keep its new entries as waiting, and what the poll taught."""
    source = state.source
    fetched = await desk.fetcher.get(
        source.url,
        etag=state.etag,
        last_modified=state.last_modified,
        known_hash=state.body_sha256,
        limit_bytes=FEED_LIMIT,
        accept=ACCEPT_FEED,
    )
    now = desk.now()
    next_poll = now + dt.timedelta(minutes=source.interval_minutes)
    if not fetched.outcome.ok:
        ok = fetched.outcome.value == "not_modified"
        poll = Poll(
            fetched.outcome.value,
            ok,
            next_poll,
            detail=fetched.detail,
            status=fetched.status,
            failures=0 if ok else state.failures + 1,
            etag=state.etag,
            last_modified=state.last_modified,
            body_sha256=state.body_sha256,
        )
        with writing(desk.engine) as connection:
            sources.record_poll(connection, state.id, poll, now=now)
        return Polled(source.name, fetched.outcome.value.replace("_", " "), ok, detail=fetched.detail)
    read = await desk.pool.entries(source, fetched.body, fetched.headers, fetched.final_url)
    with writing(desk.engine) as connection:
        new = entries.add_entries(connection, state.id, read.entries, now=now, canonical=canonical_url)
        ok = not read.problem
        poll = Poll(
            "ok" if ok else "unreadable",
            ok,
            next_poll,
            detail=read.problem,
            status=fetched.status,
            entries=len(read.entries),
            new_entries=len(new),
            failures=0 if ok else state.failures + 1,
            etag=fetched.headers.get("etag", ""),
            last_modified=fetched.headers.get("last-modified", ""),
            body_sha256=fetched.body_hash,
        )
        sources.record_poll(connection, state.id, poll, now=now)
    return Polled(source.name, "ok" if ok else "not a list", ok, len(read.entries), len(new), read.problem)
