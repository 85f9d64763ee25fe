"""One conversation per disagreement: what to put into the outbox when a contradiction is found or changes.

Pure. The flow reads what was already said (``Said``), asks here what to say now, and stores the answer in
the same transaction as the contradiction itself.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.content import AlertContent, normal

CLOSED = frozenset({"withdrawn", "rejected"})
# A verdict on a pair of quotes after which that pair is never raised again.
SILENCING = frozenset({"not_a_contradiction", "snooze"})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row for the outbox. ``action`` is post, reply, update or note (a reply that tells of a change)."""

    dedupe_key: str
    parent_key: str
    action: str
    call_key: str
    topic: str
    kind: str
    payload: str

    def columns(self) -> dict[str, str]:
        """The row's values by column name."""
        return dataclasses.asdict(self)


def plan(content: AlertContent, said: Sequence[tuple[str, str]], verdict: str = "") -> list[Outgoing]:
    """What to say of a contradiction: a new message, a reply with an updated parent, or nothing.

    ``said`` holds (action, payload) of every row of this conversation, oldest first. ``verdict`` is the
    latest verdict on this very pair of quotes, or "".
    """
    if verdict in SILENCING:
        return []
    spoken = [AlertContent.from_json(payload) for action, payload in said if action in {"post", "reply"}]
    if not spoken:
        return [_row(content, "post", content.parent_key)]
    if any(_same_report(content, earlier) for earlier in spoken):
        return []
    parent = latest(said)
    sources = tuple(dict.fromkeys([*parent.sources, *content.sources]))
    reply = dataclasses.replace(content, sources=sources)
    again = dataclasses.replace(_reopened(parent), sources=sources)
    key = f"{content.parent_key}|{content.source_key}"
    return [_row(reply, "reply", key), _row(again, "update", f"{key}|count")]


def change(said: Sequence[tuple[str, str]], status: str, note: str, judged_by: str = "") -> list[Outgoing]:
    """What to say when a conversation is withdrawn, corrected, strengthened or judged: edit and reply.

    ``note`` says why, in one sentence. Nothing is said of a conversation that was never opened, nor twice
    of the same change.
    """
    if not said:
        return []
    parent = latest(said)
    if (parent.status, parent.note, parent.judged_by) == (status, note, judged_by):
        return []
    changed = dataclasses.replace(parent, status=status, note=note, judged_by=judged_by)
    key = f"{changed.parent_key}|{status}|{_short(note + judged_by)}|{len(said)}"
    return [_row(changed, "update", key), _row(changed, "note", f"{key}|note")]


def latest(said: Sequence[tuple[str, str]]) -> AlertContent:
    """The parent message as it was last decided to look. Raises ValueError for a conversation not opened."""
    for action, payload in reversed(said):
        if action in {"post", "update"}:
            return AlertContent.from_json(payload)
    raise ValueError("the conversation has no opening message")


def _same_report(content: AlertContent, earlier: AlertContent) -> bool:
    """True for the article itself read again, and for the same sentence printed elsewhere (a wire copy)."""
    same_page = content.source_key == earlier.source_key
    return same_page or normal(content.claim.quote) == normal(earlier.claim.quote)


def _reopened(parent: AlertContent) -> AlertContent:
    if parent.status != "withdrawn":
        return parent
    note = "A further source reports it after an earlier one was withdrawn."
    return dataclasses.replace(parent, status="strengthened", note=note)


def _row(content: AlertContent, action: str, key: str) -> Outgoing:
    names = (content.call_key, content.topic, content.kind)
    return Outgoing(key, content.parent_key, action, *names, payload=content.to_json())


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
