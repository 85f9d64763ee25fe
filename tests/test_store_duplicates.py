"""Copies in a real store: wire stories, updates, look-alikes, and how many sources stand behind a claim."""

import random

import pytest

from benchmarks.duplicates import run
from extractors.duplicates import find_duplicate, fingerprint
from extractors.model import ContradictionKind, DuplicateKind, Polarity, RelationKind, Speaker
from store.engine import writing
from store.repository import (
    LookUp,
    add_article,
    add_call,
    add_relations,
    independent_sources,
    index_article,
    withdraw_relation,
)
from tests.model_makers import CALL, NOW, claim, readout, relation
from tests.news_maker import article, news_text, news_texts


@pytest.fixture
def connection(store):
    """One writing transaction, rolled back behind the test."""
    with writing(store) as connection:
        add_call(connection, CALL, now=NOW)
        yield connection
        connection.rollback()


def take_in(connection, text, **known):
    """Take an article in as a pass does; its id and what it was found to copy."""
    held = LookUp(connection)
    finding = find_duplicate(text, common=held.common, candidates=held.candidates, foresee=held.foresee)
    added = add_article(
        connection,
        article(text, **known),
        canonical_url="",
        fingerprint=finding.fingerprint,
        duplicate=finding.verdict,
        call_key=CALL.key,
        now=NOW,
    )
    index_article(connection, added.article_id, finding.to_index, now=NOW)
    return added, finding.verdict


def test_the_fiftieth_copy_of_a_wire_story_is_known_like_the_second(connection):
    """The cap on a hash and the count of a paragraph must not take a much copied story for a set phrase."""
    story = news_texts(1, 1)[0]
    original, _ = take_in(connection, story)
    rng = random.Random(2)
    for number in range(50):
        own = f"{story}\n\n{news_text(rng, 40)}"
        _, verdict = take_in(connection, own)
        assert verdict is not None, number
        assert verdict.original_id == original.article_id


def test_a_house_notice_makes_no_copies_once_it_is_known(connection):
    rng = random.Random(3)
    notice = "\n\n".join(
        f"Notice {number} of our house to all readers of this page, every day." for number in range(9)
    )
    stories = news_texts(4, 8, 120)
    verdicts = [take_in(connection, f"{story}\n\n{notice}")[1] for story in stories]
    assert verdicts[3:] == [None] * 5
    assert take_in(connection, f"{stories[0]}\n\n{news_text(rng, 20)}")[1] is not None


def test_a_copy_of_an_update_points_at_the_update(connection):
    story, more = news_texts(5, 2)
    take_in(connection, story)
    update, verdict = take_in(connection, f"{story}\n\n{more}")
    assert verdict.kind is DuplicateKind.CONTAINS
    _, again = take_in(connection, f"{story}\n\n{more}")
    assert (again.kind, again.original_id) == (DuplicateKind.EXACT, update.article_id)
    _, only_new = take_in(connection, more)
    assert (only_new.kind, only_new.original_id) == (DuplicateKind.CONTAINED, update.article_id)


# independent sources


def tells(connection, text, outlet, *, agency="", chain=()):
    """An article that bears out one contradiction; its id and its relation's."""
    added, _ = take_in(connection, text, outlet=outlet, agency=agency)
    said = claim("Sanctions were not discussed.")
    told = claim("He raised them.", polarity=Polarity.AFFIRMED, speaker=Speaker("a source", chain=chain))
    made = relation(
        told,
        said,
        readout(said),
        kind=RelationKind.CONTRADICTS,
        contradiction=ContradictionKind.DISCUSSED_VS_NOT,
    )
    [row] = add_relations(connection, [made], version_id=added.version_id, now=NOW)
    return added.article_id, row.id


def groups(connection):
    found = independent_sources(connection, CALL.key, "sanctions", "discussed_vs_not")
    return [set(group) for group in found]


def test_articles_of_their_own_count_each(connection):
    one, two = news_texts(6, 2)
    first, second = tells(connection, one, "Herald")[0], tells(connection, two, "Courier")[0]
    assert groups(connection) == [{first}, {second}]


def test_copies_of_one_text_count_once(connection):
    story, other = news_texts(7, 2)
    ids = [tells(connection, story, outlet)[0] for outlet in ("Herald", "Courier", "Mail")]
    alone = tells(connection, other, "Post")[0]
    assert groups(connection) == [set(ids), {alone}]


def test_stories_that_credit_one_agency_count_once_with_the_agencys_own(connection):
    one, two, three = news_texts(8, 3)
    ids = {
        tells(connection, one, "Herald", agency="Newsfoto Agency")[0],
        tells(connection, two, "Courier", agency="NEWSFOTO AGENCY")[0],
        tells(connection, three, "Newsfoto Agency")[0],
    }
    assert groups(connection) == [ids]


def test_a_story_that_has_it_from_another_outlet_adds_no_source(connection):
    one, two = news_texts(9, 2)
    ids = {tells(connection, one, "Herald")[0], tells(connection, two, "Courier", chain=("Herald",))[0]}
    assert groups(connection) == [ids]


def test_two_stories_of_one_outlet_are_one_source(connection):
    one, two = news_texts(10, 2)
    ids = {tells(connection, one, "Herald")[0], tells(connection, two, "Herald")[0]}
    assert groups(connection) == [ids]


def test_an_update_with_news_of_its_own_is_a_source_of_its_own(connection):
    story, more = news_texts(11, 2)
    first = tells(connection, story, "Herald")[0]
    second = tells(connection, f"{story}\n\n{more}", "Courier")[0]
    assert groups(connection) == [{first}, {second}]


def test_a_withdrawn_relation_counts_no_more(connection):
    one, two = news_texts(12, 2)
    first, _ = tells(connection, one, "Herald")
    _, row = tells(connection, two, "Courier")
    withdraw_relation(connection, row, "edited away", now=NOW)
    assert groups(connection) == [{first}]
    assert independent_sources(connection, CALL.key, "trade", "discussed_vs_not") == []


def test_copies_are_told_from_look_alikes_on_invented_texts():
    """The floor of benchmarks/duplicates.py on a small set of our own."""
    figures = run(news_texts(13, 90), seed=5, queries=20, rivals=False)
    assert figures["f1"] >= 0.99
    assert figures["false_positive_rate"] <= 0.01
    assert figures["truncation_recall"] >= 0.98
    assert figures["teaser_recall"] >= 0.98
    assert figures["wrong_original"] == 0


def test_a_look_up_answers_the_same_whether_it_was_foreseen_or_not(connection):
    notice = "Notice to all readers of our house, printed under every story of every day."
    stories = [f"{story}\n\n{notice}" for story in news_texts(14, 5, 300)]
    for story in stories:
        take_in(connection, story)
    for text in (
        stories[0],
        f"{stories[1]}\n\n{news_text(random.Random(15), 400)}",
        news_texts(16, 1, 300)[0],
    ):
        foreseen, plain = LookUp(connection), LookUp(connection)
        own = fingerprint(text)
        foreseen.foresee(own)
        assert foreseen.common(own.paragraphs) == plain.common(own.paragraphs)
        assert foreseen.candidates(own) == plain.candidates(own)
    assert LookUp(connection).common(fingerprint(notice).paragraphs), "the notice is known as one"


def test_a_story_of_its_own_takes_six_statements_from_the_look_up_to_the_index(sqlite_store):
    """One for all postings, one for the same words; the article, its text, the scheme and the index."""
    told = []
    with writing(sqlite_store) as connection:
        add_call(connection, CALL, now=NOW)
        first, second = news_texts(18, 2, 300)
        take_in(connection, first)
        connection.connection.dbapi_connection.set_trace_callback(told.append)
        take_in(connection, second)
        connection.connection.dbapi_connection.set_trace_callback(None)
        connection.rollback()
    assert len(told) == 6, told


def test_a_long_text_asks_with_half_its_shingles_and_is_found(connection):
    long = "\n\n".join(news_texts(17, 4, 400))
    added, _ = take_in(connection, long)
    own = fingerprint(f"{long}\n\nOne more sentence stands here.")
    found = LookUp(connection).candidates(own)
    assert [one.article_id for one in found] == [added.article_id]
    assert found[0].shared == (len(own.shingles) + 1) // 2 < len(own.shingles)
