"""From the list of sources to new entries in the store."""

from __future__ import annotations

import datetime as dt
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.feeds import FeedReading
from extractors.urls import canonical_url
from flows.desk import Desk
from flows.fetch import FEED_LIMIT
from flows.fetched import Fetched, FetchOutcome
from flows.lists import ACCEPT, read_list
from flows.poll import Answer, Decision, ask_conditionally, decide
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
    fetched = await _ask(desk, state)
    desk.keep_lease()
    read = FeedReading()
    if fetched.outcome.ok:
        read = await read_list(state.source, fetched, desk.fetcher, desk.pool)
    now = desk.now()
    with writing(desk.engine) as connection:
        new = entries.add_entries(connection, state.id, read.entries, now=now, canonical=canonical_url)
        answer = Answer(
            fetched.outcome,
            entries=len(read.entries),
            new=len(new),
            readable=not read.problem,
            retry_after=fetched.retry_after,
            asked_minutes=read.minutes_between,
            first=state.last_ok_at is None,
        )
        decision = decide(
            state.source,
            answer,
            failures=state.failures,
            last_minutes=_last_pause(state),
            now=now,
            roll=random.random(),  # noqa: S311 - spreads polls, keeps no secret
        )
        poll = _poll(state, fetched, read, answer, decision)
        sources.record_poll(connection, state.id, poll, now=now)
    return _polled(state, poll)


async def _ask(desk: Desk, state: SourceState) -> Fetched:
    """Fetch the source's list, on condition that it changed, unless its word on that is doubtful."""
    with reading(desk.engine) as connection:
        past = [(row.status, row.new_entries) for row in sources.polls_of(connection, state.id)]
    conditional = ask_conditionally(state.source, past)
    return await desk.fetcher.get(
        state.source.url,
        etag=state.etag if conditional else "",
        last_modified=state.last_modified if conditional else "",
        known_hash=state.body_sha256,
        limit_bytes=FEED_LIMIT,
        accept=ACCEPT[state.source.form],
    )


def _last_pause(state: SourceState) -> float:
    """Minutes that were meant to pass between the last poll and this one, 0 when it is the first."""
    if state.next_poll_at is None or state.last_polled_at is None:
        return 0.0
    return (state.next_poll_at - state.last_polled_at).total_seconds() / 60


def _poll(
    state: SourceState, fetched: Fetched, read: FeedReading, answer: Answer, decision: Decision
) -> Poll:
    unchanged = fetched.outcome is FetchOutcome.NOT_MODIFIED
    well = unchanged or (fetched.outcome.ok and answer.readable)
    notes = ["every listed entry was new: some may have been missed"] if decision.missed else []
    notes += ["switched off after many failures"] if decision.switch_off else []
    etag, last_modified, body_sha256 = _validators(state, fetched, read)
    return Poll(
        outcome=fetched.outcome.value if well or not fetched.outcome.ok else "unreadable",
        ok=well,
        next_poll_at=decision.next_poll_at,
        detail="; ".join(part for part in (read.problem or ("" if well else fetched.detail), *notes) if part),
        status=fetched.status,
        entries=answer.entries,
        new_entries=answer.new,
        failures=decision.failures,
        etag=etag,
        last_modified=last_modified,
        body_sha256=body_sha256,
        disable=decision.switch_off,
    )


def _validators(state: SourceState, fetched: Fetched, read: FeedReading) -> tuple[str, str, str]:
    """ETag, Last-Modified and body hash to keep for the next poll.

    None of an index of sitemaps: it stays the same for months while the sitemaps it points at change by the
    minute, so that "not modified" would hide every new entry.
    """
    if fetched.outcome is FetchOutcome.NOT_MODIFIED:
        return state.etag, state.last_modified, state.body_sha256
    if read.children:
        return "", "", ""
    return fetched.headers.get("etag", ""), fetched.headers.get("last-modified", ""), fetched.body_hash


def _polled(state: SourceState, poll: Poll) -> Polled:
    outcome = poll.outcome.replace("_", " ")
    return Polled(state.source.name, outcome, poll.ok, poll.entries, poll.new_entries, poll.detail)
