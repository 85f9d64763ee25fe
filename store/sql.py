"""Helpers of every verb: inserts that skip what is held, and JSON text that is always the same.

What runs for every article is handed to the database's driver as it is (``run``): going through SQLAlchemy took
longer than most of these statements do, 200 us instead of 60 for the two rows of an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError

Rows = list[tuple[Any, ...]]


class _Value(NamedTuple):
    """Where the value of a column comes from, and how it is written for the driver."""

    name: str
    default: Any
    written: Callable[[Any], Any] | None


def run(connection: Connection, statement: str, values: Sequence[Any] = ()) -> Rows:
    """The rows that the driver gives for a statement of our own, its places filled with ``values``.

    A place is marked ``?``. Raises SQLAlchemy's DBAPIError, as everything else on a connection does.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute(_spelled(connection.dialect, statement), values)
        return list(cursor.fetchall()) if cursor.description else []
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy(connection, statement, values, error) from error
    finally:
        cursor.close()


def run_many(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement of our own, which gives nothing back, once for each of ``rows``; raises as ``run``."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(_spelled(connection.dialect, statement), rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy(connection, statement, (), error) from error
    finally:
        cursor.close()


@cache
def _spelled(dialect: Dialect, statement: str) -> str:
    """A statement of ours as the driver wants it: PostgreSQL's marks a place ``%s``."""
    return statement if dialect.name == "sqlite" else statement.replace("?", "%s")


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Insert ``rows`` except those that break a unique key; the primary keys of the new ones, in order.

    A row that is already held is left as it is: the first writer wins, on both engines. Two writers at once
    therefore never both hear that a row is theirs.
    """
    new: list[Any] = []
    for row in rows:
        statement, values = _insert(connection.dialect, table, frozenset(row), unless_held=True)
        new += [key for (key,) in run(connection, statement, _written(values, row))]
    return new


def insert_one(connection: Connection, table: Table, row: Mapping[str, Any]) -> Any:
    """Insert a row that must be new; its primary key."""
    statement, values = _insert(connection.dialect, table, frozenset(row), unless_held=False)
    return run(connection, statement, _written(values, row))[0][0]


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` in one go, skipping those that are already held."""
    if rows:
        statement, values = _insert(
            connection.dialect, table, frozenset(rows[0]), unless_held=True, returning=False
        )
        run_many(connection, statement, [_written(values, row) for row in rows])


@cache
def _insert(
    dialect: Dialect, table: Table, given: frozenset[str], *, unless_held: bool, returning: bool = True
) -> tuple[str, tuple[_Value, ...]]:
    """The statement that inserts a row with values for the columns ``given``, and what to fill it with."""
    columns = [column for column in table.columns if column.name in given or _default(column) is not None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    places = ", ".join("?" for _ in columns)
    held = " ON CONFLICT DO NOTHING" if unless_held else ""
    back = f' RETURNING "{next(iter(table.primary_key.columns)).name}"' if returning else ""
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({places}){held}{back}"  # noqa: S608
    return statement, tuple(_value(column, dialect) for column in columns)


def _value(column: Column[Any], dialect: Dialect) -> _Value:
    written = column.type.dialect_impl(dialect).bind_processor(dialect)
    return _Value(column.name, _default(column), written)


def _written(values: Sequence[_Value], row: Mapping[str, Any]) -> list[Any]:
    """A row as the driver takes it."""
    given = [row.get(name, default) for name, default, _ in values]
    return [
        one if written is None else written(one) for one, (_, _, written) in zip(given, values, strict=True)
    ]


def _default(column: Column[Any]) -> Any:
    return getattr(column.default, "arg", None)


def _as_sqlalchemy(
    connection: Connection, statement: str, values: Sequence[Any], error: Exception
) -> BaseException:
    base = connection.dialect.loaded_dbapi.Error
    clear: BaseException = DBAPIError.instance(statement, values, error, base, dialect=connection.dialect)
    return clear


def to_json(value: object) -> str:
    """``value`` as JSON text, keys sorted and nothing escaped that need not be: equal values, equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:
    """The value behind a JSON text of ours."""
    return json.loads(text)
