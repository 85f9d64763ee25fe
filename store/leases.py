"""Leases, watermarks and the log of runs: what lets two passes share one store. Times are UTC.

A lease is a row that names who works and until when. It ends by itself, so a killed pass blocks the next
one for its length at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from store.errors import ClockJumpedBackError, LeaseLostError
from store.sql import from_json, insert_new, insert_one, run, to_json
from store.tables import leases, runs, watermarks

# Time servers step a clock by seconds; five minutes back is a wrong clock or a restored machine.
CLOCK_TOLERANCE = dt.timedelta(minutes=5)
_CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow: ``state`` is running, done, failed or died; ``counters`` count what became of things.

    One that died has no ``finished_at``: nobody saw it end.
    """

    id: int
    flow: str
    started_at: dt.datetime
    finished_at: dt.datetime | None
    state: str
    counters: Mapping[str, int] = field(default_factory=dict)
    detail: str = ""


def acquire_lease(
    connection: Connection, name: str, holder: str, *, now: dt.datetime, seconds: float
) -> bool:
    """Take the lease ``name`` for ``seconds``; False while another holder's runs. Holding it renews it."""
    until = now + dt.timedelta(seconds=seconds)
    row = {"name": name, "holder": holder, "acquired_at": now, "until": until}
    if insert_new(connection, leases, [row]):
        return True
    free = (leases.c.name == name) & ((leases.c.until <= now) | (leases.c.holder == holder))
    return connection.execute(update(leases).where(free).values(**row)).rowcount > 0


def renew_lease(connection: Connection, name: str, holder: str, *, now: dt.datetime, seconds: float) -> None:
    """Keep one's lease for ``seconds`` from now. Raises LeaseLostError when it went to another holder."""
    mine = (leases.c.name == name) & (leases.c.holder == holder)
    until = now + dt.timedelta(seconds=seconds)
    if not connection.execute(update(leases).where(mine).values(until=until)).rowcount:
        raise LeaseLostError(f"The lease {name!r} is no longer held by {holder}; its work was stopped")


def release_lease(connection: Connection, name: str, holder: str) -> None:
    """Give the lease back; nothing happens when it is not held."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def lease_holder(connection: Connection, name: str, *, now: dt.datetime) -> str:
    """Who holds the lease now; "" when nobody does."""
    running = select(leases.c.holder).where(leases.c.name == name, leases.c.until > now)
    return connection.execute(running).scalar() or ""


def watermark(connection: Connection, name: str) -> str:
    """The value kept under ``name``; "" when there is none."""
    rows = run(connection, "SELECT value FROM watermarks WHERE name = ?", (name,))
    return str(rows[0][0]) if rows else ""


def set_watermark(connection: Connection, name: str, value: str, *, now: dt.datetime) -> None:
    """Keep ``value`` under ``name`` in place of what was there."""
    row = {"name": name, "value": value, "updated_at": now}
    if not insert_new(connection, watermarks, [row]):
        connection.execute(update(watermarks).where(watermarks.c.name == name).values(**row))


def start_run(connection: Connection, flow: str, *, now: dt.datetime) -> int:
    """Log the start of a flow; its run's id.

    Raises ClockJumpedBackError when ``now`` lies more than five minutes before the newest time that a run
    was logged with: due times, leases and "published before" would all be wrong. ``accept_clock`` mends it.
    """
    check_clock(connection, now=now)
    # never lowered here: a clock that creeps back four minutes at each run has jumped in the end
    newest = max(now.astimezone(dt.UTC).isoformat(), watermark(connection, _CLOCK))
    set_watermark(connection, _CLOCK, newest, now=now)
    row = {"flow": flow, "started_at": now, "state": "running"}
    return int(insert_one(connection, runs, row))


def finish_run(
    connection: Connection,
    run_id: int,
    *,
    now: dt.datetime,
    state: str = "done",
    counters: Mapping[str, int] | None = None,
    detail: str = "",
) -> None:
    """Log the end of a run with what it counted."""
    values = {"finished_at": now, "state": state, "counters": to_json(dict(counters or {})), "detail": detail}
    connection.execute(update(runs).where(runs.c.id == run_id).values(**values))


def close_dead_runs(connection: Connection, flow: str, *, now: dt.datetime) -> int:
    """Say of runs of ``flow`` that are logged as running that they died; how many.

    Call it with the lease of ``flow`` in hand, before ``start_run``: then nobody else is at work.
    """
    open_runs = (runs.c.flow == flow) & (runs.c.state == "running")
    detail = f"its process ended without a word; the run of {now:%Y-%m-%d %H:%M} UTC found it"
    return connection.execute(update(runs).where(open_runs).values(state="died", detail=detail)).rowcount


def last_runs(connection: Connection, flow: str = "", *, limit: int = 20) -> list[Run]:
    """The newest runs, newest first; of one flow when it is named."""
    wanted = select(runs).order_by(runs.c.id.desc()).limit(limit)
    if flow:
        wanted = wanted.where(runs.c.flow == flow)
    return [_run(row) for row in connection.execute(wanted).all()]


def check_clock(connection: Connection, *, now: dt.datetime) -> None:
    """Raise ClockJumpedBackError when ``now`` lies well before the newest logged time."""
    kept = watermark(connection, _CLOCK)
    if not kept or now >= dt.datetime.fromisoformat(kept) - CLOCK_TOLERANCE:
        return
    seen = kept[:16].replace("T", " ")
    raise ClockJumpedBackError(
        f"The clock says {now:%Y-%m-%d %H:%M} UTC but the store has already seen {seen} UTC; "
        "set the clock right, or run `readout-watch accept-clock` if the store's time was wrong"
    )


def accept_clock(connection: Connection, *, now: dt.datetime) -> None:
    """Take ``now`` for the right time after a clock that ran ahead; leases from the future are dropped."""
    set_watermark(connection, _CLOCK, now.astimezone(dt.UTC).isoformat(), now=now)
    connection.execute(delete(leases).where(leases.c.acquired_at > now))


def run_count(connection: Connection) -> int:
    """How many runs the store has logged."""
    return int(connection.execute(select(func.count()).select_from(runs)).scalar_one())


def _run(row: Row[Any]) -> Run:
    kept = dict(row._mapping)
    return Run(**(kept | {"counters": from_json(kept["counters"])}))
