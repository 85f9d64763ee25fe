"""Quotation marks of every make enclose what they enclose, and no number of them raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.quotes import find_quotes, normalise
from extractors.language.syntax import split_paragraphs


def inner(text: str) -> list[str]:
    """The quoted words of a text, without marks."""
    return [text[q.inner[0] : q.inner[1]] for q in find_quotes(text, tuple(split_paragraphs(text)))]


MARKS = [
    ('Orlov said "no deal" twice.', ["no deal"]),
    ("Orlov said “no deal” twice.", ["no deal"]),
    ("Orlov said «no deal» twice.", ["no deal"]),
    ("Orlov said ''no deal'' twice.", ["no deal"]),
    ("Orlov said ``no deal'' twice.", ["no deal"]),
    ("Orlov said ‘no deal,’ twice.", ["no deal,"]),
    ("Orlov said 'no deal,' twice.", ["no deal,"]),
    ("Orlov said â€œno dealâ€\x9d twice.", ["no deal"]),
    ("Orlov said â€œno dealâ€ twice.", ["no deal"]),
    ('"One," he said. "Two."', ["One,", "Two."]),
    # an apostrophe encloses nothing
    ("Orlov's aide doesn't know the ministers' plans.", []),
    # a mark that is never closed ends before the speaker, or with its paragraph
    ('"There is no deal, the aide said.', ["There is no deal,"]),
    ('He said "there is no deal.', ["there is no deal."]),
    ('A mark alone: "', []),
]


@pytest.mark.parametrize(("text", "expected"), MARKS)
def test_marks_of_every_make_enclose_their_words(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We met.\n\n“We agreed.”"
    first, second = find_quotes(text, tuple(split_paragraphs(text)))
    assert not first.closed
    assert second.continued


def test_a_closed_quotation_is_not_continued_by_the_next_paragraph() -> None:
    text = "“We met.”\n\n“We agreed.”"
    assert [q.continued for q in find_quotes(text, tuple(split_paragraphs(text)))] == [False, False]


@given(st.text(alphabet="\"'“”‘’«»`â€œ\x9d ab.,\n", max_size=60))
def test_any_heap_of_marks_gives_spans_within_the_text_in_order(text: str) -> None:
    quotes = find_quotes(text, tuple(split_paragraphs(text)))
    assert all(0 <= q.start <= q.inner[0] <= q.inner[1] <= q.end <= len(text) for q in quotes)
    assert [q.start for q in quotes] == sorted(q.start for q in quotes)


@given(st.text(max_size=80))
def test_normal_marks_keep_every_offset(text: str) -> None:
    assert len(normalise(text)) == len(text)
