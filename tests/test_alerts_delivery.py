"""Delivery from a real outbox to a Slack on loopback: each alert once, in its thread, whatever happens."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from alerts.content import AlertContent
from alerts.conversation import Outgoing, change, plan
from alerts.delivery import Pace, deliver_due, quote_problem
from alerts.digest import DigestData, build_digest, lines
from alerts.operations import telling
from alerts.preview import CONSOLE, ConsoleDoor
from alerts.slack import SlackDoor
from store import outbox
from store.engine import reading, writing
from store.outbox import Outbox
from tests.alert_samples import NOW, SAMPLE, TEXTS, content, source
from tests.fake_slack import FakeSlack, key_of

CHANNEL = "C0ALERTS"


class Desk:
    """A store, a Slack and a clock that goes only when somebody sleeps."""

    def __init__(self, store: Engine, slack: FakeSlack) -> None:
        self.store, self.slack, self.time = store, slack, NOW
        self.naps: list[float] = []
        self.told: list[str] = []
        self.texts: dict[str, str] = dict(TEXTS)
        self.channel = CHANNEL
        slack.clock = self.seconds

    def seconds(self) -> float:
        return self.time.timestamp()

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.time += dt.timedelta(seconds=seconds)

    def queue(self, rows: list[Outgoing], **more: Any) -> None:
        with writing(self.store) as connection:
            for row in rows:
                values = {**row.columns(), "call_key": "", **more}
                outbox.enqueue(connection, now=self.time, **values)

    def find(self, *contents: AlertContent) -> None:
        """A contradiction is found: queue it as the monitor does."""
        for one in contents:
            self.texts.setdefault(one.claim.text_ref, one.claim.quote)
            self.queue(plan(one, self.said(one)))

    def said(self, one: AlertContent = SAMPLE) -> list[tuple[str, str]]:
        with reading(self.store) as connection:
            return outbox.conversation(connection, one.parent_key)

    def deliver(self, minutes: float = 0, door: Any = None) -> Counter[str]:
        return deliver_due(
            Outbox(lambda: writing(self.store)),
            door or SlackDoor("xoxb-test", self.slack.base_url, timeout_seconds=0.3),
            channel=self.channel,
            text_of=self.texts.get,
            now=lambda: self.time,
            sleep=self.sleep,
            tell=self.told.append,
            until=self.time + dt.timedelta(minutes=minutes) if minutes else None,
        )

    def states(self) -> dict[str, int]:
        with reading(self.store) as connection:
            return outbox.counts(connection)

    def errors(self) -> list[str]:
        with reading(self.store) as connection:
            return [row.last_error for row in outbox.everything(connection)]

    def keys(self) -> list[str]:
        return [key_of(message) for message in self.slack.messages]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(slow_seconds=0.6) as running:
        yield running


@pytest.fixture
def desk(sqlite_store: Engine, slack: FakeSlack) -> Desk:
    return Desk(sqlite_store, slack)


def test_a_conversation_is_delivered_once_and_in_order(desk: Desk) -> None:
    desk.find(SAMPLE, source(2), source(3))
    assert desk.deliver() == {"sent": 4}, "the first edit of the count is needless: the second says more"
    parent, *replies = desk.slack.messages
    assert key_of(parent) == SAMPLE.parent_key
    assert [r["thread_ts"] for r in replies] == [parent["ts"]] * 2
    assert "3 independent sources" in str(parent["blocks"])
    assert desk.deliver() == {}
    assert len(desk.slack.messages) == 3


def test_a_withdrawal_shows_in_the_parent_and_in_the_thread(desk: Desk) -> None:
    desk.find(SAMPLE)
    desk.deliver()
    desk.queue(change(desk.said(), "withdrawn", "The page was corrected."))
    desk.deliver()
    parent, note = desk.slack.messages
    assert parent["text"].startswith("Withdrawn: sanctions")
    assert note["text"] == "Withdrawn: The page was corrected."


DOUBTFUL = ["lost", "slow", "broken", "html", "fatal", "reset", "busy"]


@pytest.mark.parametrize("act", DOUBTFUL)
@pytest.mark.parametrize("which", [0, 1, 2], ids=["post", "reply", "edit"])
def test_a_doubtful_end_neither_doubles_nor_loses(desk: Desk, act: str, which: int) -> None:
    desk.find(SAMPLE, source(2))
    desk.slack.script = [""] * which + [act]
    desk.deliver(minutes=10)
    assert desk.states() == {"sent": 3}
    assert len(desk.slack.messages) == 2
    assert "2 independent sources" in str(desk.slack.messages[0]["blocks"])


@pytest.mark.parametrize("act", ["lost", "reset"])
def test_a_doubtful_alert_is_looked_for_before_it_is_sent_again(desk: Desk, act: str) -> None:
    desk.find(SAMPLE)
    desk.slack.script = [act]
    desk.deliver(minutes=10)
    methods = [method for method, _ in desk.slack.requests]
    posted, looked = methods.count("chat.postMessage"), methods.count("conversations.history")
    assert (posted, looked) == ((1, 1) if act == "lost" else (1, 2))
    assert (5.0 in desk.naps) == (act == "reset"), "not found at once: history may lag, look again"


def test_history_that_lags_does_not_double(desk: Desk) -> None:
    desk.slack.lag_seconds = 4 + 15
    desk.find(SAMPLE)
    desk.slack.script = ["lost"]
    desk.deliver(minutes=10)
    assert desk.keys() == [SAMPLE.parent_key]


def test_without_being_able_to_look_a_doubtful_alert_is_not_sent(desk: Desk) -> None:
    desk.find(SAMPLE)
    desk.slack.script = ["reset"]
    desk.deliver()
    desk.slack.tokens["xoxb-test"] = "chat:write"
    desk.sleep(60)
    assert desk.deliver() == {"unknown": 1}
    assert desk.slack.messages == []
    assert [line for line in desk.told if "missing_scope" in line]
    desk.slack.tokens["xoxb-test"] = "chat:write,channels:history"
    desk.deliver(minutes=30)
    assert desk.keys() == [SAMPLE.parent_key]


def test_a_sender_that_died_is_followed_by_one_that_looks_first(desk: Desk) -> None:
    desk.find(SAMPLE)
    port = Outbox(lambda: writing(desk.store))
    row = port.claim(desk.time, Pace().lease)
    assert row is not None
    door = SlackDoor("xoxb-test", desk.slack.base_url)
    from alerts.message import build

    door.post(build(SAMPLE), CHANNEL)  # it was sent, and then the sender was killed
    assert desk.deliver() == {}
    desk.sleep(100)
    assert desk.deliver() == {"found": 1}
    assert len(desk.slack.messages) == 1


MENDS: dict[str, Callable[[FakeSlack], None]] = {
    "token_revoked": lambda slack: setattr(slack, "token_error", "token_revoked"),
    "invalid_auth": lambda slack: slack.tokens.pop("xoxb-test") and None,
    "channel_not_found": lambda slack: slack.channels.pop(CHANNEL) and None,
    "is_archived": lambda slack: slack.channels[CHANNEL].update(problem="is_archived"),
    "not_in_channel": lambda slack: slack.channels[CHANNEL].update(problem="not_in_channel"),
}


@pytest.mark.parametrize("error", MENDS)
def test_what_a_person_must_mend_is_told_once_and_nothing_is_lost(desk: Desk, error: str) -> None:
    desk.find(SAMPLE, source(2))
    desk.find(dataclasses.replace(SAMPLE, topic="trade"))
    channels, tokens = {k: dict(v) for k, v in desk.slack.channels.items()}, dict(desk.slack.tokens)
    MENDS[error](desk.slack)
    for _ in range(5):
        desk.deliver()
        desk.sleep(400)
    assert len(desk.told) == 1
    assert error in desk.told[0]
    assert desk.states() == {"pending": 4}
    desk.slack.channels, desk.slack.tokens, desk.slack.token_error = channels, tokens, ""
    desk.deliver(minutes=10)
    assert desk.states() == {"sent": 4}
    MENDS[error](desk.slack)
    desk.find(source(9))
    desk.deliver()
    assert len(desk.told) == 2, "a trouble that comes back after it was mended is told again"


def test_one_bad_channel_does_not_stop_another(desk: Desk) -> None:
    desk.queue(plan(SAMPLE, []), channel="C9NOWHERE")
    desk.find(dataclasses.replace(SAMPLE, topic="trade"))
    desk.deliver()
    assert desk.states() == {"pending": 1, "sent": 1}


def test_a_day_without_slack_drops_nothing(desk: Desk) -> None:
    with desk.slack.away():
        for number in range(2, 8):
            desk.find(SAMPLE, source(number))
            desk.deliver()
            desk.sleep(4 * 3600)
    assert desk.slack.messages == []
    desk.deliver(minutes=60)
    assert set(desk.states()) == {"sent"}
    assert len(desk.slack.messages) == 7
    assert desk.told == [], "nobody can mend an outage of Slack's"
    assert "7 independent sources" in str(desk.slack.messages[0]["blocks"])
    edits = [method for method, _ in desk.slack.requests if method == "chat.update"]
    assert len(edits) == 1, "six edits of one message became one"


def test_a_pause_that_slack_asks_for_is_kept(desk: Desk) -> None:
    desk.find(SAMPLE)
    desk.find(dataclasses.replace(SAMPLE, topic="trade"))
    desk.slack.script, desk.slack.retry_after = ["ratelimited"], "40"
    assert desk.deliver() == {"pending": 1}
    desk.sleep(39)
    assert desk.deliver() == {"sent": 1}, "only the alert itself waits on; the next run may try the other"
    desk.sleep(1)
    assert desk.deliver() == {"sent": 1}


def test_one_message_a_second_and_channel(desk: Desk) -> None:
    for number in range(4):
        desk.find(dataclasses.replace(SAMPLE, topic=f"topic {number}"))
    desk.deliver()
    times = [float(message["ts"]) for message in desk.slack.messages]
    assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(times))
    desk.find(dataclasses.replace(SAMPLE, topic="after a restart"))
    desk.deliver()
    assert float(desk.slack.messages[-1]["ts"]) - times[-1] >= 1


WRONG_QUOTES = {
    "the readout changed under its quote": ({"readout:1": "Another text."}, "readout's quote is not in"),
    "the article changed under its quote": ({"article:1:1": "Another text."}, "article's quote is not in"),
    "the text is gone": ({"article:1:1": None}, "stored text 'article:1:1' is not there"),
    "one sign differs": (
        {"article:1:1": SAMPLE.claim.quote.replace("third", "Third")},
        "article's quote is not in",
    ),
}


@pytest.mark.parametrize(("texts", "wanted"), WRONG_QUOTES.values(), ids=WRONG_QUOTES)
def test_a_quote_that_is_not_in_its_text_is_not_sent(desk: Desk, texts: dict[str, Any], wanted: str) -> None:
    desk.find(SAMPLE)
    desk.texts.update(texts)
    assert desk.deliver() == {"held": 1}
    desk.deliver(minutes=60)
    assert desk.slack.requests == []
    assert len(desk.told) == 1
    assert wanted in desk.told[0]


def test_an_empty_quote_proves_nothing() -> None:
    assert quote_problem(content(claim={"quote": " "}), TEXTS.get)
    assert quote_problem(SAMPLE, TEXTS.get) == ""


def test_a_refused_form_is_sent_as_text_and_told(desk: Desk) -> None:
    desk.find(SAMPLE)
    desk.slack.script = ["error:invalid_blocks"]
    assert desk.deliver() == {"sent": 1}
    (message,) = desk.slack.messages
    assert "blocks" not in message
    assert SAMPLE.claim.quote in message["text"]
    assert len(desk.told) == 1


def test_what_slack_will_never_take_ends_and_is_told(desk: Desk) -> None:
    desk.find(SAMPLE)
    desk.slack.script = ["error:invalid_blocks", "error:msg_too_long"]
    assert desk.deliver() == {"dead": 1}
    assert len(desk.told) == 2
    assert desk.errors() == ["Slack answered msg_too_long"]


def test_an_unreadable_row_ends_and_does_not_stop_the_others(desk: Desk) -> None:
    desk.queue([dataclasses.replace(plan(SAMPLE, [])[0], payload="{}")])
    desk.find(dataclasses.replace(SAMPLE, topic="trade"))
    assert desk.deliver() == {"dead": 1, "sent": 1}
    assert "cannot be read" in desk.told[0]


def test_a_reply_whose_parent_was_deleted_stands_by_itself(desk: Desk) -> None:
    desk.find(SAMPLE)
    desk.deliver()
    desk.slack.messages.clear()
    desk.find(source(2))
    desk.deliver()
    (message,) = desk.slack.messages
    assert "thread_ts" not in message
    assert SAMPLE.readout.quote in str(message["blocks"]), "alone it must show both sides"
    assert desk.states() == {"sent": 2, "dead": 1}, "the edit of what is gone ends"


def test_when_slack_is_down_the_run_stops_asking(desk: Desk) -> None:
    for number in range(12):
        desk.find(dataclasses.replace(SAMPLE, topic=f"topic {number}"))
    desk.slack.script = ["busy"] * 12
    assert desk.deliver() == {"unknown": 5}


def test_a_digest_and_a_notice_go_the_same_way(desk: Desk) -> None:
    digest = build_digest(DigestData(NOW.date(), calls=lines(["A call."])))
    assert digest is not None
    with writing(desk.store) as connection:
        key = "digest|2017-01-31"
        payload = digest.to_json()
        outbox.enqueue(connection, now=NOW, dedupe_key=key, parent_key=key, action="digest", payload=payload)
    desk.slack.script = ["lost"]
    desk.deliver(minutes=5)
    assert desk.keys() == [key]


def test_on_a_console_everything_is_shown_and_later_sources_still_reach_slack(desk: Desk) -> None:
    shown: list[str] = []
    desk.channel = CONSOLE
    desk.find(SAMPLE, source(2))
    assert desk.deliver(door=ConsoleDoor(shown.append)) == {"sent": 3}
    assert SAMPLE.claim.quote in " ".join("\n".join(shown).replace("  > ", "").split())
    desk.channel = CHANNEL
    desk.find(source(3))
    desk.deliver()
    (message,) = desk.slack.messages
    assert "thread_ts" not in message, "what a console showed has no thread in Slack"
    assert SAMPLE.readout.quote in str(message["blocks"])
    assert set(desk.states()) == {"sent"}


def test_operations_hear_it_in_their_channel_or_else_from_the_caller(desk: Desk) -> None:
    heard: list[str] = []
    door = SlackDoor("xoxb-test", desk.slack.base_url)
    telling(door, "C0OPS", heard.append)("A line.")
    assert [m["text"] for m in desk.slack.messages] == ["A line."]
    telling(door, "", heard.append)("No channel.")
    desk.slack.token_error = "token_revoked"
    telling(door, "C0OPS", heard.append)("The token was revoked.")
    assert heard == ["No channel.", "The token was revoked."]


def test_a_sender_that_overslept_its_lease_sends_nothing(desk: Desk) -> None:
    desk.find(dataclasses.replace(SAMPLE, topic="first"))
    desk.deliver()
    desk.find(SAMPLE)
    naps = iter([200.0])

    def overslept(seconds: float) -> None:
        """The machine slept for minutes in the pause between two messages, and another took the row."""
        desk.sleep(next(naps, seconds))
        other = Outbox(lambda: writing(desk.store)).claim(desk.time, Pace().lease)
        assert other is not None

    result = deliver_due(
        Outbox(lambda: writing(desk.store)),
        SlackDoor("xoxb-test", desk.slack.base_url),
        channel=CHANNEL,
        text_of=desk.texts.get,
        now=lambda: desk.time,
        sleep=overslept,
        tell=desk.told.append,
    )
    assert result == {}
    assert len(desk.slack.messages) == 1
