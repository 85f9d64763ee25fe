"""A check of every source says what is reachable, what was read, and what is wrong with it."""

import asyncio
import datetime as dt

import pytest

from extractors.feeds import FeedReading
from extractors.model import Entry, Source
from flows.fetch import Fetcher
from flows.sources_check import check, what_is_wrong
from tests.hostile_server import HostileServer

NOW = dt.datetime(2017, 1, 30, 12, tzinfo=dt.UTC)
SOURCE = Source("s", "https://office.example/feed", link_path="/actions/", expected_silence_hours=48)


def item(path: str, day: int | None) -> Entry:
    moment = dt.datetime(2017, 1, day, tzinfo=dt.UTC) if day else None
    return Entry(path, f"https://office.example{path}", published=moment)


@pytest.mark.parametrize(
    ("reading", "wrong"),
    [
        (FeedReading((item("/actions/1", 29),)), ""),
        (FeedReading(problem="challenge page"), "challenge page"),
        (FeedReading(), "no items"),
        (
            FeedReading((item("/jobs/1", 29), item("/jobs/2", 29))),
            "the wrong list? only 0 of 2 links match /actions/",
        ),
        (FeedReading((item("/actions/1", 3),)), "a zombie? the newest item is of 2017-01-03"),
        (FeedReading((item("/actions/1", None),)), "no item has a date"),
    ],
)
def test_a_good_answer_with_the_wrong_list_in_it_is_seen_through(reading: FeedReading, wrong: str) -> None:
    assert what_is_wrong(SOURCE, reading, NOW) == wrong


def test_one_table_over_good_and_bad_sources() -> None:
    """Fetched for real from loopback; the order is that of the list, and none stops the others."""

    async def run(server: HostileServer) -> list[tuple[str, str, int, str]]:
        paths = ("/redated", "/challenge", "/forbidden", "/hang-up", "/lying-304")
        sources = [Source(path, server.url(path)) for path in paths]
        async with Fetcher(allow_loopback=True, host_pause=0, deadline=5) as fetcher:
            rows = await check(sources, fetcher, now=NOW)
        return [(row.name, row.reachable, row.entries, row.wrong) for row in rows]

    with HostileServer() as server:
        rows = asyncio.run(run(server))
    assert rows == [
        ("/redated", "ok", 3, ""),
        ("/challenge", "ok", 0, "challenge page"),
        ("/forbidden", "http_error", 0, "http error status 403"),
        ("/hang-up", "truncated", 0, rows[3][3]),
        ("/lying-304", "ok", 1, ""),
    ]
    assert rows[3][3].startswith("truncated")
