"""What a new claim is compared with: each thing that a side is quoted with, once."""

import dataclasses
import datetime as dt
import random

import pytest
from sqlalchemy import Connection, Engine, update

from alerts.contradictions import relations
from extractors.model import Claim, Modality, Polarity, Proposition, Readout, Relation, Side, Speaker
from store.calls import add_call, add_readout, distinct_readouts_of, readouts_of
from store.engine import reading, writing
from store.tables import readouts
from tests.model_makers import CALL, NOW, claim, readout

OURS = "They did not discuss sanctions."
THEIRS = "Sanctions were not talked about at all."


def quoted(number: int, *claims: Claim, **other: object) -> Readout:
    """What story ``number`` quotes the White House with; stories come an hour apart."""
    given = {"published": NOW + dt.timedelta(hours=number), "url": f"https://herald.example/{number}"}
    text = "\n".join(one.quote for one in claims)
    return readout(*claims, text=text, kind="quoted", **(given | other))


def keep(connection: Connection, *held: Readout) -> list[Readout]:
    """Store readouts of the one call."""
    add_call(connection, CALL, now=NOW)
    return [add_readout(connection, one, now=NOW) for one in held]


def compared(connection: Connection) -> list[tuple[str, list[str]]]:
    """Address and quotes of what a new claim would be compared with."""
    return [(one.url, [c.quote for c in one.claims]) for one in distinct_readouts_of(connection, CALL.key)]


def test_the_first_of_equal_quotations_stands_for_all(store: Engine):
    """Oldest by publication, however late it was stored; the others stay in the store."""
    with writing(store) as connection:
        keep(connection, quoted(2, claim(OURS)), quoted(1, claim(THEIRS)), quoted(3, claim(OURS)))
        assert compared(connection) == [("https://herald.example/1", [THEIRS])]
        assert len(readouts_of(connection, CALL.key)) == 3


def test_a_story_keeps_what_only_it_quotes(store: Engine):
    """Of two quotations the known one is left out, the new one stays."""
    meeting = claim("No meeting was planned.", topic="meeting", start=len(OURS) + 1, end=len(OURS) + 24)
    with writing(store) as connection:
        keep(connection, quoted(1, claim(OURS)), quoted(2, claim(OURS), meeting))
        assert compared(connection)[1] == ("https://herald.example/2", [meeting.quote])


def test_a_document_stands_before_those_who_quote_it(store: Engine):
    """The side's own words are what an analyst wants to see, also when a story was first; all of them."""
    document = readout(claim(OURS), published=NOW + dt.timedelta(hours=9), url="https://official.example/")
    again = dataclasses.replace(document, url="https://official.example/again", text=OURS + " ")
    with writing(store) as connection:
        keep(connection, quoted(1, claim(OURS)), document, again)
        assert compared(connection) == [(document.url, [OURS]), (again.url, [OURS])]


@pytest.mark.parametrize(
    "other",
    [
        {"polarity": Polarity.AFFIRMED},
        {"modality": Modality.HEDGED},
        {"proposition": Proposition.AGREED},
        {"topic": "meeting"},
        {"terms": frozenset({"embargo"})},
        {"value": "40-50"},
        {"holder": "RU"},
        {"rule": "commitment"},
        {"speaker": Speaker("the spokesman", Side.WHITE_HOUSE)},
    ],
)
def test_what_a_comparison_looks_at_keeps_quotations_apart(store: Engine, other: dict[str, object]):
    """Only the wording, the speaker's name and the place in the text may differ between equal ones."""
    with writing(store) as connection:
        keep(connection, quoted(1, claim(OURS)), quoted(2, claim(OURS, **other)))
        assert len(compared(connection)) == 2


def test_the_two_sides_are_never_one(store: Engine):
    """What both sides say is said twice."""
    theirs = claim(OURS, speaker=Speaker("a Kremlin official", Side.KREMLIN, on_record=False))
    with writing(store) as connection:
        keep(connection, quoted(1, claim(OURS)), quoted(2, theirs, side=Side.KREMLIN))
        assert len(compared(connection)) == 2


def test_one_just_stored_is_left_out_of_its_own_comparison(store: Engine):
    """The second of equal quotations stands for both when the first is not to be looked at."""
    with writing(store) as connection:
        first, second = keep(connection, quoted(1, claim(OURS)), quoted(2, claim(OURS)))
        left = distinct_readouts_of(connection, CALL.key, without=[first.id or 0])
        assert [one.id for one in left] == [second.id]


def test_the_next_of_equal_quotations_stands_when_the_first_was_edited_away(store: Engine):
    """A readout of an article's earlier state is not compared with."""
    with writing(store) as connection:
        first, second = keep(connection, quoted(1, claim(OURS)), quoted(2, claim(OURS)))
        connection.execute(update(readouts).where(readouts.c.id == first.id).values(superseded_at=NOW))
        assert [one.id for one in distinct_readouts_of(connection, CALL.key)] == [second.id]


def test_fewer_comparisons_find_the_same(sqlite_store: Engine):
    """Against the distinct quotations a claim stands as against all, side by side and topic by topic."""
    rng = random.Random(7)

    def made(side: Side) -> Claim:
        return claim(
            OURS,
            speaker=Speaker("an official", side, on_record=rng.random() < 0.5),
            topic=rng.choice(["sanctions", "meeting", "syria"]),
            polarity=rng.choice([Polarity.AFFIRMED, Polarity.DENIED]),
            proposition=rng.choice([Proposition.DISCUSSED, Proposition.AGREED]),
            terms=frozenset(rng.sample(["embargo", "trade"], rng.randint(0, 1))),
        )

    with writing(sqlite_store) as connection:
        for number in range(60):
            side = rng.choice(list(Side))
            keep(connection, quoted(number, made(side), side=side))
    with reading(sqlite_store) as connection:
        every, few = (find(connection, CALL.key) for find in (readouts_of, distinct_readouts_of))
    assert len(few) < len(every)
    for _ in range(40):
        new = [dataclasses.replace(made(Side.KREMLIN), speaker=Speaker("an aide"))]
        assert summed(relations(new, few)) == summed(relations(new, every))


def summed(found: list[Relation]) -> set[tuple[object, ...]]:
    """How claims stand to each side, topic by topic."""
    return {(one.kind, one.contradiction, one.topic, one.readout.side) for one in found}
