"""Our own evaluation cases are sound: gold is verbatim, found once, whole sentences; every kind occurs."""

import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from extractors.model import ContradictionKind

FOLDER = Path(__file__).parent / "data" / "cases"
TOPICS = {
    *(
        "sanctions",
        "military_cooperation",
        "counterterrorism",
        "trade",
        "election_interference",
        "arms_control",
    ),
    *("ceasefire", "aid", "cyber", "human_rights", "meeting", "duration", "initiator", "energy", "prisoners"),
    *("relations", "ukraine", "syria"),
}
NEGATIVES = {
    "readout silence",
    "addition",
    "differing emphasis",
    "opinion",
    "sarcasm",
    "question",
    "prediction before the call",
    "conditional",
    "third party's wish",
    "rumour refuted by the article",
    "another call, other date",
    "another leader on the same day",
    "overlapping durations",
    "restatement of the readout",
}
FILES = sorted(FOLDER.glob("own_*.jsonl"))


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


CASES = [case for path in FILES for case in read(path)]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])


def is_whole_sentence(sentence, text):
    """True when it occurs once, begins where a sentence can begin and ends where one can end."""
    if text.count(sentence) != 1:
        return False
    before = text[: text.index(sentence)].rstrip(" ")
    begins = not before or before[-1] in '\n.?!"”)>—'
    return begins and re.search(r"[.?!][\"”’)]*$", sentence) is not None


def readout_texts(case):
    return [s["text"] for s in case["stored"] if s["kind"] == "readout"]


@each_case
def test_a_case_has_every_field_and_no_other(case):
    assert set(case) == {"id", "group", "phenomenon", "call_date", "stored", "article", "expected"}
    assert set(case["article"]) == {"outlet", "url", "published", "title", "text"}
    assert set(case["expected"]) == {"contradictions", "claims", "same_call", "duplicate_of"}
    assert [s["id"] for s in case["stored"]] == [f"{case['id']}-s{n + 1}" for n in range(len(case["stored"]))]
    assert all(set(s) == {"id", "source", "kind", "published", "text"} for s in case["stored"])
    assert readout_texts(case)
    assert case["article"]["url"].startswith("https://example-outlet.test/")


@each_case
def test_the_times_of_a_case_are_utc_and_near_the_call(case):
    call = date.fromisoformat(case["call_date"])
    for stamp in (case["article"]["published"], *(s["published"] for s in case["stored"])):
        assert stamp.endswith("Z")
        assert -1 <= (datetime.fromisoformat(stamp).date() - call).days <= 14


@each_case
def test_both_quotes_of_a_contradiction_are_whole_sentences_found_once(case):
    text = case["article"]["text"]
    for gold in case["expected"]["contradictions"]:
        assert gold["topic"] in TOPICS
        assert gold["kind"] in set(ContradictionKind)
        assert [is_whole_sentence(gold["stored_sentence"], t) for t in readout_texts(case)].count(True) == 1
        assert is_whole_sentence(gold["article_sentence"], text)
        for other in gold["alt_article_sentences"]:
            assert other == case["article"]["title"] or is_whole_sentence(other, text)


@each_case
def test_every_claim_is_a_whole_sentence_found_once(case):
    for claim in case["expected"]["claims"]:
        assert claim["topic"] in {"sanctions", "cooperation"}
        assert claim["polarity"] in {"affirmed", "denied", "uncertain"}
        assert claim["aspect"] in {"discussed", "agreed", "ease", "impose", "other"}
        assert claim["speaker"]
        assert is_whole_sentence(claim["sentence"], case["article"]["text"])


@each_case
def test_a_case_is_as_long_as_a_news_story_and_carries_no_authoring_marks(case):
    text = case["article"]["text"]
    assert 150 <= len(text.split()) <= 450
    assert "{{" not in json.dumps(case)


@each_case
def test_only_positive_cases_must_and_no_negative_case_may_hold_a_contradiction(case):
    if case["group"] == "positive":
        assert case["expected"]["contradictions"]
        assert case["expected"]["same_call"]
    if case["group"] == "negative":
        assert not case["expected"]["contradictions"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_covers_every_kind_of_contradiction_and_of_negative(path):
    cases = read(path)
    assert Counter(c["group"] for c in cases) == {"positive": 14, "negative": 14, "adversarial": 2}
    kinds = Counter(g["kind"] for c in cases for g in c["expected"]["contradictions"])
    assert set(kinds) == set(ContradictionKind)
    assert kinds["initiator"] > 1
    assert kinds["scope"] > 1
    assert {c["phenomenon"] for c in cases if c["group"] == "negative"} == NEGATIVES
    assert len({c["call_date"] for c in cases}) >= 15


def test_no_two_cases_share_an_id_or_a_run_of_nine_words():
    assert len({c["id"] for c in CASES}) == len(CASES)
    seen = {}
    for case in CASES:
        words = case["article"]["text"].lower().split()
        for run in {tuple(words[i : i + 9]) for i in range(len(words) - 8)}:
            assert seen.setdefault(run, case["id"]) == case["id"]
