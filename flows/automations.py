"""Prefect automations: operations hear of failed runs and of a silent monitor; runs whose process is gone end.

An automation of Prefect's can only act within Prefect, so it runs a deployment of ours, ``notice``, whose
flow puts the line into the outbox and delivers it at once: the delivery may be what has failed.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.automations import Automation
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound

from flows import notices, sending
from flows.console import console, table
from flows.desk import store_of, utc_now
from flows.failures import DONE, RunError
from flows.settings import Settings, load

log = logging.getLogger(__name__)
# Ours but for ``notice``: a notice that fails must not call for a notice.
WATCHED = ("monitor", "deliver", "revisit", "feedback", "digest", "backfill")
NOTICE = "notice/notice"
# More than two of Prefect's usual heartbeats of 180 seconds: a living run must never be taken for dead.
ZOMBIE_SECONDS = 400
FAILED_TEXT = (
    "{{ flow.name }} run {{ flow_run.name }}: {{ flow_run.state.name }}. {{ flow_run.state.message }}"
)


@flow(name="notice", persist_result=False)
def notice(text: str = "", key: str = "", silent_minutes: float = 0) -> bool:
    """Tell operations ``text``, once for a ``key``; or, with ``silent_minutes``, that the monitor is silent.

    Gives whether a new line was queued. What is due is delivered at once.
    """
    settings = load()
    with store_of(settings) as engine:
        now = utc_now()
        if silent_minutes:
            text, key = notices.silence(engine, silent_minutes, now=now)
        told = bool(text) and notices.tell(engine, settings, text, key or text, now=now)
        sending.deliver_from(engine, settings, write=log.warning)
    return told


def install(
    *, silent_minutes: float = notices.SILENT_MINUTES, zombie_seconds: int = ZOMBIE_SECONDS
) -> dict[str, str]:
    """Create the automations, or bring those that exist up to date; name and what was done to each.

    Doing it again changes nothing. Raises RunError when the deployments are not there yet.
    """
    with get_client(sync_client=True) as client:
        try:
            deployment = client.read_deployment_by_name(NOTICE).id
        except ObjectNotFound:
            raise RunError(f"the deployment {NOTICE} is not there; `prefect deploy --all` makes it") from None
        wanted = automations(deployment, silent_minutes, zombie_seconds)
        return {one.name: _put(client, one) for one in wanted}


def automations(deployment: UUID, silent_minutes: float, zombie_seconds: int) -> list[Automation]:
    """The automations as they should be; ``deployment`` is the id of the one that tells operations."""
    failed = _when({"Failed", "Crashed"}, flows=WATCHED)
    silent = _when({"Completed"}, flows=["monitor"], within=dt.timedelta(minutes=silent_minutes))
    zombie = _when(
        {"heartbeat", "Completed", "Failed", "Cancelled", "Crashed"},
        within=dt.timedelta(seconds=zombie_seconds),
        # its start counts too: a process killed before its first heartbeat stayed "running" for ever
        after={"prefect.flow-run.Running", "prefect.flow-run.heartbeat"},
        for_each={"prefect.resource.id"},
    )
    unborn = _when(
        {"Running", "Completed", "Failed", "Cancelled", "Crashed", "Scheduled", "AwaitingConcurrencySlot"},
        within=dt.timedelta(seconds=zombie_seconds),
        after={"prefect.flow-run.Pending"},
        for_each={"prefect.resource.id"},
    )
    return [
        _automation("failed run", failed, _tell(deployment, text=FAILED_TEXT, key="run|{{ flow_run.id }}")),
        _automation("no monitor pass in time", silent, _tell(deployment, silent_minutes=silent_minutes)),
        _automation("run without heartbeat", zombie, _crash("no heartbeat: its process is gone")),
        _automation("run that never began", unborn, _crash("never began: its worker is gone")),
    ]


def _crash(why: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(name=None, state=StateType.CRASHED, message=why, force=False)


def _when(states: Iterable[str], flows: Sequence[str] = (), **more: Any) -> EventTrigger:
    related: dict[str, str | list[str]] = {}
    if flows:
        related = {"prefect.resource.role": "flow", "prefect.resource.name": list(flows)}
    return EventTrigger(
        expect={f"prefect.flow-run.{state}" for state in states},
        match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
        match_related=ResourceSpecification(related),
        posture=Posture.Proactive if "within" in more else Posture.Reactive,
        threshold=1,
        **more,
    )


def _tell(deployment: UUID, **parameters: Any) -> RunDeployment:
    return RunDeployment(
        source="selected", deployment_id=deployment, parameters=parameters, job_variables=None
    )


def _automation(name: str, trigger: EventTrigger, action: Any) -> Automation:
    return Automation(name=f"readout-watch: {name}", trigger=trigger, actions=[action])


def _put(client: SyncPrefectClient, wanted: Automation) -> str:
    held = client.read_automations_by_name(wanted.name)
    for extra in held[1:]:
        client.delete_automation(extra.id)
    if not held:
        wanted.create()
        return "created"
    if _content(held[0]) == _content(wanted):
        return "as it was"
    wanted.id = held[0].id
    wanted.update()
    return "brought up to date"


def _content(automation: Any) -> dict[str, Any]:
    """What an automation says, without what the server adds to it."""
    kept: dict[str, Any] = automation.model_dump(mode="json", include={"name", "trigger", "actions"})
    kept["trigger"].pop("id", None)
    return kept


def run(settings: Settings, *, silent_minutes: float, zombie_seconds: int) -> int:
    """Install the automations on Prefect's server and say what was done; the exit code. Raises RunError."""
    done = install(silent_minutes=silent_minutes, zombie_seconds=zombie_seconds)
    console().print(table("Automations", ["name", "what was done"], done.items()))
    return DONE
