"""A page seen again: when to look, what its claims gained or lost, which alerts still stand."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.revisions import (
    AlertFate,
    ChangeKind,
    PageFate,
    about_the_same,
    compare,
    is_announced,
    news_of,
    next_visit,
    page_fate,
    rejudge,
    says_the_same,
)
from extractors.model import (
    ContradictionKind,
    Modality,
    Polarity,
    Proposition,
    RelationKind,
    Side,
    Speaker,
    StoredRelation,
)
from tests.model_makers import NOW, claim, claims, readout, relation

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

DENIED = claim("They did not discuss sanctions.")
AFFIRMED = replace(DENIED, polarity=Polarity.AFFIRMED, quote="They did discuss sanctions.")
TRADE = claim("They spoke of trade.", topic="trade", polarity=Polarity.AFFIRMED)
HOUR_LONG = claim("An hour.", topic="duration", proposition=Proposition.DURATION, value="60-60")


# when to look


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (dt.timedelta(0), dt.timedelta(minutes=15)),
        (HOUR, dt.timedelta(minutes=15)),
        (8 * HOUR, 2 * HOUR),
        (25 * HOUR, 6.25 * HOUR),  # a day and an hour is not an hour
        (40 * DAY, 10 * DAY),
        (90 * DAY, 22.5 * DAY),
    ],
)
def test_a_page_is_looked_at_often_when_new_and_seldom_when_old(age, wait):
    assert next_visit(NOW - age, NOW) == NOW + wait


def test_news_are_left_alone_after_three_months_and_official_pages_after_two_years():
    assert next_visit(NOW - 91 * DAY, NOW) is None
    assert next_visit(NOW - 91 * DAY, NOW, official=True) == NOW + 91 * DAY / 4
    assert next_visit(NOW - 700 * DAY, NOW, official=True) == NOW + 30 * DAY
    assert next_visit(NOW - 731 * DAY, NOW, official=True) is None


def test_a_page_from_the_future_is_looked_at_soon():
    assert next_visit(NOW + DAY, NOW) == NOW + dt.timedelta(minutes=15)


# what became of the address


PAGE = "https://en.side.example/events/53781"


@pytest.mark.parametrize(
    ("status", "final", "text", "fate"),
    [
        (200, PAGE, "text", PageFate.THERE),
        (200, "https://www.side.example/events/53781/", "text", PageFate.THERE),
        (404, PAGE, "", PageFate.REMOVED),
        (410, PAGE, "", PageFate.REMOVED),
        (451, PAGE, "", PageFate.REMOVED),
        (503, PAGE, "", PageFate.THERE),
        (403, PAGE, "", PageFate.THERE),
        (200, "https://en.side.example/", "front page", PageFate.REDIRECTED),
        (200, "https://en.side.example/events", "a list", PageFate.REDIRECTED),
        (200, "https://en.side.example/404", "sorry", PageFate.REDIRECTED),
        (200, "https://en.side.example/news/2026/a-new-place-for-53781", "text", PageFate.THERE),
        (200, PAGE, "  \n", PageFate.EMPTIED),
    ],
)
def test_the_fate_of_a_page_is_read_from_its_answer(status, final, text, fate):
    assert page_fate(status, PAGE, final, text) is fate


# claims


def kinds(before, after):
    return [change.kind for change in compare(before, after)]


@pytest.mark.parametrize(
    ("case", "before", "after", "expected"),
    [
        ("nothing", [DENIED, TRADE], [DENIED, TRADE], []),
        ("another order", [DENIED, TRADE], [TRADE, DENIED], []),
        (
            "a typing error",
            [DENIED],
            [replace(DENIED, quote="They didn't discuss sanctions.", start=4, end=9)],
            [],
        ),
        (
            "another term",
            [replace(DENIED, terms=frozenset("ab"))],
            [replace(DENIED, terms=frozenset("ax"))],
            [],
        ),
        ("said twice", [DENIED], [DENIED, replace(DENIED, start=99)], []),
        ("said once of twice", [DENIED, replace(DENIED, start=99)], [DENIED], []),
        ("one more", [DENIED], [DENIED, TRADE], [ChangeKind.ADDED]),
        ("one less", [DENIED, TRADE], [TRADE], [ChangeKind.REMOVED]),
        ("turned round", [DENIED, TRADE], [AFFIRMED, TRADE], [ChangeKind.REVERSED]),
        ("another number", [HOUR_LONG], [replace(HOUR_LONG, value="40-40")], [ChangeKind.CHANGED]),
        ("hedged", [DENIED], [replace(DENIED, modality=Modality.HEDGED)], [ChangeKind.CHANGED]),
        ("both sides of it", [DENIED], [DENIED, AFFIRMED], [ChangeKind.ADDED]),
        ("emptied", [DENIED, TRADE], [], [ChangeKind.REMOVED, ChangeKind.REMOVED]),
        ("replaced", [DENIED], [TRADE], [ChangeKind.ADDED, ChangeKind.REMOVED]),
    ],
)
def test_an_edit_is_told_by_its_claims_and_not_by_its_letters(case, before, after, expected):
    assert kinds(before, after) == expected, case


def test_a_reversal_names_both_ends_and_is_no_removal_beside():
    [change] = compare([DENIED], [AFFIRMED])
    assert (change.before, change.after) == (DENIED, AFFIRMED)
    assert change.sentence == (
        "reversed: a White House official on sanctions: “They did not discuss sanctions.” became "
        "“They did discuss sanctions.”"
    )


def test_an_addition_and_a_removal_say_what():
    assert (
        compare([], [TRADE])[0].sentence == "added: a White House official on trade: “They spoke of trade.”"
    )
    assert compare([TRADE], [])[0].sentence.startswith("removed: ")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Speaker("Peskov"), Speaker("Dmitry Peskov"), True),
        (Speaker("Peskov"), Speaker("Ushakov"), False),
        (Speaker("Peskov", Side.KREMLIN), Speaker("the Kremlin", Side.KREMLIN), True),
        (Speaker("the Kremlin", Side.KREMLIN), Speaker("the White House", Side.WHITE_HOUSE), False),
        (Speaker("an aide", Side.KREMLIN, on_record=False), Speaker("Peskov", Side.KREMLIN), False),
        (Speaker("Herald", is_outlet=True), Speaker("The Herald", is_outlet=True), True),
        (Speaker("Herald", is_outlet=True), Speaker("a source"), False),
    ],
)
def test_who_says_it_belongs_to_the_matter(one, other, same):
    assert about_the_same(replace(DENIED, speaker=one), replace(DENIED, speaker=other)) is same


def test_only_what_an_update_adds_or_turns_is_news():
    assert news_of([DENIED], [replace(DENIED, start=7), TRADE]) == [TRADE]
    assert news_of([DENIED], [AFFIRMED]) == [AFFIRMED]
    assert news_of([DENIED, TRADE], [DENIED]) == []


@given(st.lists(claims, max_size=5))
def test_nothing_changed_is_never_an_event(found):
    assert compare(found, found) == []
    assert all(says_the_same(one, one) for one in found)


@given(st.lists(claims, max_size=4), st.lists(claims, max_size=4))
def test_every_event_names_a_claim_of_its_side_once(before, after):
    changes = compare(before, after)
    assert all(change.after in after for change in changes if change.after is not None)
    assert all(change.before in before for change in changes if change.before is not None)
    assert len(changes) <= len(before) + len(after)


# alerts that were sent


OFFICIAL = claim("Sanctions were not discussed.", speaker=Speaker("the White House", Side.WHITE_HOUSE))
LEAK = claim("He raised them.", polarity=Polarity.AFFIRMED, speaker=Speaker("a source", on_record=False))


def alarm(told=LEAK, **other):
    given_ = {"kind": RelationKind.CONTRADICTS, "contradiction": ContradictionKind.DISCUSSED_VS_NOT}
    return relation(told, OFFICIAL, readout(OFFICIAL, id=3), **(given_ | other))


def stored(made, **other):
    return StoredRelation(id=1, relation=made, article_id=2, found_at=NOW, **other)


@pytest.mark.parametrize(
    ("case", "now", "fate"),
    [
        ("still said", [alarm()], AlertFate.STANDS),
        ("said in other words", [alarm(replace(LEAK, quote="Putin raised them."))], AlertFate.STANDS),
        ("now by name", [alarm(replace(LEAK, speaker=Speaker("Ivan Ivanov")))], AlertFate.STRENGTHENED),
        ("now hedged", [alarm(replace(LEAK, modality=Modality.HEDGED))], AlertFate.WEAKENED),
        ("no longer said", [], AlertFate.WITHDRAWN),
        ("now the contrary", [alarm(replace(LEAK, polarity=Polarity.DENIED))], AlertFate.WITHDRAWN),
        ("now consistent", [alarm(kind=RelationKind.CONSISTENT, contradiction=None)], AlertFate.WITHDRAWN),
        ("now of another kind", [alarm(contradiction=ContradictionKind.SCOPE)], AlertFate.WITHDRAWN),
        ("now of another topic", [alarm(topic="trade")], AlertFate.WITHDRAWN),
    ],
)
def test_an_alert_whose_page_changed_is_judged_again(case, now, fate):
    [judged] = rejudge([stored(alarm())], now)
    assert judged.fate is fate, case
    assert judged.reason
    assert (judged.now is None) == (fate is AlertFate.WITHDRAWN)


def test_what_never_alerted_or_is_withdrawn_is_not_judged():
    quiet = stored(alarm(kind=RelationKind.DIFFERS, contradiction=None))
    withdrawn = stored(alarm(), withdrawn_at=NOW)
    assert rejudge([quiet, withdrawn], []) == []


@pytest.mark.parametrize(
    ("before", "after", "announced"),
    [
        ("text", "text", False),
        ("text", "other text", False),
        ("text", "text\n\nCorrection: an earlier version said forty minutes.", True),
        ("Updated at noon. text", "Updated at noon. other text", False),
        ("text", "Editor's note: text", True),
    ],
)
def test_an_edit_that_says_so_is_not_a_silent_one(before, after, announced):
    assert is_announced(before, after) is announced
