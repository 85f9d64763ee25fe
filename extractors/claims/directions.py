# ruff: noqa: E501 - patterns are read as one line each; rules stand in order, each with its answer
"""Which way a leader's word on sanctions goes: to be eased, or to be kept and added to.

A direction is a word of easing, keeping or adding with a measure, or with somebody whom measures hit, in its
clause; every negation and refusal above it turns it round ("refused to lift", "no ban would be loosened").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.frames import act_words
from extractors.claims.page import Page
from extractors.claims.topics import FAMILIES_PACKAGE
from extractors.claims.witness import RECOUNTS, names_both
from extractors.claims.words import word_set
from extractors.language.scene import Scene, subjects
from extractors.language.wordlists import compile_words, load_table

if TYPE_CHECKING:
    from spacy.tokens import Token


_SIGNS = {"lift": 1, "keep": -1, "add": -1}


_INSTEAD = re.compile(
    r"\b(?:rather than|instead of|far from|short of|anything but|in place of|no question of|not so much as)\W+(?:[\w'-]+\W+){0,3}$"
)


_PUT_OFF = re.compile(r"\b(?:no|not any|never any|nothing) ")


@dataclass(frozen=True)
class Direction:
    """One thing said to be done with measures: 1 eased or left out, -1 kept or added, what kind, and where."""

    sign: int
    kind: str  # lift, keep or add: what the word itself tells of, before it is turned round
    token: Token
    turned: bool
    answer: bool = False  # the answer to a request, whoever the subject of its verb


@cache
def field(name: str) -> re.Pattern[str]:
    """Return the expression of one list of ``relief.toml``. Raises KeyError for a list that is not there."""
    return compile_words(load_table(FAMILIES_PACKAGE, "relief.toml")[name]["words"])


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load_table(FAMILIES_PACKAGE, "relief.toml")[name]["words"])


def directions(page: Page, index: int) -> Iterator[Direction]:
    """Yield every direction the sentence tells of."""
    scene = page.scenes[index]
    taken: list[tuple[int, int]] = []
    for kind in ("lift", "add", "keep"):
        for match in field(kind).finditer(scene.text):
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            token = head_of(scene, match.start(), match.end())
            if token is None or not _has_object(page, index, token, match.span()):
                continue
            taken.append(match.span())
            turns = turns_of(scene, token, match.start(), match.end())
            if turns is not None:
                meant = "add" if _is_harm(token) else kind
                yield Direction(_SIGNS[meant] * (-1) ** turns, meant, token, bool(turns % 2))
    yield from _none_at_all(page, index, taken)


def head_of(scene: Scene, start: int, end: int) -> Token | None:
    """Return the word of a match that the others hang on; None where it is a mere name or adverb of time."""
    tokens = scene.tokens_at(start, end)
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), None)
    described = (
        head is not None and head.tag_ == "VBN" and head.dep_ == "acl" and not subjects(head)
    )  # "the closure imposed in December"
    if (
        head is None
        or described
        or _says_or_stops(head)
        or (head.dep_ == "amod" and head.lower_ != "more")
        or (len(tokens) == 1 and not _is_event(head))
    ):
        return None
    return head


def _says_or_stops(verb: Token) -> bool:
    """Return whether a verb lays nothing on anybody: "adding that he had heard it", "would stop punishing"."""
    taken = {"add": "ccomp", "stop": "xcomp"}.get(verb.lemma_.lower())
    return any(c.dep_ == taken for c in verb.children)


def _is_harm(token: Token) -> bool:
    """Return whether somebody, and no measure, is touched: "nobody on the list would be touched" spares them."""
    return token.lemma_.lower() == "touch" and any(
        not field("measure").fullmatch(t.lower_) for t in subjects(token)
    )


def _is_event(token: Token) -> bool:
    """Return whether a single word tells of something done: a verb, a predicate, or a noun of an act."""
    if token.pos_ in ("VERB", "AUX", "ADJ", "ADV"):
        return True
    return token.pos_ in ("NOUN", "PRON") and (token.lower_.endswith("ing") or token.lower_ in _set("events"))


def _has_object(page: Page, index: int, token: Token, span: tuple[int, int]) -> bool:
    """Return whether a measure, somebody hit by one, or a pronoun for either stands in the word's own clause."""
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    near = [
        t for t in scene.tokens
        if scene.clause_of[t.i].i == clause.i or t.i in (token.head.i, clause.head.i) or abs(t.i - token.i) < 6
    ]  # fmt: skip
    if token.pos_ == "VERB" and token.lemma_.lower() in _set("own_measure"):
        return True
    own_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.children)
    if clause.dep_ in ("acl", "xcomp", "relcl") or (clause.dep_ == "advcl" and not own_subject):
        near += [
            g for c in clause.head.children if c.dep_ in ("nsubj", "nsubjpass", "dobj") for g in c.subtree
        ]
    for name in ("measure", "gate", "target", "premises", "access"):
        for match in field(name).finditer(scene.text):
            # "let Aeroflot buy" holds those whom it lets
            apart = name not in ("measure", "gate") and token.lemma_.lower() not in ("let", "allow")
            if apart and match.start() < span[1] and span[0] < match.end():
                continue
            if any(t.i in {n.i for n in near} for t in scene.tokens_at(*match.span())):
                return (
                    name in ("measure", "premises", "gate")
                    or token.lower_ in _set("events")
                    or _is_about_measures(page, index)
                    or names_both(page, index)
                    or RECOUNTS.search(scene.text) is not None
                    or (token.lemma_.lower() in ("let", "allow") and " again" in scene.text)
                )
    own = [
        t
        for t in near
        if t.lower_ in _set("pronouns") and t.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "pobj", "expl")
    ]
    return bool(own) and _is_about_measures(page, index)


def _is_about_measures(page: Page, index: int) -> bool:
    """Return whether the sentence or one of the two before it names a measure."""
    if page.is_readout:
        return any(field("measure").search(s.text) for s in page.scenes)
    return any(
        field(name).search(page.scenes[i].text)
        for i in range(max(index - 2, 0), index + 1)
        for name in ("measure", "access", "premises")
    )


def turns_of(scene: Scene, token: Token, start: int, end: int = 0) -> int | None:
    """Return how often what the word tells of is turned round; None where nobody can say.

    A negation inside ``[start, end)`` is part of the word: "going nowhere" keeps.
    """
    clause = scene.clause_of[token.i]
    if token.pos_ == "NOUN" and clause.lemma_.lower() in word_set("talking"):
        return None  # "The lifting of sanctions was not discussed": whether it was talked of, not which way it went
    if any(_is_unpromised(scene, t) for t in _path(token) if t.i != token.i):
        return None  # "made no promise to ease": neither eased nor kept
    inside = clause.i in scene.negated and start <= scene.offset_of(scene.negated[clause.i]) < end
    turns = 0 if inside else _negates(scene, clause, start)
    turns += _refrains(scene, token, clause)
    turns += bool(_INSTEAD.search(scene.text[:start]))
    turns += sum(
        1
        for t in _path(token)
        if t.i != token.i and t.lemma_.lower() in _set("refusal") and t.pos_ in ("VERB", "NOUN")
    )
    joined = clause.dep_ == "conj"
    for above in [] if _is_aside(clause) else scene.ancestors(clause):
        if joined:  # "gave no ground and told him that the bans stayed": a partner governs nothing of it
            joined = above.dep_ == "conj"
            continue
        joined = above.dep_ == "conj"
        own = scene.own_text(above)
        negated = _negates(scene, above, len(scene.text))
        unsaid = negated and re.search(r"\b(?:confirm|know|rule|deny|comment|say)\b", own)
        if unsaid and (above.dep_ == "ROOT" or _is_indirect(clause)):
            return None  # "did not say when they would be lifted"
        turns += negated
        turns += bool(act_words("deny").search(own)) and above.lemma_.lower() not in _set("refusal")
    return turns


def _is_indirect(clause: Token) -> bool:
    """Return whether a clause is a question of its own: "when the sanctions would be lifted"."""
    return any(c.lower_ in ("when", "how", "whether", "if", "where", "why") for c in clause.children)


def _is_aside(clause: Token) -> bool:
    """Return whether a clause only says when or why: "no date is known, four days after they settled on it"."""
    return clause.dep_ == "advcl" and any(
        c.dep_ == "mark"
        and c.lower_ in ("after", "before", "when", "as", "while", "since", "because", "though", "although")
        for c in clause.children
    )


def _is_unpromised(scene: Scene, token: Token) -> bool:
    """Return whether a noun of promising is negated, by itself or with its verb."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in word_set("promising"):
        return False
    return any(c.lower_ == "no" for c in token.children) or scene.clause_of[token.i].i in scene.negated


def _refrains(scene: Scene, token: Token, clause: Token) -> int:
    """Return 1 where a negated infinitive hangs on the clause: "undertook not to impose any further sanctions"."""
    counted = scene.negated.get(clause.i)
    for verb in _path(token):
        if verb.i == clause.i:
            return 0
        negators = [c for c in verb.children if c.dep_ == "neg"]
        if negators and verb.tag_ == "VB" and (counted is None or counted.i != negators[0].i):
            return 1
    return 0


def _negates(scene: Scene, clause: Token, start: int) -> int:
    negator = scene.negated.get(clause.i)
    if (
        negator is not None
        and negator.lower_ == "no"
        and scene.text[: scene.offset_of(negator)].endswith(" or ")
    ):
        return 0  # "talks or no talks"
    if negator is None or (negator.lower_ == "without" and scene.offset_of(negator) > start):
        return 0
    return 1


def _path(token: Token) -> Iterator[Token]:
    for _ in range(30):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def _none_at_all(page: Page, index: int, taken: list[tuple[int, int]]) -> Iterator[Direction]:
    """Yield a measure that is said not to come, with no word of adding: "there would be no export ban", "ruled out a ban"."""
    scene = page.scenes[index]
    if taken:
        return
    for match in field("measure").finditer(scene.text):
        token = next((t for t in scene.tokens_at(*match.span()) if t.pos_ in ("NOUN", "PROPN")), None)
        if token is None or token.dep_ == "compound":
            continue
        if any(c.lower_ == "no" for c in token.children) and _PUT_OFF.search(scene.text[: match.start()]):
            yield Direction(1, "add", token, turned=True)
            return
        if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in _set("exclusion"):
            turns = turns_of(scene, token, match.start())
            if turns is not None:
                yield Direction(1 if turns % 2 else -1, "add", token, bool(turns % 2))
            return
