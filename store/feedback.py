"""What analysts said of the alerts, kept by the content of the two quotes. Times are aware UTC.

Each change of mind is a row of its own; the latest counts. A verdict of "" takes an earlier one back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from store.tables import alerts, feedback


@dataclass(frozen=True, slots=True)
class Judgeable:
    """A message in Slack whose reactions may judge it: where it stands and what it says (JSON)."""

    alert_id: int
    dedupe_key: str
    parent_key: str
    action: str
    channel: str
    ts: str
    payload: str


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """The latest verdict on one pair of quotes."""

    pair_key: str
    verdict: str
    rule: str
    source: str
    judged_by: str
    judged_at: dt.datetime


def record_verdict(
    connection: Connection,
    *,
    pair_key: str,
    verdict: str,
    judged_by: str,
    now: dt.datetime,
    alert_key: str = "",
    rule: str = "",
    source: str = "",
) -> bool:
    """Keep a verdict; False when the latest on this pair already says so by the same people."""
    latest = _latest(connection, pair_key)
    if latest == (verdict, judged_by) or (latest is None and not verdict):
        return False
    values = {"pair_key": pair_key, "verdict": verdict, "judged_by": judged_by, "judged_at": now}
    connection.execute(insert(feedback).values(**values, alert_key=alert_key, rule=rule, source=source))
    return True


def verdict_for(connection: Connection, pair_key: str) -> str:
    """The latest verdict on this very pair of quotes; "" when there is none or it was taken back."""
    latest = _latest(connection, pair_key)
    return latest[0] if latest else ""


def verdicts(connection: Connection) -> list[StoredVerdict]:
    """The latest verdict of each pair that has one, oldest first."""
    last = select(func.max(feedback.c.id)).group_by(feedback.c.pair_key)
    wanted = select(feedback).where(feedback.c.id.in_(last), feedback.c.verdict != "").order_by(feedback.c.id)
    return [
        StoredVerdict(row.pair_key, row.verdict, row.rule, row.source, row.judged_by, row.judged_at)
        for row in connection.execute(wanted)
    ]


def judgeable(connection: Connection, *, since: dt.datetime) -> list[Judgeable]:
    """The messages sent to Slack since then that carry a pair of quotes, oldest first."""
    spoken = alerts.c.action.in_(("post", "reply"))
    recent = (
        (alerts.c.state == "sent") & (alerts.c.sent_at >= since) & spoken & (alerts.c.channel != "console")
    )
    rows = connection.execute(select(alerts).where(recent).order_by(alerts.c.id))
    return [
        Judgeable(row.id, row.dedupe_key, row.parent_key, row.action, row.channel, row.ts, row.payload)
        for row in rows
    ]


def _latest(connection: Connection, pair_key: str) -> tuple[str, str] | None:
    of_pair = select(feedback).where(feedback.c.pair_key == pair_key).order_by(feedback.c.id.desc()).limit(1)
    row = connection.execute(of_pair).first()
    return None if row is None else (row.verdict, row.judged_by)
