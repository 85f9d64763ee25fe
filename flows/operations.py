"""``readout-watch status``: in one screen how the machinery does, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from flows import health
from flows.console import both_times, console, table
from flows.desk import store_of, utc_now
from flows.settings import Settings
from store import Engine, leases, outbox, repository
from store.engine import reading, where_of
from store.leases import Run
from store.outbox import Unsent
from store.sources import SourceState

# Three missed passes at the schedule's quarter of an hour are no accident.
MONITOR_SILENT = dt.timedelta(minutes=45)
RUNS_SHOWN = 8
UNSENT_SHOWN = 10


def show_status(settings: Settings) -> int:
    """Print the state of runs, sources, outbox and store, and what to do. Gives the exit code."""
    now = utc_now()
    with store_of(settings) as engine:
        with reading(engine) as connection:
            runs = leases.last_runs(connection, limit=200)
            states = repository.source_states(connection)
            waiting = outbox.counts(connection)
            unsent = outbox.unsent(connection, limit=UNSENT_SHOWN)
            entries = repository.outcome_counts(connection)
        out = console()
        show_runs(out, newest_of_each(runs)[:RUNS_SHOWN], settings.time_zone)
        show_sources(out, states, now)
        show_counts(out, "Outbox", waiting)
        show_unsent(out, unsent, settings.time_zone)
        show_counts(out, "Entries", {name or "waiting": count for name, count in entries.items()})
        show_store(out, engine)
    for line in advice(settings, runs, states, unsent, now):
        out.print(f"To do: {line}", markup=False)
    return 0


def newest_of_each(runs: Sequence[Run]) -> list[Run]:
    """The newest run of each flow, and the newest that failed or died, newest first."""
    kept: dict[tuple[str, str], Run] = {}
    for run in runs:
        kept.setdefault((run.flow, run.state if run.state in ("failed", "died") else ""), run)
    return sorted(kept.values(), key=lambda run: run.started_at, reverse=True)


def show_runs(out: Console, runs: Sequence[Run], zone: str) -> None:
    """Print the last runs."""
    rows = [(run.flow, both_times(run.started_at, zone), _took(run), run.state, run.detail) for run in runs]
    out.print(table("Last runs", ["flow", "started", "took", "state", "what it did"], rows))


def _took(run: Run) -> str:
    return f"{(run.finished_at - run.started_at).total_seconds():.1f} s" if run.finished_at else ""


def show_sources(out: Console, states: Sequence[SourceState], now: dt.datetime) -> None:
    """Print how many sources are well, and each that is not."""
    out.print()
    out.print(health.daily_line_up(states, now) if states else "Sources: none polled yet", markup=False)


def show_counts(out: Console, title: str, counts: dict[str, int]) -> None:
    """Print one line of counts."""
    words = ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "empty"
    out.print(f"{title}: {words}", markup=False)


def show_unsent(out: Console, rows: Sequence[Unsent], zone: str) -> None:
    """Print the alerts that did not reach Slack, by the numbers that ``alert preview`` and ``replay`` take."""
    if rows:
        cells = [
            (one.id, one.state, one.name, one.why, both_times(one.next_attempt_at, zone)) for one in rows
        ]
        out.print(table("Not sent", ["alert", "state", "what", "why", "next try"], cells))


def show_store(out: Console, engine: Engine) -> None:
    """Print where the store is, how large, and the versions at work."""
    where = where_of(engine)
    path = Path(where)
    size = f", {path.stat().st_size / 2**20:.1f} MiB" if path.is_file() else ""
    out.print(f"Store: {where}{size}", markup=False, soft_wrap=True)
    out.print(f"Versions: readout-watch {version('readout-watch')}, Prefect {version('prefect')}")


def advice(
    settings: Settings,
    runs: Sequence[Run],
    states: Sequence[SourceState],
    unsent: Sequence[Unsent],
    now: dt.datetime,
) -> list[str]:
    """What a person should do now, most pressing first; empty when all is well."""
    lines = []
    last = next((run for run in runs if run.flow.startswith("monitor") and run.state == "done"), None)
    if last is None:
        lines.append("no monitor pass has ended well yet: `readout-watch run`, or start the worker")
    elif now - last.started_at > MONITOR_SILENT:
        minutes = int((now - last.started_at).total_seconds() // 60)
        lines.append(f"the last good monitor pass began {minutes} minutes ago: is the worker running?")
    if dead := [one.id for one in unsent if one.state == "dead"]:
        lines.append(
            f"Slack refused {_named(dead)}: `readout-watch slack test` says why; after the mend "
            f"`readout-watch alert replay {dead[0]}`"
        )
    if held := [one.id for one in unsent if one.state == "held"]:
        lines.append(
            f"{_named(held)} kept back: look with `readout-watch alert preview {held[0]}`, "
            f"send with `readout-watch alert replay {held[0]}`"
        )
    if any(state.disabled_at for state in states):
        lines.append("some sources were switched off after many failures: `readout-watch sources check`")
    if not settings.slack_is_set:
        lines.append("alerts are only printed: set SLACK_BOT_TOKEN and SLACK_CHANNEL to send them")
    return lines


def _named(ids: Sequence[int]) -> str:
    return f"alert{'s' if len(ids) > 1 else ''} {', '.join(str(one) for one in ids)}"
