"""``readout-watch status``: in one screen what is wrong, by the numbers that mend it."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import update

from flows import operations
from flows.settings import Settings
from store import Engine, leases, outbox
from store.engine import open_store, writing
from store.tables import alerts

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Engine:
    opened = open_store(settings.store)
    yield opened
    opened.dispose()


def queue(engine: Engine, state: str, why: str) -> int:
    """An alert in a state; its number."""
    with writing(engine) as connection:
        key = f"2017-01-28|sanctions|{state}"
        row = outbox.enqueue(
            connection, dedupe_key=key, parent_key=key, action="post", payload="{}", now=NOW, held=why
        )
        values = {"state": state, "last_error": why}
        connection.execute(update(alerts).where(alerts.c.id == row).values(**values))
    return row


def status(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints, its line breaks as blanks."""
    assert operations.show_status(settings) == 0
    return " ".join(capsys.readouterr().out.split())


def test_what_was_not_sent_stands_there_with_its_number_and_its_mend(engine, settings, capsys):
    """Nobody should have to open the database to find out which alert to replay."""
    waiting = queue(engine, "pending", "Slack did not answer")
    dead = queue(engine, "dead", "channel_not_found")
    held = queue(engine, "held", "a quote no longer checks")
    shown = status(settings, capsys)
    for words in (
        f"{dead} dead post 2017-01-28 sanctions dead channel_not_found",
        f"{held} held post 2017-01-28 sanctions held a quote no longer checks",
        f"{waiting} pending post 2017-01-28 sanctions pending Slack did not answer",
        f"Slack refused alert {dead}:",
        f"after the mend `readout-watch alert replay {dead}`",
        f"look with `readout-watch alert preview {held}`",
    ):
        assert words in shown
    assert shown.index("channel_not_found") < shown.index("Slack did not answer"), (
        "what needs a person is first"
    )


def test_nothing_unsent_nothing_shown(engine, settings, capsys):
    """An empty table would be one more thing to read."""
    with writing(engine) as connection:
        connection.execute(update(alerts).values(state="sent"))
    shown = status(settings, capsys)
    assert "Outbox: empty" in shown
    assert "Not sent" not in shown


def test_a_run_that_died_is_shown_beside_the_last_good_one(engine, settings, capsys):
    """A killed pass is trouble that the next good one must not hide."""
    with writing(engine) as connection:
        leases.start_run(connection, "monitor 1/1", now=NOW - dt.timedelta(minutes=20))
        leases.close_dead_runs(connection, "monitor 1/1", now=NOW)
        run = leases.start_run(connection, "monitor 1/1", now=NOW)
        leases.finish_run(connection, run, now=NOW, detail="nothing new")
    shown = status(settings, capsys)
    assert "died its process ended without a word" in shown
    assert "done nothing new" in shown
