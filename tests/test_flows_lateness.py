"""A machine that slept: the stale runs give way, the newest works, nobody asks Prefect without need."""

import datetime as dt

import pytest

from flows.lateness import due_time, gives_way

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LIMIT = 900.0


def minutes_ago(minutes: float) -> dt.datetime:
    return NOW - dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("due", "newer", "works"),
    [
        (None, minutes_ago(1), True),
        (minutes_ago(0), None, True),
        (minutes_ago(14), minutes_ago(1), True),
        (minutes_ago(60), minutes_ago(1), False),
        (minutes_ago(60), None, True),
    ],
    ids=["started by hand", "on time", "a little late", "stale, a newer waits", "stale, but the only one"],
)
def test_a_run_gives_way_only_when_it_is_stale_and_a_newer_is_due(due, newer, works):
    """The only run of an hour is worth more late than never."""
    reason = gives_way(NOW, LIMIT, lambda: due, lambda *_: newer)
    assert (reason == "") is works


def test_the_reason_names_both_times():
    """It stands in the log of runs, for whoever wonders where an hour's runs went."""
    reason = gives_way(NOW, LIMIT, lambda: minutes_ago(60), lambda *_: minutes_ago(15))
    assert reason == "due at 11:00 UTC, a newer run is due since 11:45 UTC"


def test_a_run_that_is_on_time_asks_nobody():
    """One request less in each pass."""

    def asked(*_):
        raise AssertionError("there was no need to ask")

    assert gives_way(NOW, LIMIT, lambda: NOW, asked) == ""


def test_without_prefect_nothing_is_ever_late():
    """A test, a notebook, a script: there is no schedule."""
    assert due_time() is None
