"""Postings as bytes and as numbers: six bytes of a mark and four of an article each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Postings = tuple[Numbers, Numbers]

MARK_BITS = 48
# Big-endian, so that PostgreSQL finds the six bytes of a mark without unpacking.
RECORD = np.dtype([("high", ">u2"), ("low", ">u4"), ("article", ">i4")])
# A hash in more articles is a set phrase and a paragraph in so many is common: no query needs the rest.
SHINGLE_KEPT, PARAGRAPH_KEPT = 41, 3


def hits(blob: bytes, wanted: Sequence[int]) -> set[tuple[int, int]]:
    """The packed (mark, article) pairs whose mark is among ``wanted``."""
    if not blob:
        return set()
    # Told apart by sixteen bits first: one posting in a thousand passes, and only that is unpacked.
    low = np.frombuffer(blob, dtype="<u2")[2::5]
    passes = np.zeros(1 << 16, dtype=bool)
    passes[np.array(wanted, dtype=">u8").view("<u2")[3::4]] = True
    at = np.flatnonzero(passes.take(low))
    marks, articles = _numbers(np.frombuffer(blob, dtype=RECORD)[at])
    held = set(wanted)
    return {pair for pair in zip(marks.tolist(), articles.tolist(), strict=True) if pair[0] in held}


def hits_in_order(postings: Postings, wanted: Sequence[int]) -> set[tuple[int, int]]:
    """The (mark, article) pairs whose mark is among ``wanted``, of postings in the order of their marks."""
    marks, articles = postings
    asked = np.array(wanted, dtype=np.int64)
    starts = np.searchsorted(marks, asked)
    if not len(marks):
        return set()
    pairs = set()
    for at in np.flatnonzero(marks.take(starts, mode="clip") == asked).tolist():
        end = np.searchsorted(marks, asked[at], side="right")
        pairs |= {(wanted[at], article) for article in articles[starts[at] : end].tolist()}
    return pairs


def needed(marks: Numbers, articles: Numbers) -> Postings:
    """The postings in the order of their marks, each once, of each mark only the oldest that a query needs."""
    order = np.argsort(marks, kind="stable")  # what is merged is sorted already, which this sort makes use of
    marks, articles = marks[order], articles[order]
    later = np.flatnonzero(marks[1:] == marks[:-1]) + 1  # one mark in thirty has several articles
    held = np.union1d(later, later - 1)
    held = held[np.lexsort((articles[held], marks[held]))]
    again = (np.diff(marks[held], prepend=-1) == 0) & (np.diff(articles[held], prepend=-1) == 0)
    once = held[~again]
    rank = np.arange(len(once)) - np.searchsorted(marks[once], marks[once])
    enough = rank >= np.where(marks[once] % 2 == 0, SHINGLE_KEPT, PARAGRAPH_KEPT)
    gone = np.concatenate([held[again], once[enough]])
    return (np.delete(marks, gone), np.delete(articles, gone)) if len(gone) else (marks, articles)


def joined(parts: Sequence[Postings]) -> Postings:
    """Several lots of postings as one, in the order of their marks."""
    if not parts:
        return unpacked(b"")
    marks, articles = (np.concatenate([one[side] for one in parts]) for side in (0, 1))
    order = np.argsort(marks, kind="stable")
    return marks[order], articles[order]


def inside(postings: Postings, span: tuple[int, int]) -> Postings:
    """Those of postings in the order of their marks that lie in ``span``: its first mark, the first behind it."""
    first, end = np.searchsorted(postings[0], span)
    return postings[0][first:end], postings[1][first:end]


def outside(postings: Postings, span: tuple[int, int]) -> Postings:
    """Those that ``inside`` leaves."""
    first, end = np.searchsorted(postings[0], span)
    kept = np.r_[:first, end : len(postings[0])]
    return postings[0][kept], postings[1][kept]


def packed(marks: Numbers, articles: Numbers) -> bytes:
    """Postings as bytes, in the order given."""
    records = np.empty(len(marks), dtype=RECORD)
    records["high"], records["low"], records["article"] = marks >> 32, marks & 0xFFFFFFFF, articles
    return records.tobytes()


def unpacked(blob: bytes) -> Postings:
    """The marks and the articles of packed postings."""
    return _numbers(np.frombuffer(blob, dtype=RECORD))


def _numbers(records: npt.NDArray[np.void]) -> Postings:
    marks = (records["high"].astype(np.int64) << 32) | records["low"]
    return marks, records["article"].astype(np.int64)
