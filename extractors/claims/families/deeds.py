# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Deeds between the two sides that one affirms and the other denies: requests, invitations, apologies, offers.

They happen beside the call as well as in it ("not one request has reached us"), so the verb of the deed
itself carries the polarity, not a verb of talking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims.answered import answered_drafts
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.page import Page
from extractors.claims.slots import scope_of_text
from extractors.claims.topics import Hit, load_topics
from extractors.claims.words import words
from extractors.language.scene import Scene
from extractors.model import Family, Modality, Polarity, Proposition

TOPICS = load_topics("deeds", Family.OTHER)


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield for each deed named in the sentence whether it is said to have been done."""
    if page.call_of(index).kind == "other" or not (page.is_readout or not page.speaker(index).is_outlet):
        return
    yield from answered_drafts(page, index)
    scene = page.scenes[index]
    for hit in page.hits[index]:
        if hit.topic.family is Family.OTHER and hit.topic in TOPICS:
            draft = _draft(page, index, scene, hit)
            if draft is not None:
                yield draft


def _draft(page: Page, index: int, scene: Scene, hit: Hit) -> Draft | None:
    clause = scene.clause_of[hit.token.i]
    if not words("passing").fullmatch(clause.lower_) or hit.token.dep_ not in (
        "nsubj",
        "nsubjpass",
        "dobj",
        "attr",
        "conj",
    ):
        return None
    if scene.is_question(hit.start) or re.search(
        r"\bif\b|\bwhether\b|\bwould\b|\bwill\b|\bmay\b|\bmight\b", scene.own_text(hit.token)
    ):
        return None
    negated = clause.i in scene.negated
    turned = any(
        re.search(r"\b(?:claim|claims|claimed|deny|denies|denied|false|untrue)\b", scene.own_text(c))
        for c in scene.ancestors(clause)
    )
    polarity = Polarity.DENIED if negated != turned else Polarity.AFFIRMED
    return Draft(
        hit.topic.name, Family.OTHER, Proposition.OCCURRED, polarity, Modality.FUTURE if page.is_preview else Modality.ASSERTED,
        scope_of_text(page, index), rule="deed",
    )  # fmt: skip


FAMILY = ClaimFamily("deeds", TOPICS, read)
