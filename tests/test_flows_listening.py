"""Reactions become verdicts and the morning's digest gathers what stayed quiet, on a real store."""

import datetime as dt
import json
from dataclasses import dataclass, field

import pytest

from flows.outcomes import Outcome
from flows.steps import digesting, listening
from store import feedback, outbox
from store.engine import reading, writing
from tests.newsroom import NOW, OTHER_WORDS, article


@dataclass
class FakeEar:
    """A Slack whose messages all have the same reactions."""

    given: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def reactions(self, channel: str, ts: str) -> dict[str, tuple[str, ...]]:
        return self.given

    def user_name(self, user_id: str) -> str:
        return f"analyst {user_id}"


def send_everything(room) -> None:
    """Mark what is queued as sent to Slack."""
    with writing(room.engine) as connection:
        for row in outbox.everything(connection):
            outbox.mark_sent(connection, row.id, channel="C1", ts=f"1.{row.id}", now=NOW)


def listen(room, **reactions: tuple[str, ...]) -> dict[str, int]:
    """Read the reactions a day later."""
    return listening.listen(
        room.engine, FakeEar(reactions), "BOT", now=NOW + dt.timedelta(days=1), days=14, sleep=lambda _: None
    )


@pytest.fixture
def told(room):
    """A newsroom in which one story has alerted, and the alert stands in Slack."""
    room.publish("story", article())
    assert room.follow()["story"].outcome is Outcome.ALERT
    send_everything(room)
    return room


def test_a_reaction_becomes_a_verdict_and_shows_on_the_message(told):
    """The parent is edited and the thread told who judged."""
    assert listen(told, x=("U1",)) == {"messages read": 1, "new verdicts": 1}
    with reading(told.engine) as connection:
        (verdict,) = feedback.verdicts(connection)
        actions = [row.action for row in outbox.everything(connection)]
    assert (verdict.verdict, verdict.judged_by) == ("not_a_contradiction", "analyst U1")
    assert actions == ["post", "update", "note"]


def test_the_same_reaction_is_heard_once(told):
    """The flow runs every ten minutes."""
    listen(told, x=("U1",))
    assert listen(told, x=("U1",))["new verdicts"] == 0


def test_no_reaction_is_no_verdict(told):
    """And the bot's own do not count."""
    assert listen(told)["new verdicts"] == 0
    assert listen(told, white_check_mark=("BOT",))["new verdicts"] == 0


def digest_of(room, now: dt.datetime) -> dict[str, object] | None:
    """The digest queued at ``now``, None when none was."""
    if not digesting.queue_digest(room.engine, room.desk.settings, now=now):
        return None
    with reading(room.engine) as connection:
        rows = [row for row in outbox.everything(connection) if row.action == "digest"]
    return json.loads(rows[-1].payload)


def test_a_digest_is_queued_once_a_day(told):
    """However often the flow runs, and again the next day."""
    morning = NOW + dt.timedelta(hours=20)
    assert digest_of(told, morning) is not None
    assert digest_of(told, morning + dt.timedelta(hours=2)) is None
    assert digest_of(told, morning + dt.timedelta(days=1)) is not None


def test_the_digest_names_what_nobody_judged_and_what_was_held_back(told):
    """Nothing goes quiet without a trace."""
    told.publish("blurred", article(OTHER_WORDS.replace("sanctions", "penalties"), agreement=0.1))
    told.follow()
    text = json.dumps(digest_of(told, NOW + dt.timedelta(hours=20)), ensure_ascii=False)
    assert "Alerts without a verdict" in text
    assert "2017-01-28" in text


def judge(room, verdict: str, pairs: range) -> None:
    """Keep a verdict on each of some pairs that one rule found."""
    with writing(room.engine) as connection:
        for pair in pairs:
            feedback.record_verdict(
                connection,
                pair_key=f"pair {pair}",
                verdict=verdict,
                judged_by="U1",
                now=NOW,
                rule="denied-topic",
            )


def notices(room) -> list[str]:
    """What the outbox holds for the channel on rules."""
    with reading(room.engine) as connection:
        rows = outbox.everything(connection)
    return [row.dedupe_key for row in rows if row.dedupe_key.startswith("notice|rule under its floor|")]


def test_a_rule_that_falls_under_its_floor_is_told_of_once(room):
    """Five verdicts, none of them right: the channel hears why the rule went quiet, and hears it once."""
    judge(room, "not_a_contradiction", range(5))
    listen(room)
    assert len(notices(room)) == 1
    listen(room)
    assert len(notices(room)) == 1


def test_a_rule_is_told_of_again_only_after_its_precision_came_back(room):
    """Good verdicts bring it back above the floor; new bad ones are a new fall."""
    judge(room, "not_a_contradiction", range(5))
    with writing(room.engine) as connection:
        assert listening.tell_demotions(connection, NOW) == ["denied-topic"]
    judge(room, "correct", range(5, 40))
    with writing(room.engine) as connection:
        assert listening.tell_demotions(connection, NOW) == []
    judge(room, "not_a_contradiction", range(40, 80))
    with writing(room.engine) as connection:
        assert listening.tell_demotions(connection, NOW + dt.timedelta(days=1)) == ["denied-topic"]
    assert len(notices(room)) == 2


def test_four_verdicts_say_nothing_of_a_rule(room):
    """One unlucky alert must not silence a rule."""
    judge(room, "not_a_contradiction", range(4))
    listen(room)
    assert notices(room) == []
