"""Whether an act in a sentence can be one of the call at all: whose act it is, and to whom it was done.

A false alert gets the channel muted, so an act counts only where nobody else can be meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.frames import Frame
from extractors.claims.words import word_set
from extractors.language.scene import agents, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page

# Governments whose word on a talk is on their own talk.
_FOREIGN_OFFICE = re.compile(
    r"\b(?:élysée|elysee|downing street|chancellery|chancellor|chancellor's|bankova|office of the ukrainian|"
    r"ukrainian (?:president|leader|presidency)|french|german|british|turkish|chinese|ukrainian|saudi|israeli|"
    r"japanese|indian|italian|polish|finnish|hungarian)\b(?! (?:newspaper|paper|daily|magazine|weekly|reporter))",
    re.IGNORECASE,
)


def is_grounded(page: Page, index: int, frame: Frame) -> bool:
    """Return whether nothing in the sentence gives the act to somebody else or to another occasion."""
    return not (
        _is_strangers(frame)
        or _is_of_the_source(frame)
        or _is_public(page, index, frame)
        or _is_told_elsewhere(frame)
        or _is_of_another_talk(page, index, frame)
        or _is_no_past_event(page, index, frame)
        or is_of_others_we(page, index, frame)
        or _is_of_another_body(page, index, frame)
        or _is_put_by_press(page, index, frame)
    )


def is_of_others_we(page: Page, index: int, frame: Frame) -> bool:
    """Return whether "we" are neither side: "We gave no consent to observers," said an adviser in Kyiv."""
    if not any(t.lower_ in ("we", "i") for t in subjects(frame.clause)):
        return False
    at = page.scenes[index].offset_of(frame.cue)
    speaker = page.speaker(index, at, at + len(frame.cue))
    return speaker.side is None and not speaker.is_outlet


def _is_put_by_press(page: Page, index: int, frame: Frame) -> bool:
    """Return whether somebody "was asked about" the matter, and nobody who heard the call says so: by reporters."""
    cue = frame.cue
    if frame.act != "discuss" or cue.lower_ != "asked" or not any(c.dep_ == "auxpass" for c in cue.children):
        return False
    at = page.scenes[index].offset_of(cue)
    leaders = page.story.leaders
    by = " ".join(page.scenes[index].subtree_text(t) for t in agents(frame.clause))
    return page.speaker(index, at, at + len(cue)).is_outlet and not (
        leaders.us.search(by) or leaders.ru.search(by)
    )


def _is_strangers(frame: Frame) -> bool:
    """Return whether the act has a subject that is neither a leader nor its topic: "the host brought up sanctions"."""
    if frame.actor != "topic" or frame.act != "discuss":
        return False
    if frame.polarity < 0 and _is_what_was_discussed(frame):
        return False
    inside = {i for t in subjects(frame.clause) for i in (w.i for w in t.subtree)}
    words = {t.lower_ for t in subjects(frame.clause)}
    if not inside or words & word_set("standing_for"):
        return False
    return not any(hit.token.i in inside for hit in frame.hits) and not frame.borrowed


_DISCUSSED = frozenset(
    [
        "discuss",
        "mention",
        "raise",
        "consider",
        "address",
        "broach",
        "cover",
        "review",
        "examine",
        "debate",
        "touch",
    ]
)


def _is_what_was_discussed(frame: Frame) -> bool:
    """Return whether the subject is the matter itself: "Troop levels were not discussed" names nobody who discusses."""
    found = subjects(frame.clause)
    return frame.clause.lemma_.lower() in _DISCUSSED and all(
        t.dep_ == "nsubjpass" and t.lemma_.lower() not in word_set("of_persons") for t in found
    )


def _is_of_the_source(frame: Frame) -> bool:
    """Return whether "it" is the body that speaks: "The foreign ministry told us that it had no part in the call"."""
    clause = frame.clause
    if not frame.borrowed or clause.dep_ != "ccomp" or clause.lemma_.lower() in word_set("rising"):
        return False
    is_it = any(c.dep_ == "nsubj" and c.lower_ in ("it", "they") for c in clause.children)
    return is_it and any(_BODIES.fullmatch(t.lower_) for t in subjects(clause.head))


_BODIES = re.compile(
    r"(?:ministry|office|embassy|agency|company|firm|bank|department|government|party|union|service|mission|newspaper)"
)


def _is_public(page: Page, index: int, frame: Frame) -> bool:
    """Return whether one leader "has spoken" or "has not said": a stand taken in public, no event of the call."""
    if frame.act not in ("discuss", "tell") or frame.actor not in ("US", "RU", "he") or frame.told:
        return False
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'s", "'ve") for c in frame.clause.children)
    # The own word of the act ("has not spoken on the matter") names no call.
    rest = page.scenes[index].text.replace(frame.cue_text, " ")
    return perfect and not call_words().search(rest)


# "No proposal has arrived since the call": what did or did not follow it.
_SINCE_CALL = re.compile(
    r"\b(?:since|after|following|in the (?:days|weeks|hours) (?:since|after)) (?:the|that|their|this) "
    r"(?:\w+ )?(?:call|conversation|talk|exchange)\b"
)


def _is_no_past_event(page: Page, index: int, frame: Frame) -> bool:
    """Return whether a denial is of now or of the time since: "is not on the table", "has not come since the call"."""
    if frame.polarity >= 0:
        return False
    own = [c.lower_ for c in frame.clause.children if c.dep_ in ("aux", "auxpass")]
    text = page.scenes[index].own_text(frame.clause)
    if _SINCE_CALL.search(text) and {"has", "have", "'ve"} & set(own):
        return True
    if frame.clause.lemma_.lower() in (
        "want",
        "need",
        "expect",
        "seek",
        "demand",
        "prefer",
        "favor",
        "favour",
    ):
        return True  # "wants no bargaining over its right to join"
    if _is_advised(frame.clause):
        return True
    if frame.clause.tag_ == "VBZ" and not own and {t.lower_ for t in subjects(frame.clause)} == {"it"}:
        return True  # "Pipelines it passes over in silence": a text, or somebody's habit; the call is over
    is_now = frame.clause.lower_ in ("is", "are", "'s", "'re") and frame.clause.i != frame.cue.i
    return (
        frame.act == "discuss"
        and is_now
        and re.search(r"\bon (?:the|their|our|his)\b", frame.cue_text) is not None
    )


_ADVISING = frozenset(
    ["advise", "tell", "urge", "warn", "ask", "order", "instruct", "want", "counsel", "caution", "remind", "expect"]
)  # fmt: skip


def _is_advised(clause: Token) -> bool:
    """Return whether a negated infinitive is what somebody should not do: "had been advised not to congratulate"."""
    verb = clause
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    bare = {c.lower_ for c in clause.children if c.dep_ in ("aux", "neg")}
    return {"to", "not"} <= bare and verb.head.i != verb.i and verb.head.lemma_.lower() in _ADVISING


def _is_told_elsewhere(frame: Frame) -> bool:
    """Return whether a telling without a topic of its own was not to the other leader: "told us so", "it is stated"."""
    if frame.act != "tell" or not frame.borrowed or frame.told:
        return False
    return not any(c.dep_ == "auxpass" and c.lower_ in ("was", "were", "been") for c in frame.cue.children)


def _is_of_another_talk(page: Page, index: int, frame: Frame) -> bool:
    """Return whether another government tells of "their" talk: "They talked about Minsk, the Élysée said"."""
    leaders = page.story.leaders
    text = page.scenes[index].text
    if leaders.us.search(text) or frame.actor not in ("both", "he", "call", "topic", ""):
        return False
    if "other" not in page.story.kinds:
        return False  # the page names no talk of that government's: its officials tell what they heard of this one
    at = page.scenes[index].offset_of(frame.cue)
    speaker = page.speaker(index, at, at + len(frame.cue))
    return speaker.side is None and _FOREIGN_OFFICE.search(speaker.name) is not None


_SIDES = re.compile(
    r"\b(?:kremlin|moscow|white house|washington|russia|the russians|the americans|both|two|presidents|leaders|sides)\b"
)


def side_before(page: Page, index: int) -> bool:
    """Return whether "it" or "they" can be one of the sides, or both: the sentence before has them as its subject."""
    if index == 0:
        return False
    before = page.scenes[index - 1]
    named = [before.subtree_text(t) for t in before.tokens if t.dep_ in ("nsubj", "nsubjpass")]
    leaders = page.story.leaders
    return any(_SIDES.search(n) or leaders.us.search(n) or leaders.ru.search(n) for n in named)


def _is_of_another_body(page: Page, index: int, frame: Frame) -> bool:
    """Return whether "it" refuses and no side was named before: "It made no promise", of a ministry."""
    if frame.act != "agree" or frame.polarity >= 0 or frame.clause.pos_ != "VERB" or page.is_readout:
        return False
    plain = [t for t in subjects(frame.clause) if t.dep_ == "nsubj" and t.lower_ in ("it", "they")]
    return bool(plain) and not side_before(page, index)
