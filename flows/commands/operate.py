"""Commands of operations: articles of the past, replays, and Prefect's automations."""

from __future__ import annotations

import typer

PANEL = "Operate"


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
