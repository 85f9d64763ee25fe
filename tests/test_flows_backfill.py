"""Pages of the past: every input, in order, once, resumed where it was stopped."""

import asyncio
import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from extractors.articles import read_article
from flows import backfill, catchup, corpus, past
from flows.catchup import CatchUp, Hearing, Mark
from flows.desk import open_desk
from flows.extraction_worker import Extracted, ExtractionOutcome
from flows.failures import UserError
from flows.hearing import HeardPage, Sheet, hear_pages
from flows.past import Past
from flows.samples import serve_samples
from flows.settings import Settings
from store import articles, evidence, outbox
from store.engine import open_store, reading
from tests.past_pages import CALL, past_page, write_warc
from tests.prefect_machine import ROOT, prefect_machine
from tests.store_dump import dump

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
KNOWN = past.publishers(None)


class Inline:
    """A hearing that happens when its result is asked for; ``stop_at`` batches it is killed."""

    def __init__(self, stop_at: int = 0) -> None:
        self.stop_at, self.heard = stop_at, 0

    def __call__(self, number: int, sheets: Sequence[Sheet], known: tuple[dt.date, ...]) -> Hearing:
        if number == self.stop_at:
            raise KeyboardInterrupt
        self.heard += len(sheets)
        pages = hear_pages(sheets, known, deadline=60)

        class Done:
            def result(self, timeout: float | None = None) -> list[HeardPage]:
                return pages

        return Done()


def work(
    engine: Engine,
    find: Callable[..., Past],
    tmp_path: Path,
    submit: Inline | None = None,
    *,
    alert: bool = False,
    batch: int = 4,
) -> Mark:
    """Work through an input on a store; every page is heard in this process."""
    settings = Settings(home=tmp_path / "home", allow_loopback=True)
    with asyncio.Runner() as loop:
        stack = AsyncExitStack()
        desk = loop.run(stack.enter_async_context(open_desk(settings, engine, lambda: NOW)))
        try:
            return CatchUp(desk, find(engine), submit or Inline(), alert=alert, batch=batch).run(loop)
        finally:
            loop.run(stack.aclose())


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """Ten pages about one call."""
    return write_warc(tmp_path / "old.warc.gz", [past_page(number) for number in range(10)])


def test_a_warc_file_becomes_evidence_articles_and_relations(
    sqlite_store: Engine, warc: Path, tmp_path: Path
):
    """Each page is kept as it was in the archive, with the archive's time, and read like a fetched one."""
    mark = work(sqlite_store, lambda engine: past.warc_file(warc, KNOWN), tmp_path)
    assert (mark.done, mark.finished) == (10, True)
    with reading(sqlite_store) as connection:
        kept = evidence.evidence_of(connection, 1)
        held = articles.article_by_id(connection, 1)
        queued = outbox.counts(connection)
    assert (kept.url, kept.body) == past_page(0)
    assert kept.fetched_at == CALL + dt.timedelta(days=1)
    assert held is not None
    assert (held.origin, held.call_key) == ("backfill", "2017-01-28")
    assert not queued, "old articles feed dossiers; they alert nobody"


def test_alerts_on_request(sqlite_store: Engine, warc: Path, tmp_path: Path):
    """With ``alert`` the contradictions among old articles are queued."""
    work(sqlite_store, lambda engine: past.warc_file(warc, KNOWN), tmp_path, alert=True)
    with reading(sqlite_store) as connection:
        assert outbox.counts(connection)["pending"] > 0


def test_resumed_after_a_kill_it_ends_where_an_unbroken_run_ends(warc: Path, tmp_path: Path):
    """A run stopped in the third batch and one resumed: the same rows, and no page twice."""
    catchup_ahead, catchup.AHEAD = catchup.AHEAD, 1  # so that two batches are kept before the stop
    try:
        whole = open_store(f"sqlite:///{tmp_path / 'whole.db'}")
        work(whole, lambda engine: past.warc_file(warc, KNOWN), tmp_path)
        broken = open_store(f"sqlite:///{tmp_path / 'broken.db'}")
        with pytest.raises(KeyboardInterrupt):
            work(broken, lambda engine: past.warc_file(warc, KNOWN), tmp_path, Inline(stop_at=3))
        rest = Inline()
        mark = work(broken, lambda engine: past.warc_file(warc, KNOWN), tmp_path, rest)
    finally:
        catchup.AHEAD = catchup_ahead
    assert rest.heard == 2, "eight pages were done before"
    assert sum(mark.counts.values()) == 10
    whole.dispose()
    broken.dispose()
    assert dump(tmp_path / "broken.db") == dump(tmp_path / "whole.db")


def test_done_is_done(sqlite_store: Engine, warc: Path, tmp_path: Path):
    """A second run of a finished backfill hears nothing; started over it finds every page held."""
    find = lambda engine: past.warc_file(warc, KNOWN)  # noqa: E731
    work(sqlite_store, find, tmp_path)
    again = Inline()
    work(sqlite_store, find, tmp_path, again)
    assert again.heard == 0
    catchup.forget(sqlite_store, find(sqlite_store), tmp_path, now=NOW)
    mark = work(sqlite_store, find, tmp_path, again)
    assert mark.counts == {"duplicate": 10}
    with reading(sqlite_store) as connection:
        assert len(evidence.evidence_ids(connection)) == 10, "no evidence is doubled"


def test_an_input_that_changed_is_refused(sqlite_store: Engine, warc: Path, tmp_path: Path):
    """A position in another file means nothing: the user is asked."""
    work(sqlite_store, lambda engine: past.warc_file(warc, KNOWN), tmp_path)
    write_warc(warc, [past_page(number) for number in range(20, 31)])
    with pytest.raises(UserError, match="--again"):
        work(sqlite_store, lambda engine: past.warc_file(warc, KNOWN), tmp_path)


def test_addresses_are_fetched_and_those_that_fail_are_listed(sqlite_store: Engine, tmp_path: Path):
    """A list of addresses: comments and times allowed; what cannot be had is an input for later."""
    with serve_samples(port=0) as site:
        lines = [
            "# two stories and a page that is gone",
            f"{site}/putin-pressed-trump-on-sanctions.html\t2017-02-01T18:40-05:00",
            f"{site}/no-such-page.html",
            f"{site}/snow-shuts-harbour-tunnel.html",
        ]
        file = tmp_path / "urls.txt"
        file.write_text("\n".join(lines))
        mark = work(sqlite_store, lambda engine: past.address_list(file, KNOWN), tmp_path)
    assert mark.counts == {"stored": 1, "not fetched": 1, "not about a call": 1}
    failed = tmp_path / "home" / "backfill" / "urls-urls-txt-not-fetched.txt"
    why, address = failed.read_text().splitlines()
    assert address == f"{site}/no-such-page.html"
    assert why.startswith("# not_found")
    (listed,) = past.address_list(failed, KNOWN).after(0)
    assert listed.entry.url == address, "the list is itself an input"
    catchup.forget(sqlite_store, past.address_list(file, KNOWN), tmp_path / "home", now=NOW)
    assert not failed.exists(), "a backfill that starts over begins a new list"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("ftp://herald.example/1", "no address"),
        ("https://herald.example/1 2017", "no address"),
        ("https://herald.example/1\tlast week", "no time"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, what: str):
    """The message says which line, what is wrong and how it should look."""
    file = tmp_path / "urls.txt"
    file.write_text(f"https://herald.example/0\n{line}\n")
    with pytest.raises(UserError, match=f"line 2: .*{what}"):
        past.address_list(file, KNOWN)


@pytest.mark.parametrize(
    ("job", "what"),
    [
        ({}, "name one input"),
        ({"evidence": True, "warc": "old.warc"}, "name one input"),
        ({"urls": "wrong.txt"}, "wrong.txt line 1: 'no address'"),
        ({"warc": "wrong.txt"}, "is no WARC file"),
        ({"evidence": True, "since": "soon"}, "write a day such as 2017-01-29"),
    ],
)
def test_wrong_input_is_told_before_prefect_starts(tmp_path: Path, job: dict[str, Any], what: str):
    """Its temporary server takes half a minute on a busy machine: too long to hear of a slip in a file."""
    (tmp_path / "wrong.txt").write_text("no address\n")
    named = {
        name: str(tmp_path / value) if name in {"urls", "warc"} else value for name, value in job.items()
    }
    with pytest.raises(UserError, match=re.escape(what.removeprefix("wrong.txt "))):
        backfill.input_of(Settings(home=tmp_path), **named)


@pytest.mark.parametrize(
    ("since", "until", "names"),
    [
        ("2017-01-01", "2018-01-01", ["kremlin-spokesman-on-the-call", "farm-exporters-eye-a-thaw"]),
        ("2016-01-01", "2017-01-01", []),
    ],
)
def test_a_sitemap_gives_what_was_published_in_the_range(
    sqlite_store: Engine, tmp_path: Path, since: str, until: str, names: list[str]
):
    """The stories of the range, oldest first; those of other years are not even fetched."""
    settings = Settings(home=tmp_path, allow_loopback=True)

    async def find(site: str) -> list[str]:
        async with open_desk(settings, sqlite_store, lambda: NOW) as desk:
            first, last = past.time_range(since, until)
            found = await past.sitemap_entries(desk, [f"{site}/sitemap.xml"], first, last)
        return [one.url.removeprefix(f"{site}/").removesuffix(".html") for one in found]

    with serve_samples(port=0) as site:
        assert asyncio.run(find(site)) == names


def test_what_is_no_sitemap_is_told(sqlite_store: Engine, tmp_path: Path):
    """A story's page in the place of a sitemap: the address and what to give instead."""
    settings = Settings(home=tmp_path, allow_loopback=True)

    async def find(site: str) -> None:
        async with open_desk(settings, sqlite_store, lambda: NOW) as desk:
            await past.sitemap_entries(desk, [f"{site}/index.html"], CALL, NOW)

    with serve_samples(port=0) as site, pytest.raises(UserError, match="give the address of a sitemap"):
        asyncio.run(find(site))


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_an_archive_that_breaks_off_is_told(tmp_path: Path, suffix: str):
    """The pages before the break are had; then one clear error, not the silence of a file that ends."""
    file = write_warc(tmp_path / f"cut.warc{suffix}", [past_page(1), past_page(2)])
    file.write_bytes(file.read_bytes()[:-5000])
    found = past.warc_file(file, KNOWN).after(0)
    assert next(found).entry.url == past_page(1)[0]
    with pytest.raises(UserError, match="breaks off"):
        next(found)


@pytest.mark.parametrize("content", [b"not an archive", b"\x1f\x8b broken"])
def test_a_file_that_is_no_warc_is_refused(tmp_path: Path, content: bytes):
    """Text and a broken gzip: one clear error each, no traceback."""
    file = tmp_path / "x.warc.gz"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"x\.warc\.gz"):
        list(past.warc_file(file, KNOWN).after(0))


def test_what_is_no_page_is_passed_over(tmp_path: Path):
    """Pictures and other answers in an archive are no items."""
    file = write_warc(tmp_path / "pictures.warc", [past_page(1)], media="image/png")
    assert list(past.warc_file(file, KNOWN).after(0)) == []


@pytest.mark.parametrize(
    ("url", "side"),
    [
        ("https://www.whitehouse.gov/briefings-statements/readout", "White House"),
        ("https://trumpwhitehouse.archives.gov/2017/01/28/readout", "White House"),
        ("http://en.kremlin.ru/events/president/news/53787", "Kremlin"),
        ("https://notkremlin.ru/events", None),
        ("https://herald.example/1", None),
    ],
)
def test_an_official_page_is_known_by_its_host(url: str, side: str | None):
    """An archived readout is that side's own words, also when no source lists it."""
    assert KNOWN.of(url).side == side


def test_stored_evidence_is_read_again(sqlite_store: Engine, warc: Path, tmp_path: Path):
    """Evidence in a range, in the order of fetching; the last moment is excluded."""
    work(sqlite_store, lambda engine: past.warc_file(warc, KNOWN), tmp_path)
    first = CALL + dt.timedelta(days=1)
    found = past.stored_evidence(sqlite_store, first, first + dt.timedelta(minutes=3), KNOWN)
    assert [item.entry.url for item in found.after(1)] == [past_page(1)[0], past_page(2)[0]]
    assert found.total == 3


class HurriedReaders:
    """Readers on a machine so busy that every page passes its deadline, unless it is given five times as long."""

    def __init__(self, workers: int, *, deadline: float) -> None:
        self.deadline = deadline

    async def __aenter__(self) -> "HurriedReaders":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing was started."""

    async def article(self, html: bytes, url: str, **_: object) -> Extracted:
        article = read_article(html, url)
        return Extracted(article, ExtractionOutcome.TIMED_OUT if self.deadline < 50 else ExtractionOutcome.OK)


def test_a_busy_machine_reads_the_same_pages(warc: Path):
    """No page is given up because of what ran beside it: at its second try it has the reader for itself."""
    items = list(past.warc_file(warc, KNOWN).after(8))
    sheets = [Sheet(item.fetched, item.entry, item.source) for item in items]
    quiet = hear_pages(sheets, (CALL.date(),), 60)
    assert [page.outcome for page in quiet] == [None, None]
    assert hear_pages(sheets, (CALL.date(),), 10, HurriedReaders) == quiet


def test_the_lease_is_kept_while_a_batch_is_waited_for(sqlite_store: Engine, warc: Path, tmp_path: Path):
    """A batch may take longer than a lease lasts."""
    beats: list[str] = []

    class Late(Inline):
        def __call__(self, number: int, sheets: Sequence[Sheet], known: tuple[dt.date, ...]) -> Hearing:
            done = super().__call__(number, sheets, known)
            waits = iter([TimeoutError, TimeoutError])

            class Slow:
                def result(self, timeout: float | None = None) -> list[HeardPage]:
                    assert timeout == catchup.BEAT_SECONDS
                    if late := next(waits, None):
                        beats.append("waited")
                        raise late
                    return done.result()

            return Slow()

    with asyncio.Runner() as loop:
        stack = AsyncExitStack()
        settings = Settings(home=tmp_path / "home")
        desk = loop.run(stack.enter_async_context(open_desk(settings, sqlite_store, lambda: NOW)))
        found = past.warc_file(warc, KNOWN)
        CatchUp(desk, found, Late(), beat=lambda: beats.append("beat"), batch=10).run(loop)
        loop.run(stack.aclose())
    fetched, *rest = (len(list(run)) for _, run in groupby(beats))
    assert fetched == 10, "one for each page that is gathered"
    assert rest == [1, 1, 1, 11], "after each wait, then for each page that is kept"


@pytest.mark.timeout(600)
def test_two_workers_store_what_this_process_stores(tmp_path: Path):
    """The command itself, with Dask under a real Prefect server: the same rows as without either."""
    file = write_warc(tmp_path / "old.warc", [past_page(number, calls=3) for number in range(24)])
    alone = open_store(f"sqlite:///{tmp_path / 'alone.db'}")
    corpus.load_once(alone, Settings(home=tmp_path), now=NOW)
    work(alone, lambda engine: past.warc_file(file, KNOWN), tmp_path, batch=catchup.BATCH)
    alone.dispose()
    with prefect_machine(tmp_path) as machine:
        machine.start_server()
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", "backfill", "--warc", str(file), "--workers", "2"],
            env=machine.env | {"PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "24 pages" in done.stdout
    held = dump(tmp_path / "var" / "readout-watch.db")
    assert len(held["articles"]) == 27, "24 pages and the three texts of the corpus"
    assert held == dump(tmp_path / "alone.db")
