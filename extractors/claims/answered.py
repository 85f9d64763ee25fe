# ruff: noqa: E501 - patterns are read as one line each
"""Whether one side answered what the other sent it: "left all proposals unanswered", "every request received a reply".

Two governments differ over this as over what was said on the telephone, and one of the two says so in its readout. No
verb of talking carries it: it is read from the word for the answer and the word for what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.draft import Draft
from extractors.claims.frames import act_words
from extractors.claims.teller import may_tell
from extractors.language.wordlists import load_table
from extractors.model import UTTERED, Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from extractors.claims.page import Page

TOPIC = "answer"
_THING = r"(?:requests?|appeals?|inquir(?:y|ies)|enquir(?:y|ies)|quer(?:y|ies)|applications?|demands?|proposals?|offers?|initiatives?|invitations?|letters?|notes?|messages?|questions?|drafts?|complaints?|suggestions?|overtures?|petitions?|questionnaires?)"
_REPLY = r"(?:repl(?:y|ies)|answers?|responses?|reactions?)"
_THINGS_THEN = rf"\b{_THING}\b[^.;]{{0,110}}? "
_THEN_THINGS = rf"\b[^.;]{{0,70}}?\b{_THING}\b"
_NONE = re.compile(
    rf"\b(?:left|leaves?|leaving)\b[^.;]{{0,90}}?\b(?:unanswered|without (?:an? |any )?(?:written )?{_REPLY})\b"
    rf"|\b(?:ignor(?:ed|es|ing)|disregard(?:ed|s|ing)|stonewall\w*){_THEN_THINGS}"
    rf"|{_THINGS_THEN}(?:been |were |was )?(?:simply |repeatedly )?(?:ignored|disregarded|unanswered|(?:met|greeted) with silence)\b"
    rf"|\b(?:has|have|had|did|does|do)(?: not|n't| never) (?:yet |even |once )?(?:repl(?:y|ied)|answer(?:ed)?|respond(?:ed)?|react(?:ed)?)\b(?: to)?{_THEN_THINGS}"
    rf"|\bnever (?:replied to|answered|responded to|reacted to){_THEN_THINGS}"
    rf"|\b(?:sent|sends?|gave|given|gives|received|got|gotten|had|provided|made|offered|been|was|were|is) no(?: \w+)? {_REPLY}\b"
    rf"|\bno(?: \w+){{0,2}} {_REPLY}(?: of any kind)?\b[^.;]{{0,60}}\b(?:came|come|received|arrived|sent|given|followed|provided|made|reached)\b"
    rf"|\b(?:awaits?|awaiting|waits? for|waiting for)(?: \w+){{0,2}} {_REPLY}\b"
)
_SILENT = re.compile(rf"\b(?:silent|silence|no(?: \w+)? {_REPLY}|ignored|unanswered|not repl\w+)\b")
_GIVEN = re.compile(
    rf"\b(?:answered|replied to|responded to)\b(?: \w+)?{_THEN_THINGS}"
    rf"|{_THINGS_THEN}(?:was|were|been|being|is|are)(?: \w+)? (?:answered|replied to|responded to)\b"
    rf"|\b{_THING}\b[^.;]{{0,80}}? (?:has |have |had )?(?:received|got|gotten|was given|were given|been given|was sent|were sent|met with|drew)\b[^.;]{{0,20}}? {_REPLY}\b"
    rf"|\b(?:sent|gave|handed|delivered|provided|passed)(?: \w+){{0,3}}? (?:a|an|its|our|his|their|the|two|three|several|full|written)(?: \w+){{0,2}} {_REPLY}\b"
    rf"|\b{_REPLY}\b[^.;]{{0,50}}? (?:was|were|has been|have been|had been) (?:sent|given|handed|delivered|passed|provided|made)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:will|would|shall|may|might|could|should|if|whether|unless|promised to|plans? to|asked to)\b"
)
_OF_RUSSIA = re.compile(rf"\b(?:russian|russia's|moscow's|the kremlin's) (?:\w+ ){{0,2}}?{_THING}\b")
_OF_AMERICA = re.compile(rf"\b(?:american|america's|u\.s\.|us|washington's) (?:\w+ ){{0,2}}?{_THING}\b")


def answered_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield whether the sentence says that what one side sent was answered; its terms are the matters it names."""
    text = page.scenes[index].text
    if page.call_of(index).kind == "other" or text.rstrip("\"' ").endswith("?") or _NOT_DONE.search(text):
        return
    if not page.is_readout and (page.speaker(index).is_outlet or not may_tell(page, index)):
        return
    sign = _sign(text, negated=bool(page.scenes[index].negated))
    if sign == 0:
        return
    names = {h.topic.name for h in page.hits[index]} - UTTERED - _of_deeds()
    yield Draft(
        TOPIC,
        Family.OTHER,
        Proposition.OCCURRED,
        Polarity.AFFIRMED if sign > 0 else Polarity.DENIED,
        Modality.FUTURE if page.is_preview else Modality.ASSERTED,
        value=_answering(text),
        terms=frozenset(names),
        rule="deed",
    )


@cache
def _of_deeds() -> frozenset[str]:
    """Return the names of the topics that are mere things sent."""
    table = load_table("extractors.claims.families", "deeds.toml")
    return frozenset(entry["name"] for entry in table["topic"])


def _sign(text: str, *, negated: bool) -> int:
    """Return 1 where an answer is said to have been given, -1 where none was, 0 for neither."""
    silent = _SILENT.search(text)
    if silent is not None and act_words("deny").search(text, silent.end()):
        return 1  # "The assertion that we were silent is untrue"
    if _NONE.search(text):
        return -1
    return 1 if _GIVEN.search(text) and not negated else 0


def _answering(text: str) -> str:
    """Return which side had to answer: US for "the Russian proposals", RU for "the American requests", "" unknown."""
    russian, american = _OF_RUSSIA.search(text) is not None, _OF_AMERICA.search(text) is not None
    return "" if russian is american else "US" if russian else "RU"


__all__ = ["answered_drafts"]
