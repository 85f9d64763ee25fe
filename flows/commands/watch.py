"""Commands that do the watching: one pass, all scheduled flows, the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Watch"
SourcesFile = Annotated[
    Path | None, typer.Option("--sources", help="File of sources instead of the set one.")
]


def run(sources: SourcesFile = None) -> int:
    """Make one monitor pass, and deliver its alerts."""
    from flows import running, settings

    return running.run_once(settings.load(), sources)


def serve() -> int:
    """Run all scheduled flows in this process until stopped."""
    from flows import serving, settings

    return serving.serve(settings.load())


def demo() -> int:
    """Show the whole path on bundled samples (`make run`)."""
    from flows import demo as demonstration
    from flows import settings

    return demonstration.run(settings.load())


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(rich_help_panel=PANEL)(run)
    app.command(rich_help_panel=PANEL)(serve)
    app.command(rich_help_panel=PANEL)(demo)
