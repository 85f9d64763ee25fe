"""What a process remembers of the index never hides what is there, whoever merged or failed to."""

import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text

from store import packing, postings, remembered, versioning
from store.engine import open_store, reading, writing
from store.errors import StoreBrokenError
from store.tables import posting_blocks, recent_postings
from tests.model_makers import NOW

TOP = (1 << 48) - 2
# Even ones: of a paragraph only three articles are kept.
MARKS = [
    0,
    2,
    1 << 43,
    (1 << 43) + 2,
    (1 << 46) - 2,
    1 << 46,
    3 << 46,
    TOP,
    # a bit of the memory's each
    *range(1 << 45, (1 << 45) + (10 << 24), 1 << 24),
]


class UndoneError(Exception):
    """What makes a transaction be rolled back."""


def two_programs(url, every=2):
    """Two programs on one empty store, which merge after every other article."""
    engines = [open_store(url, merge_every=every) for _ in range(2)]
    with writing(engines[0]) as connection:
        postings.clear(connection)
    return engines


def held(engine, marks):
    """What is found of each mark alone: the block of a neighbour could have it by chance."""
    with reading(engine) as connection:
        return set().union(*(postings.find(connection, [mark]) for mark in marks))


steps = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["add", "add", "add", "undone", "tidy", "some"]),
    st.sets(st.sampled_from(MARKS)),
)


@given(st.lists(steps, max_size=40))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_programs_find_all_that_was_committed_and_nothing_else(store_url, program):
    engines, pairs = two_programs(store_url), set()
    for number, (who, what, marks) in enumerate(program):
        try:
            with writing(engines[who]) as connection:
                if what == "tidy":
                    postings.merge_everything(connection)
                    continue
                if what == "some":  # of the tidying, with others' merges in between
                    for part in range(number % 16, number % 16 + 20):
                        postings.merge_part(connection, part)
                    continue
                # two articles, one merge: what is undone was merged before
                for article_id in (2 * number, 2 * number + 1):
                    postings.add(connection, article_id, marks, now=NOW)
                assert {(mark, 2 * number) for mark in marks} <= postings.find(connection, marks)
                if what == "undone":
                    raise UndoneError
        except UndoneError:
            continue
        pairs |= {(mark, article_id) for mark in marks for article_id in (2 * number, 2 * number + 1)}
        if number % 3 == 0:
            other = engines[1 - who]
            assert kept(held(other, MARKS)) == kept(pairs)
    for engine in engines:
        assert kept(held(engine, MARKS)) == kept(pairs)
        engine.dispose()


def test_what_another_program_merges_where_one_knew_of_nothing_is_found(store_url):
    """Each knows the whole second level by its own merges, and then the other goes round it: four merges."""
    engines, pairs = two_programs(store_url), set()
    for number in range(16):
        own = {(mark, 2 * number + more) for mark in range(number << 24, TOP, 1 << 44) for more in (0, 1)}
        with writing(engines[number // 4 % 2]) as connection:
            for article_id in (2 * number, 2 * number + 1):
                postings.add(connection, article_id, {mark for mark, _ in own}, now=NOW)
        pairs |= own
        for engine in engines if number % 4 == 3 else ():
            assert held(engine, {mark for mark, _ in pairs}) == pairs
    for engine in engines:
        engine.dispose()


def kept(pairs):
    """What a query needs of these: of each mark the articles, forty-one at most, the oldest."""
    by_mark = itertools.groupby(sorted(pairs), key=lambda pair: pair[0])
    return {pair for _, group in by_mark for pair in list(group)[: packing.SHINGLE_KEPT]}


def fill(engine, articles, rng):
    with writing(engine) as connection:
        for article_id in articles:
            postings.add(connection, article_id, [rng.randrange(TOP // 2) * 2 for _ in range(20)], now=NOW)


def test_a_program_learns_what_another_merged_and_then_asks_for_hardly_a_block_in_vain(store_url):
    mine, other = two_programs(store_url, every=20)
    rng = random.Random(1)
    fill(other, range(400), rng)
    unknown = [rng.randrange(TOP // 2) * 2 for _ in range(1000)]
    with reading(mine) as connection:
        memory = remembered.memory_of(connection)
        assert memory.may_hold(memory.view, unknown) == unknown, "nothing is known yet"
        for mark in unknown[:600]:
            postings.find(connection, [mark])
        assert len(memory.may_hold(memory.view, unknown)) < 10
        waits = connection.scalar(select(func.count()).select_from(recent_postings))
        _, blobs = postings._asked(connection, unknown, memory.may_hold(memory.view, unknown))
        assert len(blobs) < waits + 1.01 * len(unknown), "a block for each, of the third level"
    fill(other, range(400, 480), rng)
    with reading(mine) as connection:
        postings.find(connection, unknown)
        second = [mark for blob in second_level(connection) for mark in packing.unpacked(blob)[0].tolist()]
        assert len(second) > 1000
        assert memory.may_hold(memory.view, second) == second, "what it had learnt is known to be out of date"
    for engine in (mine, other):
        engine.dispose()


def second_level(connection):
    inside = (posting_blocks.c.key >= 2 << 48) & (posting_blocks.c.key < 3 << 48)
    return connection.execute(select(posting_blocks.c.postings).where(inside)).scalars().all()


def test_what_waits_in_memory_is_what_no_merge_has_taken(store_url):
    """A program that comes later reads from the runs what the one that merged has in hand."""
    mine, other = two_programs(store_url)
    fill(mine, range(31), random.Random(2))
    views = []
    for engine in (mine, other):
        with reading(engine) as connection:
            postings.find(connection, [2])
            views.append(remembered.memory_of(connection).view)
        engine.dispose()
    assert views[0].packed == views[1].packed
    assert packing.packed(*views[0].waiting) == packing.packed(*views[1].waiting)
    assert 0 < len(views[0].waiting[0]) < 31 * 20 / 2
    assert len(views[0].head.runs) == views[0].head.turns - 1


# stores of the version before


def test_the_first_level_of_an_older_store_waits_for_the_next_merge(store):
    with writing(store) as connection:
        versioning.migrate(connection, "0003")
        block = packing.packed(*packing.needed(*packing.unpacked(bytes(range(100)))))
        row = {"key": 1 << 48, "postings": block}
        connection.execute(text("INSERT INTO posting_blocks (key, postings) VALUES (:key, :postings)"), row)
        versioning.migrate(connection, "head")
        assert connection.scalar(select(func.count()).select_from(posting_blocks)) == 0
        marks, articles = (side.tolist() for side in packing.unpacked(block))
        assert postings.find(connection, marks) == set(zip(marks, articles, strict=True))
        connection.rollback()


def test_the_way_back_makes_the_runs_recent_again(store):
    with writing(store) as connection:
        connection.execution_options(store_merge_every=2)
        pairs = {(mark * 2, article_id) for article_id in range(11) for mark in range(0, 1 << 47, 1 << 44)}
        for article_id in range(11):
            postings.add(connection, article_id, range(0, 1 << 48, 1 << 45), now=NOW)
        versioning.migrate(connection, "0003")
        keys = connection.execute(select(posting_blocks.c.key)).scalars().all()
        assert {key >> 48 for key in keys} == {2, 3}, "as the program of then has them"
        blobs = [
            blob
            for table in (recent_postings, posting_blocks)
            for blob in connection.execute(select(table.c.postings)).scalars()
        ]
        found = {pair for blob in blobs for pair in zip(*packing.unpacked(blob), strict=True)}
        assert found == pairs
        connection.rollback()


def test_a_store_that_lacks_a_run_says_so(store_url):
    engine, other = two_programs(store_url)
    fill(engine, range(4), random.Random(3))
    with writing(engine) as connection:
        connection.execute(delete(posting_blocks).where(posting_blocks.c.key.between(4 << 48, (5 << 48) - 1)))
    with pytest.raises(StoreBrokenError, match="lacks a run that its head names"):
        held(other, [2])
    # a merge of what is left would write a head without the lack, and nobody would ever hear of it
    with pytest.raises(StoreBrokenError, match="lacks a run that its head names"):
        fill(other, range(4, 6), random.Random(3))
    with writing(other) as connection:
        postings.clear(connection)
    fill(other, range(4), random.Random(3))
    for one in (engine, other):
        one.dispose()
