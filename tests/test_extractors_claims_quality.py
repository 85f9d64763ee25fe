"""Floors of quality on invented cases: a change that loses a kind of contradiction or raises a false alarm fails.

Precision comes first: a false alarm mutes the channel. The floors are what the rules reach now.
"""

import datetime as dt
import json
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.claims import Score, is_hit
from extractors.claims import claims_in
from extractors.model import Article, Claim, Side
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

OWN_CASES = Path(__file__).parent / "data" / "cases" / "own_a.jsonl"
# What all thirty cases of that file reach now, each as long as a story in a paper; they were not written for a rule.
OWN_FLOORS = {
    "article_precision": 0.99,
    "article_recall": 0.93,
    "pair_precision": 0.99,
    "pair_recall": 0.93,
    "claim_recall": 0.64,
    "polarity_accuracy": 0.99,
    "call_accuracy": 0.96,
    "duplicate_accuracy": 1.0,
}
SLOT_CASES = tomllib.loads((Path(__file__).parent / "data" / "slots.toml").read_text("utf-8"))["case"]
# The share of the sentences in data/slots.toml whose claim has the slot right; a lost claim has none right.
SLOT_FLOORS = {
    "topic": 0.96,
    "side": 0.92,
    "proposition": 0.96,
    "polarity": 0.92,
    "modality": 0.92,
    "scope": 0.96,
    "call": 0.96,
}
SLOTS = tuple(SLOT_FLOORS)
LEAD = "WASHINGTON — President Donald Trump and President Vladimir Putin of Russia spoke by phone on Tuesday."
CODES = {Side.WHITE_HOUSE: "US", Side.KREMLIN: "RU", None: ""}


def slots_of(claim: Claim) -> dict[str, str]:
    """The slots of a claim by the names and in the letters of the data file."""
    plain = {name: str(getattr(claim, name)) for name in SLOTS if name not in ("side", "call")}
    day = claim.call_date.isoformat() if claim.call_date else ""
    return plain | {"side": CODES[claim.speaker.side], "call": day}


@cache
def slots_read(text: str, topic: str, wanted: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The slots of the claim of the topic in a sentence that comes nearest to what is wanted; empty for none."""
    published = dt.datetime(2017, 11, 23, 15, tzinfo=dt.UTC)
    article = Article(text=f"{LEAD}\n\n{text}", title="More on the Trump-Putin call", published=published)
    found = [slots_of(c) for c in claims_in(article) if c.topic == topic and c.start >= len(LEAD)]
    return max(found, key=lambda one: sum(one[name] == value for name, value in wanted), default={})


def claim_of_case(case: dict[str, Any]) -> dict[str, str]:
    gold = case["gold"]
    return slots_read(case["text"], gold["topic"], tuple(gold.items()))


def slot_accuracy(slot: str) -> float:
    right = sum(claim_of_case(case).get(slot) == case["gold"][slot] for case in SLOT_CASES)
    return right / len(SLOT_CASES)


@pytest.mark.parametrize(("slot", "floor"), SLOT_FLOORS.items())
def test_each_slot_is_right_in_most_sentences(slot: str, floor: float) -> None:
    missed = [case["text"] for case in SLOT_CASES if claim_of_case(case).get(slot) != case["gold"][slot]]
    assert slot_accuracy(slot) >= floor, missed


@cache
def own_figures() -> dict[str, float | None]:
    score = Score()
    for line in OWN_CASES.read_text("utf-8").splitlines():
        case = json.loads(line)
        score.add(case, predict_case(case))
    return score.figures()


@pytest.mark.parametrize(("figure", "floor"), OWN_FLOORS.items())
def test_whole_stories_stay_above_their_floors(figure: str, floor: float) -> None:
    assert (own_figures()[figure] or 0) >= floor


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
