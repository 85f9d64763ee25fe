"""When two accounts of one call contradict each other, and when they do not."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.contradictions import relations
from alerts.extents import extents_clash
from extractors.model import (
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

DAY = dt.date(2017, 1, 28)
SAID = "Sanctions were not discussed."
TOLD = "They talked about sanctions."


def claim(quote: str, **fields: object) -> Claim:
    """A claim about sanctions on the call of DAY, affirmed and discussed unless told otherwise."""
    base = Claim(
        speaker=Speaker("an official"),
        topic="sanctions",
        family=Family.SANCTIONS,
        proposition=Proposition.DISCUSSED,
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        scope=Scope.CALL,
        quote=quote,
        start=0,
        end=len(quote),
        call_date=DAY,
    )
    return dataclasses.replace(base, **fields)


def readout(*claims: Claim, key: str = "2017-01-28") -> Readout:
    return Readout(Side.WHITE_HOUSE, "White House", claims[0].quote, claims, call_key=key)


def between(new: Claim, stored: Claim, key: str = "2017-01-28") -> list[Relation]:
    return relations([new], [readout(stored, key=key)])


def kinds(new: Claim, stored: Claim) -> list[ContradictionKind | None]:
    return [r.contradiction for r in between(new, stored) if r.kind is RelationKind.CONTRADICTS]


def test_a_topic_denied_by_one_and_told_by_the_other_contradicts() -> None:
    assert kinds(claim(TOLD), claim(SAID, polarity=Polarity.DENIED)) == [ContradictionKind.DISCUSSED_VS_NOT]


def test_the_same_holds_when_the_new_source_is_the_one_that_denies() -> None:
    assert kinds(claim(SAID, polarity=Polarity.DENIED), claim(TOLD)) == [ContradictionKind.DISCUSSED_VS_NOT]


@pytest.mark.parametrize(
    "change",
    [
        {"modality": Modality.HEDGED},
        {"modality": Modality.FUTURE},
        {"modality": Modality.CONDITIONAL},
        {"modality": Modality.WISHED},
        {"modality": Modality.QUESTIONED},
        {"scope": Scope.TEXT},
        {"scope": Scope.BACKGROUND},
        {"polarity": Polarity.UNCERTAIN},
        {"topic": "syria"},
        {"call_date": dt.date(2017, 1, 29)},
        {"call_date": None},
    ],
    ids=str,
)
def test_what_is_not_asserted_of_this_call_and_this_topic_contradicts_nothing(
    change: dict[str, object],
) -> None:
    new = dataclasses.replace(claim(TOLD), **change)
    assert kinds(new, claim(SAID, polarity=Polarity.DENIED)) == []


def test_a_denial_of_a_narrow_matter_leaves_the_wide_topic_alone() -> None:
    denied = claim(SAID, polarity=Polarity.DENIED, topic="syria", terms=frozenset({"safe_zones"}))
    assert kinds(denied, claim(TOLD, topic="syria")) == []
    assert kinds(denied, claim(TOLD, topic="syria", terms=frozenset({"safe_zones"})))


def test_a_denial_of_the_whole_topic_covers_every_matter_of_it() -> None:
    denied = claim(SAID, polarity=Polarity.DENIED, topic="syria")
    assert kinds(denied, claim(TOLD, topic="syria", terms=frozenset({"safe_zones"})))


@pytest.mark.parametrize(
    ("denied", "affirmed", "clash"),
    [
        (Proposition.DISCUSSED, Proposition.AGREED, True),
        (Proposition.DISCUSSED, Proposition.PROPOSED, True),
        (Proposition.AGREED, Proposition.DISCUSSED, False),
        (Proposition.AGREED, Proposition.PROPOSED, False),
        (Proposition.AGREED, Proposition.AGREED, True),
        (Proposition.PROPOSED, Proposition.AGREED, True),
    ],
)
def test_what_was_not_agreed_may_still_have_been_discussed(
    denied: Proposition, affirmed: Proposition, clash: bool
) -> None:
    new = claim(SAID, polarity=Polarity.DENIED, proposition=denied, topic="trade")
    assert bool(kinds(new, claim(TOLD, proposition=affirmed, topic="trade"))) is clash


def test_easing_against_keeping_is_a_contradiction_of_sanctions_action() -> None:
    eased = claim(TOLD, proposition=Proposition.EASED, holder="US")
    kept = claim(SAID, proposition=Proposition.MAINTAINED, holder="US")
    assert kinds(eased, kept) == [ContradictionKind.SANCTIONS_ACTION]


def test_what_the_russian_leader_asks_for_is_no_act_of_the_american_side() -> None:
    asked = claim(TOLD, proposition=Proposition.EASED, holder="RU")
    assert kinds(asked, claim(SAID, proposition=Proposition.MAINTAINED, holder="US")) == []


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("48-72", "18-22", True),
        ("57-75", "75-92", False),
        ("45-55", "102-120", True),
        ("60-90", "63-77", False),
    ],
)
def test_durations_contradict_only_when_their_ranges_stay_clearly_apart(
    one: str, other: str, clash: bool
) -> None:
    new = claim(TOLD, topic="duration", proposition=Proposition.DURATION, value=one)
    stored = claim(SAID, topic="duration", proposition=Proposition.DURATION, value=other)
    assert bool(kinds(new, stored)) is clash


def test_each_naming_the_other_side_as_caller_contradicts() -> None:
    new = claim(TOLD, topic="initiator", proposition=Proposition.INITIATOR, value="US")
    stored = claim(SAID, topic="initiator", proposition=Proposition.INITIATOR, value="RU")
    assert kinds(new, stored) == [ContradictionKind.INITIATOR]
    assert kinds(new, dataclasses.replace(stored, value="US")) == []


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("only:energy infrastructure", "includes:transport", True),
        ("only:energy", "includes:energy", False),
        ("includes:ventilator", "only:test", True),
        ("excludes:ventilator", "includes:ventilator mask", True),
        ("includes:mask", "includes:ventilator", False),
        ("term:8760", "term:43800", True),
        ("term:720", "term:720", False),
    ],
)
def test_extents_clash_when_one_account_leaves_no_room_for_the_other(
    one: str, other: str, clash: bool
) -> None:
    assert extents_clash(one, other) is clash
    assert extents_clash(other, one) is clash


def test_the_reason_names_both_speakers_and_says_what_each_says() -> None:
    [relation] = between(
        claim(TOLD, speaker=Speaker("two aides")),
        claim(SAID, polarity=Polarity.DENIED, speaker=Speaker("the White House")),
    )
    assert "two aides" in relation.reason.lower()
    assert "White House" in relation.reason
    assert relation.reason.endswith(".")


def test_a_quote_that_is_not_in_its_text_is_a_failed_assertion_and_no_alert() -> None:
    stored = claim(SAID, polarity=Polarity.DENIED)
    wrong = Readout(
        Side.WHITE_HOUSE,
        "White House",
        "Another text entirely, longer than that.",
        (stored,),
        call_key="2017-01-28",
    )
    with pytest.raises(AssertionError):
        relations([claim(TOLD)], [wrong])


def test_the_nearest_sentence_of_a_readout_is_the_one_quoted() -> None:
    far = claim("They spoke of Syria and the war.", topic="syria")
    near = claim("Safe zones in Syria were discussed.", topic="syria", terms=frozenset({"safe_zones"}))
    text = f"{far.quote} {near.quote}"
    near = dataclasses.replace(near, start=len(far.quote) + 1, end=len(text))
    stored = Readout(Side.KREMLIN, "Kremlin", text, (far, near), call_key="2017-01-28")
    denied = claim(SAID, polarity=Polarity.DENIED, topic="syria", terms=frozenset({"safe_zones"}))
    assert [r.readout_claim for r in relations([denied], [stored])] == [near]


polarities = st.sampled_from(Polarity)
propositions = st.sampled_from([Proposition.DISCUSSED, Proposition.PROPOSED, Proposition.AGREED])


@given(polarities, polarities, propositions, propositions)
def test_a_contradiction_is_one_from_either_side(
    a: Polarity, b: Polarity, p: Proposition, q: Proposition
) -> None:
    one = claim(TOLD, polarity=a, proposition=p, topic="trade")
    other = claim(SAID, polarity=b, proposition=q, topic="trade")
    assert bool(kinds(one, other)) == bool(kinds(other, one))


@given(polarities, propositions)
def test_a_claim_never_contradicts_its_own_restatement(polarity: Polarity, proposition: Proposition) -> None:
    one = claim(TOLD, polarity=polarity, proposition=proposition)
    assert kinds(one, one) == []
