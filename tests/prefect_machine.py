"""A real Prefect server and worker as processes on loopback, with everything they write in one folder."""

import contextlib
import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).parent.parent
PREFECT = (sys.executable, "-m", "prefect")
# A loaded machine needs minutes for what a quiet one does in eight seconds.
PATIENCE = 400.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, look: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What ``look`` gives as soon as it is true; fails naming ``what`` after ``patience`` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with contextlib.suppress(httpx.HTTPError):
            if found := look():
                return found
        time.sleep(0.3)
    raise AssertionError(f"waited {patience:g} s in vain for {what}")


class PrefectMachine:
    """One machine: a folder, its environment, and the processes started in it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        plain = {name: value for name, value in os.environ.items() if not _is_ours(name)}
        self.env = plain | {
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_ENABLED": "false",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
            "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "flows.event_order",
            "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # at 10 s, its default, a loaded machine loses events
            "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_WORKER_PREFETCH_SECONDS": "2",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
            "READOUT_WATCH_HOME": str(folder / "var"),
            **environment,
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_server(self) -> None:
        """Start the server and wait until it answers."""
        self.start(
            "server", *PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(self.port), "--no-ui"
        )
        wait_for("Prefect's server", lambda: httpx.get(f"{self.api}/health").status_code == 200)

    def start_worker(self, name: str = "w1", *more: str) -> None:
        """Start a process worker on the pool that ``prefect.yaml`` names, with room for three runs."""
        options = ("--pool", "readout-pool", "--type", "process", "--name", name, "--limit", "3")
        self.start(name, *PREFECT, "worker", "start", *options, *more)

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a process in the machine's folder, in a session of its own; its output goes to NAME.log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=self.folder, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        return self.processes[name]

    def prefect(self, *arguments: str) -> str:
        """Run one command of Prefect's to its end; gives what it printed."""
        return self.run(*PREFECT, *arguments)

    def run(self, *command: str) -> str:
        """Run a command in the machine's folder to its end; gives what it printed."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def deploy(self) -> str:
        """Deploy everything in the folder's ``prefect.yaml``."""
        return self.prefect("--no-prompt", "deploy", "--all")

    def ask(self, path: str, **body: Any) -> Any:
        """The server's answer to a POST of Prefect's API."""
        return self._answer("POST", path, json=body)

    def get(self, path: str) -> Any:
        """The server's answer to a GET of Prefect's API."""
        return self._answer("GET", path)

    def _answer(self, method: str, path: str, **more: Any) -> Any:
        """The server's answer; a server whose database is busy says 503 and is asked again."""
        for _ in range(30):
            answer = httpx.request(method, f"{self.api}/{path}", timeout=300, **more)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)
        answer.raise_for_status()
        return answer.json()

    def install_automations(self, *options: str) -> None:
        """Run ``readout-watch automations``."""
        self.run(sys.executable, "-m", "flows.cli", "automations", *options)

    def make_run(self, deployment: str, hours: int = 0) -> str:
        """Order a run of a deployment for now, or for so many hours later; its id."""
        (held,) = self.ask("deployments/filter", deployments={"name": {"any_": [deployment]}})
        due = {"scheduled_time": (dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)).isoformat()}
        scheduled = {"type": "SCHEDULED", "state_details": due}
        return str(self.ask(f"deployments/{held['id']}/create_flow_run", state=scheduled)["id"])

    def leave_pending(self, deployment: str) -> str:
        """What a worker leaves that is killed while it submits a run: one that is Pending; its id."""
        run = self.make_run(deployment, hours=9)
        answer = self.ask(f"flow_runs/{run}/set_state", state={"type": "PENDING", "name": "Pending"})
        assert answer["status"] == "ACCEPT", answer
        return run

    def runs(self, deployment: str, state: str = "") -> list[dict[str, Any]]:
        """The runs of one deployment, oldest first, in one state or in all."""
        wanted: dict[str, Any] = {"deployments": {"name": {"any_": [deployment]}}, "sort": "START_TIME_ASC"}
        if state:
            wanted["flow_runs"] = {"state": {"name": {"any_": [state]}}}
        return list(self.ask("flow_runs/filter", **wanted))

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a process with everything it started: a worker's flows live in sessions of their own."""
        process = self.processes.pop(name)
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.send_signal(how)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(timeout=60)

    def logs(self) -> str:
        """The last lines that every process wrote, for a failed test's message."""
        return "\n".join(
            f"== {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log"))
        )


@contextlib.contextmanager
def prefect_machine(folder: Path, **environment: str) -> Iterator[PrefectMachine]:
    """A machine whose processes end with the block."""
    machine = PrefectMachine(folder, **environment)
    try:
        yield machine
    except BaseException:
        print(machine.logs())
        raise
    finally:
        for name in reversed(list(machine.processes)):
            machine.kill(name)


def write_deployments(folder: Path, **intervals: int) -> None:
    """Put the project's own ``prefect.yaml`` into ``folder``, some deployments' intervals shortened."""
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    for name, seconds in intervals.items():
        pattern = rf"(  - name: {name}\n(?:(?!  - name:).*\n)*?      - interval: )\d+"
        text, changed = re.subn(pattern, rf"\g<1>{seconds}", text)
        assert changed == 1, f"prefect.yaml has no interval of a deployment called {name}"
    (folder / "prefect.yaml").write_text(text, encoding="utf-8")


def _is_ours(name: str) -> bool:
    return name.startswith(("PREFECT_", "READOUT_WATCH_", "SLACK_"))
