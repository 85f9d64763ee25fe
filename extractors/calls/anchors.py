# ruff: noqa: E501 - patterns are read as one line each
"""What an expression of time hangs on: the conversation itself, one leader addressing the other, or anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.calls.hanging import strength_of
from extractors.calls.partners import RU, company_of
from extractors.calls.words import arranging_verbs, talk_verbs
from extractors.language.dates import DateMention
from extractors.language.people import Leaders
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABOUT_CALL = re.compile(
    r",? (?:of|about) (?:the|that|a|their) (?:\w+ ){0,2}?(?:call|conversation|talk|contact|exchange)\b"
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
_NTH = re.compile(
    r"\b(?:first|second|third|fourth|last|latest) (?:one|of (?:these|those|them)),? (?:on|in) $"
)
_CONTACTS = re.compile(r"\b(?:calls|conversations|contacts|talks|exchanges|conversation|call)\b")
_LIMIT = re.compile(r"\b(?:after|before|until|till|since|by)\s+(?:the\s+)?$")
# "fixed a meeting for the spring" plans for a time, it dates no event.
_PLANNED_FOR = re.compile(r"\bfor (?:(?:early|late|mid|the|(?:the )?(?:start|middle|end) of)[ -])*$")


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
    if date.kind in ("month", "month_bare", "season") and _PLANNED_FOR.search(
        scene.text[max(date.start - 24, 0) : date.start]
    ):
        return None
    token = _beside(scene, date) or _carrier(tokens)
    # "spoke on Wednesday of the call": the parser hangs "of the call" on the day.
    strength = (
        1
        if date.kind != "back" and _ABOUT_CALL.match(scene.text, date.end)
        else strength_of(scene, token, leaders) or _of_what_it_led_to(scene, token, leaders)
    )
    return Anchor(date, strength, scene.clause_of[token.i], token)


def _of_what_it_led_to(scene: Scene, token: Token, leaders: Leaders) -> int:
    """Return 2 for the day of what was broken off for the call: "interrupted a meeting on Monday to telephone Mr. Putin"."""
    if token.dep_ != "dobj":
        return 0
    aims = [c for c in scene.clause_of[token.i].children if c.dep_ in ("advcl", "xcomp") and c.tag_ == "VB"]
    called = any(c.lemma_.lower() in talk_verbs() and RU in company_of(scene, c, leaders) for c in aims)
    return 2 if called else 0


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
