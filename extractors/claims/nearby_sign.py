# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Whether a sentence near the call says that its topic was there, was not, or that its source would not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.claims.evasion import keeps_silent
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
    r"\b(?:nothing|nobody|no one|never|none|no such|(?:no \w+|nothing|not anything) of (?:this|that|the) (?:kind|sort|nature|type)|there (?:was|were|had been) no|not (?:from|by|a|one|once|even)|neither)\b"
)
# No knowledge or no word of whether: "claimed not to have been told", "would neither affirm nor deny".
_UNSURE = re.compile(
    r"(?:\b(?:not|never|neither|nor|unable|unwilling|declin\w+|refus\w+)\b|n't)[^.;]{0,30}?\b(?:say|tell|told|know|knew|known|confirm|affirm|deny|recall|remember|comment|answer|reply|respond|elaborate|specify|disclose|share|discuss|sure|certain|clear)\b"
)
_WHETHER = re.compile(r"\b(?:whether|if|what|which|how much|on that)\b")
# "Syria didn't come up, he said, and the same went for sanctions"
_SAME_NO = re.compile(r"(?:\b(?:not|never|no|nothing)\b|n't)[^.;]*\bthe same\b")
_TURNS = re.compile(
    r"\b(?:but|however|otherwise|differ\w*|instead|rather|although|though|did|disagreed|another|not (?:how|what|the way|as))\b"
)


def sign_near(page: Page, index: int, hit: Hit, at: int) -> Polarity:
    """Return uncertain where the source would not say, denied where the act of the call is negated, else affirmed.

    ``at`` is the sentence that names the topic. What one leader told the other may well be negative ("told him
    that no sanctions would follow"): only the clause that says what happened decides.
    """
    scene = page.scenes[index]
    if (
        act_words("evade").search(scene.text)
        or (_UNSURE.search(scene.text) and _WHETHER.search(scene.text))
        or keeps_silent(scene, page.story.leaders)
    ):
        return Polarity.UNCERTAIN
    if at != index:
        return _sign_carried(page, index, hit, at)
    if _same_as_before(page, index):
        return (
            Polarity.DENIED
            if _SAME_NO.search(scene.text) or _any_denied(page, index - 1, hit)
            else Polarity.AFFIRMED
        )
    if _any_denied(page, index, hit):
        return Polarity.DENIED
    own = scene.clause_of[hit.token.i]
    return (
        Polarity.DENIED if _is_of_topic(scene, own, hit) and _denies(scene, own, hit) else Polarity.AFFIRMED
    )


def _any_denied(page: Page, index: int, hit: Hit) -> bool:
    """Return whether a clause of the sentence that says what happened denies it."""
    scene = page.scenes[index]
    denied = any(_denies(scene, act, hit) for act in _over(scene, _acts(page, scene), hit))
    return denied != _source_denies(page, scene)


_RULES_OUT = re.compile(r"\b(?:rul|exclud|den|disput|reject|dismiss)(?:e|es|ed|ing|ies|ied|y|s)?\b")


def _source_denies(page: Page, scene: Scene) -> bool:
    """Return whether a source denies what hangs on his verb: "ruled out that any bargain was struck"."""
    return any(
        _RULES_OUT.search(scene.own_text(root)) and root.i not in scene.negated
        for root in scene.tokens
        if root.dep_ == "ROOT" and _told_in(page, root) != [root]
    )


def _over(scene: Scene, acts: list[Token], hit: Hit) -> list[Token]:
    """Return of the clauses that say what happened the one the topic stands in, or all where it stands in none."""
    acts = [act for act in _behind_colon(scene, acts, hit.start) if not _SPEECH.match(_subject_text(act))]
    asked = [act for act in acts if act.lemma_.lower() in ("ask", "press", "question")]
    if asked and len(acts) > len(asked):
        return [
            act for act in acts if act not in asked
        ]  # "was asked if they had come up, and said that they had not"
    holding = [act for act in acts if scene.below(hit.token, act) and act.dep_ not in ("csubj", "csubjpass")]
    depth = {act.i: sum(scene.below(act, other) for other in holding) for act in holding}
    if not holding:
        return acts
    act = max(holding, key=lambda act: depth[act.i])
    # "What was missing was any word about sanctions"
    return [act, *(c for c in acts if c.head.i == act.i and c.dep_ in ("csubj", "csubjpass"))]


def _behind_colon(scene: Scene, acts: list[Token], at: int) -> list[Token]:
    """Leave out what stands before a colon: "That was not how he remembered it: lifting them had been suggested"."""
    colon = scene.text.find(": ")
    behind = [act for act in acts if scene.offset_of(act) > colon]
    return behind if 0 < colon < at and behind else acts


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
        turned = _TURNS.search(scene.text) and (not scene.negated or ": " in scene.text)
        return Polarity.AFFIRMED if turned else Polarity.DENIED
    acts = _behind_colon(scene, _acts(page, scene), len(scene.text))
    acts = [act for act in acts if _denies(scene, act, hit)]
    if hit.topic.family is Family.SANCTIONS:
        # "Not one of them is coming off" is what one told the other of them
        # and what a leader made of them ("waved it away as nothing new") no denial that they were raised
        acts = [
            act
            for act in acts
            if _ALL_NO.search(scene.text) and not _is_present(act) and not _is_leaders(page, act)
        ]
    if acts:
        return Polarity.DENIED
    return Polarity.AFFIRMED


def _subject_text(act: Token) -> str:
    return " ".join(w.lower_ for s in subjects(act) for w in s.subtree)


def _is_leaders(page: Page, act: Token) -> bool:
    """Return whether a clause has a leader, or what he said, as its subject."""
    near, leaders = _subject_text(act), page.story.leaders
    if leaders.us.search(near) or leaders.ru.search(near):
        return True
    return bool(_SPEECH.search(near))


# "The message was that ruin would follow: no chips, no dollars": what was said, not whether it was.
_SPEECH = re.compile(
    r"\b(?:the|his|that) (?:[\w'-]+ ){0,2}?(?:message|answer|reply|response|warning|threat|retort)\b"
)


def _is_present(verb: Token) -> bool:
    """Return whether a clause is of now or of the time to come."""
    own = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return any(t.tag_ in ("VBZ", "VBP", "MD") for t in own)


def _acts(page: Page, scene: Scene) -> list[Token]:
    """Return the clauses that say what happened: the root, or what hangs on a root whose subject is a source."""
    roots = [t for t in scene.tokens if t.dep_ == "ROOT"]
    roots += [c for root in roots for c in root.conjuncts if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX")]
    found = [act for root in roots for act in _told_in(page, root)]
    found += [c for act in found for c in act.children if c.dep_ in ("csubj", "csubjpass")]
    # "was something that Mr. Obama turned down": what the matter is said to be
    found += [
        r for act in found for c in act.children if c.dep_ == "attr" for r in c.children if r.dep_ == "relcl"
    ]
    joined = [c for act in found for c in act.conjuncts if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX")]
    return list({act.i: act for act in (*found, *joined)}.values())


def _told_in(page: Page, root: Token) -> list[Token]:
    """Return what hangs on a verb of saying whose subject is no leader, or else the verb itself."""
    below = [c for c in root.children if c.dep_ == "ccomp"]
    near, leaders = _subject_text(root), page.story.leaders
    return below if below and not (leaders.us.search(near) or leaders.ru.search(near)) else [root]


def _is_of_topic(scene: Scene, clause: Token, hit: Hit) -> bool:
    """Return whether the topic is the subject of its clause: "in which sanctions were not mentioned"."""
    return any(hit.token.i in {w.i for w in t.subtree} for t in subjects(clause))


def _denies(scene: Scene, clause: Token, hit: Hit) -> bool:
    """Return whether a clause says that something was not there or not done."""
    text = scene.own_text(clause)
    negator = scene.negated.get(clause.i)
    # "asked, without much ceremony, how long they would last"
    negated = negator is not None and negator.lower_ != "without"
    negated = negated or any(t.lower_ in ("nobody", "nothing", "none", "neither") for t in subjects(clause))
    negated = negated or re.search(r"\b(?:nobody|no one|neither \w+) ?'s\b", text) is not None
    lists = ["unraised", "deny"]
    if hit.topic.family is not Family.SANCTIONS:
        # a proposal on sanctions that was refused was made; joint work that was refused was not agreed
        lists.append("refuse")
    for name in lists:
        word = act_words(name).search(text)
        if word is not None:
            return not negated or _NIL_WORD.search(word.group()) is not None
    return negated
