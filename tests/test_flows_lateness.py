"""A machine that slept: the first run does the work of all due before it, the others end at once."""

import datetime as dt

import pytest

from flows.lateness import gives_way, prefect_due_time
from store.leases import Run

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def at(minutes: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minutes)


def run(minutes: float, state: str = "done") -> Run:
    return Run(1, "monitor 1/1", at(minutes), at(minutes + 1), state)


@pytest.mark.parametrize(
    ("due", "runs", "works"),
    [
        (None, [run(1)], True),
        (at(0), [], True),
        (at(0), [run(-15)], True),
        (at(-60), [run(-75)], True),
        (at(-60), [run(0)], False),
        (at(-15), [run(0)], False),
        (at(0), [run(0)], False),
        (at(-60), [run(0, "failed")], True),
        (at(-60), [run(0, "running")], True),
        (at(-60), [run(1, "failed"), run(0)], False),
    ],
    ids=["by hand", "the very first", "on time", "stale, but nothing was done since", "stale and made up for",
         "late and made up for", "the same moment", "only a failed run since", "only an unfinished run since",
         "a failed run after a good one"],
)  # fmt: skip
def test_a_run_gives_way_when_its_work_was_done_since(due, runs, works):
    """The only run of an hour is worth more late than never."""
    assert (gives_way(runs, lambda: due) == "") is works


def test_a_pile_of_late_runs_is_worked_off_by_one():
    """Four hours of runs after a sleep: one works, and none waits for ever behind the next."""
    worked: list[Run] = []
    for missed in range(-240, 0, 15):
        if not gives_way(worked, lambda missed=missed: at(missed)):
            worked.insert(0, run(len(worked)))
    assert len(worked) == 1


def test_the_reason_names_both_times():
    """It stands in the log, for whoever wonders where an hour's runs went."""
    assert gives_way([run(5)], lambda: at(-60)) == "due at 11:00:00 UTC, done by the run of 12:05:00 UTC"


def test_without_prefect_nothing_is_ever_late():
    """A test, a notebook, a script: there is no schedule."""
    assert prefect_due_time() is None
