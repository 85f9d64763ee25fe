# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""How firmly a time that hangs on a word dates the conversation: 3 it surely does, 2 one leader addresses the other, 1 or 0 not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls.naming import to_leader
from extractors.calls.partners import HOLDING, OTHER, RU, US, company_of, is_naming
from extractors.calls.words import arranging_verbs, both_words, talk_verbs, words
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRESS = re.compile(
    r"\b(?:reporters|journalists|press|media|investors|analysts|governors|lawmakers|senators|conference call)\b"
)
_PHONE = re.compile(
    r"\b(?:by|on|over|via) (?:the |a )?(?:tele)?phone\b|\b(?:in|during) (?:a|the|their|his) (?:[\w-]+ ){0,2}(?:call|conversation)\b|\bon the line\b|\bat the other end\b"
    r"|\b(?:pick\w*|tak\w+|took|reach\w*) (?:up |for )?(?:the|his|a) (?:tele)?phone\b|\bput through to\b|\bwith a telephone\b"
)
_HAD_BY_PHONE = re.compile(
    r"\b(?:caller from|on the (?:phone|line|telephone) (?:to|with)|line to|call from|with) (?:the )?(?:moscow|kremlin|vladimir|mr\.? putin|putin|russian)\b"
)
# A line is the call only where it says between whom.
_LINE = re.compile(
    r"\blines? (?:to|with|between) (?:the )?(?:moscow|washington|kremlin|white house|oval office|two)\b"
)
_FACE_TO_FACE = frozenset(["sit", "meet", "shake", "visit", "receive", "host"])


def strength_of(scene: Scene, token: Token, leaders: Leaders) -> int:
    """Return how firmly a time that hangs on ``token`` dates the conversation."""
    nouns = words("call_nouns")
    sure = 3 if _names_a_day_of(scene, token, leaders) else _by_idiom(scene, token)
    if sure is not None:
        return sure
    if token.pos_ not in ("VERB", "AUX"):
        others = (
            _is_press(scene, token) or _is_held_at(scene, token) or _is_had_by_others(scene, token, leaders)
        )
        named = nouns.fullmatch(token.lower_) and not others
        return 3 if named else 0
    if token.lemma_ == "be" and _PHONE.search(scene.own_text(token)) and _names_one(scene, leaders):
        return 3  # "It was on the telephone in February that Mr. Trump suggested ..."
    if _PHONE.search(scene.own_text(token)) and to_leader(scene, token, leaders):
        return 3  # "told him on the phone"
    company = company_of(scene, token, leaders)
    if token.lemma_.lower() in talk_verbs() and not {US, RU} <= company:
        if OTHER in company:
            return 0
        if not (company and _by_phone(scene, token)) and not _is_of_both(token):
            return 2 if to_leader(scene, token, leaders) else 1
        return 3
    if token.lemma_.lower() in talk_verbs() or (scene.starts_like_a_call() and token.dep_ == "ROOT"):
        return 3
    if token.dep_ == "relcl" and any(
        nouns.fullmatch(t.lower_) for t in (token.head, token.head.head, token.head.head.head)
    ):
        return 0 if token.lemma_.lower() in arranging_verbs() or _was_due(scene, token) else 3
    if not words("reporting").fullmatch(token.lower_) and _holds_call(scene, token, leaders):
        return 3
    if to_leader(scene, token, leaders) or _goes_on_by_phone(scene, token, leaders):
        return 2
    return 1


def _goes_on_by_phone(scene: Scene, verb: Token, leaders: Leaders) -> bool:
    """Return whether a verb with a day is joined to one of ringing: "did so on Sunday, and picked up the phone for it"."""
    who = " ".join(scene.subtree_text(t) for t in subjects(verb))
    if not _names_one(scene, leaders) or not (leaders.us.search(who) or leaders.ru.search(who)):
        return False
    nouns = words("call_nouns")
    for other in verb.conjuncts:
        if other.i < verb.i or other.pos_ != "VERB":
            continue
        held = [t for c in other.children if c.dep_ == "dobj" for t in c.subtree]
        if (
            _PHONE.search(scene.own_text(other))
            or {US, RU} <= company_of(scene, other, leaders)
            or any(nouns.fullmatch(t.lower_) and not _is_press(scene, t) for t in held)
        ):
            return True
    return False


def _is_had_by_others(scene: Scene, noun: Token, leaders: Leaders) -> bool:
    """Return whether people who are no leaders had the calls: "executives got calls from Moscow on Wednesday"."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_.lower() not in HOLDING:
        return False
    who = subjects(verb)
    text = " ".join(scene.subtree_text(t) for t in who)
    named = leaders.us.search(text) or leaders.ru.search(text) or both_words().search(text)
    return bool(who) and all(t.tag_ == "NNS" for t in who) and not named


def _is_held_at(scene: Scene, noun: Token) -> bool:
    """Return whether talks are those of delegations at a place: "the talks in Istanbul on Friday"."""
    if noun.lower_ != "talks":
        return False
    places = [g for c in noun.children if c.lower_ in ("in", "at") for g in c.children if g.dep_ == "pobj"]
    compounds = [c for c in noun.children if c.dep_ == "compound"]
    return any(t.pos_ == "PROPN" and not t.lower_.endswith("day") for t in (*places, *compounds))


def _by_idiom(scene: Scene, token: Token) -> int | None:
    """Return the strength that a turn of phrase gives whatever the parser made of it, None for any other word."""
    if is_naming(token):
        return 1  # "The Kremlin on Wednesday called the conversation businesslike"
    if token.lower_ == "rang" and re.search(r"\bphone|telephone\b", scene.own_text(token)):
        return 3  # "when the phone rang on Friday"
    if token.lemma_ in ("minute", "hour") and _HAD_BY_PHONE.search(scene.own_text(token)):
        return 3  # "found fifty minutes on Saturday for a caller from Moscow"
    return 1 if token.lemma_ in _FACE_TO_FACE and not _PHONE.search(scene.text) else None


def _names_a_day_of(scene: Scene, token: Token, leaders: Leaders) -> bool:
    """Return whether a clause behind the day says that the leaders spoke then: "May 2, when the two spoke"."""
    heads = (token, *(c for c in token.children if c.dep_ in ("prep", "appos", "dobj", "attr")))
    near = [c for h in heads for c in (h, *h.children)]
    for clause in (
        c for n in near for c in (n, *n.children) if c.dep_ in ("relcl", "advcl", "acl") and c.i > token.i
    ):
        opens = any(c.lower_ in ("when", "which", "that") for c in clause.subtree if c.i < clause.i)
        if opens and (
            {US, RU} <= company_of(scene, clause, leaders)
            or (clause.lemma_.lower() in talk_verbs() and both_words().search(scene.subtree_text(clause)))
        ):
            return True
    return False


def _names_one(scene: Scene, leaders: Leaders) -> bool:
    """Return whether a sentence names one of the leaders, and nobody who had another conversation."""
    text = scene.text
    return bool(leaders.us.search(text) or leaders.ru.search(text)) and not other_leaders().search(text)


def _is_press(scene: Scene, noun: Token) -> bool:
    """Return whether a call is one with the press or with customers: "his Friday conference call with reporters"."""
    text = scene.subtree_text(noun)
    return bool(
        re.search(r"\bstock exchange\b", text)
        or _PRESS.search(text)
        or re.search(r"\btalk of (?:an?|the)\b", text)
    )  # "was the talk of a reception"


def _is_of_both(verb: Token) -> bool:
    """Return whether the two leaders together are the subject of a verb of talking: "the two spoke", "they talked"."""
    words_ = {t.lower_ for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for t in c.subtree}
    return bool(words_ & {"they", "two", "both", "presidents", "leaders", "pair", "men", "each"})


def _was_due(scene: Scene, verb: Token) -> bool:
    """Return whether a time was only planned: "the call, which had been due on Monday"."""
    own = scene.own_text(verb)
    return bool(re.search(r"\b(?:due|scheduled|planned|set|expected|meant|supposed)\b", own))


def _by_phone(scene: Scene, verb: Token) -> bool:
    return bool(
        verb.lemma_.lower() in ("phone", "telephone", "ring", "dial", "call")
        or _PHONE.search(scene.own_text(verb))
    )


def _holds_call(scene: Scene, verb: Token, leaders: Leaders) -> bool:
    """Return whether the call is what a verb is about as its subject or held object, or the leaders do it by phone."""
    nouns = words("call_nouns")
    for child in verb.children:
        if (
            # "Three days after Alaska came the call": what follows the verb is its subject
            (child.dep_ in ("nsubj", "nsubjpass") or verb.lemma_ in ("come", "follow"))
            and (nouns.fullmatch(child.lower_) or _LINE.match(scene.text, scene.offset_of(child)))
            and not _is_press(scene, child)
        ):
            return not (words("publishing").search(scene.own_text(verb)) or _was_due(scene, verb))
        if child.dep_ == "attr" and re.search(
            r"\b(?:subject|theme|topic|occasion|matter) of (?:an?|the|their)\b",
            text := scene.subtree_text(child),
        ):
            return bool(nouns.search(text))
        if child.dep_ in ("dobj", "attr") and nouns.fullmatch(child.lower_) and not _is_press(scene, child):
            company = company_of(scene, child, leaders)
            return verb.lemma_.lower() in HOLDING and (OTHER not in company or {US, RU} <= company)
    if not _PHONE.search(scene.own_text(verb)):
        return False
    near = [t for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj", "agent") for t in c.subtree]
    text = " ".join(t.lower_ for t in near)
    return bool(
        leaders.us.search(text)
        or leaders.ru.search(text)
        or both_words().search(text)
        or re.search(r"\bthey\b", text)
    )
