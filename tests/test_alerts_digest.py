"""The morning digest: what it names, when it is due, and that no amount of news breaks it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.digest import DigestData, Line, build_digest, digest_key, due_date, lines
from alerts.message import Message
from tests.alert_samples import hostile_long, urls
from tests.slack_limits import links, pings, refusal

DATE = dt.date(2017, 1, 31)
FULL = DigestData(
    DATE,
    calls=(Line("28 January 2017, Trump and Putin: 2 new articles", "https://desk.test/2017-01-28.html"),),
    one_sided=lines(["trade: only the Kremlin tells of it"]),
    differences=lines(["energy: all infrastructure against energy infrastructure"]),
    unjudged=lines(["sanctions, call of 28 January 2017"]),
    sources_in_trouble=lines(["Morning Gazette: dark for 26 hours"]),
    held_back=lines(["syria, rule syria.zones is under its floor"]),
    waiting=2,
)


def wire(message: Message | None) -> dict[str, Any]:
    assert message is not None
    return json.loads(message.to_json())


@pytest.mark.parametrize(
    "wanted",
    [
        "Readout digest, 31 January 2017",
        "*Calls*",
        "<https://desk.test/2017-01-28.html|more>",
        "*Told by one side only*",
        "*Differences in extent or detail*",
        "*Alerts without a verdict*",
        "*Sources in trouble*",
        "dark for 26 hours",
        "*Held back*",
        "under its floor",
        "*2 alerts wait for Slack.*",
    ],
)
def test_a_full_digest_names(wanted: str) -> None:
    assert wanted in str(wire(build_digest(FULL))["blocks"])


def test_the_fallback_counts() -> None:
    text = wire(build_digest(FULL))["text"]
    assert text.startswith("Readout digest, 31 January 2017: calls 1, told by one side only 1")
    assert text.endswith("waiting for Slack 2")


def test_empty_parts_are_left_out() -> None:
    blocks = str(wire(build_digest(DigestData(DATE, calls=lines(["A call."]))))["blocks"])
    assert "Calls" in blocks
    assert "Held back" not in blocks


def test_nothing_to_say_is_one_line_or_none() -> None:
    nothing = DigestData(DATE)
    assert wire(build_digest(nothing))["text"] == "Readout digest, 31 January 2017: nothing new."
    assert build_digest(nothing, say_nothing_new=False) is None
    waiting = dataclasses.replace(nothing, waiting=1)
    assert "1 alert waits" in str(wire(build_digest(waiting, say_nothing_new=False)))


def test_a_long_part_says_how_many_more() -> None:
    blocks = str(wire(build_digest(DigestData(DATE, calls=lines(f"call {n}" for n in range(30)))))["blocks"])
    assert "call 7" in blocks
    assert "call 8" not in blocks
    assert "and 22 more" in blocks


entries = st.lists(st.builds(Line, hostile_long, urls), max_size=12).map(tuple)


@settings(max_examples=50, deadline=None)
@given(entries, entries, entries)
def test_slack_takes_any_digest(
    some: tuple[Line, ...], more: tuple[Line, ...], rest: tuple[Line, ...]
) -> None:
    data = DigestData(DATE, some, more, rest, some, more, rest)
    message = wire(build_digest(data))
    assert refusal(message) == ""
    assert pings(message) == []
    assert all(label == "more" and address.startswith("http") for address, label in links(message))


def test_the_longest_digest_still_fits() -> None:
    long = tuple(Line("word " * 100, "https://desk.test/" + "a" * 130) for _ in range(20))
    assert refusal(wire(build_digest(DigestData(DATE, long, long, long, long, long, long)))) == ""


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


DUE = {
    "before its hour": ("2017-01-31T05:59", None, None),
    "at its hour": ("2017-01-31T06:00", None, DATE),
    "once a day": ("2017-01-31T09:00", DATE, None),
    "late, when the machine slept": ("2017-01-31T17:00", DATE - dt.timedelta(days=3), DATE),
    "the analyst's day, not UTC's": ("2017-01-31T23:30", DATE, None),
}


@pytest.mark.parametrize(("now", "last", "wanted"), DUE.values(), ids=DUE)
def test_when_it_is_due(now: str, last: dt.date | None, wanted: dt.date | None) -> None:
    assert due_date(utc(now), "Europe/Berlin", dt.time(7), last) == wanted


def test_one_digest_a_day() -> None:
    assert digest_key(DATE) == "digest|2017-01-31"
    assert wire(build_digest(FULL))["metadata"]["event_payload"]["dedupe_key"] == "digest|2017-01-31"
