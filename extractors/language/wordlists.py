"""Word lists as data: a small pattern language that a newcomer can write, compiled to one expression a list.

A pattern is a phrase in lower case. ``*`` at the end of a word stands for any ending, ``a|b`` for either word,
``~`` for up to six words between two parts, ``?`` after a word makes it optional. Straight apostrophes only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

# Six words between the parts of a phrase ("left ~ to one side"): with more, parts of other clauses were joined.
_GAP = r"(?:\W+[\w'.-]+){0,6}?\W+"
# A set with a character above 255 is compiled ten times slower, so no zero-width space stands here (a tenth of a
# second of every start): ``quotes.normalise`` writes soft hyphens for them.
_BETWEEN = r"[\s,\xad\"-]+"
_ENDING = r"[\w'-]*"
_WITHIN = r"[\w'-]"
# First letters. With more of them a text is mostly made of letters that a match could begin with, and the check whether
# a word begins comes cheaper first.
_FEW = 8


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
    return re.escape(word.rstrip("*")) + (_ENDING if word.endswith("*") else "")


def compile_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for the phrases, longest first; an empty list matches nothing."""
    sources = {pattern_of(phrase): phrase for phrase in phrases}
    if not sources:
        return re.compile(r"(?!)")
    longest_first = sorted(sources, key=lambda source: (-len(source), source))
    rows = [row for source in longest_first for row in _rows(sources[source])]
    groups = _groups(rows)
    if len(groups) <= _FEW and all(head.isalnum() for head, _ in groups):
        return re.compile("(?:" + "|".join(_starts(groups)) + r")(?!\w)")
    return re.compile(f"(?<!{_WITHIN})(?:{_tree(rows)})" + r"(?!\w)")


def beginnings(phrases: Iterable[str], letters: int) -> frozenset[str] | None:
    """Return how the words begin that a list can match at: their first ``letters``, or all of a shorter word.

    None where a phrase can begin otherwise: with a mark ("'d like"), or with too few letters and any ending.
    """
    found: set[str] = set()
    for row in (row for phrase in phrases for row in _rows(phrase)):
        first = "".join(takewhile(str.isalnum, row[:letters]))
        behind = row[len(first)] if len(first) < min(letters, len(row)) else ""
        if not first or not (behind in ("", _BETWEEN, _GAP) or re.fullmatch(r"\\?\W", behind)):
            return None
        found.add(first)
    return frozenset(found)


# A phrase as pieces of an expression, one for each letter as far as it is letters.
_Row = tuple[str, ...]


def _rows(phrase: str) -> list[_Row]:
    """Return a phrase as rows of pieces, one for each of the words that it may begin with."""
    first, _, rest = phrase.strip().partition(" ")
    if "|" not in first or first.endswith("?"):
        return [_pieces(phrase)]
    return [_pieces(f"{word} {rest}") for word in first.split("|")]


def _pieces(phrase: str) -> _Row:
    """Return the pieces of a phrase: letters, what stands between words, and what is neither."""
    found: list[str] = []
    glue: tuple[str, ...] = ()
    for part in phrase.split():
        if part == "~":
            glue = (_GAP,)
        elif "|" in part or part.endswith("?"):
            words = "|".join(_word(w) for w in part.rstrip("?").split("|"))
            found += [*glue, f"(?:{words})"] if part[-1] != "?" else [f"(?:{''.join(glue)}(?:{words}))?"]
            glue = (_BETWEEN,)
        else:
            found += [*glue, *map(re.escape, part.rstrip("*")), *([_ENDING] if part[-1] == "*" else [])]
            glue = (_BETWEEN,)
    return tuple(found)


def _starts(groups: Sequence[tuple[str, Sequence[_Row]]]) -> Iterator[str]:
    """Yield the alternatives by their first letter, each with the check that no word goes on before it.

    The check stands behind the letter: so the engine sees which letters a match can begin with, and leaps over all
    others.
    """
    for head, below in groups:
        yield f"{head}(?<!{_WITHIN}{head}){_tree(below)}"


def _tree(rows: Sequence[_Row]) -> str:
    """Return what follows one beginning; what begins alike is written, and read, once."""
    if len(rows) == 1:
        return "".join(rows[0])
    found = [head + _tree(below) if head else "" for head, below in _groups(rows)]
    return found[0] if len(found) == 1 else "(?:" + "|".join(found) + ")"


def _groups(rows: Sequence[_Row]) -> list[tuple[str, list[_Row]]]:
    """Return the rows by their first piece, without that piece, so that the first of two that match stays first.

    Rows of one letter come together over rows of other letters, never over one that could match in their place.
    """
    found: list[tuple[str, list[_Row]]] = []
    open_: dict[str, list[_Row]] = {}
    for row in rows:
        head, rest = (row[0], row[1:]) if row else ("", ())
        if head not in open_:
            if not head:
                open_.pop(_BETWEEN, None)
            elif not head.isalnum() and head != _BETWEEN:
                open_.clear()
            below: list[_Row] = []
            found.append((head, below))
            if head.isalnum() or head == _BETWEEN:
                open_[head] = below
            below.append(rest)
        else:
            open_[head].append(rest)
    return found


@cache
def load_table(package: str, name: str) -> Mapping[str, Any]:
    """Return the data file ``name`` of ``package`` as a mapping. Raises FileNotFoundError, TOMLDecodeError."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
