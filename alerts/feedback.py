"""Reactions -> verdicts -> how far a rule can be trusted. Pure.

Analysts judge an alert by a reaction; no inbound address is needed. A verdict is kept by the content of the
two quotes, so it outlives the row, the run and the store it came from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

CORRECT, WRONG, SNOOZE, TAKEN_BACK = "correct", "not_a_contradiction", "snooze", ""
_MEANINGS = {
    CORRECT: ("white_check_mark", "heavy_check_mark", "ballot_box_with_check", "+1", "thumbsup", "100"),
    WRONG: (
        "x",
        "negative_squared_cross_mark",
        "heavy_multiplication_x",
        "-1",
        "thumbsdown",
        "no_entry_sign",
    ),
    SNOOZE: ("zzz", "sleeping", "mute", "no_bell", "snooze"),
}
VERDICTS = {reaction: verdict for verdict, names in _MEANINGS.items() for reaction in names}
# What the parent message becomes with a verdict; see ``alerts.message``.
STATUS = {CORRECT: "confirmed", WRONG: "rejected", SNOOZE: "snoozed", TAKEN_BACK: "open"}
# One wrong alert in five is where analysts start to mute a channel; below that a rule speaks in the digest.
FLOOR = 0.8
# With fewer verdicts one unlucky alert would silence a rule: four of five right is still at the floor.
LEAST_VERDICTS = 5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reactions on one alert say; ``verdict`` "" when they say nothing, or contradict each other."""

    verdict: str = TAKEN_BACK
    judges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair of quotes with its latest verdict, the rule that raised it and the source that reported it."""

    pair_key: str
    verdict: str
    rule: str
    source: str
    judged_by: str = ""
    judged_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Precision:
    """How often the alerts of a rule, or from a source, were right: ``share`` of those judged, 0..1."""

    name: str
    correct: int
    wrong: int

    @property
    def judged(self) -> int:
        """How many were judged at all."""
        return self.correct + self.wrong

    @property
    def share(self) -> float:
        """The part that was right."""
        return self.correct / self.judged if self.judged else 1.0


def judgement(reactions: Mapping[str, Sequence[str]], bot: str = "") -> Judgement:
    """What the readers say: reaction name -> user ids in, one verdict and its judges out.

    A clear majority decides between correct and wrong; a tie says nothing, people will talk. Any of the two
    outweighs snooze, which is no judgement. The bot's own reactions do not count.
    """
    votes: dict[str, set[str]] = {CORRECT: set(), WRONG: set(), SNOOZE: set()}
    for name, users in reactions.items():
        verdict = VERDICTS.get(name.split("::", 1)[0])  # "+1::skin-tone-2" is a thumb too
        if verdict:
            votes[verdict] |= set(users) - {bot}
    right, wrong = votes[CORRECT], votes[WRONG]
    if len(right) != len(wrong):
        verdict = CORRECT if len(right) > len(wrong) else WRONG
        return Judgement(verdict, tuple(sorted(votes[verdict])))
    if not right and votes[SNOOZE]:
        return Judgement(SNOOZE, tuple(sorted(votes[SNOOZE])))
    return Judgement()


def precision_by_rule(judged: Iterable[Judged]) -> list[Precision]:
    """The precision of each comparison rule, worst first."""
    return _precision((one.rule, one.verdict) for one in judged)


def precision_by_source(judged: Iterable[Judged]) -> list[Precision]:
    """The precision of the alerts from each outlet, worst first."""
    return _precision((one.source, one.verdict) for one in judged)


def below_floor(
    rules: Iterable[Precision], floor: float = FLOOR, least: int = LEAST_VERDICTS
) -> frozenset[str]:
    """The rules that go to the digest: judged often enough, and right less often than ``floor``."""
    return frozenset(rule.name for rule in rules if rule.judged >= least and rule.share < floor)


def demotion_notice(rule: Precision, floor: float = FLOOR) -> str:
    """The line that tells a channel why a rule went quiet."""
    return (
        f"Rule {rule.name} was right in {rule.correct} of {rule.judged} judged alerts, under the floor of "
        f"{floor:.0%}: its alerts go to the digest until its precision is back."
    )


def verdict_note(verdict: str) -> str:
    """The sentence that the parent message shows for a verdict."""
    words = {CORRECT: "Judged correct.", WRONG: "Judged not a contradiction.", SNOOZE: "Snoozed."}
    return words.get(verdict, "The verdict was taken back.")


def _precision(verdicts: Iterable[tuple[str, str]]) -> list[Precision]:
    counts: dict[str, list[int]] = {}
    for name, verdict in verdicts:
        if verdict in {CORRECT, WRONG}:
            counts.setdefault(name, [0, 0])[verdict == WRONG] += 1
    made = [Precision(name, right, wrong) for name, (right, wrong) in counts.items()]
    return sorted(made, key=lambda one: (one.share, -one.judged, one.name))
