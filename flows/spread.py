"""Where a backfill's pages are read: in this process, or in several by Dask under Prefect."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.failures import UserError


def runner_for(workers: int) -> TaskRunner[Any]:
    """Where pages are read: a thread of this process, or ``workers`` Dask processes. Raises UserError."""
    if workers < 1:
        raise UserError(f"--workers {workers}: at least one process must read")
    if workers == 1:
        return ThreadPoolTaskRunner(max_workers=1)
    # Dask tells every step of a worker's life, in each process; ask it to speak of errors only.
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "error")
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise UserError("more than one worker needs Dask: pip install 'readout-watch[dask]'") from None
    cluster = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=cluster | {"silence_logs": logging.ERROR})


@contextmanager
def one_server(workers: int) -> Iterator[None]:
    """One temporary Prefect server for this process and its workers, unless a server is set.

    Without it each worker process would start a server of its own; nine seconds each, and they clash.
    """
    if workers == 1 or PREFECT_API_URL.value():
        yield
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.start()
    try:
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            yield
    finally:
        server.stop()
