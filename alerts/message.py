"""Contradiction -> Slack message: the one builder, where every limit and every escape is enforced.

Pure. ``build`` makes the parent message of a conversation, ``build_reply`` the reply for a later source,
``build_change`` the reply that tells of a withdrawal, correction or verdict. Outside text only enters
through ``alerts.text``.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alerts.content import AlertContent, Voice, content_from, pair_key
from alerts.text import escape, name, shorten
from alerts.wording import (
    WORDS,
    day,
    headline,
    links,
    moment,
    note_of,
    provenance,
    shown_quote,
    state_lines,
    where,
    who,
)

__all__ = ["AlertContent", "Message", "Voice", "build", "build_change", "build_notice", "build_plain"]
__all__ += ["COLOURS", "build_reply", "content_from", "day", "headline", "moment", "pair_key"]

EVENT_TYPE = "readout_alert"
# Slack's limits, each with room to spare for what Slack adds on its side (it counts "&" as "&amp;").
HEADER_LIMIT = 150
# Above about 13,200 signs Slack answers msg_blocks_too_long; the number was seen, not documented.
MESSAGE_LIMIT = 12_000
# A section holds 3,000 signs and a context element is kept under 2,000; each part below stays under its own
# limit. Two quotes of the first size fit any message but one with very long links; then the next is tried.
QUOTE_LIMITS = (1800, 900, 400)
REASON_LIMIT = 700
COLOURS = {"high": "#c0392b", "medium": "#d68910", "low": "#5d6d7e"}
QUIET_COLOUR = "#7f8c8d"  # withdrawn or rejected: nothing to do any more
_CLOSED = frozenset({"withdrawn", "rejected"})

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to Slack: fallback text, blocks, one coloured attachment, and metadata to find it again."""

    text: str
    blocks: tuple[Block, ...]
    attachments: tuple[Block, ...]
    metadata: Block
    severity: str = ""

    def to_json(self) -> str:
        """The message as JSON text: how a message that is not an alert waits in the outbox."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Message:
        """The value that ``to_json`` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        data: dict[str, Any] = json.loads(text)
        return cls(**{**data, "blocks": tuple(data["blocks"]), "attachments": tuple(data["attachments"])})

    def size(self) -> int:
        """The signs that Slack may count against the whole message."""
        parts = [self.text, list(self.blocks), list(self.attachments)]
        return len(json.dumps(parts, ensure_ascii=False).encode("utf-16-le")) // 2


def build(content: AlertContent, dedupe_key: str = "") -> Message:
    """The message that opens, or later shows the state of, the conversation of one contradiction.

    ``dedupe_key`` goes into the metadata; it is the conversation's key unless told otherwise.
    """
    return _fitting(lambda limit: _parent(content, dedupe_key or content.parent_key, limit))


def build_reply(content: AlertContent, dedupe_key: str) -> Message:
    """The thread reply for a later independent source of the same contradiction: its quote and its links.

    The readout's words are repeated only when they are not those that the conversation already shows.
    """
    return _fitting(lambda limit: _reply(content, dedupe_key, limit))


def build_change(content: AlertContent, dedupe_key: str) -> Message:
    """The thread reply that tells of a change: withdrawn, corrected, strengthened, judged or snoozed."""
    text = f"{WORDS.get(content.status, 'Changed')}: {note_of(content)}"
    return Message(
        text, (_section(f"*{text}*" if not content.note else text),), (), _metadata(dedupe_key, content)
    )


def build_plain(message: Message, content: AlertContent | None) -> Message:
    """The same alert as text alone, for when Slack refuses the blocks: late and plain, but not lost."""
    lines = [message.text]
    if content is not None:
        lines.append(name(content.reason, REASON_LIMIT))
        lines += [f"{who(v)}: “{escape(shown_quote(v, 400))}”" for v in (content.readout, content.claim)]
    text = "\n".join([*lines, "(Slack refused the full form of this message; operations have been told.)"])
    return Message(text, (), (), message.metadata, message.severity)


def build_notice(text: str, key: str) -> Message:
    """A line for operations, or any short text of our own making."""
    shown = name(text, REASON_LIMIT) or "(no text)"
    payload = {"dedupe_key": key}
    return Message(shown, (_section(shown),), (), {"event_type": EVENT_TYPE, "event_payload": payload})


def _fitting(make: Callable[[int], Message]) -> Message:
    """The message with the longest quotes that Slack takes."""
    for limit in QUOTE_LIMITS:
        message = make(limit)
        if message.size() <= MESSAGE_LIMIT:
            break
    return message


def _reply(content: AlertContent, dedupe_key: str, quote_limit: int) -> Message:
    title = f"Also reported by {name(content.claim.outlet) or 'another source'}"
    reason = name(content.reason, REASON_LIMIT)
    change = f"\n*{WORDS[content.status]}:* {note_of(content)}" if content.status == "strengthened" else ""
    blocks: tuple[Block, ...] = (_section(f"*{title}:* {reason}{change}"),)
    if not content.readout_shown:
        blocks += _quote_blocks("Readout", content.readout, quote_limit)
    blocks += _quote_blocks("New source", content.claim, quote_limit)
    foot = (_context(provenance(content)), _context(*links(content, readout=False)))
    return Message(title, blocks, (_bar(content, foot),), _metadata(dedupe_key, content), content.severity)


def _parent(content: AlertContent, key: str, quote_limit: int) -> Message:
    title = headline(content)
    reason = name(content.reason, REASON_LIMIT)
    blocks: tuple[Block, ...] = (
        {"type": "header", "text": _plain_text(shorten(title, HEADER_LIMIT))},
        _section(f"*Severity: {content.severity}.* {reason}{state_lines(content)}"),
    )
    blocks += _quote_blocks("Readout", content.readout, quote_limit)
    blocks += _quote_blocks("New source", content.claim, quote_limit)
    foot = (_context(provenance(content)), _context(*links(content)), _context(_HOW_TO_JUDGE))
    text = f"{escape(title)} (severity: {content.severity})"
    return Message(text, blocks, (_bar(content, foot),), _metadata(key, content), content.severity)


_HOW_TO_JUDGE = "React with :white_check_mark: correct, :x: not a contradiction, :zzz: snooze."


def _quote_blocks(label: str, voice: Voice, limit: int) -> tuple[Block, Block]:
    """A heading that says who, how and where, and the quote itself.

    The quote is plain text: in mrkdwn a stray asterisk or backtick of the page would format the quote, and
    defusing it would make the quote no longer verbatim.
    """
    heading = f"*{label}: {who(voice)}*\n{where(voice)}"
    quote = shown_quote(voice, limit)
    shown = f"“{quote}”" if quote else "The disputed words are too long for Slack: see the dossier."
    return _section(heading), {"type": "section", "text": _plain_text(shown)}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(*texts: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts]}


def _mrkdwn(text: str) -> Block:
    # "verbatim" stops Slack from making links and mentions of bare addresses, "#names" and "@names".
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": escape(text) or "(no text)", "emoji": False}


def _bar(content: AlertContent, blocks: tuple[Block, ...]) -> Block:
    colour = QUIET_COLOUR if content.status in _CLOSED else COLOURS.get(content.severity, QUIET_COLOUR)
    # Only the small print is in the attachment: Slack folds long attachments behind "Show more".
    return {"color": colour, "fallback": escape(headline(content)), "blocks": list(blocks)}


def _metadata(key: str, content: AlertContent) -> Block:
    payload = {"dedupe_key": key, "call": content.call_key, "topic": content.topic, "kind": content.kind}
    return {"event_type": EVENT_TYPE, "event_payload": payload}
