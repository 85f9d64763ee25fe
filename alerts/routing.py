"""Where and when an alert may speak: topics per channel, least severity, quiet hours. Pure.

The file (TOML) has one table a channel; what is left out means everything, at any hour:

    [[channel]]
    id = "C0123ABCD"
    topics = ["sanctions", "syria"]
    least_severity = "medium"
    quiet = "22:00-07:00"
    time_zone = "Europe/Berlin"
    quiet_breaks_for = "high"
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from alerts.content import SEVERITIES, AlertContent

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_KNOWN = {"id", "topics", "least_severity", "quiet", "time_zone", "quiet_breaks_for"}


class RoutingError(ValueError):
    """The channels file cannot be used; the text says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` to ``end`` local time of ``zone`` only ``breaks_for`` or worse speaks; "" for none."""

    start: dt.time
    end: dt.time
    zone: str = "UTC"
    breaks_for: str = "high"


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """What one channel wants to hear. ``channel`` "" is the configured default; no topics means all."""

    channel: str = ""
    topics: frozenset[str] = frozenset()
    least_severity: str = "low"
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One channel that gets an alert, and when at the earliest (aware UTC)."""

    channel: str
    not_before: dt.datetime


DEFAULT: tuple[ChannelRule, ...] = (ChannelRule(),)


def stops(content: AlertContent, rules: Sequence[ChannelRule], now: dt.datetime) -> list[Stop]:
    """The channels that want this alert, in the file's order; none when no channel does."""
    return [
        Stop(rule.channel, speaks_at(rule.quiet, content.severity, now))
        for rule in rules
        if wants(rule, content)
    ]


def wants(rule: ChannelRule, content: AlertContent) -> bool:
    """Whether the channel asked for this topic at this severity."""
    heard = SEVERITIES.index(content.severity) >= SEVERITIES.index(rule.least_severity)
    return heard and (not rule.topics or content.topic in rule.topics)


def speaks_at(quiet: QuietHours | None, severity: str, now: dt.datetime) -> dt.datetime:
    """``now``, or the end of the quiet hours it falls into (aware UTC)."""
    if quiet is None or _breaks(quiet, severity):
        return now
    local = now.astimezone(ZoneInfo(quiet.zone))
    overnight = quiet.start > quiet.end
    inside = quiet.start <= local.time() < quiet.end
    if overnight:
        inside = local.time() >= quiet.start or local.time() < quiet.end
    if not inside:
        return now
    days = 1 if overnight and local.time() >= quiet.start else 0
    # The end is made from the local date, so that a night with a change of clocks still ends at its hour.
    end = dt.datetime.combine(local.date() + dt.timedelta(days=days), quiet.end, ZoneInfo(quiet.zone))
    return end.astimezone(dt.UTC)


def read_rules(text: str, where: str = "channels") -> tuple[ChannelRule, ...]:
    """The rules of a channels file. Raises RoutingError naming the table and the mend."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RoutingError(f"{where}: not valid TOML: {error}") from None
    tables = data.get("channel")
    if not isinstance(tables, list) or not tables or set(data) != {"channel"}:
        raise RoutingError(f"{where}: write one [[channel]] table for each channel, and nothing else")
    rules = tuple(_rule(table, f"{where}, [[channel]] {number}") for number, table in enumerate(tables, 1))
    ids = [rule.channel for rule in rules]
    if len(set(ids)) != len(ids):
        raise RoutingError(f"{where}: a channel is named twice; put all its topics into one table")
    return rules


def _breaks(quiet: QuietHours, severity: str) -> bool:
    return bool(quiet.breaks_for) and SEVERITIES.index(severity) >= SEVERITIES.index(quiet.breaks_for)


def _rule(table: Mapping[str, Any], where: str) -> ChannelRule:
    if unknown := sorted(set(table) - _KNOWN):
        raise RoutingError(f"{where}: unknown {unknown[0]!r}; known are {', '.join(sorted(_KNOWN))}")
    if not isinstance(table.get("id"), str) or not table["id"]:
        raise RoutingError(f'{where}: id is missing; write the channel\'s id, for example id = "C0123ABCD"')
    topics = table.get("topics", [])
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise RoutingError(f'{where}: topics must be a list of words, for example ["sanctions", "syria"]')
    least = _severity(table.get("least_severity", "low"), "least_severity", where)
    return ChannelRule(table["id"], frozenset(topics), least, _quiet(table, where))


def _quiet(table: Mapping[str, Any], where: str) -> QuietHours | None:
    if "quiet" not in table:
        return None
    found = _SPAN.fullmatch(str(table["quiet"]))
    if not found or found[1] + found[2] == found[3] + found[4]:
        raise RoutingError(f'{where}: quiet must be two different times, for example quiet = "22:00-07:00"')
    zone = str(table.get("time_zone", "UTC"))
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        raise RoutingError(
            f'{where}: time_zone {zone!r} is not known; write one like "Europe/Berlin"'
        ) from None
    hours = [dt.time(int(found[at]), int(found[at + 1])) for at in (1, 3)]
    breaks = table.get("quiet_breaks_for", "high")
    wanted = "" if breaks == "" else _severity(breaks, "quiet_breaks_for", where)
    return QuietHours(hours[0], hours[1], zone, wanted)


def _severity(value: object, field: str, where: str) -> str:
    if value not in SEVERITIES:
        raise RoutingError(f"{where}: {field} must be one of {', '.join(SEVERITIES)}")
    return str(value)
