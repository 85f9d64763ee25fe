"""Opening a store, and the two ways to use it: ``reading`` and ``writing``.

SQLite by default, in one file: write-ahead log, foreign keys on, a busy timeout, and every writing
transaction taken with BEGIN IMMEDIATE, so that two passes queue up instead of failing half-way.
PostgreSQL by address (``postgresql://user@host/name``), through psycopg.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

from store import versioning
from store.errors import StoreError, StoreUnreachableError, explain, explain_os

# A pass holds the write lock for tens of milliseconds; ten seconds is a hundred passes queueing.
BUSY_SECONDS = 10.0


def open_store(
    url: str, *, create: bool = True, busy_seconds: float = BUSY_SECONDS, merge_every: int | None = None
) -> Engine:
    """Open the store at ``url`` and bring it to this program's version.

    ``url`` is ``sqlite:///PATH``, a bare path of a SQLite file, or ``postgresql://...``. With ``create``
    False a missing SQLite file is an error instead of a new store. ``merge_every`` sets after how many articles
    the index of copies is merged, for trials with few articles. Raises a ``StoreError`` of one clear
    line when the store is locked, of a newer version, not a store, unreachable or in a folder that cannot
    be written; it is then as it was before.
    """
    parsed = parse_address(url)
    where = _shown(parsed)
    if parsed.get_backend_name() == "sqlite":
        _prepare_folder(parsed, where, create)
    engine = _engine(parsed, busy_seconds)
    if merge_every:
        engine.update_execution_options(store_merge_every=merge_every)
    try:
        with _clear_errors(engine):
            versioning.bring_up_to_date(engine, where)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine, *, durable: bool = True) -> Iterator[Connection]:
    """One transaction that may write: committed at the end of the block, rolled back when it raises.

    Keep it short: on SQLite nobody else writes meanwhile. ``durable`` False does not wait for the disk: a
    power cut may undo the last such blocks, whole and from the newest back, never one before a durable block.
    It is for what a restarted pass does again, and for nothing that the world outside has seen. Raises
    StoreError for a locked, full or unreachable store; nothing of the block is kept then.
    """
    with _clear_errors(engine), engine.connect() as plain:
        connection = plain.execution_options(store_writes=True, store_durable=durable)
        with connection.begin():
            if not durable and engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees the store as of its first query and writes nothing. Raises StoreError."""
    options: dict[str, Any] = {"store_writes": False}
    if engine.dialect.name == "postgresql":
        # its default would let two queries of one reading see two states
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _clear_errors(engine), engine.connect() as plain:
        connection = plain.execution_options(**options)
        with connection.begin():
            yield connection


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A connection outside any transaction, for chores of the engine itself. Raises StoreError."""
    options: dict[str, Any] = {"store_alone": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "AUTOCOMMIT"
    with _clear_errors(engine), engine.connect() as connection:
        yield connection.execution_options(**options)


def where_of(engine: Engine) -> str:
    """How to name the store in a message: the file's path, or the server's address without the password."""
    return _shown(engine.url)


@contextmanager
def _clear_errors(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        clear = explain(error, where_of(engine))
        if clear is None:
            raise
        raise clear from error


def parse_address(url: str) -> URL:
    """The address of a store taken apart, its driver set. Raises StoreError for what is no such address."""
    wrong = StoreError(f"{url!r} is not a store address; write sqlite:///PATH or postgresql://...")
    try:
        parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    except (ArgumentError, ValueError):
        raise wrong from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise wrong
    return parsed.set(drivername="sqlite+pysqlite")


def _shown(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def _prepare_folder(url: URL, where: str, create: bool) -> None:
    path = Path(str(url.database))
    if not create and not path.exists():
        raise StoreUnreachableError(f"The store {where} does not exist; name another file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os(error, where) from error
    if path.is_dir():
        raise StoreUnreachableError(f"The store {where} is a folder; name a file in it")


def _engine(url: URL, busy_seconds: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": busy_seconds})
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    milliseconds = int(busy_seconds * 1000)
    # lock_timeout is PostgreSQL's busy timeout; UTC so that no server setting moves a time.
    options = f"-c lock_timeout={milliseconds} -c timezone=UTC"
    return create_engine(url, connect_args={"connect_timeout": 10, "options": options}, pool_pre_ping=True)


def _sqlite_connect(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin late and never IMMEDIATE: it is told to keep out, see _sqlite_begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL: an alert that was committed must survive a power cut, or it would be sent twice.
    # The log is written back every 16 MB, not 4: each time costs as much as a dozen commits.
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536")
    # The file is read through memory as far as SQLite can, 2 GB: a look-up among a million articles reads some
    # fifty of its pages at random, and copying each out of the system's cache took a third of its time.
    for pragma in (*pragmas, "wal_autocheckpoint=4000", "mmap_size=2147418112"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("store_alone"):
        _sqlite_wait_for_disk(connection, durable=options.get("store_durable", True))
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("store_writes") else "BEGIN")


def _sqlite_wait_for_disk(connection: Connection, *, durable: bool) -> None:
    # In the write-ahead log a later FULL commit also carries every earlier one to the disk.
    if connection.info.get("durable", True) != durable:
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.info["durable"] = durable
