"""The time of publication: how stated times are read, and which of several finders is believed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.published import Finding, choose, finding

NEW_YORK, MOSCOW = "America/New_York", "Europe/Moscow"


@pytest.mark.parametrize(
    ("stated", "zone", "utc", "precision"),
    [
        ("2017-01-28T18:05:00Z", "UTC", "2017-01-28T18:05", "minute"),
        ("2017-01-28T23:30:00-05:00", "UTC", "2017-01-29T04:30", "minute"),
        ("2017-01-28T18:05", MOSCOW, "2017-01-28T15:05", "minute"),
        ("2017-01-28 18:05 EST", "UTC", "2017-01-28T23:05", "minute"),
        ("January 28, 2017, 6:05 p.m. ET", "UTC", "2017-01-28T23:05", "minute"),
        ("Jan 28, 2017", NEW_YORK, "2017-01-28T17:00", "day"),
        ("2017-01-28", MOSCOW, "2017-01-28T09:00", "day"),
        ("2017-01-28T00:00:00", "UTC", "2017-01-28T00:00", "minute"),
        ("20170128T180500Z", "UTC", "2017-01-28T18:05", "minute"),
        ("2017-01-28", "No/Such_Zone", "2017-01-28T12:00", "day"),
    ],
)
def test_a_stated_time_is_read_into_utc(stated: str, zone: str, utc: str, precision: str) -> None:
    """The outlet's zone serves where no offset is stated; a mere day is put at its noon there."""
    found = finding("metadata", stated, zone)
    assert found
    assert found.moment == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert found.precision == precision


@pytest.mark.parametrize(
    "stated",
    ["", "today", "28", "1485-11-01", "9999-12-31T23:59:59-14:00", "0001-01-01", "12:30", None, 5, ["2017"]],
)
def test_what_states_no_plausible_time_is_none(stated: object) -> None:
    assert finding("json-ld", stated) is None


def found(source: str, stated: str) -> Finding:
    made = finding(source, stated)
    assert made
    return made


@pytest.mark.parametrize(
    ("findings", "source", "precision", "agreement"),
    [
        ([], "", "", 0),
        ([("htmldate", "2017-01-28")], "htmldate", "day", 1),
        # the order of trust, not the order of finding
        ([("htmldate", "2017-01-20"), ("json-ld", "2017-01-28T10:00Z")], "json-ld", "minute", 1),
        # a day is made precise by the next that names the same day with a time
        ([("newspaper3k", "2017-01-28"), ("metadata", "2017-01-28T10:00Z")], "metadata", "minute", 2),
        # but not by one that names another day
        ([("newspaper3k", "2017-01-28"), ("metadata", "2017-02-02T10:00Z")], "newspaper3k", "day", 1),
        # local and UTC day both count as the day
        ([("json-ld", "2017-01-28T23:30-05:00"), ("htmldate", "2017-01-28")], "json-ld", "minute", 2),
    ],
)
def test_the_most_trusted_finding_wins_and_the_others_are_counted(
    findings: list[tuple[str, str]], source: str, precision: str, agreement: int
) -> None:
    chosen = choose([found(name, stated) for name, stated in findings])
    assert (chosen.source, chosen.precision, chosen.agreement) == (source, precision, agreement)


@given(st.text(max_size=60), st.sampled_from(["UTC", MOSCOW, NEW_YORK, "", "../etc/passwd"]))
def test_no_text_makes_it_raise(stated: str, zone: str) -> None:
    result = finding("metadata", stated, zone)
    assert result is None or result.moment.tzinfo is dt.UTC


FIRST, LAST = dt.datetime(1996, 1, 1), dt.datetime(2100, 1, 1)  # noqa: DTZ001 - the strategy adds the zone


@given(st.datetimes(FIRST, LAST, timezones=st.timezones()))
def test_a_time_written_with_its_offset_comes_back_the_same(moment: dt.datetime) -> None:
    """Offsets of whole minutes: no clock writes others today."""
    moment = moment.replace(microsecond=0, fold=0)
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60 == 0:
        result = finding("json-ld", moment.isoformat())
        assert result
        assert result.moment == moment.astimezone(dt.UTC)
