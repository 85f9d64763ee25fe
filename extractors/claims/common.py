# ruff: noqa: E501 - patterns are read as one line each
"""What the families share: from a frame about one of their topics to drafts of claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.draft import Draft
from extractors.claims.extents import find_extents
from extractors.claims.frames import Frame
from extractors.claims.in_call import in_call
from extractors.claims.page import Page
from extractors.claims.ranges import is_unreal
from extractors.claims.slots import matters_of, modality_of, place_of, polarity_of, scope_of, scope_of_text
from extractors.claims.terms import places_in, terms_in
from extractors.claims.topics import Hit, Topic
from extractors.language.scene import Scene
from extractors.model import Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

_AGREED_THING = re.compile(
    r"\b(?:agree\w*|approv\w*|patrols|refrain\w*|understanding|deal|truce|ceasefire|cease-fire|moratorium|pause|halt|offer\w*|propos\w*|consignment|package|exchange|swap|accord|pact|treaty|arrangement|initiative|commitment|promise\w*|pledge\w*|undertaking|what was|extension|shipment|aid|invitation|summit|meeting|cuts?|reductions?|mandate|remit|bargain|settled|settlement|terms)\b"
)
# A leader's own future act, or the intention to leave it, told to the other one.
_BINDING = re.compile(
    r"\b(?:will|would|won't|wouldn't|shall|intends?|intended|plans?|planned|ready|prepared|going to|has no (?:intention|plans?)|had no (?:intention|plans?))\b"
)

_PROPOSITIONS = {
    "discuss": Proposition.DISCUSSED,
    "tell": Proposition.DISCUSSED,
    "agree": Proposition.AGREED,
    "propose": Proposition.PROPOSED,
}


def topic_drafts(page: Page, index: int, frames: Sequence[Frame], topics: Sequence[Topic]) -> Iterator[Draft]:
    """Yield a draft for every act of the leaders on every topic of the family in one sentence."""
    names = {topic.name for topic in topics}
    for frame in frames:
        if not in_call(page, index, frame):
            continue
        yield from _commitments(page, index, frame, names)
        for hit in frame.hits:
            if hit.topic.name in names:
                yield _draft(page, index, frame, hit.topic, matters_of(page, index, frame, hit))


def _commitments(page: Page, index: int, frame: Frame, names: set[str]) -> Iterator[Draft]:
    """Yield what one leader's words to the other bind him to: "emphasised that he does not intend to deploy"."""
    scene = page.scenes[index]
    if frame.act != "tell" or frame.polarity <= 0 or frame.actor not in ("US", "RU", "both", "he"):
        return
    inner = [c for c in frame.clause.children if c.dep_ == "ccomp"]
    if not any(_BINDING.search(scene.subtree_text(c)) for c in inner):
        return
    for hit in frame.hits:
        # What is threatened or promised of sanctions is read as an action, with its direction.
        if hit.topic.name in names - {"sanctions"} and any(scene.below(hit.token, c) for c in inner):
            draft = _draft(page, index, frame, hit.topic, matters_of(page, index, frame, hit))
            yield replace(draft, proposition=Proposition.AGREED, rule=_commitment(scene, hit, inner))


def _commitment(scene: Scene, hit: Hit, inner: Sequence[Token]) -> str:
    """Return the rule of a commitment: one to refrain where what is said of the topic is negated."""
    refused = [t for t in scene.tokens if t.i in scene.negated and any(scene.below(t, c) for c in inner)]
    return "commitment-not" if any(scene.below(hit.token, t) for t in refused) else "commitment"


def _draft(page: Page, index: int, frame: Frame, topic: Topic, matters: frozenset[str]) -> Draft:
    return Draft(
        topic=topic.name,
        family=topic.family,
        proposition=_PROPOSITIONS[frame.act],
        polarity=polarity_of(frame),
        modality=modality_of(page, frame),
        scope=scope_of(page, index, frame),
        holder={"US": "US", "RU": "RU", "both": "both"}.get(frame.actor, ""),
        terms=matters,
        rule=f"{frame.act}{'-pronoun' if frame.borrowed else ''}: {' '.join(frame.cue_text.split())}",
        at=place_of(page, index, frame),
    )


def extent_drafts(page: Page, index: int, topics: Sequence[Topic]) -> Iterator[Draft]:
    """Yield what the sentence says of the range of a thing agreed, offered or proposed."""
    scene = page.scenes[index]
    if (
        page.call_of(index).kind == "other"
        or not _AGREED_THING.search(scene.text)
        or scene.text.endswith("?")
    ):
        return
    if not page.is_readout and (not page.call_nearby(index) or is_unreal(scene.text)):
        return
    names = {topic.name for topic in topics}
    hits = {h.topic.name: h.topic for h in page.hits[index] if h.topic.name in names}
    for topic in hits.values():
        for value in (*(e.to_value() for e in find_extents(scene.text)), *terms_in(scene)):
            yield Draft(
                topic.name,
                topic.family,
                Proposition.EXTENT,
                Polarity.AFFIRMED,
                Modality.FUTURE if page.is_preview else Modality.ASSERTED,
                scope_of_text(page, index),
                terms=places_in(scene),
                value=value,
                rule="extent",
            )
