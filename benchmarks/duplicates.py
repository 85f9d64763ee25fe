"""How well copies are told from look-alikes, on any folder of .txt files.

    python benchmarks/duplicates.py --texts DIR --seed N [--limit N] [--queries N]

Two thirds of the texts are stored, some with a house notice or an official statement; the rest make the
look-alikes. Every copy and look-alike of ``altered.py`` is looked up in a real SQLite store. The usual
MinHash set-ups answer the same queries. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.altered import Query, Shared, copies, house_notice, look_alikes, sentences
from extractors.duplicates import find_duplicate
from extractors.model import Article
from extractors.shingles import normal_words
from store.corpus import corpus_texts
from store.engine import open_store, writing
from store.repository import LookUp, add_article, index_article

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NEGATIVES = ("shared boilerplate", "shared statement", "shared quotations", "same event", "same event, real")
TRUNCATED = ("drop 10 %", "drop 30 %", "drop 50 %", "first third")
# Shorter texts are briefs: a teaser of 45 words would be most of one.
LEAST_WORDS = 120
Answer = Callable[[str], int | None]


@dataclass
class Score:
    """Counts of one answerer: right, wrong and missed by kind of query."""

    right: Counter[str]
    wrong: Counter[str]
    asked: Counter[str]
    seconds: float = 0.0

    def recall(self, kinds: Iterable[str]) -> float:
        """The share of the copies of these kinds that were found with the right original."""
        kinds = list(kinds)
        return sum(self.right[kind] for kind in kinds) / max(1, sum(self.asked[kind] for kind in kinds))

    def false_rate(self, kind: str) -> float:
        """The share of the look-alikes of one kind that were taken for copies."""
        return self.wrong[kind] / max(1, self.asked[kind])

    def f1(self) -> float:
        """F1 over all queries; a copy given to the wrong original counts as a false hit and as a miss."""
        right = sum(self.right.values())
        hits = right + sum(self.wrong.values())
        positives = sum(count for kind, count in self.asked.items() if kind not in NEGATIVES)
        return 2 * right / max(1, hits + positives)


def main() -> None:
    """Read the command line, run, print the tables and the JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True, help="folder of .txt files, searched deeply")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=3000, help="texts to take at most")
    parser.add_argument(
        "--queries", type=int, default=300, help="copies and look-alikes of each kind at most"
    )
    parser.add_argument("--no-rivals", action="store_true")
    given = parser.parse_args()
    texts = read_texts(given.texts, given.limit)
    if len(texts) < 30:
        sys.exit(f"{given.texts} holds {len(texts)} texts of {LEAST_WORDS} words and more; 30 are needed")
    figures = run(texts, given.seed, given.queries, rivals=not given.no_rivals)
    print(json.dumps(figures))


def run(texts: Sequence[str], seed: int, queries: int, *, rivals: bool = True) -> dict[str, object]:
    """Build the test set, ask everybody, print a table; the figures of the JSON line."""
    rng = random.Random(seed)
    stored, asked = test_set(rng, texts, queries)
    print(f"{len(stored)} stored texts, {len(asked)} queries")
    with tempfile.TemporaryDirectory() as folder:
        own = ask(sampled_shingles(stored, Path(folder) / "store.db"), asked)
    table = {"sampled shingles": own}
    if rivals:
        table |= {name: ask(make(stored), asked) for name, make in RIVALS.items()}
    show(table)
    return {
        "f1": round(own.f1(), 4),
        "false_positive_rate": round(max(own.false_rate(kind) for kind in NEGATIVES), 4),
        "truncation_recall": round(min(own.recall([kind]) for kind in TRUNCATED), 4),
        "teaser_recall": round(own.recall(["teaser"]), 4),
        "wrong_original": sum(count for kind, count in own.wrong.items() if kind not in NEGATIVES),
        "queries_per_second": round(len(asked) / own.seconds),
        "stored": len(stored),
        "queries": len(asked),
        "rivals": {name: round(score.f1(), 4) for name, score in table.items() if score is not own},
        "rivals_false_positive_rate": {
            name: round(max(score.false_rate(kind) for kind in NEGATIVES), 4)
            for name, score in table.items()
            if score is not own
        },
    }


def read_texts(folder: Path, limit: int) -> list[str]:
    """The texts of a folder that are long enough and told apart by their words, by name."""
    seen: dict[str, str] = {}
    for path in sorted(folder.rglob("*.txt"))[: 5 * limit]:
        text = path.read_text("utf-8", errors="replace").strip()
        if len(text.split()) >= LEAST_WORDS:
            seen.setdefault(" ".join(normal_words(text)), text)
    return list(seen.values())[:limit]


def test_set(rng: random.Random, texts: Sequence[str], queries: int) -> tuple[list[str], list[Query]]:
    """The texts to store, and the queries with the stored texts each copies."""
    pool = list(texts)
    rng.shuffle(pool)
    kept = len(pool) * 2 // 3
    vocabulary = tuple(sorted({word for text in pool[:200] for word in normal_words(text) if len(word) > 3}))
    notices = tuple(house_notice(rng, vocabulary, words) for words in (60, 150))
    statement = " ".join(sentences(rng.choice(pool))[:8])
    shared = Shared(notices, statement, vocabulary)
    plain, fresh = pool[:kept], _unlike(pool[kept:], pool[:kept])
    stored = [_in_its_house(rng, at, text, shared) for at, text in enumerate(plain)]
    asked = []
    for at in rng.sample(range(len(plain)), min(queries, len(plain))):
        other = plain[(at + 1) % len(plain)]
        family = _family(plain, at)
        for kind, text in copies(rng, plain[at], [other], shared).items():
            originals = family | ({(at + 1) % len(plain)} if kind == "merged" else set())
            asked.append(Query(kind, text, frozenset(originals)))
    for text in fresh[:queries]:
        for kind, look_alike in look_alikes(rng, text, rng.choice(plain), shared).items():
            asked.append(Query(kind, look_alike, frozenset()))
    # the only real stories of one event by three outlets that are at hand everywhere: the seed corpus
    seeds = [text.raw for text in corpus_texts()]
    stored += seeds[:2]
    asked += [Query("same event, real", text, frozenset()) for text in seeds[2:]]
    return stored, asked


def _in_its_house(rng: random.Random, at: int, text: str, shared: Shared) -> str:
    """One stored text in five with a house notice, one in forty with the official statement."""
    if at % 5 == 0:
        return f"{text}\n{shared.notices[at // 5 % len(shared.notices)]}"
    return f"{text}\n{shared.statement}" if at % 40 == 1 else text


def _grams(text: str, size: int = 4) -> set[tuple[str, ...]]:
    words = normal_words(text)
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


_families: dict[int, list[set[tuple[str, ...]]]] = {}


def _all_grams(texts: Sequence[str]) -> list[set[tuple[str, ...]]]:
    if id(texts) not in _families:
        _families[id(texts)] = [_grams(text) for text in texts]
    return _families[id(texts)]


def _family(texts: Sequence[str], at: int) -> set[int]:
    """The stored texts that truly share a third of their wording with one: real corpora hold copies."""
    every = _all_grams(texts)
    own = every[at]
    return {n for n, grams in enumerate(every) if len(own & grams) >= 0.3 * max(1, min(len(own), len(grams)))}


def _unlike(fresh: Sequence[str], stored: Sequence[str]) -> list[str]:
    """The held-out texts without those that the corpus itself holds a version of."""
    every = _all_grams(stored)
    told = [(text, _grams(text)) for text in fresh]
    return [
        text
        for text, own in told
        if not any(len(own & grams) >= 0.15 * max(1, min(len(own), len(grams))) for grams in every)
    ]


def sampled_shingles(stored: Sequence[str], path: Path) -> Answer:
    """The project's own way, in a new SQLite store at ``path``."""
    engine = open_store(str(path))
    number: dict[int, int] = {}

    def find(connection, text):  # type: ignore[no-untyped-def]
        held = LookUp(connection)
        return find_duplicate(text, common=held.common, candidates=held.candidates, foresee=held.foresee)

    with writing(engine) as connection:
        for at, text in enumerate(stored):
            finding = find(connection, text)
            added = add_article(
                connection, Article(text), canonical_url="", fingerprint=finding.fingerprint, now=NOW
            )
            index_article(connection, added.article_id, finding.to_index, now=NOW)
            number[added.article_id] = at

    def answer(text: str) -> int | None:
        with engine.connect() as connection:
            verdict = find(connection, text).verdict
        return None if verdict is None else number[verdict.original_id]

    return answer


def datasketch_way(stored: Sequence[str]) -> Answer:
    """MinHash of word trigrams, 128 permutations, bands 16 x 8, Jaccard .5: the documented set-up."""
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str):  # type: ignore[no-untyped-def]
        mark = MinHash(num_perm=128)
        mark.update_batch([" ".join(gram).encode() for gram in _grams(text, 3)])
        return mark

    index = MinHashLSH(num_perm=128, params=(16, 8))
    marks = [sketch(text) for text in stored]
    for at, mark in enumerate(marks):
        index.insert(at, mark)

    def answer(text: str) -> int | None:
        mark = sketch(text)
        near = [(mark.jaccard(marks[at]), at) for at in index.query(mark)]
        return max(near, default=(0.0, 0))[1] if max(near, default=(0.0, 0))[0] >= 0.5 else None

    return answer


def rensa_way(stored: Sequence[str]) -> Answer:
    """R-MinHash of word trigrams, 128 permutations, bands 32 x 4, Jaccard .45."""
    from rensa import RMinHash, RMinHashLSH

    def sketch(text: str):  # type: ignore[no-untyped-def]
        mark = RMinHash(num_perm=128, seed=42)
        mark.update([" ".join(gram) for gram in _grams(text, 3)])
        return mark

    index = RMinHashLSH(threshold=0.45, num_perm=128, num_bands=32)
    marks = [sketch(text) for text in stored]
    for at, mark in enumerate(marks):
        index.insert(at, mark)

    def answer(text: str) -> int | None:
        mark = sketch(text)
        near = [(mark.jaccard(marks[at]), at) for at in index.query(mark)]
        return max(near, default=(0.0, 0))[1] if max(near, default=(0.0, 0))[0] >= 0.45 else None

    return answer


RIVALS = {"datasketch": datasketch_way, "rensa": rensa_way}


def ask(answer: Answer, queries: Sequence[Query]) -> Score:
    """Put every query to one answerer."""
    score = Score(Counter(), Counter(), Counter())
    start = time.perf_counter()
    for query in queries:
        found = answer(query.text)
        score.asked[query.kind] += 1
        if found is not None:
            (score.right if found in query.originals else score.wrong)[query.kind] += 1
    score.seconds = time.perf_counter() - start
    return score


def show(table: dict[str, Score]) -> None:
    """Print recall by kind of copy and false hits by kind of look-alike, a column for each answerer."""
    rows = defaultdict(list)
    for score in table.values():
        for kind in score.asked:
            value = score.false_rate(kind) if kind in NEGATIVES else score.recall([kind])
            rows[kind].append(f"{value:>18.4f}")
    print(f"{'':26}" + "".join(f"{name:>18}" for name in table))
    for kind, cells in rows.items():
        print(f"{('false: ' if kind in NEGATIVES else '') + kind:26}" + "".join(cells))
    print(
        f"{'queries per second':26}"
        + "".join(f"{sum(s.asked.values()) / s.seconds:>18.0f}" for s in table.values())
    )


if __name__ == "__main__":
    main()
