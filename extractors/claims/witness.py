# ruff: noqa: E501 - patterns are read as one line each; rules stand in order, each with its answer
"""The signs of a witness in a sentence: what leaders recount, who was told, from whom it was heard."""

from __future__ import annotations

import re
from functools import cache

from extractors.claims.actors import kind_of
from extractors.claims.page import Page
from extractors.language.scene import subjects
from extractors.language.wordlists import load_table


@cache
def verbs(name: str) -> frozenset[str]:
    """Return the verbs (lemmas) of one list of ``held_out.toml``."""
    return frozenset(load_table("extractors.claims", "held_out.toml")[name])


# What a leader recounts himself: "I told him the banks are next".
RECOUNTS = re.compile(
    r"\bi (?:told|said to|warned|promised|informed|let|asked|invited|assured) (?:\w+ )?(?:him|putin|vladimir|trump|biden|the president)\b"
)


# Somebody unnamed who may have been there: whom "he said" then means.
UNNAMED = re.compile(
    r"\b(?:an?|two|three|four|several|some|the) (?:[\w'.-]+ ){0,4}?(?:officials?|aides?|advisers?|advisors?|diplomats?|people|persons?|staffers?|participants?|negotiators?|delegates?|insiders?|listeners?|note-?takers?|interpreters?)\b"
)


# Somebody who has it from one of the leaders' people: the outlet's own voice then is a witness's.
_HAS_HEARD = re.compile(
    r"\b(?:(?:has|have|had|was|were|been|is) (?:\w+ )?(?:told|informed|briefed|learned|heard|shown)|heard|hears|learned|learnt) (?:from|by|that|of|about)\b"
)


# "Mr. Putin was told", "an American promise to spare": one side names the other's act without him.
_WAS_TOLD = re.compile(
    r"\b(?:he|putin|russian|president) (?:was|had been|has been) (?:told|warned|promised|assured|informed|given to understand|put on notice|refused|rebuffed)\b"
)


# One leader addresses the other by name.
_ADDRESSES = re.compile(
    r"\b(?:told|tells?|telling|warned|informed|assured|promised|answered|reminded|reassured|asked|advised|let|gave|offered|invited|notified) (?:mr\.? |vladimir |president )?(?:putin|the russian|his (?:russian )?(?:counterpart|colleague|caller))\b"
)


# An account named in the sentence is a witness, though no verb of saying stands by it.
_ACCOUNT = re.compile(
    r"\b(?:by|in|on) (?:[\w'.-]+ ){1,6}?(?:account|telling|version|recollection|words)\b|\baccording to\b|\b(?:disclosed|revealed|emerged|learned) that\b"
)


def names_an_account(text: str) -> bool:
    """Return whether a lower-case sentence names whose account it follows: "by the account of an official"."""
    return _ACCOUNT.search(text) is not None


# A leader before the public, where he himself is the source.
_IN_PUBLIC = re.compile(
    r"\b(?:interview|rally|speech|tweet\w*|posted|news conference|press conference|podium|podcast|campaign)\b"
)


def was_told(text: str) -> bool:
    """Return whether a sentence says that one leader was told, promised or refused something."""
    return _WAS_TOLD.search(text) is not None


def has_heard(text: str) -> bool:
    """Return whether a sentence says from whom something was heard."""
    return _HAS_HEARD.search(text) is not None


def in_public(text: str) -> bool:
    """Return whether a sentence has its speaker before the public: in an interview, at a rally."""
    return _IN_PUBLIC.search(text) is not None


def has_witness(page: Page, index: int) -> bool:
    """Return whether a verb of saying in the sentence has a subject who is no leader: "the aide said"."""
    scene, leaders = page.scenes[index], page.story.leaders
    return any(
        token.lemma_.lower() in verbs("says")
        and any(
            s.pos_ in ("NOUN", "PROPN")
            and kind_of(scene, s, leaders) not in ("US", "RU", "both", "topic", "call")
            for s in subjects(token)
        )
        for token in scene.tokens
        if token.pos_ == "VERB"
    )


def names_both(page: Page, index: int) -> bool:
    """Return whether the sentence names each leader, or one as the other's partner."""
    text, leaders = page.scenes[index].text, page.story.leaders
    us = leaders.us.search(text) or re.search(r"\bthe president\b", text)
    ru = leaders.ru.search(text)
    return (
        bool(us and ru)
        or bool(_ADDRESSES.search(text))
        or bool((us or ru) and re.search(r"\bcounterpart\b", text))
    )
