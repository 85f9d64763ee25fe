"""The outbox: alerts on their way to Slack, kept in the store so that none is lost and none is sent twice.

The verbs take a Connection first, so that an alert is stored in the very transaction that stores its
contradiction. ``Outbox`` wraps the delivery's verbs, each in a transaction of its own. Times are aware UTC
and always passed in.

A row is claimed for a time (its lease). Whoever finds a row in ``sending`` with an ended lease knows that
its sender died somewhere between the request and the answer: the row is handed out as doubtful.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from store.outbox_rows import UNFINISHED, QueuedAlert, is_free, queued_from, select_due
from store.tables import alerts
from store.troubles import forget_told, remember_told, told

__all__ = ["UNFINISHED", "Outbox", "QueuedAlert", "alert_row", "claim_due", "conversation", "counts"]
__all__ += ["enqueue", "everything", "last_sent_at", "mark", "mark_sent", "next_due_at", "renew", "replay"]
__all__ += ["Unsent", "state_of", "unsent"]


def enqueue(
    connection: Connection,
    *,
    dedupe_key: str,
    parent_key: str,
    action: str,
    payload: str,
    now: dt.datetime,
    call_key: str = "",
    topic: str = "",
    kind: str = "",
    channel: str = "",
    relation_id: int | None = None,
    not_before: dt.datetime | None = None,
    held: str = "",
) -> int | None:
    """Put one row into the outbox; gives its id, or None when its key was there before.

    ``channel`` "" means the configured one at the time of sending. ``not_before`` delays the first attempt
    (quiet hours). ``held`` keeps it back for the digest, with the reason. A row that was held back is taken
    over by the new content.
    """
    values = {
        "dedupe_key": dedupe_key,
        "parent_key": parent_key,
        "action": action,
        "payload": payload,
        "created_at": now,
        "call_key": call_key or None,
        "topic": topic,
        "kind": kind,
        "channel": channel,
        "relation_id": relation_id,
        "next_attempt_at": not_before or now,
        "state": "held" if held else "pending",
        "last_error": held,
    }
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = connection.execute(
        dialect.insert(alerts).values(**values).on_conflict_do_nothing().returning(alerts.c.id)
    ).scalar_one_or_none()
    return int(added) if added is not None else _take_over_held(connection, values)


def conversation(connection: Connection, parent_key: str) -> list[tuple[str, str]]:
    """(action, payload) of every row of one conversation, oldest first; rows held back do not count."""
    rows = connection.execute(
        select(alerts.c.action, alerts.c.payload)
        .where(alerts.c.parent_key == parent_key, alerts.c.state != "held")
        .order_by(alerts.c.id)
    )
    return [(row.action, row.payload) for row in rows]


def claim_due(
    connection: Connection,
    *,
    now: dt.datetime,
    lease: dt.timedelta,
    skip_channels: Collection[str] = (),
) -> QueuedAlert | None:
    """Take the oldest row that may be delivered now, or None.

    A reply, note or update waits until its parent is sent, and rows of one conversation go in the order in
    which they were stored. ``skip_channels`` leaves out channels that asked for a pause.
    """
    while row := connection.execute(select_due(now, skip_channels)).first():
        until = now + lease
        taken = connection.execute(
            update(alerts)
            .where(alerts.c.id == row.id, alerts.c.state == row.state, alerts.c.attempts == row.attempts)
            .values(state="sending", attempts=row.attempts + 1, lease_until=until)
        )
        if taken.rowcount == 1:  # else another deliverer was quicker: look for the next
            return queued_from(row, until)
    return None


def next_due_at(connection: Connection) -> dt.datetime | None:
    """When the next row may be tried: now or earlier for due rows, None when nothing waits."""
    waiting = [
        func.coalesce(
            alerts.c.lease_until if state == "sending" else alerts.c.next_attempt_at, alerts.c.created_at
        )
        for state in UNFINISHED
    ]
    moments = []
    for state, moment in zip(UNFINISHED, waiting, strict=True):
        moments.append(connection.scalar(select(func.min(moment)).where(alerts.c.state == state, is_free())))
    return min((m for m in moments if m is not None), default=None)


def mark_sent(connection: Connection, row_id: int, *, channel: str, ts: str, now: dt.datetime) -> None:
    """The message stands in Slack under ``ts``."""
    values = {
        "state": "sent",
        "channel": channel,
        "ts": ts,
        "sent_at": now,
        "lease_until": None,
        "last_error": "",
    }
    connection.execute(update(alerts).where(alerts.c.id == row_id).values(**values))


def mark(
    connection: Connection,
    queued: QueuedAlert,
    state: str,
    *,
    error: str,
    next_attempt_at: dt.datetime | None = None,
) -> bool:
    """The attempt ended without a message: set the state; False when the lease was lost to another."""
    values = {"state": state, "last_error": error, "next_attempt_at": next_attempt_at, "lease_until": None}
    mine = (alerts.c.id == queued.id, alerts.c.state == "sending", alerts.c.attempts == queued.attempts)
    changed = connection.execute(update(alerts).where(*mine).values(**values)).rowcount == 1
    if changed and state == "held" and queued.action == "post":
        _promote_next(connection, queued)
    return changed


def renew(connection: Connection, queued: QueuedAlert, until: dt.datetime) -> bool:
    """Keep a claimed row longer; False when it was lost to another deliverer, then it must not be sent."""
    mine = (alerts.c.id == queued.id, alerts.c.state == "sending", alerts.c.attempts == queued.attempts)
    return connection.execute(update(alerts).where(*mine).values(lease_until=until)).rowcount == 1


def last_sent_at(connection: Connection, channel: str) -> dt.datetime | None:
    """When the channel last got a message: the pace of one a second holds across processes."""
    sent = select(func.max(alerts.c.sent_at)).where(alerts.c.channel == channel, alerts.c.state == "sent")
    moment: dt.datetime | None = connection.scalar(sent)
    return moment


def replay(connection: Connection, *, now: dt.datetime, ids: Collection[int] | None = None) -> int:
    """Give dead and held rows another chance (all, or those with these ids); says how many.

    An opening whose conversation another source's message has opened meanwhile joins it as a reply.
    """
    other = alerts.alias("other")
    opened = exists().where(
        other.c.parent_key == alerts.c.parent_key, other.c.action == "post", other.c.state == "sent"
    )
    chosen: ColumnElement[bool] = alerts.c.state.in_(("dead", "held"))
    if ids is not None:
        chosen = and_(chosen, alerts.c.id.in_(ids))
    action = case((and_(alerts.c.action == "post", opened), "reply"), else_=alerts.c.action)
    values = {"state": "pending", "next_attempt_at": now, "last_error": "", "action": action}
    return connection.execute(update(alerts).where(chosen).values(**values)).rowcount


def counts(connection: Connection) -> dict[str, int]:
    """How many rows stand in each state."""
    rows = connection.execute(select(alerts.c.state, func.count()).group_by(alerts.c.state))
    return {state: int(number) for state, number in rows}


def state_of(connection: Connection, row_id: int) -> str:
    """The state of one row, "" when there is no such row."""
    return connection.scalar(select(alerts.c.state).where(alerts.c.id == row_id)) or ""


@dataclass(frozen=True, slots=True)
class Unsent:
    """A row that has not reached Slack: what it is, why, and when it is tried again (None: never by itself)."""

    id: int
    state: str
    name: str
    why: str
    next_attempt_at: dt.datetime | None


def unsent(connection: Connection, *, limit: int = 10) -> list[Unsent]:
    """The oldest rows that were not sent: first those that are dead, held or unknown, then those that wait."""
    waits = alerts.c.state.in_(("pending", "sending"))
    rows = connection.execute(
        select(alerts)
        .where(alerts.c.state != "sent")
        .order_by(waits, alerts.c.state, alerts.c.id)
        .limit(limit)
    )
    found = []
    for row in rows:
        moment = row.next_attempt_at if row.state in UNFINISHED else None
        name = f"{row.action} {row.parent_key.replace('|', ' ')}"
        found.append(Unsent(row.id, row.state, name, row.last_error, moment))
    return found


def alert_row(connection: Connection, row_id: int) -> tuple[str, str, str] | None:
    """(action, dedupe_key, payload) of one row, for a preview; None when there is no such row."""
    wanted = select(alerts.c.action, alerts.c.dedupe_key, alerts.c.payload).where(alerts.c.id == row_id)
    row = connection.execute(wanted).first()
    return None if row is None else (row.action, row.dedupe_key, row.payload)


def everything(connection: Connection) -> list[QueuedAlert]:
    """Every row as it stands, oldest first: for checks and reports."""
    rows = connection.execute(
        select(
            alerts,
            literal("").label("parent_channel"),
            literal("").label("parent_ts"),
            literal(0).label("superseded"),
        ).order_by(alerts.c.id)
    )
    return [queued_from(row, row.lease_until or row.created_at) for row in rows]


class Outbox:
    """The delivery's view of the outbox: each verb in a transaction of its own.

    ``writing`` opens a transaction (``lambda: store.engine.writing(engine)``).
    """

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._writing = writing

    def claim(
        self, now: dt.datetime, lease: dt.timedelta, skip_channels: Collection[str] = ()
    ) -> QueuedAlert | None:
        """See ``claim_due``."""
        with self._writing() as connection:
            return claim_due(connection, now=now, lease=lease, skip_channels=skip_channels)

    def sent(self, queued: QueuedAlert, channel: str, ts: str, now: dt.datetime) -> None:
        """See ``mark_sent``."""
        with self._writing() as connection:
            mark_sent(connection, queued.id, channel=channel, ts=ts, now=now)

    def failed(
        self, queued: QueuedAlert, state: str, error: str, next_attempt_at: dt.datetime | None = None
    ) -> bool:
        """See ``mark``."""
        with self._writing() as connection:
            return mark(connection, queued, state, error=error, next_attempt_at=next_attempt_at)

    def renew(self, queued: QueuedAlert, until: dt.datetime) -> bool:
        """See ``renew``."""
        with self._writing() as connection:
            return renew(connection, queued, until)

    def next_due_at(self) -> dt.datetime | None:
        """See ``next_due_at``."""
        with self._writing() as connection:
            return next_due_at(connection)

    def last_sent_at(self, channel: str) -> dt.datetime | None:
        """See ``last_sent_at``."""
        with self._writing() as connection:
            return last_sent_at(connection, channel)

    def told(self) -> set[str]:
        """See ``store.troubles.told``."""
        with self._writing() as connection:
            return told(connection)

    def remember_told(self, trouble: str, text: str, now: dt.datetime) -> None:
        """See ``store.troubles.remember_told``."""
        with self._writing() as connection:
            remember_told(connection, trouble, text, now=now)

    def forget_told(self, troubles: Collection[str]) -> None:
        """See ``store.troubles.forget_told``."""
        with self._writing() as connection:
            forget_told(connection, troubles)


def _take_over_held(connection: Connection, values: dict[str, Any]) -> int | None:
    held = and_(alerts.c.dedupe_key == values["dedupe_key"], alerts.c.state == "held")
    taken = connection.execute(
        update(alerts).where(held).values(**values, attempts=0).returning(alerts.c.id)
    ).scalar_one_or_none()
    return None if taken is None else int(taken)


def _promote_next(connection: Connection, queued: QueuedAlert) -> None:
    """The opening message cannot be sent, but a reply of another source may: it opens the conversation."""
    following = select(func.min(alerts.c.id)).where(
        alerts.c.parent_key == queued.parent_key, alerts.c.action == "reply", alerts.c.state == "pending"
    )
    first = connection.scalar(following)
    if first is not None:
        connection.execute(update(alerts).where(alerts.c.id == first).values(action="post"))
