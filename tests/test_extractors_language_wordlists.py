"""A word list as one expression matches what its phrases match one by one, the longest first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.wordlists import compile_words, pattern_of

_SOME = (
    "talk", "talk*", "talk about", "talks ~ oil", "talk|talks on", "tal", "e-talk", "e talk", "'d talk", "no? talk",
    "oil", "on", "u.s.", "u.s. oil", "x ray", "zinc", "quiz", "book", "cup", "dog", "far", "gas",
)  # fmt: skip
_WORDS = (
    "talk", "talks", "talked", "tal", "talk's", "about", "oil", "on", "e", "u.s.", "'d", "no", "x", "ray", "dog",
    "-", ",", "e-talk", "zinc",
)  # fmt: skip
_PHRASES = st.lists(st.sampled_from(_SOME), max_size=20)
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=10).map(" ".join)


@given(_PHRASES, _TEXTS)
def test_a_list_matches_where_its_phrases_match_written_one_behind_the_other(
    phrases: list[str], text: str
) -> None:
    sources = sorted({pattern_of(phrase) for phrase in phrases}, key=lambda source: (-len(source), source))
    plain = re.compile(r"(?<![\w'-])(?:" + "|".join(sources or ["(?!)"]) + r")(?!\w)")
    assert [m.span() for m in compile_words(phrases).finditer(text)] == [
        m.span() for m in plain.finditer(text)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("sanction*", "sanctioned", True),
        ("sanction", "sanctioned", False),
        ("made no mention", "made no mention", True),
        ("left ~ aside", "left the whole matter aside", True),
        ("left ~ aside", "left one two three four five six seven aside", False),
        ("lift|ease curbs", "ease curbs", True),
        ("a? deal with", "deal with", False),
    ],
)
def test_what_the_marks_of_a_phrase_mean(phrase: str, text: str, matches: bool) -> None:
    assert bool(compile_words([phrase]).fullmatch(text)) is matches
