# ruff: noqa: E501 - patterns are read as one line each
"""What one side asked for and the other refused or granted by a bare auxiliary: "Washington wanted talks. Moscow would not."

The matter is what the sentence before wishes, offers or asks about; the short sentence says yes or no to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.actors import kind_of
from extractors.claims.draft import Draft
from extractors.claims.grounding import side_before
from extractors.claims.matters import nouns_of
from extractors.claims.page import Page
from extractors.claims.refusals import stance_words
from extractors.language.scene import subjects
from extractors.model import UTTERED, Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

_WHO = r"(?P<who>he|she|they|we|it|i|neither(?: of them| side| man| leader)?|(?:the )?(?:other side|kremlin|white house|russians?|americans?|president|(?:russian|american)(?: side| leader| president)?)|moscow|washington|(?:our|their|his|its) (?:president|side|leader|boss)|(?:mr\.? |president )?[a-z]+)"
_BARE = re.compile(
    rf"\W*(?:but |and |yet |well,? |no,? |so far,? )?{_WHO} (?:just |simply |flatly |politely )?(?P<aux>would|did|could|will|does|do|had|has)(?P<no> ?n[o']t| neither)?(?: (?:do so|do it|do that|have it|have any|budge|oblige|play along|play|agree|go along|bite|listen|say yes|hear of it|be moved|yield|consent))?(?= ?[,.!;:\"]|\s*$)"
)
_SAID = r"(?:said|says|replied|answered|told|insisted|added|recalled|responded|noted|explained|maintained|wrote|conceded|admitted|allowed|reported|made clear)"
# What may follow: a stop, a reason, or who says so.
_WHOLE = re.compile(
    rf"[\s\"']*(?:[.!;:—–-]|$|,?[\s\"']*(?:(?:and|but|nor|because|not|for|so)\b|(?:[\w.'-]+ ){{0,9}}?{_SAID}\b[^,]*(?:,[^,]*)?$|{_SAID} ))"
)
# The sentence before wishes, offers or asks: what follows the word is the matter.
_WISH = re.compile(
    r"\b(?:want(?:ed|s)?|ask(?:ed|s)?|propos(?:ed|es|al)|suggest(?:ed|s|ion)|offer(?:ed|s)?|press(?:ed|es)|urg(?:ed|es)|invit(?:ed|es|ation)|hop(?:ed|es?)|sought|push(?:ed|es)?|request(?:ed|s)?|demand(?:ed|s)?|wish(?:ed|es)?|plead(?:ed|s)?|appeal(?:ed|s)?|pleas?|idea|notion|had in mind|would have liked|would like|been keen|was keen|were keen|expected|whether|if)\b"
)
_QUESTION = re.compile(
    r"^\W*(?:and |so |but )?(?:did|would|will|has|had|could|is|was) (?P<what>.*)\?\W*$", re.DOTALL
)
_BACK = 3


def declined_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield what a bare "Moscow would not" or "He did" answers to the wish, offer or question before it."""
    if page.is_readout or index == 0 or page.is_preview or page.genre != "news" or page.is_outsider(index):
        return
    scene, before = page.scenes[index], page.scenes[index - 1]
    match = _BARE.match(scene.text)
    if match is None or not _WHOLE.match(scene.text, match.end()) or not _is_told_of_call(page, index):
        return
    start = _wish_in(before.text)
    if start is None or not _is_of_the_two(page, index, match):
        return
    sign = -1 if match["no"] or match["who"].startswith("neither") else 1
    after = [t for t in before.tokens if before.offset_of(t) >= start]
    nouns = nouns_of(after)
    common = {
        "proposition": Proposition.AGREED,
        "polarity": Polarity.AFFIRMED if sign > 0 else Polarity.DENIED,
        "modality": Modality.ASSERTED,
    }
    rule = f"agree-{'given' if sign > 0 else 'refused'}: {match['aux']}"
    hits = {h.topic.name: h for h in page.hits[index - 1] if h.start >= start and h.topic.name not in UTTERED}
    for hit in hits.values():
        yield Draft(hit.topic.name, hit.topic.family, terms=hit.matters, rule=rule, **common)  # type: ignore[arg-type]
    if nouns:
        yield Draft("other", Family.OTHER, terms=nouns, rule=rule, **common)  # type: ignore[arg-type]


def _wish_in(text: str) -> int | None:
    """Return where the wish, offer or question of a sentence begins; None where it holds none."""
    asked = _QUESTION.match(text)
    if asked is not None:
        return asked.start("what")
    found = list(_WISH.finditer(text))
    return found[0].start() if found else None


def _is_of_the_two(page: Page, index: int, match: re.Match[str]) -> bool:
    """Return whether the one who answers is a leader or his side, and the one who wishes is no third party."""
    scene, before = page.scenes[index], page.scenes[index - 1]
    leaders = page.story.leaders
    who = match["who"]
    if who in ("it", "they") and not side_before(page, index):
        return False
    if who in ("we", "i") and page.speaker(index, match.start("who"), match.end()).side is None:
        return False
    named = who in ("he", "she", "we", "i", "it", "they") or who.startswith(
        ("neither", "our ", "their ", "his ", "its ")
    )
    if not named and not (leaders.us.search(who) or leaders.ru.search(who) or _SIDE.search(who)):
        return False
    token = next((t for t in scene.tokens if t.lower_ == who and t.dep_ == "nsubj"), None)
    if who in ("he", "she") and token is not None and page.pronoun_is_other(index, token):
        return False
    return not any(
        _is_third(page, index - 1, t) for c in before.tokens if c.dep_ == "ROOT" for t in subjects(c)
    )


_SIDE = re.compile(
    r"\b(?:other side|kremlin|white house|russians?|americans?|president|moscow|washington|leader)\b"
)


def _is_third(page: Page, index: int, token: Token) -> bool:
    """Return whether a subject is a third country, its leader or its people."""
    scene = page.scenes[index]
    near = scene.subtree_text(token)
    return kind_of(scene, token, page.story.leaders) == "foreign" or _THIRD.search(near) is not None


_THIRD = re.compile(
    r"\b(?:kyiv|kiev|ukraine|ukrainians?|berlin|paris|london|brussels|ankara|beijing|europeans?|european union|nato|ministers|senators?|congress|tehran|damascus|israel|israelis?|turkey|china|poland|saudi|turkish|french|german|british|chinese|israeli|iranian|syrians?|polish|japanese|indian|hungarian|finnish|canadian|opposition|rebels?|chancellor|prime minister)\b"
)


def _is_told_of_call(page: Page, index: int) -> bool:
    """Return whether both sentences are of the main call and somebody with knowledge tells them."""
    main, dates = page.story.main_date, page.story.dates
    if main is None or any(page.call_of(i).kind != "main" for i in (index - 1, index)):
        return False
    if any(d.last is not None and d.last < main for i in (index - 1, index) for d in dates[i]):
        return False  # "In February they had asked for talks. Moscow would not."
    here = page.scenes[index].sentence.paragraph
    if here - page.scenes[index - 1].sentence.paragraph > 1:
        return False
    near = {index - 1, index}
    near |= {i for i in range(max(index - _BACK, 0), index) if page.scenes[i].sentence.paragraph == here}
    if any(page.speaker(i).side is not None and page.speaker(i).role != "president" for i in near):
        return True
    return page.call_nearby(index) and any(_has_witness(page, i) for i in near)


def _has_witness(page: Page, index: int) -> bool:
    text = page.scenes[index].text
    told = stance_words("knowing").search(text) or _WITNESS.search(text)
    return not page.is_outsider(index) and (not page.speaker(index).is_outlet or told is not None)


# "A Russian official who listened in gave a shorter version": who tells, though no verb of saying stands by.
_WITNESS = re.compile(
    r"\b(?:officials?|diplomats?|aides?|advis[eo]rs?|spokes\w+|persons?|people|interpreters?|ambassadors?) (?:who|with|close|familiar|on|in the room|briefed)\b|\b(?:version|account|telling|recollection|notes|record|transcript)\b"
)
