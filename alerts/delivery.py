"""The delivery loop: takes due alerts from the outbox, sends each once, and settles what is in doubt.

It knows neither the database nor the clock: the outbox, Slack (or the console), the stored texts, the
clock and the sleep are passed in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from alerts.compose import READY, TextOf, compose, message_of, quote_problem
from alerts.content import AlertContent
from alerts.message import Message, build_plain
from alerts.outbox import Decision, Reach, SlackTroubleError, State, decide
from alerts.ports import Door, OutboxPort, Q
from alerts.preview import CONSOLE

__all__ = ["Pace", "compose", "deliver_due", "message_of", "quote_problem"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the delivery waits and holds on."""

    # One message a second and channel is Slack's rule; a little more keeps clear of its edges.
    between: dt.timedelta = dt.timedelta(seconds=1.1)
    # History may lag behind a post; a key that is not found is looked for again after this long.
    settle: dt.timedelta = dt.timedelta(seconds=5)
    # A claim must outlive the slowest honest attempt: a few requests of ten seconds and the pauses between.
    lease: dt.timedelta = dt.timedelta(seconds=90)
    # What must be left of the lease when a message goes out: the client gives up after ten seconds.
    reserve: dt.timedelta = dt.timedelta(seconds=30)


# History is read from a little before the alert was stored: Slack's clock is not ours.
CLOCK_SLACK = dt.timedelta(minutes=10)
# After so many doubtful ends in a row Slack is down: stop asking, the next run tries again.
TROUBLES_IN_A_ROW = 5


def deliver_due(
    outbox: OutboxPort[Q],
    door: Door,
    *,
    channel: str,
    text_of: TextOf,
    now: Callable[[], dt.datetime],
    sleep: Callable[[float], None],
    tell: Callable[[str], None],
    until: dt.datetime | None = None,
    pace: Pace | None = None,
) -> Counter[str]:
    """Deliver what is due; gives how many rows ended sent, found, pending, unknown, held and dead.

    ``channel`` is where alerts go that name none. ``text_of`` gives the stored text for a quote's
    ``text_ref``. ``now`` gives aware UTC; ``sleep`` takes seconds. ``tell`` hands operations one line. With
    ``until`` the delivery waits for rows that become due before then, else it ends when nothing is due.
    """
    run = _Delivery(
        outbox, door, channel=channel, text_of=text_of, now=now, sleep=sleep, tell=tell, pace=pace or Pace()
    )
    while run.troubles < TROUBLES_IN_A_ROW:
        row = outbox.claim(now(), run.pace.lease, run.paused_channels())
        if row is not None:
            run.deliver(row)
        elif until is None or run.over or not run.wait_for_next(until):
            break
        if run.over or (until is not None and now() >= until):
            break
    return run.counts


class _Delivery(Generic[Q]):
    """One run: what it uses, which channels pause, and what it counted."""

    def __init__(
        self,
        outbox: OutboxPort[Q],
        door: Door,
        *,
        channel: str,
        text_of: TextOf,
        now: Callable[[], dt.datetime],
        sleep: Callable[[float], None],
        tell: Callable[[str], None],
        pace: Pace,
    ) -> None:
        self.outbox, self.door, self.channel, self.text_of = outbox, door, channel, text_of
        self.now, self.sleep, self.tell, self.pace = now, sleep, tell, pace
        self.counts: Counter[str] = Counter()
        self.paused: dict[str, dt.datetime] = {}
        self.last: dict[str, dt.datetime] = {}
        self.told = outbox.told()
        self.troubles = 0
        self.over = False

    def paused_channels(self) -> set[str]:
        """The channels to leave alone now, under every name by which a row may call them."""
        names = {name for name, until in self.paused.items() if until > self.now()}
        return names | {""} if self.channel in names else names

    def wait_for_next(self, until: dt.datetime) -> bool:
        """Sleep until a row or a channel is ready; False when that is not before ``until``."""
        now = self.now()
        moments = [self.outbox.next_due_at(), *self.paused.values()]
        coming = [moment for moment in moments if moment is not None and moment > now]
        if not coming or min(coming) >= until:
            return False
        self.sleep((min(coming) - now).total_seconds())
        return True

    def deliver(self, row: Q) -> None:
        """One claimed row, to whatever end it comes."""
        try:
            content = None if row.action in READY else AlertContent.from_json(row.payload)
            if content is None:
                Message.from_json(row.payload)
        except (ValueError, KeyError, TypeError) as error:
            self._end(
                row, State.DEAD, f"unreadable content: {error}", f"Alert {row.id} cannot be read: {error}"
            )
            return
        problem = self._problem(row, content)
        if problem:
            self._end(row, State.HELD, problem, f"Alert {row.id} was not sent: {problem}.")
        elif not self._settled(row):
            self._send(row, content, plain=False, orphan=False)

    def _problem(self, row: Q, content: AlertContent | None) -> str:
        """Why the row must not be sent. What shows no quotes as standing has none to check."""
        if content is None or row.action == "note" or content.status in {"withdrawn", "rejected"}:
            return ""
        return quote_problem(content, self.text_of)

    def _settled(self, row: Q) -> bool:
        """True when nothing is left to send: the message was found in Slack, or nobody can know yet."""
        if not row.doubtful or row.action == "update":  # an edit may safely be repeated
            return False
        try:
            ts = self._look_twice(row)
        except SlackTroubleError as error:
            decision = decide(error.trouble, row.attempts, self.now())
            # Not having been able to look is no reason to send: it stays unknown, whatever the trouble was.
            again = decision.next_attempt_at or self.now() + dt.timedelta(minutes=5)
            self._failed(
                row, dataclasses.replace(decision, state=State.UNKNOWN, next_attempt_at=again), error
            )
            return True
        if ts:
            self.outbox.sent(row, self._target(row), ts, self.now())
            self.counts["found"] += 1
        return bool(ts)

    def _look_twice(self, row: Q) -> str:
        found = self._look(row)
        if not found:
            self.sleep(self.pace.settle.total_seconds())
            found = self._look(row)
        return found

    def _look(self, row: Q) -> str:
        oldest = (row.created_at - CLOCK_SLACK).timestamp()
        thread = self._thread(row)
        try:
            return self.door.find(row.dedupe_key, self._target(row), oldest, thread)
        except SlackTroubleError as error:
            if not thread or error.trouble.error != "thread_not_found":
                raise
            return self.door.find(row.dedupe_key, self._target(row), oldest)

    def _send(self, row: Q, content: AlertContent | None, *, plain: bool, orphan: bool) -> None:
        target = self._target(row)
        thread = "" if orphan else self._thread(row)
        message = self._message(row, content, thread)
        if row.action == "update" and (row.superseded or not self._thread(row)):
            # A later edit says more, or a console showed the message: there is nothing to edit.
            self.outbox.sent(row, row.parent_channel, row.parent_ts, self.now())
            return
        self._keep_pace(target)
        if not self._still_mine(row):
            return
        try:
            shown = build_plain(message, content) if plain else message
            if row.action == "update":
                place = self.door.update(shown, target, thread)
            else:
                place = self.door.post(shown, target, thread)
        except SlackTroubleError as error:
            self._after_trouble(row, content, error, plain=plain, orphan=orphan)
            return
        self._succeeded(row, place.channel, place.ts)

    def _message(self, row: Q, content: AlertContent | None, thread: str) -> Message:
        if content is None:
            return Message.from_json(row.payload)
        opens = row.action == "reply" and not thread  # its conversation cannot be joined any more
        return compose("post" if opens else row.action, content, row.dedupe_key)

    def _after_trouble(
        self, row: Q, content: AlertContent | None, error: SlackTroubleError, *, plain: bool, orphan: bool
    ) -> None:
        decision = decide(error.trouble, row.attempts, self.now(), plain=plain)
        if decision.plain and not plain:
            self._tell_once(f"{error.trouble.error}:{row.id}", decision.notice)
            self._send(row, content, plain=True, orphan=orphan)
        elif decision.orphan and not orphan:
            self._send(row, content, plain=plain, orphan=True)
        else:
            self._failed(row, decision, error)

    def _failed(self, row: Q, decision: Decision, error: SlackTroubleError) -> None:
        self.outbox.failed(row, decision.state.value, str(error), decision.next_attempt_at)
        self.counts[decision.state.value] += 1
        self.troubles += decision.state is State.UNKNOWN
        target = self._target(row)
        if decision.stops is Reach.CHANNEL and decision.next_attempt_at:
            self.paused[target] = decision.next_attempt_at
        self.over = self.over or decision.stops is Reach.EVERYTHING
        if decision.notice:
            trouble = error.trouble.error
            key = {Reach.CHANNEL: f"{trouble}@{target}", Reach.ALERT: f"{trouble}:{row.id}"}
            self._tell_once(key.get(decision.stops, trouble), decision.notice)

    def _succeeded(self, row: Q, channel: str, ts: str) -> None:
        now = self.now()
        self.outbox.sent(row, channel, ts, now)
        self.last[channel] = self.last[self._target(row)] = now
        self.counts["sent"] += 1
        self.troubles = 0
        mended = {
            t for t in self.told if ":" not in t and t.partition("@")[2] in {"", channel, self._target(row)}
        }
        if mended:
            self.outbox.forget_told(mended)
            self.told -= mended

    def _end(self, row: Q, state: State, error: str, notice: str) -> None:
        self.outbox.failed(row, state.value, error)
        self.counts[state.value] += 1
        self._tell_once(f"{state.value}:{row.id}", notice)

    def _tell_once(self, trouble: str, line: str) -> None:
        if trouble not in self.told:
            self.tell(line)
            self.outbox.remember_told(trouble, line, self.now())
            self.told.add(trouble)

    def _target(self, row: Q) -> str:
        """The channel of the row; what a console showed is not in Slack and gets the configured channel."""
        if row.parent_channel == CONSOLE != self.channel:
            return row.channel or self.channel
        return row.parent_channel or row.channel or self.channel

    def _thread(self, row: Q) -> str:
        return "" if row.parent_channel == CONSOLE != self.channel else row.parent_ts

    def _keep_pace(self, channel: str) -> None:
        last = self.last.get(channel) or self.outbox.last_sent_at(channel)
        if last is not None:
            wait = (last + self.pace.between - self.now()).total_seconds()
            if wait > 0:
                self.sleep(min(wait, self.pace.between.total_seconds()))

    def _still_mine(self, row: Q) -> bool:
        """True while nobody else may take the row; a machine that slept may have lost it meanwhile."""
        now = self.now()
        return row.lease_until - now > self.pace.reserve or self.outbox.renew(row, now + self.pace.lease)
