"""Which channel hears an alert, and when: topics, severity, quiet hours; a file explains its faults."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.routing import ChannelRule, QuietHours, RoutingError, read_rules, speaks_at, stops
from tests.alert_samples import NOW, SAMPLE, content

BERLIN = QuietHours(dt.time(22), dt.time(7), "Europe/Berlin", breaks_for="high")
LUNCH = QuietHours(dt.time(12), dt.time(13), "UTC", breaks_for="")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


WAITS = {
    "by day at once": (BERLIN, "medium", "2017-01-31T12:00", "2017-01-31T12:00"),
    "in the evening until the morning": (BERLIN, "medium", "2017-01-31T21:30", "2017-02-01T06:00"),
    "after midnight until the same morning": (BERLIN, "medium", "2017-02-01T01:00", "2017-02-01T06:00"),
    "what is severe breaks through": (BERLIN, "high", "2017-01-31T23:00", "2017-01-31T23:00"),
    "at the end of the quiet hours at once": (BERLIN, "low", "2017-02-01T06:00", "2017-02-01T06:00"),
    "a night in which the clocks go forward ends at its hour": (
        BERLIN,
        "low",
        "2017-03-26T00:30",
        "2017-03-26T05:00",
    ),
    "within one day": (LUNCH, "high", "2017-01-31T12:30", "2017-01-31T13:00"),
    "no quiet hours": (None, "low", "2017-01-31T03:00", "2017-01-31T03:00"),
}


@pytest.mark.parametrize(("quiet", "severity", "now", "wanted"), WAITS.values(), ids=WAITS)
def test_quiet_hours(quiet: QuietHours | None, severity: str, now: str, wanted: str) -> None:
    assert speaks_at(quiet, severity, utc(now)) == utc(wanted)


@settings(deadline=None)
@given(
    st.times(),
    st.times(),
    st.integers(0, 10**9),
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York"]),
)
def test_an_alert_waits_less_than_a_day_and_never_into_quiet_hours(
    start: dt.time, end: dt.time, second: int, zone: str
) -> None:
    quiet = QuietHours(start.replace(microsecond=0), end.replace(microsecond=0), zone, "")
    now = dt.datetime.fromtimestamp(10**9 + second, ZoneInfo(zone))
    at = speaks_at(quiet, "high", now)
    assert dt.timedelta() <= at - now <= dt.timedelta(hours=25)
    assert speaks_at(quiet, "high", at) - at <= dt.timedelta(hours=1), (
        "but for the hour that a change of clocks repeats"
    )


WANTED = {
    "everything by default": (ChannelRule("C1"), True),
    "its topic": (ChannelRule("C1", frozenset({"sanctions"})), True),
    "another topic": (ChannelRule("C1", frozenset({"trade"})), False),
    "severe enough": (ChannelRule("C1", least_severity="medium"), True),
    "not severe enough": (ChannelRule("C1", least_severity="high"), False),
}


@pytest.mark.parametrize(("rule", "wanted"), WANTED.values(), ids=WANTED)
def test_what_a_channel_hears(rule: ChannelRule, wanted: bool) -> None:
    assert bool(stops(SAMPLE, [rule], NOW)) is wanted


def test_each_channel_has_its_own_hour() -> None:
    rules = [ChannelRule("C1", quiet=QuietHours(dt.time(11), dt.time(12))), ChannelRule("C2")]
    found = stops(content(confidence="medium"), rules, NOW)
    assert [(stop.channel, stop.not_before) for stop in found] == [
        ("C1", utc("2017-01-31T12:00")),
        ("C2", NOW),
    ]


def test_a_file_with_everything() -> None:
    rules = read_rules(
        """
        [[channel]]
        id = "C1"
        topics = ["sanctions", "syria"]
        least_severity = "medium"
        quiet = "22:00-07:00"
        time_zone = "Europe/Berlin"

        [[channel]]
        id = "C2"
        quiet = "12:00-13:00"
        quiet_breaks_for = ""
        """
    )
    assert rules == (
        ChannelRule("C1", frozenset({"sanctions", "syria"}), "medium", BERLIN),
        ChannelRule("C2", quiet=LUNCH),
    )


FAULTS: dict[str, tuple[Any, str]] = {
    "not TOML": ("[[channel", "not valid TOML"),
    "empty": ("", r"write one \[\[channel\]\] table"),
    "something else beside": ('a = 1\n[[channel]]\nid = "C1"', r"write one \[\[channel\]\] table"),
    "no id": ('[[channel]]\ntopics = ["a"]', r"\[\[channel\]\] 1: id is missing"),
    "a misspelt field": ('[[channel]]\nid = "C1"\ntopic = ["a"]', "unknown 'topic'; known are"),
    "topics as text": ('[[channel]]\nid = "C1"\ntopics = "a"', "topics must be a list"),
    "hours that are none": (
        '[[channel]]\nid = "C1"\nquiet = "25:00-07:00"',
        "quiet must be two different times",
    ),
    "hours without length": (
        '[[channel]]\nid = "C1"\nquiet = "07:00-07:00"',
        "quiet must be two different times",
    ),
    "an unknown zone": (
        '[[channel]]\nid = "C1"\nquiet = "22:00-07:00"\ntime_zone = "X/Y"',
        "'X/Y' is not known",
    ),
    "an unknown severity": ('[[channel]]\nid = "C1"\nleast_severity = "urgent"', "one of low, medium, high"),
    "one channel twice": ('[[channel]]\nid = "C1"\n[[channel]]\nid = "C1"', "named twice"),
}


@pytest.mark.parametrize(("text", "wanted"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_file_is_named_with_its_mend(text: str, wanted: str) -> None:
    with pytest.raises(RoutingError, match=wanted) as caught:
        read_rules(text, "channels.toml")
    assert str(caught.value).startswith("channels.toml")
    assert "\n" not in str(caught.value)
