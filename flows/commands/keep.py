"""Commands that look after the store and the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Keep"
config_app = typer.Typer(help="Look at the settings.", rich_markup_mode=None)
evidence_app = typer.Typer(help="Look after the pages as they were fetched.", rich_markup_mode=None)


@config_app.command("check")
def config_check() -> int:
    """Name every wrong or unknown setting at once; print the settings as they stand."""
    from flows import keeping, settings

    return keeping.show_settings(settings.load())


@evidence_app.command("verify")
def evidence_verify() -> int:
    """Check every stored page against its checksum, and say which would now be read differently."""
    from flows import keeping, settings

    return keeping.verify_evidence(settings.load())


@evidence_app.command("export")
def evidence_export(
    file: Annotated[Path, typer.Argument(metavar="FILE.warc.gz", help="A file that does not exist yet.")],
    call: Annotated[
        str, typer.Option(metavar="KEY", help="Only pages on this call, such as 2017-01-28.")
    ] = "",
    url: Annotated[list[str] | None, typer.Option(help="Only this address; may be given again.")] = None,
    since: Annotated[str, typer.Option(help="Only what was fetched from this day or time (UTC) on.")] = "",
    until: Annotated[str, typer.Option(help="Only what was fetched before this day or time (UTC).")] = "",
) -> int:
    """Write stored pages to a WARC file: all, or those that every option given lets through."""
    from flows import keeping, settings

    chosen = keeping.Chosen(call, tuple(url or ()), since, until)
    return keeping.export_evidence(settings.load(), file, chosen)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
) -> int:
    """Write a backup of the store while it is in use."""
    from flows import keeping, settings

    return keeping.back_up(settings.load(), file)


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")]) -> int:
    """Put a backup in the place of the store, which is kept."""
    from flows import keeping, settings

    return keeping.restore(settings.load(), file)


def reindex() -> int:
    """Make the index of copies anew, after a change of its scheme."""
    from flows import mending, settings

    return mending.reindex(settings.load())


def accept_clock() -> int:
    """Take the present time for right after a wrong clock."""
    from flows import mending, settings

    return mending.accept_clock(settings.load())


def tidy(
    evidence_days: Annotated[int, typer.Option(min=1, help="Pages that became no article.")] = 90,
    index_days: Annotated[int, typer.Option(min=1, help="How far back copies are looked for.")] = 730,
    run_days: Annotated[int, typer.Option(min=1, help="The log of runs and polls.")] = 90,
) -> int:
    """Delete old pages beside the point; give the room back."""
    from flows import mending, settings
    from store.retention import Retention

    return mending.tidy(settings.load(), Retention(evidence_days, index_days, run_days))


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(rich_help_panel=PANEL)(backup)
    app.command(rich_help_panel=PANEL)(restore)
    app.command(rich_help_panel=PANEL)(reindex)
    app.command(rich_help_panel=PANEL)(accept_clock)
    app.command(rich_help_panel=PANEL)(tidy)
    app.add_typer(evidence_app, name="evidence", rich_help_panel=PANEL)
    app.add_typer(config_app, name="config", rich_help_panel=PANEL)
