"""Commands that look after the store and the settings: config check, evidence, backup, restore."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

from flows import mending
from flows.console import console, table
from flows.desk import store_of, utc_now
from flows.failures import DONE, FAILED, UserError
from flows.past import time_range
from flows.settings import Settings, as_table, variables
from store import Connection, backup, repository, warc
from store.engine import reading
from store.errors import StoreBrokenError, StoreNewerError


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
    """Check every stored page against its checksum and read it again; print what is damaged or would now
    come out differently. Gives the exit code: only damage is a failure.
    """
    with store_of(settings, create=False) as engine:
        with reading(engine) as connection:
            held = len(repository.evidence_ids(connection))
            damaged = list(repository.damaged_evidence(connection))
        different = list(mending.would_differ(engine))
    for line in different:
        print(line)
    for number, url, problem in damaged:
        print(f"evidence {number} of {url}: {problem}")
    print(f"{held} pieces of evidence, {len(damaged)} damaged; {len(different)} would now read differently.")
    return FAILED if damaged else DONE


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which pages are meant: those on a call, of some addresses, fetched in a range; empty: whichever."""

    call: str = ""
    urls: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def ids(self, connection: Connection) -> list[int]:
        """The ids of the chosen evidence, oldest first. Raises UserError for a time that is none."""
        chosen = set(repository.evidence_ids(connection, self.urls or None))
        if self.call:
            chosen &= set(repository.evidence_of_call(connection, self.call))
        if self.since or self.until:
            last = self.until or (utc_now() + dt.timedelta(days=1)).isoformat()
            chosen &= set(repository.evidence_between(connection, *time_range(self.since, last)))
        return sorted(chosen)


def export_evidence(settings: Settings, file: Path, chosen: Chosen | None = None) -> int:
    """Write the chosen stored pages to a WARC file, all by default. Gives the exit code.

    Raises UserError when no page is chosen, StoreError for a damaged one; no file is left behind then.
    """
    target = new_file(file)
    with store_of(settings, create=False) as engine, reading(engine) as connection:
        ids = (chosen or Chosen()).ids(connection)
        if not ids:
            raise UserError("no stored page is meant by these options")
        try:
            with target.open("xb") as opened:
                count = warc.export_warc(connection, ids, opened)
        except BaseException as error:
            target.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise UserError(f"{file}: {error.strerror or error}") from error
            raise
    print(f"{count} pages written to {file}.")
    return DONE


def back_up(settings: Settings, file: Path) -> int:
    """Write a backup of the store while it is in use. Gives the exit code."""
    with store_of(settings, create=False) as engine:
        rows = backup.back_up(engine, new_file(file))
    print(f"{rows} rows written to {file}: restore it with `readout-watch restore {file}`.")
    return DONE


def restore(settings: Settings, file: Path) -> int:
    """Put a backup in the place of the store; a SQLite store is kept beside it. Gives the exit code."""
    kept = _set_aside(settings)
    rows = backup.restore(file, settings.store)
    print(f"{rows} rows restored from {file}." + (f" The store as it was is kept as {kept}." if kept else ""))
    return DONE


def _set_aside(settings: Settings) -> Path | None:
    """A copy of the SQLite store that a restoration is about to replace, under a name not in use.

    A damaged store, or one of a newer program, cannot be backed up as a store: its files are copied as they
    are. It was the message of such a store that had advised the restoration.
    """
    path = Path(settings.store.removeprefix("sqlite:///"))
    if not settings.store.startswith("sqlite:///") or not path.exists():
        return None
    number = next(n for n in itertools.count(1) if not path.with_name(f"{path.name}.before-{n}").exists())
    aside = path.with_name(f"{path.name}.before-{number}")
    try:
        with store_of(settings, create=False) as engine:
            backup.back_up(engine, aside)
    except (StoreBrokenError, StoreNewerError):
        for ending in ("", "-wal"):
            if (file := path.with_name(path.name + ending)).exists():
                shutil.copyfile(file, aside.with_name(aside.name + ending))
    return aside


def new_file(path: Path) -> Path:
    """The path, when nothing is there yet. Raises UserError: what was kept is never written over."""
    if path.exists():
        raise UserError(f"{path}: is there already; name a file that does not exist yet")
    if not path.parent.exists():
        raise UserError(f"{path.parent}: no such folder")
    return path
