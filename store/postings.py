"""Which article holds which hash: the index of duplicates as packed postings, ten bytes each.

A row for each posting costs 18 bytes and a random page on SQLite and 80 bytes on PostgreSQL: 1.4 and 8 kB an
article. So a new article is one row of ``recent_postings``. Every 128 articles these become a run, one row in the
order of its marks; each merge then takes a sixty-fourth of all marks out of the runs into the second level, and
every sixteenth time a small part of that goes into the third, which holds nearly everything. So no commit waits
long, whatever the size of the store.

A mark is a whole number below 2**48: twice a hash of ``extractors.shingles``, and one more for a paragraph.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, delete, func, select

from store.errors import StoreBrokenError
from store.leases import set_watermark
from store.packing import (
    MARK_BITS,
    Postings,
    hits,
    hits_in_order,
    inside,
    joined,
    needed,
    outside,
    packed,
    unpacked,
)
from store.posting_blocks import LEVELS, merge
from store.remembered import (
    HEAD,
    LACKING,
    MARKS,
    RUN,
    TURNS,
    Head,
    View,
    drop_runs,
    keep_head,
    memory_of,
    new_run,
    part_at,
    write_run,
)
from store.sql import insert_one, run
from store.tables import posting_blocks, recent_postings

# A query reads every recent row: 128 are 58 kB on average and cost a tenth of a millisecond.
RECENT = 128
# In so many turns goes round what merges a trial with few articles makes.
_TRIAL_TURNS = 4
# The whole index is merged a part at a time: at a million articles a part takes 30 MB.
_LAST_PARTS = 32
# Before that what waits goes to the second level: four turns of the merges at a time, or nobody else could write for
# seconds.
_SETTLING = 16
TIDY_PARTS = _SETTLING + _LAST_PARTS
# The watermark that counts them.
MERGES = "merges of the index"
# Whoever looks up is overtaken by a merge at most a few times; else the store lacks what its head promises.
_TRIES = 20
# Any number does, as long as every readout-watch uses the same: only one program merges at a time.
_ADVISORY_LOCK = 720_170_129

# A block is found by the greatest key that is not greater than level and mark. On an empty level that is a block
# of the level before, which has nothing of the mark.
_ASK = {
    "sqlite": f"""
SELECT 0, postings FROM posting_blocks WHERE key = {HEAD} UNION ALL SELECT 1, postings FROM recent_postings
UNION ALL SELECT 1, (SELECT postings FROM posting_blocks WHERE key <= q.value ORDER BY key DESC LIMIT 1)
FROM json_each(?) AS q
""",  # noqa: S608 - a text of ours
    # Only blocks with a hit: over a connection all of them would cost more than the search.
    "postgresql": f"""
SELECT 0, postings FROM posting_blocks WHERE key = {HEAD} UNION ALL SELECT 1, postings FROM recent_postings
UNION ALL SELECT 1, b.postings FROM (
    SELECT q.key AS wanted, (
        SELECT key FROM posting_blocks WHERE key <= q.key ORDER BY key DESC LIMIT 1
    ) AS key FROM unnest(CAST(? AS bigint[])) AS q(key)
) AS f JOIN posting_blocks AS b ON b.key = f.key
WHERE position(substring(int8send(f.wanted) FROM 3) IN b.postings) > 0
""",  # noqa: S608 - a text of ours
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
    memory = memory_of(connection)
    view = memory.view
    for _ in range(_TRIES):
        head, blobs = _asked(connection, wanted, memory.may_hold(view, wanted))
        if head == view.packed:
            memory.catch_up(connection)
            return hits(b"".join(blobs), wanted) | hits_in_order(view.waiting, wanted)
        # another process has merged, or this one's merge was rolled back
        view = memory.update(connection, head) or view
    raise StoreBrokenError(LACKING)


def add(connection: Connection, article_id: int, marks: Iterable[int], *, now: dt.datetime) -> None:
    """Put an article's marks into the index; every 128th time (``open_store``) the recent ones are merged.

    Raises ValueError for a mark that does not fit in 48 bits.
    """
    wanted = sorted(set(marks))
    if not wanted:
        return
    if wanted[0] < 0 or wanted[-1] >= MARKS:
        raise ValueError(f"the marks of article {article_id} do not lie between 0 and 2**{MARK_BITS}")
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
    """As ``merge_everything`` for one part of ``TIDY_PARTS``, which may have a transaction each.

    The first ones bring what waits to be merged to the second level, so take them in order, from 0 on.
    """
    _wait_to_merge(connection)
    if part < _SETTLING:
        for _ in range(TURNS // _SETTLING):
            _settle(connection)
        return 0
    span = part_at(part - _SETTLING, _LAST_PARTS)
    _, gone = merge(connection, LEVELS, span, without=without)
    keep_head(connection, memory_of(connection).now(connection).head.changed(span))
    return gone


def clear(connection: Connection) -> None:
    """Empty the index."""
    _wait_to_merge(connection)
    for table in (recent_postings, posting_blocks):
        connection.execute(delete(table))


def all_postings(connection: Connection) -> Iterator[tuple[int, int]]:
    """Every (mark, article) of the index, in no order."""
    blocks = select(posting_blocks.c.postings).where(posting_blocks.c.key < RUN)
    yield from _pairs(memory_of(connection).now(connection).waiting)
    for wanted in (select(recent_postings.c.postings), blocks):
        for blob in connection.execute(wanted).scalars():
            yield from _pairs(unpacked(blob))


def _pairs(postings: Postings) -> Iterator[tuple[int, int]]:
    return zip(*(side.tolist() for side in postings), strict=True)


def _asked(connection: Connection, wanted: Sequence[int], second: Sequence[int]) -> tuple[bytes, list[bytes]]:
    """The head, and packed postings with all there are of ``wanted`` but those in runs."""
    keys = [(3 << MARK_BITS) | mark for mark in wanted] + [(2 << MARK_BITS) | mark for mark in second]
    name = connection.dialect.name
    rows = run(connection, _ASK[name], (str(keys) if name == "sqlite" else keys,))
    head = next((blob for kind, blob in rows if kind == 0), b"")
    return head, [blob for kind, blob in rows if kind and blob]


def _may_merge(connection: Connection) -> bool:
    """Whether no other program merges; it is then this one's turn until its transaction ends."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_ADVISORY_LOCK))))


def _wait_to_merge(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


def _merge_recent(connection: Connection, merges: float, now: dt.datetime) -> None:
    """Make a run of the recent postings and merge what has its turn; ``merges`` so far, about."""
    memory = memory_of(connection)
    head, waiting = _turned(connection)
    number = head.merges - 1
    if number % last_every(head.turns) == 0:
        part = part_at(number // last_every(head.turns), parts_of_last(merges, head.turns))
        merge(connection, LEVELS, part)
        before, head = head, head.changed(part)
        memory.note_fewer(before, head)
    _keep(connection, head, waiting)
    set_watermark(connection, MERGES, str(head.merges), now=now)


def _turned(connection: Connection) -> tuple[Head, Postings]:
    """Make a run of the recent postings and bring what has its turn to the second level.

    The head as it must be kept then, and what still waits.
    """
    memory = memory_of(connection)
    head, _, waiting = memory.now(connection)
    if not head.merges and "store_merge_every" in connection.get_execution_options():
        head = head._replace(turns=_TRIAL_TURNS)
    number, span = head.merges, part_at(head.merges, head.turns)
    fresh = needed(*_taken_recent(connection))
    waiting = joined([waiting, fresh])
    written, _ = merge(connection, (2,), span, inside(waiting, span))
    head = head._replace(merges=number + 1).changed(span)
    memory.note(head, span, written)
    if len(fresh[0]):
        head = head._replace(runs=(*head.runs, new_run(number)))
        write_run(connection, head.runs[-1], packed(*fresh))
    return drop_runs(connection, head), outside(waiting, span)


def _settle(connection: Connection) -> None:
    """Bring what has its turn, of all that waits, to the second level; nothing when nothing waits."""
    memory = memory_of(connection)
    head = memory.now(connection).head
    if head.runs or connection.scalar(select(recent_postings.c.id).limit(1)) is not None:
        head, waiting = _turned(connection)
        _keep(connection, head, waiting)


def _keep(connection: Connection, head: Head, waiting: Postings) -> None:
    """Write the head, and remember it with what waits."""
    memory_of(connection).view = View(head, keep_head(connection, head), waiting)


def last_every(turns: int = TURNS) -> int:
    """After how many merges a part of the third level is written anew."""
    return turns // 4


def parts_of_last(merges: float, turns: int = TURNS) -> int:
    """In how many parts the third level is written anew after so many merges in all.

    A posting is then written as often on its way to the second level as to the third, the least there is.
    """
    return max(1, round(math.sqrt(2 * merges * turns) / last_every(turns)))


def _taken_recent(connection: Connection) -> Postings:
    taken = run(connection, "DELETE FROM recent_postings RETURNING postings")
    return unpacked(b"".join(blob for (blob,) in taken))
