"""One pass from the command line: Prefect's flow here and now, quietly; then its report, alerts, dossiers."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from flows import dossiers, failures, prefect_home, sending
from flows.console import console
from flows.desk import store_of
from flows.outcomes import counted
from flows.settings import Settings
from flows.sources import load_sources
from flows.steps import announce
from store import Engine

if TYPE_CHECKING:
    from flows.passes import Report


def run_once(settings: Settings, sources: Path | None) -> int:
    """One monitor pass over every source that is well; prints what became of it. Gives the exit code.

    Raises what names wrong use (SourceError, StoreError) before any work is done.
    """
    out = console()
    report = make_pass(settings, sources)
    return finish(settings, report, out)


def make_pass(settings: Settings, sources: Path | None) -> Report:
    """Run the monitor flow in this process on a temporary server of Prefect's."""
    load_sources(sources or settings.sources)  # what cannot be used is told before Prefect takes its seconds
    announce.channel_rules(settings.channels)
    with store_of(settings):
        pass
    prefect_home.prepare(settings.home, quiet=True)
    from flows.monitor import monitor

    return asyncio.run(monitor(str(sources) if sources else None, every_source=True))


def finish(settings: Settings, report: Report, out: Console) -> int:
    """Show the report, deliver the alerts, write the dossiers. Gives the exit code."""
    from flows import report as tables

    tables.show(out, report)
    with store_of(settings) as engine:
        sent = deliver_shown(engine, settings, out)
        paths = dossiers.write(engine, settings, touched(report))
    for path in paths:
        out.print(f"Dossier: {path}", soft_wrap=True)
    return failures.FAILED if report.failed or sent["dead"] or sent["unknown"] else failures.DONE


def deliver_shown(engine: Engine, settings: Settings, out: Console) -> Counter[str]:
    """Deliver what is due and say what was sent where."""
    out.print()
    sent = sending.deliver_from(
        engine, settings, write=lambda text: out.print(text, markup=False, soft_wrap=True)
    )
    where = f"to {settings.slack_channel} on Slack" if settings.slack_is_set else "to this terminal"
    if sent["sent"]:
        out.print(f"{counted(sent['sent'], 'message')} went {where}.")
    else:
        out.print("No alert is due: nothing was sent.")
    return sent


def touched(report: Report) -> set[str]:
    """The calls that the pass learned something of."""
    return {one.call_key for one in report.settled if one.call_key}
