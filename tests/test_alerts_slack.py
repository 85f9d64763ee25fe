"""Slack's door against a Slack on loopback: what is sent, how failures are named, no token anywhere."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator

import pytest

from alerts.message import build, build_notice, build_plain, build_reply
from alerts.outbox import SlackTroubleError
from alerts.slack import SlackDoor, redact
from tests.alert_samples import SAMPLE, source
from tests.fake_slack import FakeSlack

CHANNEL = "C0ALERTS"
TOKEN = "xoxb-123456-abcdef"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(tokens=(TOKEN,), slow_seconds=0.6) as running:
        yield running


@pytest.fixture
def door(slack: FakeSlack) -> SlackDoor:
    return SlackDoor(TOKEN, slack.base_url, timeout_seconds=0.3)


def trouble(door: SlackDoor) -> SlackTroubleError:
    with pytest.raises(SlackTroubleError) as caught:
        door.post(build(SAMPLE), CHANNEL)
    return caught.value


def test_a_message_arrives_as_it_was_built(slack: FakeSlack, door: SlackDoor) -> None:
    place = door.post(build(SAMPLE), CHANNEL)
    (message,) = slack.messages
    assert (place.channel, place.ts) == (CHANNEL, message["ts"])
    assert message["blocks"] == list(build(SAMPLE).blocks)
    assert message["attachments"] == list(build(SAMPLE).attachments)
    assert message["metadata"] == build(SAMPLE).metadata
    asked = slack.requests[0][1]
    assert (asked["unfurl_links"], asked["unfurl_media"], asked["link_names"], asked["parse"]) == (
        False,
        False,
        False,
        "none",
    )


def test_a_reply_goes_into_its_thread_and_an_edit_stays_in_place(slack: FakeSlack, door: SlackDoor) -> None:
    parent = door.post(build(SAMPLE), CHANNEL)
    door.post(build_reply(source(2), "key"), CHANNEL, parent.ts)
    door.update(build(dataclasses.replace(SAMPLE, status="withdrawn")), CHANNEL, parent.ts)
    first, second = slack.messages
    assert second["thread_ts"] == first["ts"]
    assert first["text"].startswith("Withdrawn")
    assert first["edits"] == 1


def test_a_text_only_edit_takes_the_old_blocks_away(slack: FakeSlack, door: SlackDoor) -> None:
    place = door.post(build(SAMPLE), CHANNEL)
    door.update(build_plain(build(SAMPLE), SAMPLE), CHANNEL, place.ts)
    asked = slack.requests[-1][1]
    assert (asked["blocks"], asked["attachments"]) == ([], [])


# what Slack does -> (the trouble's name, whether the message stands in the channel)
FAILURES = {
    "ratelimited": ("ratelimited", False),
    "busy": ("http_503", False),
    "reset": ("lost", False),
    "error:channel_not_found": ("channel_not_found", False),
    "error:not a name, <html>": ("unreadable_reply", False),
    "lost": ("lost", True),
    "slow": ("lost", True),
    "broken": ("unreadable_reply", True),
    "html": ("unreadable_reply", True),
    "fatal": ("http_500", True),
}


@pytest.mark.parametrize(("act", "wanted"), FAILURES.items(), ids=FAILURES)
def test_each_failure_has_a_name_and_nothing_is_sent_twice(
    slack: FakeSlack, door: SlackDoor, act: str, wanted: tuple[str, bool]
) -> None:
    slack.script = [act]
    assert trouble(door).trouble.error == wanted[0]
    assert len(slack.messages) == wanted[1]


def test_a_refused_connection_was_surely_not_sent(slack: FakeSlack, door: SlackDoor) -> None:
    with slack.away():
        assert trouble(door).trouble.error == "not_sent"


def test_a_host_that_does_not_exist_was_surely_not_reached() -> None:
    unknown = SlackDoor(TOKEN, "http://[::1]:1/api", timeout_seconds=0.3)
    assert trouble(unknown).trouble.error == "not_sent"


@pytest.mark.parametrize(
    ("said", "wanted"), [("7", 7.0), ("0.5", 0.5), ("soon", None), ("-3", None), ("inf", None)]
)
def test_retry_after_is_read_from_the_header(
    slack: FakeSlack, door: SlackDoor, said: str, wanted: float | None
) -> None:
    slack.script, slack.retry_after = ["ratelimited"], said
    assert trouble(door).trouble.retry_after == wanted


def test_a_missing_scope_is_named(slack: FakeSlack, door: SlackDoor) -> None:
    slack.tokens[TOKEN] = "chat:write"
    with pytest.raises(SlackTroubleError, match="needs channels:history"):
        door.find("key", CHANNEL, 0)


@pytest.mark.parametrize("act", ["error:invalid_auth", "busy", "lost", "broken", "error:xoxb-123456-abcdef"])
def test_the_token_is_in_no_error_and_no_log(
    slack: FakeSlack, door: SlackDoor, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.script = [act]
    error = trouble(door)
    assert TOKEN not in f"{error!r} {error} {error.trouble} {error.__cause__} {error.__context__!r}"
    assert TOKEN not in caplog.text
    assert caplog.records == []


@pytest.mark.parametrize("secret", ["xoxb-1-a", "xoxe.xoxp-1-abc", "xapp-1-A1", "Bearer abc.def"])
def test_redact(secret: str) -> None:
    assert secret not in redact(f"before {secret} after")
    assert redact(f"before {secret} after").startswith("before ")


def test_a_message_is_found_again_by_its_key(slack: FakeSlack, door: SlackDoor) -> None:
    slack.page_limit = 2
    places = [door.post(build_notice(f"note {n}", f"key {n}"), CHANNEL) for n in range(5)]
    assert door.find("key 0", CHANNEL, 0) == places[0].ts, "on the third page"
    assert door.find("key 9", CHANNEL, 0) == ""
    assert door.find("key 0", CHANNEL, float(places[1].ts)) == "", "older than asked for"


def test_a_reply_is_found_in_its_thread_only(slack: FakeSlack, door: SlackDoor) -> None:
    parent = door.post(build(SAMPLE), CHANNEL)
    reply = door.post(build_reply(source(2), "key"), CHANNEL, parent.ts)
    assert door.find("key", CHANNEL, 0, parent.ts) == reply.ts
    assert door.find("key", CHANNEL, 0) == ""


def test_somebody_elses_metadata_is_not_taken_for_ours(slack: FakeSlack, door: SlackDoor) -> None:
    door.post(build(SAMPLE), CHANNEL)
    slack.messages[0]["metadata"]["event_type"] = "another_app"
    assert door.find(SAMPLE.parent_key, CHANNEL, 0) == ""


def test_a_look_back_survives_lost_pages_but_not_a_lasting_trouble(slack: FakeSlack, door: SlackDoor) -> None:
    place = door.post(build(SAMPLE), CHANNEL)
    slack.script = ["busy", "reset"]
    assert door.find(SAMPLE.parent_key, CHANNEL, 0) == place.ts
    slack.script = ["busy"] * 3
    with pytest.raises(SlackTroubleError):
        door.find(SAMPLE.parent_key, CHANNEL, 0)


def test_a_pause_that_slack_asks_for_is_not_overrun_by_looking_again(
    slack: FakeSlack, door: SlackDoor
) -> None:
    slack.script = ["ratelimited"]
    with pytest.raises(SlackTroubleError):
        door.find("key", CHANNEL, 0)
    assert slack.requests == []


def test_reactions_and_names(slack: FakeSlack, door: SlackDoor) -> None:
    place = door.post(build(SAMPLE), CHANNEL)
    assert door.reactions(CHANNEL, place.ts) == {}
    slack.react(place.ts, "x", "U0ANNA")
    slack.react(place.ts, "x", "U0BEN")
    assert door.reactions(CHANNEL, place.ts) == {"x": ("U0ANNA", "U0BEN")}
    assert door.user_name("U0ANNA") == "Anna"
    slack.script = ["error:missing_scope"]
    assert door.user_name("U0ANNA") == "U0ANNA"


def test_identity_and_permalink(slack: FakeSlack, door: SlackDoor) -> None:
    me = door.identity()
    assert (me.user, me.team) == ("readout-watch", "Desk")
    assert "chat:write" in me.scopes
    place = door.post(build(SAMPLE), CHANNEL)
    assert door.permalink(CHANNEL, place.ts).startswith("https://desk.slack.test/archives/C0ALERTS/p")
