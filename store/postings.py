"""Which article holds which hash: the index of duplicates as packed postings, ten bytes each.

A row for each posting costs 18 bytes and a random page on SQLite and 80 bytes on PostgreSQL: 1.4 and 8 kB an
article. So a new article is one row of ``recent_postings``. Every 128 articles these are merged into
``posting_blocks``, sorted runs of a hundred postings under their first mark, on three levels: each merge
writes the first level anew, a part of the second, and now and then a small part of the third, which holds
nearly everything. So no commit waits long, whatever the size of the store.

A mark is a whole number below 2**48: twice a hash of ``extractors.shingles``, and one more for a paragraph.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from sqlalchemy import Connection, delete, func, select, text

from store.leases import set_watermark, watermark
from store.packing import RECORD, Numbers, hits, needed, packed, unpacked
from store.sql import insert_one, to_json
from store.tables import posting_blocks, recent_postings

_MARK_BITS = 48
_MARKS = 1 << _MARK_BITS
# A query reads every recent row: 128 are 58 kB on average and cost a tenth of a millisecond.
RECENT = 128
# A query reads one block a mark and level, a merge writes them all: less is better for the one, more for the
# other. Blocks of any size are found, so a store may hold those of another program.
_BLOCK = 96
LEVELS = (1, 2, 3)
# The second level is written anew in so many parts, the third in about the square root of its size: then an
# article's postings are written some forty times until there are a million articles, the least there is.
PARTS = 16
# The whole index is merged a part at a time: at a million articles a part takes 30 MB.
TIDY_PARTS = 32
# The watermark that counts them.
MERGES = "merges of the index"
# Any number does, as long as every readout-watch uses the same: only one program merges at a time.
_ADVISORY_LOCK = 720_170_129

# A block is found by the greatest first mark that is not greater than the one asked for. On an empty level that
# is a block of the level before, which then has nothing of it.
# On SQLite a row has the blocks of a mark on all levels: handing over a row for each took as long as finding it.
_ON_SQLITE = """
SELECT postings, NULL, NULL FROM recent_postings UNION ALL SELECT
    (SELECT postings FROM posting_blocks WHERE key <= q.value + (1 << 48) ORDER BY key DESC LIMIT 1),
    (SELECT postings FROM posting_blocks WHERE key <= q.value + (2 << 48) ORDER BY key DESC LIMIT 1),
    (SELECT postings FROM posting_blocks WHERE key <= q.value + (3 << 48) ORDER BY key DESC LIMIT 1)
FROM json_each(?) AS q
"""
# PostgreSQL sends the blocks with a hit only: over a connection all of them would cost more than the search.
_ON_POSTGRESQL = text("""
SELECT postings FROM recent_postings UNION ALL
SELECT b.postings FROM (
    SELECT q.key AS wanted, (
        SELECT key FROM posting_blocks WHERE key <= q.key ORDER BY key DESC LIMIT 1
    ) AS key FROM unnest(CAST(:keys AS bigint[])) AS q(key)
) AS f JOIN posting_blocks AS b ON b.key = f.key
WHERE position(substring(int8send(f.wanted) FROM 3) IN b.postings) > 0
""")

# In the drivers' own words: a merge writes thousands of rows, and SQLAlchemy took longer over each than SQLite.
_INSERT = {
    "sqlite": "INSERT INTO posting_blocks (key, postings) VALUES (?, ?)",
    "postgresql": "INSERT INTO posting_blocks (key, postings) VALUES (%s, %s)",
}


def shingle_mark(hash_: int) -> int:
    """The mark of a sampled shingle."""
    return hash_ * 2


def paragraph_mark(hash_: int) -> int:
    """The mark of a paragraph."""
    return hash_ * 2 + 1


def find(connection: Connection, marks: Collection[int]) -> set[tuple[int, int]]:
    """Every (mark, article) that the index holds of these marks."""
    if not marks:
        return set()
    wanted = sorted(set(marks))
    return hits(b"".join(_blobs(connection, wanted)), wanted)


def add(connection: Connection, article_id: int, marks: Iterable[int], *, now: dt.datetime) -> None:
    """Put an article's marks into the index; every 128th time (``open_store``) the recent ones are merged.

    Raises ValueError for a mark that does not fit in 48 bits.
    """
    wanted = sorted(set(marks))
    if not wanted:
        return
    if wanted[0] < 0 or wanted[-1] >= _MARKS:
        raise ValueError(f"the marks of article {article_id} do not lie between 0 and 2**{_MARK_BITS}")
    own = np.array(wanted, dtype=np.int64)
    row = {"postings": packed(own, np.full(len(own), article_id))}
    number = insert_one(connection, recent_postings, row)
    every = connection.get_execution_options().get("store_merge_every", RECENT)
    if number % every == 0 and _may_merge(connection):
        _merge_recent(connection, article_id / every, now)


def merge_everything(connection: Connection, without: Collection[int] = ()) -> int:
    """Bring the whole index to its last level, without some articles' postings; how many of these went."""
    return sum(merge_part(connection, part, without) for part in range(TIDY_PARTS))


def merge_part(connection: Connection, part: int, without: Collection[int] = ()) -> int:
    """As ``merge_everything`` for one part of ``TIDY_PARTS``, which may have a transaction each."""
    _wait_to_merge(connection)
    if len((recent := _taken_recent(connection))[0]):
        merge(connection, (1,), (0, _MARKS), recent)
    return merge(connection, LEVELS, _part(part, TIDY_PARTS), without=without)


def merge(
    connection: Connection,
    levels: Sequence[int],
    span: tuple[int, int],
    new: tuple[Numbers, Numbers] | None = None,
    *,
    without: Collection[int] = (),
) -> int:
    """Write the blocks of ``levels`` anew on the last of them, within ``span``.

    ``span`` has its first mark and the first behind it; ``new`` (marks, articles) are merged in. What no query
    needs is left out, and what the articles ``without`` hold; how many postings of these there were.
    """
    kept = [_taken_blocks(connection, levels[-1], span)]
    kept += [_taken_inside(connection, level, span) for level in reversed(levels[:-1])]
    kept += [] if new is None else [new]
    marks, articles = (np.concatenate([pair[side] for pair in kept]) for side in (0, 1))
    count = len(marks)
    if without:
        stays = ~np.isin(articles, np.fromiter(without, dtype=np.int64))
        marks, articles = marks[stays], articles[stays]
    _write_blocks(connection, levels[-1], *needed(marks, articles))
    return count - len(marks)


def clear(connection: Connection) -> None:
    """Empty the index."""
    _wait_to_merge(connection)
    for table in (recent_postings, posting_blocks):
        connection.execute(delete(table))


def all_postings(connection: Connection) -> Iterator[tuple[int, int]]:
    """Every (mark, article) of the index, in no order."""
    for table in (recent_postings, posting_blocks):
        for blob in connection.execute(select(table.c.postings)).scalars():
            yield from zip(*(side.tolist() for side in unpacked(blob)), strict=True)


def _blobs(connection: Connection, wanted: Sequence[int]) -> Iterable[bytes]:
    """Packed postings, among them all that there are of the marks ``wanted``."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(_ON_SQLITE, (to_json(wanted),)).all()
        return filter(None, chain.from_iterable(rows))
    keys = [(level << _MARK_BITS) | mark for level in LEVELS for mark in wanted]
    return connection.execute(_ON_POSTGRESQL, {"keys": keys}).scalars().all()


def _may_merge(connection: Connection) -> bool:
    """Whether no other program merges; it is then this one's turn until its transaction ends."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_ADVISORY_LOCK))))


def _wait_to_merge(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


def _merge_recent(connection: Connection, merges: float, now: dt.datetime) -> None:
    """Merge the recent postings in, and a part of each level into the next; ``merges`` so far, about."""
    number = int(watermark(connection, MERGES) or 0)
    merge(connection, (1,), (0, _MARKS), _taken_recent(connection))
    merge(connection, (1, 2), _part(number, PARTS))
    if number % PARTS == 0:
        merge(connection, (2, 3), _part(number // PARTS, parts_of_last(merges)))
    set_watermark(connection, MERGES, str(number + 1), now=now)


def parts_of_last(merges: float) -> int:
    """In how many parts the third level is written anew after so many merges."""
    return max(1, round(math.sqrt(2 * merges / PARTS)))


def _part(number: int, parts: int) -> tuple[int, int]:
    """The marks of part ``number`` of the range of all marks: the first, and the first behind it."""
    at = number % parts
    return _MARKS * at // parts, _MARKS * (at + 1) // parts


def _taken_recent(connection: Connection) -> tuple[Numbers, Numbers]:
    taken = connection.execute(delete(recent_postings).returning(recent_postings.c.postings)).scalars().all()
    return unpacked(b"".join(taken))


def _taken_inside(connection: Connection, level: int, span: tuple[int, int]) -> tuple[Numbers, Numbers]:
    """The postings of a level within ``span``, which are taken out of it."""
    marks, articles = _taken_blocks(connection, level, span)
    first, end = np.searchsorted(marks, span)
    outside = np.r_[:first, end : len(marks)]
    _write_blocks(connection, level, marks[outside], articles[outside])
    return marks[first:end], articles[first:end]


def _taken_blocks(connection: Connection, level: int, span: tuple[int, int]) -> tuple[Numbers, Numbers]:
    """The postings of all blocks of a level that reach into ``span``, some beyond it; the blocks are gone.

    A block that begins before the span may reach into it: left behind, its last postings would stand before a
    block with smaller marks, where no query looks.
    """
    key, first = posting_blocks.c.key, level << _MARK_BITS
    before = connection.scalar(select(func.max(key)).where(key >= first, key <= first + span[0]))
    inside = (key >= (first + span[0] if before is None else before)) & (key < first + span[1])
    held = connection.execute(select(posting_blocks.c.postings).where(inside).order_by(key)).scalars().all()
    if held:
        connection.execute(delete(posting_blocks).where(inside))
    return unpacked(b"".join(held))


def _write_blocks(connection: Connection, level: int, marks: Numbers, articles: Numbers) -> None:
    if not len(marks):
        return
    # all postings of a mark stand in one block, or a query would have to read two
    starts = np.unique(np.searchsorted(marks, marks[::_BLOCK]))
    ends = np.append(starts[1:], len(marks)) * RECORD.itemsize
    blob = packed(marks, articles)
    keys = (marks[starts] + (level << _MARK_BITS)).tolist()
    cuts = zip(keys, (starts * RECORD.itemsize).tolist(), ends.tolist(), strict=True)
    rows = [(key, blob[start:end]) for key, start, end in cuts]
    connection.exec_driver_sql(_INSERT[connection.dialect.name], rows)
