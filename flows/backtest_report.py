"""``readout-watch backtest``: a replay as text or as JSON, beside what was found before."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flows.backtest import Difference, Found, Replay, backtest, difference, stored
from flows.desk import store_of
from flows.failures import DONE, UserError
from flows.past import time_range
from flows.settings import Settings


def run(
    settings: Settings,
    *,
    since: str,
    until: str,
    rules: Sequence[str] = (),
    against: Path | None = None,
    as_json: bool = False,
) -> int:
    """Replay a range and print how the present rules differ from what was found at the time; the exit code.

    ``against`` is the JSON of an earlier replay to compare with instead. Raises UserError and StoreError.
    """
    first, last = time_range(since, until)
    with store_of(settings, create=False) as engine:
        replay = backtest(engine, settings, first, last, rules)
        then = read_replay(against) if against else stored(engine, first, last)
    made = difference(replay.found, then)
    sys.stdout.write(as_object(replay, made) if as_json else as_text(replay, made, bool(against)))
    return DONE


def read_replay(file: Path) -> tuple[Found, ...]:
    """The findings of an earlier replay's JSON. Raises UserError for another file."""
    try:
        return tuple(Found(**one) for one in json.loads(file.read_text(encoding="utf-8"))["found"])
    except (ValueError, TypeError, KeyError):
        raise UserError(f"{file} is no result of `readout-watch backtest --json`") from None


def as_object(replay: Replay, made: Difference) -> str:
    """The replay and the difference as one JSON object; the same bytes for the same replay."""
    return json.dumps(asdict(replay) | asdict(made), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def as_text(replay: Replay, made: Difference, against: bool) -> str:
    """The difference for people, alert by alert."""
    lines = [
        f"Replay of {replay.since} to {replay.until}: {replay.pages} pages after {replay.before} articles.",
        f"Of the pages {replay.edits} were edits of an article; {replay.quiet} came by a backfill and alert "
        f"nobody. Verdicts of analysts that counted from when they were given: {replay.verdicts}.",
        f"{'The earlier replay' if against else 'At the time'}: {len(made.kept) + len(made.removed)} alerts "
        f"and further sources; by the present rules: {len(replay.found)}.",
        f"{len(made.added)} added, {len(made.removed)} removed, {len(made.kept)} kept.",
    ]
    parts = (("Added", made.added), ("Removed", made.removed), ("Kept", made.kept))
    for title, found in parts:
        if found:
            lines += ["", f"{title}:", *(line for one in found for line in _lines(one))]
    return "\n".join(lines) + "\n"


def _lines(one: Found) -> list[str]:
    return [
        f"  {one.conversation.replace('|', ' ')} by {one.rule or 'no rule'}: {one.url}",
        f"    readout: {' '.join(one.readout.split())}",
        f"    article: {' '.join(one.claim.split())}",
    ]
