"""What an expression of time hangs on: the conversation itself, one leader addressing the other, or anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.calls.naming import to_leader
from extractors.calls.words import call_words, words
from extractors.language.dates import DateMention
from extractors.language.people import Leaders
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABOUT_CALL = re.compile(
    r",? (?:of|about) (?:the|that|a|their) (?:\w+ ){0,2}?(?:call|conversation|talk|contact|exchange)\b"
)
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
    token = _carrier(tokens)
    # "spoke on Wednesday of the call": the parser hangs "of the call" on the day.
    strength = 1 if _ABOUT_CALL.match(scene.text, date.end) else _strength(scene, token, leaders)
    return Anchor(date, strength, scene.clause_of[token.i], token)


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
        ):
            break
        if token.head.i == token.i:
            break
        token = token.head
    return token


def _strength(scene: Scene, token: Token, leaders: Leaders) -> int:
    """Return how firmly a time that hangs on ``token`` dates the conversation."""
    nouns = words("call_nouns")
    if _speaks_about_call(token):
        return 1
    if token.pos_ not in ("VERB", "AUX"):
        return 3 if nouns.fullmatch(token.lower_) else 0
    if token.dep_ == "relcl" and any(
        nouns.fullmatch(t.lower_) for t in (token.head, token.head.head, token.head.head.head)
    ):
        return 3
    if call_words().fullmatch(token.lower_) or (scene.starts_like_a_call() and token.dep_ == "ROOT"):
        return 3
    own = scene.own_text(token)
    told = words("reporting").fullmatch(token.lower_)
    if not told and call_words().search(own) and not words("publishing").search(own):
        return 3
    return 2 if to_leader(scene, token, leaders) else 1


def _speaks_about_call(token: Token) -> bool:
    """Return whether a verb tells somebody of the call: "gave details on Friday of the call that they had on Monday".

    Its day is that of the telling. "Had a talk about the call" is the one that holds it, so light verbs are left out.
    """
    if token.pos_ != "VERB" or token.lemma_.lower() in ("have", "hold", "do", "take"):
        return False
    about = [p for p in token.children if p.dep_ == "prep"]
    about += [p for o in token.children if o.dep_ == "dobj" for p in o.children if p.dep_ == "prep"]
    return any(
        words("call_nouns").fullmatch(g.lower_)
        for p in about
        if p.lower_ in ("of", "about", "on", "regarding", "concerning")
        for g in p.children
        if g.dep_ == "pobj"
    )
