"""Postings as bytes and as numbers: six bytes of a mark and four of an article each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

# Big-endian, so that PostgreSQL finds the six bytes of a mark without unpacking.
RECORD = np.dtype([("high", ">u2"), ("low", ">u4"), ("article", ">i4")])
# A hash in more articles is a set phrase and a paragraph in so many is common: no query needs the rest.
SHINGLE_KEPT, PARAGRAPH_KEPT = 41, 3


def hits(blob: bytes, wanted: Sequence[int]) -> set[tuple[int, int]]:
    """The packed (mark, article) pairs whose mark is among ``wanted``."""
    if not blob:
        return set()
    # Told apart by sixteen bits first: one posting in a thousand passes, and only that is unpacked.
    low = np.frombuffer(blob, dtype="<u2").reshape(-1, 5)[:, 2]
    passes = np.zeros(1 << 16, dtype=bool)
    passes[np.array(wanted, dtype=">u8").view("<u2")[3::4]] = True
    at = np.flatnonzero(passes.take(low))
    marks, articles = _numbers(np.frombuffer(blob, dtype=RECORD)[at])
    held = set(wanted)
    return {pair for pair in zip(marks.tolist(), articles.tolist(), strict=True) if pair[0] in held}


def needed(marks: Numbers, articles: Numbers) -> tuple[Numbers, Numbers]:
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


def packed(marks: Numbers, articles: Numbers) -> bytes:
    """Postings as bytes, in the order given."""
    records = np.empty(len(marks), dtype=RECORD)
    records["high"], records["low"], records["article"] = marks >> 32, marks & 0xFFFFFFFF, articles
    return records.tobytes()


def unpacked(blob: bytes) -> tuple[Numbers, Numbers]:
    """The marks and the articles of packed postings."""
    return _numbers(np.frombuffer(blob, dtype=RECORD))


def _numbers(records: npt.NDArray[np.void]) -> tuple[Numbers, Numbers]:
    marks = (records["high"].astype(np.int64) << 32) | records["low"]
    return marks, records["article"].astype(np.int64)
