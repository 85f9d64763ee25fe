"""When to ask a source again, and when to stop asking. Pure: every decision about polling stands here.

The chance that jitter needs is passed in as ``roll``, a number in 0..1; so is the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Source
from flows.fetched import FailureClass, FetchOutcome

# What a failure counts: a source that is surely broken 1, one that may be back in an hour half, and what our
# own resolver could not say a quarter, for that is hardly the source's fault.
WEIGHTS = {
    FailureClass.NONE: 0.0,
    FailureClass.HARD: 1.0,
    FailureClass.SOFT: 0.5,
    FailureClass.TEMPORARY: 0.25,
}
# Others, polling thousands of feeds, switched off after 4 failures, then 10, and lost live ones; 30 held.
SWITCH_OFF_AT = 30.0
FLOOR = 10  # minutes: more often is impolite
DAY = 24 * 60
# A readout must be seen soon after its source is back, so an official source never waits longer than this.
OFFICIAL_LONGEST_WAIT = 120
# Feeds ask for long pauses by template ("ttl 1440"); believed up to here.
ASKED_LONGEST = 240
ASKED_LONGEST_OFFICIAL = 30
# A quiet paper may drift to four times its wished interval, an official source never beyond its own.
STRETCH = 4
_SHORTEN, _LENGTHEN = 0.5, 1.25
# Under a quarter of known entries in a poll, the next busy hour would overflow the list.
_LEAST_OVERLAP = 0.25
# After 429 a whole herd of clients comes back at the same minute: spread over an hour.
_JITTER_AFTER_429 = 60.0
_JITTER_SHARE = 0.1
# After so many 304 in a row the list is fetched whole once, for servers whose 304 is a lie.
FULL_AFTER = 8
FULL_AFTER_OFFICIAL = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What one poll came to.

    ``entries`` were listed, ``new`` of them were unknown. ``readable`` is False when bytes came that were no
    list. ``retry_after`` is in seconds, ``asked_minutes`` the pause the feed itself asks for; 0 means none.
    ``first`` says that this source was never read before, so that nothing can have been missed.
    """

    outcome: FetchOutcome
    entries: int = 0
    new: int = 0
    readable: bool = True
    retry_after: int = 0
    asked_minutes: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows: when to ask again (aware UTC), the failure count now, whether to switch the source off.

    ``missed`` warns that every listed entry was unknown, so that others may have come and gone unseen.
    """

    next_poll_at: dt.datetime
    failures: float
    switch_off: bool = False
    missed: bool = False


def decide(
    source: Source,
    answer: Answer,
    *,
    failures: float,
    last_minutes: float,
    now: dt.datetime,
    roll: float,
) -> Decision:
    """Return what follows from ``answer``.

    ``failures`` is the weighted count so far and ``last_minutes`` the pause before this poll (0 if unknown).
    """
    weight = WEIGHTS[answer.outcome.failure_class if answer.readable else FailureClass.SOFT]
    if weight:
        total = failures + weight
        minutes = _back_off(source, answer, total, roll)
        off = total >= SWITCH_OFF_AT and not source.never_disable
        return Decision(now + dt.timedelta(minutes=minutes), total, switch_off=off)
    minutes = _pause(source, answer, last_minutes or source.interval_minutes)
    spread = minutes * _JITTER_SHARE * roll
    return Decision(now + dt.timedelta(minutes=minutes + spread), 0.0, missed=_missed(answer))


def ask_conditionally(source: Source, past: Sequence[tuple[int, int]]) -> bool:
    """Whether to send the stored ETag and Last-Modified; ``past`` is (status, new entries), newest first.

    No, after a row of 304; and no longer at all for a source whose list, fetched whole after such a row, held
    news: its 304 hid them. (A body hash still saves the reading.)
    """
    row = FULL_AFTER_OFFICIAL if source.kind == "official" else FULL_AFTER
    statuses = [status for status, _ in past]
    if len(statuses) >= row and all(status == 304 for status in statuses[:row]):
        return False
    return not any(
        status == 200
        and new
        and len(before := statuses[at + 1 : at + 1 + row]) == row
        and set(before) == {304}
        for at, (status, new) in enumerate(past)
    )


def _missed(answer: Answer) -> bool:
    return answer.entries > 0 and answer.new == answer.entries and not answer.first


def _pause(source: Source, answer: Answer, last: float) -> float:
    """Minutes to the next poll of a source that answered: fewer when news overlap little, more when quiet."""
    wish = float(source.interval_minutes)
    official = source.kind == "official"
    if _missed(answer):
        return max(FLOOR, last * _SHORTEN)
    if answer.entries and answer.entries - answer.new < _LEAST_OVERLAP * answer.entries and not answer.first:
        minutes = last * _SHORTEN
    elif not answer.new:
        minutes = min(last * _LENGTHEN, wish if official else wish * STRETCH)
    else:
        minutes = min(last, wish) if last < wish else wish
    asked = min(answer.asked_minutes, ASKED_LONGEST_OFFICIAL if official else ASKED_LONGEST)
    return min(max(FLOOR, minutes, asked, answer.retry_after / 60), DAY)


def _back_off(source: Source, answer: Answer, failures: float, roll: float) -> float:
    """Minutes to the next try after a failure: the interval times the failures, spread, at most a day."""
    minutes = source.interval_minutes * max(1.0, failures)
    minutes = max(minutes, answer.retry_after / 60)
    if answer.outcome is FetchOutcome.RATE_LIMITED:
        minutes += _JITTER_AFTER_429 * roll
    else:
        minutes += minutes * _JITTER_SHARE * roll
    # Retry-After is obeyed even by an official source: asking again sooner is how one gets banned.
    longest = max(OFFICIAL_LONGEST_WAIT, answer.retry_after / 60) if source.never_disable else DAY
    return min(max(FLOOR, minutes), longest, DAY)
