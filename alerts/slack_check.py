"""``readout-watch slack test``: token, scopes, channels, a test message; each failure with its mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alerts.message import build_notice
from alerts.outbox import SlackTroubleError, Trouble, mend_of
from alerts.scopes import SCOPES
from alerts.slack import ChannelInfo, Identity, SlackDoor

TEST_TEXT = "Test message of readout-watch: alerts will arrive here. Nothing needs to be done."


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the test: what was tried, whether it went well, what was found, and how to mend it."""

    what: str
    ok: bool
    found: str
    mend: str = ""


def check(door: SlackDoor, channel: str, ops_channel: str = "") -> list[Check]:
    """Try everything that the delivery needs, in its order; ends early when the token is not accepted.

    Posts one test message to ``channel`` and one to ``ops_channel`` if given. Never raises for what Slack
    answers, and no line holds the token.
    """
    rows, identity = _token(door)
    if identity is None:
        return rows
    rows += _scopes(identity)
    for role, name in (("alert channel", channel), ("operations channel", ops_channel)):
        if name:
            rows += _channel(door, role, name, read_back=role == "alert channel")
    return rows


def all_well(rows: list[Check]) -> bool:
    """Whether every line went well."""
    return all(row.ok for row in rows)


def _token(door: SlackDoor) -> tuple[list[Check], Identity | None]:
    try:
        identity = door.identity()
    except SlackTroubleError as error:
        return [_failed("token", error.trouble)], None
    found = f"accepted: bot {identity.user} in workspace {identity.team}"
    return [Check("token", True, found)], identity


def _scopes(identity: Identity) -> list[Check]:
    if not identity.scopes:
        return [Check("scopes", True, "Slack did not say which; the steps below try them")]
    missing = [scope for scope in SCOPES if scope.name not in identity.scopes]
    rows = [
        Check(
            f"scope {scope.name}",
            not scope.needed,
            f"missing{'' if scope.needed else ' (works without it)'}: {scope.reason}",
            f"add {scope.name} under OAuth & Permissions at api.slack.com/apps and reinstall the app",
        )
        for scope in missing
    ]
    return rows or [Check("scopes", True, "all granted")]


def _channel(door: SlackDoor, role: str, name: str, *, read_back: bool) -> list[Check]:
    rows = [_described(door, role, name)]
    if not rows[0].ok:
        return rows
    if read_back:
        rows.append(_tried(f"{role}: read back", lambda: door.can_read(name), "history can be read"))
    posted: list[str] = []

    def post() -> None:
        place = door.post(build_notice(TEST_TEXT, "test"), name)
        posted[:] = [place.channel, place.ts]

    rows.append(_tried(f"{role}: post", post, "test message posted"))
    if posted and read_back:
        rows.append(_tried(f"{role}: reactions", lambda: door.reactions(*posted), "reactions can be read"))
    return rows


def _described(door: SlackDoor, role: str, name: str) -> Check:
    try:
        info = door.channel(name)
    except SlackTroubleError as error:
        if error.trouble.error == "missing_scope":
            return Check(role, True, f"{name} (no scope to describe it; the steps below try it)")
        return _failed(role, error.trouble)
    if problem := _channel_error(info):
        return _failed(role, Trouble(problem))
    return Check(role, True, f"#{info.name} ({name})")


def _channel_error(info: ChannelInfo) -> str:
    if info.archived:
        return "is_archived"
    return "" if info.member else "not_in_channel"


def _tried(what: str, work: Callable[[], object], well: str) -> Check:
    try:
        work()
    except SlackTroubleError as error:
        return _failed(what, error.trouble)
    return Check(what, True, well)


def _failed(what: str, trouble: Trouble) -> Check:
    mend = mend_of(trouble.error) or (
        "Slack was not reached or did not answer properly: check the network, a proxy, and SLACK_BASE_URL"
    )
    return Check(what, False, trouble.detail or trouble.error, mend)
