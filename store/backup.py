"""Backup and restore of a whole store, on either engine. A backup is a SQLite store of its own.

So it can be opened, checked and read as it is, and restoring it into PostgreSQL is also the way to move a
store that has outgrown its file. pg_dump is not used: it refuses a server newer than itself.
A file is written beside its target and put in place only when it proved whole.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, text

from store.engine import open_store, parse_address, reading, writing
from store.errors import (
    StoreBrokenError,
    StoreError,
    StoreNewerError,
    StoreUnreachableError,
    explain_os,
    explain_sqlite,
)
from store.tables import metadata

# Rows in one statement: enough to be quick, few enough that a page of evidence in each fits in memory.
_ROWS = 200


def back_up(engine: Engine, target: Path) -> int:
    """Write a backup of the store to the file ``target``; how many rows it holds.

    The store may be in use meanwhile: the backup is of one moment. An existing file is replaced only when
    the new one is whole. Raises StoreError when the target cannot be written; it is then as it was.
    """
    with _in_place(target) as unfinished:
        if engine.dialect.name == "sqlite":
            _copy_pages(Path(str(engine.url.database)), unfinished)
        else:
            _copy_to_new(engine, f"sqlite:///{unfinished}")
        rows = _whole(unfinished)
        with _clear(str(unfinished)), closing(sqlite3.connect(unfinished)) as copy:
            # without a write-ahead log it can be read from a folder where nothing can be written
            copy.execute("PRAGMA journal_mode=DELETE")
        return rows


def restore(source: Path, url: str) -> int:
    """Make the store at ``url`` from the backup ``source``; how many rows it holds.

    A SQLite file at ``url`` is replaced; a PostgreSQL database must hold no rows yet. The backup is only read:
    one of an older program is brought up to date in the copy. Raises StoreError when the backup is not whole
    or the target cannot be written; the store at ``url`` is then as it was.
    """
    address = parse_address(url)
    if address.get_backend_name() == "postgresql":
        with _copy_of(source) as copy, _opened(f"sqlite:///{copy}") as backup:
            return _copy_to_new(backup, url)
    with _in_place(Path(str(address.database))) as unfinished:
        return _copy_and_check(source, unfinished)


def check_backup(path: Path) -> int:
    """How many rows a backup holds, restored by this program; the backup is only read.

    Raises StoreError when it is missing, damaged or no store of ours.
    """
    with _copy_of(path) as copy, _opened(f"sqlite:///{copy}") as backup, reading(backup) as connection:
        return _row_count(connection)


def _copy_and_check(source: Path, copy: Path) -> int:
    """Copy a backup and bring the copy up to date; its rows. Raises StoreError that names the backup."""
    if not source.is_file():
        raise StoreUnreachableError(f"The backup {source} does not exist")
    try:
        _copy_pages(source, copy)
        return _whole(copy)
    except (StoreBrokenError, StoreNewerError) as error:
        raise type(error)(str(error).replace(str(copy), str(source))) from error


@contextmanager
def _copy_of(source: Path) -> Iterator[Path]:
    """A checked copy of a backup in the folder for temporary files."""
    with tempfile.TemporaryDirectory(prefix="readout-watch-") as folder:
        _copy_and_check(source, copy := Path(folder) / source.name)
        yield copy


def _whole(path: Path) -> int:
    """How many rows the store in a file holds; it is brought up to date. Raises StoreError as ``restore``."""
    with _clear(str(path)), closing(sqlite3.connect(path)) as plain:
        problem = plain.execute("PRAGMA integrity_check").fetchone()[0]
        dangling = plain.execute("PRAGMA foreign_key_check").fetchone()
    if problem != "ok" or dangling:
        raise StoreBrokenError(f"The backup {path} is damaged; take an older one")
    with _opened(f"sqlite:///{path}") as backup, reading(backup) as connection:
        return _row_count(connection)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_store(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _in_place(target: Path) -> Iterator[Path]:
    """A path to write to that becomes ``target`` at the end of the block, and vanishes when it fails."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(unfinished)
    except OSError as error:
        raise explain_os(error, str(target)) from error
    try:
        yield unfinished
        # the log of the old file must not be played into the new one
        _remove(target, keep_file=True)
        unfinished.replace(target)
    except OSError as error:
        raise explain_os(error, str(target)) from error
    finally:
        _remove(unfinished)


def _remove(path: Path, *, keep_file: bool = False) -> None:
    for ending in ("-wal", "-shm") if keep_file else ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _clear(where: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explain_sqlite(error, where) from error


def _copy_pages(source: Path, target: Path) -> None:
    if not source.is_file():
        raise StoreUnreachableError(f"The store {source} does not exist")
    with (
        _clear(str(target)),
        closing(sqlite3.connect(target)) as copy,
        closing(sqlite3.connect(source)) as store,
    ):
        store.backup(copy)


def _copy_to_new(source: Engine, url: str) -> int:
    """Copy every row of a store into a new one, all or nothing, and check the counts; how many rows."""
    with _opened(url) as target, reading(source) as old, writing(target) as new:
        if _row_count(new):
            raise StoreError(
                f"The store {url.rsplit('@', maxsplit=1)[-1]} already holds rows; restore into an empty one"
            )
        for table in metadata.sorted_tables:
            result = old.execute(select(table).order_by(*table.primary_key)).mappings()
            for rows in result.partitions(_ROWS):
                new.execute(insert(table), [dict(row) for row in rows])
        if new.dialect.name == "postgresql":
            _move_counters(new)
        if (copied := _row_count(new)) != _row_count(old):
            raise StoreBrokenError("The copy does not hold as many rows as the store; nothing was kept")
        return copied


def _move_counters(connection: Connection) -> None:
    """Let PostgreSQL number new rows behind the copied ones."""
    for table in metadata.sorted_tables:
        key = next(iter(table.primary_key.columns))
        counter = connection.scalar(select(func.pg_get_serial_sequence(table.name, key.name)))
        if counter is not None:
            highest = select(func.coalesce(func.max(key), 0) + 1)
            connection.execute(
                select(func.setval(text(":counter"), highest.scalar_subquery(), False)), {"counter": counter}
            )


def _row_count(connection: Connection) -> int:
    counts = (connection.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables)
    return sum(int(count or 0) for count in counts)
