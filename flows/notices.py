"""Telling operations through our own outbox, and the watch over the watching: is the monitor silent?

Works without Prefect, so that a timer of the system can ask when Prefect itself is down.
"""

from __future__ import annotations

import datetime as dt
import logging

from alerts.message import build_notice
from flows import sending
from flows.desk import store_of, utc_now
from flows.failures import DONE, FAILED
from flows.settings import Settings
from store import Engine, leases, outbox
from store.engine import reading, writing
from store.leases import Run

log = logging.getLogger(__name__)
# Three missed passes at the schedule's quarter of an hour are no accident.
SILENT_MINUTES = 45
# So many runs back the last good pass is looked for; a day has 96 passes and 1,440 deliveries.
RUNS_BACK = 3000


def tell(engine: Engine, settings: Settings, text: str, key: str, *, now: dt.datetime) -> bool:
    """Queue one line for operations; False when ``key`` was told before, or nobody is set to hear it.

    It is always in the log. With Slack set up and no operations channel it is in the log only: analysts'
    channel is no place for it.
    """
    log.warning("%s", text)
    if settings.slack_is_set and not settings.slack_ops_channel:
        return False
    name = f"notice|{key}"
    with writing(engine) as connection:
        row = outbox.enqueue(
            connection,
            dedupe_key=name,
            parent_key=name,
            action="notice",
            payload=build_notice(text, name).to_json(),
            now=now,
            channel=settings.slack_ops_channel,
        )
    return row is not None


def last_good_pass(engine: Engine) -> Run | None:
    """The newest monitor pass that ended well, whatever its shard; None when there is none."""
    with reading(engine) as connection:
        runs = leases.last_runs(connection, limit=RUNS_BACK)
    return next((run for run in runs if run.flow.startswith("monitor") and run.state == "done"), None)


def silence(engine: Engine, minutes: float, *, now: dt.datetime) -> tuple[str, str]:
    """What to say when no pass ended well within ``minutes``, and this silence's key; "" and "" when one did.

    The key names the last good pass, so that one silence is told once however often it is looked at.
    """
    last = last_good_pass(engine)
    ended = last.finished_at if last else None
    if ended is not None and now - ended < dt.timedelta(minutes=minutes):
        return "", ""
    since = f"since {ended:%Y-%m-%d %H:%M} UTC" if ended else "yet"
    text = f"No monitor pass has ended well {since}. Look with `readout-watch status`; is the worker running?"
    return text, f"silent|{last.id if last else 0}"


def watchdog(settings: Settings, minutes: float = SILENT_MINUTES) -> int:
    """Tell operations when the monitor is silent, and send at once; the exit code (1 when it is silent).

    Raises StoreError when the store cannot be used.
    """
    with store_of(settings) as engine:
        text, key = silence(engine, minutes, now=utc_now())
        if not text:
            return DONE
        tell(engine, settings, text, key, now=utc_now())
        sending.deliver_from(engine, settings, write=print)
    return FAILED
