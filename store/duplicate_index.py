"""The index that finds the articles a new text may be a copy of: sampled shingles and paragraph counts.

The hashes are made by ``extractors.duplicates``; this file only stores and counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite

from extractors.model import Candidate, Fingerprint, Side
from store.errors import SchemeMismatchError
from store.leases import set_watermark, watermark
from store.sql import insert_many
from store.tables import articles, paragraphs, shingles, versions

# A paragraph in three articles is a house notice or a shared statement, not a sign of copying.
COMMON_IN = 3
# A hash in more articles than this is a set phrase; this cap alone lifted F1 from .89 to .98 on all 3-grams.
HASH_CAP = 40
# One shared shingle is a shared quotation more often than a copy.
LEAST_SHARED = 2
MOST_CANDIDATES = 8
# SQLite takes at most 32,766 values in a statement, older ones 999.
_BATCH = 900
_SCHEME = "shingle scheme"


def common_paragraphs(connection: Connection, hashes: Collection[int]) -> frozenset[int]:
    """Which of these paragraph hashes stand in three or more stored articles."""
    wanted = sorted(set(hashes))
    found: set[int] = set()
    for batch in _batches(wanted):
        common = paragraphs.c.hash.in_(batch) & (paragraphs.c.articles >= COMMON_IN)
        found.update(connection.execute(select(paragraphs.c.hash).where(common)).scalars())
    return frozenset(found)


def duplicate_candidates(connection: Connection, fingerprint: Fingerprint) -> list[Candidate]:
    """The stored articles that ``fingerprint``'s text may be a copy of, most shared first, at most eight.

    An article with exactly the same words comes first. Hashes of more than forty articles do not count.
    Raises SchemeMismatchError when the store's hashes were made by another scheme.
    """
    check_scheme(connection, fingerprint.scheme)
    same = select(articles.c.id).where(articles.c.text_hash == fingerprint.text_hash)
    exact = connection.execute(same.order_by(articles.c.id).limit(1)).scalar()
    shared = _shared(connection, fingerprint.shingles)
    if exact is not None:
        shared = {exact: len(fingerprint.shingles)} | {key: n for key, n in shared.items() if key != exact}
    return _with_texts(connection, dict(list(shared.items())[:MOST_CANDIDATES]))


def index_article(
    connection: Connection,
    article_id: int,
    fingerprint: Fingerprint,
    *,
    now: dt.datetime,
) -> None:
    """Put an article's hashes into the index: of a copy only what its originals lack (``Finding.to_index``).

    Forty wire copies of one story would otherwise bring each of its hashes to the cap and its paragraphs
    to the mark of a house notice, and the forty-first copy would pass for news.
    Raises SchemeMismatchError when the store's hashes were made by another scheme.
    """
    check_scheme(connection, fingerprint.scheme)
    if not watermark(connection, _SCHEME):
        set_watermark(connection, _SCHEME, fingerprint.scheme, now=now)
    rows = [{"hash": hash_, "article_id": article_id} for hash_ in fingerprint.shingles]
    insert_many(connection, shingles, rows)
    _count_paragraphs(connection, sorted(fingerprint.paragraphs))


def check_scheme(connection: Connection, scheme: str) -> None:
    """Raise SchemeMismatchError when the store's hashes were made by another scheme than ``scheme``."""
    kept = watermark(connection, _SCHEME)
    if kept and kept != scheme:
        raise SchemeMismatchError(
            f"The store's duplicate index was made by scheme {kept!r}, this readout-watch uses {scheme!r}; "
            "run `readout-watch store reindex`"
        )


def forget_index(connection: Connection) -> None:
    """Empty the index, for making it anew with another scheme; the articles stay."""
    for table in (shingles, paragraphs):
        connection.execute(table.delete())
    connection.execute(text("DELETE FROM watermarks WHERE name = :name"), {"name": _SCHEME})


def _shared(connection: Connection, hashes: Sequence[int]) -> dict[int, int]:
    """How many of ``hashes`` each stored article holds, most first, from two on."""
    counts: dict[int, int] = {}
    for hash_rows in _postings(connection, hashes).values():
        if len(hash_rows) <= HASH_CAP:
            for article_id in hash_rows:
                counts[article_id] = counts.get(article_id, 0) + 1
    order = sorted(
        (item for item in counts.items() if item[1] >= LEAST_SHARED), key=lambda item: (-item[1], item[0])
    )
    return dict(order)


def _postings(connection: Connection, hashes: Sequence[int]) -> dict[int, list[int]]:
    """The articles of each hash, at most one more than the cap (so that a set phrase costs 41 rows)."""
    found: dict[int, list[int]] = {}
    for batch in _batches(hashes):
        hit = select(shingles.c.hash, shingles.c.article_id).where(shingles.c.hash.in_(batch))
        for row in connection.execute(hit):
            found.setdefault(row.hash, []).append(row.article_id)
    return found


def _with_texts(connection: Connection, shared: dict[int, int]) -> list[Candidate]:
    newest = (versions.c.article_id == articles.c.id) & (versions.c.number == articles.c.version)
    wanted = select(articles.c.id, articles.c.side, versions.c.text).join(versions, newest)
    rows = connection.execute(wanted.where(articles.c.id.in_(list(shared)))) if shared else ()
    held = {row.id: row for row in rows}
    found = [(held[key], n) for key, n in shared.items() if key in held]
    return [Candidate(row.id, row.text, n, Side(row.side) if row.side else None) for row, n in found]


def _count_paragraphs(connection: Connection, hashes: Sequence[int]) -> None:
    if not hashes:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(paragraphs).values(hash=bindparam("h"), articles=1)
    counted = row.on_conflict_do_update(index_elements=["hash"], set_={"articles": paragraphs.c.articles + 1})
    connection.execute(counted, [{"h": hash_} for hash_ in hashes])


def _batches(values: Sequence[int]) -> list[Sequence[int]]:
    return [values[at : at + _BATCH] for at in range(0, len(values), _BATCH)]
