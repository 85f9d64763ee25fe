"""What surrounds a run: its lease lasts as long as its work, and a run that died is called so."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field

import pytest

from flows import passes
from flows.fetched import Fetched
from flows.settings import load
from flows.steps import revisiting, settling
from store import Engine, leases, repository
from store.articles import all_articles
from store.engine import reading, writing
from store.errors import LeaseLostError
from tests.newsroom import NOW, FakeWeb, Newsroom, article, open_newsroom

NAME = "monitor 1/1"
SETTINGS = load({"READOUT_WATCH_LEASE_SECONDS": "600"})


@dataclass
class Clock:
    """A clock that stands still until somebody works."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@dataclass
class SlowWeb(FakeWeb):
    """Each answer takes four minutes of the fake clock."""

    clock: Clock = field(default_factory=Clock)

    async def get(self, url: str, **more: object) -> Fetched:
        self.clock.passes(240)
        return await super().get(url, **more)


@pytest.fixture
def room(corpus_file, tmp_path):
    """A newsroom with a web that is slow by a fake clock, and five pages that wait."""
    with open_newsroom(corpus_file, tmp_path) as newsroom:
        clock = Clock()
        newsroom.web = newsroom.desk.fetcher = SlowWeb(clock=clock)
        newsroom.desk.now = clock
        for number in range(5):
            newsroom.publish(
                f"story-{number}", article(f"Report {number}. Trump and Putin spoke by telephone.")
            )
        yield newsroom


def holder(engine: Engine, now: dt.datetime) -> str:
    """Who holds the lease at a moment, "" when it is free."""
    with reading(engine) as connection:
        return leases.lease_holder(connection, NAME, now=now)


def follow(room: Newsroom, waiting: list[settling.Waiting]) -> None:
    """Follow entries one after the other, as a slow pass does."""
    for one in waiting:
        settling.to_outcome(room.desk, asyncio.run(settling.to_article(room.desk, one)))


def waiting_entries(room: Newsroom) -> list[settling.Waiting]:
    with reading(room.engine) as connection:
        states = repository.source_states(connection)
    return [one for batch in settling.batches(room.desk, states) for one in batch.waiting]


def test_a_pass_of_twenty_minutes_holds_its_lease_of_ten(room: Newsroom):
    """Each page renews it when its time has come: nobody else begins beside a slow pass."""
    clock = room.desk.now
    with passes.working(room.engine, SETTINGS, NAME, clock) as (run, _):
        room.desk.lease = run.lease
        follow(room, waiting_entries(room))
        assert clock.now - NOW == dt.timedelta(minutes=20)
        assert holder(room.engine, clock.now) == run.lease.holder
        with passes.working(room.engine, SETTINGS, NAME, clock) as (second, why):
            assert (second, why) == (None, "another run is at work")


def test_second_looks_hold_the_lease_too(room: Newsroom):
    """Fifty pages one after the other, each a time-out, take half an hour."""
    follow(room, waiting_entries(room))
    clock = room.desk.now
    with passes.working(room.engine, SETTINGS, NAME, clock) as (run, _):
        room.desk.lease = run.lease
        held = [one for one in repository_articles(room) if one.article.url.startswith("https://herald")]
        for one in held:
            asyncio.run(revisiting.look_again(room.desk, one))
        assert len(held) == 5
        assert holder(room.engine, clock.now) == run.lease.holder


def repository_articles(room: Newsroom) -> list[revisiting.StoredArticle]:
    with reading(room.engine) as connection:
        return list(all_articles(connection))


def test_a_run_that_hangs_loses_its_lease_and_is_told_so(room: Newsroom):
    """Nothing renews in the background: after ten minutes without work the next run may begin."""
    clock, waiting = room.desk.now, waiting_entries(room)
    with passes.working(room.engine, SETTINGS, NAME, clock) as (run, _):
        room.desk.lease = run.lease
        clock.passes(601)
        with passes.working(room.engine, SETTINGS, NAME, clock) as (second, _):
            assert second is not None
            with pytest.raises(LeaseLostError):
                follow(room, waiting)


def test_a_lease_is_not_written_for_every_page(room: Newsroom):
    """A store on SQLite has few writes to give: within a third of its time it is left alone."""
    clock = Clock()
    with passes.working(room.engine, SETTINGS, NAME, clock) as (run, _):
        clock.passes(199)
        run.lease.keep()
        assert run.lease.renewed == NOW
        clock.passes(1)
        run.lease.keep()
        assert run.lease.renewed == clock.now


def states(engine: Engine) -> list[str]:
    """How the logged runs stand, oldest first."""
    with reading(engine) as connection:
        return [run.state for run in reversed(leases.last_runs(connection, NAME))]


def test_the_next_run_says_that_a_killed_one_died(room: Newsroom):
    """A process that is killed writes nothing: its row stays "running" until somebody holds its lease."""
    with writing(room.engine) as connection:
        leases.acquire_lease(connection, NAME, "killed", now=NOW, seconds=600)
        leases.start_run(connection, NAME, now=NOW)
        leases.start_run(connection, "monitor 2/2", now=NOW)
    clock = Clock()
    with passes.working(room.engine, SETTINGS, NAME, clock) as (run, _):
        assert run is None
        assert states(room.engine) == ["running"], "it may be alive while its lease runs"
    clock.passes(600)
    with passes.working(room.engine, SETTINGS, NAME, clock) as (run, _):
        assert states(room.engine) == ["died", "running"]
    assert states(room.engine) == ["died", "done"]
    with reading(room.engine) as connection:
        (other,) = leases.last_runs(connection, "monitor 2/2")
        died = leases.last_runs(connection, NAME)[1]
    assert other.state == "running", "other work is not touched"
    assert died.finished_at is None
    assert "ended without a word" in died.detail
