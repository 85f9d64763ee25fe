"""The polled sources and what their polls have taught. Times are UTC, passed in as ``now``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from extractors.model import Side, Source
from store.sql import insert_new, insert_one
from store.tables import polls, sources

# Enough to see a pattern over a day or two at one poll an hour, small enough to keep for every source.
POLLS_KEPT = 30

_SOURCE_FIELDS = tuple(field.name for field in dataclasses.fields(Source))


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source with the state of its polling.

    ``etag``, ``last_modified`` and ``body_sha256`` are those of the last good answer. ``failures`` is the
    weighted count of failures since then. ``last_new_at`` is when it last brought an unknown entry.
    """

    id: int
    source: Source
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    failures: float = 0.0
    next_poll_at: dt.datetime | None = None
    last_polled_at: dt.datetime | None = None
    last_ok_at: dt.datetime | None = None
    last_new_at: dt.datetime | None = None
    last_outcome: str = ""
    last_detail: str = ""
    disabled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll came to. ``ok`` is False when nothing could be read; ``failures`` is the new count.

    ``next_poll_at`` is when to ask again; ``disable`` takes the source out until it is listed anew.
    Empty ``etag``, ``last_modified`` and ``body_sha256`` clear the stored ones when ``ok``.
    """

    outcome: str
    ok: bool
    next_poll_at: dt.datetime
    detail: str = ""
    status: int = 0
    entries: int = 0
    new_entries: int = 0
    failures: float = 0.0
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    disable: bool = False


def remember_sources(connection: Connection, listed: Sequence[Source], *, now: dt.datetime) -> dict[str, int]:
    """Make the store's list equal ``listed``; the ids by name. What polls have taught is kept.

    A source that is no longer listed stays, because entries point at it, but is not polled. One whose
    address changed starts anew: its validators and failures belonged to another address.
    """
    for source in listed:
        values = dataclasses.asdict(source) | {"listed": True}
        if not insert_new(connection, sources, [values | {"next_poll_at": now}]):
            _renew(connection, source, values, now)
    names = [source.name for source in listed]
    others = sources.c.listed & sources.c.name.not_in(names)
    connection.execute(update(sources).where(others).values(listed=False))
    found = connection.execute(select(sources.c.name, sources.c.id).where(sources.c.name.in_(names)))
    return {row.name: row.id for row in found}


def _renew(connection: Connection, source: Source, values: dict[str, Any], now: dt.datetime) -> None:
    this = sources.c.name == source.name
    if connection.execute(select(sources.c.url).where(this)).scalar() != source.url:
        values |= {"etag": "", "last_modified": "", "body_sha256": "", "failures": 0.0}
        values |= {"next_poll_at": now, "disabled_at": None}
    connection.execute(update(sources).where(this).values(**values))


def due_sources(connection: Connection, *, now: dt.datetime) -> list[SourceState]:
    """The sources to poll now, longest waiting first: listed, on, not disabled, and their time has come."""
    due = or_(sources.c.next_poll_at.is_(None), sources.c.next_poll_at <= now)
    wanted = sources.c.listed & (sources.c.status == "on") & sources.c.disabled_at.is_(None) & due
    rows = connection.execute(select(sources).where(wanted).order_by(sources.c.next_poll_at, sources.c.id))
    return [_state(row) for row in rows]


def source_states(connection: Connection) -> list[SourceState]:
    """Every listed source with its state, by name; for the health report."""
    rows = connection.execute(select(sources).where(sources.c.listed).order_by(sources.c.name))
    return [_state(row) for row in rows]


def record_poll(connection: Connection, source_id: int, poll: Poll, *, now: dt.datetime) -> None:
    """Keep what a poll came to: the source's new state, and a line in its history of the last 30."""
    values: dict[str, Any] = {
        "next_poll_at": poll.next_poll_at,
        "last_polled_at": now,
        "last_outcome": poll.outcome,
        "last_detail": poll.detail,
        "failures": poll.failures,
    }
    if poll.ok:
        values |= {"last_ok_at": now, "etag": poll.etag, "last_modified": poll.last_modified}
        values |= {"body_sha256": poll.body_sha256}
    if poll.new_entries:
        values["last_new_at"] = now
    if poll.disable:
        values["disabled_at"] = now
    connection.execute(update(sources).where(sources.c.id == source_id).values(**values))
    line = {name: getattr(poll, name) for name in ("outcome", "detail", "status", "entries", "new_entries")}
    insert_one(connection, polls, {"source_id": source_id, "polled_at": now, **line})
    _forget_old_polls(connection, source_id)


def polls_of(connection: Connection, source_id: int) -> list[Row[Any]]:
    """The last polls of a source, newest first: rows of the table ``polls``."""
    of_source = select(polls).where(polls.c.source_id == source_id)
    return list(connection.execute(of_source.order_by(polls.c.id.desc())).all())


def enable_source(connection: Connection, name: str, *, now: dt.datetime) -> bool:
    """Take a disabled source back into polling with a clean slate; False when there is none of that name."""
    fresh = {"disabled_at": None, "failures": 0.0, "next_poll_at": now}
    return connection.execute(update(sources).where(sources.c.name == name).values(**fresh)).rowcount > 0


def _forget_old_polls(connection: Connection, source_id: int) -> None:
    newest = select(polls.c.id).where(polls.c.source_id == source_id).order_by(polls.c.id.desc())
    oldest_kept = connection.execute(newest.offset(POLLS_KEPT - 1).limit(1)).scalar()
    if oldest_kept is not None:
        old = (polls.c.source_id == source_id) & (polls.c.id < oldest_kept)
        connection.execute(delete(polls).where(old))


def _state(row: Row[Any]) -> SourceState:
    kept = row._mapping
    source = {name: kept[name] for name in _SOURCE_FIELDS}
    source["side"] = Side(source["side"]) if source["side"] else None
    state = {
        field.name: kept[field.name] for field in dataclasses.fields(SourceState) if field.name != "source"
    }
    return SourceState(source=Source(**source), **state)
