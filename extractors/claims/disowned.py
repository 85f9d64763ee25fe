# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Words or offers of a leader that somebody calls invented: "The reported offer of planes is a fiction".

The denial stands in a noun and its predicate, not in a verb of talking: no frame opens on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.draft import Draft
from extractors.claims.matters import root_of
from extractors.claims.words import words
from extractors.language.scene import subjects
from extractors.model import Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page

_OFFERED = re.compile(r"(?:offer|proposal|invitation|suggestion)s?")
_AGREED = re.compile(
    r"(?:promise|pledge|assurance|commitment|undertaking|agreement|deal|understanding|guarantee|concession)s?"
)
_UTTERED = re.compile(
    r"(?:sentence|statement|remark|word|quote|quotation|phrase|warning|threat|request|demand|question|line)s?"
)
# Topics that name an act of speech: what the act was about is the matter.
_ACTS = frozenset(["offer", "invitation", "requests", "threat", "concern", "thanks", "praise", "approval"])
# It was never there: said of the thing itself, not of somebody's account of it.
_INVENTED = re.compile(
    r"\b(?:(?:does|do|did) not exist|doesn't exist|didn't exist|never existed|never (?:happened|occurred)"
    r"|(?:is|was|are|were) (?:simply |purely |entirely |wholly |merely |just )?(?:an? |the )?(?:[\w-]+ )?(?:fiction|invention|fabrication|fantasy|fairy tale|myth|figment|legend|hoax|falsehood)s?"
    r"|(?:is|was|are|were) (?:simply |purely |entirely |wholly )?(?:invented|made up|fictitious|fictional|imaginary|fabricated|non-existent|nonexistent|dreamt up|dreamed up)"
    r"|(?:was|were) never (?:made|uttered|spoken|given|offered|voiced|extended|put|tabled))\b"
)


def disowned_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield the denial of what the subject of "is a fiction" names, for its topics, or else for its nouns."""
    scene = page.scenes[index]
    match = _INVENTED.search(scene.text)
    if match is None or page.is_readout or page.is_preview or page.call_of(index).kind != "main":
        return
    if scene.text.rstrip("\"' ").endswith("?") or page.speaker(index).is_outlet:
        return
    thing = _thing_before(page, index, match)
    if thing is None:
        return
    proposition = _proposition_of(thing.lower_)
    inside = {t.i for t in thing.subtree} - {thing.i}
    hits = {h.topic.name: h for h in page.hits[index] if h.token.i in inside and h.topic.name not in _ACTS}
    for hit in hits.values():
        yield _draft(hit.topic.name, hit.topic.family, proposition, hit.matters)
    nouns = frozenset(
        root_of(t.lower_)
        for t in thing.subtree
        if t.pos_ == "NOUN" and t.i != thing.i and not words("persons").fullmatch(t.lower_)
    )
    if nouns and not hits:
        yield _draft("other", Family.OTHER, proposition, nouns)


def _thing_before(page: Page, index: int, match: re.Match[str]) -> Token | None:
    """Return the utterance, offer or promise that is the subject of the predicate."""
    scene = page.scenes[index]
    tokens = scene.tokens_at(match.start(), match.end())
    clause = scene.clause_of[tokens[0].i] if tokens else None
    if clause is None or (" not " in f"{match.group()} " and "exist" not in match.group()):
        return None  # "is not a fiction" stands by it
    return next(
        (t for t in subjects(clause) if _proposition_of(t.lower_) is not None),
        None,
    )


def _proposition_of(noun: str) -> Proposition | None:
    """Return what a noun says was done: offered, agreed or said; None for any other noun."""
    if _OFFERED.fullmatch(noun):
        return Proposition.PROPOSED
    if _AGREED.fullmatch(noun):
        return Proposition.AGREED
    return Proposition.DISCUSSED if _UTTERED.fullmatch(noun) else None


def _draft(topic: str, family: Family, proposition: Proposition | None, terms: frozenset[str]) -> Draft:
    return Draft(
        topic,
        family,
        proposition or Proposition.DISCUSSED,
        Polarity.DENIED,
        Modality.ASSERTED,
        terms=terms,
        rule="disowned",
    )


__all__ = ["disowned_drafts"]
