"""What `check` prints and gives to programs: every claim once with its slots, every relation with its reason."""

import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from extractors.duplicates import Finding, fingerprint
from extractors.model import (
    Article,
    Call,
    ContradictionKind,
    DuplicateKind,
    Modality,
    RelationKind,
    Scope,
    Side,
    Speaker,
    Verdict,
)
from flows import check_report
from flows.reading import Reading
from flows.steps.thinking import Thought
from tests.model_makers import claim, readout, relation

CALL = Call("2017-01-28", dt.date(2017, 1, 28))
QUOTE = "Sanctions and Syria came up, an aide said."
AIDE = Speaker("an aide", on_record=False)
FIRST = claim(QUOTE, speaker=AIDE, rule="discuss: came up")
SECOND = replace(FIRST, topic="syria", terms=frozenset({"chemical_weapons"}))
ASIDE = claim("He is a friend of trade.", topic="trade", modality=Modality.HEDGED, rule="nearby")
LOOSE = replace(FIRST, topic="other", rule="open")
TEXT = claim("The note leaves Iran out.", topic="iran", scope=Scope.TEXT, call_date=None, rule="silence")
STORED = readout(claim("They did not discuss sanctions."), kind="quoted", outlet="Gazette")
CLASH = relation(
    FIRST,
    STORED.claims[0],
    STORED,
    kind=RelationKind.CONTRADICTS,
    contradiction=ContradictionKind.DISCUSSED_VS_NOT,
    reason="One says so, the other not.",
)
SILENCE = replace(
    CLASH, kind=RelationKind.ONE_SIDE_ONLY, readout_claim=None, contradiction=None, reason="Only one says so."
)
SAME = relation(SECOND, STORED.claims[0], STORED, reason="Both say so.")
ARTICLE = Article(text=f"{QUOTE} He is a friend of trade. The note leaves Iran out.", title="An aide speaks")


def thought(**reading: object) -> Thought:
    read = Reading(
        claims=(FIRST, SECOND, ASIDE, LOOSE, TEXT),
        calls=(CALL,),
        main_call=CALL,
        readouts=(),
        relations=(SAME, SILENCE, CLASH),
    )
    return Thought(
        ARTICLE, Finding(fingerprint(ARTICLE.text), None, fingerprint("")), replace(read, **reading), 0
    )


def printed(one: Thought) -> str:
    stream = io.StringIO()
    check_report.show(Console(file=stream, width=200), one, "America/New_York")
    return stream.getvalue()


def test_a_sentence_is_printed_once_with_all_that_was_read_in_it() -> None:
    out = printed(thought())
    assert out.count("  an aide, not named\n    > Sanctions and Syria came up, an aide said.\n") == 1
    assert "- sanctions: discussed, denied; asserted; about the call of 2017-01-28 [discuss: came up]" in out
    assert "of it: chemical weapons" in out
    assert "about what a statement says, no call known [silence]" in out
    assert "3 claims" in out


def test_what_merely_stands_near_the_call_comes_last_and_loose_nouns_not_at_all() -> None:
    out = printed(thought())
    assert out.index("Named near the call") < out.index("trade > He is a friend of trade.")
    assert "other:" not in out


def test_relations_come_worst_first_with_their_reasons_and_quotes() -> None:
    out = printed(thought())
    places = [out.index(head) for head in ("CONTRADICTS (1)", "ONE SIDE ONLY (1)", "CONSISTENT (1)")]
    assert places == sorted(places)
    assert "One says so, the other not. (discussed or not, sanctions; rule same, high confidence)" in out
    assert "White House, quoted by Gazette > They did not discuss sanctions." in out
    assert out.count("this article >") == 2  # agreement needs no quotes


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (thought(claims=(), relations=(), main_call=None), "No claim about a call."),
        (thought(note="not written in English, so not read"), "Note: not written in English"),
        (thought(calls=(CALL, Call("2016-11-14", dt.date(2016, 11, 14)))), "Also about: 2016-11-14"),
    ],
)
def test_what_is_missing_or_odd_has_a_line_of_its_own(made: Thought, line: str) -> None:
    assert line in printed(made)


def test_a_copy_is_called_a_copy_and_nothing_else() -> None:
    copy = thought(claims=(), relations=())
    verdict = Verdict(DuplicateKind.EXACT, 3, 1.0, "the words are those of article 3")
    out = printed(replace(copy, copy=replace(copy.copy, verdict=verdict)))
    assert "Duplicate: the words are those of article 3" in out
    assert "not compared with the readouts again" in out
    assert "Call:" not in out


def test_programs_get_the_same_with_places_in_the_text() -> None:
    data = json.loads(json.dumps(check_report.as_data(thought(), ARTICLE.text)))
    assert [one["kind"] for one in data["relations"]] == ["contradicts", "one side only", "consistent"]
    assert all(ARTICLE.text[one["start"] : one["end"]] == one["quote"] for one in data["claims"])
    first, silence, _ = data["relations"]
    assert ARTICLE.text[first["article_start"] : first["article_end"]] == first["article_quote"]
    assert STORED.text[first["readout_start"] : first["readout_end"]] == first["readout_quote"]
    assert (silence["readout_quote"], silence["readout_start"], silence["readout_side"]) == (
        None,
        None,
        Side.WHITE_HOUSE,
    )
    assert (data["read"], data["note"], data["call"]) == (True, "", "2017-01-28")
