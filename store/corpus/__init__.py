"""The seed corpus: three stories on the call of 2017-01-28, as data with what is known of each.

The texts are as messy as they were found; reading them is not the store's work. ``missing_texts`` says
which ones a store lacks, so that loading them twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from extractors.model import Article
from store.articles import article_by_url
from store.errors import StoreBrokenError

ORIGIN = "corpus"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CorpusText:
    """One text of the corpus as found. ``published`` is UTC; ``known`` says how it is known.

    ``key`` stands where other articles have their canonical address.
    """

    file: str
    raw: str
    outlet: str
    time_zone: str
    published: dt.datetime
    precision: str
    known: str
    agency: str = ""

    @property
    def key(self) -> str:
        """The identity of the text in a store: ``corpus:FILE``."""
        return f"{ORIGIN}:{self.file}"

    def article(self, *, title: str, text: str) -> Article:
        """The article of this text, given its cleaned ``title`` and ``text``."""
        return Article(
            text=text,
            title=title,
            outlet=self.outlet,
            agency=self.agency,
            time_zone=self.time_zone,
            published=self.published,
            published_source="metadata",
            published_precision=self.precision,
            published_agreement=1,
        )


@cache
def corpus_texts() -> tuple[CorpusText, ...]:
    """The texts that this program ships. Raises StoreBrokenError when a shipped file cannot be read."""
    try:
        listed = tomllib.loads((_FOLDER / "metadata.toml").read_text("utf-8"))["text"]
        return tuple(_text(entry) for entry in listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        line = f"The seed corpus in {_FOLDER} cannot be read: {error}; install again"
        raise StoreBrokenError(line) from error


def missing_texts(connection: Connection) -> list[CorpusText]:
    """The corpus texts that the store lacks. Keep each with ``text.key`` as its canonical address."""
    return [text for text in corpus_texts() if article_by_url(connection, text.key) is None]


def _text(entry: dict[str, Any]) -> CorpusText:
    raw = (_FOLDER / entry["file"]).read_bytes().decode("utf-8")
    return CorpusText(raw=raw, **entry)
