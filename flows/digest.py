"""The scheduled flow of the morning: one message with what did not deserve an alert of its own."""

from __future__ import annotations

from prefect import flow

from flows import artifacts, passes
from flows.desk import store_of, utc_now
from flows.settings import load
from flows.steps import digesting


@flow(name="digest", flow_run_name=artifacts.started_name, persist_result=False)
def digest() -> bool:
    """Queue today's digest, once a day however often it runs; ``deliver`` sends it. True when new."""
    settings = load()
    with store_of(settings) as engine, passes.working(engine, settings, "digest") as (run, _):
        if run is None:
            return False
        new = digesting.queue_digest(engine, settings, now=utc_now())
        run.detail = "digest queued" if new else "today's digest was queued before"
        return new
