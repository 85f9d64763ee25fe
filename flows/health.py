"""How the sources are: one line-up a day, and a message at once when an official source goes dark. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Source
from store.sources import SourceState

# An official source is dark when it has not answered for three of its intervals, and not for one bad moment.
_DARK_INTERVALS = 3
_DARK_FAILURES = 1.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """One source that is not well: what is wrong in a phrase, and since when (aware UTC, None if always)."""

    name: str
    kind: str
    what: str
    since: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Dark:
    """An official source gone dark: the line to send at once, and a key that holds until it is back."""

    key: str
    line: str


def troubles(states: Sequence[SourceState], now: dt.datetime) -> list[Trouble]:
    """Every listed source that is switched on in the list and not well, longest trouble first."""
    found = [trouble for state in states if (trouble := _trouble(state, now))]
    return sorted(found, key=lambda one: (one.since is not None, one.since or now, one.name))


def daily_line_up(states: Sequence[SourceState], now: dt.datetime) -> str:
    """The one message of a day on the sources' health; its first line alone says whether to read on."""
    on = [state for state in states if state.source.status == "on"]
    bad = troubles(states, now)
    off = len(states) - len(on)
    lines = [
        f"Sources: {len(on) - len(bad)} of {len(on)} well" + (f", {off} switched off by hand" if off else "")
    ]
    for kind in ("official", "agency", "paper", "search"):
        for one in (trouble for trouble in bad if trouble.kind == kind):
            since = f" since {one.since:%Y-%m-%d %H:%M} UTC" if one.since else ""
            lines.append(f"- {one.name} ({kind}): {one.what}{since}")
    return "\n".join(lines)


def gone_dark(state: SourceState, now: dt.datetime) -> Dark | None:
    """The message on an official source that has stopped answering or publishing; None when it is well.

    Send it once per ``key``: the key names the moment since which the source is dark.
    """
    source = state.source
    if source.status != "on" or source.kind != "official" or source.side is None:
        return None
    if _failing(state, now):
        since, what = state.last_ok_at, _words(state)
    elif _silent(state, now):
        since, what = state.last_new_at, _silence(source)
    else:
        return None
    when = f"since {since:%Y-%m-%d %H:%M} UTC" if since else "and never answered"
    return Dark(
        f"dark|{source.name}|{since.isoformat() if since else 'never'}",
        f"Official source {source.name} ({source.outlet}) has gone dark {when}: {what}.",
    )


def _trouble(state: SourceState, now: dt.datetime) -> Trouble | None:
    source = state.source
    if source.status != "on":
        return None
    if state.disabled_at:
        return Trouble(source.name, source.kind, f"taken out of polling ({_words(state)})", state.disabled_at)
    if state.failures:
        return Trouble(source.name, source.kind, _words(state), state.last_ok_at)
    if _silent(state, now):
        return Trouble(source.name, source.kind, _silence(source), state.last_new_at)
    return None


def _failing(state: SourceState, now: dt.datetime) -> bool:
    if state.failures < _DARK_FAILURES or state.last_polled_at is None:
        return False
    patience = dt.timedelta(minutes=_DARK_INTERVALS * state.source.interval_minutes)
    return state.last_ok_at is None or now - state.last_ok_at >= patience


def _silent(state: SourceState, now: dt.datetime) -> bool:
    """A zombie: it answers, and has listed nothing new for longer than it ever should."""
    if state.last_new_at is None:
        return False
    return now - state.last_new_at > dt.timedelta(hours=state.source.expected_silence_hours)


def _silence(source: Source) -> str:
    return f"answers, but listed nothing new for over {source.expected_silence_hours} hours"


def _words(state: SourceState) -> str:
    outcome = state.last_outcome.replace("_", " ") or "failing"
    return f"{outcome} ({state.last_detail})" if state.last_detail else outcome
