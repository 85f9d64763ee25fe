"""The index that finds the articles a new text may be a copy of: sampled shingles and paragraph counts.

The hashes are made by ``extractors.duplicates``; this file only stores and counts them. A query sends its
hashes as one value, a JSON list or an array: two hundred parameters cost more than the search itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, TextClause, bindparam, delete, select, text

from extractors.model import Candidate, Fingerprint, Side
from store.errors import SchemeMismatchError
from store.leases import set_watermark, watermark
from store.sql import to_json
from store.tables import articles, paragraphs, shingles, versions, watermarks

# A paragraph in three articles is a house notice or a shared statement, not a sign of copying.
COMMON_IN = 3
# A hash in more articles than this is a set phrase and does not count; it is not even kept for more, so
# that no query ever reads more than 41 rows for it. This cap alone lifted F1 from .89 to .98 on 3-grams.
HASH_CAP = 40
# One shared shingle is a shared quotation more often than a copy.
LEAST_SHARED = 2
MOST_CANDIDATES = 8
_SCHEME = "shingle scheme"

# How each engine unpacks the list of hashes it was sent. CROSS JOIN makes SQLite walk the list and look
# each hash up; left to itself it walked the whole table.
_LIST = {
    "sqlite": "SELECT value AS hash FROM json_each(:hashes)",
    "postgresql": "SELECT unnest(CAST(:hashes AS bigint[])) AS hash",
}
_COMMON = """
SELECT p.hash FROM ({list}) AS q CROSS JOIN paragraphs AS p
WHERE p.hash = q.hash AND p.articles >= :common_in
"""
_SHARED = """
WITH hit AS MATERIALIZED (
         SELECT s.hash, s.article_id FROM ({list}) AS q CROSS JOIN shingles AS s WHERE s.hash = q.hash),
     phrase AS (SELECT hash FROM hit GROUP BY hash HAVING count(*) > :cap)
SELECT article_id, count(*) AS n FROM hit WHERE hash NOT IN (SELECT hash FROM phrase)
GROUP BY article_id HAVING count(*) >= :least ORDER BY n DESC, article_id LIMIT :most
"""
_KEEP = """
INSERT INTO shingles (hash, article_id) SELECT q.hash, CAST(:article_id AS integer) FROM ({list}) AS q
WHERE (SELECT count(*) FROM shingles AS s WHERE s.hash = q.hash) <= :cap
ON CONFLICT DO NOTHING
"""
_COUNT = """
INSERT INTO paragraphs (hash, articles) SELECT q.hash, 1 FROM ({list}) AS q WHERE true ORDER BY 1
ON CONFLICT (hash) DO UPDATE SET articles = paragraphs.articles + 1
"""
# Built once: making the expressions took as long as running them.
_SAME_WORDS = select(
    select(watermarks.c.value).where(watermarks.c.name == _SCHEME).scalar_subquery(),
    select(articles.c.id)
    .where(articles.c.text_hash == bindparam("text_hash"))
    .order_by(articles.c.id)
    .limit(1)
    .scalar_subquery(),
)
_NEWEST = (versions.c.article_id == articles.c.id) & (versions.c.number == articles.c.version)
_TEXTS = (
    select(articles.c.id, articles.c.side, versions.c.text)
    .join(versions, _NEWEST)
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
)


def common_paragraphs(connection: Connection, hashes: Collection[int]) -> frozenset[int]:
    """Which of these paragraph hashes stand in three or more stored articles."""
    return frozenset(row.hash for row in _send(connection, _COMMON, hashes, common_in=COMMON_IN))


def duplicate_candidates(connection: Connection, fingerprint: Fingerprint) -> list[Candidate]:
    """The stored articles that ``fingerprint``'s text may be a copy of, most shared first, at most eight.

    An article with exactly the same words comes first. Hashes of more than forty articles do not count.
    Raises SchemeMismatchError when the store's hashes were made by another scheme.
    """
    kept, exact = connection.execute(_SAME_WORDS, {"text_hash": fingerprint.text_hash}).one()
    _refuse_other_scheme(kept, fingerprint.scheme)
    limits = {"cap": HASH_CAP, "least": LEAST_SHARED, "most": MOST_CANDIDATES}
    found = _send(connection, _SHARED, fingerprint.shingles, **limits)
    shared = {row.article_id: row.n for row in found}
    if exact is not None:
        shared = {exact: len(fingerprint.shingles)} | shared
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
    kept = watermark(connection, _SCHEME)
    _refuse_other_scheme(kept, fingerprint.scheme)
    if not kept:
        set_watermark(connection, _SCHEME, fingerprint.scheme, now=now)
    _send(connection, _KEEP, fingerprint.shingles, article_id=article_id, cap=HASH_CAP)
    _send(connection, _COUNT, fingerprint.paragraphs)


def check_scheme(connection: Connection, scheme: str) -> None:
    """Raise SchemeMismatchError when the store's hashes were made by another scheme than ``scheme``."""
    _refuse_other_scheme(watermark(connection, _SCHEME), scheme)


def forget_index(connection: Connection) -> None:
    """Empty the index, for making it anew with another scheme; the articles stay."""
    for table in (shingles, paragraphs):
        connection.execute(delete(table))
    connection.execute(delete(watermarks).where(watermarks.c.name == _SCHEME))


def _refuse_other_scheme(kept: str | None, scheme: str) -> None:
    if kept and kept != scheme:
        raise SchemeMismatchError(
            f"The store's duplicate index was made by scheme {kept!r}, this readout-watch uses {scheme!r}; "
            "run `readout-watch reindex`"
        )


def _send(
    connection: Connection, statement: str, hashes: Collection[int], **limits: int
) -> Sequence[Row[Any]]:
    """Run a statement on a list of hashes; its rows, none when it gives none or the list is empty."""
    if not hashes:
        return ()
    wanted = sorted(set(hashes))
    engine = connection.dialect.name
    packed = to_json(wanted) if engine == "sqlite" else wanted
    result = connection.execute(_for_engine(statement, engine), {"hashes": packed, **limits})
    return result.all() if result.returns_rows else ()


@cache
def _for_engine(statement: str, engine: str) -> TextClause:
    return text(statement.replace("{list}", _LIST[engine]))


def _with_texts(connection: Connection, shared: dict[int, int]) -> list[Candidate]:
    rows = connection.execute(_TEXTS, {"ids": list(shared)}) if shared else ()
    held = {row.id: row for row in rows}
    found = [(held[key], n) for key, n in shared.items() if key in held]
    return [Candidate(row.id, row.text, n, Side(row.side) if row.side else None) for row, n in found]
