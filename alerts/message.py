"""Contradiction -> Slack message: the one builder, where every limit and every escape is enforced.

Pure. ``build`` makes the parent message of a conversation, ``build_reply`` the reply for a later source,
``build_change`` the reply that tells of a withdrawal, correction or verdict. Outside text only enters
through ``alerts.text``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from alerts.content import AlertContent, Voice, content_from, pair_key
from alerts.text import clean, escape, link, name, one_line, safe_url, shorten

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
_WORDS = {
    "open": "Contradiction",
    "strengthened": "Contradiction, strengthened",
    "corrected": "Contradiction, corrected",
    "confirmed": "Contradiction, confirmed",
    "snoozed": "Contradiction, snoozed",
    "withdrawn": "Withdrawn",
    "rejected": "Not a contradiction",
}
_CLOSED = frozenset({"withdrawn", "rejected"})
_BANDS = {"high": "high confidence", "medium": "medium confidence", "low": "low confidence"}

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
    for limit in QUOTE_LIMITS:
        message = _parent(content, dedupe_key or content.parent_key, limit)
        if message.size() <= MESSAGE_LIMIT:
            break
    return message


def build_reply(content: AlertContent, dedupe_key: str) -> Message:
    """The thread reply for a later independent source of the same contradiction: its quote and its links.

    The readout's words are repeated only when they are not those that the conversation already shows.
    """
    title = f"Also reported by {name(content.claim.outlet) or 'another source'}"
    reason = name(content.reason, REASON_LIMIT)
    change = f"\n*{_WORDS[content.status]}:* {_note(content)}" if content.status == "strengthened" else ""
    blocks: tuple[Block, ...] = (_section(f"*{title}:* {reason}{change}"),)
    if not content.readout_shown:
        blocks += _quote_blocks("Readout", content.readout, QUOTE_LIMITS[0])
    blocks += _quote_blocks("New source", content.claim, QUOTE_LIMITS[0])
    foot = (_context(_provenance(content)), _context(*_links(content, readout=False)))
    return Message(title, blocks, (_bar(content, foot),), _metadata(dedupe_key, content), content.severity)


def build_change(content: AlertContent, dedupe_key: str) -> Message:
    """The thread reply that tells of a change: withdrawn, corrected, strengthened, judged or snoozed."""
    text = f"{_WORDS.get(content.status, 'Changed')}: {_note(content)}"
    return Message(
        text, (_section(f"*{text}*" if not content.note else text),), (), _metadata(dedupe_key, content)
    )


def build_plain(message: Message, content: AlertContent | None) -> Message:
    """The same alert as text alone, for when Slack refuses the blocks: late and plain, but not lost."""
    lines = [message.text]
    if content is not None:
        lines.append(name(content.reason, REASON_LIMIT))
        lines += [f"{_who(v)}: “{escape(_shown(v, 400))}”" for v in (content.readout, content.claim)]
    text = "\n".join([*lines, "(Slack refused the full form of this message; operations have been told.)"])
    return Message(text, (), (), message.metadata, message.severity)


def build_notice(text: str, key: str) -> Message:
    """A line for operations, or any short text of our own making."""
    shown = name(text, REASON_LIMIT) or "(no text)"
    payload = {"dedupe_key": key}
    return Message(shown, (_section(shown),), (), {"event_type": EVENT_TYPE, "event_payload": payload})


def headline(content: AlertContent) -> str:
    """The header in plain words: "Contradiction: sanctions, call of 28 January 2017"."""
    topic = shorten(one_line(content.topic).replace("_", " "), 60)
    ordinal = f" ({content.call_key.rsplit('-', 1)[1]})" if content.call_key.count("-") > 2 else ""
    return (
        f"{_WORDS.get(content.status, 'Contradiction')}: {topic}, call of {day(content.call_date)}{ordinal}"
    )


def day(date: dt.date) -> str:
    """A date as analysts write it: 28 January 2017."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def moment(when: dt.datetime | None, zone: str = "UTC", precision: str = "minute") -> str:
    """A time in UTC and in the outlet's zone; "time unknown" stands for what is not known."""
    if when is None:
        return "time unknown"
    if precision == "day":
        return f"{day(when)} (hour unknown)"
    utc = when.astimezone(dt.UTC)
    shown = f"{day(utc)}, {utc:%H:%M} UTC"
    local = utc.astimezone(_zone(zone))
    if local.utcoffset() == dt.timedelta(0):
        return shown
    date = "" if local.date() == utc.date() else f"{day(local)}, "
    return f"{shown} ({date}{local:%H:%M} in {zone.rsplit('/', 1)[-1].replace('_', ' ')})"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _zone(zone: str) -> dt.tzinfo:
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # an outlet's zone comes from a file that people edit
        return dt.UTC


def _parent(content: AlertContent, key: str, quote_limit: int) -> Message:
    title = headline(content)
    reason = name(content.reason, REASON_LIMIT)
    blocks: tuple[Block, ...] = (
        {"type": "header", "text": _plain_text(shorten(title, HEADER_LIMIT))},
        _section(f"*Severity: {content.severity}.* {reason}{_state_lines(content)}"),
    )
    blocks += _quote_blocks("Readout", content.readout, quote_limit)
    blocks += _quote_blocks("New source", content.claim, quote_limit)
    foot = (_context(_provenance(content)), _context(*_links(content)), _context(_HOW_TO_JUDGE))
    text = f"{escape(title)} (severity: {content.severity})"
    return Message(text, blocks, (_bar(content, foot),), _metadata(key, content), content.severity)


_HOW_TO_JUDGE = "React with :white_check_mark: correct, :x: not a contradiction, :zzz: snooze."


def _state_lines(content: AlertContent) -> str:
    lines = []
    if len(content.sources) > 1:
        names = ", ".join(name(source, 60) for source in content.sources[:8])
        more = f" and {len(content.sources) - 8} more" if len(content.sources) > 8 else ""
        lines.append(f"*{len(content.sources)} independent sources:* {names}{more}")
    if content.status != "open":
        lines.append(f"*{_WORDS.get(content.status, content.status)}:* {_note(content)}")
    return "".join(f"\n{line}" for line in lines)


def _note(content: AlertContent) -> str:
    by = f" Judged by {one_line(content.judged_by)}." if content.judged_by else ""
    return name((one_line(content.note) + by).strip() or "no reason given.", 500)


def _quote_blocks(label: str, voice: Voice, limit: int) -> tuple[Block, Block]:
    """A heading that says who, how and where, and the quote itself.

    The quote is plain text: in mrkdwn a stray asterisk or backtick of the page would format the quote, and
    defusing it would make the quote no longer verbatim.
    """
    heading = f"*{label}: {_who(voice)}*\n{_where(voice)}"
    quote = _shown(voice, limit)
    shown = f"“{quote}”" if quote else "The disputed words are too long for Slack: see the dossier."
    return _section(heading), {"type": "section", "text": _plain_text(shown)}


def _shown(voice: Voice, limit: int) -> str:
    start, end = voice.focus
    quote = clean(voice.quote)
    # Cleaning removes signs, so an offset into the raw quote is moved by what was removed before it.
    keep = (len(clean(voice.quote[:start])), len(clean(voice.quote[:end])))
    return shorten(quote, limit, keep).strip()


def _who(voice: Voice) -> str:
    speaker = name(voice.speaker) or name(voice.outlet) or "unknown speaker"
    side = f" ({name(voice.side)})" if voice.side and voice.side.lower() not in speaker.lower() else ""
    via = (
        f", according to {' and '.join(name(link_, 60) for link_ in voice.chain[:3])}" if voice.chain else ""
    )
    return f"{speaker}{side}{via}"


def _where(voice: Voice) -> str:
    if voice.is_outlet:
        standing = "reported by the outlet as fact"
    else:
        standing = "on record" if voice.on_record else "anonymous"
    outlet = name(voice.outlet) or "outlet unknown"
    return f"{standing} · {outlet} · {name(moment(voice.published, voice.time_zone, voice.precision))}"


def _provenance(content: AlertContent) -> str:
    count = max(1, len(content.sources))
    parts = [
        f"Rule {name(content.rule, 80)}",
        _BANDS.get(content.confidence, "confidence unknown"),
        f"{count} independent source{'s' if count > 1 else ''}",
        f"first seen {moment(content.first_seen)}",
    ]
    return " · ".join([*parts, *_delay(content)])


def _delay(content: AlertContent) -> list[str]:
    if content.claim.published is None or content.claim.precision == "day":
        return []
    minutes = int((content.first_seen - content.claim.published).total_seconds() // 60)
    if minutes < 0:  # a page dated in the future: the time is wrong, a negative delay would only confuse
        return []
    hours, days = minutes // 60, minutes // 1440
    longer = f"{days} days" if days < 730 else f"{days // 365} years"
    span = f"{minutes} min" if hours < 3 else f"{hours} h" if days < 3 else longer
    return [f"{span} after publication"]


def _links(content: AlertContent, readout: bool = True) -> list[str]:
    """The links, each a context element of its own: two long addresses in one could pass its limit."""
    parts = [link(content.claim.url, "Article") if safe_url(content.claim.url) else "Article without address"]
    parts += [_copy(content.claim)]
    if readout and safe_url(content.readout.url):
        parts.append(link(content.readout.url, "Readout"))
    if content.dossier_url:
        shown = "Dossier" if safe_url(content.dossier_url) else f"dossier: {content.dossier_url}"
        parts.append(link(content.dossier_url, shown))
    else:
        parts.append(f"dossier: readout-watch dossier {name(content.call_key)}")
    return [part for part in parts if part]


def _copy(voice: Voice) -> str:
    if not voice.evidence:
        return ""
    short = f"stored copy {voice.evidence[:12]}"
    return link(voice.evidence_url, short)


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
