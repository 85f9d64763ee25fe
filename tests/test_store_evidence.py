"""Evidence stays as it was fetched, damage is found, and any of it can be handed on as WARC."""

import datetime as dt
import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text
from warcio.archiveiterator import ArchiveIterator

from extractors.model import Article, Fingerprint
from store import tables
from store.engine import reading, writing
from store.errors import StoreBrokenError
from store.repository import (
    Retention,
    add_article,
    add_evidence,
    add_version,
    damaged_evidence,
    evidence_ids,
    evidence_of,
    export_warc,
    finish_run,
    forget,
    index_article,
    start_run,
    vacuum,
    versions_with_evidence,
)
from tests.model_makers import NOW, texts

DAY = dt.timedelta(days=1)
PAGE = "<p>Они говорили о санкциях.</p>".encode("windows-1251")


def fetched(connection, url="https://herald.example/1", body=PAGE, **other):
    return add_evidence(connection, url=url, body=body, fetched_at=other.pop("fetched_at", NOW), **other)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=3000),
    headers=st.dictionaries(texts, texts, max_size=4),
    status=st.integers(100, 599),
)
def test_any_answer_comes_back_as_it_was_fetched(store, body, headers, status):
    with writing(store) as connection:
        number = fetched(
            connection, body=body, headers=headers, status=status, final_url="f", extractor_version="v1"
        )
        kept = evidence_of(connection, number)
        assert list(damaged_evidence(connection)) == []
        connection.rollback()
    assert (kept.body, dict(kept.headers), kept.status) == (body, headers, status)
    assert (kept.final_url, kept.fetched_at, kept.extractor_version) == ("f", NOW, "v1")


def test_a_page_that_did_not_change_is_kept_once_with_each_visit(sqlite_store):
    mark = Fingerprint("s", "h", (), ())
    with writing(sqlite_store) as connection:
        first = fetched(connection)
        article = add_article(
            connection, Article("x"), canonical_url="x", fingerprint=mark, now=NOW, evidence_id=first
        )
        second = fetched(connection, fetched_at=NOW + DAY)
        add_version(
            connection, article.article_id, Article("y"), fingerprint=mark, now=NOW, evidence_id=second
        )
        third = fetched(connection, fetched_at=NOW + 2 * DAY)
        times = [evidence_of(connection, number).fetched_at for number in (first, second, third)]
        assert times == [NOW, NOW + DAY, NOW + 2 * DAY]
        assert connection.scalar(select(func.count()).select_from(tables.evidence_bodies)) == 1
        assert evidence_ids(connection, ["https://herald.example/1"]) == [first, second, third]
        assert evidence_ids(connection) == [first, second, third]
        assert evidence_ids(connection, []) == []


def test_what_a_killed_pass_fetched_and_never_read_is_not_kept_twice(store):
    with writing(store) as connection:
        first = fetched(connection)
        assert fetched(connection, fetched_at=NOW + DAY) == first
        assert evidence_of(connection, first).fetched_at == NOW
        assert fetched(connection, body=b"other") != first
        assert fetched(connection, url="https://b.example/") != first
        assert fetched(connection, status=404) != first


def replace_body(connection, sha256, data, codec="zlib"):
    """What a broken disk does: the database's own guard does not see it."""
    old = connection.execute(
        select(tables.evidence_bodies).where(tables.evidence_bodies.c.sha256 == sha256)
    ).one()
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    connection.execute(delete(tables.evidence_bodies).where(tables.evidence_bodies.c.sha256 == sha256))
    row = {"sha256": sha256, "codec": codec, "size": old.size, "data": data}
    connection.execute(insert(tables.evidence_bodies).values(**row))


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda data: data[:-3], "cannot be unpacked"),
        (lambda data: b"", "cannot be unpacked"),
        (lambda data: __import__("zlib").compress(b"other"), "do not have the hash"),
    ],
)
def test_damage_is_found_named_and_never_read_as_a_page(sqlite_store, damage, problem):
    with writing(sqlite_store) as connection:
        bad, good = fetched(connection), fetched(connection, url="https://b.example/", body=b"whole")
        held = connection.execute(
            select(tables.evidence_bodies).order_by(tables.evidence_bodies.c.size.desc())
        ).first()
        replace_body(connection, held.sha256, damage(held.data))
        assert [(number, url) for number, url, _ in damaged_evidence(connection)] == [
            (bad, "https://herald.example/1")
        ]
        with pytest.raises(
            StoreBrokenError, match=f"Evidence {bad} of https://herald.example/1 is damaged.*{problem}"
        ):
            evidence_of(connection, bad)
        assert evidence_of(connection, good).body == b"whole"


def test_an_unknown_packing_is_named(sqlite_store):
    with writing(sqlite_store) as connection:
        number = fetched(connection)
        held = connection.execute(select(tables.evidence_bodies)).one()
        replace_body(connection, held.sha256, held.data, codec="zstd")
        with pytest.raises(StoreBrokenError, match="packed as 'zstd'"):
            evidence_of(connection, number)


def test_evidence_that_is_not_there_is_named(sqlite_store):
    with (
        reading(sqlite_store) as connection,
        pytest.raises(StoreBrokenError, match="Evidence 7 is not in the store"),
    ):
        evidence_of(connection, 7)


def test_the_states_of_articles_are_listed_with_their_evidence(sqlite_store):
    mark = Fingerprint("s", "h", (), ())
    with writing(sqlite_store) as connection:
        number = fetched(connection)
        add_article(
            connection, Article("x"), canonical_url="x", fingerprint=mark, now=NOW, evidence_id=number
        )
        add_article(connection, Article("y"), canonical_url="y", fingerprint=mark, now=NOW)
        assert [(key, version.text) for key, version in versions_with_evidence(connection)] == [(number, "x")]


def test_evidence_goes_out_as_warc_and_another_program_reads_it(store):
    headers = {"Content-Type": "text/html; charset=windows-1251", "Content-Encoding": "gzip", "ETag": '"1"'}
    target = io.BytesIO()
    with writing(store) as connection:
        fetched(connection, headers=headers, status=203, final_url="https://herald.example/final")
        fetched(connection, url="https://b.example/", body=b"")
        assert export_warc(connection, evidence_ids(connection), target) == 2
    target.seek(0)
    first, second = [
        (record.rec_headers, record.http_headers, record.content_stream().read())
        for record in ArchiveIterator(target)
    ]
    assert first[2] == PAGE
    assert first[0]["WARC-Target-URI"] == "https://herald.example/final"
    assert first[0]["WARC-Date"] == "2026-03-01T12:00:00Z"
    assert first[1].get_statuscode() == "203"
    assert first[1]["Content-Type"] == headers["Content-Type"]
    assert first[1]["Content-Encoding"] is None, "the body is kept unpacked"
    assert second[2] == b""


def test_every_record_of_a_warc_passes_its_own_check(store):
    """Texts of the seed corpus came from no server; written as a server's answer they failed their digest."""
    target = io.BytesIO()
    with writing(store) as connection:
        fetched(connection, headers={"Content-Type": "text/html"})
        fetched(connection, url="corpus:leak", body="The Kremlin’s account".encode())
        export_warc(connection, evidence_ids(connection), target)
    target.seek(0)
    found = [
        (record.rec_type, record.rec_headers["WARC-Target-URI"], record.content_stream().read())
        for record in ArchiveIterator(target, check_digests="raise")
    ]
    assert [kind for kind, _, _ in found] == ["response", "resource"]
    assert found[1][1:] == ("corpus:leak", "The Kremlin’s account".encode())


def test_a_warc_is_never_short_in_silence(sqlite_store):
    with reading(sqlite_store) as connection, pytest.raises(StoreBrokenError, match="not in the store"):
        export_warc(connection, [1], io.BytesIO())


def test_only_what_is_beside_the_point_is_forgotten(store):
    mark = Fingerprint("s", "h", (1, 2), ())
    with writing(store) as connection:
        used, unused, fresh = (
            fetched(connection, url=f"u{n}", body=b"%d" % n, fetched_at=NOW + days * DAY)
            for n, days in enumerate((0, 0, 95))
        )
        old = add_article(
            connection, Article("x"), canonical_url="x", fingerprint=mark, now=NOW, evidence_id=used
        )
        index_article(connection, old.article_id, mark, now=NOW)
        finish_run(connection, start_run(connection, "monitor", now=NOW), now=NOW)
        start_run(connection, "monitor", now=NOW + 100 * DAY)
    policy = Retention(evidence_days=90, index_days=60, run_days=90)
    gone = forget(store, policy, now=NOW + 100 * DAY)
    assert (gone.evidence, gone.bodies, gone.shingles, gone.runs, gone.polls) == (1, 1, 2, 1, 0)
    with reading(store) as connection:
        assert evidence_ids(connection) == [used, fresh]
        assert unused not in evidence_ids(connection)
        assert evidence_of(connection, used).body == b"0"
        assert connection.scalar(select(func.count()).select_from(tables.articles)) == 1
    assert forget(store, Retention(), now=NOW) == type(gone)()


@pytest.mark.parametrize(("pieces", "shrinks"), [(40, True), (3, False)])
def test_freed_room_is_given_back_when_it_is_worth_writing_the_file_anew(
    sqlite_store, tmp_path, pieces, shrinks
):
    with writing(sqlite_store) as connection:
        for number in range(40):
            body = random.Random(number).randbytes(40_000)
            fetched(connection, body=body, fetched_at=NOW - DAY if number < pieces else NOW + 9 * DAY)
    vacuum(sqlite_store)
    before = (tmp_path / "store.db").stat().st_size
    forget(sqlite_store, Retention(evidence_days=0), now=NOW)
    vacuum(sqlite_store)
    after = (tmp_path / "store.db").stat().st_size
    assert (after < before - 39 * 40_000) if shrinks else (after == before)


def test_vacuum_runs_on_both_engines_and_leaves_the_store_usable(store):
    vacuum(store)
    with writing(store) as connection:
        fetched(connection)
