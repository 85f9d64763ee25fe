"""Pages out, backups in: what an archive is given, and a store that is damaged is put right by its backup."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text
from warcio.archiveiterator import ArchiveIterator

from extractors.model import Article, Fingerprint
from flows import keeping
from flows.failures import UserError
from flows.keeping import Chosen
from flows.settings import Settings
from store import repository
from store.engine import open_store, reading, writing
from store.errors import StoreBrokenError
from tests.model_makers import CALL, NOW

DAY = dt.timedelta(days=1)
CHOICES = {
    "all": (Chosen(), ["a", "b", "c"]),
    "a call's": (Chosen(call=CALL.key), ["b"]),
    "two addresses": (Chosen(urls=("https://x.example/a", "https://x.example/c")), ["a", "c"]),
    "from a day on": (Chosen(since=f"{NOW + DAY:%Y-%m-%d}"), ["b", "c"]),
    "a range": (Chosen(since=f"{NOW + DAY:%Y-%m-%d}", until=f"{NOW + 2 * DAY:%Y-%m-%d}"), ["b"]),
    "both at once": (Chosen(call=CALL.key, since=f"{NOW:%Y-%m-%d}"), ["b"]),
}


@pytest.fixture
def settings(tmp_path):
    """A store with three pages of three days, the second of an article on a call."""
    made = Settings(home=tmp_path / "home")
    engine = open_store(made.store)
    with writing(engine) as connection:
        repository.add_call(connection, CALL, now=NOW)
        for number, name in enumerate("abc"):
            page = {"url": f"https://x.example/{name}", "body": name.encode()}
            kept = repository.add_evidence(connection, **page, fetched_at=NOW + number * DAY)
            if name == "b":
                mark = Fingerprint("s", "h", (), ())
                repository.add_article(
                    connection, Article("b"), canonical_url="b", fingerprint=mark, now=NOW, evidence_id=kept,
                    call_key=CALL.key,
                )  # fmt: skip
    engine.dispose()
    return made


def pages(file: Path) -> list[str]:
    """The bodies of an archive, checked by their digests."""
    with file.open("rb") as opened:
        return [
            record.content_stream().read().decode()
            for record in ArchiveIterator(opened, check_digests="raise")
        ]


@pytest.mark.parametrize(("chosen", "expected"), CHOICES.values(), ids=CHOICES)
def test_any_set_of_pages_goes_out_as_warc(settings, tmp_path, chosen, expected):
    assert keeping.export_evidence(settings, tmp_path / "out.warc.gz", chosen) == 0
    assert pages(tmp_path / "out.warc.gz") == expected


def test_an_archive_without_a_page_is_refused(settings, tmp_path):
    with pytest.raises(UserError, match="no stored page is meant"):
        keeping.export_evidence(settings, tmp_path / "out.warc.gz", Chosen(call="1999-01-01"))
    assert not (tmp_path / "out.warc.gz").exists()


def test_a_damaged_page_leaves_no_half_archive(settings, tmp_path):
    engine = open_store(settings.store)
    with writing(engine) as connection:
        connection.execute(text("DROP TRIGGER evidence_bodies_kept"))
        connection.execute(text("UPDATE evidence_bodies SET data = x'00'"))
    engine.dispose()
    with pytest.raises(StoreBrokenError, match="is damaged"):
        keeping.export_evidence(settings, tmp_path / "out.warc.gz")
    assert not (tmp_path / "out.warc.gz").exists()


def test_a_damaged_store_is_put_right_by_its_backup_and_kept_beside_it(settings, tmp_path, capsys):
    """The message of a damaged store advises this very command, which refused the store all the same."""
    keeping.back_up(settings, tmp_path / "backup.db")
    path = Path(settings.store.removeprefix("sqlite:///"))
    damaged = path.read_bytes()[:4096] + b"Z" * 9000
    path.write_bytes(damaged)
    with pytest.raises(StoreBrokenError, match="readout-watch restore FILE"):
        open_store(settings.store)
    assert keeping.restore(settings, tmp_path / "backup.db") == 0
    assert "The store as it was is kept as" in capsys.readouterr().out
    assert path.with_name(f"{path.name}.before-1").read_bytes() == damaged
    engine = open_store(settings.store, create=False)
    with reading(engine) as connection:
        assert len(repository.evidence_ids(connection)) == 3
    engine.dispose()
