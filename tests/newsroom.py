"""A newsroom for tests: one source on a store with the seed corpus, its web and its page readers fakes."""

import asyncio
import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractors.model import Article, Entry, Source
from flows import corpus
from flows.desk import Desk
from flows.extraction_worker import Extracted, ExtractionOutcome
from flows.fetched import Fetched, FetchOutcome
from flows.settings import load
from flows.steps import settling
from store import Engine, entries, outbox, repository
from store.engine import open_store, reading, writing
from store.sources import remember_sources

NOW = dt.datetime(2017, 2, 1, 12, tzinfo=dt.UTC)
HERALD = Source("herald", "https://herald.example/feed", outlet="The Herald", time_zone="America/New_York")
PAGE = b"<html><body><p>Trump and Putin: a call of Washington and Moscow, by telephone.</p></body></html>"
DENIAL = (
    "Vladimir Putin raised sanctions with Donald Trump in their telephone call on Saturday, a person "
    "familiar with the conversation said on Tuesday.\n\nThe White House has said that the two leaders did "
    "not discuss the subject in the call of Jan. 28."
)

OTHER_WORDS = (
    "The penalties that Washington put on Russia did come up when President Trump spoke with President Putin "
    'by telephone on Jan. 28, according to a diplomat who was given a summary.\n\n"Mr. Putin brought up the '
    'sanctions himself," the diplomat said. The White House declined to comment.'
)

STATUSES = {FetchOutcome.NOT_FOUND: 404, FetchOutcome.GONE: 410, FetchOutcome.SERVER_ERROR: 503}


@dataclass
class FakeWeb:
    """Answers by address; what is not known is a 404."""

    pages: dict[str, FetchOutcome | bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def get(self, url: str, **_: object) -> Fetched:
        self.asked.append(url)
        page = self.pages.get(url, FetchOutcome.NOT_FOUND)
        if isinstance(page, bytes):
            return Fetched(url, FetchOutcome.OK, NOW, url, 200, {}, page)
        status = {FetchOutcome.NOT_FOUND: 404, FetchOutcome.GONE: 410, FetchOutcome.SERVER_ERROR: 503}.get(
            page, 0
        )
        return Fetched(url, page, NOW, url, status, detail="as the test wants it")


@dataclass
class FakePool:
    """Reads a page as the article that the test gives for its address."""

    articles: dict[str, Article | ExtractionOutcome | Exception] = field(default_factory=dict)

    async def article(self, body: bytes, url: str, **_: object) -> Extracted:
        made = self.articles[url]
        if isinstance(made, Exception):
            raise made
        if isinstance(made, ExtractionOutcome):
            return Extracted(Article(text=""), made)
        return Extracted(replace(made, url=url))


class Newsroom:
    """One source on a store, and a desk whose web and readers are fakes."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.web, self.pool, self.clock = engine, FakeWeb(), FakePool(), NOW
        self.desk = Desk(load({}), engine, self.web, self.pool, lambda: self.clock)
        with writing(engine) as connection:
            self.source_id = remember_sources(connection, [HERALD], now=NOW)["herald"]

    def list(self, slug: str, title: str = "Trump and Putin speak by telephone", **values: object) -> str:
        """Put an entry on the source's list; gives its address."""
        url = f"https://herald.example/{slug}"
        with writing(self.engine) as connection:
            entries.add_entries(connection, self.source_id, [Entry(slug, url, title, **values)], now=NOW)
        return url

    def publish(self, slug: str, article: Article | ExtractionOutcome | Exception, **values: object) -> None:
        """List an entry whose page is there and is read as ``article``."""
        url = self.list(slug, **values)
        self.web.pages[url] = PAGE
        self.pool.articles[url] = article

    def rewrite(self, slug: str, text: str) -> None:
        """Put another text on a page that was published."""
        url = f"https://herald.example/{slug}"
        self.pool.articles[url] = replace(self.pool.articles[url], text=text)

    def later(self, by: dt.timedelta = dt.timedelta(hours=30)) -> Desk:
        """The desk at a later time."""
        self.clock = NOW + by
        return self.desk

    def follow(self) -> dict[str, object]:
        """Follow everything that waits; gives each entry's slug with what became of it."""
        states = []
        with reading(self.engine) as connection:
            states = repository.source_states(connection)

        async def work():
            settled = []
            for batch in settling.batches(self.desk, states):
                arrived = [await settling.to_article(self.desk, waiting) for waiting in batch.waiting]
                settled += [settling.to_outcome(self.desk, one) for one in settling.oldest_first(arrived)]
            return settled

        return {one.url.rpartition("/")[2]: one for one in asyncio.run(work())}


def corpus_store(folder: Path) -> Path:
    """A store with the corpus in it: reading the corpus takes two seconds, copying the file none."""
    path = folder / "store.db"
    engine = open_store(f"sqlite:///{path}")
    corpus.load_once(engine, load({}), now=NOW)
    engine.dispose()
    return path


@contextmanager
def open_newsroom(corpus_file: Path, folder: Path) -> Iterator[Newsroom]:
    """A newsroom on a copy of ``corpus_file`` in ``folder``."""
    engine = open_store(f"sqlite:///{shutil.copy(corpus_file, folder / 'newsroom.db')}")
    yield Newsroom(engine)
    engine.dispose()


def queued(engine: Engine) -> dict[str, int]:
    """How many rows of the outbox are in which state."""
    with reading(engine) as connection:
        return outbox.counts(connection)


def article(text: str = DENIAL, **values: object) -> Article:
    """An article of the Herald, three days after the call."""
    return Article(text=text, title="A call and its accounts", published=NOW - dt.timedelta(days=1), **values)
