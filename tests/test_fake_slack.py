"""The fake itself: a fake that takes what Slack refuses would let a fault through to production."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.fake_slack import FakeSlack
from tests.slack_limits import links, pings, refusal

ROOT = Path(__file__).resolve().parent.parent


def section(text: str, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": text}}


def header(text: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": "header", "text": {"type": kind, "text": text}}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing at all": ({}, "no_text"),
    "a long text": ({"text": "a" * 40_001}, "msg_too_long"),
    "a long section": ({"blocks": [section("a" * 3001)]}, "invalid_blocks"),
    "an empty section": ({"blocks": [section("")]}, "invalid_blocks"),
    "a long header": ({"blocks": [header("a" * 151)]}, "invalid_blocks"),
    "a header with formatting": ({"blocks": [header("a", "mrkdwn")]}, "invalid_blocks"),
    "more than 50 blocks": ({"blocks": [section("a")] * 51}, "invalid_blocks"),
    "a block id twice": ({"blocks": [{**section("a"), "block_id": "x"}] * 2}, "invalid_blocks"),
    "an unknown block": ({"blocks": [{"type": "marquee"}]}, "invalid_blocks"),
    "a link that does not end": ({"blocks": [section("<https://a.test")]}, "invalid_blocks"),
    "eleven context elements": (
        {"blocks": [{"type": "context", "elements": [section("a")["text"]] * 11}]},
        "invalid_blocks",
    ),
    "a block in an attachment": ({"attachments": [{"blocks": [section("")]}]}, "invalid_blocks"),
    "a whole that is too long": ({"blocks": [section("a" * 2900)] * 5}, "msg_blocks_too_long"),
    "metadata without a type": ({"text": "a", "metadata": {"event_payload": {}}}, "invalid_metadata_format"),
}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient("xoxb-test", base_url=slack.base_url, retry_handlers=[])


@pytest.mark.parametrize(("message", "wanted"), REFUSED.values(), ids=REFUSED)
def test_what_slack_refuses_is_refused(message: dict[str, Any], wanted: str) -> None:
    assert refusal(message) == wanted


def test_what_slack_takes_is_taken() -> None:
    assert (
        refusal({"text": "a", "blocks": [header("a" * 150), section("b" * 3000), {"type": "divider"}]}) == ""
    )


def test_pings_and_links_are_seen() -> None:
    message = {"text": "<!channel>", "blocks": [section("<@U1> <https://a.test|b>")]}
    assert pings(message) == ["<!channel>", "<@U1>"]
    assert links(message) == [("https://a.test", "b")]


def test_an_edit_of_an_unknown_message_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel="C0ALERTS", ts="1.000000", text="a")


def test_a_file_can_be_uploaded(slack: FakeSlack, client: WebClient) -> None:
    client.files_upload_v2(channel="C0ALERTS", filename="dossier.html", content="<p>page</p>")
    (upload,) = slack.uploads.values()
    assert upload["name"] == "dossier.html"
    assert b"<p>page</p>" in upload["data"]


def test_metadata_is_shown_only_to_who_asks_for_it(client: WebClient) -> None:
    metadata = {"event_type": "a", "event_payload": {"k": "v"}}
    client.chat_postMessage(channel="C0ALERTS", text="a", metadata=metadata)
    assert "metadata" not in client.conversations_history(channel="C0ALERTS")["messages"][0]
    told = client.conversations_history(channel="C0ALERTS", include_all_metadata=True)
    assert told["messages"][0]["metadata"] == metadata


def test_replies_are_not_in_the_history(client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C0ALERTS", text="parent")
    client.chat_postMessage(channel="C0ALERTS", text="reply", thread_ts=parent["ts"])
    assert [m["text"] for m in client.conversations_history(channel="C0ALERTS")["messages"]] == ["parent"]
    thread = client.conversations_replies(channel="C0ALERTS", ts=parent["ts"])["messages"]
    assert [m["text"] for m in thread] == ["parent", "reply"]


def test_messages_survive_in_a_file(tmp_path: Path) -> None:
    state = tmp_path / "slack.jsonl"
    with FakeSlack(state=state) as slack:
        client = WebClient("xoxb-test", base_url=slack.base_url)
        ts = client.chat_postMessage(channel="C0ALERTS", text="first")["ts"]
        client.chat_update(channel="C0ALERTS", ts=ts, text="edited")
    again = FakeSlack(state=state)
    assert [(message["ts"], message["text"]) for message in again.messages] == [(ts, "edited")]


def test_it_runs_by_hand(tmp_path: Path) -> None:
    command = [sys.executable, "tests/fake_slack.py", "--port", "0", "--state", str(tmp_path / "s.jsonl")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = dict(part.split("=", 1) for part in process.stdout.readline().split())
        client = WebClient(told["SLACK_BOT_TOKEN"], base_url=told["SLACK_BASE_URL"])
        client.chat_postMessage(channel=told["SLACK_CHANNEL"], text="by hand")
        assert "by hand" in process.stdout.readline()
        process.terminate()
    assert json.loads((tmp_path / "s.jsonl").read_text())["text"] == "by hand"
