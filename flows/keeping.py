"""Commands that look after the store and the settings: config check, evidence, backup, restore."""

from __future__ import annotations

from pathlib import Path

from flows.console import console, table
from flows.desk import store_of
from flows.failures import DONE, FAILED, UserError
from flows.settings import Settings, as_table, variables
from store import repository
from store.engine import reading


def show_settings(settings: Settings) -> int:
    """Print every setting as it stands; a secret only as set or not. Gives the exit code."""
    fields = {variable: name for name, variable in variables().items()}
    rows = [
        (variable, _shown(settings, fields[variable]), default, meaning)
        for variable, default, meaning in as_table()
    ]
    console().print(table("Settings", ["variable", "set to", "default", "meaning"], rows))
    print("All settings are in order.")
    return DONE


def _shown(settings: Settings, field: str) -> str:
    if field == "slack_token":
        return "(set)" if settings.slack_token.get_secret_value() else ""
    value = getattr(settings, field)
    return "" if value is None else str(value)


def verify_evidence(settings: Settings) -> int:
    """Check every stored page against its checksum; print what is damaged. Gives the exit code."""
    with store_of(settings, create=False) as engine, reading(engine) as connection:
        held = len(repository.evidence_ids(connection))
        damaged = list(repository.damaged_evidence(connection))
    for number, url, problem in damaged:
        print(f"evidence {number} of {url}: {problem}")
    print(f"{held} pieces of evidence, {len(damaged)} damaged.")
    return FAILED if damaged else DONE


def new_file(path: Path) -> Path:
    """The path, when nothing is there yet. Raises UserError: what was kept is never written over."""
    if path.exists():
        raise UserError(f"{path}: is there already; name a file that does not exist yet")
    if not path.parent.exists():
        raise UserError(f"{path.parent}: no such folder")
    return path
