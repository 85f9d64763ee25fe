"""Which row of the outbox is next: the one question that order, leases and waiting all hang on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select

from store.tables import alerts

UNFINISHED = ("pending", "sending", "unknown")
# What stands in a channel by itself; everything else waits for its conversation to be opened.
OPENING = ("post", "digest", "notice")


@dataclass(frozen=True, slots=True)
class QueuedAlert:
    """A row that its caller may now deliver, until ``lease_until``.

    ``action`` is post, reply, update, note, digest or notice. ``doubtful`` is True when an earlier attempt
    may have reached Slack. ``parent_channel`` and ``parent_ts`` name the sent message that opened the
    conversation ("" for a post). ``attempts`` counts this attempt too. ``superseded`` is True for an edit
    that a later edit of the same message makes needless.
    """

    id: int
    dedupe_key: str
    parent_key: str
    action: str
    topic: str
    channel: str
    payload: str
    attempts: int
    doubtful: bool
    created_at: dt.datetime
    lease_until: dt.datetime
    parent_channel: str = ""
    parent_ts: str = ""
    last_error: str = ""
    superseded: bool = False


_parent = alerts.alias("parent")
_earlier = alerts.alias("earlier")
_later = alerts.alias("later")


def is_free() -> ColumnElement[bool]:
    """The row's turn has come within its conversation: its parent is sent, nothing older is unfinished."""
    parent_sent = exists().where(
        _parent.c.parent_key == alerts.c.parent_key, _parent.c.action == "post", _parent.c.state == "sent"
    )
    older_waits = exists().where(
        _earlier.c.parent_key == alerts.c.parent_key,
        _earlier.c.id < alerts.c.id,
        _earlier.c.state.in_(UNFINISHED),
    )
    return and_(or_(alerts.c.action.in_(OPENING), parent_sent), ~older_waits)


def _edited_again() -> ColumnElement[bool]:
    """A later edit of the same message waits: after an outage there may be one for each source."""
    later_edit = exists().where(
        _later.c.parent_key == alerts.c.parent_key,
        _later.c.id > alerts.c.id,
        _later.c.action == "update",
        _later.c.state == "pending",
    )
    return and_(alerts.c.action == "update", later_edit)


def select_due(now: dt.datetime, skip_channels: Collection[str]) -> Any:
    """The oldest row that may be delivered at ``now``, with where its conversation was opened."""
    waiting = and_(
        alerts.c.state.in_(("pending", "unknown")),
        or_(alerts.c.next_attempt_at.is_(None), alerts.c.next_attempt_at <= now),
    )
    abandoned = and_(alerts.c.state == "sending", alerts.c.lease_until <= now)
    parent = (
        select(_parent.c.channel, _parent.c.ts, _parent.c.parent_key)
        .where(_parent.c.action == "post", _parent.c.state == "sent")
        .subquery()
    )
    query = (
        select(
            alerts,
            parent.c.channel.label("parent_channel"),
            parent.c.ts.label("parent_ts"),
            _edited_again().label("superseded"),
        )
        .outerjoin(parent, and_(parent.c.parent_key == alerts.c.parent_key, alerts.c.action != "post"))
        .where(or_(waiting, abandoned), is_free())
        .order_by(alerts.c.id)
        .limit(1)
    )
    if skip_channels:
        query = query.where(
            func.coalesce(parent.c.channel, alerts.c.channel).not_in(list(skip_channels)),
        )
    return query


def queued_from(row: Row[Any], until: dt.datetime) -> QueuedAlert:
    """The claimed row of a ``select_due`` result."""
    return QueuedAlert(
        id=row.id,
        dedupe_key=row.dedupe_key,
        parent_key=row.parent_key,
        action=row.action,
        topic=row.topic,
        channel=row.channel,
        payload=row.payload,
        attempts=row.attempts + 1,
        doubtful=row.state != "pending",
        created_at=row.created_at,
        lease_until=until,
        parent_channel=row.parent_channel or "",
        parent_ts=row.parent_ts or "",
        last_error=row.last_error,
        superseded=bool(row.superseded),
    )
