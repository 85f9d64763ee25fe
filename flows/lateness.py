"""A late run gives way when its work was done meanwhile: after a night's sleep a machine must not replay it.

Prefect keeps every run that a sleeping machine missed and starts them one after the other. The first does the
work of all; those that were due before it began end here at once. (To give way to a newer run that only waits
would be a trap: where starting takes longer than the interval, each run would give way for ever.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from store.leases import Run


def gives_way(runs: Sequence[Run], due_time: Callable[[], dt.datetime | None] | None = None) -> str:
    """Why this run should do nothing, "" when it should work.

    ``runs`` are the last runs of the same work. Only a scheduled run of a deployment can be late: one started
    by hand, or without Prefect, never is.
    """
    due = (due_time or prefect_due_time)()
    if due is None:
        return ""
    since = next((run for run in runs if run.state == "done" and run.started_at >= due), None)
    return f"due at {due:%H:%M:%S} UTC, done by the run of {since.started_at:%H:%M:%S} UTC" if since else ""


def prefect_due_time() -> dt.datetime | None:
    """When this run was due, for a run that a schedule made; None for any other."""
    import sys

    if "prefect" not in sys.modules:  # no run of Prefect's: do not pay a second for its import
        return None
    from prefect import runtime

    run = runtime.flow_run
    if not run.id or not runtime.deployment.id or "auto-scheduled" not in (run.tags or []):
        return None
    return run.scheduled_start_time.astimezone(dt.UTC) if run.scheduled_start_time else None
