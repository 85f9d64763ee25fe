"""The line vote: of several extractions of one page, keep the lines that more than one extractor saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
# A line is confirmed by another text that holds this share of its four-word runs: some rewording of spaces,
# links and quotation marks is normal between extractors, other words are not.
_CONFIRMED = 0.6
# Under half of the main text confirmed, the witnesses read another part of the page: then they do not vote.
_LEAST_KEPT = 0.5
_RUN = 4


@dataclass(frozen=True, slots=True)
class Vote:
    """The lines kept, and the share (0..1) of the main text's characters that they make up."""

    lines: tuple[str, ...]
    kept: float


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return _WORD.findall(text.lower())


def lines_of(text: str) -> list[str]:
    """The lines of a text, stripped, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def vote(main: str, witnesses: Sequence[str]) -> Vote:
    """Keep the lines of ``main`` that a witness confirms; ``main`` whole when too few are confirmed."""
    lines = lines_of(main)
    total = sum(map(len, lines))
    readers = [_Witness(text) for text in witnesses if text.strip()]
    if not total or not readers:
        return Vote(tuple(lines), 0.0)
    kept = [line for line in lines if any(reader.confirms(line) for reader in readers)]
    share = sum(map(len, kept)) / total
    return Vote(tuple(kept if share >= _LEAST_KEPT else lines), share)


class _Witness:
    """A second text, indexed for the question whether it holds a line."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self._runs = frozenset(_runs(words))
        self._whole = f" {' '.join(words)} "

    def confirms(self, line: str) -> bool:
        words = words_of(line)
        if len(words) < _RUN:
            return f" {' '.join(words)} " in self._whole
        runs = _runs(words)
        return sum(run in self._runs for run in runs) >= _CONFIRMED * len(runs)


def similarity(first: str, second: str) -> float:
    """Jaccard similarity of the four-word runs of two texts, 0..1."""
    one, other = set(_runs(words_of(first))), set(_runs(words_of(second)))
    return len(one & other) / len(one | other) if one or other else 0.0


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    if len(words) < _RUN:
        return [tuple(words)] if words else []
    return list(zip(*(words[start:] for start in range(_RUN)), strict=False))


def without_repeats(lines: Iterable[str]) -> list[str]:
    """Drop a line equal to the one before it."""
    kept: list[str] = []
    for line in lines:
        if not kept or line != kept[-1]:
            kept.append(line)
    return kept
