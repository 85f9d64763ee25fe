# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""What an expression of time hangs on: the conversation itself, one leader addressing the other, or anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.calls.naming import to_leader
from extractors.calls.partners import HOLDING, OTHER, RU, US, company_of
from extractors.calls.words import arranging_verbs, both_words, talk_verbs, words
from extractors.language.dates import DateMention
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABOUT_CALL = re.compile(
    r",? (?:of|about) (?:the|that|a|their) (?:\w+ ){0,2}?(?:call|conversation|talk|contact|exchange)\b"
)
_PRESS = re.compile(
    r"\b(?:reporters|journalists|press|media|investors|analysts|governors|lawmakers|senators|conference call)\b"
)
_PHONE = re.compile(
    r"\b(?:by|on|over|via) (?:the |a )?(?:tele)?phone\b|\b(?:in|during) (?:a|the|their|his) (?:[\w-]+ ){0,2}(?:call|conversation)\b|\bon the line\b|\bat the other end\b"
    r"|\b(?:pick\w*|tak\w+|took|reach\w*) (?:up |for )?(?:the|his|a) (?:tele)?phone\b|\bput through to\b|\bwith a telephone\b"
)
_NOUN = r"(?P<noun>calls?|conversations?|videoconference|teleconference|(?:video|virtual) (?:conference|link|summit|meeting))"
_NAMED_BEFORE = re.compile(
    r"\b(?:the|that|their|his|those|these|this|two|first|second|third|last|phone|telephone|video) "
    + _NOUN
    + r",? (?:on|of|in|from|late on|early on) (?:the |early |late )?$"
)
_NAMED_BEHIND = re.compile(
    r" (?:[\w.']+ ){0,5}?(?P<noun>calls?|conversations?|exchange|talk|spoke|spoken|talked|phoned|telephoned|called|rang|telephone|phone)\b"
)
_HAD_BY_PHONE = re.compile(
    r"\b(?:caller from|on the (?:phone|line|telephone) (?:to|with)|line to|call from|with) (?:the )?(?:moscow|kremlin|vladimir|mr\.? putin|putin|russian)\b"
)
_NTH = re.compile(
    r"\b(?:first|second|third|fourth|last|latest) (?:one|of (?:these|those|them)),? (?:on|in) $"
)
_CONTACTS = re.compile(r"\b(?:calls|conversations|contacts|talks|exchanges|conversation|call)\b")
# A line is the call only where it says between whom.
_LINE = re.compile(
    r"\blines? (?:to|with|between) (?:the )?(?:moscow|washington|kremlin|white house|oval office|two)\b"
)
_FACE_TO_FACE = frozenset(["sit", "meet", "shake", "visit", "receive", "host"])
_LIMIT = re.compile(r"\b(?:after|before|until|till|since|by)\s+(?:the\s+)?$")


@dataclass(frozen=True, eq=False)
class Anchor:
    """What an expression of time hangs on: 3 the conversation itself, 2 one leader addressing the other, 1 else."""

    date: DateMention
    strength: int
    clause: Token
    token: Token


def anchor_of(scene: Scene, date: DateMention, leaders: Leaders) -> Anchor | None:
    """Return what a time in the sentence hangs on; None for a limit ("not after January") and for no word."""
    tokens = scene.tokens_at(date.start, date.end)
    if not tokens:
        return None
    if date.kind != "ago" and _LIMIT.search(scene.text[max(date.start - 12, 0) : date.start]):
        return None  # "not now or after January" sets a limit, it dates no event
    token = _beside(scene, date) or _carrier(tokens)
    # "spoke on Wednesday of the call": the parser hangs "of the call" on the day.
    strength = (
        1
        if date.kind != "back" and _ABOUT_CALL.match(scene.text, date.end)
        else _strength(scene, token, leaders)
    )
    return Anchor(date, strength, scene.clause_of[token.i], token)


def anchor_of_numbered(scene: Scene, before: str, date: DateMention) -> Anchor | None:
    """Return the anchor of "the second of these, on April 10," where the sentence before names conversations."""
    if not (_NTH.search(scene.text[: date.start]) and _CONTACTS.search(before)):
        return None
    token = scene.tokens_at(date.start, date.end)[0]
    return Anchor(date, 3, scene.clause_of[token.i], token)


def _beside(scene: Scene, date: DateMention) -> Token | None:
    """Return the call's own name where it stands next to the time: "in the third of those calls, on May 2,".

    Whatever the parser made of the comma, nothing else can be meant.
    """
    before = _NAMED_BEFORE.search(scene.text[: date.start])
    behind = _NAMED_BEHIND.match(scene.text, date.end) if date.kind == "back" else None
    match = before or behind
    found = scene.tokens_at(*match.span("noun")) if match is not None else []
    if not found:
        return None
    above = found[0].head.head if found[0].head.lower_ == "for" else found[0].head
    # "who asked for the call, on Thursday night": the asking is dated
    return None if above.lemma_.lower() in arranging_verbs() else found[0]


def _carrier(tokens: list[Token]) -> Token:
    """Return the first word above a time that is neither a part of it nor what joins it to the sentence."""
    inside = {t.i for t in tokens}
    token = tokens[0]
    for _ in range(30):
        if (
            token.i not in inside
            # "On Sunday President Trump took a call": the parser makes the day a part of the name.
            and token.pos_ not in ("ADP", "NUM", "SCONJ", "PROPN")
            and token.dep_ not in ("prep", "npadvmod")
            # "were on the telephone for two hours on Thursday": the parser hangs the day on the hours
            and not (
                token.lemma_ in ("hour", "minute") and token.dep_ == "pobj" and token.head.lower_ == "for"
            )
        ):
            break
        if token.head.i == token.i:
            break
        token = token.head
    return token


def _strength(scene: Scene, token: Token, leaders: Leaders) -> int:
    """Return how firmly a time that hangs on ``token`` dates the conversation."""
    nouns = words("call_nouns")
    if _names_a_day_of(scene, token, leaders):
        return 3
    sure = _by_idiom(scene, token)
    if sure is not None:
        return sure
    if token.pos_ not in ("VERB", "AUX"):
        return 3 if nouns.fullmatch(token.lower_) and not _is_press(scene, token) else 0
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
    return 2 if to_leader(scene, token, leaders) else 1


def _by_idiom(scene: Scene, token: Token) -> int | None:
    """Return the strength that a turn of phrase gives whatever the parser made of it, None for any other word."""
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
        _PRESS.search(text) or re.search(r"\btalk of (?:an?|the)\b", text)
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
