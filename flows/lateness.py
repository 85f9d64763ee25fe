"""A run that starts late gives way to a newer one: after a day's sleep a machine must not replay the day.

Prefect keeps every run that a sleeping machine missed and starts them one after the other. The stale ones end
here at once, so that the newest is neither cancelled nor kept waiting.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


def gives_way(
    now: dt.datetime,
    late_after_seconds: float,
    scheduled_for: Callable[[], dt.datetime | None] | None = None,
    newer_run_due: Callable[[dt.datetime, dt.datetime], dt.datetime | None] | None = None,
) -> str:
    """Why this run should do nothing, "" when it should work.

    Only a scheduled run of a deployment can be late: one started by hand, or without Prefect, never is. The
    two questions are asked of Prefect unless others answer them.
    """
    due = (scheduled_for or due_time)()
    if due is None or (now - due).total_seconds() <= late_after_seconds:
        return ""
    newer = (newer_run_due or newest_due)(due, now)
    return f"due at {due:%H:%M} UTC, a newer run is due since {newer:%H:%M} UTC" if newer else ""


def due_time() -> dt.datetime | None:
    """When this run was due, for a run that a schedule made; None for any other."""
    import sys

    if "prefect" not in sys.modules:  # no run of Prefect's: do not pay a second for its import
        return None
    from prefect import runtime

    run = runtime.flow_run
    if not run.id or not runtime.deployment.id or "auto-scheduled" not in (run.tags or []):
        return None
    return run.scheduled_start_time.astimezone(dt.UTC) if run.scheduled_start_time else None


def newest_due(due: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """When the newest run of this deployment that waits already was due; None when none is newer."""
    from prefect import runtime
    from prefect.client.orchestration import get_client
    from prefect.client.schemas import filters, sorting

    waiting = filters.FlowRunFilter.model_validate(
        {
            "deployment_id": {"any_": [runtime.deployment.id]},
            "state": {"type": {"any_": ["SCHEDULED", "PENDING"]}},
            "expected_start_time": {"after_": due + dt.timedelta(seconds=1), "before_": now},
        }
    )
    try:
        with get_client(sync_client=True) as client:
            runs = client.read_flow_runs(
                flow_run_filter=waiting, sort=sorting.FlowRunSort.EXPECTED_START_TIME_DESC, limit=1
            )
    except Exception:  # the server is away: doing the work once too often is harmless, missing it is not
        log.warning("could not ask Prefect for newer runs; working on")
        return None
    newest = runs[0].expected_start_time if runs else None
    return newest.astimezone(dt.UTC) if newest else None
