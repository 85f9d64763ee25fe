"""Delivery wired to the store and to Slack, and the commands about alerts. Works without Prefect."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from alerts import delivery, feedback, operations, slack_check
from alerts.delivery import Pace
from alerts.message import Message
from alerts.ports import Door
from alerts.preview import CONSOLE, ConsoleDoor, as_html, as_text
from alerts.slack import SlackDoor
from flows.console import console, table
from flows.desk import store_of, utc_now
from flows.failures import DONE, FAILED, UserError
from flows.settings import Settings
from store import Connection, Engine, outbox, repository
from store import feedback as stored_feedback
from store.engine import reading, writing
from store.outbox import Outbox

log = logging.getLogger(__name__)
# Slack's pace of one message a second means nothing to a terminal.
TERMINAL_PACE = Pace(between=dt.timedelta())
# The states that an alert leaves only when somebody puts it back.
STOPPED = ("dead", "held")


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
        tell=operations_teller(settings, door),
        until=until,
        pace=pace,
    )


def _way_out(settings: Settings, write: Callable[[str], None]) -> tuple[Door, str, Pace]:
    if settings.slack_is_set:
        return slack_door(settings), settings.slack_channel, Pace()
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


def slack_door(settings: Settings) -> SlackDoor:
    """Slack with the set token and address."""
    return SlackDoor(settings.slack_token.get_secret_value(), settings.slack_base_url)


def operations_teller(settings: Settings, door: Door) -> Callable[[str], None]:
    """How operations hear one line of trouble: in their channel when Slack is set up, else in the log."""
    channel = settings.slack_ops_channel if settings.slack_is_set else ""
    return operations.telling(door, channel, otherwise=lambda line: log.warning("%s", line))


def preview(settings: Settings, alert_id: int) -> int:
    """Print one row of the outbox as it looks in Slack, and write it as a page. Gives the exit code.

    Raises ``UserError`` when there is no such row or nobody can read it.
    """
    with store_of(settings) as engine, reading(engine) as connection:
        row = outbox.alert_row(connection, alert_id)
    if row is None:
        raise UserError(f"there is no alert {alert_id}; `readout-watch status` lists the newest")
    action, key, payload = row
    try:
        message = delivery.message_of(action, payload, key)
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"alert {alert_id} cannot be read: {error}") from error
    print(as_text(message))
    print(f"As Slack shows it: {_write_preview(settings.previews, alert_id, message)}")
    return DONE


def _write_preview(folder: Path, alert_id: int, message: Message) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"alert-{alert_id}.html"
    path.write_text(as_html([message], f"Alert {alert_id}"), encoding="utf-8")
    return path


def replay(settings: Settings, alert_id: int | None) -> int:
    """Put one dead or held alert back on its way, or all of them (None); say which. Gives the exit code.

    Raises ``UserError`` when the alert is not there or did not stop: one that was sent would come twice.
    """
    with store_of(settings) as engine, writing(engine) as connection:
        found = outbox.counts(connection) if alert_id is None else {_stopped_state(connection, alert_id): 1}
        count = outbox.replay(connection, now=utc_now(), ids=None if alert_id is None else [alert_id])
    if not count:
        print("No alert is dead or held: nothing to put back.")
        return DONE
    by_state = ", ".join(f"{found[state]} {state}" for state in STOPPED if found.get(state))
    print(
        f"{count} alert{'s' if count > 1 else ''} put back ({by_state}): "
        f"the next delivery tries {'them' if count > 1 else 'it'}."
    )
    return DONE


def _stopped_state(connection: Connection, alert_id: int) -> str:
    state = outbox.state_of(connection, alert_id)
    if not state:
        raise UserError(f"there is no alert {alert_id}")
    if state not in STOPPED:
        raise UserError(f"alert {alert_id} is {state}: only dead and held alerts can be put back")
    return state


def test_slack(settings: Settings) -> int:
    """Try token, scopes and channels, and post a test message; print each step. Gives the exit code."""
    if not settings.slack_is_set:
        raise UserError("Slack is not set up: set SLACK_BOT_TOKEN and SLACK_CHANNEL (docs/slack.md says how)")
    checks = slack_check.check(slack_door(settings), settings.slack_channel, settings.slack_ops_channel)
    for check in checks:
        print(f"{'ok  ' if check.ok else 'FAIL'} {check.what}: {check.found}")
        if check.mend:
            print(f"     {check.mend}")
    return DONE if slack_check.all_well(checks) else FAILED


def feedback_report(settings: Settings) -> int:
    """Print how often the judged alerts were right, by rule and by source. Gives the exit code."""
    with store_of(settings) as engine, reading(engine) as connection:
        verdicts = [
            feedback.Judged(row.pair_key, row.verdict, row.rule, row.source)
            for row in stored_feedback.verdicts(connection)
        ]
    if not verdicts:
        print("No verdicts yet: analysts judge an alert in Slack by a reaction.")
        return DONE
    for title, found in (
        ("By rule", feedback.precision_by_rule(verdicts)),
        ("By source", feedback.precision_by_source(verdicts)),
    ):
        rows = [(one.name, one.judged, one.correct, one.wrong, f"{one.share:.0%}") for one in found]
        console().print(table(title, ["name", "judged", "correct", "wrong", "share right"], rows))
    return DONE
