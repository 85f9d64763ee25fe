# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Score claims, call links, duplicates and contradictions on a case file: claims.py CASES [--half a|b].

A case file has one JSON object a line (id, group, phenomenon, stored, article, expected). A predicted pair
hits a gold pair when its stored and its article sentence each share at least half of the words of the
shorter text with the gold ones. The last line printed is one JSON object of the figures.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_WORD = re.compile(r"\w+(?:['’]\w+)?")
# Half of the shorter text: a sentence cut short or with its dateline is still the same sentence.
_SAME = 0.5

Case = Mapping[str, Any]


def words_of(text: str) -> Counter[str]:
    """Return the lower-case words of a text with their counts."""
    return Counter(word.lower().replace("’", "'") for word in _WORD.findall(text or ""))


def same_sentence(one: str, other: str) -> bool:
    """Return whether two texts share half of the words of the shorter; texts of one or two words must be equal."""
    a, b = words_of(one), words_of(other)
    shorter = min(a.total(), b.total())
    if shorter < 3:
        return bool(shorter) and a == b
    return (a & b).total() / shorter >= _SAME


def is_hit(pair: Case, gold: Case) -> bool:
    """Return whether a predicted pair names the gold pair's two sentences (or an alternative of the article's)."""
    wanted = [gold["article_sentence"], *gold["alt_article_sentences"]]
    return same_sentence(pair["stored_sentence"], gold["stored_sentence"]) and any(
        same_sentence(pair["article_sentence"], sentence) for sentence in wanted
    )


def rate(part: float, whole: float) -> float | None:
    """Return part / whole rounded to four digits, None for an empty whole."""
    return round(part / whole, 4) if whole else None


class Score:
    """The running counts over all cases, and the rows of the tables."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.phenomena: dict[str, Counter[str]] = defaultdict(Counter)
        self.wrong: list[str] = []

    def add(self, case: Case, said: Case) -> None:
        """Count one case with its prediction."""
        gold, got = case["expected"]["contradictions"], said["contradictions"]
        found = [any(is_hit(p, g) for p in got) for g in gold]
        right = [any(is_hit(p, g) for g in gold) for p in got]
        self.count.update(
            pairs=len(got), right=sum(right), gold=len(gold), found=sum(found),
            alerts=bool(got), true_alerts=bool(got and gold), positives=bool(gold),
            cases=1, linked=said["same_call"] == case["expected"]["same_call"],
            copies=said["duplicate_of"] == case["expected"]["duplicate_of"],
        )  # fmt: skip
        self._add_claims(case["expected"]["claims"], said["claims"])
        self._add_tables(case, gold, found, right, bool(got))

    def _add_claims(self, gold: Sequence[Case], got: Sequence[Case]) -> None:
        for one in gold:
            same = [
                c for c in got if c["topic"] == one["topic"] and same_sentence(c["sentence"], one["sentence"])
            ]
            self.count.update(
                claims=1,
                claims_found=bool(same),
                polarity=any(c["polarity"] == one["polarity"] for c in same),
            )

    def _add_tables(
        self, case: Case, gold: Sequence[Case], found: Sequence[bool], right: Sequence[bool], alert: bool
    ) -> None:
        for one, hit in zip(gold, found, strict=True):
            self.kinds[one["kind"]].update(gold=1, found=hit)
        ok = alert == bool(gold)
        self.phenomena[f"{case['group']}: {case['phenomenon']}"].update(
            cases=1, right=ok, gold=len(gold), found=sum(found), false_pairs=len(right) - sum(right)
        )
        if not ok:
            self.wrong.append(case["id"])

    def figures(self) -> dict[str, float | None]:
        """Return the figures by the names that the last line carries."""
        c = self.count
        return {
            "pair_precision": rate(c["right"], c["pairs"]),
            "pair_recall": rate(c["found"], c["gold"]),
            "article_precision": rate(c["true_alerts"], c["alerts"]),
            "article_recall": rate(c["true_alerts"], c["positives"]),
            "claim_recall": rate(c["claims_found"], c["claims"]),
            "polarity_accuracy": rate(c["polarity"], c["claims_found"]),
            "call_accuracy": rate(c["linked"], c["cases"]),
            "duplicate_accuracy": rate(c["copies"], c["cases"]),
        }

    def tables(self) -> Iterable[str]:
        """Yield the printed tables, by kind and by phenomenon."""
        yield "kind                        found / gold"
        for kind, row in sorted(self.kinds.items()):
            yield f"  {kind:26}{row['found']:3} / {row['gold']}"
        yield "phenomenon                                        right / cases   found / gold   false pairs"
        for name, row in self.phenomena.items():
            yield f"  {name:48}{row['right']:3} / {row['cases']:<3}        {row['found']:3} / {row['gold']:<3}      {row['false_pairs']}"
        yield f"wrong: {' '.join(self.wrong) or 'none'}"


def half_of(cases: Sequence[Case], half: str) -> list[Case]:
    """Return every second case ("a" the first, third, ...; "b" the others), or all of them."""
    return list(cases[{"a": 0, "b": 1}[half] :: 2]) if half else list(cases)


def speed(cases: Sequence[Case]) -> float | None:
    """Return articles a second of ``claims_in`` in processor time of one thread; the longest texts are left out."""
    from extractors.claims import claims_in
    from flows.cases import article_of

    articles = [article_of(c["article"]) for c in cases if isinstance(c["article"]["text"], str)]
    for article in articles[:2]:
        claims_in(article)  # the word lists are compiled once, at the first text
    started = time.process_time()
    for article in articles:
        claims_in(article)
    return rate(len(articles), time.process_time() - started)


def main(argv: Sequence[str] | None = None) -> int:
    """Print progress, tables and the figures; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--half", choices=("a", "b"), default="", help="score every second case only")
    options = parser.parse_args(argv)
    if not options.cases.is_file():
        parser.error(f"{options.cases}: no such file")
    cases = half_of(
        [json.loads(s) for s in options.cases.read_text("utf-8").splitlines() if s.strip()], options.half
    )
    started = time.process_time()
    from extractors.language import parse
    from flows.cases import predict_case

    parse("The presidents spoke.")
    loading = time.process_time() - started
    articles_per_second = speed(cases)
    score = Score()
    for number, case in enumerate(cases, 1):
        score.add(case, predict_case(case))
        print(f"\r{number}/{len(cases)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("\n".join(score.tables()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rest = {
        "articles_per_second": articles_per_second,
        "load_seconds": round(loading, 2),
        "peak_mb": round(peak, 1),
    }
    print(json.dumps({**score.figures(), **rest}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
