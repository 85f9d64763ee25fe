"""A pass in a terminal: its progress, one table of what became of every entry, one line of counts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from flows.console import table
from flows.outcomes import Settled, counted, tally
from flows.passes import Report
from flows.steps.polling import Polled


def polls_table(polls: Sequence[Polled]) -> Table:
    """How each source's poll ended."""
    rows = [(poll.source, poll.outcome, poll.entries, poll.new_entries, poll.detail) for poll in polls]
    return table("Sources", ["source", "poll", "entries", "new", "detail"], rows, wrap="detail")


def entries_table(settled: Sequence[Settled]) -> Table:
    """What became of every entry, in the order in which they were judged."""
    rows = [(number, one.title, one.outcome, one.detail) for number, one in enumerate(settled, 1)]
    return table("What became of every entry", ["", "title", "outcome", "detail"], rows)


def show(console: Console, report: Report) -> None:
    """Print the report of a pass."""
    if report.skipped:
        console.print(f"Nothing done: {report.skipped}.")
        return
    console.print(polls_table(report.polls))
    console.print()
    if not report.settled:
        console.print("Nothing is new: every entry of these sources has its outcome already.")
        return
    console.print(entries_table(report.settled))
    console.print()
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in tally(report.settled).items())
    console.print(f"{counted(len(report.settled), 'entry', 'entries')}: {outcomes}.")
