"""Troubles that operations were told of, so that each is told once until it is mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, insert, select

from store.tables import watermarks

_TOLD = "told:"


def told(connection: Connection) -> set[str]:
    """The troubles that operations were told of and that have not been mended since."""
    rows = connection.execute(
        select(watermarks.c.name).where(watermarks.c.name.startswith(_TOLD, autoescape=True))
    )
    return {name.removeprefix(_TOLD) for (name,) in rows}


def remember_told(connection: Connection, trouble: str, text: str, *, now: dt.datetime) -> None:
    """Operations have been told of this trouble; ``told`` names it until ``forget_told``."""
    forget_told(connection, [trouble])
    connection.execute(insert(watermarks).values(name=_TOLD + trouble, value=text, updated_at=now))


def forget_told(connection: Connection, troubles: Collection[str]) -> None:
    """These troubles are mended: should they come again, operations are told again."""
    connection.execute(watermarks.delete().where(watermarks.c.name.in_([_TOLD + t for t in troubles])))
