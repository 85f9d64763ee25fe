"""One article read against what is stored: its call, its claims, the readouts it quotes, its relations."""

import dataclasses
import datetime as dt

from extractors.model import Article, Call, Claim, Readout, RelationKind, Side
from flows.reading import Reading, read

CALL = Call("2017-01-28", dt.date(2017, 1, 28), "Donald Trump", "Vladimir Putin")
PAGE = Article(
    text=(
        "President Donald J. Trump spoke by telephone today with President Vladimir Putin of Russia. "
        "Sanctions were not discussed. They talked about Syria."
    ),
    outlet="White House",
    published=dt.datetime(2017, 1, 28, 22, tzinfo=dt.UTC),
    side=Side.WHITE_HOUSE,
)
STORY = Article(
    text=(
        "Vladimir Putin pressed Donald Trump on the sanctions when they spoke on Saturday, two officials said. "
        "The Kremlin said that the two leaders had talked about trade."
    ),
    outlet="Invented Courier",
    published=dt.datetime(2017, 1, 30, 15, tzinfo=dt.UTC),
)


def stored() -> tuple[Readout, ...]:
    return read(PAGE, [], lambda key: []).readouts


def reading(article: Article = STORY, new_text: list[tuple[int, int]] | None = None) -> Reading:
    return read(article, [CALL], lambda key: stored() if key == CALL.key else [], new_text)


def contradictions(found: Reading) -> list[Claim]:
    return [r.claim for r in found.relations if r.kind is RelationKind.CONTRADICTS]


def test_a_sides_own_page_makes_a_call_and_its_readout() -> None:
    found = read(PAGE, [], lambda key: [])
    assert found.main_call == dataclasses.replace(CALL, status="reported")
    [readout] = found.readouts
    assert (readout.side, readout.kind, readout.call_key) == (Side.WHITE_HOUSE, "document", "2017-01-28")
    assert all(PAGE.text[c.start : c.end] == c.quote for c in readout.claims)


def test_a_story_is_linked_to_the_known_call_and_its_claims_carry_the_day() -> None:
    found = reading()
    assert found.main_call == CALL
    assert {c.call_date for c in found.claims} == {CALL.date}


def test_what_a_side_said_in_a_story_becomes_a_quoted_readout() -> None:
    quoted = [r for r in reading().readouts if r.side is Side.KREMLIN]
    assert [r.kind for r in quoted] == ["quoted"]
    assert any(c.topic == "trade" for c in quoted[0].claims)


def test_a_contradiction_of_a_stored_readout_is_found_with_two_verbatim_quotes() -> None:
    [relation] = [r for r in reading().relations if r.kind is RelationKind.CONTRADICTS]
    assert STORY.text[relation.claim.start : relation.claim.end] == relation.claim.quote
    assert relation.readout_claim.quote == "Sanctions were not discussed."


def test_of_an_update_only_what_is_new_is_news() -> None:
    old = (0, STORY.text.index("The Kremlin"))
    new = (old[1], len(STORY.text))
    assert contradictions(reading(new_text=[old]))
    assert not contradictions(reading(new_text=[new]))


def test_another_day_is_another_call_and_is_compared_with_nothing() -> None:
    later = dataclasses.replace(STORY, published=dt.datetime(2017, 2, 6, 15, tzinfo=dt.UTC))
    found = reading(later)
    assert found.main_call is not None
    assert found.main_call.key == "2017-02-04"
    assert not contradictions(found)


def test_a_text_that_is_not_read_is_linked_but_claims_nothing() -> None:
    russian = dataclasses.replace(PAGE, side=None, text="Путин и Трамп обсудили по телефону санкции.")
    found = reading(russian)
    assert (found.main_call, found.claims, found.relations) == (CALL, (), ())
