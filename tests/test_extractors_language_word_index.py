"""Many word lists at once find what each of them finds alone, and only lists whose words begin so are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.word_index import WordIndex
from extractors.language.wordlists import beginnings, compile_words

LISTS = {
    "energy": ["oil", "gas", "oil price*", "energy ~ talks"],
    "talk": ["talk|talks|talked", "talk* about", "spoke of", "e-mail", "e mail"],
    "short": ["u.s.", "us", "un resolution*", "a? word on"],
    "marked": ["'d like", "would|'d ask"],
    "open": ["o* price"],
    "none": [],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("oily talks", {"talk": [(5, 10)]}),
        (
            "the oil price talk about gas",
            {"energy": [(4, 13), (25, 28)], "talk": [(14, 24)], "open": [(4, 13)]},
        ),
        ("he'd like a word", {}),
        ("non-oil u.s. usage", {"short": [(8, 12)]}),
        ("an e-mail, an e mail", {"talk": [(3, 9), (14, 20)]}),
        ("energy was in all of the talks", {"energy": [(0, 30)], "talk": [(25, 30)]}),
        ("", {}),
    ],
)
def test_each_list_is_found_where_its_words_stand_and_nowhere_within_others(
    text: str, found: dict[str, list[tuple[int, int]]]
) -> None:
    assert WordIndex(LISTS).spans(text) == found


_WORDS = (
    "oil", "oily", "gas", "price", "prices", "energy", "talk", "talks", "talked", "about", "spoke", "of", "e-mail", "e",
    "mail", "u.s.", "us", "un", "resolutions", "'d", "like", ",", "-", "a", "word", "on", "would", "ask",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=12).flatmap(
    lambda words: st.sampled_from([" ", "-", ", ", "  "]).map(lambda gap: gap.join(words))
)


@given(_TEXTS)
def test_an_index_finds_what_each_expression_finds(text: str) -> None:
    index = WordIndex(LISTS)
    alone = {
        name: [m.span() for m in compile_words(phrases).finditer(text)] for name, phrases in LISTS.items()
    }
    assert index.spans(text) == {name: spans for name, spans in alone.items() if spans}
    assert index.named(text) == {name for name, spans in alone.items() if spans}


@pytest.mark.parametrize(
    ("phrases", "begin"),
    [
        (["sanction*", "oil"], {"san", "oil"}),
        (["us", "u.s.", "un ~ vote"], {"us", "u", "un"}),
        (["ask|tell him"], {"ask", "tel"}),
        (["ta*"], None),
        (["'d like"], None),
    ],
)
def test_how_the_words_of_a_list_begin(phrases: list[str], begin: set[str] | None) -> None:
    assert beginnings(phrases, 3) == begin
