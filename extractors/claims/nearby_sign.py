# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Whether a sentence near the call says that its topic was there, was not, or that its source would not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.claims.frames import act_words
from extractors.claims.page import Page
from extractors.claims.topics import Hit
from extractors.language.scene import Scene, subjects
from extractors.model import Family, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_NIL_WORD = re.compile(r"\b(?:not|no|never|nothing|nobody|none|neither|nor|without)\b|n't")
# A remark that is nothing but a no, or says so of the whole: "Not from him, not from us", "Never".
_ALL_NO = re.compile(
    r"\b(?:nothing|nobody|no one|never|none|no such|not (?:from|by|a|one|once|even)|neither)\b"
)
# No knowledge or no word of whether: "claimed not to have been told", "would neither affirm nor deny".
_UNSURE = re.compile(
    r"(?:\b(?:not|never|neither|nor|unable|unwilling|declin\w+|refus\w+)\b|n't)[^.;]{0,30}?\b(?:say|tell|told|know|knew|known|confirm|affirm|deny|recall|remember|comment|answer|reply|respond|elaborate|specify|disclose|share|discuss|sure|certain|clear)\b"
)
_WHETHER = re.compile(r"\b(?:whether|if|what|which|how much|on that)\b")
_TURNS = re.compile(
    r"\b(?:but|however|otherwise|differ\w*|instead|rather|although|though|did|disagreed|another)\b"
)


def sign_near(page: Page, index: int, hit: Hit, at: int) -> Polarity:
    """Return uncertain where the source would not say, denied where the act of the call is negated, else affirmed.

    ``at`` is the sentence that names the topic. What one leader told the other may well be negative ("told him
    that no sanctions would follow"): only the clause that says what happened decides.
    """
    scene = page.scenes[index]
    if act_words("evade").search(scene.text) or (_UNSURE.search(scene.text) and _WHETHER.search(scene.text)):
        return Polarity.UNCERTAIN
    if at != index:
        return _sign_carried(page, index, hit, at)
    if _same_as_before(page, index):
        return Polarity.DENIED if _any_denied(page, index - 1, hit) else Polarity.AFFIRMED
    if _any_denied(page, index, hit):
        return Polarity.DENIED
    own = scene.clause_of[hit.token.i]
    return (
        Polarity.DENIED if _is_of_topic(scene, own, hit) and _denies(scene, own, hit) else Polarity.AFFIRMED
    )


def _any_denied(page: Page, index: int, hit: Hit) -> bool:
    """Return whether a clause of the sentence that says what happened denies it."""
    scene = page.scenes[index]
    acts = _acts(page, scene)
    colon = scene.text.find(": ")
    if 0 < colon < hit.start:
        # "That was not how he remembered it: lifting them had been suggested twice"
        acts = [act for act in acts if scene.offset_of(act) > colon]
    return any(_denies(scene, act, hit) for act in acts)


def _same_as_before(page: Page, index: int) -> bool:
    """Return whether the sentence says the same of its topic as the one before of its own: "and the same went for"."""
    here = page.scenes[index]
    if index == 0 or page.scenes[index - 1].sentence.paragraph != here.sentence.paragraph:
        return False
    return (
        re.search(r"\bthe same (?:\w+ )?(?:was|is|went|goes|holds|held|applie[sd]|true)\b", here.text)
        is not None
    )


def _sign_carried(page: Page, index: int, hit: Hit, at: int) -> Polarity:
    """Return the polarity of a sentence that goes on about a topic: a denial is gone on with, a no of a detail is none."""
    scene = page.scenes[index]
    if _UNSURE.search(scene.text):
        return Polarity.UNCERTAIN
    before = sign_near(page, index - 1, hit, min(at, index - 1))
    if before is Polarity.DENIED:
        return Polarity.AFFIRMED if _TURNS.search(scene.text) and not scene.negated else Polarity.DENIED
    acts = [act for act in _acts(page, scene) if _denies(scene, act, hit)]
    if hit.topic.family is Family.SANCTIONS:
        # "Not one of them is coming off" is what one told the other of them
        acts = [act for act in acts if _ALL_NO.search(scene.text) and not _is_present(act)]
    if acts:
        return Polarity.DENIED
    return Polarity.AFFIRMED


def _is_present(verb: Token) -> bool:
    """Return whether a clause is of now or of the time to come."""
    own = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return any(t.tag_ in ("VBZ", "VBP", "MD") for t in own)


def _acts(page: Page, scene: Scene) -> list[Token]:
    """Return the clauses that say what happened: the root, or what hangs on a root whose subject is a source."""
    found: list[Token] = []
    leaders = page.story.leaders
    for root in (t for t in scene.tokens if t.dep_ == "ROOT"):
        below = [c for c in root.children if c.dep_ == "ccomp"]
        near = " ".join(w.lower_ for s in subjects(root) for w in s.subtree)
        of_leader = leaders.us.search(near) or leaders.ru.search(near)
        found += below if below and not of_leader else [root]
    found += [c for act in found for c in act.children if c.dep_ in ("csubj", "csubjpass")]
    # "was something that Mr. Obama turned down": what the matter is said to be
    found += [
        r for act in found for c in act.children if c.dep_ == "attr" for r in c.children if r.dep_ == "relcl"
    ]
    return found + [
        c for act in found for c in act.conjuncts if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX")
    ]


def _is_of_topic(scene: Scene, clause: Token, hit: Hit) -> bool:
    """Return whether the topic is the subject of its clause: "in which sanctions were not mentioned"."""
    return any(hit.token.i in {w.i for w in t.subtree} for t in subjects(clause))


def _denies(scene: Scene, clause: Token, hit: Hit) -> bool:
    """Return whether a clause says that something was not there or not done."""
    text = scene.own_text(clause)
    negator = scene.negated.get(clause.i)
    # "asked, without much ceremony, how long they would last"
    negated = negator is not None and negator.lower_ != "without"
    lists = ["unraised", "deny"]
    if hit.topic.family is not Family.SANCTIONS:
        # a proposal on sanctions that was refused was made; joint work that was refused was not agreed
        lists.append("refuse")
    for name in lists:
        word = act_words(name).search(text)
        if word is not None:
            return not negated or _NIL_WORD.search(word.group()) is not None
    return negated
