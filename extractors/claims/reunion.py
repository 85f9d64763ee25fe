# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""Drafts of what came of a meeting of the leaders in their call: proposed, agreed, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.draft import Draft
from extractors.claims.held_out import holder_of, is_only_possible, is_said_to_the_other, told_by_leader
from extractors.claims.page import Page
from extractors.claims.reunion_signs import Sign, field, signs
from extractors.claims.slots import scope_of_text
from extractors.claims.teller import may_tell
from extractors.claims.witness import names_an_account
from extractors.language.people import other_leaders
from extractors.model import Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token


_THIRD = re.compile(
    r"\bzelensk\w*|\bukrainian (?:president|leader)|\bthe ukrainian\b|\bvolodymyr\b|\bvladimir zelen"
)


def reunion_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield what the sentence says came of a meeting of the leaders, each level once; none that it says both ways."""
    if not may_tell(page, index) or _is_of_others(page, index):
        return
    scene = page.scenes[index]
    found = [s for s in signs(page, index) if _counts(page, index, s)]
    for level in (Proposition.PROPOSED, Proposition.AGREED):
        here = [s for s in found if s.level is level]
        if len({s.affirmed for s in here}) != 1 or here[0].affirmed is None:
            continue
        at = scene.offset_of(here[0].token)
        holder = holder_of(page, index, here[0].token)
        yield Draft(
            topic="meeting",
            family=Family.COOPERATION,
            proposition=level,
            polarity=Polarity.AFFIRMED if here[0].affirmed else Polarity.DENIED,
            modality=Modality.ASSERTED,
            scope=scope_of_text(page, index),
            holder=holder if holder == "both" else "",
            terms=frozenset({"third"} if _THIRD.search(scene.text) else ()),
            rule=f"reunion: {here[0].token.lower_}",
            at=(at, at + len(here[0].token)),
        )


def _is_of_others(page: Page, index: int) -> bool:
    """Return whether the meeting is one of ministers or with another country's leader, the Ukrainian one apart."""
    text = page.scenes[index].text
    if field("others").search(text) and not re.search(
        r"\b(?:two of them|each other|one another|presidents|pair)\b", text
    ):
        return True
    return any(not _THIRD.search(m.group()) for m in other_leaders().finditer(text))


def _counts(page: Page, index: int, sign: Sign) -> bool:
    """Return whether a sign is told of the leaders and their call; a denial needs no leader to be named."""
    if is_only_possible(page, index, sign.token) or holder_of(page, index, sign.token) == "other":
        return False
    scene = page.scenes[index]
    clause = scene.clause_of[sign.token.i]
    if page.is_readout:
        return True
    if page.story.dated_before(index, clause):
        return False
    if page.story.dated_elsewhere(index, sign.token) and not (sign.affirmed and _AHEAD.search(scene.text)):
        return False
    speaker = page.speaker(index)
    unsaid = speaker.is_outlet or speaker.role == "president"
    if unsaid and not any(_is_past(c) for c in (clause, *scene.ancestors(clause))):
        return False  # "In the first branch, Mr. Putin says yes": a story told in the present is no report
    if sign.affirmed and _is_done_to_him(sign.token):
        return False  # "The manager confirmed that he had been asked to keep two floors free"
    if sign.affirmed and sign.token.pos_ in ("VERB", "AUX") and field("meeting").fullmatch(sign.token.lower_):
        # "The two will meet in July" may be anybody's forecast; a leader must be said to have said so.
        return bool(told_by_leader(page, index))
    if sign.affirmed:
        return is_said_to_the_other(page, index, sign.token) or (
            speaker.side is not None and _is_under_way(sign.token, clause)
        )
    return not speaker.is_outlet or names_an_account(scene.text)


# When the meeting is to be, not when it was settled: "had all but fixed a summit for June".
_AHEAD = re.compile(
    r"\b(?:for|next|this coming|come) (?:early |late |mid-|the (?:end|middle|first week) of )?(?:january|february|march|april|may|june|july|august|september|october|november|december|the (?:spring|summer|autumn|fall|winter|weekend)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year)\b"
)


def _is_under_way(token: Token, clause: Token) -> bool:
    """Return whether a side says that a meeting is being prepared now: "preparations for it have begun"."""
    if not token.lower_.startswith("prepar"):
        return False
    marks = {c.lower_ for c in clause.children if c.dep_ in ("aux", "auxpass")} | {clause.lower_}
    return "being" in marks or (
        clause.lemma_.lower() in ("begin", "start", "be") and bool(marks & {"have", "has", "are", "is"})
    )


def _is_done_to_him(token: Token) -> bool:
    return any(c.dep_ == "nsubjpass" and c.lower_ in ("he", "she") for c in token.children)


def _is_past(clause: Token) -> bool:
    return clause.tag_ in ("VBD", "VBN") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in clause.children
    )
