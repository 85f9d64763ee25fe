"""Prediction on case files: what is read, what is never read, and what a broken line says."""

import json
from typing import Any

import pytest

from extractors.model import Side
from flows.cases import CaseError, predict_case, predict_cases, side_of

READOUT = (
    "President Donald J. Trump spoke by telephone today with President Vladimir Putin of Russia. "
    "Sanctions were not discussed. The call lasted about an hour."
)
STORY = (
    "WASHINGTON — Vladimir Putin pressed Donald Trump on the sanctions when they spoke on Saturday, "
    "two officials said.\n\nThe White House had no comment."
)


def case(text: Any = STORY, published: str | None = "2017-01-30T15:00:00Z", **more: object) -> dict[str, Any]:
    stored = {
        "id": "s1", "source": "White House readout", "kind": "readout",
        "published": "2017-01-28T22:00:00Z", "text": READOUT,
    }  # fmt: skip
    article = {"outlet": "Invented Courier", "url": "", "published": published, "title": "", "text": text}
    return {"id": "X1", "stored": [stored], "article": article, **more}


def test_a_contradiction_is_predicted_with_both_sentences_verbatim() -> None:
    said = predict_case(case())
    [pair] = said["contradictions"]
    assert pair["kind"] == "discussed_vs_not"
    assert pair["stored_sentence"] == "Sanctions were not discussed."
    assert pair["article_sentence"] in STORY
    assert said["same_call"] is True
    assert said["duplicate_of"] is None


def test_the_answer_in_a_case_is_never_read() -> None:
    plain = next(predict_cases([json.dumps(case())]))
    told = case(call_date="1999-01-01", expected={"contradictions": [], "same_call": False})
    assert next(predict_cases([json.dumps(told)])) == plain


def test_a_repeated_text_is_written_out_and_a_missing_time_is_no_trouble() -> None:
    said = predict_case(
        case({"unit": "The two presidents spoke about Syria. ", "repeat": 30}, published=None)
    )
    assert said["contradictions"] == []


def test_a_copy_of_a_stored_text_names_it_and_contradicts_nothing() -> None:
    copied = case(STORY * 2)
    copied["stored"].append(
        {**copied["stored"][0], "id": "s2", "kind": "article", "source": "Agency", "text": STORY * 2}
    )
    said = predict_case(copied)
    assert said["duplicate_of"] == "s2"
    assert said["contradictions"] == []


@pytest.mark.parametrize("text", ["", " ", "Accept all cookies | Reject all", "<script>alert(1)</script>"])
def test_a_page_with_no_story_is_about_no_call(text: str) -> None:
    said = predict_case(case(text))
    assert said["same_call"] is False
    assert said["contradictions"] == said["claims"] == []


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("{not json", "line 2: not JSON"),
        ('["a list"]', "line 2: a case needs"),
        ('{"id": "X"}', "line 2: a case needs"),
        ('{"id": "X", "article": {}, "stored": 3}', "line 2: stored must be"),
    ],
)
def test_a_broken_line_is_named_with_its_number(line: str, part: str) -> None:
    with pytest.raises(CaseError, match=part):
        list(predict_cases([json.dumps(case()), line]))


def test_blank_lines_are_skipped() -> None:
    assert len(list(predict_cases(["", json.dumps(case()), "  "]))) == 1


def test_the_source_of_a_readout_tells_its_side() -> None:
    assert side_of("Kremlin readout") is Side.KREMLIN
    assert side_of("State Department readout") is Side.WHITE_HOUSE
