"""What becomes of an alert with each of Slack's answers: a table of error -> state, wait, whom to tell."""

from __future__ import annotations

import datetime as dt

import pytest

from alerts.outbox import Reach, State, Trouble, backoff, decide, is_doubtful, mend_of
from tests.alert_samples import NOW

# error, (state, seconds until the next attempt, what stops)
DECISIONS = {
    "ratelimited": (State.PENDING, 30, Reach.CHANNEL),
    "not_sent": (State.PENDING, 15, Reach.EVERYTHING),
    "invalid_auth": (State.PENDING, 300, Reach.EVERYTHING),
    "token_revoked": (State.PENDING, 300, Reach.EVERYTHING),
    "account_inactive": (State.PENDING, 300, Reach.EVERYTHING),
    "missing_scope": (State.PENDING, 300, Reach.EVERYTHING),
    "channel_not_found": (State.PENDING, 300, Reach.CHANNEL),
    "not_in_channel": (State.PENDING, 300, Reach.CHANNEL),
    "is_archived": (State.PENDING, 300, Reach.CHANNEL),
    "restricted_action": (State.PENDING, 300, Reach.CHANNEL),
    "fatal_error": (State.UNKNOWN, 15, Reach.ALERT),
    "internal_error": (State.UNKNOWN, 15, Reach.ALERT),
    "http_503": (State.UNKNOWN, 15, Reach.ALERT),
    "lost": (State.UNKNOWN, 15, Reach.ALERT),
    "unreadable_reply": (State.UNKNOWN, 15, Reach.ALERT),
    "a_name_slack_never_used": (State.UNKNOWN, 15, Reach.ALERT),
}
WITH_A_MEND = ["invalid_auth", "token_revoked", "account_inactive", "missing_scope", "channel_not_found"]
WITH_A_MEND += ["not_in_channel", "is_archived", "restricted_action"]


@pytest.mark.parametrize(("error", "wanted"), DECISIONS.items(), ids=DECISIONS)
def test_first_attempt(error: str, wanted: tuple[State, int, Reach]) -> None:
    made = decide(Trouble(error), 1, NOW)
    assert made.next_attempt_at is not None
    assert (made.state, (made.next_attempt_at - NOW).total_seconds(), made.stops) == wanted


@pytest.mark.parametrize("error", WITH_A_MEND)
def test_what_a_person_must_mend_is_told_with_the_mend_in_one_line(error: str) -> None:
    notice = decide(Trouble(error), 1, NOW).notice
    assert error in notice
    assert mend_of(error) in notice
    assert "\n" not in notice


@pytest.mark.parametrize("error", [error for error in DECISIONS if error not in WITH_A_MEND])
def test_what_mends_itself_is_not_told(error: str) -> None:
    assert decide(Trouble(error), 1, NOW).notice == ""


RETRY_AFTER = {
    "seconds": (7.5, 7.5),
    "nothing said": (None, 30),
    "more than a day": (400_000, 86_400),
    "none": (0, 0),
}


@pytest.mark.parametrize(("said", "wanted"), RETRY_AFTER.values(), ids=RETRY_AFTER)
def test_retry_after_is_honoured(said: float | None, wanted: float) -> None:
    made = decide(Trouble("ratelimited", retry_after=said), 9, NOW)
    assert made.next_attempt_at == NOW + dt.timedelta(seconds=wanted)


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text"])
def test_a_refused_form_goes_out_as_text_and_only_then_dies(error: str) -> None:
    first = decide(Trouble(error), 1, NOW)
    assert (first.state, first.plain) == (State.PENDING, True)
    assert error in first.notice
    second = decide(Trouble(error), 1, NOW, plain=True)
    assert (second.state, second.plain) == (State.DEAD, False)
    assert error in second.notice


def test_a_reply_whose_parent_was_deleted_is_sent_by_itself() -> None:
    assert decide(Trouble("thread_not_found"), 1, NOW).orphan


def test_an_edit_of_a_deleted_message_ends() -> None:
    assert decide(Trouble("message_not_found"), 1, NOW).state is State.DEAD


def test_waits_grow_and_stay_bearable() -> None:
    waits = [backoff(attempt) for attempt in range(1, 60)]
    assert waits == sorted(waits)
    assert waits[0] == dt.timedelta(seconds=15)
    assert waits[-1] == dt.timedelta(minutes=30)
    doubt = decide(Trouble("lost"), 59, NOW).next_attempt_at
    assert doubt is not None
    assert doubt - NOW == dt.timedelta(minutes=4)


def test_doubt_is_everything_that_is_not_certain() -> None:
    certain = {error for error, (state, _, _) in DECISIONS.items() if state is not State.UNKNOWN}
    assert {error for error in DECISIONS if not is_doubtful(Trouble(error))} == certain
