"""What lies in the folder of dossiers: each call's page, and the stored copies that alerts link to."""

from __future__ import annotations

import pytest

from flows import dossiers
from flows.settings import Settings
from store.engine import open_store
from tests.newsroom import corpus_store

KEY = "2017-01-28"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """A store that holds the seed corpus."""
    engine = open_store(f"sqlite:///{corpus_store(tmp_path_factory.mktemp('corpus'))}")
    yield engine
    engine.dispose()


def test_each_article_on_the_call_has_a_copy_named_by_its_page(engine, tmp_path):
    """Three stories tell of the call; each copy holds the story's text, whole, behind where it came from."""
    assert dossiers.write_one(engine, tmp_path, KEY) == tmp_path / f"{KEY}.html"
    copies = sorted((tmp_path / "copies").iterdir())
    assert len(copies) == 3
    for copy in copies:
        text = copy.read_text("utf-8")
        assert f"sha256 of the page as fetched: {copy.stem}" in text
    assert any(
        "The two leaders did not discuss sanctions in Saturday's call" in c.read_text() for c in copies
    )


def test_writing_again_gives_the_same_bytes(engine, tmp_path):
    """A link that was followed yesterday shows the same today."""
    dossiers.write_one(engine, tmp_path, KEY)
    before = {path.name: path.read_bytes() for path in (tmp_path / "copies").iterdir()}
    dossiers.write_one(engine, tmp_path, KEY)
    assert {path.name: path.read_bytes() for path in (tmp_path / "copies").iterdir()} == before


@pytest.mark.parametrize(
    ("served", "pattern"),
    [("", ""), ("https://desk.example/calls/", "https://desk.example/calls/copies/{sha256}.txt")],
)
def test_a_copy_is_linked_only_where_the_folder_is_served(served, pattern):
    """Without an address there is no link, and the alert names the hash alone."""
    assert dossiers.copies_url(Settings(dossier_url=served)) == pattern
