"""Opening a store: migrations forward and back, and one clear line for everything that can be wrong."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.exc import IntegrityError

from extractors.model import Call
from store import versioning
from store.engine import open_store, reading, where_of, writing
from store.errors import (
    StoreBrokenError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreNewerError,
    StoreUnreachableError,
)
from store.repository import add_call, all_calls
from store.tables import metadata

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
CALL = Call("2017-01-28", dt.date(2017, 1, 28))


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_is_set_up_for_two_writers_and_for_power_cuts(sqlite_store):
    with reading(sqlite_store) as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "foreign_keys") == 1
        assert pragma(connection, "busy_timeout") == 10_000
        assert pragma(connection, "synchronous") == 2


def test_the_migrations_make_exactly_the_tables_of_the_code(store):
    with reading(store) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_run_back_to_nothing_and_forward_again(store):
    numbers = versioning.known_versions()
    with writing(store) as connection:
        for number in [*reversed(numbers[:-1]), "base"]:
            versioning.migrate(connection, number)
        assert inspect(connection).get_table_names() == ["alembic_version"]
        for number in numbers:
            versioning.migrate(connection, number)
            assert versioning.stored_version(connection) == number
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_never_call_live_code():
    for path in (versioning.MIGRATIONS / "versions").glob("0*.py"):
        lines = path.read_text().splitlines()
        imports = [line for line in lines if line.startswith(("import ", "from "))]
        assert all(line.split()[1].split(".")[0] in ("sqlalchemy", "alembic") for line in imports), path.name


def test_the_migrations_are_numbered_in_one_row():
    numbers = versioning.known_versions()
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_opening_again_keeps_what_is_there(store_url):
    first = open_store(store_url)
    with writing(first) as connection:
        add_call(connection, CALL, now=NOW)
    first.dispose()
    again = open_store(store_url)
    with reading(again) as connection:
        assert all_calls(connection) == [CALL]
    again.dispose()


def test_a_store_of_a_newer_version_is_left_alone(store_url):
    engine = open_store(store_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    engine.dispose()
    with pytest.raises(StoreNewerError, match=r"of version 0999, newer than this readout-watch \(up to 0"):
        open_store(store_url)


def test_a_database_of_something_else_is_left_alone(store_url):
    engine = open_store(store_url)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()
    with pytest.raises(StoreBrokenError, match="is a database of something else"):
        open_store(store_url)


def test_a_store_that_another_program_finishes_meanwhile_is_no_stranger(empty_postgres_url):
    # Three programs opened one new PostgreSQL store; the third looked for a version before the first had
    # committed and for tables just after, and refused the store.
    opened = []

    def build_meanwhile(_connection, _cursor, statement, *_details):
        if "pg_class" in statement and not opened:
            opened.append(None)  # building it looks at the catalogue as well
            opened.append(open_store(empty_postgres_url))

    event.listen(Engine, "after_cursor_execute", build_meanwhile)
    try:
        opened.append(open_store(empty_postgres_url))
    finally:
        event.remove(Engine, "after_cursor_execute", build_meanwhile)
    _mark, theirs, ours = opened
    theirs.dispose()
    ours.dispose()


def test_a_failed_block_keeps_nothing(store):
    with pytest.raises(ZeroDivisionError), writing(store) as connection:
        add_call(connection, CALL, now=NOW)
        _ = 1 / 0
    with reading(store) as connection:
        assert all_calls(connection) == []


def test_only_what_may_be_done_again_does_not_wait_for_the_disk(store):
    asked = {
        "sqlite": ("PRAGMA synchronous", {True: 2, False: 1}),
        "postgresql": ("SHOW synchronous_commit", {True: "on", False: "off"}),
    }
    query, wanted = asked[store.dialect.name]
    for durable in (True, False, False, True, False, True):
        with writing(store, durable=durable) as connection:
            assert connection.execute(text(query)).scalar() == wanted[durable], durable


def test_the_message_names_the_server_without_the_password():
    with pytest.raises(StoreUnreachableError) as error:
        open_store("postgresql://analyst:hunter2@127.0.0.1:1/news")
    assert "analyst:***@127.0.0.1:1/news" in str(error.value)
    assert "no server answers" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_postgres_database_is_named(postgres):
    with pytest.raises(StoreUnreachableError, match="does not exist on that server"):
        open_store(postgres.format(name="no_such"))


def test_a_missing_file_is_not_made_when_only_reading_is_meant(tmp_path):
    with pytest.raises(StoreUnreachableError, match=r"none\.db does not exist"):
        open_store(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "sqlite://", "sqlite:///:memory:", "http://x", "sqlite:///", "://"]
)
def test_what_is_no_store_address_is_said_to_be_none(url):
    with pytest.raises(StoreError, match="is not a store address"):
        open_store(url)


def test_a_file_that_is_no_database_is_named_and_left_as_it_was(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("call the Kremlin press service\n" * 100)
    with pytest.raises(StoreBrokenError, match="is not a database"):
        open_store(str(path))
    assert path.read_text() == "call the Kremlin press service\n" * 100


def test_a_folder_is_not_a_store(tmp_path):
    with pytest.raises(StoreUnreachableError, match="is a folder"):
        open_store(str(tmp_path))


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "var").write_text("")
    with pytest.raises(StoreUnreachableError, match="cannot be opened"):
        open_store(str(tmp_path / "var" / "store.db"))


def test_a_damaged_store_says_so(sqlite_url):
    engine = open_store(sqlite_url)
    with writing(engine) as connection:
        add_call(connection, CALL, now=NOW)
    engine.dispose()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreBrokenError, match="is damaged; restore the last backup"):
        open_store(sqlite_url)


def test_a_locked_sqlite_store_says_so_and_is_whole_afterwards(sqlite_url):
    holder = open_store(sqlite_url)
    waiter = open_store(sqlite_url, busy_seconds=0.05)
    with writing(holder) as connection:
        add_call(connection, CALL, now=NOW)
        with pytest.raises(StoreLockedError, match="is locked by another process"), writing(waiter):
            pass
    with reading(waiter) as connection:
        assert all_calls(connection) == [CALL]
    holder.dispose()
    waiter.dispose()


def test_a_locked_postgres_store_says_so(postgres_url):
    holder = open_store(postgres_url)
    waiter = open_store(postgres_url, busy_seconds=0.05)
    with writing(holder) as connection:
        connection.execute(text("LOCK TABLE calls IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreLockedError, match="is locked by another process"), reading(waiter) as other:
            all_calls(other)
    holder.dispose()
    waiter.dispose()


def test_reading_goes_on_while_another_writes(store):
    with writing(store) as connection:
        add_call(connection, CALL, now=NOW)
        with reading(store) as other:
            assert all_calls(other) == []


def test_a_full_disk_gives_one_line_and_leaves_the_store_whole(sqlite_store):
    with writing(sqlite_store) as connection:
        add_call(connection, CALL, now=NOW)
        pages = pragma(connection, "page_count")
    with pytest.raises(StoreFullError, match="disk is full"), writing(sqlite_store) as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(2000):
            add_call(connection, Call(f"{number}", CALL.date, us_leader="x" * 500), now=NOW)
    with reading(sqlite_store) as connection:
        assert all_calls(connection) == [CALL]
        assert pragma(connection, "integrity_check") == "ok"


FULL_DISK = """
import datetime as dt, resource, signal, sys
sys.path.insert(0, {root!r})
from extractors.model import Call
from store.engine import open_store, writing
from store.errors import StoreFullError
from store.repository import add_call
engine = open_store({url!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    for number in range(5000):
        with writing(engine) as connection:
            call = Call(f"{{number:05}}", dt.date(2017, 1, 28), us_leader="x" * 500)
            add_call(connection, call, now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
        print(number, flush=True)
except StoreFullError as error:
    print(error)
"""


def test_a_disk_that_fills_up_for_real_loses_nothing_that_was_committed(sqlite_url):
    root = str(Path(__file__).parent.parent)
    program = FULL_DISK.format(root=root, url=sqlite_url)
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    *done, last = ran.stdout.splitlines()
    assert "could not be written" in last, ran.stderr
    engine = open_store(sqlite_url)
    with reading(engine) as connection:
        assert [call.key for call in all_calls(connection)] == [f"{int(line):05}" for line in done]
        assert pragma(connection, "integrity_check") == "ok"
    engine.dispose()


def test_where_a_store_lies_is_said_plainly(sqlite_store, tmp_path):
    assert where_of(sqlite_store) == str(tmp_path / "store.db")


def test_a_store_of_the_first_version_keeps_its_relations_and_what_its_alerts_point_at(store):
    with writing(store) as connection:
        versioning.migrate(connection, "0001")
        add_call(connection, CALL, now=NOW)
        moment = {"now": NOW}
        for statement in (
            "INSERT INTO readouts (id, key, call_key, side, text, first_seen_at)"
            " VALUES (1, 'k', '2017-01-28', 'Kremlin', 'T.', :now)",
            "INSERT INTO claims (id, readout_id, position, key, speaker, speaker_on_record, speaker_is_outlet,"
            ' topic, family, proposition, polarity, modality, scope, quote, start, "end") VALUES'
            " (1, 1, 0, 'c', 'P', true, false, 't', 'other', 'discussed', 'affirmed', 'asserted', 'call', 'T.', 0, 2)",
            "INSERT INTO relations (id, call_key, claim_id, readout_claim_id, readout_id, kind, topic, rule,"
            " reason, confidence, found_at) VALUES"
            " (7, '2017-01-28', 1, 1, 1, 'contradicts', 't', 'r', 'R.', 'high', :now)",
            "INSERT INTO alerts (dedupe_key, parent_key, action, relation_id, payload, state, created_at)"
            " VALUES ('d', 'p', 'post', 7, '{}', 'sent', :now)",
        ):
            connection.execute(text(statement), moment if ":now" in statement else {})
        for number in ("0002", "0001", "0002"):
            versioning.migrate(connection, number)
            assert connection.execute(text("SELECT relation_id FROM alerts")).scalar() == 7
            assert connection.execute(text("SELECT readout_claim_id FROM relations")).scalar() == 1
        connection.execute(text("UPDATE relations SET readout_claim_id = NULL"))
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text("DELETE FROM relations"))  # the alert still points at it
