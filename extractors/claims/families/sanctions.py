"""Sanctions: whether they came up, and whether they are to be eased, kept or added to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from extractors.claims.common import topic_drafts
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.in_call import in_call
from extractors.claims.measures import measures_of
from extractors.claims.mentions import mention_drafts
from extractors.claims.nearby import nearby_drafts
from extractors.claims.page import Page
from extractors.claims.presence import presence_drafts
from extractors.claims.recounted import recounted_drafts
from extractors.claims.relief import relief_drafts
from extractors.claims.slots import modality_of, place_of, polarity_of, scope_of
from extractors.claims.topics import FAMILIES_PACKAGE, load_topics
from extractors.language.scene import Scene
from extractors.language.wordlists import compile_words, load_table
from extractors.model import Family, Polarity, Proposition

_OUT_OF_TALK = re.compile(
    r"\b(?:outside|out of) (?:the|that|their|this) (?:conversation|call|talks?|discussion|exchange)\b"
)
TOPICS = load_topics("sanctions", Family.SANCTIONS)


@cache
def _direction_words(name: str) -> re.Pattern[str]:
    return compile_words(load_table(FAMILIES_PACKAGE, "sanctions.toml")[name]["words"])


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield the drafts of one sentence: raised or not, and what one leader told the other would be done."""
    drafts = [_directed(page, index, frames, d) for d in topic_drafts(page, index, frames, TOPICS)]
    drafts += mention_drafts(page, index, frames, TOPICS)
    drafts += presence_drafts(page, index, drafts, TOPICS)
    drafts += recounted_drafts(page, index, drafts, TOPICS)
    # "stayed outside the conversation" keeps nothing in force
    apart = _OUT_OF_TALK.search(page.scenes[index].text)
    held_out = [] if apart else list(relief_drafts(page, index))
    # "The sanctions will not be touched" keeps them; it denies no talk of them.
    drafts = [d for d in drafts if not (d.polarity is Polarity.DENIED and d.at in {h.at for h in held_out})]
    drafts += held_out
    for frame in frames:
        about = any(h.topic.name == "sanctions" for h in frame.hits)
        if about and not held_out and in_call(page, index, frame):
            drafts += _action(page, index, frame)
    yield from drafts or nearby_drafts(page, index, TOPICS)


def _directed(page: Page, index: int, frames: list[Frame], draft: Draft) -> Draft:
    """Return a draft on an agreement or offer with the direction it concerns among its matters."""
    if draft.proposition not in (Proposition.AGREED, Proposition.PROPOSED):
        return draft
    for frame in frames:
        if draft.rule.startswith(frame.act) and any(h.topic.name == "sanctions" for h in frame.hits):
            direction = direction_of(page.scenes[index], frame)
            word = {1: "easing", -1: "keeping"}.get(direction)
            return replace(draft, terms=draft.terms | {word}) if word else draft
    return draft


def _action(page: Page, index: int, frame: Frame) -> Iterator[Draft]:
    """Yield what is promised, announced or refused in the frame: eased or maintained."""
    if frame.act == "discuss" or frame.polarity == 0:
        return
    if frame.borrowed and frame.polarity < 0:
        return  # "Nothing has been promised": which way it would have gone stands in another sentence
    direction = direction_of(page.scenes[index], frame)
    if direction == 0:
        return
    yield Draft(
        topic="sanctions",
        family=Family.SANCTIONS,
        proposition=Proposition.EASED if direction > 0 else Proposition.MAINTAINED,
        polarity=polarity_of(frame),
        modality=modality_of(page, frame),
        scope=scope_of(page, index, frame),
        holder=frame.actor if frame.actor in ("US", "RU", "both") else "",
        terms=frozenset().union(*(h.matters for h in frame.hits if h.topic.name == "sanctions"))
        | measures_of(page, index, frame.cue),
        rule=f"{frame.act}-action",
        at=place_of(page, index, frame),
    )


def direction_of(scene: Scene, frame: Frame) -> int:
    """Return 1 where the sanctions are to be eased, -1 where kept or added, 0 where the sentence does not say."""
    found: list[tuple[int, int]] = []
    for name, sign in (("easing", 1), ("keeping", -1)):
        for match in _direction_words(name).finditer(scene.text):
            tokens = scene.tokens_at(match.start(), match.end())
            # "last Tuesday" lengthens nothing.
            dated = match.group() == "last" and bool(tokens) and tokens[0].pos_ == "ADJ"
            if not tokens or tokens[0].i == frame.cue.i or dated:
                continue
            clause = scene.clause_of[tokens[0].i]
            if any(c.dep_ == "aux" and c.lower_ in ("could", "might", "may") for c in clause.children):
                continue  # "told him that the sanctions could be undone in that way"
            if clause.dep_ == "advcl" and any(
                c.dep_ == "mark" and c.lower_ in ("if", "unless", "until", "while") for c in clause.children
            ):
                continue
            negator = scene.negated.get(clause.i)
            # "would be lifted at once, without waiting for a treaty"
            if (
                negator is not None
                and negator.lower_ == "without"
                and scene.offset_of(negator) > match.start()
            ):
                negator = None
            flipped = negator is not None and clause.i != frame.clause.i
            near = min(
                (abs(match.start() - h.start) for h in frame.hits if h.topic.name == "sanctions"), default=99
            )
            found.append((near, -sign if flipped else sign))
    if not found and any("new" in h.matters for h in frame.hits if h.topic.name == "sanctions"):
        return -1  # "told him to expect more sanctions": no verb of adding is needed
    return min(found)[1] if found else 0


FAMILY = ClaimFamily("sanctions", TOPICS, read)
