"""Feed health: one line-up a day, and only an official source gone dark speaks at once."""

import datetime as dt
from dataclasses import replace

import pytest

from extractors.model import Side, Source
from flows.health import daily_line_up, gone_dark
from store.sources import SourceState

NOW = dt.datetime(2017, 1, 28, 12, tzinfo=dt.UTC)
PAPER = Source("paper", "https://p.example/feed", interval_minutes=30)
OFFICE = Source(
    "kremlin", "https://k.example/feed", kind="official", side=Side.KREMLIN, outlet="Kremlin",
    interval_minutes=15, never_disable=True, expected_silence_hours=72,
)  # fmt: skip


def state(source: Source, **values: object) -> SourceState:
    usual = {"last_polled_at": NOW, "last_ok_at": NOW, "last_new_at": NOW, "last_outcome": "ok"}
    return SourceState(1, source, **(usual | values))  # type: ignore[arg-type]


def ago(**time: float) -> dt.datetime:
    return NOW - dt.timedelta(**time)


DARK = state(OFFICE, failures=3.0, last_ok_at=ago(hours=2), last_outcome="timed_out", last_detail="30 s")


def test_all_failures_of_a_day_are_one_line_up() -> None:
    down = state(
        PAPER, failures=2.0, last_ok_at=ago(days=2), last_outcome="not_found", last_detail="status 404"
    )
    off = state(replace(PAPER, name="dead", status="off", reason="gone"))
    silent = state(replace(PAPER, name="quiet", kind="agency"), last_new_at=ago(days=9))
    text = daily_line_up([state(PAPER), down, off, silent, DARK], NOW)
    assert text.splitlines() == [
        "Sources: 1 of 4 well, 1 switched off by hand",
        "- kremlin (official): timed out (30 s) since 2017-01-28 10:00 UTC",
        "- quiet (agency): answers, but listed nothing new for over 72 hours since 2017-01-19 12:00 UTC",
        "- paper (paper): not found (status 404) since 2017-01-26 12:00 UTC",
    ]


def test_a_good_day_is_one_line() -> None:
    assert daily_line_up([state(PAPER), state(OFFICE)], NOW) == "Sources: 2 of 2 well"


def test_an_official_source_gone_dark_speaks_once() -> None:
    first, later = gone_dark(DARK, NOW), gone_dark(replace(DARK, failures=9.0), NOW + dt.timedelta(hours=5))
    assert first
    assert later
    assert first.key == later.key
    assert "kremlin (Kremlin) has gone dark since 2017-01-28 10:00 UTC: timed out" in first.line


@pytest.mark.parametrize(
    "well",
    [
        state(OFFICE),
        state(PAPER, failures=20.0, last_ok_at=ago(days=5)),  # no official source
        state(OFFICE, failures=0.5, last_ok_at=ago(minutes=20)),  # one bad moment
        state(replace(OFFICE, status="off"), failures=5.0, last_ok_at=ago(days=5)),
        state(replace(OFFICE, side=None), failures=5.0, last_ok_at=ago(days=5)),  # speaks for neither side
    ],
)
def test_nothing_else_speaks_at_once(well: SourceState) -> None:
    assert gone_dark(well, NOW) is None


def test_an_official_source_that_answers_but_publishes_nothing_is_dark_too() -> None:
    silent = gone_dark(state(OFFICE, last_new_at=ago(hours=80)), NOW)
    assert silent
    assert "listed nothing new for over 72 hours" in silent.line
