"""What became of an entry: exactly one outcome each, so that a pass's table adds up to its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The end of an entry's way through the path. Each entry has one; its ``detail`` says more."""

    OFF_TOPIC = "not about a call"  # by its title and summary, or by its page; never by the network
    UNREACHABLE = "not fetched"  # given up after the last try
    LATER = "to be tried again"  # failed for a while; stays pending
    NO_TEXT = "no text"  # fetched, and nothing to read in it
    UNREADABLE = "not readable"  # the parser failed, hung or died on it
    OTHER_LANGUAGE = "other language"  # kept, and linked to its call where names and day tell; not read
    DUPLICATE = "duplicate"  # its text is held already, or its address is
    NO_CLAIMS = "nothing claimed"  # an article about a call that makes no claim we know
    STORED = "stored"  # its claims are stored; it contradicts nothing
    ALERT = "contradiction: alert"  # a new alert was queued
    JOINED = "contradiction: joins an alert"  # one more source for an alert that exists
    HELD_BACK = "contradiction: held back"  # recorded, but too little agreed for an alert
    ERROR = "error"  # a defect of this program; the detail names it


CONTRADICTIONS = frozenset({Outcome.ALERT, Outcome.JOINED, Outcome.HELD_BACK})


@dataclass(frozen=True, slots=True)
class Told:
    """One contradiction of an article: its conversation, what became of it, and both quotes."""

    conversation: str
    outcome: Outcome
    reason: str
    readout_quote: str
    claim_quote: str


@dataclass(frozen=True, slots=True)
class Settled:
    """One entry with its outcome. ``detail`` is one line for people; ``article_id`` is set once stored."""

    title: str
    url: str
    source: str
    outcome: Outcome
    detail: str = ""
    article_id: int | None = None
    call_key: str = ""
    told: tuple[Told, ...] = ()

    @property
    def pending(self) -> bool:
        """True while the entry waits for another try."""
        return self.outcome is Outcome.LATER


class StopEarly(Exception):  # noqa: N818 - no error: the way an entry leaves the path before its end
    """An entry has reached its outcome before the end of the path."""

    def __init__(self, outcome: Outcome, detail: str = "", article_id: int | None = None) -> None:
        super().__init__(detail)
        self.outcome, self.detail, self.article_id = outcome, detail, article_id


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 source", "2 sources", "3 entries"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def tally(settled: Iterable[Settled]) -> dict[str, int]:
    """How many entries ended in each outcome, in the order of the path; none of them zero."""
    counts = Counter(item.outcome for item in settled)
    return {outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]}
