"""Remarks that leave their matter to the sentence before: "They hadn't", "With that, nobody cleared his throat".

Two sentences make the claim. The one before puts a matter: it asks about it, or tells it as the other side's account.
The remark itself names nothing of its own and is negative, or calls the account invented. Who makes it must speak for
a side or have been there, and what he says must not be that he will not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims.draft import Draft
from extractors.claims.matter_put import BACK, POINTS, Put, put_before, sides_in
from extractors.claims.page import Page
from extractors.claims.reply_forms import WAS_TOLD, form_of, remark_of
from extractors.claims.witness import UNNAMED
from extractors.language.people import identify
from extractors.model import UTTERED, Family, Modality, Polarity, Proposition, Speaker

_BYSTANDER = re.compile(
    r"\b(?:banker|broker|trader|analyst|economist|expert|professor|scholar|student|viewer|reader|voter|neighbou?r|historian|columnist|blogger|lobbyist|businessman|investor|farmer|resident|mother|father|brother|wife|widow|lawyer)s?\b"
)
_PRONOUN_TAG = re.compile(
    r"\b(?:s?he|they) (?:said|added|replied|answered|went on|insisted|explained|recalled)\b"
)


def reply_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield the denial that a matterless remark makes of what the sentence before it puts."""
    form = form_of(page, index)
    if form is None:
        return
    put = put_before(page, index)
    if put is None or not _may_reply(page, index, put, form):
        return
    rule = "account-refused: reply" if form == "unreal" else f"reply: {form}"
    for hit in {h.topic.name: h for h in put.hits}.values():
        yield _draft(hit.topic.name, hit.topic.family, hit.matters, rule)
    if form == "share":
        return
    if put.nouns and all(h.topic.name in UTTERED for h in put.hits):
        yield _draft("other", Family.OTHER, put.nouns, rule)


def _draft(topic: str, family: Family, terms: frozenset[str], rule: str) -> Draft:
    polarity = Polarity.AFFIRMED if rule.endswith("share") else Polarity.DENIED
    return Draft(topic, family, Proposition.DISCUSSED, polarity, Modality.ASSERTED, terms=terms, rule=rule)


def _may_reply(page: Page, index: int, put: Put, form: str) -> bool:
    """Return whether the voice of the remark can know of the call, and does not take back its own side's word."""
    speaker = _voice(page, index, form)
    pointed = POINTS.search(remark_of(page.scenes[index].text)) is not None
    outlets = page.speaker(index).is_outlet
    if (form in ("nobody", "none") and not (put.asked or pointed)) or (
        outlets and not (put.told or put.asked)
    ):
        return False  # "He was at his desk when the White House rang. Nobody had been told to expect it."
    if speaker.is_outlet:
        return form != "fragment" and put.told and WAS_TOLD.search(page.scenes[index].text) is not None
    if speaker.role == "president" or (
        speaker.side is None and (speaker.on_record or _BYSTANDER.search(speaker.name))
    ):
        return False
    if form == "unreal":
        # Nobody disowns his own side's account; who speaks for neither has no say in what is whose.
        side = speaker.side or next(iter(sides_in(page.scenes[index].text)), None)
        known = speaker.side is not None or not speaker.on_record
        return known and side is not None and put.sides != {side}
    return page.call_nearby(index) or speaker.side is not None


def _voice(page: Page, index: int, form: str) -> Speaker:
    """Return who makes the remark; "he said" and a sentence that goes on without a tag are the last knowing voice's.

    "He was asked about the Vatican and said that the Pope was willing. ... \"I have no idea,\" he said": the nearest
    name is not who speaks.
    """
    speaker = page.speaker(index)
    here = page.scenes[index].sentence.paragraph
    goes_on = speaker.is_outlet and form != "fragment" and page.scenes[index - 1].sentence.paragraph == here
    unsure = speaker.side is None and (
        _PRONOUN_TAG.search(page.scenes[index].text) is not None
        or speaker.name.lower() in ("he", "she", "they")
    )
    if not (goes_on or unsure):
        return speaker
    for before in range(index - 1, max(index - 2 if goes_on else index - 1 - BACK, -1), -1):
        earlier = page.speaker(before)
        if earlier.side is not None and earlier.role != "president":
            return earlier
        if not earlier.on_record and not earlier.is_outlet:
            return earlier
        unnamed = UNNAMED.search(page.scenes[before].text)
        if unsure and earlier.is_outlet and unnamed is not None:
            return identify(unnamed.group(), page.story.base)
    return speaker


__all__ = ["reply_drafts"]
