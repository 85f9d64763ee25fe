"""Reactions become verdicts, verdicts become precision, and a rule that is too often wrong goes quiet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.feedback import (
    STATUS,
    VERDICTS,
    Judged,
    Judgement,
    Precision,
    below_floor,
    demotion_notice,
    judgement,
    precision_by_rule,
    precision_by_source,
    verdict_note,
)
from alerts.message import build
from tests.alert_samples import content

REACTIONS = {
    "none": ({}, Judgement()),
    "a tick": ({"white_check_mark": ["anna"]}, Judgement("correct", ("anna",))),
    "a thumb of any colour": ({"+1::skin-tone-4": ["anna"]}, Judgement("correct", ("anna",))),
    "a cross": ({"x": ["anna"]}, Judgement("not_a_contradiction", ("anna",))),
    "a snooze": ({"zzz": ["anna"]}, Judgement("snooze", ("anna",))),
    "a reaction without a meaning": ({"eyes": ["anna"], "tada": ["ben"]}, Judgement()),
    "two against one": (
        {"x": ["anna", "ben"], "+1": ["cleo"]},
        Judgement("not_a_contradiction", ("anna", "ben")),
    ),
    "one against one says nothing": ({"x": ["anna"], "+1": ["ben"]}, Judgement()),
    "nor does a tie with a snooze": ({"x": ["anna"], "+1": ["ben"], "zzz": ["cleo"]}, Judgement()),
    "a judgement outweighs snoozes": (
        {"+1": ["anna"], "zzz": ["ben", "cleo"]},
        Judgement("correct", ("anna",)),
    ),
    "one person counts once": ({"x": ["anna"], "-1": ["anna"], "+1": ["ben"]}, Judgement()),
    "the bot does not count": (
        {"white_check_mark": ["bot"], "x": ["bot", "anna"]},
        Judgement("not_a_contradiction", ("anna",)),
    ),
}


@pytest.mark.parametrize(("given", "wanted"), REACTIONS.values(), ids=REACTIONS)
def test_judgement(given: dict[str, list[str]], wanted: Judgement) -> None:
    assert judgement(given, bot="bot") == wanted


def test_every_reaction_that_the_alert_names_has_a_meaning() -> None:
    named = str(build(content()).attachments)
    for reaction in ("white_check_mark", "x", "zzz"):
        assert f":{reaction}:" in named
        assert reaction in VERDICTS


def test_every_verdict_has_a_state_and_a_sentence() -> None:
    assert set(VERDICTS.values()) | {""} == set(STATUS)
    assert len({verdict_note(verdict) for verdict in STATUS}) == len(STATUS)


def judged(right: int, wrong: int, rule: str = "a", source: str = "Paper") -> list[Judged]:
    verdicts = ["correct"] * right + ["not_a_contradiction"] * wrong
    return [Judged(f"{rule}{number}", verdict, rule, source) for number, verdict in enumerate(verdicts)]


def test_precision_is_counted_per_rule_and_per_source_worst_first() -> None:
    everything = judged(9, 1, "good", "Paper") + judged(1, 3, "bad", "Gazette") + judged(0, 0)
    everything.append(Judged("pair", "snooze", "good", "Paper"))
    assert precision_by_rule(everything) == [Precision("bad", 1, 3), Precision("good", 9, 1)]
    assert precision_by_source(everything) == [Precision("Gazette", 1, 3), Precision("Paper", 9, 1)]


FLOOR = {
    "at the floor": (4, 1, False),
    "under it": (3, 2, True),
    "too few to tell": (0, 4, False),
    "always wrong": (0, 5, True),
    "never judged": (0, 0, False),
}


@pytest.mark.parametrize(("right", "wrong", "wanted"), FLOOR.values(), ids=FLOOR)
def test_the_floor(right: int, wrong: int, wanted: bool) -> None:
    assert below_floor([Precision("a", right, wrong)]) == (frozenset({"a"}) if wanted else frozenset())


def test_the_notice_names_the_rule_and_its_figures() -> None:
    notice = demotion_notice(Precision("sanctions.discussed", 3, 2))
    assert "sanctions.discussed was right in 3 of 5" in notice
    assert "80%" in notice


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(0, 50))
def test_shares_stay_within_bounds(right: int, wrong: int) -> None:
    made = Precision("a", right, wrong)
    assert 0 <= made.share <= 1
    assert made.judged == right + wrong
