"""Helpers of every verb: inserts that skip what is held, and JSON text that is always the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, TextClause, bindparam, insert, text


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Insert ``rows`` except those that break a unique key; the primary keys of the new ones, in order.

    A row that is already held is left as it is: the first writer wins, on both engines. Two writers at once
    therefore never both hear that a row is theirs.
    """
    new: list[Any] = []
    for row in rows:
        statement = _unless_held(table, frozenset(row), returning=True)
        new.extend(connection.execute(statement, dict(row)).scalars().all())
    return new


def insert_one(connection: Connection, table: Table, row: Mapping[str, Any]) -> Any:
    """Insert a row that must be new; its primary key."""
    return connection.execute(_plain(table), dict(row)).scalar_one()


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` in one go, skipping those that are already held."""
    if rows:
        statement = _unless_held(table, frozenset(rows[0]), returning=False)
        connection.execute(statement, [dict(row) for row in rows])


# Statements are built once for each table: building one takes as long as running it. SQLAlchemy sees to that by
# itself, but not for "on conflict": compiling that anew was a third of what storing an article cost.


@cache
def _unless_held(table: Table, given: frozenset[str], *, returning: bool) -> TextClause:
    columns = [column for column in table.columns if column.name in given or _default(column) is not None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(f":{column.name}" for column in columns)
    back = f' RETURNING "{_key(table).name}"' if returning else ""
    plain = f"INSERT INTO {table.name} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING{back}"  # noqa: S608
    binds = [bindparam(column.name, _default(column), type_=column.type) for column in columns]
    return text(plain).bindparams(*binds)


@cache
def _plain(table: Table) -> Any:
    return insert(table).returning(_key(table))


def _default(column: Column[Any]) -> Any:
    return getattr(column.default, "arg", None)


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def to_json(value: object) -> str:
    """``value`` as JSON text, keys sorted and nothing escaped that need not be: equal values, equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:
    """The value behind a JSON text of ours."""
    return json.loads(text)
