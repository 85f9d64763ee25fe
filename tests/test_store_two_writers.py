"""Two passes at once on one store lose nothing and double nothing: real processes, both engines."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from extractors.duplicates import fingerprint
from store import postings, tables
from store.engine import open_store, reading
from store.evidence import damaged_evidence
from store.leases import watermark
from tests.news_maker import news_texts
from tests.two_writers import STORIES

PROGRAM = Path(__file__).parent / "two_writers.py"
WRITERS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def unmade_store_url(request):
    """The address of a store that does not exist yet: making it is the first thing they race for."""
    wanted = "sqlite_url" if request.param == "sqlite" else "empty_postgres_url"
    return request.getfixturevalue(wanted)


def count(connection, table):
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_each_thing_is_new_to_exactly_one_of_the_writers(unmade_store_url):
    running = [
        subprocess.Popen(
            [sys.executable, str(PROGRAM), unmade_store_url, f"writer {number}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    ended = [one.communicate(timeout=240) for one in running]
    assert [one.returncode for one in running] == [0] * WRITERS, [error for _, error in ended]
    told = [json.loads(output) for output, _ in ended]
    stories = list(range(STORIES))
    assert sorted(int(key) for one in told for key in one["entries"]) == list(range(STORIES + 1))
    for thing in ("articles", "relations", "leases"):
        assert sorted(number for one in told for number in one[thing]) == stories, thing

    engine = open_store(unmade_store_url)
    with reading(engine) as connection:
        assert count(connection, tables.entries) == STORIES + 1
        assert count(connection, tables.articles) == count(connection, tables.versions) == STORIES
        assert count(connection, tables.readouts) == count(connection, tables.relations) == STORIES
        assert count(connection, tables.claims) == 2 * STORIES
        assert count(connection, tables.evidence_bodies) == STORIES
        assert STORIES <= count(connection, tables.evidence) <= WRITERS * STORIES
        hashes = sum(len(fingerprint(text).shingles) for text in news_texts(5, STORIES, 80))
        held = list(postings.all_postings(connection))
        assert sum(mark % 2 == 0 for mark, _ in held) == hashes
        assert set(Counter(mark for mark, _ in held if mark % 2).values()) == {1}
        assert int(watermark(connection, postings.MERGES)) >= 5, "they merged the index while others wrote"
        assert postings.find(connection, {mark for mark, _ in held}) == set(held)
        assert list(damaged_evidence(connection)) == []
    engine.dispose()
