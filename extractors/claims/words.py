"""The words that the claim rules of every family share, by what they stand for (``words.toml``)."""

from __future__ import annotations

import re
from functools import cache

from extractors.language.wordlists import compile_words, load_table


@cache
def word_set(*names: str) -> frozenset[str]:
    """Return the words of the lists of that name, joined. Raises KeyError for a list that is not there."""
    table = load_table("extractors.claims", "words.toml")
    return frozenset(word for name in names for word in table[name])


@cache
def words(*names: str) -> re.Pattern[str]:
    """Return the expression over lower-case text for the lists of that name, joined."""
    return compile_words(word_set(*names))
