"""The morning digest: what did not deserve an alert of its own, in one message. Pure.

Everything that was held back is named here, so that nothing goes quiet without a trace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from alerts.message import MESSAGE_LIMIT, Block, Message, day
from alerts.text import escape, name, safe_url, size

# A part is one section of 3,000 signs: eight lines of 190 with an address of 150 each, and the heading, fit.
# Six such parts would pass what Slack takes in one message, so the whole is measured as well.
LINES_A_PART = 8
LINE_LIMIT = 190
ADDRESS_LIMIT = 150


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a digest: what it says, and where to read more ("" for nowhere)."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DigestData:
    """What happened since the last digest, each part oldest first.

    ``date`` is the local date of the morning it is for. ``waiting`` counts alerts that wait for Slack.
    """

    date: dt.date
    calls: tuple[Line, ...] = ()
    one_sided: tuple[Line, ...] = ()
    denials: tuple[Line, ...] = ()
    differences: tuple[Line, ...] = ()
    unjudged: tuple[Line, ...] = ()
    sources_in_trouble: tuple[Line, ...] = ()
    held_back: tuple[Line, ...] = ()
    waiting: int = 0

    @property
    def parts(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The parts with their headings, in the order in which they are shown; empty ones too."""
        return (
            ("Calls", self.calls),
            ("Told by one side only", self.one_sided),
            ("Contradictions denied", self.denials),
            ("Differences in extent or detail", self.differences),
            ("Alerts without a verdict", self.unjudged),
            ("Sources in trouble", self.sources_in_trouble),
            ("Held back", self.held_back),
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.waiting and not any(lines for _, lines in self.parts)


def build_digest(data: DigestData, *, say_nothing_new: bool = True, key: str = "") -> Message | None:
    """The digest as a message; with nothing to say one line, or None when not even that is wanted."""
    title = f"Readout digest, {day(data.date)}"
    metadata: Block = {
        "event_type": "readout_alert",
        "event_payload": {"dedupe_key": key or digest_key(data.date)},
    }
    if data.is_empty:
        text = f"{title}: nothing new."
        return Message(text, (_section(text),), (), metadata) if say_nothing_new else None
    for most in range(LINES_A_PART, 0, -1):
        message = Message(f"{title}: {summary(data)}", _blocks(title, data, most), (), metadata)
        if message.size() <= MESSAGE_LIMIT:
            break
    return message


def summary(data: DigestData) -> str:
    """The digest in one line of counts: what a phone shows."""
    counts = [f"{heading.lower()} {len(lines)}" for heading, lines in data.parts if lines]
    return ", ".join(counts + ([f"waiting for Slack {data.waiting}"] if data.waiting else []))


def digest_key(date: dt.date) -> str:
    """One digest a day: its key in the outbox."""
    return f"digest|{date.isoformat()}"


def due_date(now: dt.datetime, zone: str, at: dt.time, last: dt.date | None) -> dt.date | None:
    """The local date whose digest is due at ``now`` (aware), or None: at ``at`` in ``zone``, once a day.

    A machine that slept through the morning sends it late, once; days that were missed are in it.
    """
    local = now.astimezone(ZoneInfo(zone))
    if local.time() < at or (last is not None and last >= local.date()):
        return None
    return local.date()


def _blocks(title: str, data: DigestData, most: int) -> tuple[Block, ...]:
    blocks: list[Block] = [{"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}]
    blocks += [_part(heading, lines, most) for heading, lines in data.parts if lines]
    if data.waiting:
        verb = "alert waits" if data.waiting == 1 else "alerts wait"
        blocks.append(_section(f"*{data.waiting} {verb} for Slack.*"))
    return tuple(blocks)


def _part(heading: str, lines: tuple[Line, ...], most: int) -> Block:
    shown = "\n".join(f"• {_line(line)}" for line in lines[:most])
    more = f"\n• and {len(lines) - most} more" if len(lines) > most else ""
    return _section(f"*{heading}*\n{shown}{more}")


def _line(line: Line) -> str:
    text, address = name(line.text, LINE_LIMIT), safe_url(line.url)
    return f"{text} <{escape(address)}|more>" if address and size(address) <= ADDRESS_LIMIT else text


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def lines(texts: Iterable[str]) -> tuple[Line, ...]:
    """Entries without an address."""
    return tuple(Line(text) for text in texts)
