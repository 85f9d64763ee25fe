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
_SAMPLE = np.uint64(4 - 1)
# The upper 47 bits are stored: a database keeps them in six bytes instead of eight, and two of a hundred
# million shingles meet by chance once in a million look-ups, to be told apart by the verification.
_SPARE_BITS = np.uint64(17)
_STEP, _HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(33)
_SCRAMBLE = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
# Without its boilerplate a text this short says too little to be told from another.
_LEAST_WORDS = 20

_APOSTROPHES = "'’‘`´ʼ"
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
# Signs that make most English texts other than ASCII, and are no part of a word before or behind NFKD.
_SIGNS = "“”–—…"
# Small letters and digits for what they are, the line's end for itself, a space for all else.
_PLAIN = "".join(
    chr(code).lower() if chr(code).isalnum() or chr(code) == "\n" else " " for code in range(128)
)

# A long-running worker must not keep every misspelling: a hundred thousand words take 15 MB.
_MOST_WORDS = 1 << 17

Hashes = npt.NDArray[np.uint64]


def normal_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and punctuation: what a copyist keeps."""
    return list(chain.from_iterable(_lines(text)))


class Text:
    """A text taken apart once: the words of its paragraphs, their hashes, and a number for every word."""

    __slots__ = ("_numbers", "hashes", "lines", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _lines(text)
        self.hashes = tuple(_line_hash(" ".join(words)) for words in self.lines)
        self.words = list(chain.from_iterable(self.lines))
        self._numbers = np.fromiter(map(_NUMBERS.__getitem__, self.words), np.uint64, len(self.words))

    def fingerprint(self, common: Collection[int]) -> Fingerprint:
        """What the index keeps of the text; ``common`` are the paragraphs known as boilerplate."""
        hashes = _runs(self._without(common), _INDEX_WORDS)
        sampled = _distinct(hashes[(hashes & _SAMPLE) == 0])
        return Fingerprint(
            scheme=SCHEME,
            text_hash=xxhash.xxh3_128_hexdigest(" ".join(self.words).encode()),
            shingles=tuple((sampled >> _SPARE_BITS).tolist()),
            paragraphs=tuple(dict.fromkeys(self.hashes)),
        )

    def count_without(self, hashes: Collection[int]) -> int:
        """How many words stand outside these paragraphs."""
        pairs = zip(self.hashes, self.lines, strict=True)
        return sum(len(words) for hash_, words in pairs if hash_ not in hashes)

    def shingles(self, size: int, common: Collection[int]) -> Hashes:
        """The distinct hashes of all runs of ``size`` words outside the boilerplate."""
        return _distinct(_runs(self._without(common), size))

    def _without(self, common: Collection[int]) -> Hashes:
        """The numbers of the words outside the boilerplate; of all when hardly any is left."""
        if common and any(hash_ in common for hash_ in self.hashes):
            sizes = [len(words) for words in self.lines]
            mask = np.repeat([hash_ not in common for hash_ in self.hashes], sizes)
            return self._numbers[mask] if mask.sum() >= _LEAST_WORDS else self._numbers
        return self._numbers


def _lines(text: str) -> list[list[str]]:
    """The words of each line that has any, without case, accents and apostrophes."""
    for mark in _SIGNS:
        text = text.replace(mark, " ")
    for mark in _APOSTROPHES:
        text = text.replace(mark, "")
    if text.isascii():  # three times as fast as looking for words
        found = (line.split() for line in text.translate(_PLAIN).split("\n"))
    else:
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
        found = (_WORD.findall(line) for line in text.split("\n"))
    return [words for words in found if words]


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
    """The hashes of all runs of ``size`` words; of the whole when there are fewer words."""
    if not len(numbers):
        return numbers
    size = min(size, len(numbers))
    count = len(numbers) - size + 1
    mixed = numbers[:count].copy()
    for step in range(1, size):  # whole numbers of an array overflow in silence
        mixed *= _STEP
        mixed += numbers[step : count + step]
    # scrambled, so that the low bits that the sampling looks at depend on every word
    for factor in _SCRAMBLE:
        mixed ^= mixed >> _HALF
        mixed *= factor
    mixed ^= mixed >> _HALF
    return mixed


def _distinct(hashes: Hashes) -> Hashes:
    """The hashes in order, each once; ``hashes`` is sorted."""
    hashes.sort()  # np.unique hashes first, which takes longer for some hundred numbers
    new = np.empty(len(hashes), dtype=bool)
    new[:1] = True
    np.not_equal(hashes[1:], hashes[:-1], out=new[1:])
    distinct: Hashes = hashes[new]
    return distinct
