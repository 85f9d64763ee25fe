"""Word lists as data: a small pattern language that a newcomer can write, compiled to one expression a list.

A pattern is a phrase in lower case. ``*`` at the end of a word stands for any ending, ``a|b`` for either word,
``~`` for up to six words between two parts, ``?`` after a word makes it optional. Straight apostrophes only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

# Six words between the parts of a phrase ("left ~ to one side"): with more, parts of other clauses were joined.
_GAP = r"(?:\W+[\w'.-]+){0,6}?\W+"
# A set with a character above 255 is compiled ten times slower, so no zero-width space stands here (a tenth of a
# second of every start): ``quotes.normalise`` writes soft hyphens for them.
_BETWEEN = r"[\s,\xad\"-]+"


def pattern_of(phrase: str) -> str:
    """Return the regular expression source of one phrase of a word list."""
    source = ""
    glue = ""
    for part in phrase.split():
        if part == "~":
            glue = _GAP
            continue
        words = [_word(w) for w in part.rstrip("?").split("|")]
        word = words[0] if len(words) == 1 else "(?:" + "|".join(words) + ")"
        source += f"(?:{glue}{word})?" if part.endswith("?") else glue + word
        glue = _BETWEEN
    return source


def _word(word: str) -> str:
    """Return the expression of one word; a trailing ``*`` allows any ending."""
    return re.escape(word.rstrip("*")) + (r"[\w'-]*" if word.endswith("*") else "")


def compile_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for the phrases, longest first; an empty list matches nothing."""
    sources = sorted({pattern_of(phrase) for phrase in phrases}, key=len, reverse=True)
    if not sources:
        return re.compile(r"(?!)")
    return re.compile(r"(?<![\w'-])(?:" + "|".join(sources) + r")(?!\w)")


@cache
def load_table(package: str, name: str) -> Mapping[str, Any]:
    """Return the data file ``name`` of ``package`` as a mapping. Raises FileNotFoundError, TOMLDecodeError."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
