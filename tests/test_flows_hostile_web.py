"""The web at its worst, on a real loopback server: every case ends in a named outcome, in bounded memory."""

import asyncio
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractors.feeds import read_feed
from flows.fetch import Fetcher, FetchOutcome
from tests.hostile_server import CASES, HostileServer

PROGRAM = Path(__file__).with_name("hostile_pass.py")

# what the server does -> how it must end
OUTCOMES = {
    "/no-answer": "timed_out",
    "/slow-drip": "timed_out",
    "/truncated": "truncated",
    "/too-short-length": "no text",
    "/endless": "too_large",
    "/endless-header": "protocol_error",
    "/nonsense": "protocol_error",
    "/hang-up": "truncated",
    "/gzip-bomb": "too_large",
    "/gzip-twice": "undecodable",
    "/gzip-cut": "truncated",
    "/gzip-lie": "undecodable",
    "/unknown-encoding": "undecodable",
    "/entity-bomb": "2 entries",
    "/file-entity": "2 entries",
    "/nested": "no text",
    "/nested-feed": "nested too deep",
    "/paragraphs": "article",
    "/links": "no text",
    "/redirect-self": "too_many_redirects",
    "/redirect-private": "refused_address",
    "/redirect-metadata": "refused_address",
    "/redirect-file": "bad_url",
    "/redirect-ok": "article",
    "/lying-charset": "article",
    "/wrong-charset": "article",
    "/error-page": "error page",
    "/challenge": "challenge page",
    "/cookie-wall": "consent wall",
    "/known-agents-only": "article",
    "/forbidden": "http_error",
    "/lying-304": "1 entries",
    "/too-many": "rate_limited",
    "/flapping": "server_error",
    "/binary.html": "wrong_type",
    "/nul-bytes": "wrong_type",
    "/empty": "empty body",
    "/bad-xml": "3 entries",
    "/bad-dates": "5 entries",
    "/no-ids": "2 entries",
    "/changing-ids": "3 entries",
    "/redated": "3 entries",
    "/big-feed": "2500 entries",
    "/html-feed": "an html page, not a feed",
    "/loop/0": "too_many_redirects",
    "robots forbids": "robots_forbidden",
    "robots hangs": "robots_unreachable",
    "robots breaks": "robots_unreachable",
}
MOST_MB = 500


@pytest.fixture(scope="module")
def hostile_pass() -> dict[str, Any]:
    """One pass over all cases at once, in a process of its own so that its memory can be told."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def test_every_case_of_the_server_is_expected_here() -> None:
    """A misbehaviour without a stated outcome is none that anybody thought through."""
    assert set(CASES) <= set(OUTCOMES)


@pytest.mark.parametrize(("case", "outcome"), OUTCOMES.items())
def test_each_case_ends_in_its_named_outcome(hostile_pass: dict[str, Any], case: str, outcome: str) -> None:
    """The pass completed, so nothing raised; what is left is to be called by its right name."""
    assert hostile_pass["outcomes"][case] == outcome


@pytest.mark.parametrize("whose", ["own_mb", "worker_mb"])
def test_memory_stays_bounded(hostile_pass: dict[str, Any], whose: str) -> None:
    """Bombs, endless bodies and 50,000 paragraphs together, in the pass and in each worker."""
    assert 0 < hostile_pass[whose] < MOST_MB


def get(url: str, *, times: int = 1, **options: Any) -> list[Any]:
    """Fetch one address so many times with one fetcher."""

    async def run() -> list[Any]:
        async with Fetcher(
            allow_loopback=True, host_pause=0, deadline=5, robots_deadline=2, **options
        ) as fetcher:
            return [await fetcher.get(url) for _ in range(times)]

    return asyncio.run(run())


def test_a_name_that_resolves_to_a_private_address_is_refused(server: HostileServer) -> None:
    """The address decides, not the name."""

    async def private(host: str, port: int) -> list[str]:
        return ["192.168.7.7"]

    [fetched] = get("http://news.example/a", resolve=private)
    assert fetched.outcome is FetchOutcome.REFUSED_ADDRESS


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(server: HostileServer) -> None:
    """Rebinding: resolved once a connection, and that very address is connected to."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    fetched = get(
        server.url("/item/1").replace("127.0.0.1", "news.example"), resolve=rebinding, obey_robots=False
    )
    assert fetched[0].outcome is FetchOutcome.OK
    assert asked == ["news.example"]


def test_loopback_is_refused_unless_it_is_allowed(server: HostileServer) -> None:
    async def run() -> Any:
        async with Fetcher(host_pause=0) as fetcher:
            return await fetcher.get(server.url("/item/1"))

    assert asyncio.run(run()).outcome is FetchOutcome.REFUSED_ADDRESS


def test_an_unknown_agent_is_turned_away_and_ours_is_not(server: HostileServer) -> None:
    [plain] = get(server.url("/known-agents-only"), user_agent="python-library/1.0")
    [ours] = get(server.url("/known-agents-only"))
    assert (plain.status, ours.status) == (403, 200)


def test_retry_after_is_kept_and_capped_at_a_day(server: HostileServer) -> None:
    [fetched] = get(server.url("/too-many"))
    assert fetched.retry_after == 86_400


def test_a_flapping_server_is_good_the_next_time(server: HostileServer) -> None:
    outcomes = [fetched.outcome.value for fetched in get(server.url("/flapping"), times=3)]
    assert sorted(set(outcomes)) == ["ok", "server_error"]


def test_a_304_that_lies_is_seen_through_by_asking_without_conditions(server: HostileServer) -> None:
    """The body hash tells that the list changed although its validator did not."""

    async def run() -> list[Any]:
        async with Fetcher(allow_loopback=True, host_pause=0) as fetcher:
            first = await fetcher.get(server.url("/lying-304"))
            lie = await fetcher.get(server.url("/lying-304"), etag=first.headers["etag"])
            whole = await fetcher.get(server.url("/lying-304"), known_hash=first.body_hash)
            return [first, lie, whole]

    first, lie, whole = asyncio.run(run())
    assert lie.outcome is FetchOutcome.NOT_MODIFIED
    assert whole.outcome is FetchOutcome.OK
    assert whole.body_hash != first.body_hash


def test_the_same_bytes_again_count_as_not_modified(server: HostileServer) -> None:
    async def run() -> Any:
        async with Fetcher(allow_loopback=True, host_pause=0) as fetcher:
            first = await fetcher.get(server.url("/no-ids"))
            return await fetcher.get(server.url("/no-ids"), known_hash=first.body_hash)

    assert asyncio.run(run()).outcome is FetchOutcome.NOT_MODIFIED


def keys(body: bytes) -> set[str]:
    return {entry.key for entry in read_feed(body, {}, "http://127.0.0.1/").entries}


def test_items_with_new_dates_are_the_same_entries(server: HostileServer) -> None:
    first, second = get(server.url("/redated"), times=2)
    assert first.body != second.body
    assert keys(first.body) == keys(second.body)


def test_items_with_new_ids_keep_their_addresses(server: HostileServer) -> None:
    """Their keys differ; the address is what the store tells them apart by."""
    first, second = get(server.url("/changing-ids"), times=2)
    urls = [[entry.url for entry in read_feed(one.body, {}, "http://h/").entries] for one in (first, second)]
    assert urls[0] == urls[1]


def test_items_without_ids_are_told_apart_by_their_words(server: HostileServer) -> None:
    first, second = get(server.url("/no-ids"), times=2)
    assert keys(first.body) == keys(second.body)
    assert len(keys(first.body)) == 2


def test_a_date_that_cannot_be_right_is_no_date(server: HostileServer) -> None:
    [fetched] = get(server.url("/bad-dates"))
    dates = [entry.published for entry in read_feed(fetched.body, {}, "http://h/").entries]
    assert dates == [
        None,
        dt.datetime(2017, 1, 28, 12, 0, tzinfo=dt.UTC),  # an epoch number
        None,
        None,
        dt.datetime(2017, 1, 28, 15, 0, tzinfo=dt.UTC),
    ]


def test_robots_txt_is_asked_for_once_a_host(server: HostileServer) -> None:
    before = server.hits["/robots.txt"]
    get(server.url("/item/1"), times=3)
    assert server.hits["/robots.txt"] == before + 1


def test_the_table_in_the_docs_tells_every_case_with_its_outcome() -> None:
    docs = (Path(__file__).resolve().parent.parent / "docs" / "hostile_web.md").read_text(encoding="utf-8")
    rows = {
        line.split("|")[1].strip(" `"): line.split("|")[3].strip()
        for line in docs.splitlines()
        if "| `" in line
    }
    assert rows == {case: outcome.replace("_", " ") for case, outcome in OUTCOMES.items()}
