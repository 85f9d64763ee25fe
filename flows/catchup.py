"""Working through an input of past pages: gather, hear, keep, in its order and with checkpoints.

Gathering (fetching, evidence) and keeping (the store) happen here, in one place and in input order; hearing
may happen anywhere. What is kept therefore does not depend on how many processes hear.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from extractors import relevance
from extractors.model import Call
from extractors.pages import page_problem
from flows.desk import Desk
from flows.failures import UserError
from flows.fetched import Fetched
from flows.hearing import HeardPage, Sheet
from flows.outcomes import Outcome, StopEarly
from flows.past import Item, Past
from flows.reading import known_days
from flows.steps import intake, judge, settling
from flows.steps.judge import Kept
from store import Connection, Engine, calls, evidence, leases
from store.engine import reading, writing
from store.entries import StoredEntry
from store.errors import StoreError

log = logging.getLogger(__name__)
ORIGIN = "backfill"
# Pages in one batch: big enough that starting a page reader (a second) is a twentieth of the batch's work.
BATCH = 50
# Batches that are gathered before the oldest is kept. A constant, whatever the number of workers: what is
# known when a page is gathered then never depends on how fast the others are.
AHEAD = 8
# How long a batch is waited for before the lease is looked after again.
BEAT_SECONDS = 30.0


class Hearing(Protocol):
    """A batch that is being heard somewhere."""

    def result(self, timeout: float | None = None) -> list[HeardPage]:
        """Wait for what was heard, in the order of the batch; TimeoutError after ``timeout`` seconds."""


# Gives a batch to be heard: its number, its pages, the days of the known calls.
Submit = Callable[[int, Sequence[Sheet], tuple[dt.date, ...]], Hearing]


@dataclass(slots=True)
class Mark:
    """How far a backfill has come: pages done, and how many ended in which outcome."""

    identity: str
    done: int = 0
    finished: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> str:
        """The mark as JSON text; ``mark_of`` reads it."""
        return json.dumps([self.identity, self.done, self.finished, dict(sorted(self.counts.items()))])


def mark_of(engine: Engine, past: Past) -> Mark:
    """The mark of a backfill; a fresh one when it has not begun. Raises UserError when its input changed."""
    with reading(engine) as connection:
        kept = leases.watermark(connection, _watermark(past))
    if not kept:
        return Mark(past.identity)
    identity, done, finished, counts = json.loads(kept)
    if identity != past.identity:
        raise UserError(
            f"the input of the backfill {past.name!r} is not what it was when {done} of its pages were done; "
            "give it a new name with --name, or start it over with --again"
        )
    return Mark(identity, done, finished, Counter(counts))


def forget(engine: Engine, past: Past, home: Path, *, now: dt.datetime) -> None:
    """Start a backfill over: its pages that are stored stay and are found to be held."""
    with writing(engine) as connection:
        leases.set_watermark(connection, _watermark(past), "", now=now)
    unreachable_file(home, past).unlink(missing_ok=True)


def _watermark(past: Past) -> str:
    return f"backfill {past.name}"


@dataclass(frozen=True, slots=True)
class Gathered:
    """An item with its bytes as stored evidence, or with the outcome that it has reached already."""

    item: Item
    fetched: Fetched | None = None
    evidence_id: int | None = None
    stopped: StopEarly | None = None


class CatchUp:
    """One run through an input. ``tell`` hears of the mark after each batch; ``beat`` keeps the lease, and
    is called for each page and while a batch is waited for.
    """

    def __init__(
        self,
        desk: Desk,
        past: Past,
        submit: Submit,
        *,
        alert: bool = False,
        tell: Callable[[Mark], None] = lambda mark: None,
        beat: Callable[[], None] = lambda: None,
        batch: int = BATCH,
    ) -> None:
        self.desk, self.past, self.submit, self.alert = desk, past, submit, alert
        self.tell, self.beat, self.batch = tell, beat, batch
        self.mark = mark_of(desk.engine, past)

    def run(self, loop: asyncio.Runner) -> Mark:
        """Work through what is left; the mark at the end. ``loop`` runs the fetching."""
        waiting: deque[tuple[list[Gathered], Hearing]] = deque()
        for number, items in enumerate(self._batches(), 1):
            gathered = loop.run(self._gather_all(items))
            waiting.append((gathered, self._hear(number, gathered)))
            if len(waiting) >= AHEAD:
                self._keep(*waiting.popleft())
        while waiting:
            self._keep(*waiting.popleft())
        self.mark.finished = True
        self._write_mark()
        return self.mark

    def _batches(self) -> Iterator[list[Item]]:
        items = self.past.after(self.mark.done)
        while some := list(islice(items, self.batch)):
            yield some

    async def _gather_all(self, items: Sequence[Item]) -> list[Gathered]:
        """Fetch side by side, then keep the evidence in the order of the input."""
        answers = await asyncio.gather(*(self._answer(item) for item in items))
        return [self._gathered(item, answer) for item, answer in zip(items, answers, strict=True)]

    async def _answer(self, item: Item) -> Fetched | StopEarly:
        try:
            intake.about_a_call(item.entry)
            settling.not_held_yet(self.desk, item.entry.url)
        except StopEarly as stopped:
            return stopped
        fetched = item.fetched or await self.desk.fetcher.get(item.entry.url)
        self.beat()
        return fetched

    def _gathered(self, item: Item, answer: Fetched | StopEarly) -> Gathered:
        if isinstance(answer, StopEarly):
            return Gathered(item, stopped=answer)
        try:
            return Gathered(item, answer, self._evidence(item, answer))
        except StopEarly as stopped:
            return Gathered(item, stopped=stopped)

    def _evidence(self, item: Item, fetched: Fetched) -> int:
        if not fetched.outcome.ok:
            raise StopEarly(Outcome.UNREACHABLE, f"{fetched.outcome.value}: {fetched.detail}")
        if stands_in := page_problem(fetched.body):
            raise StopEarly(Outcome.NO_TEXT, stands_in)
        if not relevance.page_may_matter(fetched.body):
            raise StopEarly(Outcome.OFF_TOPIC, "by its page")
        if item.evidence_id is not None:
            return item.evidence_id
        with reading(self.desk.engine) as connection:
            held = evidence.held_evidence(connection, fetched.url, fetched.body_hash, fetched.fetched_at)
        return intake.keep_evidence(self.desk, fetched) if held is None else held

    def _hear(self, number: int, gathered: Sequence[Gathered]) -> Hearing:
        sheets = [Sheet(one.fetched, one.item.entry, one.item.source) for one in gathered if one.fetched]
        return self.submit(number, sheets, known_days(self._calls()))

    def _calls(self) -> list[Call]:
        with reading(self.desk.engine) as connection:
            return calls.all_calls(connection)

    def _keep(self, gathered: Sequence[Gathered], hearing: Hearing) -> None:
        pages = iter(self._wait_for(hearing))
        for one in gathered:
            self.beat()
            self._keep_one(one, next(pages) if one.fetched else HeardPage())
        self._write_mark()
        self.tell(self.mark)

    def _wait_for(self, hearing: Hearing) -> list[HeardPage]:
        """What was heard. It ends in any case: each page has its deadline."""
        while True:
            try:
                return hearing.result(timeout=BEAT_SECONDS)
            except TimeoutError:
                self.beat()

    def _keep_one(self, one: Gathered, page: HeardPage) -> None:
        stopped = one.stopped
        if page.article is None:
            outcome = page.outcome or (stopped.outcome if stopped else Outcome.ERROR)
            self._count(one.item, outcome, str(stopped or ""))
            return
        try:
            judge.settle(
                self.desk.engine,
                page.article,
                self.desk.settings,
                now=self.desk.now(),
                evidence_id=one.evidence_id,
                origin=ORIGIN,
                heard=page.heard,
                alert=self.alert,
                finish=lambda connection, kept: self._finish(connection, one.item, page, kept),
            )
        except StoreError:
            raise
        except Exception:  # a defect of ours on one page: the others go on
            log.exception("%s failed", one.item.entry.url)
            self._count(one.item, Outcome.ERROR)

    def _finish(self, connection: Connection, item: Item, page: HeardPage, kept: Kept) -> None:
        """Count the page and move the mark in the very transaction that stores it."""
        assert page.article is not None  # noqa: S101 - only articles are settled
        entry = StoredEntry(0, 0, item.source.name, item.entry)
        self._count(item, settling.judged_outcome(entry, page.article, kept).outcome)
        self._put_mark(connection)

    def _count(self, item: Item, outcome: Outcome, why: str = "") -> None:
        self.mark.counts[outcome.value] += 1
        self.mark.done = item.position
        if outcome is Outcome.UNREACHABLE:
            note_unreachable(unreachable_file(self.desk.settings.home, self.past), item.entry.url, why)

    def _put_mark(self, connection: Connection) -> None:
        leases.set_watermark(connection, _watermark(self.past), self.mark.to_json(), now=self.desk.now())

    def _write_mark(self) -> None:
        with writing(self.desk.engine) as connection:
            self._put_mark(connection)


def unreachable_file(home: Path, past: Past) -> Path:
    """Where the addresses that could not be fetched are listed: an input for a later backfill."""
    slug = re.sub(r"[^a-z0-9]+", "-", past.name.lower()).strip("-")[:80]
    return home / "backfill" / f"{slug or 'pages'}-not-fetched.txt"


def note_unreachable(file: Path, url: str, why: str) -> None:
    """Add one address to the list of those that could not be fetched, below a line that says why."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(f"# {' '.join(why.split())}\n{url}\n")
