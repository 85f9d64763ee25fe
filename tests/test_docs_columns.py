"""docs/columns.md describes every table and column that is stored, and none that is not."""

import re
from pathlib import Path

from extractors.model import Article
from extractors.published import TRUST
from store.tables import metadata

PAGE = (Path(__file__).parent.parent / "docs" / "columns.md").read_text("utf-8")


def described():
    """The columns of each table as the page lists them, in order."""
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    return {
        section.split("\n", 1)[0].strip(): re.findall(r"^\| (\w+) \| (.+) \|$", section, re.MULTILINE)[1:]
        for section in sections
    }


def test_every_table_and_column_is_described_in_order():
    stored = {table.name: [column.name for column in table.columns] for table in metadata.tables.values()}
    listed = {name: [column for column, _ in rows] for name, rows in described().items()}
    assert listed == stored


def test_no_description_is_empty_or_only_repeats_the_name():
    for table, rows in described().items():
        for column, meaning in rows:
            assert meaning.strip().replace(" ", "_") != column, (table, column)
            assert len(meaning.strip()) >= 4, (table, column)


def test_every_place_where_a_time_of_publication_is_found_is_named():
    """On the page and beside the field: who reads ``modified`` in the store must learn what it is worth."""
    (meaning,) = (text for name, text in described()["articles"] if name == "published_source")
    assert [place for place in TRUST if f"`{place}`" not in meaning] == []
    said = re.split(
        r"\W+", Article.__doc__.partition("``published_source``")[2].partition("``")[0].replace("-", "_")
    )
    assert [place for place in TRUST if place.replace("-", "_") not in said] == []
