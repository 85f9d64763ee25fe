"""What one pass works with: the settings, the store, the web, the page readers, the clock and its lease."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from flows.extraction_worker import ExtractionPool
from flows.fetch import USER_AGENT, Fetcher
from flows.settings import Settings
from store import Engine, leases
from store.engine import open_store, writing

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The present moment in UTC: the only place where a flow reads the clock."""
    return dt.datetime.now(dt.UTC)


class Desk:
    """One pass's tools. No dataclass on purpose: Prefect walks through the fields of those it is handed."""

    def __init__(
        self, settings: Settings, engine: Engine, fetcher: Fetcher, pool: ExtractionPool, clock: Clock
    ) -> None:
        self.settings, self.engine, self.fetcher, self.pool, self.now = settings, engine, fetcher, pool, clock
        self.lease: Lease | None = None

    def keep_lease(self) -> None:
        """Call before each piece of work: keeps the lease of the pass as long as its work goes on.

        Raises LeaseLostError when another run has taken it: this one must stop.
        """
        if self.lease is not None:
            self.lease.keep()


@asynccontextmanager
async def open_desk(settings: Settings, engine: Engine, clock: Clock = utc_now) -> AsyncIterator[Desk]:
    """A desk with a fetcher and page readers that end with the block."""
    pause = 0.0 if settings.allow_loopback else 1.0  # one's own machine needs no pause between requests
    async with (
        Fetcher(
            user_agent=agent_name(settings),
            allow_loopback=settings.allow_loopback,
            host_pause=pause,
            max_connections=settings.connections,
        ) as fetcher,
        ExtractionPool(settings.read_processes, deadline=settings.read_timeout_seconds) as pool,
    ):
        yield Desk(settings, engine, fetcher, pool, clock)


def agent_name(settings: Settings) -> str:
    """The name under which requests go out, with the operator's address when one is set."""
    return f"{USER_AGENT[:-1]}; {settings.contact})" if settings.contact else USER_AGENT


@contextmanager
def store_of(settings: Settings, *, create: bool = True) -> Iterator[Engine]:
    """The store of the settings, closed at the end of the block. Raises StoreError."""
    engine = open_store(settings.store, create=create)
    try:
        yield engine
    finally:
        engine.dispose()


# A lease is renewed when a third of it is over: two renewals may come late before anybody else takes it.
RENEWED_AFTER = 1 / 3


@dataclass(slots=True)
class Lease:
    """The right to do one named kind of work on a store, until ``renewed`` and ``seconds`` more."""

    engine: Engine
    name: str
    holder: str
    seconds: float
    clock: Clock
    renewed: dt.datetime

    def keep(self) -> None:
        """Renew the lease when it is time; call it before each page or so. Raises as ``renew`` does.

        Work renews it and no clock in the background: a run that hangs must lose it.
        """
        if (self.clock() - self.renewed).total_seconds() >= self.seconds * RENEWED_AFTER:
            self.renew()

    def renew(self) -> None:
        """Keep the lease. Raises LeaseLostError when another run has taken it: this one must stop."""
        now = self.clock()
        with writing(self.engine) as connection:
            leases.renew_lease(connection, self.name, self.holder, now=now, seconds=self.seconds)
        self.renewed = now


@contextmanager
def lease(engine: Engine, name: str, seconds: float, clock: Clock = utc_now) -> Iterator[Lease | None]:
    """Hold the lease ``name`` for the block; gives None when another run holds it."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
    now = clock()
    with writing(engine) as connection:
        taken = leases.acquire_lease(connection, name, holder, now=now, seconds=seconds)
    if not taken:
        yield None
        return
    try:
        yield Lease(engine, name, holder, seconds, clock, now)
    finally:
        with writing(engine) as connection:
            leases.release_lease(connection, name, holder)
