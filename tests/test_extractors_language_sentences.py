"""Sentences end where a reader ends them: not behind titles, initials or a quotation's own marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.sentences import borders


def cut(text: str) -> list[str]:
    """The text cut at its borders."""
    ends = [0, *borders(text), len(text)]
    return [text[a:b].strip() for a, b in pairwise(ends)]


TEXTS = [
    ("They met. They agreed.", ["They met.", "They agreed."]),
    ("Mr. Orlov met Sen. Hale.", ["Mr. Orlov met Sen. Hale."]),
    ("He left the U.S. He came back.", ["He left the U.S.", "He came back."]),
    ("The U.S. Senate voted.", ["The U.S. Senate voted."]),
    ("On Jan. 28 they spoke at 5 p.m. Moscow time.", ["On Jan. 28 they spoke at 5 p.m. Moscow time."]),
    ("John F. Hale met then-Sen. Orr.", ["John F. Hale met then-Sen. Orr."]),
    ('"Never!" Mr. Orlov said.', ['"Never!" Mr. Orlov said.']),
    ('"Will they meet?" he asked. They will.', ['"Will they meet?" he asked.', "They will."]),
    ('"We met. We agreed," he said.', ['"We met.', 'We agreed," he said.']),
    ('He was blunt. "No deal."', ["He was blunt.", '"No deal."']),
    ("It rose 1.5 percent. Then it fell.", ["It rose 1.5 percent.", "Then it fell."]),
    ("MOSCOW, Jan. 28 (Interfax) - They met.", ["MOSCOW, Jan. 28 (Interfax) -", "They met."]),
    ("WASHINGTON — They met.", ["WASHINGTON —", "They met."]),
    ("U.S. - Russia talks failed.", ["U.S. - Russia talks failed."]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_each_text_is_cut_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(max_size=200))
def test_borders_rise_within_any_text(text: str) -> None:
    found = borders(text)
    assert found == sorted(set(found))
    assert all(0 < at <= len(text) for at in found)
