"""Whether a text is a copy, a cut or an update of one already held. Pure: the store's answers are passed in.

A text is looked up by sampled six-word shingles, without the paragraphs known as boilerplate, and what is
found is verified exactly on word pairs. The hashes are stored, so their recipe has a name, ``SCHEME``:
change the recipe and the name together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import xxhash

from extractors.model import Candidate, DuplicateKind, Fingerprint, Side, Span, Verdict

SCHEME = "words6-mod4-xxh3-1"

# Six words: an unrelated text touches 120-250 rows of a million articles; with four it touches 3,800.
_INDEX_WORDS = 6
# One shingle in four, about 78 an article: one in eight halves the table and finds 1 % less.
_SAMPLE = np.uint64(4)
# The upper 47 bits are stored: a database keeps them in six bytes instead of eight, and two of a hundred
# million shingles meet by chance once in a million look-ups, to be told apart by the verification.
_SPARE_BITS = np.uint64(17)
# Word pairs survive heavy rewording; longer shingles do not.
_VERIFY_WORDS = 2
# Three in ten lets shared quotations through (4-6 % false); a half loses copies with 20 % of words changed.
_SAME_TEXT = 0.40
# A cut or an update: nearly all of the shorter text stands in the longer one ...
_INSIDE = 0.80
# ... and enough of it that it is no coincidence of names and set phrases.
_LEAST_PAIRS = 12
# Two texts that share a notice or an official statement and have this many words beside it, each of its
# own, are two stories: unrelated texts share under a tenth of their word pairs, reworded ones half.
_OWN_STORY = 60
_REST_ALIKE = 0.20
# Without its boilerplate a text this short says too little to be told from another.
_LEAST_WORDS = 20
# A shorter sentence ("He agreed.") stands in many texts without having been copied.
_LEAST_SENTENCE = 4

_APOSTROPHES = "'’‘`´ʼ"
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]*[^\W\d_a-zа-я])")

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Finding:
    """What ``find_duplicate`` found out: ``fingerprint`` of the text, the ``verdict`` or None.

    ``to_index`` is the part of the fingerprint that the originals lack; only that goes into the index.
    """

    fingerprint: Fingerprint
    verdict: Verdict | None
    to_index: Fingerprint


def normal_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and punctuation: what a copyist keeps."""
    return _WORD.findall(_normal(text))


def paragraph_hashes(text: str) -> tuple[int, ...]:
    """A 47-bit hash for each paragraph (line with words) of a text, in order."""
    return _Text(text).hashes


def fingerprint(text: str, common: Collection[int] = frozenset()) -> Fingerprint:
    """What the index keeps of a text; ``common`` are the paragraph hashes that are known as boilerplate."""
    return _Text(text).fingerprint(common)


def judge(
    text: str,
    candidates: Sequence[Candidate],
    common: Collection[int] = frozenset(),
    side: Side | None = None,
) -> Verdict | None:
    """Which of ``candidates`` the text duplicates and how; None when it is a story of its own.

    ``common`` are the boilerplate paragraphs of the text and the candidates. ``side`` is set for a page
    that a side published itself: it is only ever a copy of another page of that side, because a newspaper
    that printed a readout in full must not make the readout itself a copy.
    """
    return _judge(_Text(text), [(one, _Text(one.text)) for one in candidates], common, side)


def find_duplicate(
    text: str,
    *,
    common: Callable[[Collection[int]], Collection[int]],
    candidates: Callable[[Fingerprint], Sequence[Candidate]],
    side: Side | None = None,
) -> Finding:
    """Look a text up among the stored ones.

    ``common`` answers which paragraph hashes are boilerplate, ``candidates`` which stored articles share
    shingles with a fingerprint: the store's ``common_paragraphs`` and ``duplicate_candidates``.
    """
    own = _Text(text)
    known = set(common(own.hashes))
    mark = own.fingerprint(known)
    near = [(one, _Text(one.text)) for one in candidates(mark)]
    if near:
        known |= set(common([hash_ for _, other in near for hash_ in other.hashes]))
    verdict = _judge(own, near, known, side)
    if verdict is None:
        return Finding(mark, None, mark)
    return Finding(mark, verdict, lacking(mark, [other.fingerprint(known) for _, other in near]))


def lacking(own: Fingerprint, others: Sequence[Fingerprint]) -> Fingerprint:
    """The part of a fingerprint that none of ``others`` has: what a copy or a new version adds."""
    shingles = {hash_ for other in others for hash_ in other.shingles}
    paragraphs = {hash_ for other in others for hash_ in other.paragraphs}
    return replace(
        own,
        shingles=tuple(hash_ for hash_ in own.shingles if hash_ not in shingles),
        paragraphs=tuple(hash_ for hash_ in own.paragraphs if hash_ not in paragraphs),
    )


@dataclass(frozen=True, slots=True)
class _Match:
    kind: DuplicateKind
    score: float
    jaccard: float
    holds: float


class _Text:
    """A text taken apart once: the words of its paragraphs, their hashes, and a number for every word."""

    __slots__ = ("_numbers", "hashes", "lines", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [words for line in _normal(text).split("\n") if (words := _WORD.findall(line))]
        self.hashes = tuple(_line_hash(" ".join(words)) for words in self.lines)
        self.words = list(chain.from_iterable(self.lines))
        self._numbers = np.fromiter(map(_word_number, self.words), dtype=np.uint64, count=len(self.words))

    def fingerprint(self, common: Collection[int]) -> Fingerprint:
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


def _judge(
    own: _Text, near: Sequence[tuple[Candidate, _Text]], common: Collection[int], side: Side | None
) -> Verdict | None:
    pairs = own.shingles(_VERIFY_WORDS, common)
    held = [(one, other) for one, other in near if side is None or one.side == side]
    found = [(one, other, match) for one, other in held if (match := _match(own, pairs, other, common))]
    if not own.words or not found:
        return None
    best, _, match = max(found, key=lambda row: (row[2].jaccard, -row[0].article_id))
    if match.kind is DuplicateKind.EXACT:
        return Verdict(match.kind, best.article_id, 1.0, _reason(match, best.article_id, 0))
    new_text = _new_text(own.text, [other for _, other, _ in found])
    if new_text and match.holds >= _INSIDE:
        # "did not" turned into "did" is an update too, though both texts hold nearly all of the other
        match = replace(match, kind=DuplicateKind.CONTAINS, score=match.holds)
    added = sum(len(normal_words(own.text[start:end])) for start, end in new_text)
    reason = _reason(match, best.article_id, added)
    return Verdict(match.kind, best.article_id, round(match.score, 4), reason, new_text)


def _match(own: _Text, pairs: Hashes, other: _Text, common: Collection[int]) -> _Match | None:
    if own.words == other.words:
        return _Match(DuplicateKind.EXACT, 1.0, 1.0, 1.0)
    others = other.shingles(_VERIFY_WORDS, common)
    shared = len(np.intersect1d(pairs, others, assume_unique=True))
    if not shared:
        return None
    of_own, of_other = shared / len(pairs), shared / len(others)
    jaccard = shared / (len(pairs) + len(others) - shared)
    inside, holds = of_own >= _INSIDE, of_other >= _INSIDE
    if shared >= _LEAST_PAIRS and inside != holds:
        kind = DuplicateKind.CONTAINED if inside else DuplicateKind.CONTAINS
        return _Match(kind, max(of_own, of_other), jaccard, of_other)
    if jaccard < _SAME_TEXT or _tell_their_own(own, other, common):
        return None
    return _Match(DuplicateKind.NEAR, jaccard, jaccard, of_other)


def _tell_their_own(own: _Text, other: _Text, common: Collection[int]) -> bool:
    """Whether two texts share whole paragraphs and nothing else: a notice or a statement that both print."""
    shared = set(own.hashes) & set(other.hashes)
    apart = shared.union(common)
    if not shared or min(own.count_without(apart), other.count_without(apart)) < _OWN_STORY:
        return False
    mine, theirs = own.shingles(_VERIFY_WORDS, apart), other.shingles(_VERIFY_WORDS, apart)
    both = len(np.intersect1d(mine, theirs, assume_unique=True))
    return both < _REST_ALIKE * (len(mine) + len(theirs) - both)


def _reason(match: _Match, original_id: int, added: int) -> str:
    share, other = f"{match.score:.0%}", f"article {original_id}"
    return {
        DuplicateKind.EXACT: f"the words are those of {other}",
        DuplicateKind.NEAR: f"{share} of the word pairs of both are shared with {other}",
        DuplicateKind.CONTAINED: f"{share} of its word pairs stand in {other}, which is longer",
        DuplicateKind.CONTAINS: f"it holds {share} of the word pairs of {other}; {added} words are its own",
    }[match.kind]


def _new_text(text: str, originals: Sequence[_Text]) -> tuple[Span, ...]:
    """The sentences of ``text`` that stand word for word in none of the originals; neighbours joined.

    Word for word, because "did not discuss" differs from "did discuss" by one word in twenty.
    """
    held = [f" {' '.join(one.words)} " for one in originals]
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        joins = False  # a short sentence goes with the one before it
        for start, end in _sentences(text, *paragraph.span()):
            words = normal_words(text[start:end])
            if len(words) >= _LEAST_SENTENCE or not joins:
                joins = bool(words) and not any(f" {' '.join(words)} " in one for one in held)
            if joins:
                gap = text[spans[-1][1] : start] if spans else "x"
                spans[-1:] = [(spans[-1][0], end)] if not gap.strip() else [*spans[-1:], (start, end)]
    return tuple(spans)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    cuts = [start, *(match.end() for match in _SENTENCE_END.finditer(text, start, end)), end]
    pieces = [(first, last) for first, last in pairwise(cuts) if text[first:last].strip()]
    return [(first, first + len(text[first:last].rstrip())) for first, last in pieces]


def _normal(text: str) -> str:
    """The text in small letters without accents and apostrophes; its lines stay lines."""
    for mark in _APOSTROPHES:
        text = text.replace(mark, "")
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return text.lower()


@lru_cache(maxsize=1 << 17)
def _word_number(word: str) -> int:
    # kept, because a few ten thousand words make up most of all texts
    return xxhash.xxh3_64_intdigest(word.encode())


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
    return np.unique(mixed)
