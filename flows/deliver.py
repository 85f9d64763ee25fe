"""The scheduled flow that sends: what waits in the outbox goes to Slack, or to the log when none is set."""

from __future__ import annotations

import logging

from prefect import flow

from flows import artifacts, passes, sending
from flows.desk import store_of
from flows.settings import load

log = logging.getLogger(__name__)


@flow(name="deliver", flow_run_name=artifacts.started_name, persist_result=False)
def deliver(wait_seconds: int = 0) -> dict[str, int]:
    """Send every alert that is due; ``wait_seconds`` also waits that long for those that become due.

    Gives how many ended sent, found, pending, unknown, held and dead.
    """
    settings = load()
    with store_of(settings) as engine, passes.working(engine, settings, "deliver") as (run, _):
        if run is None:
            return {}
        sent = sending.deliver_from(engine, settings, write=log.info, wait_seconds=wait_seconds)
        run.counters.update(sent)
        return dict(sent)
