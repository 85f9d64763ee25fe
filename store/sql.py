"""Helpers of every verb: inserts that skip what is held, and JSON text that is always the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Insert ``rows`` except those that break a unique key; the primary keys of the new ones, in order.

    A row that is already held is left as it is: the first writer wins, on both engines. Two writers at once
    therefore never both hear that a row is theirs.
    """
    statement = _unless_held(table, connection.dialect.name).returning(_key(table))
    new: list[Any] = []
    for row in rows:
        new.extend(connection.execute(statement, dict(row)).scalars().all())
    return new


def insert_one(connection: Connection, table: Table, row: Mapping[str, Any]) -> Any:
    """Insert a row that must be new; its primary key."""
    return connection.execute(_plain(table), dict(row)).scalar_one()


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` in one go, skipping those that are already held."""
    if rows:
        connection.execute(_unless_held(table, connection.dialect.name), [dict(row) for row in rows])


# Statements are built once for each table: building one takes as long as running it.


@cache
def _unless_held(table: Table, engine: str) -> Any:
    insert_into = sqlite.insert if engine == "sqlite" else postgresql.insert
    return insert_into(table).on_conflict_do_nothing()


@cache
def _plain(table: Table) -> Any:
    return insert(table).returning(_key(table))


def _key(table: Table) -> ColumnElement[Any]:
    return next(iter(table.primary_key.columns))


def to_json(value: object) -> str:
    """``value`` as JSON text, keys sorted and nothing escaped that need not be: equal values, equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:
    """The value behind a JSON text of ours."""
    return json.loads(text)
