"""What surrounds the work of a flow: the store, the lease, the log of runs, the report of what happened."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from flows import corpus, lateness
from flows.desk import Clock, Desk, Lease, lease, open_desk, store_of, utc_now
from flows.outcomes import Outcome, Settled, counted, tally
from flows.settings import Settings
from flows.steps.polling import Polled
from store import Engine, leases
from store.engine import reading, writing

log = logging.getLogger(__name__)
# A failed or skipped run or two may stand before the last good one.
RUNS_LOOKED_AT = 5
# Outcomes that mean something did not work; "no text" or "not about a call" mean that it did.
FAILURES = frozenset({Outcome.UNREACHABLE, Outcome.UNREADABLE, Outcome.ERROR})


@dataclass(slots=True)
class Report:
    """What one pass did, growing while it runs. ``skipped`` says why it did nothing, "" when it worked."""

    started: dt.datetime
    shard: str = "1/1"
    skipped: str = ""
    polls: list[Polled] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    to_follow: int = 0  # entries that waited when the following began
    progress_id: UUID | None = None  # of Prefect's artifact that shows the progress
    shown_at: float = 0.0  # when it was last brought up to date, by the monotonic clock

    @property
    def failed(self) -> bool:
        """True when a source or an entry failed; all of it is recorded."""
        return any(not poll.ok for poll in self.polls) or any(s.outcome in FAILURES for s in self.settled)

    @property
    def alerts(self) -> int:
        """How many new conversations were opened."""
        return sum(told.outcome is Outcome.ALERT for settled in self.settled for told in settled.told)

    def counters(self) -> dict[str, int]:
        """The counts kept in the log of runs."""
        polled = {"sources polled": len(self.polls), "sources failed": sum(not p.ok for p in self.polls)}
        return polled | {"new entries": sum(p.new_entries for p in self.polls)} | tally(self.settled)

    def in_words(self) -> str:
        """One line: what the pass did."""
        if self.skipped:
            return f"skipped: {self.skipped}"
        parts = [f"{counted(len(self.polls), 'source')} polled"]
        parts += [counted(len(self.settled), "entry", "entries") if self.settled else "nothing new"]
        parts += [counted(self.alerts, "new alert")] if self.alerts else []
        return ", ".join(parts)


@asynccontextmanager
async def begin(
    settings: Settings, shard: str = "1/1", clock: Clock = utc_now
) -> AsyncIterator[tuple[Desk | None, Report]]:
    """One monitor pass over a shard of the sources: its desk and its report, logged at the end.

    The desk is None when the pass has to give way: to a newer run, or to one that holds the lease. The corpus
    is loaded first. Raises StoreError when the store cannot be used.
    """
    report = Report(started=clock(), shard=shard)
    with store_of(settings) as engine:
        corpus.load_once(engine, settings, now=clock())
        with working(engine, settings, f"monitor {shard}", clock) as (run, skipped):
            if run is None:
                report.skipped = skipped
                yield None, report
                return
            async with open_desk(settings, engine, clock) as desk:
                desk.lease = run.lease
                yield desk, report
            run.counters.update(report.counters())
            run.detail = report.in_words()


@dataclass(slots=True)
class Run:
    """One logged run of a flow: fill ``counters`` and ``detail``; they are written when it ends."""

    lease: Lease
    counters: dict[str, int] = field(default_factory=dict)
    detail: str = ""


@contextmanager
def working(
    engine: Engine, settings: Settings, name: str, clock: Clock = utc_now
) -> Iterator[tuple[Run | None, str]]:
    """Hold the lease ``name`` and log the run; gives (None, reason) when the run has to give way."""
    with reading(engine) as connection:
        late = lateness.gives_way(leases.last_runs(connection, name, limit=RUNS_LOOKED_AT))
    if late:
        log.info("%s: %s", name, late)
        yield None, late
        return
    with lease(engine, name, settings.lease_seconds, clock) as held:
        if held is None:
            yield None, "another run is at work"
            return
        yield from _logged(engine, name, Run(held), clock)


def _logged(engine: Engine, name: str, run: Run, clock: Clock) -> Iterator[tuple[Run, str]]:
    with writing(engine) as connection:
        if died := leases.close_dead_runs(connection, name, now=clock()):
            log.warning("%s: %d earlier run(s) ended without a word", name, died)
        run_id = leases.start_run(connection, name, now=clock())
    state, failure = "failed", ""
    try:
        yield run, ""
        state = "done"
    except BaseException as error:
        failure = f"{type(error).__name__}: {error}"
        raise
    finally:
        with writing(engine) as connection:
            leases.finish_run(
                connection,
                run_id,
                now=clock(),
                state=state,
                counters=run.counters,
                detail=failure or run.detail,
            )
