"""What Slack refuses, as far as it is known: the fake refuses the same, so that a fault shows in a test.

Each check gives one of Slack's error names, or "" when the message passes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

TEXT_LIMIT = 40_000
BLOCK_LIMIT = 50
WHOLE_LIMIT = 13_200  # seen as msg_blocks_too_long
SECTION_LIMIT, HEADER_LIMIT, FIELD_LIMIT, CONTEXT_LIMIT = 3000, 150, 2000, 3000

# What Slack would act on: a mention of a group, a person or a channel.
PING = re.compile(r"<[!@#][^>]*>")
_LINK = re.compile(r"<([^<>|!@#][^<>|]*)(\|[^<>]*)?>")


def refusal(message: dict[str, Any]) -> str:
    """Why Slack would refuse this message, as its error name; "" when it would take it."""
    blocks, attachments = message.get("blocks") or [], message.get("attachments") or []
    if not (message.get("text") or blocks or attachments):
        return "no_text"
    if size(message.get("text") or "") > TEXT_LIMIT:
        return "msg_too_long"
    if size(json.dumps([blocks, attachments], ensure_ascii=False)) > WHOLE_LIMIT:
        return "msg_blocks_too_long"
    every = [*blocks, *(block for one in attachments for block in one.get("blocks") or [])]
    if len(attachments) > 100:
        return "too_many_attachments"
    ids = [block["block_id"] for block in every if "block_id" in block]
    if len(every) > BLOCK_LIMIT or len(set(ids)) != len(ids) or not all(map(block_is_valid, every)):
        return "invalid_blocks"
    return "" if metadata_is_valid(message.get("metadata")) else "invalid_metadata_format"


def block_is_valid(block: Any) -> bool:
    """Whether one block is of a known kind and within its limits."""
    if not isinstance(block, dict):
        return False
    kind = block.get("type")
    if kind == "header":
        return text_is_valid(block.get("text"), HEADER_LIMIT, {"plain_text"})
    if kind == "section":
        fields = block.get("fields") or []
        text_ok = "text" not in block or text_is_valid(block["text"], SECTION_LIMIT)
        some = "text" in block or bool(fields)
        return some and text_ok and len(fields) <= 10 and all(text_is_valid(f, FIELD_LIMIT) for f in fields)
    if kind == "context":
        elements = block.get("elements") or []
        return 1 <= len(elements) <= 10 and all(text_is_valid(e, CONTEXT_LIMIT) for e in elements)
    if kind == "actions":
        return 1 <= len(block.get("elements") or []) <= 25
    return kind == "divider"


def text_is_valid(text: Any, limit: int, kinds: Iterable[str] = ("plain_text", "mrkdwn")) -> bool:
    """Whether a text object is of an allowed kind, not empty, within its limit, and its links are links."""
    if not isinstance(text, dict) or text.get("type") not in set(kinds):
        return False
    known = {"type", "text", "verbatim"} if text["type"] == "mrkdwn" else {"type", "text", "emoji"}
    words = text.get("text")
    if not set(text) <= known or not isinstance(words, str) or not words.strip() or size(words) > limit:
        return False
    left = _LINK.sub("", PING.sub("", words)) if text["type"] == "mrkdwn" else ""
    return "<" not in left and ">" not in left


def metadata_is_valid(metadata: Any) -> bool:
    """Whether metadata is absent, or an event type with a payload of plain values."""
    if metadata is None:
        return True
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        return False
    return isinstance(metadata.get("event_type"), str) and len(json.dumps(metadata)) <= 8000


def pings(message: dict[str, Any]) -> list[str]:
    """Every mention that Slack would act on, anywhere in the message."""
    return PING.findall(json.dumps([message.get(part) for part in ("text", "blocks", "attachments")]))


def links(message: dict[str, Any]) -> list[tuple[str, str]]:
    """(address, label) of every link that Slack would make in the message's mrkdwn texts and fallback."""
    found = [*_LINK.findall(message.get("text") or "")]
    for words in mrkdwn_texts([message.get("blocks"), message.get("attachments")]):
        found += _LINK.findall(words)
    return [(address, label.removeprefix("|")) for address, label in found]


def mrkdwn_texts(part: Any) -> Iterable[str]:
    """Every mrkdwn text within a part of a message."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from mrkdwn_texts(inner)


def size(text: str) -> int:
    """Length in UTF-16 units, as a browser counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
