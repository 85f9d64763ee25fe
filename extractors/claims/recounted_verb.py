# ruff: noqa: E501 - patterns are read as one line each
"""The verb by which a leader, as a witness recounts it, speaks of a matter to the other one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.actors import kind_of
from extractors.claims.frames import act_words
from extractors.claims.in_call import is_in_habit
from extractors.claims.page import Page
from extractors.claims.topics import Hit
from extractors.claims.words import word_set, words
from extractors.language.scene import agents, subjects
from extractors.language.wordlists import load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

# "wanted to know when": a question put to the other one, no mere wish.
_INQUIRES = frozenset(
    ["know", "hear", "learn", "understand", "find", "see", "talk", "speak", "discuss", "ask"]
)
_MODAL = frozenset(["will", "would", "may", "might", "could", "should", "must", "shall", "'ll", "can", "'d"])
_TIME = re.compile(
    r"(?:minutes?|hour|hours|half|quarter|third|part|most|much|time|stretch|moments?|seconds?|while)"
)


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(load_table("extractors.claims", "recounted.toml")[name])


def verbs_of_talk() -> frozenset[str]:
    """Return the verbs (lemmas) of talk between the leaders."""
    return _list("speaks")


def verb_of(page: Page, index: int, hit: Hit) -> Token | None:
    """Return the verb by which a leader speaks of the matter to the other one; None where there is none."""
    token = hit.token
    for _ in range(20):
        if token.head.i == token.i:
            break
        below, token = token, token.head
        if token.pos_ not in ("VERB", "AUX") or token.lemma_.lower() not in _list("speaks"):
            continue
        if _is_sources(page, index, token):
            return None
        if not _is_leaders(page, index, token) or _is_bare(token):
            continue  # what is asked or said to be done: "wanted to know when they would let banks borrow"
        if not _is_told_as_done(page, index, token):
            return None
        if _reaches(page, index, token, below):
            return token
    return None


def _is_bare(verb: Token) -> bool:
    """Return whether a verb is a mere infinitive whose doing nobody vouches for: "to know", but not "managed to ask"."""
    if not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return False
    return verb.head.lemma_.lower() not in word_set("factive")


def _is_sources(page: Page, index: int, verb: Token) -> bool:
    """Return whether the verb is the one by which the witness speaks: "..., they said" of two officials."""
    scene, leaders = page.scenes[index], page.story.leaders
    if any(t.pos_ != "PRON" and kind_of(scene, t, leaders) in ("US", "RU") for t in _subjects_of(verb)):
        return False  # "our president spoke for five minutes": a leader's words, whoever else is quoted
    at = page.scenes[index].sentence.start + page.scenes[index].offset_of(verb)
    near = page.said_near(index)
    return any(
        start <= at < end and speaker.role != "president"
        for one, speaker in zip(
            (a for a in near.attributions if a.source), page.voices.sources(index), strict=True
        )
        for start, end in one.cue
    )


def _is_told_as_done(page: Page, index: int, verb: Token) -> bool:
    """Return whether a verb is in the past and not denied, under no condition, at no other time, and no habit."""
    scene = page.scenes[index]
    clause = scene.clause_of[verb.i]
    above = [scene.negated[c.i] for c in scene.ancestors(clause) if c.i in scene.negated]
    if clause.i in scene.negated or any(negator.i < verb.i for negator in above):
        return False
    governing = {clause.i, *(above.i for above in scene.ancestors(clause))}
    for name in ("unraised", "deny"):
        for match in act_words(name).finditer(scene.text):
            if any(scene.clause_of[t.i].i in governing for t in scene.tokens_at(match.start(), match.end())):
                return False  # what stands beneath the verb is what was said: "said his people would keep away from it"
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    if aux & (_MODAL | {"has", "have", "'ve"}) or marks & {
        "if",
        "unless",
        "whether",
        "once",
        "after",
        "before",
        "since",
    }:
        return False
    if verb.tag_ not in ("VBD", "VBN", "VBG") and not aux & {"did", "to"}:
        return False
    story = page.story
    return not (
        story.dated_before(index, verb)
        or story.dated_elsewhere(index, verb)
        or is_in_habit(page, index, verb)
    )


def _is_leaders(page: Page, index: int, verb: Token) -> bool:
    """Return whether a leader, or both, are the verb's subject or agent, or its time was the call's own."""
    scene, leaders = page.scenes[index], page.story.leaders
    acting = [*agents(verb), *_subjects_of(verb)]
    for token in acting:
        kind = kind_of(scene, token, leaders)
        if kind in ("US", "RU", "both", "call"):
            return True
        if kind == "he" and token.lower_ == "he" and not page.pronoun_is_other(index, token):
            return True
        if kind == "topic" and _is_talked_through(page, index, verb, token):
            return True
        if _TIME.fullmatch(token.lower_) and any(c.dep_ == "auxpass" for c in verb.children):
            return True  # "Three minutes were spared for the Donbas"
    return False


def _is_talked_through(page: Page, index: int, verb: Token, token: Token) -> bool:
    """Return whether the matter was "gone through" or "put to the Russian": a passive without a doer, of the call."""
    if token.dep_ != "nsubjpass" or any(c.dep_ == "agent" for c in verb.children):
        return False
    to = " ".join(g.lower_ for c in verb.children if c.lower_ == "to" for g in c.subtree)
    leaders = page.story.leaders
    if leaders.us.search(to) or leaders.ru.search(to):
        return True
    through = any(c.lower_ in ("through", "over") and c.dep_ in ("prep", "prt") for c in verb.children)
    return through and page.call_nearby(index)


def _subjects_of(verb: Token) -> list[Token]:
    """Return a verb's subjects; for "who" in "it was Mr. Putin who asked" the name, for an infinitive or "-ing" that of its head."""
    found = subjects(verb)
    if not found and verb.dep_ in ("pcomp", "advcl", "xcomp", "conj") and verb.head.i != verb.i:
        above = verb.head if verb.head.pos_ in ("VERB", "AUX") else verb.head.head
        found = subjects(above)
    if [t.lower_ for t in found] == ["it"] and verb.head.lemma_.lower() == "take":
        # "It took Putin under five minutes to get to the blacklist"
        found = [
            c
            for c in verb.head.subtree
            if c.dep_ in ("dobj", "dative", "nsubj") and c.i < verb.i and c.lower_ != "it"
        ]
    names = []
    for token in found:
        if token.lower_ in ("who", "that") and verb.dep_ in ("relcl", "acl", "ccomp", "advcl", "ROOT"):
            names += [
                t
                for t in verb.head.subtree
                if t.dep_ in ("attr", "nsubj") and t.pos_ == "PROPN" and t.i < token.i
            ]
        names.append(token)
    return names


def _reaches(page: Page, index: int, verb: Token, below: Token) -> bool:
    """Return whether the verb's talk is of the matter: a plain verb needs "on", "to" or the other leader behind it."""
    told = [c for c in verb.children if c.dep_ in ("dobj", "dative", "iobj")]
    told += [
        g
        for c in verb.children
        if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "at", "in", "on")
        for g in c.children
    ]
    if any(words("audience").fullmatch(t.lower_) for t in told):
        return False
    if verb.lemma_.lower() not in _list("plain"):
        return True
    text = " ".join(" ".join(w.lower_ for w in (*t.lefts, t)) for t in told)
    leaders = page.story.leaders
    other = (
        leaders.us.search(text)
        or leaders.ru.search(text)
        or re.search(r"\b(?:him|counterpart|colleague)\b", text)
    )
    if other:
        return True
    if verb.lemma_.lower() == "say" and below.dep_ in ("ccomp", "prep"):
        return True  # in what a witness says of the call, a leader's "said" is said in it
    if verb.lemma_.lower() in ("want", "wish"):
        return any(c.dep_ == "xcomp" and c.lemma_.lower() in _INQUIRES for c in verb.children)
    return below.dep_ in ("prep", "prt", "dative", "agent") and below.lower_ in _list("binds")


def holder_of(page: Page, index: int, verb: Token) -> str:
    """Return whose words they are: US, RU, or "" for both or nobody named."""
    scene, leaders = page.scenes[index], page.story.leaders
    kinds = {kind_of(scene, t, leaders) for t in (*agents(verb), *_subjects_of(verb))}
    return (
        "US" if "US" in kinds and "RU" not in kinds else "RU" if "RU" in kinds and "US" not in kinds else ""
    )


__all__ = ["holder_of", "verb_of", "verbs_of_talk"]
