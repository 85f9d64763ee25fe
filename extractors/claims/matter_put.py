# ruff: noqa: E501 - patterns are read as one line each
"""Which matter the sentences before a remark put: asked about, told as a side's account, or told of the call."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.claims.frames import act_words
from extractors.claims.matters import is_matter, root_of, same_matters
from extractors.claims.page import Page
from extractors.claims.recounted import meant_hits
from extractors.claims.topics import Hit
from extractors.claims.words import words
from extractors.language.people import other_leaders
from extractors.model import Side

# How far back the matter may have been put: "The wives, Hungary. It ran long. And the missiles? ..."
BACK = 4
# Of a longer list a bare remark does not show which item it means.
_MOST = 3
_ASKS = re.compile(
    r"\?|\b(?:asked|asks|pressed|quizzed|wanted to know|wondered|inquired|questions?|i keep hearing|people (?:say|claim)|i (?:read|hear)|reminded of|was read|were read|read (?:him|her|them)|put to (?:him|her|them)|came to)\b"
)
# "He was asked about this": the matter lies further back.
_ASKS_ON = re.compile(
    r"\b(?:asked|pressed|quizzed|questioned) (?:[\w'.-]+ ){0,4}?(?:about|on|of|over) (?:this|that|it|them|those|these)\b"
)
_US_SIDE = r"(?:white house|washington|americans?|u\.s\.|state department|american (?:account|text|note|summary|list|readout|version))"
_RU_SIDE = r"(?:kremlin|moscow|russians?|russian (?:account|text|note|summary|list|readout|version|side)|peskov|ushakov)"
_ACCOUNT = re.compile(
    rf"\b(?:{_US_SIDE}|{_RU_SIDE})\b.{{0,60}}\b(?:says?|said|announc\w+|reports?|reported|notes?|noted|readout|version|have it|has it|had it|had|has|tells?|told|telling|descri\w+|claim\w*|account|put out|puts?|lists?|listed|statement|summary|published|assert\w*|maintain\w*|insist\w*|credit\w*|ascrib\w*|attribut\w*|remembers?|recalls?|text|communiqu\w+|wrote|writes|mak(?:es|e|ing)|made|speaks?|spoke|boast\w*|trumpet\w*|keeps?|pictures?|pictured|presents?|presented|paints?|painted|drawn|speaking|talks? of|talking of)\b"
    rf"|\b(?:according to|as|by) (?:the )?(?:{_US_SIDE}|{_RU_SIDE})\b|\b(?:is|was|are|were) (?:said|supposed|reported|alleged|understood) to have\b"
)
# Words that point back at a matter; a mere tale of the call before a remark needs one.
POINTS = re.compile(r"\b(?:it|that|them|those|this|these|they|any|none)\b")


@dataclass(frozen=True)
class Put:
    """What the sentence before puts: the topics and nouns, whether it tells them as a side's account or asks, and whose."""

    hits: tuple[Hit, ...]
    nouns: frozenset[str]
    told: bool
    asked: bool
    sides: frozenset[Side]


def put_before(page: Page, index: int) -> Put | None:
    """Return what the nearest of the sentences before that puts a matter puts; None where none does."""
    here = page.scenes[index].sentence.paragraph
    for before in range(index - 1, max(index - 1 - BACK, -1), -1):
        scene = page.scenes[before]
        if here - scene.sentence.paragraph > 1 or _is_of_something_else(page, before):
            return None
        asked, told = _ASKS.search(scene.text), _ACCOUNT.search(scene.text)
        nouns = _nouns(page, before, asked.start() if asked and not told else 0)
        meant = page.hits[before] or (meant_hits(scene, page.topics) if asked else [])
        heard = page.speaks_of_call(before) and POINTS.search(page.scenes[index].text) is not None
        if asked is None and told is None and not (heard and meant):
            if meant:
                return None  # a sentence with a matter of its own that neither asks nor tells stands between
            continue
        if not (meant or nouns) or (not meant and _ASKS_ON.search(scene.text)):
            continue
        hits = tuple(page.antecedents(before + 1)) if page.hits[before] else tuple(meant)
        if len({h.topic.name for h in hits}) > _MOST:
            return None
        return Put(hits, nouns, told is not None, asked is not None, sides_in(scene.text))
    return None


def _is_of_something_else(page: Page, index: int) -> bool:
    """Return whether a sentence tells of another talk, or of what a text leaves out.

    "The Kremlin's text has no word on Syria": what is said of it next is said of the text.
    """
    scene = page.scenes[index]
    if page.call_of(index).kind == "other" or other_leaders().search(scene.text):
        return True
    asks = scene.text.rstrip("\"' ").endswith("?")
    return bool(scene.negated) and not asks and act_words("text_nouns").search(scene.text) is not None


def _nouns(page: Page, index: int, start: int) -> frozenset[str]:
    scene = page.scenes[index]
    sides = re.compile(f"{_US_SIDE}|{_RU_SIDE}")
    nouns = frozenset(
        root_of(t.lower_)
        for t in scene.tokens
        if not sides.fullmatch(t.lower_)
        and scene.offset_of(t) >= start
        and (is_matter(t) or (t.pos_ == "PROPN" and words("persons").fullmatch(t.lower_)))
    )
    return nouns | same_matters(scene.text, nouns)


def sides_in(text: str) -> frozenset[Side]:
    """Return whose account the sentence before tells."""
    found = set()
    if re.search(rf"\b{_US_SIDE}\b", text):
        found.add(Side.WHITE_HOUSE)
    if re.search(rf"\b{_RU_SIDE}\b", text):
        found.add(Side.KREMLIN)
    return frozenset(found)


__all__ = ["BACK", "POINTS", "Put", "put_before", "sides_in"]
