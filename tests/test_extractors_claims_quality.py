"""Floors of quality on invented cases: a change that loses a kind of contradiction or raises a false alarm fails.

Precision comes first: a false alarm mutes the channel. The floors are what the rules reach now.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.claims import Score, is_hit
from flows.cases import predict_case

CASES = Path(__file__).parent / "data" / "claim_cases.jsonl"
FLOORS = {
    "discussed_vs_not": 0.75,
    "agreed_vs_not": 0.75,
    "sanctions_action": 0.7,
    "duration": 0.8,
    "initiator": 0.85,
    "meeting_planned": 0.75,
    "scope": 0.75,
    "official_denial": 0.6,
}


@cache
def predicted() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    return [(case, predict_case(case)) for case in cases]


def test_no_negative_case_alerts() -> None:
    wrong = [
        case["id"]
        for case, said in predicted()
        if said["contradictions"] and not case["expected"]["contradictions"]
    ]
    assert wrong == []


@pytest.mark.parametrize(("kind", "floor"), FLOORS.items())
def test_contradictions_of_each_kind_are_found(kind: str, floor: float) -> None:
    counts: Counter[bool] = Counter()
    for case, said in predicted():
        for gold in case["expected"]["contradictions"]:
            if gold["kind"] == kind:
                counts[any(is_hit(pair, gold) for pair in said["contradictions"])] += 1
    assert counts[True] / counts.total() >= floor


def test_pairs_articles_and_links_stay_above_their_floors() -> None:
    score = Score()
    for case, said in predicted():
        score.add(case, said)
    figures = score.figures()
    assert (figures["article_precision"] or 0) >= 0.98
    assert (figures["article_recall"] or 0) >= 0.8
    assert (figures["pair_precision"] or 0) >= 0.95


def test_a_case_shifted_to_another_readout_hits_nothing() -> None:
    pairs = [
        (a, b)
        for (a, said), (b, _) in zip(predicted(), predicted()[7:], strict=False)
        for a in said["contradictions"]
    ]
    assert not any(is_hit(pair, gold) for pair, case in pairs for gold in case["expected"]["contradictions"])
