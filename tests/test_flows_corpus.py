"""After loading the seed corpus: one call with both sides' readouts as the stories quote them."""

import pytest

from extractors.model import Modality, Polarity, Proposition, Scope, Side
from store import repository
from store.engine import open_store, reading
from tests.newsroom import corpus_store

KEY = "2017-01-28"


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """The calls, and the claims of the call's readouts by side."""
    engine = open_store(f"sqlite:///{corpus_store(tmp_path_factory.mktemp('corpus'))}")
    with reading(engine) as connection:
        calls = repository.all_calls(connection)
        readouts = repository.readouts_of(connection, KEY)
    engine.dispose()
    return calls, {side: [c for r in readouts if r.side is side for c in r.claims] for side in Side}


REQUIRED = [
    (
        Side.WHITE_HOUSE,
        "terrorism",
        Proposition.DISCUSSED,
        Polarity.AFFIRMED,
        "mutual cooperation in defeating ISIS",
    ),
    (Side.WHITE_HOUSE, "syria", Proposition.DISCUSSED, Polarity.AFFIRMED, "including Syria"),
    (Side.WHITE_HOUSE, "sanctions", Proposition.DISCUSSED, Polarity.DENIED, "did not discuss sanctions"),
    (Side.KREMLIN, "trade", None, Polarity.AFFIRMED, "restoring mutually beneficial trade"),
    (Side.KREMLIN, "syria", Proposition.AGREED, Polarity.AFFIRMED, "real coordination"),
    (Side.KREMLIN, "relations", Proposition.AGREED, Polarity.AFFIRMED, "as equals"),
    (Side.KREMLIN, "terrorism", None, Polarity.AFFIRMED, "fight against terrorism"),
    (Side.KREMLIN, "iran", Proposition.DISCUSSED, Polarity.AFFIRMED, "Iran's nuclear program"),
    (Side.KREMLIN, "ukraine", Proposition.DISCUSSED, Polarity.AFFIRMED, "the Ukraine crisis"),
    (Side.KREMLIN, "meeting", None, Polarity.AFFIRMED, "desire to organise a meeting"),
]


@pytest.mark.parametrize("required", REQUIRED)
def test_a_side_said_it(held, required):
    """Each line is something that a side said of the call, as the second story quotes it."""
    side, topic, proposition, polarity, words = required
    found = [claim for claim in held[1][side] if claim.topic == topic and words in claim.quote]
    assert any(claim.polarity is polarity and proposition in {None, claim.proposition} for claim in found), [
        (claim.topic, claim.proposition, claim.polarity, claim.quote) for claim in held[1][side]
    ]


@pytest.mark.parametrize(
    "words",
    [
        "very early",
        "We'll see what happens",
        "We believe the sanctions should continue",
        "Trump has said he would consider easing",
        "put an end to this speculation",
        "would send a dangerous message",
        "expelled 35 diplomats",
        "implemented against sectors",
        "normalise",
    ],
)
def test_no_side_said_it_of_the_call(held, words):
    """May, McCain, Portman, Obama, Trump on Friday, and the call of November: none is part of a readout."""
    mixed = [
        claim.quote
        for claims in held[1].values()
        for claim in claims
        if words in claim.quote and claim.scope is Scope.CALL and claim.modality is Modality.ASSERTED
    ]
    assert mixed == []


def test_the_call_of_november_stands_apart(held):
    """It is known as a call of its own, never mixed with the one in January."""
    months = {(call.date.year, call.date.month) for call in held[0]}
    assert months == {(2016, 11), (2017, 1)}


def test_the_unnamed_official_is_unnamed(held):
    """The denial is the White House's, and off the record."""
    denials = [claim for claim in held[1][Side.WHITE_HOUSE] if "did not discuss sanctions" in claim.quote]
    assert denials
    assert not any(claim.speaker.on_record for claim in denials)
