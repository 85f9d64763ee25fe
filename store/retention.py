"""What the store may forget, by policy, and giving the freed room back to the disk.

Claims, quotations, texts and the evidence behind anything about a call are never forgotten: an alert must
be provable for as long as the store lives. What may go is what was fetched and found to be beside the point.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import Engine, delete, exists, select, text

from store import postings
from store.engine import alone, reading, writing
from store.tables import articles, evidence, evidence_bodies, polls, runs, versions

# SQLite writes the whole file anew for it, and nobody else writes meanwhile. Less free room is soon used again.
_WORTHWHILE = 0.1


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long each kind of thing is kept, in days.

    ``evidence_days``: bodies of pages that became no article. ``index_days``: how far back copies are
    looked for; an older article stays but is no longer found as an original. ``run_days``: the log of runs
    and polls. Entries stay for ever: without them a feed's old items would come back as new.
    """

    evidence_days: int = 90
    index_days: int = 730
    run_days: int = 90


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of each kind went."""

    evidence: int = 0
    bodies: int = 0
    shingles: int = 0
    runs: int = 0
    polls: int = 0


def forget(engine: Engine, policy: Retention, *, now: dt.datetime) -> Forgotten:
    """Delete what ``policy`` lets go; how much went. Nothing about a call is touched.

    In many transactions, so that no other writer waits long: the index of a million articles is written anew.
    """
    used = exists().where(versions.c.evidence_id == evidence.c.id)
    old = evidence.c.fetched_at < now - dt.timedelta(days=policy.evidence_days)
    orphan = ~exists().where(evidence.c.sha256 == evidence_bodies.c.sha256)
    last = now - dt.timedelta(days=policy.run_days)
    with writing(engine) as connection:
        gone = Forgotten(
            evidence=connection.execute(delete(evidence).where(old, ~used)).rowcount,
            bodies=connection.execute(delete(evidence_bodies).where(orphan)).rowcount,
            runs=connection.execute(delete(runs).where(runs.c.started_at < last)).rowcount,
            polls=connection.execute(delete(polls).where(polls.c.polled_at < last)).rowcount,
        )
    return replace(gone, shingles=_forget_shingles(engine, now - dt.timedelta(days=policy.index_days)))


def vacuum(engine: Engine) -> None:
    """Give freed room back to the disk and renew the statistics. Raises StoreLockedError while in use."""
    with alone(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
            return
        free, pages = (
            connection.exec_driver_sql(f"PRAGMA {count}").scalar_one()
            for count in ("freelist_count", "page_count")
        )
        # the log is written back before and after, or the file would not shrink
        statements = ["PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"]
        if free >= _WORTHWHILE * pages:
            statements.insert(1, "VACUUM")
        for statement in statements:
            connection.exec_driver_sql(statement).close()


def _forget_shingles(engine: Engine, before: dt.datetime) -> int:
    with reading(engine) as connection:
        wanted = select(articles.c.id).where(articles.c.first_seen_at < before)
        old = connection.execute(wanted).scalars().all()
    gone = 0
    for part in range(postings.TIDY_PARTS if old else 0):
        with writing(engine) as connection:
            gone += postings.merge_part(connection, part, without=old)
    return gone
