"""When a source is asked again: the rules as a table, and what must hold for any answer."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Side, Source
from flows.fetched import FetchOutcome
from flows.poll import DAY, FLOOR, FULL_AFTER, Answer, ask_conditionally, decide

NOW = dt.datetime(2017, 1, 28, 12, tzinfo=dt.UTC)
PAPER = Source("paper", "https://p.example/feed", interval_minutes=30)
OFFICE = Source(
    "kremlin", "https://k.example/feed", kind="official", side=Side.KREMLIN, outlet="Kremlin",
    interval_minutes=15, never_disable=True, expected_silence_hours=72,
)  # fmt: skip
OK, FAILED = FetchOutcome.OK, FetchOutcome.SERVER_ERROR


def minutes(
    source: Source, answer: Answer, *, failures: float = 0.0, last: float = 0.0, roll: float = 0.0
) -> float:
    decision = decide(source, answer, failures=failures, last_minutes=last, now=NOW, roll=roll)
    return (decision.next_poll_at - NOW).total_seconds() / 60


@pytest.mark.parametrize(
    ("source", "answer", "last", "expected"),
    [
        # some news, most entries known: the wished interval
        (PAPER, Answer(OK, entries=20, new=3), 30, 30),
        # quiet: longer, up to four times the wish; an official source never beyond it
        (PAPER, Answer(OK, entries=20), 30, 37.5),
        (PAPER, Answer(FetchOutcome.NOT_MODIFIED), 118, 120),
        (OFFICE, Answer(OK, entries=20), 15, 15),
        # nothing known in the list: something may have been missed, so soon again
        (PAPER, Answer(OK, entries=20, new=20), 40, 20),
        (PAPER, Answer(OK, entries=20, new=20), 12, FLOOR),
        # the first reading of a source knows nothing and has missed nothing
        (PAPER, Answer(OK, entries=20, new=20, first=True), 0, 30),
        # little overlap: soon again too
        (PAPER, Answer(OK, entries=20, new=17), 30, 15),
        # the feed's own wish counts, within limits
        (PAPER, Answer(OK, entries=20, new=3, asked_minutes=60), 30, 60),
        (PAPER, Answer(OK, entries=20, new=3, asked_minutes=1440), 30, 240),
        (OFFICE, Answer(OK, entries=20, new=3, asked_minutes=1440), 15, 30),
    ],
)
def test_the_pause_follows_the_overlap_with_what_is_known(
    source: Source, answer: Answer, last: float, expected: float
) -> None:
    assert minutes(source, answer, last=last) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        (FetchOutcome.GONE, 0, 1.0),
        (FetchOutcome.REFUSED_ADDRESS, 0, 1.0),
        (FetchOutcome.NOT_FOUND, 0, 0.5),
        (FetchOutcome.SERVER_ERROR, 1, 1.5),
        (FetchOutcome.TIMED_OUT, 0, 0.5),
        (FetchOutcome.RATE_LIMITED, 0, 0.5),
        (FetchOutcome.DNS_FAILURE, 3, 3.25),
        (FetchOutcome.OK, 7, 0.0),
        (FetchOutcome.NOT_MODIFIED, 7, 0.0),
    ],
)
def test_failures_weigh_by_how_sure_they_are(outcome: FetchOutcome, before: float, after: float) -> None:
    assert decide(PAPER, Answer(outcome), failures=before, last_minutes=30, now=NOW, roll=0).failures == after


def test_bytes_that_are_no_list_count_as_a_soft_failure() -> None:
    decision = decide(PAPER, Answer(OK, readable=False), failures=0, last_minutes=30, now=NOW, roll=0)
    assert decision.failures == 0.5


def test_back_off_grows_with_the_failures_up_to_a_day() -> None:
    waits = [minutes(PAPER, Answer(FAILED), failures=count) for count in (0, 2, 5, 29, 500)]
    assert waits == sorted(waits)
    assert waits[-1] == DAY


def test_an_official_source_is_never_switched_off_and_never_long_unasked() -> None:
    decision = decide(OFFICE, Answer(FetchOutcome.GONE), failures=400, last_minutes=15, now=NOW, roll=1)
    assert not decision.switch_off
    assert decision.next_poll_at - NOW <= dt.timedelta(hours=2)


def test_another_source_is_switched_off_after_thirty() -> None:
    answer = Answer(FetchOutcome.GONE)
    assert not decide(PAPER, answer, failures=28, last_minutes=30, now=NOW, roll=0).switch_off
    assert decide(PAPER, answer, failures=29, last_minutes=30, now=NOW, roll=0).switch_off


def test_retry_after_is_obeyed_and_the_herd_is_spread() -> None:
    answer = Answer(FetchOutcome.RATE_LIMITED, retry_after=7_200)
    assert minutes(PAPER, answer, roll=0) == 120
    assert minutes(PAPER, answer, roll=1) == 180
    assert minutes(OFFICE, answer, roll=0) == 120


def test_missed_entries_are_warned_of_and_a_first_reading_is_not() -> None:
    answer = Answer(OK, entries=5, new=5)
    assert decide(PAPER, answer, failures=0, last_minutes=30, now=NOW, roll=0).missed
    first = replace(answer, first=True)
    assert not decide(PAPER, first, failures=0, last_minutes=30, now=NOW, roll=0).missed


ANSWERS = st.builds(
    Answer,
    outcome=st.sampled_from(FetchOutcome),
    entries=st.integers(0, 500),
    new=st.integers(0, 500),
    readable=st.booleans(),
    retry_after=st.integers(0, 86_400),
    asked_minutes=st.integers(0, 10**5),
    first=st.booleans(),
)


@given(ANSWERS, st.floats(0, 100), st.floats(0, 3000), st.floats(0, 1))
def test_the_next_poll_is_between_ten_minutes_and_a_little_over_a_day(
    answer: Answer, failures: float, last: float, roll: float
) -> None:
    for source in (PAPER, OFFICE):
        assert FLOOR <= minutes(source, answer, failures=failures, last=last, roll=roll) <= DAY * 1.1


def test_conditions_are_left_out_once_after_a_row_of_304() -> None:
    row = [(304, 0)] * FULL_AFTER
    assert ask_conditionally(PAPER, row[:-1])
    assert not ask_conditionally(PAPER, row)
    assert ask_conditionally(PAPER, [(200, 0), *row])


def test_a_server_whose_304_hid_news_is_asked_without_conditions_from_then_on() -> None:
    assert not ask_conditionally(PAPER, [(304, 0), (200, 2), *[(304, 0)] * FULL_AFTER])
