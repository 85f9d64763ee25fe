# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""Whether a meeting of the leaders came out of their call: proposed, settled, or wanted by nobody.

A word of settling or proposing that stands with a word for the meeting affirms it; every negation or refusal
above turns it round. "No date has been set for the summit" denies the date and leaves the summit standing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.directions import turns_of
from extractors.claims.page import Page
from extractors.claims.topics import FAMILIES_PACKAGE
from extractors.claims.witness import names_both
from extractors.claims.words import word_set
from extractors.language.scene import Scene, subjects
from extractors.language.wordlists import compile_words, load_table
from extractors.model import Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token


_TOGETHER = re.compile(r"\b(?:two of them|pair|each other|one another|they|both of them|the two|together)\b")


_LETS = re.compile(r".*\blet(?:'| u)s $")


_WILL = frozenset(["will", "would", "'ll", "'d", "shall"])


@dataclass(frozen=True)
class Sign:
    """What a sentence says became of a meeting: ``level`` proposed or agreed, said to be so or not, and where."""

    level: Proposition
    affirmed: bool | None  # None where it is said to be neither accepted nor refused
    token: Token


@cache
def field(name: str) -> re.Pattern[str]:
    """Return the expression of one list of ``reunion.toml``. Raises KeyError for a list that is not there."""
    return compile_words(load_table(FAMILIES_PACKAGE, "reunion.toml")[name]["words"])


def signs(page: Page, index: int) -> Iterator[Sign]:
    """Yield every sign of a meeting in the sentence."""
    scene = page.scenes[index]
    meetings = [m.span() for m in field("meeting").finditer(scene.text)]
    if not meetings and not _goes_on(page, index):
        return
    taken: list[tuple[int, int]] = []
    for name in ("against", "plan", "offer"):
        for match in field(name).finditer(scene.text):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            token = _head(scene, *match.span())
            if token is None or not _is_of_meeting(page, index, token, match.span(), meetings):
                continue
            taken.append(match.span())
            sign = _sign(scene, name, token, match.start())
            if sign is not None:
                yield sign
    yield from _bare(page, index, meetings)
    if not taken:
        yield from _told(page, index, meetings)


def _told(page: Page, index: int, meetings: list[tuple[int, int]]) -> Iterator[Sign]:
    """Yield a meeting of the two that one leader names to the other in whatever words: "threw out Sochi as where the pair could meet"."""
    scene = page.scenes[index]
    if not (_TOGETHER.search(scene.text) and names_both(page, index)):
        return
    for start, end in meetings:
        token = _head(scene, start, end)
        if token is None or token.pos_ != "VERB" or token.dep_ == "ROOT":
            continue
        clause = scene.clause_of[token.i]
        above = next((c for c in scene.ancestors(clause) if any(k.lower_ for k in subjects(c))), None)
        if above is not None and above.tag_ == "VBD" and turns_of(scene, token, start) == 0:
            yield Sign(Proposition.PROPOSED, True, above)


def _sign(scene: Scene, name: str, token: Token, start: int) -> Sign | None:
    """Return what one word says; None where only a detail is left open or nobody can say."""
    if name == "against":
        own = [c for c in token.children if c.dep_ == "dobj" and c.pos_ == "NOUN"]
        if any(
            not (field("meeting").search(c.lower_) or c.lemma_.lower() in word_set("pointers")) for c in own
        ):
            return None  # "brushing aside the doubts of his partners"
        if token.pos_ in ("ADJ", "ADV") and any(field("detail").fullmatch(t.lower_) for t in token.subtree):
            return None  # "too early to speak of dates"
        negator = scene.negated.get(scene.clause_of[token.i].i)
        twice = negator is not None and scene.offset_of(negator) < start and token.pos_ == "VERB"
        return Sign(Proposition.AGREED, None if twice else False, token)  # "did not rule out a meeting"
    if token.lower_ in ("asked", "ask") and any(
        c.dep_ == "prep" and c.lower_ == "about" for c in token.children
    ):
        return None  # the press asked about a summit
    turns = turns_of(scene, token, start)
    if turns is None:
        return None
    odd = bool(turns % 2)
    if odd and _is_of_detail(scene, token):
        return None
    if name == "plan":
        return Sign(Proposition.AGREED, not odd, token)
    refused = odd and scene.clause_of[token.i].i not in scene.negated
    return Sign(Proposition.AGREED if refused else Proposition.PROPOSED, not odd, token)


def _head(scene: Scene, start: int, end: int) -> Token | None:
    tokens = scene.tokens_at(start, end)
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), None)
    return None if head is None or head.dep_ == "amod" else head


def _goes_on(page: Page, index: int) -> bool:
    """Return whether the sentence before in the same paragraph named a meeting that a pronoun here may mean."""
    if index == 0 or page.is_readout:
        return False
    before, here = page.scenes[index - 1], page.scenes[index]
    return before.sentence.paragraph == here.sentence.paragraph and bool(field("meeting").search(before.text))


def _is_of_meeting(
    page: Page, index: int, token: Token, span: tuple[int, int], meetings: list[tuple[int, int]]
) -> bool:
    """Return whether the meeting hangs on the word, stands in its clause or close by, or is meant by its pronoun."""
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    for start, end in meetings:
        if (
            start < span[1]
            and span[0] < end
            and not (start == span[0] and scene.text[start:end].startswith("invit"))
        ):
            continue
        for other in scene.tokens_at(start, end):
            if (
                scene.clause_of[other.i].i == clause.i
                or scene.below(other, clause)
                or abs(other.i - token.i) < 6
            ):
                return True
            if (
                clause.dep_ in ("acl", "relcl", "advcl", "conj")
                and scene.clause_of[other.i].i == scene.clause_of[clause.head.i].i
            ):
                return True
    if any(start < span[0] for start, _ in meetings):
        # "A summit was spoken of, and nobody lifted a finger to arrange it"
        # ... and "no meeting was agreed, and none is planned"
        return any(
            t.lower_ in ("it", "one", "none") and t.dep_ in ("dobj", "nsubjpass") for t in token.children
        )
    if any(c.lower_ == "such" for c in token.children):
        return True  # "No such plans," of the summit that was named before
    return not meetings and any(
        t.lower_ in ("it", "that", "one", "this", "anything", "nothing")
        and scene.clause_of[t.i].i == clause.i
        for t in scene.tokens
    )


def _is_of_detail(scene: Scene, token: Token) -> bool:
    """Return whether what is denied is a date or a place: "no date was set for the meeting"."""
    own = [*subjects(token), *(c for c in token.children if c.dep_ in ("dobj", "pobj", "nsubjpass"))]
    return any(field("detail").fullmatch(t.lower_) for t in own)


def _bare(page: Page, index: int, meetings: list[tuple[int, int]]) -> Iterator[Sign]:
    """Yield "no summit", and a meeting that a leader says there will be: "They would see each other in September"."""
    scene = page.scenes[index]
    for start, end in meetings:
        token = _head(scene, start, end)
        if token is None:
            continue
        if token.pos_ == "NOUN" and any(c.lower_ == "no" for c in token.children):
            yield Sign(Proposition.AGREED, False, token)
        elif _LETS.match(scene.text[max(start - 8, 0) : start]):
            yield Sign(Proposition.PROPOSED, True, token)  # "Let's get together, Vladimir"
        elif token.tag_ == "VB" and not subjects(token) and not any(c.dep_ == "aux" for c in token.children):
            yield Sign(Proposition.PROPOSED, True, token)  # "Come to Camp David"
        elif token.pos_ in ("VERB", "AUX"):
            clause = scene.clause_of[token.i]
            ahead = any(c.dep_ == "aux" and c.lower_ in _WILL for c in (*token.children, *clause.children))
            turns = turns_of(scene, token, start)
            if (ahead or token.tag_ == "VBG") and turns is not None and turns % 2:
                yield Sign(Proposition.AGREED, False, token)
            elif ahead and not turns:
                yield Sign(Proposition.PROPOSED, True, token)
