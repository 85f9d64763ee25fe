"""Helpers of every verb: inserts that skip what is held, and JSON text that is always the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Insert ``rows`` except those that break a unique key; the primary keys of the new ones, in order.

    A row that is already held is left as it is: the first writer wins, on both engines. Two writers at once
    therefore never both hear that a row is theirs.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    key = next(iter(table.primary_key.columns))
    new: list[Any] = []
    for row in rows:
        statement = insert(table).values(**row).on_conflict_do_nothing().returning(key)
        new.extend(connection.execute(statement).scalars().all())
    return new


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` in one go, skipping those that are already held."""
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(table).on_conflict_do_nothing(), [dict(row) for row in rows])


def to_json(value: object) -> str:
    """``value`` as JSON text, keys sorted and nothing escaped that need not be: equal values, equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:
    """The value behind a JSON text of ours."""
    return json.loads(text)
