"""What comes out of the three shipped stories on the call of 28 January 2017."""

import datetime as dt
from functools import cache

import pytest

from extractors.corpus_text import clean_page
from extractors.model import Call, Claim, Modality, Polarity, Proposition, Scope, Side
from flows.reading import Reading, read
from store.corpus import corpus_texts

DAY = dt.date(2017, 1, 28)
CALLS = [Call("2016-11-14", dt.date(2016, 11, 14)), Call("2017-01-28", DAY)]


@cache
def reading(number: str) -> Reading:
    text = next(t for t in corpus_texts() if t.file.startswith(number))
    page = clean_page(text.raw)
    return read(text.article(title=page.title, text=page.text), CALLS, lambda key: [])


def asserted(number: str) -> list[Claim]:
    """The asserted claims of a story about the call of the day."""
    return [
        c for c in reading(number).claims
        if c.modality is Modality.ASSERTED and c.scope is Scope.CALL and c.call_date == DAY
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_all_three_are_about_the_call_of_that_saturday(number: str) -> None:
    main = reading(number).main_call
    assert main is not None
    assert main.key == "2017-01-28"


@pytest.mark.parametrize(
    ("topic", "proposition", "polarity", "side"),
    [
        ("sanctions", Proposition.DISCUSSED, Polarity.DENIED, Side.WHITE_HOUSE),
        ("trade", Proposition.DISCUSSED, Polarity.AFFIRMED, Side.KREMLIN),
        ("military_cooperation", Proposition.AGREED, Polarity.AFFIRMED, Side.KREMLIN),
        ("relations", Proposition.AGREED, Polarity.AFFIRMED, Side.KREMLIN),
        ("ukraine", Proposition.DISCUSSED, Polarity.AFFIRMED, Side.KREMLIN),
        ("north_korea", Proposition.DISCUSSED, Polarity.AFFIRMED, Side.KREMLIN),
        ("iran", Proposition.DISCUSSED, Polarity.AFFIRMED, Side.KREMLIN),
        ("middle_east", Proposition.DISCUSSED, Polarity.AFFIRMED, Side.KREMLIN),
        ("terrorism", Proposition.DISCUSSED, Polarity.AFFIRMED, Side.KREMLIN),
    ],
)
def test_each_side_is_heard_on_its_matters(
    topic: str, proposition: Proposition, polarity: Polarity, side: Side
) -> None:
    found = [(c.proposition, c.polarity, c.speaker.side) for c in asserted("001") if c.topic == topic]
    assert (proposition, polarity, side) in found


def test_the_official_who_denied_sanctions_is_unnamed() -> None:
    [speaker] = {c.speaker for c in asserted("001") if c.topic == "sanctions"}
    assert not speaker.on_record
    assert speaker.side is Side.WHITE_HOUSE


def test_a_meeting_was_wished_for() -> None:
    wished = [c for c in reading("001").claims if c.topic == "meeting" and c.modality is Modality.WISHED]
    assert [c.speaker.side for c in wished] == [Side.KREMLIN]


@pytest.mark.parametrize(
    "name", ["May", "McCain", "Portman", "telling reporters Friday", "Obama administration", "Obama also"]
)
def test_background_and_bystanders_assert_nothing_of_the_call(name: str) -> None:
    assert not [
        c.quote
        for number in ("000", "001", "004")
        for c in asserted(number)
        if name in c.quote.split()[:40] or (" " in name and name in c.quote)
    ]


def test_the_november_conversation_is_another_call() -> None:
    told = [c for c in reading("001").claims if "in November" in c.quote]
    assert told
    assert {c.call_date for c in told} == {dt.date(2016, 11, 14)}
    assert {call.key for call in reading("001").calls} == {"2016-11-14", "2017-01-28"}
