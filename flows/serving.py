"""All scheduled flows in one process, for one analyst's machine: the same schedules as ``prefect.yaml``.

Without PREFECT_API_URL a Prefect server is started beside it, on loopback and in the product's own folder,
and ended with it.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import prefect_home
from flows.console import console, table
from flows.desk import store_of
from flows.failures import RunError, UserError
from flows.settings import Settings
from flows.sources import load_sources

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

DEPLOYMENTS = Path(__file__).parent.parent / "prefect.yaml"
# The first start of a server makes its database; a loaded machine needs a minute for that.
SERVER_PATIENCE_SECONDS = 120.0


def serve(settings: Settings) -> int:
    """Run every deployment that has a schedule until the process is stopped. Gives the exit code.

    Raises what names wrong use before anything is started.
    """
    load_sources(settings.sources)
    with store_of(settings):
        pass
    prefect_home.prepare(settings.home)
    with own_server(settings.home):
        import prefect

        made = [deployment(spec) for spec in scheduled(read_deployments())]
        console().print(_schedule_table(made))
        prefect.serve(*made, pause_on_shutdown=False, limit=len(made))
    return 0


def read_deployments(path: Path = DEPLOYMENTS) -> list[dict[str, Any]]:
    """The deployments of ``prefect.yaml``. Raises UserError when it is not there or cannot be read."""
    import yaml

    try:
        return list(yaml.safe_load(path.read_text(encoding="utf-8"))["deployments"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise UserError(f"{path}: no deployments can be read from it ({error})") from None


def scheduled(specs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The deployments that run by themselves."""
    return [spec for spec in specs if spec.get("schedules")]


def deployment(spec: dict[str, Any]) -> RunnerDeployment:
    """One deployment of ``prefect.yaml`` as ``prefect.serve`` takes it."""
    from prefect.types.entrypoint import EntrypointType

    module, _, name = spec["entrypoint"].rpartition(".")
    flow = getattr(importlib.import_module(module), name)
    made: RunnerDeployment = flow.to_deployment(
        spec["name"],
        schedules=[_schedule(schedule) for schedule in spec["schedules"]],
        parameters=spec.get("parameters") or {},
        tags=spec.get("tags"),
        description=spec.get("description"),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return made


def _schedule(spec: dict[str, Any]) -> Any:
    import datetime as dt

    from prefect.schedules import Cron, Interval

    if "cron" in spec:
        return Cron(spec["cron"], timezone=spec.get("timezone"), slug=spec["slug"])
    anchor = dt.datetime.fromisoformat(spec["anchor_date"])
    return Interval(spec["interval"], anchor_date=anchor, timezone=spec.get("timezone"), slug=spec["slug"])


def _schedule_table(made: list[RunnerDeployment]) -> Any:
    rows = [(one.name, ", ".join(str(schedule.slug) for schedule in one.schedules or [])) for one in made]
    return table("Scheduled until stopped (Ctrl-C)", ["flow", "when"], rows)


@contextlib.contextmanager
def own_server(home: Path) -> Iterator[str]:
    """The address of Prefect's server: the one that is set, or one started for the block."""
    known = os.environ.get("PREFECT_API_URL")
    if known:
        yield known
        return
    port = _free_port()
    address = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "prefect-server.log").open("ab") as log:
        process = subprocess.Popen([*command, "--no-ui"], stdout=log, stderr=log)  # noqa: S603 - our own words
    try:
        _wait_until_up(address, process)
        os.environ["PREFECT_API_URL"] = address
        yield address
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
        process.kill()


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SERVER_PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if _answers(f"{address}/health"):
            return
        time.sleep(0.3)
    raise RunError("Prefect's server did not start; see prefect-server.log in the home folder")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
