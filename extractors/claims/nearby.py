# ruff: noqa: E501 - patterns and word lists are read as one line each
"""What a sentence near the call says of a topic without an act that the rules know: kept, but hedged.

Such claims fill the dossier ("He was told to expect it"); being hedged they never contradict anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.calls import call_words
from extractors.claims.draft import Draft
from extractors.claims.frames import act_words
from extractors.claims.page import Page
from extractors.claims.slots import scope_of_text
from extractors.claims.topics import Hit, Topic
from extractors.model import Modality, Polarity, Proposition

# A sentence without the topic's name that goes on about it: a pronoun, or the act taken up as a noun.
_GOES_ON = re.compile(
    r"\b(?:it|that|this|they|them|so|the (?:promise|undertaking|pledge|offer|step|idea|subject|question|topic|matter|request|proposal|warning|assurance|answer|point)|package)\b"
)


def nearby_drafts(page: Page, index: int, topics: Sequence[Topic]) -> Iterator[Draft]:
    """Yield a hedged draft for each topic of the family that a sentence near the call names or goes on about."""
    scene = page.scenes[index]
    if page.is_readout or page.call_of(index).kind == "other":
        return
    # A side's official in a story about the call speaks of it three paragraphs on, too.
    official = page.story.main_date is not None and page.speaker(index).side is not None
    if not (page.call_nearby(index) or official):
        return
    if not _may_know(page, index):
        return
    if scene.text.rstrip("\"' ").endswith("?") or page.is_outsider(index) or page.is_preview:
        return
    names = {topic.name for topic in topics}
    found = {h.topic.name: h for h in page.hits[index] if h.topic.name in names}
    for hit in (found or _taken_up(page, index, names)).values():
        yield Draft(
            hit.topic.name,
            hit.topic.family,
            Proposition.DISCUSSED,
            _polarity(page, index),
            Modality.HEDGED,
            scope_of_text(page, index),
            terms=hit.matters,
            rule="nearby",
        )


def _may_know(page: Page, index: int) -> bool:
    """Return whether the sentence's voice can know: a side, somebody unnamed, or the outlet telling of the call itself.

    A named person of neither side (a senator, another country's leader) tells what he thinks, and a leader
    before the press what he wants.
    """
    speaker = page.speaker(index)
    if speaker.is_outlet:
        return call_words().search(page.scenes[index].text) is not None
    return speaker.role != "president" and (speaker.side is not None or not speaker.on_record)


def _polarity(page: Page, index: int) -> Polarity:
    """Return uncertain where the source would not say, denied where the main clause is negated, else affirmed."""
    scene = page.scenes[index]
    if act_words("evade").search(scene.text) and re.search(r"\b(?:whether|if)\b", scene.text):
        return Polarity.UNCERTAIN
    heads = [scene.clause_of[t.i] for t in scene.tokens if t.dep_ == "ROOT"]
    heads += [c for h in heads for c in h.children if c.dep_ == "ccomp"]
    negated = any(h.i in scene.negated for h in heads) or bool(act_words("unraised").search(scene.text))
    return Polarity.DENIED if negated else Polarity.AFFIRMED


def _taken_up(page: Page, index: int, names: set[str]) -> dict[str, Hit]:
    """Return the topics of the sentence before that an attributed sentence goes on about."""
    if index == 0 or page.hits[index] or not _GOES_ON.search(page.scenes[index].text):
        return {}
    here, before = page.scenes[index].sentence, page.scenes[index - 1].sentence
    if here.paragraph != before.paragraph or not page.said_near(index).attributions:
        return {}
    return {h.topic.name: h for h in page.hits[index - 1] if h.topic.name in names}
