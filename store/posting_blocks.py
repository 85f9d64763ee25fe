"""The sorted levels of the index of duplicates: blocks of some hundred postings under their first mark.

A block's key is its level and its first mark. Blocks of any size are found, so a store may hold those of another
program.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import Connection

from store.packing import MARK_BITS, RECORD, Numbers, Postings, inside, needed, outside, packed, unpacked
from store.sql import run, run_many

# What lies in the second is small beside the third, which holds nearly everything. (There was a first.)
LEVELS = (2, 3)
# A query reads one block a mark and level, a merge writes them all: less is better for the one, more for the
# other.
_BLOCK = 96


def merge(
    connection: Connection,
    levels: Sequence[int],
    span: tuple[int, int],
    new: Postings | None = None,
    *,
    without: Collection[int] = (),
) -> tuple[Numbers, int]:
    """Write the blocks of ``levels`` anew on the last of them, within ``span``.

    ``span`` has its first mark and the first behind it; ``new`` (marks, articles) are merged in. What no query
    needs is left out, and what the articles ``without`` hold. The marks that were written, in order (all those of
    the span and some beside it), and how many postings of ``without`` there were.
    """
    kept = [_taken_blocks(connection, levels[-1], span)]
    kept += [_taken_inside(connection, level, span) for level in reversed(levels[:-1])]
    kept += [] if new is None else [new]
    marks, articles = (np.concatenate([pair[side] for pair in kept]) for side in (0, 1))
    count = len(marks)
    if without:
        stays = ~np.isin(articles, np.fromiter(without, dtype=np.int64))
        marks, articles = marks[stays], articles[stays]
    gone = count - len(marks)
    marks, articles = needed(marks, articles)
    _write_blocks(connection, levels[-1], marks, articles)
    return marks, gone


# A block that begins before the span may reach into it: left behind by a merge, its last postings would stand
# before a block with smaller marks, where no query looks.
REACHING = "key >= coalesce((SELECT max(key) FROM posting_blocks WHERE key >= ? AND key <= ?), ?) AND key < ?"


def reaching(level: int, span: tuple[int, int]) -> tuple[int, int, int, int]:
    """What ``REACHING`` asks with, for the blocks of a level that reach into ``span``."""
    lowest = level << MARK_BITS
    return lowest, lowest + span[0], lowest + span[0], lowest + span[1]


_TAKEN = f"SELECT key, postings FROM posting_blocks WHERE {REACHING} ORDER BY key"  # noqa: S608 - a text of ours


def _taken_inside(connection: Connection, level: int, span: tuple[int, int]) -> Postings:
    """The postings of a level within ``span``, which are taken out of it."""
    held = _taken_blocks(connection, level, span)
    _write_blocks(connection, level, *outside(held, span))
    return inside(held, span)


def _taken_blocks(connection: Connection, level: int, span: tuple[int, int]) -> Postings:
    """The postings of all blocks of a level that reach into ``span``, some beyond it; the blocks are gone."""
    held = run(connection, _TAKEN, reaching(level, span))
    if held:
        deleted = "DELETE FROM posting_blocks WHERE key >= ? AND key <= ?"
        run(connection, deleted, (held[0][0], held[-1][0]))
    return unpacked(b"".join(blob for _, blob in held))


def _write_blocks(connection: Connection, level: int, marks: Numbers, articles: Numbers) -> None:
    if not len(marks):
        return
    # all postings of a mark stand in one block, or a query would have to read two
    starts = np.unique(np.searchsorted(marks, marks[::_BLOCK]))
    ends = np.append(starts[1:], len(marks)) * RECORD.itemsize
    blob = packed(marks, articles)
    keys = (marks[starts] + (level << MARK_BITS)).tolist()
    cuts = zip(keys, (starts * RECORD.itemsize).tolist(), ends.tolist(), strict=True)
    rows = [(key, blob[start:end]) for key, start, end in cuts]
    run_many(connection, "INSERT INTO posting_blocks (key, postings) VALUES (?, ?)", rows)
