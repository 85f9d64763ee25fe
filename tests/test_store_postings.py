"""The packed index of duplicates: merged at any time, into any level, it answers as a plain set of pairs does."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from extractors.model import Article, Fingerprint
from store import packing, postings, versioning
from store.articles import add_article
from store.duplicate_index import common_paragraphs, duplicate_candidates, index_article
from store.engine import open_store, writing
from store.repository import set_watermark
from store.tables import posting_blocks, recent_postings
from tests.model_makers import NOW

TOP = (1 << 48) - 1


@pytest.fixture
def connection(store):
    """One writing transaction, rolled back behind the test."""
    with writing(store) as connection:
        yield connection
        connection.rollback()


def filled(connection, count, *, marks=30, seed=1):
    """An index of ``count`` articles, some marks shared; the pairs it holds."""
    rng, pairs = random.Random(seed), set()
    for article_id in range(1, count + 1):
        own = {rng.randrange(TOP) for _ in range(marks)} | {rng.randrange(200) * 2}
        pairs |= {(mark, article_id) for mark in own}
        postings.add(connection, article_id, own, now=NOW)
    return pairs


def blocks(connection):
    """How many blocks there are, and in how many levels."""
    keys = connection.execute(select(posting_blocks.c.key)).scalars().all()
    return len(keys), {key >> 48 for key in keys}


# what is found


@given(
    st.lists(st.sets(st.sampled_from([0, 1, 2, 3, 4, 5, 65_536, 65_540, 2**32, TOP - 1, TOP])), max_size=12),
    st.sets(st.integers(0, 11)),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_index_answers_as_a_set_of_pairs_wherever_it_was_merged(sqlite_store, articles, merged_behind):
    with writing(sqlite_store) as connection:
        for article_id, marks in enumerate(articles):
            postings.add(connection, article_id, marks, now=NOW)
            if article_id in merged_behind:
                postings.merge_everything(connection)
        pairs = {(mark, number) for number, marks in enumerate(articles) for mark in marks}
        for asked in ([0, 1, 2], [TOP], [7], list(range(6)), [65_536, 2**32, TOP - 1]):
            wanted = {pair for pair in pairs if pair[0] in asked}
            found = postings.find(connection, asked)
            # a paragraph is kept for three articles only, once it was merged
            assert found <= wanted
            assert {pair for pair in wanted if pair[0] % 2 == 0} <= found
            for mark in {mark for mark, _ in wanted}:
                held = sum(pair[0] == mark for pair in found)
                assert held >= min(packing.PARAGRAPH_KEPT, sum(pair[0] == mark for pair in wanted))
        connection.rollback()


@pytest.mark.parametrize(("every", "in_blocks"), [(postings.RECENT, 0.1), (8, 0.9)])
def test_every_posting_is_found_through_all_merges_of_a_growing_store(connection, every, in_blocks):
    """With a merge for every eighth, the runs are gone round and dropped forty times."""
    connection.execution_options(store_merge_every=every)
    pairs = filled(connection, 1300)
    count, levels = blocks(connection)
    assert levels == {2, 3, 4, 5}, "the merges have begun to fill every level, with runs and a head"
    assert count > in_blocks * len(pairs) / 100
    assert set(postings.all_postings(connection)) == pairs
    # every one: a few stand where one part of a level ends and the next begins
    marks = sorted({mark for mark, _ in pairs})
    for at in range(0, len(marks), 1000):
        asked = set(marks[at : at + 1000])
        assert postings.find(connection, asked) == {pair for pair in pairs if pair[0] in asked}
    assert postings.find(connection, [TOP // 3]) == set()
    assert postings.find(connection, []) == set()


def test_after_tidying_everything_lies_in_the_last_level(connection):
    pairs = filled(connection, 150)
    postings.merge_everything(connection)
    assert blocks(connection)[1] == {3, 5}, "and its head"
    assert connection.scalar(select(func.count()).select_from(recent_postings)) == 0
    assert set(postings.all_postings(connection)) == pairs


def test_a_set_phrase_stands_in_one_block_and_is_found_for_forty_one_articles(connection):
    for article_id in range(80):
        postings.add(connection, article_id, [10, 1000 + 2 * article_id], now=NOW)
    postings.merge_everything(connection)
    assert {article for _, article in postings.find(connection, [10])} == set(range(41)), "the oldest stay"


def test_an_article_that_is_added_twice_is_held_once(connection):
    for _ in range(2):
        postings.add(connection, 5, [2, 4], now=NOW)
    postings.merge_everything(connection)
    assert sorted(postings.all_postings(connection)) == [(2, 5), (4, 5)]


def test_articles_can_be_left_out_and_are_counted(connection):
    pairs = filled(connection, 140)
    gone = {pair for pair in pairs if pair[1] <= 40}
    assert postings.merge_everything(connection, without=range(1, 41)) == len(gone)
    assert set(postings.all_postings(connection)) == pairs - gone


def test_an_emptied_index_finds_nothing(connection):
    pairs = filled(connection, 140)
    postings.clear(connection)
    assert postings.find(connection, [mark for mark, _ in pairs]) == set()
    assert list(postings.all_postings(connection)) == []


@pytest.mark.parametrize("mark", [-1, 1 << 48, 1 << 70])
def test_a_mark_that_does_not_fit_is_refused(connection, mark):
    with pytest.raises(ValueError, match="article 3 do not lie between 0"):
        postings.add(connection, 3, [mark], now=NOW)


def test_a_second_merger_on_postgresql_leaves_the_recent_ones_to_the_first(postgres_url):
    engine = open_store(postgres_url)
    with writing(engine) as first, writing(engine) as second:
        assert postings._may_merge(first)
        assert not postings._may_merge(second)
        for article_id in range(postings.RECENT):
            postings.add(second, article_id, [2 * article_id], now=NOW)
        assert blocks(second)[0] == 0
        assert len(postings.find(second, range(2 * postings.RECENT))) == postings.RECENT
        second.rollback()
        first.rollback()
    engine.dispose()


# an older store


def old_store(connection):
    """Bring a store back to the version before and fill its index as the program of then did."""
    versioning.migrate(connection, "0002")
    rows = [{"h": hash_, "a": article_id} for hash_, article_id in OLD_SHINGLES]
    connection.execute(text("INSERT INTO shingles (hash, article_id) VALUES (:h, :a)"), rows)
    rows = [{"h": hash_, "n": count} for hash_, count in OLD_PARAGRAPHS]
    connection.execute(text("INSERT INTO paragraphs (hash, articles) VALUES (:h, :n)"), rows)


OLD_SHINGLES = [(hash_, 1) for hash_ in (0, 5, 6, 7, 2**47 - 1, *range(100, 200))] + [(5, 2), (6, 2)]
OLD_PARAGRAPHS = [(5, 1), (9, 2), (10, 3), (2**47 - 1, 4000)]


def test_an_older_stores_index_is_packed_and_finds_what_it_found(connection):
    old_store(connection)
    versioning.migrate(connection, "head")
    kept = Fingerprint("s1", "x", (0,), ())
    for number in (1, 2):
        add_article(connection, Article("t"), canonical_url=f"u{number}", fingerprint=kept, now=NOW)
    set_watermark(connection, "shingle scheme", "s1", now=NOW)
    asked = Fingerprint("s1", "other", (5, 6, 7, 2**47 - 1), ())
    assert [(one.article_id, one.shared) for one in duplicate_candidates(connection, asked)] == [
        (1, 4),
        (2, 2),
    ]
    assert common_paragraphs(connection, [5, 9, 10, 2**47 - 1, 11]) == {10, 2**47 - 1}
    mark = Fingerprint("s1", "y", (), (9,))
    index_article(connection, 2, mark, now=NOW)
    assert common_paragraphs(connection, [9]) == {9}, "two of before and one of now"


def test_the_way_back_gives_the_rows_again(connection):
    old_store(connection)
    versioning.migrate(connection, "head")
    filled(connection, 140, marks=3)
    before = set(postings.all_postings(connection))
    versioning.migrate(connection, "0002")
    shingles = {(row.hash * 2, row.article_id) for row in connection.execute(text("SELECT * FROM shingles"))}
    assert shingles == {pair for pair in before if pair[0] % 2 == 0}
    assert set(OLD_SHINGLES) <= {(mark // 2, article_id) for mark, article_id in shingles}
    counts = dict(connection.execute(text("SELECT hash, articles FROM paragraphs")).tuples().all())
    assert {hash_: counts[hash_] for hash_, _ in OLD_PARAGRAPHS} == {5: 1, 9: 2, 10: 3, 2**47 - 1: 3}
