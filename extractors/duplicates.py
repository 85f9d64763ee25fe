"""Whether a text is a copy, a cut or an update of one already held. Pure: the store's answers are passed in.

A text is looked up by sampled six-word shingles, without the paragraphs known as boilerplate, and what is
found is verified exactly on word pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extractors.model import Candidate, DuplicateKind, Fingerprint, Side, Span, Verdict
from extractors.shingles import Hashes, Text, normal_words

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
# A shorter sentence ("He agreed.") stands in many texts without having been copied.
_LEAST_SENTENCE = 4

_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]*[^\W\d_a-zа-я])")


@dataclass(frozen=True, slots=True)
class Finding:
    """What ``find_duplicate`` found out: ``fingerprint`` of the text, the ``verdict`` or None.

    ``to_index`` is the part of the fingerprint that the originals lack; only that goes into the index.
    """

    fingerprint: Fingerprint
    verdict: Verdict | None
    to_index: Fingerprint


def paragraph_hashes(text: str) -> tuple[int, ...]:
    """A 47-bit hash for each paragraph (line with words) of a text, in order."""
    return Text(text).hashes


def fingerprint(text: str, common: Collection[int] = frozenset()) -> Fingerprint:
    """What the index keeps of a text; ``common`` are the paragraph hashes that are known as boilerplate."""
    return Text(text).fingerprint(common)


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
    return _judge(Text(text), [(one, Text(one.text)) for one in candidates], common, side)


def find_duplicate(
    text: str,
    *,
    common: Callable[[Collection[int]], Collection[int]],
    candidates: Callable[[Fingerprint], Sequence[Candidate]],
    foresee: Callable[[Fingerprint], None] | None = None,
    side: Side | None = None,
) -> Finding:
    """Look a text up among the stored ones.

    ``common`` answers which paragraph hashes are boilerplate, ``candidates`` which stored articles share
    shingles with a fingerprint. ``foresee`` is told first what both will be asked of, so that a store can look
    once: the store's ``LookUp`` has all three.
    """
    own = Text(text)
    mark = own.fingerprint(())
    if foresee:
        foresee(mark)
    known = set(common(own.hashes))
    mark = own.fingerprint(known) if known else mark
    near = [(one, Text(one.text)) for one in candidates(mark)]
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


def _judge(
    own: Text, near: Sequence[tuple[Candidate, Text]], common: Collection[int], side: Side | None
) -> Verdict | None:
    held = [(one, other) for one, other in near if side is None or one.side == side]
    if not own.words or not held:  # nine texts in ten end here
        return None
    pairs = own.shingles(_VERIFY_WORDS, common)
    found = [(one, other, match) for one, other in held if (match := _match(own, pairs, other, common))]
    if not found:
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


def _match(own: Text, pairs: Hashes, other: Text, common: Collection[int]) -> _Match | None:
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


def _tell_their_own(own: Text, other: Text, common: Collection[int]) -> bool:
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


def _new_text(text: str, originals: Sequence[Text]) -> tuple[Span, ...]:
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
