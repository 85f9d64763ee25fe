"""Operations hear of failed runs and of a silent monitor: through a real Prefect server, and without one."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from flows import notices
from flows.settings import Settings, load
from store import leases, outbox
from store.engine import open_store, reading, writing
from tests.fake_slack import FakeSlack
from tests.prefect_machine import ROOT, PrefectMachine, prefect_machine, wait_for

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
FAILING = """
from prefect import flow

@flow(name="monitor")
def monitor():
    raise RuntimeError("the disk is <full> & @channel")
"""
DEPLOYMENTS = """
name: try
pull: null
deployments:
  - name: notice
    entrypoint: flows.automations.notice
    work_pool: {name: readout-pool}
  - name: monitor
    entrypoint: failing.monitor
    work_pool: {name: readout-pool}
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store of its own, alerts to a terminal."""
    return Settings(home=tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The store of the settings."""
    opened = open_store(settings.store)
    yield opened
    opened.dispose()


def one_pass(engine: Engine, started: dt.datetime, state: str = "done") -> None:
    """A monitor pass of a minute in the log of runs."""
    with writing(engine) as connection:
        run = leases.start_run(connection, "monitor 1/1", now=started)
        leases.finish_run(connection, run, now=started + dt.timedelta(minutes=1), state=state)


def queued(engine: Engine) -> int:
    """How many lines wait for operations."""
    with reading(engine) as connection:
        return outbox.counts(connection).get("pending", 0)


def test_a_monitor_at_work_is_not_silent(engine: Engine):
    """A pass that ended well within the time, however many others run."""
    one_pass(engine, NOW - dt.timedelta(minutes=40))
    one_pass(engine, NOW - dt.timedelta(minutes=10), state="failed")
    assert notices.silence(engine, 45, now=NOW) == ("", "")


@pytest.mark.parametrize("state", ["failed", "running"])
def test_passes_that_do_not_end_well_are_silence(engine: Engine, state: str):
    """A monitor that fails every time is as silent as one that does not run."""
    one_pass(engine, NOW - dt.timedelta(hours=2))
    one_pass(engine, NOW - dt.timedelta(minutes=10), state=state)
    text, _ = notices.silence(engine, 45, now=NOW)
    assert "since 2026-03-01 10:01 UTC" in text


def test_one_silence_is_told_once(engine: Engine, settings: Settings):
    """Looked at every ten minutes it is one line; after a good pass the next silence is another."""
    one_pass(engine, NOW - dt.timedelta(hours=3))
    for minutes in (0, 10, 20):
        text, key = notices.silence(engine, 45, now=NOW + dt.timedelta(minutes=minutes))
        notices.tell(engine, settings, text, key, now=NOW)
    assert queued(engine) == 1
    one_pass(engine, NOW + dt.timedelta(hours=1))
    text, key = notices.silence(engine, 45, now=NOW + dt.timedelta(hours=4))
    notices.tell(engine, settings, text, key, now=NOW)
    assert queued(engine) == 2


def test_without_an_operations_channel_analysts_are_spared(engine: Engine):
    """With Slack set up and no operations channel the line is in the log only."""
    settings = load({"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_CHANNEL": "C0ALERTS"})
    assert notices.tell(engine, settings, "The disk is full.", "disk", now=NOW) is False
    assert queued(engine) == 0


def test_the_watchdog_needs_no_prefect(tmp_path: Path):
    """As the timer calls it: one line in the operations channel, exit code 1, Prefect never imported."""
    with FakeSlack() as slack:
        environment = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "READOUT_WATCH_HOME": str(tmp_path),
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_CHANNEL": "C0ALERTS",
            "SLACK_OPS_CHANNEL": "C0OPS",
            "SLACK_BASE_URL": slack.base_url,
        }
        program = (
            "import sys; from flows.cli import run; code = run(['watchdog']); "
            "print('prefect' in sys.modules); sys.exit(code)"
        )
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, "-c", program],
                env=environment,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert (done.returncode, done.stdout.strip()) == (1, "False"), done.stderr
        assert [one["channel"] for one in slack.messages] == ["C0OPS"], "once, and to operations"
        assert "No monitor pass has ended well yet" in slack.messages[0]["text"]


def installed(machine: PrefectMachine, *options: str) -> dict[str, str]:
    """Run ``readout-watch automations``; the automations' ids by name."""
    machine.install_automations(*options)
    return {one["name"]: one["id"] for one in machine.ask("automations/filter")}


@pytest.mark.timeout(600)
def test_a_failed_run_and_a_silent_monitor_reach_the_operations_channel(tmp_path: Path):
    """A flow fails, one never begins, none completes: three lines in Slack, each once. Installed three times."""
    (tmp_path / "failing.py").write_text(FAILING)
    (tmp_path / "prefect.yaml").write_text(DEPLOYMENTS)
    with FakeSlack() as slack:
        environment = {
            "PYTHONPATH": f"{ROOT}:{tmp_path}",
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_CHANNEL": "C0ALERTS",
            "SLACK_OPS_CHANNEL": "C0OPS",
            "SLACK_BASE_URL": slack.base_url,
        }
        with prefect_machine(tmp_path, **environment) as machine:
            machine.start_server()
            machine.prefect("work-pool", "create", "readout-pool", "--type", "process")
            machine.deploy()
            first = installed(machine)
            assert len(first) == 4
            assert installed(machine) == first, "again changes nothing"
            options = ("--silent-minutes", "0.3", "--zombie-seconds", "60")
            assert installed(machine, *options) == first, "other limits keep the ids"
            unborn = machine.leave_pending("monitor")
            machine.start_worker()
            machine.prefect("deployment", "run", "monitor/monitor")
            wait_for("both lines in Slack", lambda: len(slack.messages) >= 2)
            assert [one["channel"] for one in slack.messages] == ["C0OPS", "C0OPS"], "each once"
            wait_for(
                "the run that never began",
                lambda: machine.get(f"flow_runs/{unborn}")["state_type"] == "CRASHED",
            )
            wait_for("its line in Slack", lambda: len(slack.messages) >= 3)
    silent, *others = sorted(one["text"] for one in slack.messages)
    assert silent.startswith("No monitor pass has ended well yet.")
    (unborn_text,) = [text for text in others if "never began" in text]
    (failed,) = [text for text in others if text != unborn_text]
    assert failed.startswith("monitor ")
    assert ": Failed." in failed
    assert "<full>" not in failed, "what a run says of itself is escaped"
