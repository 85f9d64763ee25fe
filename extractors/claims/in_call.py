# ruff: noqa: E501 - patterns are read as one line each
"""Whether an act is one of the leaders in their conversation, as far as the sentence and those about it show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.frames import Frame
from extractors.claims.grounding import is_grounded
from extractors.claims.page import Page
from extractors.claims.words import word_set, words
from extractors.language.people import other_leaders
from extractors.language.scene import has_had, subjects
from extractors.model import UTTERED

if TYPE_CHECKING:
    from spacy.tokens import Token

_HABIT = re.compile(
    r"\b(?:often|repeatedly|always|for (?:weeks|months|years)|frequently|(?<!how )(?<!as )long(?! island| beach)|regularly|in the past|over the years|time and again|many times|since taking office)\b"
)
_COUNTERPART = re.compile(
    r"\b(?:counterpart|colleague|president|leader|interlocutor|host|partner|side|leadership)\b"
)


def in_call(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is one of the leaders in their conversation, as far as the sentence shows."""
    kind = page.call_of(index).kind
    strange = frame.actor == "foreign" or (frame.actor == "other" and not page.is_readout)
    if kind == "other" or strange:
        return False
    if page.is_readout:
        return True
    if not is_grounded(page, index, frame):
        return False
    if page.story.dated_before(index, frame.clause) or page.story.dated_elsewhere(index, frame.cue):
        return kind == "background"
    return not _is_of_others(page, index, frame) and _happened_in_call(page, index, frame)


def _is_of_others(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is another pair's, or one leader's with somebody else, at another place or as a habit."""
    pronouns = {"both": ("they", "we"), "he": ("he", "she")}.get(frame.actor, ())
    return (
        any(page.pronoun_is_other(index, t) for t in subjects(frame.clause) if t.lower_ in pronouns)
        or (frame.act != "tell" and (_with_others(page, index, frame) or _at_a_place_before(frame)))
        or is_habit(page, index, frame)
        or _elsewhere(page, index, frame)
    )


def _happened_in_call(page: Page, index: int, frame: Frame) -> bool:
    """Return whether an act that may be the leaders' is placed in their call by what stands about it."""
    if frame.act == "tell" and frame.polarity < 0:
        by_leader = frame.actor in ("US", "RU", "he", "both") and not to_somebody_else(page, frame.cue)
        return by_leader and (
            frame.told or frame.borrowed or any(h.topic.name in UTTERED for h in frame.hits)
        )
    if frame.act == "tell" and frame.borrowed:
        return page.call_nearby(index)
    if frame.act == "tell":
        return frame.told or (
            frame.actor in ("US", "RU", "he", "both")
            and page.call_nearby(index)
            and not _tells_others(page, frame)
            and not _leader_speaks(page, index, frame)
            and _has_witness(page, index, frame)
        )
    told = page.speaks_of_call(index) or _has_witness(page, index, frame)
    if frame.polarity <= 0:
        # "The refinery is due for repairs, which have been put off": the outlet's own aside denies nothing before it.
        return not frame.borrowed or told or not page.speaker(index).is_outlet
    if frame.act in ("agree", "propose") and frame.actor in ("US", "RU", "he", "topic", ""):
        return page.call_nearby(index) and told
    # "It has kept out of most of the measures and been criticised for it" is such an aside, too.
    # "Ukraine was on the agenda in Brussels that day" opens another matter; the outlet's own word needs the call near.
    near = frame.actor in ("both", "call") or (page.call_nearby(index) and (told or page.callish[index]))
    return near and (told or not frame.borrowed)


def _has_witness(page: Page, index: int, frame: Frame) -> bool:
    """Return whether somebody tells of the act, or the sentence names the call: an outlet's own "Trump has said" is no act of it."""
    if call_words().search(page.scenes[index].text):
        return True
    at = page.scenes[index].offset_of(frame.cue)
    return not page.speaker(index, at, at + len(frame.cue)).is_outlet


def is_habit(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is a habit or a long-held view, no event of the call: "has often talked about"."""
    return is_in_habit(page, index, frame.clause) and not frame.told


def is_in_habit(page: Page, index: int, clause: Token) -> bool:
    """Return whether a clause tells of what is done often or for long."""
    return bool(_HABIT.search(page.scenes[index].own_text(clause)))


def _elsewhere(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is placed at another event: "was not discussed at the ministers' meeting"."""
    if frame.act != "discuss":
        return False
    if _in_a_city(page, index, frame) or _while_some_met(frame):
        return True
    for token in page.scenes[index].tokens:
        if (
            token.dep_ == "pobj"
            and token.head.lower_ in ("at", "during", "in")
            and words("events").fullmatch(token.lower_)
        ) and token.head.head.i in (frame.clause.i, frame.cue.i):
            return True
    return False


def _while_some_met(frame: Frame) -> bool:
    """Return whether the act is placed where people met in person: "not discussed when diplomats met in Istanbul"."""
    return any(
        c.dep_ == "advcl"
        and c.lemma_.lower() in ("meet", "gather", "convene", "sit", "visit", "dine", "travel")
        and any(w.lower_ in ("when", "while", "as", "after") for w in c.children)
        for verb in (frame.clause, frame.cue)
        for c in verb.children
    )


def _in_a_city(page: Page, index: int, frame: Frame) -> bool:
    """Return whether one leader spoke "with" the other in a place where they met: "did not discuss it with him in Lima"."""
    if not any(c.dep_ == "prep" and c.lower_ == "with" for c in frame.cue.children):
        return False
    matters = {h.token.i for h in frame.hits}
    return any(
        g.pos_ == "PROPN" and g.i not in matters and not g.lower_.endswith("day") and g.lower_ not in _MONTHS
        for t in (frame.cue, *(g for c in frame.cue.children for g in c.children))
        for c in t.children
        if c.dep_ == "prep" and c.lower_ == "in"
        for g in c.children
        if g.dep_ == "pobj"
    )


_MONTHS = frozenset(
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]
)  # fmt: skip


def _at_a_place_before(frame: Frame) -> bool:
    """Return whether the outlet tells of an earlier talk face to face: "In Vietnam the two had discussed it"."""
    clause = frame.clause
    if clause.dep_ not in ("ROOT", "ccomp") or not has_had(clause):
        return False
    places = [
        g
        for c in clause.children
        if c.dep_ == "prep" and c.lower_ in ("in", "at")
        for g in c.children
        if g.pos_ == "PROPN"
    ]
    return any(
        not re.fullmatch(
            r"\w+day|january|february|march|april|may|june|july|august|september|october|november|december",
            g.lower_,
        )
        for g in places
    )


def _with_others(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the partner of the talk is somebody else: "discussed sanctions with senators"."""
    scene = page.scenes[index]
    partners = [
        t for t in scene.tokens
        if t.dep_ == "pobj" and t.head.lower_ in ("with", "among", "between") and scene.clause_of[t.i].i == frame.clause.i
    ]  # fmt: skip
    partners += [
        t for t in frame.clause.subtree if t.dep_ == "dobj" and t.head.lemma_.lower() in word_set("joining")
    ]
    return any(words("audience").fullmatch(t.lower_) or other_leaders().search(t.lower_) for t in partners)


def _tells_others(page: Page, frame: Frame) -> bool:
    """Return whether the one told is not the other leader: "told two newspapers", "said to Congress"."""
    told = [c for c in frame.cue.children if c.dep_ in ("dobj", "dative", "iobj")]
    told += [
        g
        for c in frame.cue.children
        if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "in", "at", "on")
        for g in c.children
    ]
    return any(words("audience").fullmatch(t.lower_) for t in told)


def to_somebody_else(page: Page, verb: Token) -> bool:
    """Return whether a verb's object is a noun that is no leader: "nobody thanked the interpreters"."""
    leaders = page.story.leaders
    for token in (c for c in verb.children if c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN")):
        near = " ".join(t.lower_ for t in (*token.lefts, token))
        if not (leaders.us.search(near) or leaders.ru.search(near) or _COUNTERPART.search(near)):
            return True
    return False


def _leader_speaks(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act stands in a leader's own remark to the press; his act in the call is no such remark."""
    at = page.scenes[index].offset_of(frame.cue)
    return page.speaker(index, at, at + len(frame.cue)).role == "president"
