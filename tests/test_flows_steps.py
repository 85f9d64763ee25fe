"""The steps of the path without Prefect: every entry gets one outcome, whatever its page does."""

import asyncio
import datetime as dt
import itertools
from collections import Counter
from dataclasses import replace

import pytest

from extractors.model import Article, Entry, Side, Source
from flows import corpus
from flows.desk import lease
from flows.extraction_worker import ExtractionOutcome
from flows.fetched import FetchOutcome
from flows.outcomes import Outcome
from flows.settings import load
from flows.steps import announce, intake, judge, settling, thinking
from flows.steps.settling import Waiting
from store import entries, repository
from store.engine import reading, writing
from tests.newsroom import (
    HERALD,
    NOW,
    OTHER_WORDS,
    PAGE,
    article,
    queued,
)

LEAK = (
    "Donald Trump and Vladimir Putin discussed the New START treaty in their telephone call on Saturday, two "
    "people briefed on the conversation said on Sunday."
)
LATE_DENIAL = (
    "Vladimir Putin and Donald Trump did not discuss the New START treaty in their telephone call on "
    "Saturday, the Kremlin said in a statement on Tuesday."
)
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


def test_a_denial_that_comes_after_the_leak_alerts(room):
    """The leak contradicts nothing on the day it is printed; the Kremlin's statement of the next day does."""
    room.publish("leak", article(LEAK))
    assert room.follow()["leak"].outcome is Outcome.STORED
    room.publish("denial", article(LATE_DENIAL))
    settled = room.follow()["denial"]
    assert settled.outcome is Outcome.ALERT, settled
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
        thoughts.append(thinking.think(engine, text, heard))
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
