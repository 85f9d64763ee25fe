"""docs/columns.md describes every table and column that is stored, and none that is not."""

import re
from pathlib import Path

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
