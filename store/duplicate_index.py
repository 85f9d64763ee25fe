"""The index that finds the articles a new text may be a copy of: sampled shingles and paragraph counts.

The hashes are made by ``extractors.duplicates`` and kept by ``store.postings``; this file only counts them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete

from extractors.model import Candidate, Fingerprint, Side
from store import packing, postings
from store.errors import SchemeMismatchError
from store.leases import set_watermark, watermark
from store.sql import run
from store.tables import watermarks

# A paragraph in three articles is a house notice or a shared statement, not a sign of copying.
COMMON_IN = packing.PARAGRAPH_KEPT
# A hash in more articles than this is a set phrase and does not count; it is not even kept for many more, so
# that no query reads them all. This cap alone lifted F1 from .89 to .98 on 3-grams.
HASH_CAP = packing.SHINGLE_KEPT - 1
# One shared shingle is a shared quotation more often than a copy.
LEAST_SHARED = 2
MOST_CANDIDATES = 8
# So many shingles of a text are asked for, and never less than half: a copy that is found by two has hundreds of
# words in common. Those of a long text are the dear ones, a page of the disk each; a short text, which may be a
# cut, asks with all it has.
_ASKED = 40
_SCHEME = "shingle scheme"

_SAME_WORDS = """
SELECT (SELECT value FROM watermarks WHERE name = ?),
    (SELECT id FROM articles WHERE text_hash = ? ORDER BY id LIMIT 1)
"""
# Every state: who copied a story an hour after it appeared has its first one, whatever it says today.
_TEXTS = """
SELECT a.id, v.text, a.side FROM articles AS a JOIN versions AS v ON v.article_id = a.id
WHERE a.id IN ({}) ORDER BY a.id, v.number DESC
"""


class LookUp:
    """What the index knows of one text: asked for once, when ``foresee`` says what will be asked.

    Each question reads every recent article of the index: two cost nearly twice as much as one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._asked: set[int] = set()
        self._held: set[tuple[int, int]] = set()

    def foresee(self, fingerprint: Fingerprint) -> None:
        """Ask for all that ``common`` and ``candidates`` will want of this text."""
        self._find(_paragraphs(fingerprint.paragraphs) + _asked(fingerprint.shingles))

    def common(self, hashes: Collection[int]) -> frozenset[int]:
        """As ``common_paragraphs``."""
        counted = Counter(mark for mark, _ in self._find(_paragraphs(hashes)))
        return frozenset(hash_ for hash_ in hashes if counted[postings.paragraph_mark(hash_)] >= COMMON_IN)

    def candidates(self, fingerprint: Fingerprint) -> list[Candidate]:
        """As ``duplicate_candidates``."""
        [(kept, exact)] = run(self._connection, _SAME_WORDS, (_SCHEME, fingerprint.text_hash))
        _refuse_other_scheme(kept, fingerprint.scheme)
        shared = dict(_most_shared(self._find(_asked(fingerprint.shingles))))
        if exact is not None:
            shared = {exact: len(fingerprint.shingles)} | shared
        return _with_texts(self._connection, dict(list(shared.items())[:MOST_CANDIDATES]))

    def _find(self, marks: Collection[int]) -> list[tuple[int, int]]:
        wanted = set(marks)
        if new := wanted - self._asked:
            self._held |= postings.find(self._connection, new)
            self._asked |= new
        return [pair for pair in self._held if pair[0] in wanted]


def common_paragraphs(connection: Connection, hashes: Collection[int]) -> frozenset[int]:
    """Which of these paragraph hashes stand in three or more stored articles."""
    return LookUp(connection).common(hashes)


def duplicate_candidates(connection: Connection, fingerprint: Fingerprint) -> list[Candidate]:
    """The stored articles that ``fingerprint``'s text may be a copy of, most shared first, at most eight.

    Each comes with every state that it was seen in. An article with exactly the same words comes first. Hashes
    of more than forty articles do not count. Raises SchemeMismatchError when the store's hashes were made by
    another scheme.
    """
    return LookUp(connection).candidates(fingerprint)


def _paragraphs(hashes: Iterable[int]) -> list[int]:
    return [postings.paragraph_mark(hash_) for hash_ in hashes]


def _asked(shingles: Sequence[int]) -> list[int]:
    """The marks to look a text up by: of the smallest, so that all long texts ask in one half of the index."""
    some = sorted(shingles)[: max(_ASKED, (len(shingles) + 1) // 2)]
    return [postings.shingle_mark(hash_) for hash_ in some]


def _most_shared(held: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """The articles that share two hashes or more, and how many, most first; set phrases do not count."""
    holders = Counter(mark for mark, _ in held)
    shared = Counter(article_id for mark, article_id in held if holders[mark] <= HASH_CAP)
    enough = [(article_id, count) for article_id, count in shared.items() if count >= LEAST_SHARED]
    return sorted(enough, key=lambda row: (-row[1], row[0]))[:MOST_CANDIDATES]


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
    marks = [postings.shingle_mark(hash_) for hash_ in fingerprint.shingles]
    marks += _paragraphs(fingerprint.paragraphs)
    postings.add(connection, article_id, marks, now=now)


def check_scheme(connection: Connection, scheme: str) -> None:
    """Raise SchemeMismatchError when the store's hashes were made by another scheme than ``scheme``."""
    _refuse_other_scheme(watermark(connection, _SCHEME), scheme)


def forget_index(connection: Connection) -> None:
    """Empty the index, for making it anew with another scheme; the articles stay."""
    postings.clear(connection)
    connection.execute(delete(watermarks).where(watermarks.c.name == _SCHEME))


def _refuse_other_scheme(kept: str | None, scheme: str) -> None:
    if kept and kept != scheme:
        raise SchemeMismatchError(
            f"The store's duplicate index was made by scheme {kept!r}, this readout-watch uses {scheme!r}; "
            "run `readout-watch reindex`"
        )


def _with_texts(connection: Connection, shared: dict[int, int]) -> list[Candidate]:
    """The candidates in the order of ``shared``, each state of an article as one, the newest first."""
    if not shared:
        return []
    order = list(shared)
    rows = run(connection, _TEXTS.format(", ".join("?" * len(order))), order)
    return [
        Candidate(article_id, text, shared[article_id], Side(side) if side else None)
        for article_id, text, side in sorted(rows, key=lambda row: order.index(row[0]))
    ]
