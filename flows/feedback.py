"""The scheduled flow that reads analysts' reactions: a judged pair of quotes never alerts again."""

from __future__ import annotations

import time

from prefect import flow

from flows import artifacts, passes, sending
from flows.desk import store_of, utc_now
from flows.settings import load
from flows.steps import listening


@flow(name="feedback", flow_run_name=artifacts.started_name, persist_result=False)
def feedback() -> dict[str, int]:
    """Read the reactions on recent alerts; without Slack there is nothing to read. Gives counts."""
    settings = load()
    if not settings.slack_is_set:
        return {}
    with store_of(settings) as engine, passes.working(engine, settings, "feedback") as (run, _):
        if run is None:
            return {}
        door = sending.slack_door(settings)
        counts = listening.listen(
            engine,
            door,
            door.identity().user_id,
            now=utc_now(),
            days=settings.feedback_days,
            sleep=time.sleep,
        )
        run.counters.update(counts)
        return counts
