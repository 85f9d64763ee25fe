"""A page that eats time or memory costs one worker and has a named outcome; the next page is read."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from extractors.articles import read_article
from extractors.entries import read_entries
from extractors.model import Side, Source
from flows.extraction_worker import Extracted, ExtractionOutcome, ExtractionPool

PAGE = (
    "<html lang='en'><head><title>Call of the leaders</title><meta property='article:published_time' "
    "content='2017-01-28T18:00:00Z'></head><body><article><h1>Call of the leaders</h1>"
    + "".join(f"<p>The two presidents spoke about matter number {n} for quite a while.</p>" for n in range(8))
    + "</article></body></html>"
).encode()
FEED = (
    b'<rss version="2.0"><channel><title>N</title><item><title>T</title><link>http://h/1</link>'
    b"<pubDate>Sat, 28 Jan 2017 18:00:00 GMT</pubDate></item></channel></rss>"
)
# More text than any page may hold in memory under the small limit of the test below.
GREEDY = b"<html><body>" + b"<p>some words that are said again and again</p>" * 12_000 + b"</body></html>"


def read(*pages: bytes, **options: float) -> list[Extracted]:
    async def run() -> list[Extracted]:
        async with ExtractionPool(1, **options) as pool:  # type: ignore[arg-type]
            return [await pool.article(page, "http://h/a", time_zone="Europe/Moscow") for page in pages]

    return asyncio.run(run())


def test_a_worker_gives_the_very_article_that_the_reader_gives() -> None:
    [found] = read(PAGE)
    assert found == Extracted(read_article(PAGE, "http://h/a", time_zone="Europe/Moscow"))
    assert found.article.published == dt.datetime(2017, 1, 28, 18, tzinfo=dt.UTC)


def test_a_worker_gives_the_very_entries_that_the_reader_gives() -> None:
    source = Source("s", "http://h/feed", side=Side.KREMLIN)

    async def run() -> object:
        async with ExtractionPool(1) as pool:
            return await pool.entries(source, FEED, {"content-type": "text/xml"}, "http://h/feed")

    assert asyncio.run(run()) == read_entries(source, FEED, {"content-type": "text/xml"}, "http://h/feed")


def test_a_page_that_takes_too_long_ends_in_its_outcome_and_a_worker_can_be_started_again() -> None:
    """No page is read in half a millisecond."""
    late = read(PAGE, PAGE, deadline=0.0005)
    assert [one.outcome for one in late] == [ExtractionOutcome.TIMED_OUT] * 2
    assert late[0].article.text == ""


def test_a_page_that_needs_too_much_memory_costs_its_worker_only() -> None:
    """It ends in a named outcome, or in an article of what could be read; the next page is read whole."""
    greedy, plain = read(GREEDY, PAGE, memory_bytes=230_000_000)
    assert greedy.outcome in ExtractionOutcome
    assert plain.outcome is ExtractionOutcome.OK
    assert plain.article.title == "Call of the leaders"


def test_a_worker_that_cannot_even_start_is_a_crash_with_a_name() -> None:
    [found] = read(PAGE, memory_bytes=30_000_000)
    assert found.outcome is ExtractionOutcome.CRASHED


def test_a_worker_is_replaced_before_leaks_add_up() -> None:
    assert [one.outcome for one in read(PAGE, PAGE, PAGE, max_tasks=1)] == [ExtractionOutcome.OK] * 3


def test_many_pages_at_once_each_get_their_own_answer() -> None:
    pages = [
        PAGE.replace(b"Call of the leaders", f"Call number {n} of the leaders".encode()) for n in range(6)
    ]

    async def run() -> list[str]:
        async with ExtractionPool(2) as pool:
            found = await asyncio.gather(*(pool.article(page, "http://h/a") for page in pages))
        return [one.article.title for one in found]

    assert asyncio.run(run()) == [f"Call number {n} of the leaders" for n in range(6)]


def test_a_cancelled_reading_never_answers_the_next_one() -> None:
    async def run() -> str:
        async with ExtractionPool(1) as pool:
            task = asyncio.ensure_future(pool.article(PAGE, "http://h/a"))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            other = await pool.article(PAGE.replace(b"Call of", b"Talk of"), "http://h/b")
        return other.article.title

    assert asyncio.run(run()) == "Talk of the leaders"


def test_every_field_of_an_article_crosses_the_pipe() -> None:
    """A field added to the model must arrive; JSON knows no tuples and no times."""
    [found] = read(PAGE)
    direct = read_article(PAGE, "http://h/a", time_zone="Europe/Moscow")
    for field in dataclasses.fields(direct):
        assert type(getattr(found.article, field.name)) is type(getattr(direct, field.name)), field.name
