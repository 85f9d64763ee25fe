# ruff: noqa: E501, PLR0911 - patterns are read as one line each
"""Whether a refusal or denial is one of the leaders' conversation, told by somebody who can know; and whose it is."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.claims.actors import actor_of
from extractors.claims.cues import Cue
from extractors.claims.frames import Frame
from extractors.claims.grounding import side_before
from extractors.claims.in_call import in_call
from extractors.claims.modality import modality_of, wider
from extractors.claims.page import Page
from extractors.claims.refusals import Refusal
from extractors.claims.teller import may_tell
from extractors.language.scene import Scene, agents, subjects
from extractors.model import Modality, Side, Speaker

_CODES = {Side.WHITE_HOUSE: "US", Side.KREMLIN: "RU"}
_OURS = frozenset(["our", "us", "we", "i", "my"])
_UNWILLING = frozenset(
    [
        "have",
        "hear",
        "brook",
        "countenance",
        "entertain",
        "contemplate",
        "consider",
        "budge",
        "commit",
        "give",
        "let",
    ]
)
_STANDS = re.compile(
    r"it|he|she|they|that|this|these|those|there|which|who|none|nothing|neither|both|one|president|leader|side|sides|head|we|man|call|conversation|word|words|any|staff|nobody|noone|anybody|anyone"
)


def frame_of(refusal: Refusal, actor: str) -> Frame:
    """Return the refusal as a frame, for the checks that every act goes through."""
    cue = refusal.cue
    return Frame("agree", -1, cue.clause, cue.token, " ".join(cue.words), (), Modality.ASSERTED, actor)


def holder_of(page: Page, index: int, refusal: Refusal) -> str | None:
    """Return whose consent or word it is: US, RU, both or "" for nobody named; None where a stranger's."""
    if refusal.act == "account":
        return ""
    scene, cue = page.scenes[index], refusal.cue
    speaker = page.speaker(index, cue.start, cue.end)
    side = _CODES.get(speaker.side) if speaker.side is not None else None
    for token in subjects(cue.clause):
        if token.lower_ in ("nobody", "none", "noone", "one") and any(
            c.dep_ == "prep" and c.lower_ in ("in", "at", "from", "among") for c in token.children
        ):
            return None  # "Nobody in Moscow asked for NATO's opinion": people of a place, not the leaders
        marks = {token.lower_, *(c.lower_ for c in token.children if c.dep_ == "poss")}
        if marks & _OURS:
            return side
        if (
            side == "RU"
            and token.lower_ in ("president", "head")
            and not page.story.leaders.us.search(scene.subtree_text(token))
        ):
            return side
    if any(c.dep_ == "auxpass" for c in cue.clause.children) and not agents(cue.clause):
        return ""  # "Russia was not asked": who did not ask is not said
    actor = actor_of(scene, cue, page.story.leaders)
    if actor in ("other", "foreign") and not refusal.phrase:
        return None
    return actor if actor in ("US", "RU", "both") else ""


def is_of_call(page: Page, index: int, refusal: Refusal, polarity: int = -1) -> bool:
    """Return whether somebody who can know says it of this conversation, as a fact; ``polarity`` 1 for a consent given."""
    scene, cue = page.scenes[index], refusal.cue
    if page.is_readout:
        return refusal.act == "agree"  # what a side says its own leader did not ask or say, the frames read
    speaker = page.speaker(index, cue.start, cue.end)
    if not may_tell(page, index, (cue.start, cue.end), denial=polarity < 0):
        return False
    if speaker.side is None and any(t.lower_ in _OURS for t in cue.clause.subtree):
        return False  # "Nobody asked us," said an adviser in Kyiv
    if wider().search(scene.text) or _is_general(refusal, speaker):
        return False
    # "Would not hear of it" refuses; "would not agree" foresees
    modality = Modality.ASSERTED if _would_not(scene, cue) else modality_of(scene, cue, readout=False)
    if modality is Modality.FUTURE and refusal.phrase and cue.clause.lemma_ == "be":
        modality = Modality.ASSERTED  # "to call it a deal would be premature"
    if modality is not Modality.ASSERTED:
        return False
    if refusal.act != "account" and not refusal.phrase and _is_strangers(page, index, refusal):
        return False
    return _near_call(page, index, speaker) and in_call(
        page, index, replace(frame_of(refusal, holder_of(page, index, refusal) or ""), polarity=polarity)
    )


def _is_general(refusal: Refusal, speaker: Speaker) -> bool:
    """Return whether the verb stands in the present and tells of a state: "the larger one pays no tax"."""
    clause = refusal.cue.clause
    auxiliary = any(c.dep_ in ("aux", "auxpass") for c in clause.children)
    return (
        refusal.act != "account"
        and not refusal.phrase
        and not auxiliary
        and clause.tag_ in ("VBZ", "VBP")
        # "There is no deal without Mexico, the Saudis say": only a side says how its own agreement stands
        and (speaker.side is None or clause.lemma_ not in ("be", "have", "remain", "stay", "exist"))
    )


_TOLD_OF = re.compile(
    r"\b(?:notes|transcript|recording|minutes|account|in (?:the|their|\w+day's) (?:call|conversation)|on the (?:phone|telephone)|during (?:the|their) (?:call|conversation))\b"
)


def _would_not(scene: Scene, cue: Cue) -> bool:
    """Return whether "would not" tells of an unwillingness shown, not of a prospect: "would have no part of it"."""
    modal = any(c.dep_ == "aux" and c.lower_ in ("would", "could") for c in cue.clause.children)
    if not (modal and cue.clause.i in scene.negated):
        return False
    # ... or "would not agree", told of the call itself
    return cue.clause.lemma_.lower() in _UNWILLING or _TOLD_OF.search(scene.text) is not None


def _near_call(page: Page, index: int, speaker: Speaker) -> bool:
    """Return whether the sentence is about the call: it is spoken of near it, a side speaks, or it names the call's day."""
    main = page.story.main_date
    if page.call_nearby(index):
        return True
    dated = any(d.first == d.last == main for d in page.story.dates[index])
    return main is not None and (speaker.side is not None or dated)


def _is_strangers(page: Page, index: int, refusal: Refusal) -> bool:
    """Return whether the subject is neither a leader nor what was refused: "Delta has refused"."""
    cue, leaders = refusal.cue, page.story.leaders
    scene = page.scenes[index]
    for token in subjects(cue.clause):
        near = scene.subtree_text(token)
        if token.lower_ in ("it", "they") and token.dep_ == "nsubj" and cue.clause.pos_ == "VERB":
            if not side_before(page, index):
                return True  # "It refused to cut", of a country named before
            continue
        if token.i == cue.token.i or token.dep_ in ("nsubjpass", "expl") or _STANDS.fullmatch(token.lower_):
            continue
        if (
            leaders.us.search(near)
            or leaders.ru.search(near)
            or "president" in near
            or (cue.token.pos_ == "NOUN" and token.i > cue.token.i)
        ):
            continue
        if token.lower_ in (
            "moscow",
            "kremlin",
            "russia",
            "washington",
            "russians",
            "americans",
            "conversation",
            "talk",
            "exchange",
        ):
            continue
        if "call" in near or "conversation" in near or "talk" in near:
            continue
        # "The sending of observers remains unagreed": the matter itself is the subject
        if cue.clause.pos_ == "AUX" or cue.clause.lemma_.lower() in (
            "remain",
            "stay",
            "go",
            "come",
            "get",
            "fall",
            "stand",
            "hang",
        ):
            continue
        return True
    return False


__all__ = ["frame_of", "holder_of", "is_of_call"]
