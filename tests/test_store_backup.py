"""A backup is a whole store of one moment, fits either engine, and never replaces one by half."""

import dataclasses
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from extractors.model import Article, DuplicateKind, Fingerprint, Verdict
from store import tables, versioning
from store.backup import back_up, check_backup, restore
from store.engine import open_store, reading, where_of, writing
from store.errors import StoreBrokenError, StoreError, StoreNewerError, StoreUnreachableError
from store.repository import add_article, add_call, add_evidence, add_readout, index_article, set_watermark
from tests.model_makers import CALL, NOW, claim, readout

MARK = Fingerprint("s1", "h1", (1, 2**46, 2**47 - 1), (9,))


def fill(engine, articles=3):
    """Something in most tables."""
    with writing(engine) as connection:
        add_call(connection, CALL, now=NOW)
        set_watermark(connection, "digest", "1", now=NOW)
        for number in range(articles):
            kept = add_evidence(connection, url=f"u{number}", body=bytes(range(256)) * number, fetched_at=NOW)
            copy = Verdict(DuplicateKind.EXACT, 1, 1.0, "same") if number else None
            added = add_article(
                connection,
                Article(f"text {number} “ё”", published=NOW),
                canonical_url=f"u{number}",
                fingerprint=MARK,
                evidence_id=kept,
                duplicate=copy,
                now=NOW,
            )
            index_article(connection, added.article_id, MARK, now=NOW)
            add_readout(connection, readout(claim(), text=f"{number}"), now=NOW, version_id=added.version_id)


def content(engine):
    """Every row of every table."""
    with reading(engine) as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in tables.metadata.sorted_tables
        }


def test_a_backup_holds_every_row_and_is_a_store_itself(store, tmp_path):
    fill(store)
    rows = back_up(store, tmp_path / "deep" / "backup.db")
    copy = open_store(str(tmp_path / "deep" / "backup.db"), create=False)
    assert content(copy) == content(store)
    assert rows == sum(len(rows) for rows in content(store).values()) > 20
    copy.dispose()


def test_a_restored_store_is_the_store_that_was_backed_up(store, tmp_path):
    fill(store)
    before = content(store)
    back_up(store, tmp_path / "backup.db")
    restore(tmp_path / "backup.db", f"sqlite:///{tmp_path / 'restored.db'}")
    again = open_store(str(tmp_path / "restored.db"))
    assert content(again) == before
    fill(again)
    again.dispose()


def test_a_store_moves_from_its_file_to_a_server(sqlite_store, postgres_url, tmp_path):
    fill(sqlite_store)
    back_up(sqlite_store, tmp_path / "backup.db")
    restore(tmp_path / "backup.db", postgres_url)
    server = open_store(postgres_url)
    assert content(server) == content(sqlite_store)
    with writing(server) as connection:
        added = add_article(connection, Article("new"), canonical_url="new", fingerprint=MARK, now=NOW)
    assert added.article_id == 4, "the server numbers on behind the copied rows"
    with pytest.raises(StoreError, match="already holds rows"):
        restore(tmp_path / "backup.db", postgres_url)
    server.dispose()


def test_a_backup_while_another_writes_is_of_the_moment_before(store, tmp_path):
    fill(store)
    before = content(store)
    with writing(store) as connection:
        add_call(connection, dataclasses.replace(CALL, key="2018-01-01"), now=NOW)
        back_up(store, tmp_path / "backup.db")
    copy = open_store(str(tmp_path / "backup.db"))
    assert content(copy) == before
    copy.dispose()


def test_restoring_replaces_what_stood_there_and_its_log(sqlite_store, tmp_path):
    fill(sqlite_store)
    back_up(sqlite_store, tmp_path / "backup.db")
    fill(sqlite_store, articles=9)
    sqlite_store.dispose()
    restore(tmp_path / "backup.db", str(sqlite_store.url))
    assert len(content(sqlite_store)["articles"]) == 3


@pytest.fixture(params=["sqlite", "postgresql"])
def restored_url(request, tmp_path):
    """Where a backup is restored to: a file that is not there, or an empty database."""
    return (
        f"sqlite:///{tmp_path / 'restored.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("empty_postgres_url")
    )


def test_a_backup_of_an_older_program_is_brought_up_to_date_in_the_copy_alone(tmp_path, restored_url):
    """It was the way back to the older program, and restoring it wrote the new tables into it."""
    backup = tmp_path / "old" / "backup.db"
    older = open_store(str(backup))
    fill(older)
    with writing(older) as connection:
        versioning.migrate(connection, "0002")
    older.dispose()
    before = backup.read_bytes()
    assert restore(backup, restored_url) == check_backup(backup) > 20
    assert backup.read_bytes() == before
    assert list(backup.parent.iterdir()) == [backup]
    again = open_store(restored_url)
    assert len(content(again)["articles"]) == 3
    assert content(again)["posting_blocks"]
    again.dispose()


def test_a_backup_is_one_file_that_needs_no_log_beside_it(store, tmp_path):
    fill(store)
    back_up(store, tmp_path / "b" / "backup.db")
    with closing(sqlite3.connect(f"file:{tmp_path / 'b' / 'backup.db'}?mode=ro", uri=True)) as plain:
        assert plain.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["backup.db"]


@pytest.mark.parametrize("damage", ["cut", "garbled", "no store", "newer", "missing"])
def test_a_backup_that_is_not_whole_changes_nothing(sqlite_store, tmp_path, damage):
    fill(sqlite_store)
    before = content(sqlite_store)
    backup = tmp_path / "backup.db"
    back_up(sqlite_store, backup)
    if damage == "cut":
        backup.write_bytes(backup.read_bytes()[:9000])
    elif damage == "garbled":
        whole = backup.read_bytes()
        backup.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    elif damage == "no store":
        backup.write_text("a letter")
    elif damage == "newer":
        with sqlite3.connect(backup) as plain:
            plain.execute("UPDATE alembic_version SET version_num = '0999'")
        plain.close()
    else:
        backup.unlink()
    expected = {"missing": StoreUnreachableError, "newer": StoreNewerError}.get(damage, StoreBrokenError)
    with pytest.raises(expected, match=re.escape(str(backup))):
        restore(backup, str(sqlite_store.url))
    assert content(sqlite_store) == before
    assert list(tmp_path.glob("*.unfinished*")) == []


def test_a_failed_backup_leaves_the_last_one_standing(sqlite_store, tmp_path):
    fill(sqlite_store)
    target = tmp_path / "backup.db"
    back_up(sqlite_store, target)
    rows = check_backup(target)
    sqlite_store.dispose()
    Path(where_of(sqlite_store)).unlink()
    with pytest.raises(StoreUnreachableError):
        back_up(sqlite_store, target)
    assert check_backup(target) == rows


def test_a_target_that_cannot_be_written_is_named(store, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreachableError, match="cannot be opened"):
        back_up(store, tmp_path / "file" / "backup.db")


SMALL_DISK = """
import resource, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from store.backup import back_up
from store.engine import open_store
from store.errors import StoreFullError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
engine = open_store({url!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    back_up(engine, Path({target!r}))
except StoreFullError as error:
    print(error)
"""


def test_a_disk_that_fills_up_during_a_backup_leaves_the_last_one_standing(sqlite_store, tmp_path):
    fill(sqlite_store)
    target = tmp_path / "backup.db"
    back_up(sqlite_store, target)
    rows = check_backup(target)
    root = str(Path(__file__).parent.parent)
    program = SMALL_DISK.format(root=root, url=str(sqlite_store.url), target=str(target))
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert "could not be written" in ran.stdout, ran.stderr
    assert check_backup(target) == rows
    assert list(tmp_path.glob("*.unfinished*")) == []
