"""Delivery wired to the store and to Slack, and the commands about alerts. Works without Prefect."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable

from alerts import delivery
from alerts.delivery import Pace
from alerts.ports import Door
from alerts.preview import CONSOLE, ConsoleDoor
from alerts.slack import SlackDoor
from flows.desk import store_of, utc_now
from flows.settings import Settings
from store import Engine, repository
from store.engine import reading, writing
from store.outbox import Outbox

log = logging.getLogger(__name__)
# Slack's pace of one message a second means nothing to a terminal.
TERMINAL_PACE = Pace(between=dt.timedelta())


def deliver_due(settings: Settings, *, write: Callable[[str], None], wait_seconds: float = 0) -> Counter[str]:
    """Deliver what is due: to Slack when it is set up, else through ``write``. Gives counts by end state.

    ``wait_seconds`` also waits that long for alerts that become due.
    """
    with store_of(settings) as engine:
        return deliver_from(engine, settings, write=write, wait_seconds=wait_seconds)


def deliver_from(
    engine: Engine, settings: Settings, *, write: Callable[[str], None], wait_seconds: float = 0
) -> Counter[str]:
    """``deliver_due`` on an open store."""
    until = utc_now() + dt.timedelta(seconds=wait_seconds) if wait_seconds else None
    door, channel, pace = _way_out(settings, write)
    return delivery.deliver_due(
        Outbox(lambda: writing(engine)),
        door,
        channel=channel,
        text_of=lambda ref: text_of(engine, ref),
        now=utc_now,
        sleep=time.sleep,
        tell=lambda line: tell_operations(settings, line),
        until=until,
        pace=pace,
    )


def _way_out(settings: Settings, write: Callable[[str], None]) -> tuple[Door, str, Pace]:
    if settings.slack_is_set:
        door = SlackDoor(settings.slack_token.get_secret_value(), settings.slack_base_url)
        return door, settings.slack_channel, Pace()
    return ConsoleDoor(write), CONSOLE, TERMINAL_PACE


def text_of(engine: Engine, ref: str) -> str | None:
    """The stored text that a quote's reference names (see ``announce.article_ref``), or None."""
    kind, *numbers = ref.split(":")
    if not all(number.isdigit() for number in numbers):
        return None
    with reading(engine) as connection:
        if kind == "article" and len(numbers) == 2:
            versions = repository.versions_of(connection, int(numbers[0]))
            return next((one.text for one in versions if one.number == int(numbers[1])), None)
        if kind == "readout" and len(numbers) == 1:
            readout = repository.readout_by_id(connection, int(numbers[0]))
            return readout.text if readout else None
    return None


def tell_operations(settings: Settings, line: str) -> None:
    """One line about trouble of the delivery: to the log, which is on standard error unless set otherwise."""
    log.warning("%s", line)
