"""Commands that show what is held: the calls, one call's page, the sources, the state of the machinery."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Look"
sources_app = typer.Typer(help="Look at the file of sources.", rich_markup_mode=None)


def calls() -> int:
    """List the known calls, their readouts and contradictions."""
    from flows import looking, settings

    return looking.list_calls(settings.load())


def dossier(
    call: Annotated[str, typer.Argument(metavar="CALL", help="A call's key as `calls` lists it.")],
) -> int:
    """Print one call's page, and write it as a web page."""
    from flows import looking, settings

    return looking.show_dossier(settings.load(), call)


def status() -> int:
    """Show how the machinery does, and what to do about it."""
    from flows import operations, settings

    return operations.show_status(settings.load())


@sources_app.command("check")
def sources_check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="File of sources; default the set one.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Check the file alone; fetch nothing.")] = False,
) -> int:
    """Fetch every source once: is it reached, readable, the right list, alive?"""
    from flows import looking, settings

    return looking.check_sources(settings.load(), file, offline=offline)


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(rich_help_panel=PANEL)(calls)
    app.command(rich_help_panel=PANEL)(dossier)
    app.command(rich_help_panel=PANEL)(status)
    app.add_typer(sources_app, name="sources", rich_help_panel=PANEL)
