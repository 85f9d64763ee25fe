"""What the store may forget, by policy, and giving the freed room back to the disk.

Claims, quotations, texts and the evidence behind anything about a call are never forgotten: an alert must
be provable for as long as the store lives. What may go is what was fetched and found to be beside the point.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, exists, select, text

from store import postings
from store.engine import alone
from store.tables import articles, evidence, evidence_bodies, polls, runs, versions


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


def forget(connection: Connection, policy: Retention, *, now: dt.datetime) -> Forgotten:
    """Delete what ``policy`` lets go; how much went. Nothing about a call is touched."""
    used = exists().where(versions.c.evidence_id == evidence.c.id)
    old = evidence.c.fetched_at < now - dt.timedelta(days=policy.evidence_days)
    gone = connection.execute(delete(evidence).where(old, ~used)).rowcount
    orphan = ~exists().where(evidence.c.sha256 == evidence_bodies.c.sha256)
    bodies = connection.execute(delete(evidence_bodies).where(orphan)).rowcount
    last = now - dt.timedelta(days=policy.run_days)
    return Forgotten(
        evidence=gone,
        bodies=bodies,
        shingles=_forget_shingles(connection, now - dt.timedelta(days=policy.index_days)),
        runs=connection.execute(delete(runs).where(runs.c.started_at < last)).rowcount,
        polls=connection.execute(delete(polls).where(polls.c.polled_at < last)).rowcount,
    )


def vacuum(engine: Engine) -> None:
    """Give freed room back to the disk and renew the statistics. Raises StoreLockedError while in use."""
    with alone(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
            return
        # the log is written back before and after, or the file would not shrink
        for statement in ("wal_checkpoint(TRUNCATE)", None, "optimize", "wal_checkpoint(TRUNCATE)"):
            connection.exec_driver_sql(f"PRAGMA {statement}" if statement else "VACUUM").close()


def _forget_shingles(connection: Connection, before: dt.datetime) -> int:
    old = connection.execute(select(articles.c.id).where(articles.c.first_seen_at < before)).scalars().all()
    return postings.merge_everything(connection, without=old)
