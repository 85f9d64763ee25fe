"""Follow pages of the past: a range of stored evidence, addresses, sitemaps or a WARC file, with checkpoints.

Old articles take the monitor's own path from page to relations. They feed dossiers; unless asked for, they
alert nobody. With several workers the pages are read by Dask under Prefect; the store is written here, in the
order of the input, so the result is the same for any number of workers.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.task_runners import TaskRunner
from rich.console import Console

from flows import artifacts, catchup, corpus, passes, past
from flows.catchup import Hearing, Mark
from flows.console import console, table
from flows.desk import Clock, Desk, open_desk, store_of, utc_now
from flows.failures import DONE, FAILED, RunError, UserError
from flows.hearing import HeardPage, Sheet, hear_pages
from flows.outcomes import Outcome, counted
from flows.past import Past, time_range
from flows.settings import Settings, load
from flows.spread import one_server, runner_for
from store import Engine

log = logging.getLogger(__name__)


@flow(name="backfill", flow_run_name=artifacts.started_name, persist_result=False)
def backfill(
    *,
    evidence: bool = False,
    urls: str = "",
    sitemaps: Sequence[str] = (),
    warc: str = "",
    since: str = "",
    until: str = "",
    name: str = "",
    workers: int = 1,
    alert: bool = False,
    again: bool = False,
) -> dict[str, int]:
    """Follow every page of one input that is not done yet; gives how many ended in which outcome.

    Exactly one input: ``evidence`` (what is stored), ``urls`` (a file of addresses), ``sitemaps`` (their
    addresses) or ``warc`` (a file). ``since`` and ``until`` (ISO days or times, UTC; the last one excluded)
    bound evidence and sitemaps. ``name`` names the checkpoint, ``again`` forgets it. ``workers`` is how many
    processes read pages; ``alert`` lets contradictions found in old articles alert.
    """
    settings = load()
    find = input_of(
        settings, evidence=evidence, urls=urls, sitemaps=sitemaps, warc=warc, since=since, until=until
    )
    with runner_for(workers) as runner:
        return work(settings, find, runner, name=name, alert=alert, again=again)


Find = Callable[[Desk], Coroutine[Any, Any, Past]]


def work(
    settings: Settings,
    find: Find,
    runner: TaskRunner[Any],
    *,
    name: str = "",
    alert: bool = False,
    again: bool = False,
    clock: Clock = utc_now,
) -> dict[str, int]:
    """Work through the input that ``find`` gives; pages are read by ``runner``, which has been started."""

    def submit(number: int, sheets: Sequence[Sheet], known: tuple[dt.date, ...]) -> Hearing:
        job = Job(sheets, known, settings.read_timeout_seconds)
        return cast(Hearing, runner.submit(hear, {"number": number, "job": job}))

    with store_of(settings) as engine, asyncio.Runner() as loop:
        corpus.load_once(engine, settings, now=clock())
        with at_desk(loop, settings, engine, clock) as desk:
            found = loop.run(find(desk))
            found = replace(found, name=name) if name else found
            with passes.working(engine, settings, f"backfill {found.name}", clock) as (run, skipped):
                if run is None:
                    raise RunError(f"the backfill {found.name!r} was not begun: {skipped}")
                if again:
                    catchup.forget(engine, found, settings.home, now=clock())
                job = catchup.CatchUp(
                    desk, found, submit, alert=alert, tell=progress(found), beat=run.lease.keep
                )
                if job.mark.finished:
                    log.info("%s: every page was done before; --again starts over", found.name)
                mark = job.run(loop)
                run.counters.update(mark.counts)
                run.detail = f"{mark.done} pages"
    if mark.counts[Outcome.UNREACHABLE.value]:
        log.warning(
            "not fetched, to be tried with --urls: %s", catchup.unreachable_file(settings.home, found)
        )
    return dict(mark.counts)


def run(settings: Settings, *, workers: int = 1, **job: Any) -> int:
    """Run the flow here and now and print what became of the pages; the exit code.

    ``job`` are the parameters of the flow. Raises UserError, RunError and StoreError; for what can be told
    of the input without fetching anything, before Prefect takes its seconds.
    """
    input_of(settings, **job)
    out = console()
    out.print("Pages are counted as they are done. Stopped, it goes on where it was.")
    with one_server(workers), told_on(out):
        counts = backfill(workers=workers, **job)
    ended = [(outcome.value, counts[outcome.value]) for outcome in Outcome if counts.get(outcome.value)]
    out.print(table("What became of the pages", ["outcome", "pages"], ended))
    out.print(f"\n{counted(sum(counts.values()), 'page')}.")
    return FAILED if any(counts.get(bad.value) for bad in passes.FAILURES) else DONE


def input_of(
    settings: Settings,
    *,
    evidence: bool = False,
    urls: str = "",
    sitemaps: Sequence[str] = (),
    warc: str = "",
    since: str = "",
    until: str = "",
    **_: Any,
) -> Find:
    """How to find the pages of an input. Raises UserError as far as its file and its times tell."""
    if [evidence, bool(urls), bool(sitemaps), bool(warc)].count(True) != 1:
        raise UserError("name one input: --evidence, --urls FILE, --sitemap ADDRESS or --warc FILE")
    first, last = time_range(since, until)
    known = past.publishers(settings.sources)
    of_file = (
        past.address_list(Path(urls), known) if urls else past.warc_file(Path(warc), known) if warc else None
    )

    async def find(desk: Desk) -> Past:
        if of_file is not None:
            return of_file
        if evidence:
            return past.stored_evidence(desk.engine, first, last, known)
        listed = await past.sitemap_entries(desk, sitemaps, first, last)
        return past.of_entries(f"sitemap {sitemaps[0]} {first:%Y-%m-%d} {last:%Y-%m-%d}", listed, known)

    return find


class _Printed(logging.Handler):
    """Prints what the flow logs for people."""

    def __init__(self, out: Console) -> None:
        super().__init__(logging.INFO)
        self.out = out

    def emit(self, record: logging.LogRecord) -> None:
        self.out.print(record.getMessage(), markup=False, soft_wrap=True)


@contextmanager
def told_on(out: Console) -> Iterator[None]:
    """What this flow logs is printed within the block, and nowhere else."""
    handler, level = _Printed(out), log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False  # Prefect's handler on the terminal would say it again
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = True


class Job:
    """One batch to be heard. No dataclass on purpose: Prefect would walk through every page of it."""

    def __init__(self, sheets: Sequence[Sheet], known: tuple[dt.date, ...], deadline: float) -> None:
        self.sheets, self.known, self.deadline = sheets, known, deadline


@task(name="hear", task_run_name="hear batch {number}", cache_policy=NO_CACHE, persist_result=False)
def hear(number: int, job: Job) -> list[HeardPage]:
    """Read one batch of pages and hear what they say, in whatever process this runs."""
    return hear_pages(job.sheets, job.known, job.deadline)


@contextmanager
def at_desk(loop: asyncio.Runner, settings: Settings, engine: Engine, clock: Clock) -> Iterator[Desk]:
    """A desk for code that is not asynchronous itself: ``loop`` runs its fetches."""
    stack = AsyncExitStack()
    try:
        yield loop.run(stack.enter_async_context(open_desk(settings, engine, clock)))
    finally:
        loop.run(stack.aclose())


def progress(found: Past) -> Callable[[Mark], None]:
    """Tells how far the work is: in the log, and as an artifact of the run."""
    shown: list[UUID] = []

    def tell(mark: Mark) -> None:
        log.info("%s: %d of %s pages", found.name, mark.done, found.total or "?")
        if found.total and FlowRunContext.get() is not None:
            show_share(shown, 100.0 * mark.done / found.total, found)

    return tell


def show_share(shown: list[UUID], share: float, found: Past) -> None:
    """Put the share in percent into the run's progress artifact, made when ``shown`` is empty."""
    try:
        if shown:
            update_progress_artifact(shown[0], share)
        else:
            made = create_progress_artifact(share, "backfill", f"{found.name}: of {found.total} pages")
            shown.append(cast(UUID, made))
    except Exception as error:  # Prefect's pages are for people; the work goes on without them
        log.warning("progress could not be shown: %s", error)
