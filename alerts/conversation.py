"""One conversation per disagreement: what to put into the outbox when a contradiction is found or changes.

Pure. The flow reads what was already said (``Said``), asks here what to say now, and stores the answer in
the same transaction as the contradiction itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.content import SEVERITIES, AlertContent, normal
from alerts.routing import DEFAULT, ChannelRule, stops

# Judged or withdrawn: a further source opens it again, in the same thread.
CLOSED = frozenset({"withdrawn", "rejected"})

# (action, payload) of every row of one conversation, oldest first.
Said = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row for the outbox, named like its columns.

    ``action`` is post, reply, update or note (a reply that tells of a change). ``not_before`` delays it
    (aware UTC). ``held`` is the reason why it is kept back for the digest, or "".
    """

    dedupe_key: str
    parent_key: str
    action: str
    call_key: str
    topic: str
    kind: str
    payload: str
    channel: str = ""
    not_before: dt.datetime | None = None
    held: str = ""

    def columns(self) -> dict[str, Any]:
        """The row's values by column name, as ``store.outbox.enqueue`` takes them."""
        return dataclasses.asdict(self)


def speak(
    content: AlertContent,
    said_of: Callable[[str], Said],
    *,
    now: dt.datetime,
    verdict: str = "",
    rules: Sequence[ChannelRule] = DEFAULT,
    quiet_rules: frozenset[str] = frozenset(),
) -> list[Outgoing]:
    """Every row that a contradiction asks for, over all channels that want it.

    ``said_of`` gives what was said under a parent key (``store.outbox.conversation``). ``verdict`` is the
    latest verdict on this pair of quotes, or "". ``quiet_rules`` are comparison rules whose precision fell
    under the floor: their alerts are kept back for the digest, as are those that no channel wants.
    """
    if verdict:
        return []
    wanted = stops(content, rules, now)
    if content.rule in quiet_rules or not wanted:
        reason = f"rule {content.rule} is under its floor" if wanted else f"no channel wants {content.topic}"
        rows = plan(content, said_of(content.parent_key))
        return [dataclasses.replace(row, held=reason) for row in rows if row.action == "post"]
    rows = []
    for number, stop in enumerate(wanted):
        # The first channel owns the plain key; a second one has a conversation of its own.
        suffix = f"@{stop.channel}" if number else ""
        for row in plan(content, said_of(content.parent_key + suffix), suffix=suffix):
            rows.append(dataclasses.replace(row, channel=stop.channel, not_before=stop.not_before))
    return rows


def plan(content: AlertContent, said: Said, verdict: str = "", *, suffix: str = "") -> list[Outgoing]:
    """What to say of a contradiction in one conversation: a message, a reply with an edit, or nothing.

    ``verdict`` is the latest verdict on this very pair of quotes: a judged pair never alerts again.
    ``suffix`` sets the conversation of a further channel apart.
    """
    if verdict:
        return []
    spoken = [AlertContent.from_json(payload) for action, payload in said if action in {"post", "reply"}]
    if not spoken:
        return [_row(content, "post", content.parent_key + suffix, suffix)]
    if any(_same_report(content, earlier) for earlier in spoken):
        return []
    parent = latest(said)
    sources = tuple(dict.fromkeys([*parent.sources, *content.sources]))
    again = _strengthened(dataclasses.replace(_reopened(parent), sources=sources), parent, content)
    key = f"{content.parent_key}{suffix}|{content.source_key}"
    edit = _row(again, "update", f"{key}|count", suffix)
    if parent.status == "snoozed":  # an edit makes no sound: the count is right, the channel stays quiet
        return [edit]
    shown = {normal(one.readout.quote) for one in spoken}
    reply = dataclasses.replace(
        content, sources=sources, readout_shown=normal(content.readout.quote) in shown
    )
    if again.raised_to != parent.raised_to:
        reply = dataclasses.replace(reply, status=again.status, note=again.note)
    return [_row(reply, "reply", key, suffix), edit]


def change(said: Said, status: str, note: str, judged_by: str = "", *, suffix: str = "") -> list[Outgoing]:
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
    key = f"{changed.parent_key}{suffix}|{status}|{_short(note + judged_by)}|{len(said)}"
    return [_row(changed, "update", key, suffix), _row(changed, "note", f"{key}|note", suffix)]


def change_everywhere(
    parent_key: str,
    said_of: Callable[[str], Said],
    status: str,
    note: str,
    *,
    rules: Sequence[ChannelRule] = DEFAULT,
) -> list[Outgoing]:
    """``change`` in every channel in which the conversation was opened; ``parent_key`` is the plain one.

    Channels that are no longer among the rules keep what they were told.
    """
    rows = []
    for suffix in dict.fromkeys(["", *(f"@{rule.channel}" for rule in rules)]):
        rows += change(said_of(parent_key + suffix), status, note, suffix=suffix)
    return rows


def latest(said: Said) -> AlertContent:
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
    if parent.status not in CLOSED:
        return parent
    note = "A further source reports it after an earlier report was withdrawn or judged."
    return dataclasses.replace(parent, status="strengthened", note=note, judged_by="")


def _strengthened(again: AlertContent, before: AlertContent, new: AlertContent) -> AlertContent:
    """The parent with its higher severity, when the new source brings one; else as it is.

    A source that contradicts another sentence joins the conversation, but it may well say the opposite of
    what the first one said; it does not make the first one stronger.
    """
    if normal(new.readout.quote) != normal(before.readout.quote):
        return again
    severity = max(again.severity, new.severity, key=SEVERITIES.index)
    if SEVERITIES.index(severity) <= SEVERITIES.index(before.severity):
        return again
    outlet = new.claim.outlet or "A further source"
    on_record = new.claim.on_record and not new.claim.is_outlet
    note = f"{outlet} reports it on record." if on_record and new.severity == severity else ""
    note = note or f"{len(again.sources)} independent sources report it now."
    # A verdict of the analysts stands above what the program finds.
    status = again.status if again.judged_by else "strengthened"
    return dataclasses.replace(
        again, status=status, note=note if status == "strengthened" else again.note, raised_to=severity
    )


def _row(content: AlertContent, action: str, key: str, suffix: str) -> Outgoing:
    names = (content.call_key, content.topic, content.kind)
    return Outgoing(key, content.parent_key + suffix, action, *names, payload=content.to_json())


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
