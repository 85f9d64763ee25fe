"""The page of each call, written as HTML, Markdown and JSON into one folder."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from alerts import dossier
from extractors.model import StoredArticle
from flows.settings import Settings
from store import Engine, origins, repository
from store.engine import reading

# The only forms a call's key and a page's hash have: nothing else becomes a file name.
_KEY = re.compile(r"\d{4}-\d{2}-\d{2}(-\d+)?")
_HASH = re.compile(r"[0-9a-f]{64}")


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
    write_copies(engine, folder, key)
    return folder / f"{key}.html"


def copies_url(settings: Settings) -> str:
    """Where a stored copy can be read, with ``{sha256}`` for its page's hash; "" when the folder is not served."""
    return f"{settings.dossier_url.rstrip('/')}/copies/{{sha256}}.txt" if settings.dossier_url else ""


def write_copies(engine: Engine, folder: Path, key: str) -> int:
    """Write the text of each article on the call as it was read, one file a page; gives how many there are.

    Plain text on purpose: a page as fetched may hold scripts, and a copy is opened from the analysts' own server.
    """
    with reading(engine) as connection:
        held = repository.dossier_of(connection, key)
        found = [
            (origins.origin_of_version(connection, one.id, one.version).sha256, one)
            for one in (held.articles if held else ())
        ]
    copies = [(sha256, one) for sha256, one in found if _HASH.fullmatch(sha256)]
    if copies:
        (folder / "copies").mkdir(exist_ok=True)
    for sha256, one in copies:
        _replace(folder / "copies" / f"{sha256}.txt", _copy(sha256, one))
    return len(copies)


def _copy(sha256: str, stored: StoredArticle) -> str:
    """One stored text with where it came from; the same bytes at every writing."""
    article = stored.article
    head = [
        f"{article.title or '(no title)'}",
        f"{article.outlet} - {article.url}",
        f"published: {article.published.isoformat() if article.published else 'unknown'}",
        f"first seen: {stored.first_seen_at.isoformat()}",
        f"sha256 of the page as fetched: {sha256}",
    ]
    return "\n".join([*head, "", article.text, ""])


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
