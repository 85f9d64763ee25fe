"""A text as numbers: its words, its paragraphs and its shingles, hashed by a recipe with a name.

The hashes are stored, so change the recipe and ``SCHEME`` together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain

import numpy as np
import numpy.typing as npt
import xxhash

from extractors.model import Fingerprint

SCHEME = "words6-mod4-xxh3-1"

# Six words: an unrelated text touches 120-250 rows of a million articles; with four it touches 3,800.
_INDEX_WORDS = 6
# One shingle in four, about 78 an article: one in eight halves the table and finds 1 % less.
_SAMPLE = np.uint64(4)
# The upper 47 bits are stored: a database keeps them in six bytes instead of eight, and two of a hundred
# million shingles meet by chance once in a million look-ups, to be told apart by the verification.
_SPARE_BITS = np.uint64(17)
# Without its boilerplate a text this short says too little to be told from another.
_LEAST_WORDS = 20

_APOSTROPHES = "'’‘`´ʼ"
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")

# A long-running worker must not keep every misspelling: a hundred thousand words take 15 MB.
_MOST_WORDS = 1 << 17

Hashes = npt.NDArray[np.uint64]


def normal_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and punctuation: what a copyist keeps."""
    return _WORD.findall(_normal(text))


class Text:
    """A text taken apart once: the words of its paragraphs, their hashes, and a number for every word."""

    __slots__ = ("_numbers", "hashes", "lines", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [words for line in _normal(text).split("\n") if (words := _WORD.findall(line))]
        self.hashes = tuple(_line_hash(" ".join(words)) for words in self.lines)
        self.words = list(chain.from_iterable(self.lines))
        self._numbers = np.array([_NUMBERS[word] for word in self.words], dtype=np.uint64)

    def fingerprint(self, common: Collection[int]) -> Fingerprint:
        """What the index keeps of the text; ``common`` are the paragraphs known as boilerplate."""
        hashes = self.shingles(_INDEX_WORDS, common)
        return Fingerprint(
            scheme=SCHEME,
            text_hash=xxhash.xxh3_128_hexdigest(" ".join(self.words).encode()),
            shingles=tuple((hashes[hashes % _SAMPLE == 0] >> _SPARE_BITS).tolist()),
            paragraphs=tuple(dict.fromkeys(self.hashes)),
        )

    def count_without(self, hashes: Collection[int]) -> int:
        """How many words stand outside these paragraphs."""
        pairs = zip(self.hashes, self.lines, strict=True)
        return sum(len(words) for hash_, words in pairs if hash_ not in hashes)

    def shingles(self, size: int, common: Collection[int]) -> Hashes:
        """The distinct hashes of all runs of ``size`` words outside the boilerplate."""
        kept = self._numbers
        if any(hash_ in common for hash_ in self.hashes):
            sizes = [len(words) for words in self.lines]
            mask = np.repeat([hash_ not in common for hash_ in self.hashes], sizes)
            kept = kept[mask] if mask.sum() >= _LEAST_WORDS else kept
        return _runs(kept, size)


def _normal(text: str) -> str:
    """The text in small letters without accents and apostrophes; its lines stay lines."""
    for mark in _APOSTROPHES:
        text = text.replace(mark, "")
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return text.lower()


class _Numbers(dict[str, int]):
    """The hash of each word asked for: kept, because a few ten thousand words make up most of all texts."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        number = self[word] = xxhash.xxh3_64_intdigest(word.encode())
        return number


_NUMBERS = _Numbers()


def _line_hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode()) >> int(_SPARE_BITS)


def _runs(numbers: Hashes, size: int) -> Hashes:
    """The distinct hashes of all runs of ``size`` words; of the whole when there are fewer words."""
    if not len(numbers):
        return numbers
    size = min(size, len(numbers))
    count = len(numbers) - size + 1
    with np.errstate(over="ignore"):
        mixed = numbers[:count].copy()
        for step in range(1, size):
            mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[step : count + step]
        # scrambled, so that the low bits that the sampling looks at depend on every word
        for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
            mixed = (mixed ^ (mixed >> np.uint64(33))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(33)
    mixed.sort()  # np.unique hashes first, which takes longer for some hundred numbers
    distinct: Hashes = mixed[np.append(True, mixed[1:] != mixed[:-1])]
    return distinct
