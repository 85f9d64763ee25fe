"""The page that tells a newcomer how to add a claim family is true: this test follows it."""

import datetime as dt
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.claims import FAMILIES, topics
from extractors.claims.draft import ClaimFamily
from extractors.claims.engine import claims_of, read_page
from extractors.model import Article, Claim, Polarity, Side

PAGE = Path(__file__).parent.parent / "docs" / "how_to_add_a_claim_family.md"
PUBLISHED = dt.datetime(2017, 1, 30, 15, tzinfo=dt.UTC)


def block(language: str) -> str:
    """The first code block of a language on the page."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClaimFamily]:
    """The family of the page, its two files in a folder of their own."""
    (tmp_path / "new_families").mkdir()
    (tmp_path / "new_families" / "__init__.py").write_text("")
    (tmp_path / "new_families" / "pets.toml").write_text(block("toml"), "utf-8")
    (tmp_path / "new_families" / "pets.py").write_text(block("python"), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(topics, "FAMILIES_PACKAGE", "new_families")
    topics.load_topics.cache_clear()
    spec = importlib.util.spec_from_file_location("new_families.pets", tmp_path / "new_families" / "pets.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.FAMILY
    topics.load_topics.cache_clear()
    sys.modules.pop("new_families", None)


def claims(text: str, family: ClaimFamily, side: Side | None = None) -> list[Claim]:
    article = Article(text=text, published=PUBLISHED, side=side)
    families = (*FAMILIES, family)
    return [c for c in claims_of(read_page(article, families), families) if c.topic == "pets"]


def test_the_new_family_reads_what_was_and_was_not_talked_about(family: ClaimFamily) -> None:
    told = claims("Mr. Trump and Mr. Putin discussed a puppy on the phone on Saturday, an aide said.", family)
    denied = claims(
        "Mr. Trump and Mr. Putin spoke on Saturday. They did not discuss dogs, an aide said.", family
    )
    assert {c.polarity for c in told} == {Polarity.AFFIRMED}
    assert {c.polarity for c in denied} == {Polarity.DENIED}
    assert {c.terms for c in denied} == {frozenset({"dogs"})}


def test_a_weak_word_counts_only_beside_a_strong_one(family: ClaimFamily) -> None:
    lead = "Mr. Trump and Mr. Putin spoke on Saturday. "
    assert not claims(lead + "They discussed the gift, an aide said.", family)
    assert claims(lead + "The puppy was small. They discussed the gift, an aide said.", family)


def test_a_readout_that_merely_names_the_topic_speaks_of_it(family: ClaimFamily) -> None:
    assert claims("Among other things there were words of thanks for the kittens.", family, Side.KREMLIN)


def test_the_page_names_files_that_exist() -> None:
    root = PAGE.parent.parent
    for name in re.findall(
        r"`((?:extractors|tests|benchmarks)/[\w/.]+\.(?:py|toml|jsonl))`", PAGE.read_text("utf-8")
    ):
        assert (root / name).exists() or "pets" in name, name
