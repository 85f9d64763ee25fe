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
# The witnesses' common text replaces the main one when that is under this share of it and stands within it.
_CLEARLY_SHORTER = 0.8
_HELD = 0.8
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


def best_vote(main: str, first: str, second: str) -> Vote:
    """The vote on ``main`` by two witnesses, or theirs when both saw the same, clearly longer text around it.

    trafilatura lost two thirds of one long page that newspaper3k and readability both read to its end.
    """
    voted = vote(main, [first, second])
    if not (main.strip() and first.strip() and second.strip()):
        return voted
    theirs = confirmed_lines(second, [first, main])
    length, longer = sum(map(len, voted.lines)), sum(map(len, theirs))
    if length >= _CLEARLY_SHORTER * longer:
        return voted
    held = sum(map(len, confirmed_lines("\n".join(voted.lines), ["\n".join(theirs)])))
    return Vote(tuple(theirs), held / length) if held > _HELD * length else voted


def confirmed_lines(main: str, witnesses: Sequence[str]) -> list[str]:
    """The lines of ``main`` that at least one witness holds."""
    readers = [_Witness(text) for text in witnesses if text.strip()]
    return [line for line in lines_of(main) if any(reader.confirms(line) for reader in readers)]


def vote(main: str, witnesses: Sequence[str]) -> Vote:
    """Keep the lines of ``main`` that a witness confirms; ``main`` whole when too few are confirmed."""
    lines = lines_of(main)
    total = sum(map(len, lines))
    if not total or not any(text.strip() for text in witnesses):
        return Vote(tuple(lines), 0.0)
    kept = confirmed_lines(main, witnesses)
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
