"""Commands of operations: articles of the past, replays, Prefect's automations, the watchdog."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Operate"
Since = Annotated[str, typer.Option("--from", help="First day or time (UTC unless it has an offset).")]
Until = Annotated[str, typer.Option("--to", help="End, itself excluded; default midnight today.")]


def backfill(
    *,
    evidence: Annotated[bool, typer.Option("--evidence", help="Read stored pages again.")] = False,
    urls: Annotated[
        Path | None, typer.Option(help="File of addresses, one a line; a time may follow a tab.")
    ] = None,
    sitemap: Annotated[
        list[str] | None, typer.Option(help="Address of a sitemap or an index of them; may be repeated.")
    ] = None,
    warc: Annotated[Path | None, typer.Option(help="WARC file, plain or compressed.")] = None,
    since: Since = "",
    until: Until = "",
    name: Annotated[str, typer.Option(help="Name of the checkpoint; default made from the input.")] = "",
    workers: Annotated[int, typer.Option(help="Processes that read pages; more than one needs Dask.")] = 1,
    alert: Annotated[bool, typer.Option("--alert", help="Let what is found in old articles alert.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Start over instead of going on.")] = False,
) -> int:
    """Follow articles of the past.

    Stored pages, addresses, sitemaps or a WARC file.

    Stopped, it goes on where it was. Old articles feed the dossiers and alert nobody unless told to."""
    from flows import prefect_home, settings

    chosen = settings.load()
    prefect_home.prepare(chosen.home, quiet=True)
    from flows import backfill as flow

    return flow.run(
        chosen,
        evidence=evidence,
        urls=str(urls or ""),
        sitemaps=tuple(sitemap or ()),
        warc=str(warc or ""),
        since=since,
        until=until,
        name=name,
        workers=workers,
        alert=alert,
        again=again,
    )


def backtest(
    *,
    since: Since = "",
    until: Until = "",
    rules: Annotated[
        list[str] | None,
        typer.Option(help="Rule ids that count (discussed*), or with a minus that do not; may be repeated."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Compare with the JSON of an earlier replay instead.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Show which alerts a change of the rules adds or removes.

    Uses a temporary store and the clock of then. Sends nothing, changes nothing."""
    from flows import backtest_report, settings

    return backtest_report.run(
        settings.load(), since=since, until=until, rules=rules or (), against=against, as_json=as_json
    )


def automations(
    silent_minutes: Annotated[
        float, typer.Option(min=0.2, help="Minutes without a completed monitor pass that count as silence.")
    ] = 45,
    zombie_seconds: Annotated[
        int, typer.Option(min=60, help="Seconds without a sign of life after which a run counts as dead.")
    ] = 400,
) -> int:
    """Create Prefect's automations, or bring them up to date.

    They tell operations of failed runs and of a silent monitor, and end runs whose process is gone."""
    from flows import prefect_home, settings

    chosen = settings.load()
    prefect_home.prepare(chosen.home, quiet=True)
    from flows import automations as made

    return made.run(chosen, silent_minutes=silent_minutes, zombie_seconds=zombie_seconds)


def watchdog(
    minutes: Annotated[
        int, typer.Option(min=1, help="Minutes without a completed monitor pass that count as silence.")
    ] = 45,
) -> int:
    """Tell operations when the monitor is silent.

    For a timer of the system: it works when Prefect is down."""
    from flows import notices, settings

    return notices.watchdog(settings.load(), minutes)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(rich_help_panel=PANEL)(backfill)
    app.command(rich_help_panel=PANEL)(backtest)
    app.command(rich_help_panel=PANEL)(automations)
    app.command(rich_help_panel=PANEL)(watchdog)
