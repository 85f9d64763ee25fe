"""Many word lists looked for at once: where a text's words begin like a list's, and only there, the list is asked.

A search for each list goes over every character of the text: finding sixty topics took a twelfth of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from extractors.language.wordlists import beginnings, compile_words
from extractors.model import Span

Name = TypeVar("Name", bound=Hashable)

# Letters of a word's beginning. With two, three times as many lists are asked; with four a third fewer, but a list with
# a shorter stem ("oil*") would be looked for in every text.
_LETTERS = 3
_WORD = re.compile(rf"(?<![\w'-])\w{{1,{_LETTERS}}}")


class WordIndex(Generic[Name]):
    """Word lists by name. Each is compiled when a text first has a word that begins like one of its own."""

    def __init__(self, lists: Mapping[Name, Iterable[str]]) -> None:
        self._phrases = {name: tuple(phrases) for name, phrases in lists.items()}
        self._patterns: dict[Name, re.Pattern[str]] = {}
        self._by_beginning: dict[str, list[Name]] = {}
        self._elsewhere: list[Name] = []  # lists with a phrase that begins with no letter, or with any
        for name, phrases in self._phrases.items():
            found = beginnings(phrases, _LETTERS)
            if found is None:
                self._elsewhere.append(name)
            for beginning in found or ():
                self._by_beginning.setdefault(beginning, []).append(name)

    def __bool__(self) -> bool:
        """Return whether there is any list."""
        return bool(self._phrases)

    def spans(self, text: str) -> dict[Name, list[Span]]:
        """Return where each list that is in the text matches, as its expression's ``finditer`` gives it."""
        found: dict[Name, list[Span]] = {}
        for name in self._elsewhere:
            if spans := [match.span() for match in self._pattern(name).finditer(text)]:
                found[name] = spans
        for at, name in self._places(text):
            before = found.get(name)
            if before and before[-1][1] > at:
                continue
            match = self._pattern(name).match(text, at)
            if match:
                found.setdefault(name, []).append(match.span())
        return found

    def named(self, text: str) -> frozenset[Name]:
        """Return the lists that are in the text."""
        found = {name for name in self._elsewhere if self._pattern(name).search(text)}
        for at, name in self._places(text):
            if name not in found and self._pattern(name).match(text, at):
                found.add(name)
        return frozenset(found)

    def _places(self, text: str) -> Iterator[tuple[int, Name]]:
        """Yield each list with the places, in rising order, where a word begins like one of its own."""
        by_beginning = self._by_beginning
        for word in _WORD.finditer(text):
            for name in by_beginning.get(word.group(), ()):
                yield word.start(), name

    def _pattern(self, name: Name) -> re.Pattern[str]:
        pattern = self._patterns.get(name)
        if pattern is None:
            pattern = self._patterns[name] = compile_words(self._phrases[name])
        return pattern
