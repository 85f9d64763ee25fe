"""What each method of Slack's web API does to the fake workspace, and what it answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.slack_limits import refusal

if TYPE_CHECKING:
    from tests.fake_slack import FakeSlack


def no(error: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "error": error, **more}


def _channel_problem(slack: FakeSlack, sent: dict[str, Any]) -> str:
    channel = slack.channels.get(str(sent.get("channel")))
    return "channel_not_found" if channel is None else str(channel.get("problem", ""))


def _post(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    if error := _channel_problem(slack, sent) or refusal(sent):
        return no(error)
    thread = sent.get("thread_ts")
    if thread and not _find(slack, sent["channel"], thread):
        return no("thread_not_found")
    parts = ("channel", "text", "blocks", "attachments", "metadata", "thread_ts")
    message = {part: sent[part] for part in parts if sent.get(part)}
    message |= {"type": "message", "ts": slack.new_ts(), "user": "U0BOT", "seen_at": slack.clock()}
    slack.messages.append(message)
    slack.keep(message)
    return {"ok": True, "channel": sent["channel"], "ts": message["ts"], "message": message}


def _update(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    if error := _channel_problem(slack, sent) or refusal(sent):
        return no(error)
    message = _find(slack, sent["channel"], sent.get("ts"))
    if message is None:
        return no("message_not_found")
    if message["user"] != "U0BOT":
        return no("cant_update_message")
    message.update(
        {part: sent[part] for part in ("text", "blocks", "attachments", "metadata") if part in sent}
    )
    message["edits"] = message.get("edits", 0) + 1
    slack.keep(message)
    return {"ok": True, "channel": sent["channel"], "ts": sent["ts"]}


def _history(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    if error := _channel_problem(slack, sent):
        return no(error)
    if "channels:history" not in next(iter(slack.tokens.values())):
        return no("missing_scope", needed="channels:history", provided="chat:write")
    top = [m for m in _visible(slack, sent) if m.get("thread_ts") in (None, m["ts"])]
    return _paged(slack, top[::-1], sent)


def _replies(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    if error := _channel_problem(slack, sent):
        return no(error)
    if _find(slack, sent["channel"], sent.get("ts")) is None:
        return no("thread_not_found")
    thread = [m for m in _visible(slack, sent) if sent["ts"] in (m["ts"], m.get("thread_ts"))]
    return _paged(slack, thread, sent)


def _visible(slack: FakeSlack, sent: dict[str, Any]) -> list[dict[str, Any]]:
    oldest, until = float(sent.get("oldest") or 0), slack.clock() - slack.lag_seconds
    in_channel = [m for m in slack.messages if m["channel"] == sent["channel"]]
    return [m for m in in_channel if float(m["ts"]) >= oldest and m["seen_at"] <= until]


def _paged(slack: FakeSlack, found: list[dict[str, Any]], sent: dict[str, Any]) -> dict[str, Any]:
    start = int(base64.b64decode(sent["cursor"])) if sent.get("cursor") else 0
    size = min(int(sent.get("limit") or 100), slack.page_limit)
    with_metadata = str(sent.get("include_all_metadata")).lower() in {"1", "true"}
    page = [
        m if with_metadata else {k: v for k, v in m.items() if k != "metadata"}
        for m in found[start : start + size]
    ]
    more = start + size < len(found)
    cursor = base64.b64encode(str(start + size).encode()).decode() if more else ""
    return {"ok": True, "messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _find(slack: FakeSlack, channel: str, ts: str | None) -> dict[str, Any] | None:
    return next((m for m in slack.messages if m["channel"] == channel and m["ts"] == ts), None)


def _reactions(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    message = _find(slack, str(sent.get("channel")), sent.get("timestamp"))
    if message is None:
        return no("message_not_found")
    return {"ok": True, "type": "message", "channel": sent["channel"], "message": message}


def _auth(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    return {"ok": True, "user_id": "U0BOT", "user": "readout-watch", "team": "Desk", "team_id": "T0DESK"}


def _permalink(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    if _find(slack, str(sent.get("channel")), sent.get("message_ts")) is None:
        return no("message_not_found")
    address = f"https://desk.slack.test/archives/{sent['channel']}/p{sent['message_ts'].replace('.', '')}"
    return {"ok": True, "permalink": address}


def _channel_info(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    channel = slack.channels.get(str(sent.get("channel")))
    if channel is None:
        return no("channel_not_found")
    problem = channel.get("problem")
    about = {"is_archived": problem == "is_archived", "is_member": problem != "not_in_channel"}
    return {"ok": True, "channel": {"id": channel["id"], "name": channel["name"], **about}}


def _user(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    name = str(sent.get("user", "")).removeprefix("U0").title()
    return {
        "ok": True,
        "user": {"id": sent.get("user"), "name": name.lower(), "profile": {"real_name": name}},
    }


def _upload_url(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    file_id = f"F{len(slack.uploads):07d}"
    slack.uploads[file_id] = {"name": sent.get("filename"), "data": b""}
    return {"ok": True, "file_id": file_id, "upload_url": f"{slack.base_url}upload/{file_id}"}


def _upload_done(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    files = json.loads(sent["files"]) if isinstance(sent.get("files"), str) else sent.get("files") or []
    if any(one["id"] not in slack.uploads for one in files):
        return no("file_not_found")
    return {"ok": True, "files": files}


def _everything(slack: FakeSlack, sent: dict[str, Any]) -> dict[str, Any]:
    """Not Slack's: lets another process see what a reader would see."""
    return {"ok": True, "messages": slack.messages, "faults": slack.faults}


METHODS: dict[str, Callable[[FakeSlack, dict[str, Any]], dict[str, Any]]] = {
    "chat.postMessage": _post,
    "chat.update": _update,
    "chat.getPermalink": _permalink,
    "conversations.history": _history,
    "conversations.replies": _replies,
    "conversations.info": _channel_info,
    "reactions.get": _reactions,
    "users.info": _user,
    "auth.test": _auth,
    "fake.everything": _everything,
    "files.getUploadURLExternal": _upload_url,
    "files.completeUploadExternal": _upload_done,
}
