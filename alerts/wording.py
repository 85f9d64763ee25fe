"""The words of an alert: headline, speakers, times, provenance, links. Pure.

Everything here that is marked mrkdwn is safe to put into a mrkdwn text object as it is.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from alerts.content import AlertContent, Voice
from alerts.text import clean, link, name, one_line, safe_url, shorten

WORDS = {
    "open": "Contradiction",
    "strengthened": "Contradiction, strengthened",
    "corrected": "Contradiction, corrected",
    "confirmed": "Contradiction, confirmed",
    "snoozed": "Contradiction, snoozed",
    "withdrawn": "Withdrawn",
    "rejected": "Not a contradiction",
}
KINDS = {
    "discussed_vs_not": "discussed or not",
    "agreed_vs_not": "agreed or not",
    "sanctions_action": "what becomes of sanctions",
    "duration": "how long it was",
    "initiator": "who called whom",
    "meeting_planned": "a meeting planned or not",
    "scope": "what it covers",
    "official_denial": "one side denies the other's account",
}
_BANDS = {"high": "high confidence", "medium": "medium confidence", "low": "low confidence"}

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


def spaced(label: str) -> str:
    """A topic or a kind of contradiction in plain words: "arms_control" is "arms control"."""
    return KINDS.get(label, label.replace("_", " "))


def headline(content: AlertContent) -> str:
    """The header in plain words: "Contradiction: sanctions, call of 28 January 2017"."""
    topic = shorten(spaced(one_line(content.topic)), 60)
    ordinal = f" ({content.call_key.rsplit('-', 1)[1]})" if content.call_key.count("-") > 2 else ""
    return f"{WORDS.get(content.status, 'Contradiction')}: {topic}, call of {day(content.call_date)}{ordinal}"


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


def state_lines(content: AlertContent) -> str:
    """The lines under the reason, each with a line end before it: independent sources, and what changed."""
    lines = []
    if len(content.sources) > 1:
        names = ", ".join(name(source, 60) for source in content.sources[:8])
        more = f" and {len(content.sources) - 8} more" if len(content.sources) > 8 else ""
        lines.append(f"*{len(content.sources)} independent sources:* {names}{more}")
    if content.status != "open":
        lines.append(f"*{WORDS.get(content.status, content.status)}:* {note_of(content)}")
    return "".join(f"\n{line}" for line in lines)


def note_of(content: AlertContent) -> str:
    """Why the alert changed, and who judged it, in mrkdwn."""
    by = f" Judged by {one_line(content.judged_by)}." if content.judged_by else ""
    return name((one_line(content.note) + by).strip() or "no reason given.", 500)


def shown_quote(voice: Voice, limit: int) -> str:
    """The quote, not yet escaped, cut to ``limit`` around the disputed words; "" when these do not fit."""
    start, end = voice.focus
    quote = clean(voice.quote)
    # Cleaning removes signs, so an offset into the raw quote is moved by what was removed before it.
    keep = (len(clean(voice.quote[:start])), len(clean(voice.quote[:end])))
    return shorten(quote, limit, keep).strip()


def who(voice: Voice) -> str:
    """The speaker in mrkdwn, with side and outer sources where the name does not tell them."""
    speaker = name(voice.speaker) or name(voice.outlet) or "unknown speaker"
    side = f" ({name(voice.side)})" if voice.side and voice.side.lower() not in speaker.lower() else ""
    via = (
        f", according to {' and '.join(name(link_, 60) for link_ in voice.chain[:3])}" if voice.chain else ""
    )
    return f"{speaker}{side}{via}"


def where(voice: Voice) -> str:
    """How the speaker stands to it, where it was read and when, in mrkdwn."""
    standing = (
        "reported by the outlet as fact"
        if voice.is_outlet
        else "on record"
        if voice.on_record
        else "anonymous"
    )
    outlet = name(voice.outlet) or "outlet unknown"
    return f"{standing} · {outlet} · {name(moment(voice.published, voice.time_zone, voice.precision))}"


def provenance(content: AlertContent) -> str:
    """Rule, confidence band, independent sources, first seen and delay from publication, in mrkdwn."""
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


def links(content: AlertContent, readout: bool = True) -> list[str]:
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


def _zone(zone: str) -> dt.tzinfo:
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # an outlet's zone comes from a file that people edit
        return dt.UTC
