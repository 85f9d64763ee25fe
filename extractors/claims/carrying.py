# ruff: noqa: E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Whether an act word carries an act at all, or is a mere name, a circumstance or talk of the call itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.claims.cues import Cue, act_words
from extractors.claims.words import word_set
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


# "raised questions over the fate of sanctions" raises no subject with anybody.
_RAISES = re.compile(
    r"\W+(?:\w+ )?(?:questions|eyebrows|doubts|fears|hopes|alarm|money|taxes|tariffs|suspicions?|hackles|the prospect)\b"
)


# "No agreement took shape": what such an object says is that it came about.
_COMES = frozenset(["shape", "place", "effect", "form", "hold"])
# Among what a matter must be to have been talked about.
_TALKED_ABOUT = re.compile(
    r" (?:the |his |her |their |its |many |several |those |other |main |most )*(?:[\w-]+ ){0,3}?(?:topics?|subjects?|issues|matters|themes|questions|items|points|things|concerns|priorities|areas|problems|discussed|raised|what|them)\b"
)


def refuses_to_answer(scene: Scene, cue: Cue) -> bool:
    """Return whether a refusal is one to the press: "refused to comment", "declined to say"."""
    if cue.act != "agree" or cue.sign > 0 or "yes" in cue.words:
        return False  # "didn't say yes" is no answer withheld from the press
    taken = [c.lower_ for c in cue.token.children if c.dep_ == "dobj"]
    if taken and not set(taken) & {"comment", "comments", "interview", "question", "questions", "answer"}:
        return False  # "declined the invitation" is said to the other side
    return any(m.start() <= cue.start < m.end() for m in act_words("evade").finditer(scene.text)) or bool(
        re.match(
            r"\w+ to (?:comment|say|answer|discuss|elaborate|confirm|take|speak)\b", scene.text[cue.start :]
        )
    )


def is_deed_to_come(scene: Scene, cue: Cue) -> bool:
    """Return whether only the deed that follows an agreement is denied: "the centre has not been set up yet"."""
    if cue.act != "agree" or cue.words[0] not in ("set", "sets") or cue.words[-1] != "up":
        return False
    return cue.clause.i in scene.negated and any(
        c.lower_ in ("has", "have", "yet", "so", "still") for c in cue.clause.children
    )


# "A plane was shot down": no offer was.
_AIRCRAFT = re.compile(
    r"(?:air)?(?:planes?|liners?|crafts?)|aircraft|jets?|jetliners?|drones?|missiles?|rockets?|helicopters?|balloons?|bombers?|fighters?|flights?|boeing|mh17"
)


def turns_down_an_account(cue: Cue) -> bool:
    """Return whether what is refused is what somebody said: "dismissed the report" denies it and refuses nothing."""
    if cue.act != "agree" or cue.sign > 0:
        return False
    taken = [c.lower_ for c in cue.token.children if c.dep_ in ("dobj", "nsubjpass")]
    shot = cue.token.lemma_.lower() in ("shoot", "bring", "knock", "turn")
    return any(word in word_set("accounts") or (shot and _AIRCRAFT.fullmatch(word)) for word in taken)


def _refuses_to_answer(cue: Cue) -> bool:
    """Return whether a refusal is one to the press: "refused to comment", "declined to say what she has heard"."""
    if cue.act != "agree" or cue.sign > 0:
        return False
    return any(
        c.dep_ in ("xcomp", "ccomp") and c.lemma_.lower() in word_set("answers") for c in cue.token.children
    )


def _is_questioned(token: Token) -> bool:
    """Return whether the press asks somebody: "when he was asked about it", "asked if he had raised it, he said".

    "Mr. Putin was asked point-blank about it, an official who listened in said" tells of the call.
    """
    if token.lower_ != "asked" or token.tag_ != "VBN":
        return False
    aside = token.dep_ in ("advcl", "acl") or not any(c.dep_ == "auxpass" for c in token.children)
    return aside and not any(c.dep_ == "aux" for c in token.children)


def _is_mere_place(cue: Cue) -> bool:
    """Return whether the words say only where: "nothing of the kind had taken place on the line"."""
    return cue.words[:2] == ("on", "the") and cue.clause.lemma_.lower() in ("take", "happen", "occur")


def carries(cue: Cue) -> bool:
    """Return whether a noun cue is what the clause tells of ("no agreement was reached"), not a mere name ("the INF agreement")."""
    if _refuses_to_answer(cue) or _is_questioned(cue.token) or _is_mere_place(cue) or _is_among_others(cue):
        return False
    token = cue.token
    if cue.act == "tell" and token.pos_ in ("NOUN", "PROPN") and cue.words[0] in ("call", "calls"):
        return False  # "in his condolence call on Monday" calls on nobody
    if cue.act == "discuss" and token.pos_ == "NOUN" and token.lower_ == "return":
        return False  # "did not exclude a return to talks" goes back to no subject
    if (cue.act == "tell" and token.pos_ not in ("VERB", "AUX")) or (
        cue.act == "agree" and is_mere_matter(token)
    ):
        return False
    if cue.act == "discuss" and cue.words[-1] == "to" and any(c.dep_ == "xcomp" for c in token.children):
        return False  # "moved to ease sanctions" moves no conversation
    if cue.words[0].startswith("rais") and _RAISES.match(cue.behind):
        return False
    if (
        token.pos_ not in ("NOUN", "PROPN")
        or cue.act not in ("agree", "propose", "discuss")
        or len(cue.words) > 2
    ):
        return True
    if (
        cue.act == "discuss"
        and token.dep_ == "nsubj"
        and cue.clause.pos_ == "AUX"
        and cue.words[0] in ("talk", "word", "discussion")
    ):
        return False  # "talk of meddling was a hoax" tells of rumours
    if cue.act == "discuss":
        return not (
            token.dep_ in ("nsubj", "nsubjpass")
            and cue.clause.lemma_.lower() not in word_set("happen")
            and cue.clause.pos_ == "VERB"
        )
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    if (
        token.dep_ == "pobj"
        and token.head.lower_ == "to"
        and token.head.head.lemma_.lower() in ("come", "arrive", "lead")
    ):
        return True
    if token.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr", "ROOT", "appos"):
        return False
    return not _is_doer(token) and (token.head.lemma_.lower() in word_set("light") or token.dep_ == "ROOT")


def _is_doer(noun: Token) -> bool:
    """Return whether a noun of agreeing does something itself: "The understanding does not bring back inspections"."""
    return noun.dep_ == "nsubj" and any(
        c.dep_ == "dobj" and c.lower_ not in _COMES for c in noun.head.children
    )


def _is_among_others(cue: Cue) -> bool:
    """Return whether a matter only was among things that are no subjects: "sanctions were among the options"."""
    return cue.act == "discuss" and cue.words[-1] == "among" and not _TALKED_ABOUT.match(cue.behind)


def is_mere_matter(noun: Token) -> bool:
    """Return whether a noun of promising names what is bargained over: "security guarantees were what he talked about"."""
    return noun.lower_ in ("guarantee", "guarantees", "assurances") and any(
        c.lower_ == "security" and c.i < noun.i for c in noun.children
    )


def is_circumstance(clause: Token) -> bool:
    """Return whether a clause tells when or amid what something happened, not what was said: "as the pair seek to ..."."""
    return any(
        c.dep_ in ("mark", "advmod")
        and c.lower_ in ("as", "after", "since", "while", "because", "amid", "before")
        for c in clause.children
    )


def about_the_call(cue: Cue) -> bool:
    """Return whether what is talked about is the call itself: "he had not talked to Mr. Trump about the call"."""
    if cue.token.pos_ not in ("VERB", "AUX"):
        return False  # "not a subject of the conversation"
    return any(
        g.dep_ == "pobj" and g.lower_ in ("call", "conversation", "calls", "conversations") and g.lower_ not in cue.words
        for c in cue.token.children if c.dep_ == "prep" and c.lower_ in ("about", "of")
        for g in c.children
    )  # fmt: skip
