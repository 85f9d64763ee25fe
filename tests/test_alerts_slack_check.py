"""`slack test`: every step tried in order, each failure with its mend; the guide and the manifest agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from alerts.scopes import SCOPES
from alerts.slack import SlackDoor
from alerts.slack_check import Check, all_well, check
from tests.fake_slack import FakeSlack

DOCS = Path(__file__).resolve().parent.parent / "docs"
TOKEN = "xoxb-987-secret"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(tokens=(TOKEN,)) as running:
        yield running


def run(slack: FakeSlack, ops: str = "C0OPS") -> list[Check]:
    return check(SlackDoor(TOKEN, slack.base_url, timeout_seconds=1), "C0ALERTS", ops)


def test_all_is_well(slack: FakeSlack) -> None:
    rows = run(slack)
    assert all_well(rows)
    assert [row.what for row in rows] == [
        "token",
        "scopes",
        "alert channel",
        "alert channel: read back",
        "alert channel: post",
        "alert channel: reactions",
        "operations channel",
        "operations channel: post",
    ]
    assert [message["channel"] for message in slack.messages] == ["C0ALERTS", "C0OPS"]


def test_without_an_operations_channel_none_is_tried(slack: FakeSlack) -> None:
    assert all_well(run(slack, ops=""))
    assert len(slack.messages) == 1


def _scopes(*names: str) -> Callable[[FakeSlack], None]:
    return lambda slack: slack.tokens.update({TOKEN: ",".join(names)})


# what is wrong -> (how to make it so, the line that fails, what its mend says)
FAULTS: dict[str, tuple[Callable[[FakeSlack], None], str, str]] = {
    "a wrong token": (lambda slack: slack.tokens.clear(), "token", "SLACK_BOT_TOKEN"),
    "a revoked token": (
        lambda slack: setattr(slack, "token_error", "token_revoked"),
        "token",
        "new bot token",
    ),
    "a missing scope": (
        _scopes("chat:write", "reactions:read"),
        "scope channels:history",
        "reinstall the app",
    ),
    "no such channel": (
        lambda slack: slack.channels.pop("C0ALERTS") and None,
        "alert channel",
        "SLACK_CHANNEL",
    ),
    "an archived channel": (
        lambda slack: slack.channels["C0ALERTS"].update(problem="is_archived"),
        "alert channel",
        "unarchive it",
    ),
    "the bot is not in it": (
        lambda slack: slack.channels["C0OPS"].update(problem="not_in_channel"),
        "operations channel",
        "/invite",
    ),
    "Slack is down": (lambda slack: slack.script.extend(["busy"] * 9), "token", "check the network"),
    "posting is forbidden": (
        lambda slack: slack.script.extend(["", "", "", "error:restricted_action"]),
        "alert channel: post",
        "administrator",
    ),
}


@pytest.mark.parametrize(("make", "what", "mend"), FAULTS.values(), ids=FAULTS)
def test_each_failure_names_its_mend(
    slack: FakeSlack, make: Callable[[FakeSlack], None], what: str, mend: str
) -> None:
    make(slack)
    rows = run(slack)
    assert not all_well(rows)
    (failed,) = [row for row in rows if row.what == what]
    assert not failed.ok
    assert mend in failed.mend
    assert TOKEN not in str(rows)
    assert all("\n" not in row.found + row.mend for row in rows)


def test_a_scope_one_can_do_without_is_named_but_does_not_fail(slack: FakeSlack) -> None:
    needed = [scope.name for scope in SCOPES if scope.needed]
    slack.tokens[TOKEN] = ",".join(needed)
    rows = run(slack)
    assert all_well(rows)
    assert [row.what for row in rows if "works without it" in row.found] == [
        f"scope {scope.name}" for scope in SCOPES if not scope.needed
    ]


def test_the_manifest_asks_for_exactly_these_scopes() -> None:
    manifest = yaml.safe_load((DOCS / "slack-manifest.yaml").read_text())
    assert manifest["oauth_config"]["scopes"]["bot"] == [scope.name for scope in SCOPES]
    assert manifest["settings"]["socket_mode_enabled"] is False


def test_the_guide_gives_each_scope_with_the_same_reason() -> None:
    rows = re.findall(r"^\| `([a-z]+:[a-z]+)` \| ([^|]+) \|", (DOCS / "slack.md").read_text(), re.MULTILINE)
    assert [name for name, _ in rows] == [scope.name for scope in SCOPES]
    said = {scope.name: scope.reason.replace("`", "") for scope in SCOPES}
    assert {name: reason.replace("`", "") for name, reason in rows} == said


def test_the_guide_names_every_mend() -> None:
    """An error that the delivery tells people about is in the table that they look it up in."""
    guide = (DOCS / "slack.md").read_text()
    for error in (
        "invalid_auth",
        "token_revoked",
        "missing_scope",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
    ):
        assert f"`{error}`" in guide
