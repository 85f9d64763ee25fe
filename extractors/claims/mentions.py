# ruff: noqa: E501 - patterns are read as one line each
"""Topics that a sentence names as part of the call, whatever its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractors.claims.draft import Draft
from extractors.claims.frames import Frame, act_words
from extractors.claims.page import Page
from extractors.claims.slots import scope_of_text
from extractors.claims.topics import Hit, Topic, sentence_matters
from extractors.model import Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

_UNRAISED = act_words("unraised")
_SAID = re.compile(
    r"\b(?:said|told|according to|recalled|recounted|maintains|maintained|insisted|disclosed|revealed|related|added|reported|confirmed)\b"
)
_NOT_SAID = re.compile(
    r"\b(?:will|would|may|might|could|should|must|if|unless|whether|hope|hopes|hoped|want|wants|wanted|expect\w*|predict\w*|think|thinks|believes?|rumou?r\w*|claims?|alleg\w+|ahead of|before)\b"
)
_TALKING = re.compile(
    r"\b(?:call|conversation|talk|talks|talked|spoke|spoken|speak|exchange|trump|biden|obama|putin|president|presidents|leader|leaders|phone|telephone|he|they|minutes|hour)\b"
)


def mention_drafts(
    page: Page, index: int, frames: Sequence[Frame], topics: Sequence[Topic]
) -> Iterator[Draft]:
    """Yield every topic that a sentence names as part of the call, whatever its verb.

    In a side's own page each sentence without a negation does: a readout says nothing that is not about
    its call, and the parser loses the verb of one long sentence in six. In an article only a sentence that
    somebody with knowledge says of the call itself does, for a topic in its main clause.
    """
    scene = page.scenes[index]
    if scene.negated or scene.text.endswith("?") or _UNRAISED.search(scene.text):
        return
    if not page.is_readout and not _told_of_call(page, index):
        return
    names = {topic.name for topic in topics}
    framed = {h.topic.name for frame in frames for h in frame.hits}
    for hit in page.hits[index]:
        if hit.topic.name in names - framed and (page.is_readout or _in_main_clause(page, index, hit)):
            yield Draft(
                hit.topic.name,
                hit.topic.family,
                Proposition.DISCUSSED,
                Polarity.AFFIRMED,
                Modality.FUTURE if page.is_preview else Modality.ASSERTED,
                scope_of_text(page, index),
                terms=sentence_matters(scene, hit.topic),
                rule="mention",
            )


def _told_of_call(page: Page, index: int) -> bool:
    """Return whether somebody named as a source says this sentence, in the past tense, of the conversation itself."""
    scene = page.scenes[index]
    if page.call_of(index).kind != "main" or not _SAID.search(scene.text) or _NOT_SAID.search(scene.text):
        return False
    speaker = page.speaker(index)
    return not speaker.is_outlet and speaker.role != "president" and page.speaks_of_call(index)


def _in_main_clause(page: Page, index: int, hit: Hit) -> bool:
    """Return whether the topic is an argument of the main clause, or of one that a verb of saying governs."""
    scene = page.scenes[index]
    clause = scene.clause_of[hit.token.i]
    if clause.dep_ not in ("ROOT", "ccomp") or page.story.dated_before(index, clause):
        return False
    if not any(_TALKING.search(scene.own_text(c)) for c in (clause,)):
        return False
    return _is_argument(hit.token)


def _is_argument(token: Token) -> bool:
    """Return whether a word is subject, object, attribute, or stands after a preposition of the verb itself."""
    for _ in range(6):
        if token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            return True
        if token.dep_ == "pobj" and token.head.head.pos_ in ("VERB", "AUX"):
            return token.head.lower_ in ("to", "on", "about", "with", "of", "over", "for", "into", "upon")
        if (
            token.dep_ not in ("compound", "amod", "poss", "pobj", "prep", "nmod", "conj")
            or token.head.i == token.i
        ):
            return False
        token = token.head
    return False
