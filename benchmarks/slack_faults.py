"""Delivery under fire: random faults in Slack, and the delivering process killed at random moments.

    python benchmarks/slack_faults.py [--alerts 500] [--kills 200] [--chaos 0.15] [--store URL]

A fake Slack runs in a process of its own; deliverers are started and killed (SIGKILL) one after another
while new alerts keep coming. At the end every alert must be visible exactly once, in the right thread.
All clocks run ``--speed`` times faster than the wall's, so that leases, pauses and waits are those of a real
installation. Last line: one JSON object (alerts, faults, kills, lost, doubled, misplaced, ...).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alerts.content import AlertContent, Voice
from alerts.conversation import change, plan
from alerts.delivery import compose, deliver_due
from alerts.slack import SlackDoor
from store import outbox
from store.engine import open_store, reading, writing
from tests.fake_slack import FakeSlack, key_of

CHANNEL = "C0ALERTS"
HOSTILE = "<!channel> *bold* `code` <https://evil.test|here> & so on"


@dataclass(frozen=True)
class Clock:
    """A clock that runs faster than the wall's from the moment it was made."""

    start: float
    speed: float

    def seconds(self) -> float:
        return self.start + (time.time() - self.start) * self.speed

    def now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.seconds(), dt.UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.speed)


@dataclass(frozen=True)
class Result:
    """What a reader of the channel finds at the end."""

    lost: int
    doubled: int
    misplaced: int
    unordered: int
    stale: int


def main() -> int:
    asked = arguments()
    clock = Clock(time.time(), asked.speed)
    with tempfile.TemporaryDirectory() as folder:
        url = asked.store or f"sqlite:///{folder}/store.db"
        open_store(url).dispose()
        server, address = start_slack(asked, clock)
        try:
            began = time.monotonic()
            kills = bombard(url, address, clock, asked)
            finish(url, address, clock)
            seen = ask(address)
            result = compare(url, seen["messages"])
        finally:
            os.kill(server, signal.SIGKILL)
            os.waitpid(server, 0)
        report(seen, result, kills, time.monotonic() - began, url)
    return int(any((result.lost, result.doubled, result.misplaced, result.unordered, result.stale)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--alerts", type=int, default=500)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--chaos", type=float, default=0.15, help="chance that a request meets a fault")
    parser.add_argument("--speed", type=float, default=20.0, help="how many times faster the clocks run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", default="", help="address of an empty store; a SQLite file if not given")
    return parser.parse_args()


def start_slack(asked: argparse.Namespace, clock: Clock) -> tuple[int, str]:
    """The fake in a process of its own, with faults, late history and short absences."""
    slack = FakeSlack(clock=clock.seconds, slow_seconds=14 / clock.speed)
    slack.lag_seconds = 3.0
    slack.page_limit = 50
    slack.chaos, slack.random = asked.chaos, random.Random(asked.seed)
    slack.open()  # here, so that the port is known; the child opens it again
    slack.close()
    child = os.fork()
    if child:
        wait_until_open(slack.base_url)
        return child, slack.base_url
    slack.open()
    absent = random.Random(asked.seed)
    while True:
        time.sleep(absent.uniform(1.5, 4.0))
        with slack.away():
            slack.faults += 1
            time.sleep(absent.uniform(0.05, 0.3))


def bombard(url: str, address: str, clock: Clock, asked: argparse.Namespace) -> int:
    """Start deliverers and kill each at a random moment, while the alerts keep coming."""
    chance = random.Random(asked.seed)
    stories = conversations(asked.alerts, chance, clock)
    kills = added = 0
    while kills < asked.kills or stories:
        wanted = asked.alerts * (kills + 1) // max(1, asked.kills)
        while stories and added <= wanted:
            added += enqueue(url, stories.pop(0), clock)
        kills += kill_while_sending(url, address, clock, chance)
        if kills % 20 == 0:
            print(f"{kills} kills, {added} alerts stored, {states(url)}", flush=True)
    return kills


def kill_while_sending(url: str, address: str, clock: Clock, chance: random.Random) -> int:
    """One deliverer, killed a random moment after a random step of its requests; 1 when it was still alive.

    Counted in steps, not in seconds: on a busy machine a deliverer killed by the clock dies before it sends.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        deliver(url, address, clock, writer)
    os.close(writer)
    for _ in range(chance.randint(1, 8)):
        if not select.select([reader], [], [], 3.0)[0] or not os.read(reader, 1):
            break  # it waits for something to become due, or has ended
    time.sleep(chance.uniform(0.0, 0.03))
    alive = os.waitpid(child, os.WNOHANG)[0] == 0
    if alive:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os.close(reader)
    return int(alive)


class WatchedDoor(SlackDoor):
    """Slack's door with a step counted into a pipe before and after each request."""

    pipe = -1

    def _ask(self, call: Any) -> Any:
        self.step()
        try:
            return super()._ask(call)
        finally:
            self.step()

    def step(self) -> None:
        if self.pipe >= 0:
            os.write(self.pipe, b".")


def conversations(alerts: int, chance: random.Random, clock: Clock) -> list[list[AlertContent]]:
    """Stories of one to five sources each, together ``alerts`` messages."""
    stories: list[list[AlertContent]] = []
    left = alerts
    while left > 0:
        size = min(left, chance.randint(1, 5))
        stories.append([content(len(stories), number, clock) for number in range(size)])
        left -= size
    return stories


def content(story: int, number: int, clock: Clock) -> AlertContent:
    date = dt.date(2017, 1, 1) + dt.timedelta(days=story)
    denied = f"The two leaders did not discuss sanctions, an official said of call {story}. {HOSTILE}"
    told = f"Sanctions came up in call {story}, source {number} said. {HOSTILE}"
    return AlertContent(
        call_key=date.isoformat(),
        call_date=date,
        topic="sanctions",
        kind="discussed_vs_not",
        reason="A source says that sanctions came up; an official denies it.",
        rule="sanctions.discussed",
        confidence="high",
        readout=Voice("an official", denied, side="White House", outlet="Wire", text_ref=denied),
        claim=Voice(
            "a source",
            told,
            outlet=f"Paper {number}",
            url=f"https://paper{number}.test/{story}",
            text_ref=told,
        ),
        first_seen=clock.now(),
        sources=(f"Paper {number}",),
    )


def enqueue(url: str, story: list[AlertContent], clock: Clock) -> int:
    """Store one story as the monitor would, each source in a transaction of its own."""
    engine = open_store(url)
    for one in story:
        with writing(engine) as connection:
            for row in plan(one, outbox.conversation(connection, one.parent_key)):
                outbox.enqueue(connection, now=clock.now(), **{**row.columns(), "call_key": ""})
    if len(story) == 3:
        with writing(engine) as connection:
            said = outbox.conversation(connection, story[0].parent_key)
            for row in change(said, "withdrawn", "The paper removed the sentence."):
                outbox.enqueue(connection, now=clock.now(), **{**row.columns(), "call_key": ""})
    engine.dispose()
    return len(story) + (len(story) == 3)


def deliver(url: str, address: str, clock: Clock, pipe: int = -1) -> None:
    """A child's whole life: deliver until killed or nothing is left for a long while."""
    engine = open_store(url)
    door = WatchedDoor("xoxb-test", address, timeout_seconds=10 / clock.speed)
    door.pipe = pipe
    deliver_due(
        outbox.Outbox(lambda: writing(engine)),
        door,
        channel=CHANNEL,
        text_of=str,  # each quote's text is named by itself
        now=clock.now,
        sleep=clock.sleep,
        tell=lambda line: None,
        until=clock.now() + dt.timedelta(minutes=10),
    )
    os._exit(0)


def finish(url: str, address: str, clock: Clock) -> None:
    """Deliver what is left, without kills."""
    while any(number for state, number in states(url).items() if state != "sent"):
        child = os.fork()
        if child == 0:
            deliver(url, address, clock)
        os.waitpid(child, 0)
        print(f"finishing: {states(url)}", flush=True)


def states(url: str) -> dict[str, int]:
    engine = open_store(url)
    with reading(engine) as connection:
        found = outbox.counts(connection)
    engine.dispose()
    return found


def compare(url: str, messages: list[dict[str, Any]]) -> Result:
    """What the store says was to be said, against what stands in the channel."""
    engine = open_store(url)
    with reading(engine) as connection:
        rows = outbox.everything(connection)
    engine.dispose()
    seen = Counter(key_of(message) for message in messages)
    by_key = {key_of(message): message for message in messages}
    said = [row for row in rows if row.action != "update"]
    placed = {row.dedupe_key: thread_is_right(row, by_key) for row in said}
    edits = {row.parent_key: row for row in rows if row.action == "update"}  # the last one wins
    return Result(
        lost=sum(seen[row.dedupe_key] == 0 for row in said),
        doubled=sum(count - 1 for count in seen.values() if count > 1),
        misplaced=sum(not right for right in placed.values()),
        unordered=sum(not in_order(key, said, by_key) for key in {row.parent_key for row in said}),
        stale=sum(not shows(by_key.get(row.parent_key), row) for row in edits.values()),
    )


def thread_is_right(row: Any, by_key: dict[str, dict[str, Any]]) -> bool:
    message, parent = by_key.get(row.dedupe_key), by_key.get(row.parent_key)
    if message is None or parent is None:
        return message is None  # counted as lost, not as misplaced
    return message.get("thread_ts") == (None if row.action == "post" else parent["ts"])


def in_order(parent_key: str, said: list[Any], by_key: dict[str, dict[str, Any]]) -> bool:
    times = [
        float(by_key[r.dedupe_key]["ts"])
        for r in said
        if r.parent_key == parent_key and r.dedupe_key in by_key
    ]
    return times == sorted(times)


def shows(message: dict[str, Any] | None, row: Any) -> bool:
    wanted = compose("update", AlertContent.from_json(row.payload), row.dedupe_key)
    return message is not None and message["blocks"] == list(wanted.blocks)


def ask(address: str) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{address}fake.everything", headers={"Authorization": "Bearer xoxb-test"}
    )
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, data=b"", timeout=20) as reply:
                found: dict[str, Any] = json.loads(reply.read())
                return found
        except OSError:  # it is away for a moment
            time.sleep(0.1)
    raise SystemExit("the fake Slack does not answer")


def wait_until_open(address: str) -> None:
    ask(address)


def report(seen: dict[str, Any], result: Result, kills: int, seconds: float, url: str) -> None:
    engine = open_store(url)
    with reading(engine) as connection:
        rows = outbox.everything(connection)
    engine.dispose()
    figures = {
        "alerts": sum(row.action != "update" for row in rows),
        "edits": sum(row.action == "update" for row in rows),
        "faults": seen["faults"],
        "kills": kills,
        "lost": result.lost,
        "doubled": result.doubled,
        "misplaced": result.misplaced,
        "unordered": result.unordered,
        "stale_parents": result.stale,
        "attempts": sum(row.attempts for row in rows),
        "seconds": round(seconds, 1),
        "store": url.split(":", 1)[0],
    }
    for name, value in figures.items():
        print(f"{name:>14}  {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    sys.exit(main())
