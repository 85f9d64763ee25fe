"""The entries of the sources: each is kept once for ever, worked on until it has an outcome.

An entry that was removed by its source and comes back is therefore not new. Times are UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from extractors.model import Entry
from store.sql import insert_new
from store.tables import entries, sources


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with its row id, its source's id and name, and how often it was tried."""

    id: int
    source_id: int
    source_name: str
    entry: Entry
    canonical_url: str = ""
    attempts: int = 0
    outcome: str = ""
    detail: str = ""
    article_id: int | None = None
    first_seen_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None


def add_entries(
    connection: Connection,
    source_id: int,
    found: Sequence[Entry],
    *,
    now: dt.datetime,
    canonical: Callable[[str], str] = lambda url: url,
) -> list[StoredEntry]:
    """Keep the entries of one poll; only those never seen of this source come back, in the given order.

    ``canonical`` makes the key address of an entry's address (``extractors.urls.canonical_url``).
    """
    rows = [
        {
            "source_id": source_id,
            "key": entry.key,
            "url": entry.url,
            "canonical_url": canonical(entry.url) if entry.url else "",
            "title": entry.title,
            "summary": entry.summary,
            "published": entry.published,
            "published_raw": entry.published_raw,
            "first_seen_at": now,
        }
        for entry in found
    ]
    new = insert_new(connection, entries, rows)
    return [_entry(row) for row in connection.execute(_select().where(entries.c.id.in_(new))).all()]


def pending_entries(
    connection: Connection, *, now: dt.datetime, limit: int | None = None
) -> list[StoredEntry]:
    """The entries without an outcome whose time has come, oldest first. A crashed pass leaves them here."""
    due = or_(entries.c.next_attempt_at.is_(None), entries.c.next_attempt_at <= now)
    waiting = _select().where(entries.c.finished_at.is_(None), due)
    return [_entry(row) for row in connection.execute(waiting.limit(limit)).all()]


def finish_entry(
    connection: Connection,
    entry_id: int,
    outcome: str,
    detail: str = "",
    *,
    now: dt.datetime,
    article_id: int | None = None,
) -> bool:
    """Give an entry its outcome, a short word with an explanation; False when it already had one."""
    open_one = (entries.c.id == entry_id) & entries.c.finished_at.is_(None)
    values = {"outcome": outcome, "detail": detail, "finished_at": now, "article_id": article_id}
    values |= {"attempts": entries.c.attempts + 1}
    return connection.execute(update(entries).where(open_one).values(**values)).rowcount > 0


def postpone_entry(
    connection: Connection, entry_id: int, outcome: str, detail: str, *, next_attempt_at: dt.datetime
) -> None:
    """Keep an entry for a later attempt after a temporary failure; ``outcome`` and ``detail`` say which."""
    values = {"outcome": outcome, "detail": detail, "next_attempt_at": next_attempt_at}
    values |= {"attempts": entries.c.attempts + 1}
    connection.execute(update(entries).where(entries.c.id == entry_id).values(**values))


def finished_since(connection: Connection, moment: dt.datetime) -> list[StoredEntry]:
    """Every entry that got its outcome at ``moment`` or later, in order of arrival: the pass's table."""
    done = _select().where(entries.c.finished_at >= moment)
    return [_entry(row) for row in connection.execute(done).all()]


def entry_of_url(connection: Connection, url: str) -> StoredEntry | None:
    """The first entry that listed this address, None when no source did."""
    row = connection.execute(_select().where(entries.c.url == url).limit(1)).first()
    return None if row is None else _entry(row)


def outcome_counts(connection: Connection) -> dict[str, int]:
    """How many entries ended with each outcome; "" are those still waiting."""
    outcome = entries.c.outcome
    counted = connection.execute(select(outcome, func.count()).group_by(outcome).order_by(outcome)).all()
    return {row[0]: row[1] for row in counted}


def _select() -> Any:
    return select(entries, sources.c.name.label("source_name")).join(sources).order_by(entries.c.id)


def _entry(row: Row[Any]) -> StoredEntry:
    kept = row._mapping
    fields = ("key", "url", "title", "summary", "published", "published_raw")
    own = ("id", "source_id", "source_name", "canonical_url", "attempts", "outcome", "detail", "article_id")
    return StoredEntry(
        entry=Entry(**{name: kept[name] for name in fields}),
        first_seen_at=kept["first_seen_at"],
        finished_at=kept["finished_at"],
        **{name: kept[name] for name in own},
    )
