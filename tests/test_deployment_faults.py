"""What goes wrong on a real machine, one thing after the other: work ends once, alerts are sent once."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from flows.demo import write_sources
from flows.samples import sample_sources, serve_samples
from tests.fake_slack import FakeSlack
from tests.prefect_machine import PrefectMachine, prefect_machine, wait_for, write_deployments

pytestmark = pytest.mark.timeout(1500)
ENTRIES = 19  # of the samples, each of which must end in exactly one outcome
LATE = 3  # runs are due while the machine sleeps


@contextlib.contextmanager
def slow_site(seconds: float) -> Iterator[str]:
    """The sample site, each page ``seconds`` late: a pass lasts long enough to be killed in the middle."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith(".html") and "latest" not in self.path:
                time.sleep(seconds)
            try:
                with urlopen(inner + self.path, timeout=10) as answer:
                    body, kind = answer.read(), answer.headers["content-type"]
                body = body.replace(inner.encode(), outer.encode())
                self.send_response(200)
                self.send_header("content-type", kind)
            except OSError:
                body = b""
                self.send_response(410)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serve_samples(port=0) as inner:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        outer = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield outer
        server.shutdown()
        server.server_close()


def finished(folder: Path) -> int:
    """How many entries have their outcome."""
    return int(ask(folder, "SELECT count(*) FROM entries WHERE finished_at IS NOT NULL"))


def ask(folder: Path, query: str) -> object:
    """The one value that a query on the store gives; 0 while there is no store."""
    path = folder / "var/readout-watch.db"
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        try:
            return connection.execute(query).fetchone()[0]
        except sqlite3.OperationalError:
            return 0


def kill_flow_processes(machine: PrefectMachine) -> int:
    """Kill -9 every flow run that the worker has started; gives how many there were."""
    worker = psutil.Process(machine.processes["w1"].pid)
    flows = [one for one in worker.children(recursive=True) if "prefect.engine" in " ".join(one.cmdline())]
    for process in flows:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    return len(flows)


def state_of(machine: PrefectMachine, run_id: str) -> str:
    """The name of a run's state."""
    return str(machine.get(f"flow_runs/{run_id}")["state_name"])


def test_work_ends_once_whatever_is_killed(tmp_path: Path):
    """Killed are a flow, then worker and flow, then the server; the machine sleeps: all ends and is sent once.

    Between the sight of a pass at work and the kill nothing is asked of the server, which may take its time.
    """
    with slow_site(0.5) as site, FakeSlack() as slack:
        sources = write_sources(tmp_path / "samples.toml", sample_sources(site))
        environment = {
            "READOUT_WATCH_SOURCES": str(sources),
            "READOUT_WATCH_ALLOW_LOOPBACK": "true",
            "READOUT_WATCH_BATCH": "1",
            "READOUT_WATCH_LEASE_SECONDS": "30",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_CHANNEL": "C0ALERTS",
            "SLACK_OPS_CHANNEL": "C0OPS",
            "SLACK_BASE_URL": slack.base_url,
        }
        with prefect_machine(tmp_path, **environment) as machine:
            write_deployments(tmp_path, monitor=10, deliver=30)
            machine.start_server()
            machine.prefect("work-pool", "create", "readout-pool", "--type", "process")
            machine.deploy()
            machine.install_automations("--zombie-seconds", "60")
            machine.start_worker()

            # the flow's process is killed after a few entries
            wait_for("a pass at work", lambda: finished(tmp_path) >= 2)
            assert kill_flow_processes(machine) >= 1
            killed_at = finished(tmp_path)
            assert killed_at < ENTRIES - 2

            # the next run goes on where it ended, and the machine goes down under it for longer than an interval
            wait_for("the next pass at work", lambda: finished(tmp_path) > killed_at)
            machine.kill("w1")
            assert finished(tmp_path) < ENTRIES - 1
            zombies = {run["id"] for run in machine.runs("monitor", "Running")}
            assert zombies, "nobody has told the server that they are dead"
            unborn = machine.leave_pending("revisit")
            ends = lambda: {state_of(machine, run) for run in zombies}  # noqa: E731
            wait_for("the zombies' end", lambda: "Running" not in ends())
            assert "Crashed" in ends()
            said = [machine.get(f"flow_runs/{run}")["state"]["message"] for run in zombies]
            assert "no heartbeat: its process is gone" in said
            wait_for("the end of what never began", lambda: state_of(machine, unborn) == "Crashed")
            wait_for("a pile of late runs", lambda: len(machine.runs("monitor", "Late")) >= LATE)

            # it wakes, and the server is killed under the first pass
            done = {run["id"] for run in machine.runs("monitor", "Completed")}
            before = finished(tmp_path)
            machine.start_worker()
            wait_for("a pass at work after the sleep", lambda: finished(tmp_path) > before)
            machine.kill("server")
            before = finished(tmp_path)
            wait_for("work without a server", lambda: finished(tmp_path) > before)
            machine.start_server()
            wait_for("every entry's outcome", lambda: finished(tmp_path) >= ENTRIES)
            wait_for(
                "passes after the sleep",
                lambda: len({run["id"] for run in machine.runs("monitor", "Completed")} - done) >= LATE,
            )
            assert machine.runs("monitor", "Cancelled") == [], "the newest gives way to no stale one"
            wait_for(
                "an empty outbox",
                lambda: not ask(tmp_path, "SELECT count(*) FROM alerts WHERE state != 'sent'"),
            )
            assert finished(tmp_path) == ENTRIES
            died = ask(tmp_path, "SELECT count(*) FROM runs WHERE state = 'died' AND flow LIKE 'monitor%'")
            assert died >= 2, "the two killed passes are called so in the store's own log"
            told = {one["channel"] for one in slack.messages if "Crashed" in one["text"]}
            assert told <= {"C0OPS"}, "a line that the killed server had to order may be lost"
            keys = [message["metadata"]["event_payload"]["dedupe_key"] for message in slack.messages]
            assert len(keys) == len(set(keys)), "no message came twice"
