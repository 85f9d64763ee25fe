"""The steps of the path without Prefect: every entry gets one outcome, whatever its page does."""

import asyncio
import datetime as dt
import itertools
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from extractors.model import Article, Entry, Side, Source
from flows import corpus
from flows.desk import Desk, lease
from flows.extraction_worker import Extracted, ExtractionOutcome
from flows.fetched import Fetched, FetchOutcome
from flows.outcomes import Outcome
from flows.settings import load
from flows.steps import announce, intake, judge, settling
from flows.steps.settling import Waiting
from store import entries, outbox, repository
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
        return Fetched(url, page, NOW, url, detail="as the test wants it")


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

    def __init__(self, engine):
        self.engine, self.web, self.pool = engine, FakeWeb(), FakePool()
        self.desk = Desk(load({}), engine, self.web, self.pool, lambda: NOW)
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


@pytest.fixture(scope="module")
def corpus_file(tmp_path_factory) -> Path:
    """A store with the corpus in it: reading the corpus takes two seconds, copying the file none."""
    path = tmp_path_factory.mktemp("corpus") / "store.db"
    engine = open_store(f"sqlite:///{path}")
    corpus.load_once(engine, load({}), now=NOW)
    engine.dispose()
    return path


@pytest.fixture
def room(corpus_file, tmp_path):
    path = shutil.copy(corpus_file, tmp_path / "store.db")
    engine = open_store(f"sqlite:///{path}")
    yield Newsroom(engine)
    engine.dispose()


def article(text: str = DENIAL, **values: object) -> Article:
    """An article of the Herald, three days after the call."""
    return Article(text=text, title="A call and its accounts", published=NOW - dt.timedelta(days=1), **values)


BAD_ENTRIES = {
    "gone for good": (FetchOutcome.GONE, None, Outcome.UNREACHABLE),
    "not found, perhaps later": (FetchOutcome.NOT_FOUND, None, Outcome.LATER),
    "too large": (FetchOutcome.TOO_LARGE, None, Outcome.UNREACHABLE),
    "private address": (FetchOutcome.REFUSED_ADDRESS, None, Outcome.UNREACHABLE),
    "server down": (FetchOutcome.SERVER_ERROR, None, Outcome.LATER),
    "nothing on the page": (PAGE, Article(text=""), Outcome.NO_TEXT),
    "parser hangs": (PAGE, ExtractionOutcome.TIMED_OUT, Outcome.UNREADABLE),
    "parser dies": (PAGE, ExtractionOutcome.CRASHED, Outcome.UNREADABLE),
    "defect of ours": (PAGE, ZeroDivisionError("by a test"), Outcome.ERROR),
    "another subject": (PAGE, article("The city council met on Tuesday about the tunnel and its cost."),
                        Outcome.OFF_TOPIC),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_ENTRIES)
def test_a_bad_entry_ends_only_itself(room, case):
    """Its outcome is told, and the story beside it is judged."""
    page, read, expected = BAD_ENTRIES[case]
    url = room.list("bad")
    room.web.pages[url] = page
    room.pool.articles[url] = read
    room.publish("good", article())
    settled = room.follow()
    assert settled["bad"].outcome is expected
    assert settled["good"].outcome is Outcome.ALERT
    assert len(settled) == 2


def test_every_entry_is_counted_once(room):
    """The counts of the outcomes add up to the entries, also after a second look."""
    for number in range(7):
        room.list(f"gone-{number}")
    room.publish("good", article())
    first, second = room.follow(), room.follow()
    assert Counter(one.outcome for one in first.values()) == {Outcome.LATER: 7, Outcome.ALERT: 1}
    assert second == {}, "what failed for a while is not due yet"


def test_an_entry_off_the_subject_is_never_fetched(room):
    """Its title says enough."""
    room.list("derby", title="Bears take derby in overtime", summary="Lindqvist nets a pair")
    settled = room.follow()
    assert settled["derby"].outcome is Outcome.OFF_TOPIC
    assert room.web.asked == []


def test_one_page_listed_twice_is_fetched_once(room):
    """Two sources list it; the second time it is a duplicate by its address."""
    room.publish("good", article())
    room.follow()
    url = "https://herald.example/good"
    with writing(room.engine) as connection:
        again = Entry("again", f"{url}?utm_source=x", "Trump, Putin speak")
        entries.add_entries(connection, room.source_id, [again], now=NOW)
    assert [one.outcome for one in room.follow().values()] == [Outcome.DUPLICATE]
    assert room.web.asked == [url]


def test_a_pass_that_was_killed_is_completed_by_the_next(room):
    """Entries without an outcome wait in the store; nothing is kept in memory alone."""
    room.publish("first", article())
    with reading(room.engine) as connection:
        states = repository.source_states(connection)
    waiting = settling.batches(room.desk, states)[0].waiting
    asyncio.run(settling.to_article(room.desk, waiting[0]))  # and here the machine went down
    assert room.follow()["first"].outcome is Outcome.ALERT


def queued(engine) -> dict[str, int]:
    """How many rows of the outbox are in which state."""
    with reading(engine) as connection:
        return outbox.counts(connection)


def test_an_alert_is_queued_with_its_contradiction(room):
    """One post, and the outbox holds exactly what the table of the pass says."""
    room.publish("good", article())
    room.follow()
    assert queued(room.engine) == {"pending": 1}


def test_a_text_that_the_extractors_hardly_agree_on_alerts_nobody_alone(room):
    """It is recorded and shown as held back; a second source that is read well opens the conversation."""
    room.publish("blurred", article(agreement=0.3))
    assert room.follow()["blurred"].outcome is Outcome.HELD_BACK
    assert queued(room.engine) == {"held": 1}
    room.publish("clear", article(OTHER_WORDS))
    assert room.follow()["clear"].outcome is Outcome.ALERT
    assert queued(room.engine) == {"pending": 1}


def test_official_texts_are_judged_before_the_stories_of_the_same_minute():
    """A readout must be held before what contradicts it is compared."""
    entry = entries.StoredEntry(1, 1, "herald", Entry("k", "https://a.example/"))
    story = settling.Arrived(entry, article())
    readout = settling.Arrived(entry, article(side=Side.KREMLIN))
    early = settling.Arrived(entry, replace(article(), published=NOW - dt.timedelta(days=3)))
    for order in itertools.permutations([story, readout, early]):
        assert settling.oldest_first(order) == [early, readout, story]


def test_the_corpus_alerts_nobody_and_loads_once(sqlite_store):
    """Its contradictions are stored for the dossier; loading again finds nothing to do."""
    settings = load({})
    assert corpus.load_once(sqlite_store, settings, now=NOW) == 3
    assert corpus.load_once(sqlite_store, settings, now=NOW) == 0
    assert queued(sqlite_store) == {}
    with reading(sqlite_store) as connection:
        call = repository.readouts_of(connection, "2017-01-28")
        assert {readout.side for readout in call} == {Side.WHITE_HOUSE, Side.KREMLIN}


def test_a_lease_keeps_the_second_run_out(store):
    """Two monitors at once: one works. When it lets go, the next may."""
    with (
        lease(store, "monitor 1/1", 60, lambda: NOW) as first,
        lease(store, "monitor 1/1", 60, lambda: NOW) as second,
    ):
        assert (first is not None, second) == (True, None)
    with lease(store, "monitor 1/1", 60, lambda: NOW) as third:
        assert third is not None


def test_the_lease_of_a_killed_run_ends_by_itself(store):
    """Its time runs out, nobody has to clean up."""
    held = lease(store, "monitor 1/1", 60, lambda: NOW)
    held.__enter__()
    with lease(store, "monitor 1/1", 60, lambda: NOW + dt.timedelta(seconds=61)) as next_one:
        assert next_one is not None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"content-type": "text/html; charset=windows-1251"}, "windows-1251"),
        ({"content-type": 'text/html; charset="utf-8"'}, "utf-8"),
        ({"content-type": "text/html"}, None),
        ({}, None),
    ],
)
def test_the_charset_is_the_headers(header, expected):
    """None when the header names none: the page itself may."""
    assert intake.charset_of(header) == expected


def test_what_the_page_says_comes_before_what_the_feed_says():
    """The feed only fills gaps; a paper's own feed knows the paper's name better than the page's markup."""
    entry = Entry("k", "https://www.herald.example/a", "Feed title", published=NOW)
    bare = intake.completed(Article(text="x"), entry, HERALD)
    assert (bare.title, bare.published, bare.published_source, bare.outlet) == (
        "Feed title",
        NOW,
        "feed",
        "The Herald",
    )
    own = Article(
        text="x", title="Page title", published=NOW - dt.timedelta(hours=1), published_source="json-ld"
    )
    full = intake.completed(own, entry, Source("search", "https://s.example", kind="search"))
    assert (full.title, full.published_source, full.outlet) == ("Page title", "json-ld", "herald.example")


def test_a_quote_names_the_version_it_is_from():
    """The delivery finds the stored text by it."""
    assert announce.article_ref(12, 3) == "article:12:3"


def test_a_store_that_moves_on_is_thought_about_again(sqlite_store):
    """A readout that another worker stored meanwhile is seen: the thought is had again."""
    settings = load({})
    thoughts = []

    def slow_think(engine, text, heard):
        thoughts.append(judge.think(engine, text, heard))
        if len(thoughts) == 1:
            corpus.load_once(engine, settings, now=NOW)
        return thoughts[-1]

    kept = judge.settle(sqlite_store, article(), settings, now=NOW, think=slow_think)
    assert len(thoughts) == 2
    assert [told.outcome for told in kept.told] == [Outcome.ALERT]


def test_waiting_entries_keep_their_source(room):
    """The reader of a page needs its source's language and zone."""
    room.list("one")
    with reading(room.engine) as connection:
        states = repository.source_states(connection)
    (batch,) = settling.batches(room.desk, states)
    assert isinstance(batch.waiting[0], Waiting)
    assert batch.waiting[0].source.name == "herald"
