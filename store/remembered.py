"""What a process remembers of the index of duplicates, so that most look-ups need not ask the database for it.

The runs (sorted postings of 128 articles each, in one row that is never changed) are read once; of theirs those
that no merge has taken yet are kept: 6 MB. And of the second level it is known which marks cannot be there, by
one bit for all marks that share their first 26 bits: 8 MB, however large the store.

Both hold for one head: a row that every merge writes anew, with numbers drawn by lot. So what a transaction that
was rolled back or another process did is never taken for what is there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, Engine

from store.errors import StoreBrokenError
from store.packing import MARK_BITS, Numbers, Postings, joined, unpacked
from store.posting_blocks import REACHING, reaching
from store.sql import run

LACKING = "The store's index of copies lacks a run that its head names; run `readout-watch reindex`"

Span = tuple[int, int]

MARKS = 1 << MARK_BITS
# The merges go round all marks in so many turns, a power of two; what waits for its turn is in the runs. With
# half as many each posting is written more often, with twice as many it waits in memory for longer.
TURNS = 64
# Above all blocks, so that no search for a block meets them.
RUN, HEAD = 4 << MARK_BITS, 5 << MARK_BITS
# A run's key is its number and a lot: it is never given to a run of another content.
_LOT_BITS = 24
# The second level's bits are kept in parts, no fewer than turns, so that each merge writes whole parts. Of a
# million articles it has five million postings: eight marks in a hundred pass in vain.
PARTS = 64
_PART_BITS = 6
_SLOT_BITS = 20
# So many look-ups for each part that is out of date: reading one takes some milliseconds, which a process that
# looks up a few texts only would never get back.
_READ_EVERY = 8

_HELD = {
    "sqlite": "SELECT key, postings FROM posting_blocks WHERE key IN (SELECT value FROM json_each(?))",
    "postgresql": "SELECT key, postings FROM posting_blocks WHERE key = ANY(CAST(? AS bigint[]))",
}
_KEEP = (
    "INSERT INTO posting_blocks (key, postings) VALUES (?, ?) "
    "ON CONFLICT (key) DO UPDATE SET postings = excluded.postings"
)
_PART = (
    "SELECT key, postings FROM posting_blocks WHERE key = ? UNION ALL "  # noqa: S608 - a text of ours
    f"SELECT key, postings FROM posting_blocks WHERE {REACHING}"
)


class Head(NamedTuple):
    """The state of the index: how many ``merges`` there were and in how many ``turns`` they go round.

    ``lots`` has a number for each part of the second level, drawn when it last changed; ``runs`` their keys.
    """

    merges: int = 0
    turns: int = TURNS
    lots: tuple[int, ...] = (0,) * PARTS
    runs: tuple[int, ...] = ()

    def packed(self) -> bytes:
        """The head as its row holds it."""
        return np.array((self.merges, self.turns, *self.lots, *self.runs), dtype="<i8").tobytes()

    def changed(self, span: Span) -> Head:
        """The head when the second level has changed within ``span``."""
        lots = list(self.lots)
        for part in parts_of(span):
            lots[part] = secrets.randbits(62)
        return self._replace(lots=tuple(lots))


def head_of(packed: bytes) -> Head:
    """The head that a row holds; b"" for an index that was never merged."""
    if not packed:
        return Head()
    merges, turns, *rest = np.frombuffer(packed, dtype="<i8").tolist()
    return Head(merges, turns, tuple(rest[:PARTS]), tuple(rest[PARTS:]))


class View(NamedTuple):
    """What is remembered as of one head: its row, and all waiting postings in the order of their marks."""

    head: Head
    packed: bytes
    waiting: Postings


class Memory:
    """What is remembered of one store. Threads may share it: each goes on with the view that it was given."""

    def __init__(self) -> None:
        self.view = View(Head(), b"", unpacked(b""))
        self._bits: dict[int, tuple[int, bytes]] = {}
        self._asked = 0

    def update(self, connection: Connection, packed: bytes) -> View | None:
        """The view as of a head; None when a run of it is gone, as after another merge by another process."""
        old, head = self.view, head_of(packed)
        if packed == old.packed:
            return old
        fresh = head.runs if not _goes_on(old.head, head) else _since(old.head, head)
        held = _runs(connection, fresh)
        if len(held) < len(fresh):
            return None
        kept = [_waiting(old.waiting, old.head.merges, head)] if _goes_on(old.head, head) else []
        kept += [_waiting(postings, _number(key), head) for key, postings in held.items()]
        self.view = view = View(head, packed, joined(kept))
        return view

    def now(self, connection: Connection) -> View:
        """The view as of now, for who merges: nobody else does meanwhile.

        Raises StoreBrokenError when the store lacks a run: a merge of what is left would hide that for ever.
        """
        view = self.update(connection, next((row[1] for row in _held(connection, [HEAD])), b""))
        if view is None:
            raise StoreBrokenError(LACKING)
        return view

    def may_hold(self, view: View, marks: Sequence[int]) -> list[int]:
        """Those of ``marks`` that may stand on the second level."""
        lots, known = view.head.lots, self._bits
        found = []
        for mark in marks:
            part = mark >> _PART_SHIFT
            lot, bits = known.get(part, _UNKNOWN)
            if lot != lots[part] or bits[(mark >> _BYTE_SHIFT) & _BYTE_MASK] >> ((mark >> _SHIFT) & 7) & 1:
                found.append(mark)
        return found

    def note(self, head: Head, span: Span, marks: Numbers) -> None:
        """Remember that of all marks in ``span``, whole parts, the second level has these as of ``head``."""
        for part in parts_of(span):
            self._bits[part] = (head.lots[part], _bits_of(marks, part))

    def note_fewer(self, before: Head, after: Head) -> None:
        """Remember that the second level has nothing new in ``after``: what could not be there still cannot."""
        for part, (lot, bits) in list(self._bits.items()):
            if lot == before.lots[part]:
                self._bits[part] = (after.lots[part], bits)

    def catch_up(self, connection: Connection) -> None:
        """Once in a while, read a part that is not known, with the head that it belongs to."""
        self._asked += 1
        if self._asked % _READ_EVERY:
            return
        lots = self.view.head.lots
        part = next((part for part in range(PARTS) if self._bits.get(part, _UNKNOWN)[0] != lots[part]), None)
        if part is not None:
            found = run(connection, _PART, (HEAD, *reaching(2, part_at(part, PARTS))))
            rows: dict[int, bytes] = dict(found)
            head = head_of(rows.pop(HEAD, b""))
            self.note(head, part_at(part, PARTS), unpacked(b"".join(rows.values()))[0])


_UNKNOWN = (-1, b"")
_SLOTS = 1 << _SLOT_BITS
_PART_SHIFT = MARK_BITS - _PART_BITS
_SHIFT = _PART_SHIFT - _SLOT_BITS
_BYTE_SHIFT, _BYTE_MASK = _SHIFT + 3, (_SLOTS >> 3) - 1
_MEMORIES: WeakKeyDictionary[Engine, Memory] = WeakKeyDictionary()


def memory_of(connection: Connection) -> Memory:
    """What this process remembers of the store behind ``connection``."""
    return _MEMORIES.setdefault(connection.engine, Memory())


def keep_head(connection: Connection, head: Head) -> bytes:
    """Write the head; its row."""
    run(connection, _KEEP, (HEAD, packed := head.packed()))
    return packed


def new_run(number: int) -> int:
    """A key for the run of merge ``number``."""
    return RUN | number << _LOT_BITS | secrets.randbits(_LOT_BITS)


def write_run(connection: Connection, key: int, postings: bytes) -> None:
    """Keep packed postings, in the order of their marks, as a run."""
    run(connection, "INSERT INTO posting_blocks (key, postings) VALUES (?, ?)", (key, postings))


def drop_runs(connection: Connection, head: Head) -> Head:
    """Delete the runs that the merges have gone round since; the head without them."""
    left = _unfinished(head.runs, head)
    for key in head.runs:
        if key not in left:
            run(connection, "DELETE FROM posting_blocks WHERE key = ?", (key,))
    return head._replace(runs=left)


def part_at(number: int, parts: int) -> Span:
    """The marks of part ``number`` of all marks: the first, and the first behind it."""
    at = number % parts
    return MARKS * at // parts, MARKS * (at + 1) // parts


def parts_of(span: Span) -> range:
    """The parts of the second level that ``span`` reaches into."""
    return range(span[0] >> _PART_SHIFT, ((span[1] - 1) >> _PART_SHIFT) + 1)


def _number(key: int) -> int:
    return (key - RUN) >> _LOT_BITS


def _unfinished(runs: Sequence[int], head: Head) -> tuple[int, ...]:
    return tuple(key for key in runs if _number(key) > head.merges - head.turns)


def _since(old: Head, new: Head) -> tuple[int, ...]:
    return tuple(key for key in new.runs if _number(key) >= old.merges)


def _goes_on(old: Head, new: Head) -> bool:
    """Whether the runs of ``new`` are those of ``old`` after some more merges, or others in their place."""
    kept = _unfinished(old.runs, new)
    before = tuple(key for key in new.runs if _number(key) < old.merges)
    return old.turns == new.turns and old.merges <= new.merges and kept == before


def _waiting(postings: Postings, since: int, head: Head) -> Postings:
    """What waits of postings that were there before merge ``since``: the merges from it on have taken the rest."""
    waits = np.ones(head.turns, dtype=bool)
    waits[[turn % head.turns for turn in range(since, min(head.merges, since + head.turns))]] = False
    left = waits[(postings[0] * head.turns) >> MARK_BITS]
    return postings[0][left], postings[1][left]


def _runs(connection: Connection, keys: Sequence[int]) -> dict[int, Postings]:
    return {key: unpacked(blob) for key, blob in _held(connection, keys)} if keys else {}


def _held(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    name = connection.dialect.name
    asked = str(list(keys)) if name == "sqlite" else list(keys)
    return ((key, bytes(blob)) for key, blob in run(connection, _HELD[name], (asked,)))


def _bits_of(marks: Numbers, part: int) -> bytes:
    """One bit for each slot of a part: whether one of ``marks`` is in it."""
    inside_ = marks[(marks >> _PART_SHIFT) == part]
    flags = np.zeros(_SLOTS, dtype=bool)
    flags[(inside_ >> _SHIFT) & (_SLOTS - 1)] = True
    return np.packbits(flags, bitorder="little").tobytes()
