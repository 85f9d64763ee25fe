"""The deployments on a real Prefect server with a real worker: a schedule fires, and Slack gets the alert."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from flows.demo import write_sources
from flows.samples import sample_sources, serve_samples
from tests.fake_slack import FakeSlack
from tests.prefect_machine import PrefectMachine, prefect_machine, wait_for, write_deployments

pytestmark = pytest.mark.timeout(600)
PAGES = 10  # of the sample site at the least are about a call
ENDS = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def schedules(machine: PrefectMachine) -> dict[str, list[str]]:
    """Each deployment with the ids of its schedules."""
    found = machine.ask("deployments/filter")
    return {one["name"]: sorted(schedule["id"] for schedule in one["schedules"]) for one in found}


def scheduled(machine: PrefectMachine, name: str) -> list[str]:
    """The completed runs of a deployment that nobody ordered."""
    return [run["id"] for run in machine.runs(name, "Completed") if "auto-scheduled" in run["tags"]]


def state_type(machine: PrefectMachine, run: str) -> str:
    """The kind of a run's state."""
    return str(machine.get(f"flow_runs/{run}")["state_type"])


def unsent(folder: Path) -> int:
    """How many alerts have not been sent."""
    with contextlib.closing(sqlite3.connect(folder / "var/readout-watch.db")) as store:
        return int(store.execute("SELECT count(*) FROM alerts WHERE state != 'sent'").fetchone()[0])


def test_a_scheduled_run_brings_a_contradiction_to_slack(tmp_path: Path):
    """Server, pool, deployments, worker: then nobody touches anything and the contradictions arrive.

    Two monitors begin at once: the work is done once.
    """
    with serve_samples(port=0) as site, FakeSlack() as slack:
        sources = write_sources(tmp_path / "samples.toml", sample_sources(site))
        environment = {
            "READOUT_WATCH_SOURCES": str(sources),
            "READOUT_WATCH_ALLOW_LOOPBACK": "true",
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_CHANNEL": "C0ALERTS",
            "SLACK_BASE_URL": slack.base_url,
        }
        with prefect_machine(tmp_path, **environment) as machine:
            write_deployments(tmp_path, monitor=20, deliver=10)
            machine.start_server()
            machine.prefect("work-pool", "create", "readout-pool", "--type", "process")
            machine.deploy()
            first = schedules(machine)
            machine.deploy()
            assert schedules(machine) == first, "deploying again changes nothing"
            twins = [machine.make_run("monitor") for _ in range(2)]
            machine.start_worker()

            wait_for(
                "the contradiction on sanctions in Slack",
                lambda: [one for one in slack.messages if "sanctions" in str(one["text"]).lower()],
            )
            for name in ("monitor", "deliver"):
                wait_for(f"a run of {name} that its schedule made", lambda: scheduled(machine, name))  # noqa: B023
            wait_for("the twins' end", lambda: {state_type(machine, run) for run in twins} <= ENDS)
            wait_for("an empty outbox", lambda: not unsent(tmp_path))
            conversations = [message for message in slack.messages if not message.get("thread_ts")]
            assert len(conversations) == len({message["text"] for message in conversations}), (
                "none came twice"
            )
            assert [state_type(machine, run) for run in twins] == ["COMPLETED"] * 2
            with contextlib.closing(sqlite3.connect(tmp_path / "var/readout-watch.db")) as store:
                query = "SELECT count(*) - count(DISTINCT url), count(*) FROM evidence WHERE url LIKE 'http%'"
                doubled, pages = store.execute(query).fetchone()
            assert doubled == 0, "no page was fetched twice"
            assert pages >= PAGES
