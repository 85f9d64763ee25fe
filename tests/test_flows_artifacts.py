"""What a run shows in Prefect's pages, as text: tables and quotes that no headline can break."""

import asyncio
import datetime as dt
import re

from flows import artifacts
from flows.outcomes import Outcome, Settled, Told, tally
from flows.passes import Report
from flows.steps.polling import Polled

NASTY = "He said [it](http://evil) | **now** <script>\n# yes"
STORED = Settled("A story", "https://a.example/1", "herald", Outcome.STORED, "3 claims")
TOLD = Told("2017-01-28|sanctions|discussed_vs_not", Outcome.ALERT, NASTY, "They did not.", "They did.")
ALERT = Settled(NASTY, "https://a.example/2", "herald", Outcome.ALERT, told=(TOLD,))


def report(*settled: Settled) -> Report:
    made = Report(started=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    made.polls = [Polled("herald", "ok", True, 5, len(settled))]
    made.settled = list(settled)
    return made


def test_every_entry_is_a_row():
    """Outcome, title, detail, source and address, in this order: a narrow page cuts off the right side."""
    rows = artifacts.entry_rows([STORED, ALERT])
    assert [row["outcome"] for row in rows] == ["stored", "contradiction: alert"]
    assert list(rows[0]) == ["outcome", "title", "detail", "source", "address"]


def test_contradictions_are_shown_with_both_quotes():
    """And stories without one are left out."""
    page = artifacts.contradiction_page([STORED, ALERT])
    assert "**Call of 2017-01-28 on sanctions: alert.**" in page
    assert "The readout: \n> They did not." in page
    assert "> They did." in page
    assert "A story" not in page


def test_a_headline_cannot_format_the_page():
    """What comes from outside is text."""
    page = artifacts.contradiction_page([ALERT])
    assert not re.search(r"(?<!\\)(\]\(|\*\*now|<script|# yes)", page)


def test_without_contradictions_there_is_no_page():
    """Nothing is published for a quiet pass."""
    assert artifacts.contradiction_page([STORED]) == ""


def test_outside_a_run_nothing_is_published():
    """And nothing fails."""
    asyncio.run(artifacts.publish(report(STORED)))
    asyncio.run(artifacts.progress(report(STORED)))


def test_a_run_is_named_by_what_it_did():
    """One line, from the counts."""
    assert report(STORED, ALERT).in_words() == "1 source polled, 2 entries, 1 new alert"
    assert report().in_words() == "1 source polled, nothing new"


def test_the_counts_add_up():
    """Each entry once."""
    counts = tally([STORED, ALERT, STORED])
    assert counts == {"stored": 2, "contradiction: alert": 1}
