"""What an alert says: it survives the outbox unchanged, and knows itself again in other printings."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings

from alerts.content import AlertContent, content_from, focus_of, normal, pair_key
from extractors.model import (
    Article,
    Call,
    Claim,
    ContradictionKind,
    Family,
    Modality,
    Polarity,
    Proposition,
    Readout,
    Relation,
    RelationKind,
    Scope,
    Side,
    Speaker,
)
from tests.alert_samples import NOW, SAMPLE, content, contents


def claim(quote: str, terms: frozenset[str] = frozenset(), speaker: Speaker | None = None) -> Claim:
    return Claim(
        speaker=speaker or Speaker("an aide", Side.KREMLIN, on_record=False, chain=("Interfax",)),
        topic="sanctions",
        family=Family.SANCTIONS,
        proposition=Proposition.DISCUSSED,
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        scope=Scope.CALL,
        quote=quote,
        start=0,
        end=len(quote),
        terms=terms,
    )


def relation(kind: RelationKind = RelationKind.CONTRADICTS) -> Relation:
    denial = claim("Sanctions were not discussed.", speaker=Speaker("", None))
    published = dt.datetime(2017, 1, 28, 22, 35, tzinfo=dt.UTC)
    readout = Readout(
        Side.WHITE_HOUSE, "White House", denial.quote, (denial,), url="https://wh.test", published=published
    )
    contradiction = ContradictionKind.DISCUSSED_VS_NOT if kind is RelationKind.CONTRADICTS else None
    said = claim("Sanctions came up, an aide said.", frozenset({"sanction"}))
    return Relation(
        kind, said, denial, readout, "sanctions.discussed", "A says so; B not.", "sanctions", contradiction
    )


CALL = Call("2017-01-28", dt.date(2017, 1, 28), "Donald Trump", "Vladimir Putin")
ARTICLE = Article(
    "text", url="https://paper.test/1", outlet="Paper", published=NOW, time_zone="Europe/Moscow"
)


@settings(deadline=None)
@given(contents())
def test_content_comes_back_from_the_outbox_unchanged(made: AlertContent) -> None:
    assert AlertContent.from_json(made.to_json()) == made


@settings(deadline=None)
@given(contents())
def test_what_waits_in_the_outbox_can_be_stored_anywhere(made: AlertContent) -> None:
    """A half surrogate or a NUL from a page must not break the transaction that stores the contradiction."""
    assert made.to_json().isascii()
    assert "\x00" not in made.to_json()


@pytest.mark.parametrize("broken", ["", "{}", "[]", "null", '{"call_date": 1}', SAMPLE.to_json()[:-9]])
def test_other_json_is_refused(broken: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        AlertContent.from_json(broken)


def test_keys_name_the_conversation_and_the_pair() -> None:
    assert SAMPLE.parent_key == "2017-01-28|sanctions|discussed_vs_not"
    printed = content(
        claim={"quote": SAMPLE.claim.quote.upper().replace(" ", "\n"), "url": "https://other.test"}
    )
    assert printed.pair_key == SAMPLE.pair_key
    assert printed.source_key != SAMPLE.source_key


def test_a_pair_has_a_direction() -> None:
    assert pair_key("a", "b") != pair_key("b", "a")
    assert pair_key("ab", "c") != pair_key("a", "bc")


@pytest.mark.parametrize(
    "other", ["“Never”, he said —  again", '"never", he said - again', "«NEVER», he said – again"]
)
def test_printings_of_one_sentence_are_equal(other: str) -> None:
    assert normal(other) == normal("'Never', he said - again")


SEVERITIES = {
    "sure and on record": ({"on_record": True}, {}, "high"),
    "sure but unnamed": ({"on_record": False}, {}, "medium"),
    "an outlet that names nobody": ({"on_record": True, "is_outlet": True}, {}, "medium"),
    "unnamed, but three independent sources": ({"on_record": False}, {"sources": ("A", "B", "C")}, "high"),
    "a side denies the other's account": ({"on_record": False}, {"kind": "official_denial"}, "high"),
    "less sure": ({"on_record": True}, {"confidence": "medium"}, "medium"),
    "unsure": ({"on_record": True}, {"confidence": "low"}, "low"),
}


@pytest.mark.parametrize(("voice", "rest", "wanted"), SEVERITIES.values(), ids=SEVERITIES)
def test_severity(voice: dict[str, bool], rest: dict[str, object], wanted: str) -> None:
    assert content(claim=voice, **rest).severity == wanted


FOCUS = {
    "from the first term to the last": (
        "He said sanctions on banks came up.",
        {"sanction", "bank"},
        "sanctions on banks",
    ),
    "a term that is not there does not count": ("Sanctions came up.", {"sanction", "trade"}, "Sanctions"),
    "without terms all of it": ("Sanctions came up.", set(), "Sanctions came up."),
}


@pytest.mark.parametrize(("quote", "terms", "wanted"), FOCUS.values(), ids=FOCUS)
def test_the_disputed_words(quote: str, terms: set[str], wanted: str) -> None:
    start, end = focus_of(claim(quote, frozenset(terms)))
    assert quote[start:end] == wanted


def test_content_from_a_contradiction() -> None:
    made = content_from(
        relation(),
        ARTICLE,
        CALL,
        first_seen=NOW,
        readout_ref="readout:7",
        article_ref="article:9:1",
        article_evidence="f" * 64,
        evidence_url="https://desk.test/evidence/{sha256}",
    )
    assert (made.readout.speaker, made.readout.side, made.readout.outlet) == (
        "White House",
        "White House",
        "White House",
    )
    assert (made.claim.speaker, made.claim.side, made.claim.chain) == ("an aide", "Kremlin", ("Interfax",))
    assert (made.readout.text_ref, made.claim.text_ref) == ("readout:7", "article:9:1")
    assert made.claim.evidence_url == "https://desk.test/evidence/" + "f" * 64
    assert made.readout.evidence_url == ""
    assert made.sources == ("Paper",)
    assert dataclasses.replace(made, sources=()).claim.quote == "Sanctions came up, an aide said."


def test_only_a_contradiction_alerts() -> None:
    with pytest.raises(ValueError, match="only a contradiction"):
        content_from(relation(RelationKind.ONE_SIDE_ONLY), ARTICLE, CALL, first_seen=NOW)
