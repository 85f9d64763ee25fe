"""The database and nothing else. Its verbs take the ``Engine`` or ``Connection`` given here."""

from sqlalchemy import Connection, Engine

__all__ = ["Connection", "Engine"]
