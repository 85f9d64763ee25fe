"""What a SQLite store holds, without the moments at which it was written: for comparing two stores."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

TABLES = (
    "evidence",
    "articles",
    "versions",
    "calls",
    "readouts",
    "claims",
    "relations",
    "alerts",
    "recent_postings",
    "posting_blocks",
)
# The keys of runs and the head of the index of copies are drawn by lot.
NOT_BY_LOT = """
SELECT CASE key >> 48 WHEN 4 THEN key >> 24 ELSE key END AS key, postings FROM posting_blocks WHERE key < 5 << 48
"""
CLOCK = frozenset(
    [
        "first_seen_at",
        "seen_at",
        "found_at",
        "created_at",
        "last_visited_at",
        "next_attempt_at",
        "fetched_at",
        "withdrawn_at",
    ]
)


def dump(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that hold content, by table, without clock columns."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        wanted = {table: f"SELECT * FROM {table}" for table in TABLES} | {"posting_blocks": NOT_BY_LOT}
        found = {table: connection.execute(f"{wanted[table]} ORDER BY 1, 2") for table in TABLES}
        return {table: [_row(row) for row in rows] for table, rows in found.items()}


def _row(row: sqlite3.Row) -> dict[str, Any]:
    # Whether a thing happened is content; only when it did is the clock's.
    return {
        name: row[name] is not None if name in CLOCK else row[name]
        for name in row.keys()  # noqa: SIM118 - a Row has no items
    }
