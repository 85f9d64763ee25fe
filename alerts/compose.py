"""An outbox row -> the message it stands for, and whether its quotes may still be sent. Pure."""

from __future__ import annotations

from collections.abc import Callable

from alerts.content import AlertContent
from alerts.message import Message, build, build_change, build_reply

# Gives the stored text that a quote's ``text_ref`` names, or None when there is none.
TextOf = Callable[[str], str | None]


# Rows that hold a finished message instead of an alert's content.
READY = frozenset({"digest", "notice"})


def quote_problem(content: AlertContent, text_of: TextOf) -> str:
    """Why the quotes must not be sent, or "": each must be an exact part of the text it was read from."""
    for label, voice in (("readout", content.readout), ("article", content.claim)):
        text = text_of(voice.text_ref)
        if text is None:
            return f"the {label}'s stored text {voice.text_ref!r} is not there"
        if not voice.quote.strip() or voice.quote not in text:
            return f"the {label}'s quote is not in its stored text {voice.text_ref!r}"
    return ""


def compose(action: str, content: AlertContent, dedupe_key: str) -> Message:
    """The message of one outbox row."""
    if action == "note":
        return build_change(content, dedupe_key)
    if action == "reply":
        return build_reply(content, dedupe_key)
    # An edit keeps the key of the message it edits: by that key the message is found again.
    return build(content, content.parent_key if action == "update" else dedupe_key)


def message_of(action: str, payload: str, dedupe_key: str) -> Message:
    """The message of any outbox row, alert or not. Raises ValueError, KeyError or TypeError if unreadable."""
    if action in READY:
        return Message.from_json(payload)
    return compose(action, AlertContent.from_json(payload), dedupe_key)
