"""Prefect's own environment: a folder of the project, no telemetry, no chatter; set before its import.

Whatever the user has set stays as it is: only missing variables are filled in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

# Without an address of a server each run starts a temporary one. Its first start makes a database, which was
# seen to pass Prefect's own limit of 20 s on a loaded machine; without DO_NOT_TRACK it prints tracebacks of a
# telemetry writer that finds its database locked.
VARIABLES = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,extractors,store,alerts",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "flows.event_order",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    "PREFECT_CLIENT_METRICS_ENABLED": "false",
}
QUIET = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}


def prepare(home: Path, *, quiet: bool = False, environ: MutableMapping[str, str] | None = None) -> None:
    """Fill in Prefect's variables in ``environ`` (default: this process's).

    ``home`` is the product's own folder; Prefect gets a folder inside it. ``quiet`` also silences its log,
    for commands whose output is for people. Raises ``RuntimeError`` when Prefect was imported before and
    would not see the change, OSError when its folder cannot be made.
    """
    target = os.environ if environ is None else environ
    wanted = {**VARIABLES, **(QUIET if quiet else {}), "PREFECT_HOME": str((home / "prefect").absolute())}
    missing = {name: value for name, value in wanted.items() if not target.get(name)}
    if missing and environ is None and "prefect" in sys.modules:
        raise RuntimeError("Prefect was imported before its environment was set")
    target.update(missing)
    # Prefect makes the last folder of the path only: a first command in a new home waited two minutes in vain.
    Path(target["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
