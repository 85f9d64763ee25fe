"""Kills a monitor pass over the bundled samples at random moments, restarts it, compares the stores.

    python benchmarks/crash.py [--kills 200] [--per-store 5] [--engine sqlite|postgresql] [--seed N]

Each store is filled by passes that are killed with SIGKILL, one after the other, and by a last one that
is left alone; its rows must then be those of a store whose only pass was never disturbed, in all that is
not a time or a row number. The pass is the monitor's own steps in its own order, without Prefect around
them, so that two hundred restarts take minutes. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.store import STORES
from extractors.feeds import FeedReading
from extractors.model import Article, Source
from flows import corpus
from flows.demo import write_sources
from flows.desk import Desk
from flows.extraction_worker import Extracted
from flows.fetch import Fetcher
from flows.passes import working
from flows.samples import sample_sources
from flows.settings import Settings
from flows.steps import polling, settling
from store import tables
from store.engine import open_store, reading
from store.leases import watermark
from store.postings import MERGES, all_postings

ROOT = Path(__file__).resolve().parent.parent
SERVE = """
import sys
sys.path.insert(0, {root!r})
from flows.samples import serve_samples
with serve_samples() as url:
    print(url, flush=True)
    sys.stdin.read()
"""
# A pass that was killed leaves its lease behind: the next one comes when it has run out. Much later would
# be another story: a page that was not found is tried again after a quarter of an hour.
LEASE = 60
BETWEEN = dt.timedelta(seconds=LEASE + 1)
START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
# The log of runs and polls and who holds what tell of the killing itself; they are meant to differ.
OF_THE_RUN = frozenset({"runs", "polls", "leases", "watermarks"})
# So does the end of the last poll: a restarted pass asks again and hears that nothing changed.
OF_THE_POLL = frozenset({"last_outcome", "last_detail"})

# The samples are some two dozen articles: merged at the usual 128 the index would never be. A merge for every
# other makes some ten a pass, on all its levels.
MERGE_EVERY = 2
# The index of copies is packed in the order of arrival: its postings are compared, not its bytes.
PACKED = frozenset({"recent_postings", "posting_blocks"})


class HerePool:
    """Reads pages in this very process: a worker to start for each of two hundred passes costs too much."""

    async def article(self, html: bytes, url: str, **known: Any) -> Extracted:
        """As ``ExtractionPool.article``."""
        from extractors.articles import read_article

        article: Article = read_article(html, url, **known)
        return Extracted(article)

    async def entries(self, source: Source, body: bytes, headers: Any, url: str) -> FeedReading:
        """As ``ExtractionPool.entries``."""
        from extractors.entries import read_entries

        return read_entries(source, body, headers, url)


async def one_pass(settings: Settings, file: Path, now: dt.datetime) -> None:
    """The steps of ``flows.monitor``, in its order."""
    clock = lambda: now  # noqa: E731
    engine = open_store(settings.store, merge_every=MERGE_EVERY)
    corpus.load_once(engine, settings, now=now)
    with working(engine, settings, "monitor 1/1", clock) as (run, skipped):
        if run is None:
            sys.exit(f"the pass gave way: {skipped}")
        async with Fetcher(allow_loopback=True, host_pause=0.0) as fetcher:
            desk = Desk(settings, engine, fetcher, HerePool(), clock)  # type: ignore[arg-type]
            listed = polling.listed_sources(desk, str(file))
            for source in polling.due(listed, now, every_source=True):
                await polling.poll_source(desk, source)
            for batch in settling.batches(desk, listed):
                arrived = [await settling.to_article(desk, waiting) for waiting in batch.waiting]
                for one in settling.oldest_first(arrived):
                    settling.to_outcome(desk, one)
    engine.dispose()


def start_pass(settings: Settings, file: Path, now: dt.datetime) -> int:
    """Run a pass in a child that has everything loaded already; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        asyncio.run(one_pass(settings, file, now))
        code = 0
    except BaseException as error:
        print(f"the pass failed: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def whole_pass(settings: Settings, file: Path, now: dt.datetime) -> float:
    """A pass that is left alone; its seconds."""
    started = time.perf_counter()
    _, status = os.waitpid(start_pass(settings, file, now), 0)
    if status:
        sys.exit("a pass that was left alone failed")
    return time.perf_counter() - started


def killed_pass(settings: Settings, file: Path, now: dt.datetime, after: float) -> float | None:
    """A pass that is killed ``after`` seconds; when it was over before, the seconds it took."""
    child, started = start_pass(settings, file, now), time.perf_counter()
    while (passed := time.perf_counter() - started) < after:
        if os.waitpid(child, os.WNOHANG)[0]:
            return passed
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of a store as text, without times; row numbers are replaced by what they name."""
    engine = open_store(url, create=False)
    with reading(engine) as connection:
        names = _names(connection)
        held = {
            table.name: sorted(_row(table, row._mapping, names) for row in connection.execute(select(table)))
            for table in tables.metadata.sorted_tables
            if table.name not in OF_THE_RUN and table.name not in PACKED
        }
        articles = names["articles"]
        held["postings"] = sorted(
            f"{mark} {articles[article_id]}" for mark, article_id in all_postings(connection)
        )
    engine.dispose()
    return held


def _names(connection: Connection) -> dict[str, dict[int, str]]:
    """What each row number of each table names: an address, a hash, a key."""
    plain = {
        "sources": "SELECT id, name FROM sources",
        "articles": "SELECT id, coalesce(canonical_url, text_hash) FROM articles",
        "evidence": "SELECT id, url || ' ' || sha256 FROM evidence",
        "readouts": "SELECT id, key FROM readouts",
    }
    names = {table: dict(connection.execute(text(query)).all()) for table, query in plain.items()}
    versions = connection.execute(text("SELECT id, article_id, number FROM versions"))
    names["versions"] = {row.id: f"{names['articles'][row.article_id]} {row.number}" for row in versions}
    for row in connection.execute(text("SELECT id, version_id, readout_id, key FROM claims")):
        owner = names["versions"].get(row.version_id) or names["readouts"].get(row.readout_id)
        names.setdefault("claims", {})[row.id] = f"{owner} {row.key}"
    relations = connection.execute(text("SELECT id, claim_id, readout_claim_id, kind FROM relations"))
    names["relations"] = {
        row.id: f"{names['claims'][row.claim_id]} {row.kind} {names['claims'].get(row.readout_claim_id)}"
        for row in relations
    }
    return names


def _row(table: Any, row: Any, names: dict[str, dict[int, str]]) -> str:
    told = {}
    for column in table.columns:
        value = None if column.name in OF_THE_POLL else row[column.name]
        if column.name == "id" or isinstance(value, dt.datetime) or column.name.endswith("_at"):
            value = value is None if isinstance(value, dt.datetime) else None
        keys = [key.column.table.name for key in column.foreign_keys]
        if column.name == "article_id":
            keys = ["articles"]
        if value is not None and keys and keys[0] in names:
            value = names[keys[0]][value]
        if isinstance(value, str):
            value = _without_numbers(value, names)
        told[column.name] = value
    return repr(told)


def _without_numbers(value: str, names: dict[str, dict[int, str]]) -> str:
    def named(found: re.Match[str]) -> str:
        return names["articles"].get(int(found[1]), found[0])

    value = re.sub(r"\barticle (\d+)", named, value)
    # what an alert says carries row numbers and the moment it was written
    value = re.sub(r'("(?:\w*_)?(?:id|version|readout|article)": ?)\d+', r"\1N", value)
    value = re.sub(r'"date":"[^"]*"', '"date":"TIME"', value)  # of a server's answer
    # An alert names the rows of its two texts; PostgreSQL leaves gaps in row numbers where a transaction was undone.
    value = re.sub(r'"(article|readout):\d+(?::\d+)?"', r'"\1"', value)
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:\+00:00|Z)?", "TIME", value)


def differences(expected: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    """The rows that only one of two stores holds, a line each."""
    lines = []
    for name, rows in expected.items():
        missing, extra = list(rows), []
        for row in found[name]:
            missing.remove(row) if row in missing else extra.append(row)
        lines += [f"{name} lacks {row}" for row in missing] + [f"{name} has too much: {row}" for row in extra]
    return lines


@contextlib.contextmanager
def samples(home: Path) -> Iterator[Path]:
    """The sample site in a process of its own; the file of its sources."""
    command = [sys.executable, "-c", SERVE.format(root=str(ROOT))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdout and site.stdin
        url = site.stdout.readline().strip()
        yield write_sources(home / "samples.toml", sample_sources(url))
        site.stdin.close()


def run(kills: int, per_store: int, seed: int, engine: str = "sqlite") -> dict[str, Any]:
    """Kill ``kills`` passes, ``per_store`` of them on each store; the figures of the JSON line."""
    rng, done, stores, merges, wrong = random.Random(seed), 0, 0, 0, []
    with tempfile.TemporaryDirectory() as folder, samples(Path(folder)) as file:
        _load_everything(Path(folder), file)
        with _store(engine, Path(folder) / "whole") as url:
            settings = _settings(Path(folder), url)
            seconds = whole_pass(settings, file, START)
            expected = rows_of(url)
        print(f"An undisturbed pass: {seconds:.1f} s, {sum(map(len, expected.values()))} rows", flush=True)
        while done < kills:
            with _store(engine, Path(folder) / f"store-{stores}") as url:
                settings, now = _settings(Path(folder), url), START
                for _ in range(min(per_store, kills - done)):
                    over = killed_pass(settings, file, now, rng.uniform(0.0, seconds))
                    done += over is None
                    now += BETWEEN
                    if over is not None:  # nothing was left to do, or the machine has become quicker
                        break
                whole_pass(settings, file, now)
                seconds = seconds if over is None else max(0.5, (seconds + over) / 2)
                lines = differences(expected, rows_of(url))
                merges += merges_of(url)
            stores += 1
            wrong += [f"store {stores}: {line}" for line in lines]
            print(
                f"{done} kills, {stores} stores, {merges} merges, {len(wrong)} rows that differ", flush=True
            )
            for line in lines[:6]:
                print("   ", line[:1500], flush=True)
    told = {"kills": done, "stores": stores, "merges": merges, "rows_that_differ": len(wrong)}
    return told | {"engine": engine}


def merges_of(url: str) -> int:
    """How often the index of copies of a store was merged."""
    engine = open_store(url, create=False)
    with reading(engine) as connection:
        merges = watermark(connection, MERGES)
    engine.dispose()
    return int(merges or 0)


def _load_everything(folder: Path, file: Path) -> None:
    """Make a pass in this very process first: every child then has all code and data in memory already."""
    asyncio.run(one_pass(_settings(folder, f"sqlite:///{folder / 'first.db'}"), file, START))


def _settings(folder: Path, url: str) -> Settings:
    return Settings(home=folder / "home", store_url=url, allow_loopback=True, lease_seconds=LEASE)


@contextlib.contextmanager
def _store(engine: str, folder: Path) -> Iterator[str]:
    folder.mkdir()
    with STORES[engine](folder) as url:
        yield url


def main() -> None:
    """Read the command line, run, print the JSON line; exit code 1 when a row differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--per-store", type=int, default=5)
    parser.add_argument("--engine", choices=sorted(STORES), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    figures = run(given.kills, given.per_store, given.seed, given.engine)
    print(json.dumps(figures))
    sys.exit(1 if figures["rows_that_differ"] else 0)


if __name__ == "__main__":
    main()
