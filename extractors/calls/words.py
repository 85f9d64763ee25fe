"""The words by which a story names and dates its calls, as expressions over lower-case text."""

from __future__ import annotations

import re
from functools import cache

from extractors.language.wordlists import compile_words, load_table


@cache
def words(name: str) -> re.Pattern[str]:
    """Return the expression for one list of ``words.toml``. Raises KeyError for a list that is not there."""
    return compile_words(load_table("extractors.calls", "words.toml")[name])


@cache
def arranging_verbs() -> frozenset[str]:
    """Return the lemmas of asking for a call: a day that hangs on one of them dates the asking."""
    return frozenset(load_table("extractors.calls", "words.toml")["arranging"])


@cache
def talk_verbs() -> frozenset[str]:
    """Return the lemmas of holding a conversation."""
    return frozenset(load_table("extractors.calls", "words.toml")["talk_verbs"])


@cache
def call_words() -> re.Pattern[str]:
    """Return the expression for words that name a leaders' call or the act of calling."""
    return compile_words(load_table("extractors.claims", "acts.toml")["call"]["strong"])


@cache
def both_words() -> re.Pattern[str]:
    """Return the expression for words that mean the two leaders together."""
    return compile_words(load_table("extractors.claims", "acts.toml")["leaders_both"]["words"])
