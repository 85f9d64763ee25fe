"""Which version a store is of, and the way from one version to the next.

Migrations are numbered files under ``store/migrations/versions``; the highest number is this program's
version. Alembic is imported only when there is something to do: it costs a third of a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from store.errors import StoreBrokenError, StoreNewerError

MIGRATIONS = Path(__file__).parent / "migrations"

# Any number does, as long as every readout-watch uses the same: two programs opening one new PostgreSQL
# store at once build it one after the other.
_ADVISORY_LOCK = 720_170_128

_VERSION_TABLE = "alembic_version"


def known_versions() -> list[str]:
    """The numbers of the migrations that this program ships, lowest first ("0001", ...)."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def stored_version(connection: Connection) -> str | None:
    """The number of the last migration that the store went through; None for an empty database."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(engine: Engine, where: str) -> None:
    """Run the migrations that the store at ``engine`` lacks, all in one transaction.

    Raises StoreNewerError for a store that this program is too old for, StoreBrokenError for a database
    that holds something else. ``where`` names the store in those messages.
    """
    with engine.connect() as connection, connection.begin():
        if _check(connection, where):
            return
    with engine.connect() as plain:
        connection = plain.execution_options(store_writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ADVISORY_LOCK})
            # Another process may have built it while this one waited for the lock.
            if not _check(connection, where):
                migrate(connection, "head")


def migrate(connection: Connection, target: str) -> None:
    """Bring the store behind ``connection`` to the migration ``target``: a number, "head" or "base"."""
    from alembic import command

    current = stored_version(connection)
    config = alembic_config(connection)
    if target == "base" or (target != "head" and current is not None and target < current):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def alembic_config(connection: Connection) -> Any:
    """Alembic's settings for the store behind ``connection``; made in code, there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _check(connection: Connection, where: str) -> bool:
    """Whether the store needs nothing; False when migrations are to be run. Raises as its caller says."""
    known = known_versions()
    # One look at the catalogue, not two: on PostgreSQL a store that another program finished between "has it
    # a version?" and "has it tables?" looked like a database of something else.
    present = inspect(connection).get_table_names()
    if _VERSION_TABLE not in present:
        if present:
            raise StoreBrokenError(
                f"The store {where} is a database of something else (table {present[0]!r})"
            )
        return False
    current = stored_version(connection)
    if current is None:  # alembic leaves its empty table behind when everything was taken back
        return False
    if current not in known:
        raise StoreNewerError(
            f"The store {where} is of version {current}, newer than this readout-watch (up to {known[-1]}); "
            "install the newer program or name another store"
        )
    return current == known[-1]
