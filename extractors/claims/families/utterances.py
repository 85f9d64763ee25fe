# ruff: noqa: PLR0911 - rules stand in order, each with its answer
"""Things uttered in the call: an apology, a threat, praise. A denial that they were uttered disowns the other account.

The word itself carries the claim ("did not apologize", "no apology was made"); no verb of talking is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Cue, Frame, act_words, bare_frame
from extractors.claims.grounding import is_of_others_we
from extractors.claims.in_call import to_somebody_else
from extractors.claims.matters import is_matter
from extractors.claims.page import Page
from extractors.claims.slots import modality_of, scope_of
from extractors.claims.topics import Hit
from extractors.claims.words import words
from extractors.model import UTTERED, Family, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield for each utterance named in the sentence whether it is said to have been made."""
    if page.is_readout or page.call_of(index).kind == "other":
        return
    seen: set[str] = set()
    for hit in page.hits[index]:
        if hit.topic.name in UTTERED and hit.topic.name not in seen:
            draft = _draft(page, index, hit)
            if draft is not None:
                seen.add(hit.topic.name)
                yield draft


def _draft(page: Page, index: int, hit: Hit) -> Draft | None:
    scene = page.scenes[index]
    clause = scene.clause_of[hit.token.i]
    carried = words("uttering").fullmatch(clause.lower_) or act_words("deny").search(scene.own_text(clause))
    if clause.i != hit.token.i and not (carried and hit.token.pos_ in ("NOUN", "ADJ")):
        return None
    if hit.token.pos_ == "VERB" and to_somebody_else(page, hit.token):
        return None
    if page.story.dated_before(index, clause) or _names_matter(hit):
        return None
    cue = Cue("utter", 1, hit.start, hit.end, hit.token, clause, (hit.token.lower_,))
    frame = bare_frame(scene, cue, page.story.leaders, page.is_readout)
    if (
        frame is not None
        and act_words("deny").search(scene.own_text(clause))
        and clause.i not in scene.negated
    ):
        frame = replace(frame, polarity=-1, actor="")  # "dismissed as fiction the account of an apology"
    if frame is not None and is_of_others_we(page, index, frame):
        return None
    if frame is not None and frame.polarity < 0 and not (page.call_nearby(index) or page.speaker(index).side):
        return None
    if frame is None or frame.polarity == 0 or frame.actor in ("other", "foreign"):
        return None
    if frame.polarity < 0 and _is_advised(hit.token):
        return None
    if frame.polarity > 0 and not (frame.actor in ("US", "RU", "both") and page.call_nearby(index)):
        return None
    return Draft(
        topic=hit.topic.name,
        family=Family.OTHER,
        proposition=Proposition.DISCUSSED,
        polarity=Polarity.AFFIRMED if frame.polarity > 0 else Polarity.DENIED,
        modality=modality_of(page, frame),
        scope=scope_of(page, index, frame),
        holder=frame.actor if frame.actor in ("US", "RU", "both") else "",
        rule="tell: utterance",
    )


def _is_advised(token: Token) -> bool:
    """Return whether a bare verb tells what somebody should not do: "had been advised not to congratulate"."""
    return token.tag_ == "VB" and not any(
        c.dep_ in ("nsubj", "nsubjpass") or c.lower_ in ("did", "didn't") for c in token.children
    )


def _names_matter(hit: Hit) -> bool:
    """Return whether a noun says what the utterance was about: the matter, not the mere word, must then be the same."""
    return hit.token.pos_ == "NOUN" and any(
        is_matter(g)
        for c in hit.token.children
        if c.dep_ == "prep" and c.lower_ in ("for", "about", "over", "on")
        for g in c.children
        if g.dep_ == "pobj"
    )


FAMILY = ClaimFamily("utterances", (), read)
