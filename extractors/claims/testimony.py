# ruff: noqa: PLR0911, E501 - patterns are read as one line each; rules stand in order, each with its answer
"""The one gate: whether what a sentence says of a matter is somebody's testimony on the leaders' call.

Every claim of every family passes here last, whatever rule read it. A rule says what was told; this module asks
whether it was told of THIS conversation (``occasion``), as a thing that happened, by somebody who leaves it in no
doubt. What does not pass is kept for the dossier and never contradicts anything.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from extractors.claims.actors import kind_of
from extractors.claims.draft import Draft
from extractors.claims.holders import is_former
from extractors.claims.loose import is_loose
from extractors.claims.occasion import act_at, elsewhere
from extractors.claims.other_talks import is_of_source_before
from extractors.claims.refusals import stance_words
from extractors.claims.teller import is_said_to_know
from extractors.claims.words import word_set, words
from extractors.language.scene import subjects
from extractors.model import Polarity, Proposition, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page


class Bar(StrEnum):
    """Why a draft is no testimony on the call."""

    ELSEWHERE = "said or done on another occasion"
    TEXT = "says what a text holds, not what was said"
    URGED = "what somebody would have the leaders do"
    OPEN = "the source does not say"
    REST = "denies only what was not named"
    STRANGER = "somebody else's act or word"
    LOOSE = "says neither who did it nor where"


# Rules whose act is one of talking: told in the present tense it is no event of a call that is over.
_TALK = ("discuss", "presence")
# "No further questions came up": what was named before did come up.
_REST = re.compile(
    r"\b(?:no|any|nothing|without|neither|none of the) (?:further|other|additional|more|else)\b|\bnothing (?:else|more|further)\b"
    r"|\b(?:further|other|additional|remaining) (?:[\w-]+ )?(?:questions|subjects|topics|issues|matters|points|themes|items)\b"
)
_NOT_FOR_HIM = re.compile(
    r"\bnot (?:for|up to) (?:him|her|me|us|them)(?: or \w+)? to (?:say|disclose|tell|judge|discuss|reveal|comment)\b"
)


# "Nor does it make any mention of China": what a text that lies there leaves out.
_LIES_THERE = re.compile(
    r"\b(?:does|do)(?: not|n't)? (?:it |they |(?:the |either |its |their )[\w-]+ (?:\w+ )?)?(?:so much as )?(?:make (?:any )?(?:mention|reference)|mention|refer|allude|contain|include)\b"
    r"|\b(?:makes?|contains?) no (?:mention|reference|allusion|word)\b"
)


def bar(page: Page, index: int, draft: Draft) -> Bar | None:
    """Return why a draft of a sentence is no testimony on the call, None where nothing speaks against it."""
    if page.is_readout:
        return None
    if elsewhere(page, index, draft.at):
        return Bar.ELSEWHERE
    scene = page.scenes[index]
    if _NOT_FOR_HIM.search(scene.text):
        return Bar.OPEN
    if draft.polarity is Polarity.DENIED and _LIES_THERE.search(scene.text):
        return Bar.TEXT
    if draft.proposition is Proposition.EXTENT and _is_outsiders(page, index):
        return Bar.STRANGER
    borrowed = "-pronoun" in draft.rule or "-refused" in draft.rule
    if draft.polarity is Polarity.DENIED and borrowed and _REST.search(scene.text):
        return Bar.REST
    if draft.at is not None and scene.is_question(draft.at[0]):
        return Bar.OPEN  # '"Did Trump ask for one?" a reporter called out': the sentence goes on behind it
    if _is_of_others_we(page, index, draft):
        return Bar.STRANGER
    act = act_at(page, index, draft.at)
    found = None if act is None else _bar_of_act(page, index, draft, act)
    if found is not None:
        return found
    return Bar.LOOSE if is_loose(page, index, draft, act) else None


def _bar_of_act(page: Page, index: int, draft: Draft, act: Token) -> Bar | None:
    """Return what the clause of the act itself says against it."""
    scene = page.scenes[index]
    clause = scene.clause_of[act.i]
    if draft.polarity is Polarity.DENIED and "-pronoun" in draft.rule and _has_own_matter(clause):
        return Bar.REST
    if draft.rule.startswith(_TALK) and _is_of_now(clause):
        return Bar.TEXT
    if any(_would_like(c) for c in (clause, *scene.ancestors(clause))) or (
        act.i != clause.i and _is_urged(page, index, act, clause)
    ):
        return Bar.URGED
    strange = _is_strangers(page, index, draft, clause) or _cannot_know(page, index, draft)
    return Bar.STRANGER if strange else None


def _cannot_know(page: Page, index: int, draft: Draft) -> bool:
    """Return whether a politician of neither side tells what a leader did, and not of the call: a senator of a bill."""
    speaker = page.speaker(index, *(draft.at or (None, None)))
    if not is_bystander(speaker) or not stance_words("bystanders").search(speaker.name.lower()):
        return False
    return not (page.speaks_of_call(index) or is_said_to_know(page, index))


def is_bystander(speaker: Speaker) -> bool:
    """Return whether somebody named speaks for neither side: a senator, another country."""
    return speaker.side is None and speaker.on_record and not speaker.is_outlet


def _is_outsiders(page: Page, index: int) -> bool:
    """Return whether the sentence is that of a person who is a bystander: "minutes of the closed session" are none."""
    speaker = page.speaker(index)
    return is_bystander(speaker) and speaker.name[:1].isupper()


def _has_own_matter(clause: Token) -> bool:
    """Return whether what did not come up is named: "Guarantees did not figure in it" denies nothing named before."""
    rising = clause.lemma_.lower() in word_set("rising")
    return any(
        t.pos_ == "NOUN" and (rising or t.dep_ == "nsubjpass") and _is_matter(t) for t in subjects(clause)
    )


def _is_matter(noun: Token) -> bool:
    """Return whether a noun names a matter of its own: bare "guarantees" do, "the guarantee" and "the subject" point back."""
    if noun.tag_ == "NNS" and not list(noun.children):
        return noun.lower_ not in word_set("standing_for", "wide")
    pointing = noun.lemma_.lower() in word_set("pointers")
    return not pointing and noun.lower_ not in word_set("standing_for", "wide", "denied_with_topic")


def _is_of_others_we(page: Page, index: int, draft: Draft) -> bool:
    """Return whether somebody of neither side tells of "us" or "here": "We had none of that here", "Nobody asked us"."""
    if draft.rule == "answer" and _is_outsiders(page, index):
        return re.search(r"\b(?:we|us|here)\b", page.scenes[index].text) is not None
    speaker = page.speaker(index, *(draft.at or (None, None)))
    if draft.rule != "presence" or speaker.side is not None or speaker.is_outlet:
        return False
    return (
        re.search(r"\b(?:asked|told|consulted|informed|briefed|offered) us\b", page.scenes[index].text)
        is not None
    )


def _is_of_now(clause: Token) -> bool:
    """Return whether a clause stands in the present: "The hacking is not referred to" is said of a text that lies there.

    A perfect ("has been raised") tells of what is past.
    """
    finite = [clause, *(c for c in clause.children if c.dep_ in ("aux", "auxpass"))]
    if any(t.lemma_.lower() == "have" and t.i != clause.i for t in finite) or not any(
        t.tag_ in ("VBZ", "VBP") for t in finite
    ):
        return False
    return not any(t.tag_ in ("VBD", "MD") for t in finite)


def _would_like(clause: Token) -> bool:
    """Return whether a clause only says what somebody would like: "said that he would love to see Mr. Putin"."""
    liking = clause.lemma_.lower() in word_set("liking")
    return liking and any(c.dep_ == "aux" and c.lower_ in ("would", "'d") for c in clause.children)


def _is_urged(page: Page, index: int, act: Token, clause: Token) -> bool:
    """Return whether the act is what somebody who is no leader would have done: "It urged both presidents to put ..."."""
    if not words("wishes").search(clause.lower_) or not _is_beneath_infinitive(act, clause):
        return False
    scene, leaders = page.scenes[index], page.story.leaders
    return not any(kind_of(scene, t, leaders) in ("US", "RU", "both", "he", "call") for t in subjects(clause))


def _is_beneath_infinitive(act: Token, clause: Token) -> bool:
    while act.i not in (clause.i, act.head.i):
        if act.dep_ in ("xcomp", "ccomp") and act.tag_ == "VB":
            return True
        act = act.head
    return False


def _is_strangers(page: Page, index: int, draft: Draft, clause: Token) -> bool:
    """Return whether others talked so long or got the offer, or another country calls an account untrue."""
    if any(is_former(page, t) for t in subjects(clause)) or is_of_source_before(page, index, clause):
        return True
    scene, leaders = page.scenes[index], page.story.leaders
    speaker = page.speaker(index, *(draft.at or (None, None)))
    to_them = any(
        c.dep_ in ("dobj", "dative", "iobj") and c.lower_ in ("them", "us", "me") for c in clause.children
    )
    if to_them and speaker.side is None and not speaker.is_outlet and draft.rule.startswith("tell-refused"):
        return True  # "Volunteers said that nobody had offered them any help."
    if draft.proposition is Proposition.DURATION:
        # Only those who talk or sit together: the parser hangs "a hundred minutes passed" on "an aide said", too.
        together = clause.lemma_.lower() in word_set("talking_to") | word_set("gathering")
        named = [t for t in subjects(clause) if together or t.lower_ == "who"]
        # "Mr. Trump, who stayed on the line for three hours"
        by_name = clause.dep_ == "relcl" and clause.head.pos_ == "PROPN"
        named = [clause.head if t.lower_ == "who" and by_name else t for t in named]
        return bool(named) and all(kind_of(scene, t, leaders) in ("other", "foreign") for t in named)
    if not draft.rule.startswith(("account-refused", "agree-refused")):
        return False
    named = [t for t in subjects(clause) if t.pos_ == "PROPN" and draft.holder not in ("US", "RU", "both")]
    return bool(named) and all(kind_of(scene, t, leaders) in ("other", "foreign") for t in named)


__all__ = ["Bar", "bar", "is_bystander"]
