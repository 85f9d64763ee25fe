"""The page of each call, written as HTML, Markdown and JSON into one folder."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from alerts import dossier
from flows.settings import Settings
from store import Engine, repository
from store.engine import reading

# The only form a call's key has: nothing else becomes a file name.
_KEY = re.compile(r"\d{4}-\d{2}-\d{2}(-\d+)?")


def write(engine: Engine, settings: Settings, keys: Iterable[str]) -> list[Path]:
    """Write the pages of the calls of ``keys``; gives the HTML files. Unknown keys are left out."""
    return [path for key in sorted(set(keys)) if (path := write_one(engine, settings.dossiers, key))]


def write_one(engine: Engine, folder: Path, key: str) -> Path | None:
    """Write one call's three pages; gives the HTML file, None when the call is not known."""
    page = page_of(engine, key)
    if page is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, text in ((".json", page.json), (".md", page.markdown), (".html", page.html)):
        _replace(folder / f"{key}{suffix}", text)
    return folder / f"{key}.html"


def page_of(engine: Engine, key: str) -> dossier.Page | None:
    """One call's page in its three forms; None when the call is not known."""
    if not _KEY.fullmatch(key):
        return None
    with reading(engine) as connection:
        held = repository.dossier_of(connection, key)
    return None if held is None else dossier.page(held)


def _replace(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old or the new one whole, never a half."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
