"""Verdicts by reaction, end to end: reactions in Slack, a verdict in the store, the parent edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from alerts.content import AlertContent
from alerts.conversation import plan
from alerts.delivery import deliver_due
from alerts.listening import consequences, listen
from alerts.outbox import SlackTroubleError
from alerts.slack import SlackDoor
from store import feedback, outbox
from store.engine import writing
from store.outbox import Outbox
from tests.alert_samples import NOW, SAMPLE, TEXTS, source
from tests.fake_slack import FakeSlack


class Desk:
    """A conversation of two sources, delivered; ``listen`` does what the scheduled flow does."""

    def __init__(self, store: Engine, slack: FakeSlack) -> None:
        self.store, self.slack, self.time = store, slack, NOW
        slack.clock = self.seconds
        self.door = SlackDoor("xoxb-test", slack.base_url, timeout_seconds=1)
        self.texts = TEXTS | {"article:2:1": source(2).claim.quote}
        for content in (SAMPLE, source(2)):
            self.find(content)
        self.deliver()

    def seconds(self) -> float:
        return self.time.timestamp()

    def sleep(self, seconds: float) -> None:
        self.time += dt.timedelta(seconds=seconds)

    def find(self, content: AlertContent) -> None:
        with writing(self.store) as connection:
            said = outbox.conversation(connection, content.parent_key)
            for row in plan(content, said, feedback.verdict_for(connection, content.pair_key)):
                outbox.enqueue(connection, now=self.time, **{**row.columns(), "call_key": ""})

    def deliver(self) -> None:
        port = Outbox(lambda: writing(self.store))
        deliver_due(
            port,
            self.door,
            channel="C0ALERTS",
            text_of=self.texts.get,
            now=lambda: self.time,
            sleep=self.sleep,
            tell=print,
        )

    def listen(self) -> int:
        """Hear the reactions, keep what is new, say it; gives how many verdicts were new."""
        with writing(self.store) as connection:
            messages = feedback.judgeable(connection, since=NOW)
        new = 0
        for opinion in listen(self.door, messages, bot="U0BOT", sleep=self.sleep):
            with writing(self.store) as connection:
                if feedback.record_verdict(
                    connection,
                    pair_key=opinion.content.pair_key,
                    verdict=opinion.verdict,
                    judged_by=opinion.judged_by,
                    now=self.time,
                ):
                    new += 1
                    said = outbox.conversation(connection, opinion.message.parent_key)
                    for row in consequences(opinion, said):
                        outbox.enqueue(connection, now=self.time, **{**row.columns(), "call_key": ""})
        self.deliver()
        return new

    @property
    def parent(self) -> str:
        return str(self.slack.messages[0])

    def thread(self) -> list[str]:
        return [message["text"] for message in self.slack.messages[1:]]


@pytest.fixture
def desk(sqlite_store: Engine) -> Iterator[Desk]:
    with FakeSlack() as slack:
        yield Desk(sqlite_store, slack)


def test_without_reactions_nothing_is_said(desk: Desk) -> None:
    assert desk.listen() == 0
    assert len(desk.thread()) == 1


def test_a_verdict_shows_in_the_parent_with_its_judge_and_in_the_thread(desk: Desk) -> None:
    desk.slack.react(desk.slack.messages[0]["ts"], "x", "U0ANNA")
    assert desk.listen() == 1
    assert "Not a contradiction: sanctions, call of" in desk.parent
    assert "Judged by Anna." in desk.parent
    assert desk.thread()[-1].startswith("Not a contradiction: Judged not a contradiction.")


def test_a_verdict_is_heard_once_and_the_pair_never_alerts_again(desk: Desk) -> None:
    desk.slack.react(desk.slack.messages[0]["ts"], "white_check_mark", "U0ANNA")
    assert [desk.listen(), desk.listen()] == [1, 0]
    before = len(desk.slack.messages)
    desk.find(SAMPLE)
    desk.deliver()
    assert len(desk.slack.messages) == before


def test_a_second_judge_is_added_and_a_verdict_can_be_taken_back(desk: Desk) -> None:
    ts = desk.slack.messages[0]["ts"]
    desk.slack.react(ts, "+1", "U0ANNA")
    desk.listen()
    desk.slack.react(ts, "+1", "U0BEN")
    desk.listen()
    assert "Judged by Anna, Ben." in desk.parent
    desk.slack.messages[0]["reactions"].clear()
    assert desk.listen() == 1
    assert "Contradiction: sanctions" in desk.parent
    assert "Judged by" not in desk.parent


def test_a_verdict_on_a_later_report_is_noted_and_leaves_the_state(desk: Desk) -> None:
    desk.slack.react(desk.slack.messages[1]["ts"], "x", "U0ANNA")
    assert desk.listen() == 1
    assert "Contradiction: sanctions" in desk.parent
    assert "The report of Paper 2: judged not a contradiction." in desk.thread()[-1]


def test_a_snoozed_conversation_stays_quiet(desk: Desk) -> None:
    desk.slack.react(desk.slack.messages[0]["ts"], "zzz", "U0ANNA")
    desk.listen()
    replies = len(desk.thread())
    desk.texts["article:3:1"] = source(3).claim.quote
    desk.find(source(3))
    desk.deliver()
    assert len(desk.thread()) == replies
    assert "3 independent sources" in desk.parent


@pytest.mark.parametrize("act", ["error:message_not_found", "error:channel_not_found"])
def test_a_deleted_message_is_passed_over(desk: Desk, act: str) -> None:
    desk.slack.react(desk.slack.messages[1]["ts"], "x", "U0ANNA")
    desk.slack.script = [act]
    assert desk.listen() == 1


@pytest.mark.parametrize("act", ["error:missing_scope", "error:token_revoked", "ratelimited"])
def test_what_concerns_all_messages_ends_the_listening(desk: Desk, act: str) -> None:
    desk.slack.script = [act]
    with pytest.raises(SlackTroubleError):
        desk.listen()


def test_a_busy_slack_costs_one_message_its_turn(desk: Desk) -> None:
    desk.slack.react(desk.slack.messages[1]["ts"], "x", "U0ANNA")
    desk.slack.script = ["busy"] * 3
    assert desk.listen() == 1
