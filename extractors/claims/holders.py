# ruff: noqa: E501 - patterns are read as one line each
"""Whose act a clause is: a leader's, both leaders', a stranger's or a former president's; and who is told a thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.actors import kind_of
from extractors.claims.page import Page
from extractors.claims.witness import RECOUNTS, verbs
from extractors.language.scene import agents, subjects
from extractors.model import Side

if TYPE_CHECKING:
    from spacy.tokens import Token


_PRESIDENTS = re.compile(r"\b(?:obama|biden|bush|clinton|trump|reagan|yeltsin|gorbachev|medvedev)\b")


_AMERICANS = frozenset(["obama", "trump", "biden"])


def is_former(page: Page, token: Token) -> bool:
    """Return whether a subject is a president of another time, or of another call: Mr. Obama, of the president-elect's."""
    if page.american and token.lower_ != page.american and token.lower_ in _AMERICANS:
        return True
    leaders = page.story.leaders
    return _PRESIDENTS.fullmatch(token.lower_) is not None and not (
        leaders.us.search(token.lower_) or leaders.ru.search(token.lower_)
    )


def kind_in(page: Page, index: int, clause: Token) -> str:
    """Return whose act a clause is by its subject or agent; US where the Russian leader is told something."""
    scene, leaders = page.scenes[index], page.story.leaders
    by = {k for t in agents(clause) if (k := _kind(page, index, clause, t))}
    kinds = by or {_kind(page, index, clause, t) for t in subjects(clause)}
    if {"US", "RU"} <= kinds or "both" in kinds:
        return "both"
    if "US" in kinds:
        named = any(kind_of(scene, t, leaders) == "US" for t in subjects(clause))
        return "RU" if named and not by and receives(clause) else "US"
    if "RU" in kinds:
        return "US" if not by and receives(clause) else "RU"
    return next((k for k in ("foreign", "other") if k in kinds), "")


def _kind(page: Page, index: int, clause: Token, token: Token) -> str:
    scene = page.scenes[index]
    kind = kind_of(scene, token, page.story.leaders)
    if token.lower_ == "president" and _is_of_kremlin(page, index, token):
        return "RU"
    if kind in ("US", "RU") and token.pos_ == "NOUN" and not _is_leader(page, token):
        return ""  # "the Russian compounds", "the American undertaking"
    if kind != "he":
        return kind
    if token.lower_ == "i" and not RECOUNTS.search(scene.text):
        return ""
    if _is_witness(page, index, clause) or page.pronoun_is_other(index, token):
        return ""
    return "US" if page.is_readout or token.lower_ == "he" else ""


def _is_of_kremlin(page: Page, index: int, token: Token) -> bool:
    """Return whether a Kremlin voice speaks of its own president: "our president had been told"."""
    own = any(c.dep_ == "poss" and c.lower_ in ("our", "his", "their") for c in token.children)
    return own and page.speaker(index).side is Side.KREMLIN


def _is_leader(page: Page, token: Token) -> bool:
    """Return whether the noun itself, not an adjective before it, names a leader or his side."""
    if token.lower_ in ("president", "leader", "side", "party", "team"):
        return True
    near = " ".join(t.lower_ for t in (*token.lefts, token))
    return any(
        m.end() == len(near) for w in (page.story.leaders.us, page.story.leaders.ru) for m in w.finditer(near)
    )


def _is_witness(page: Page, index: int, clause: Token) -> bool:
    """Return whether "he said" is the source's: a verb of saying at the top with nobody told but the press."""
    if clause.lemma_.lower() not in verbs("says") or clause.dep_ not in (
        "ROOT",
        "parataxis",
        "ccomp",
        "conj",
    ):
        return False
    told = " ".join(
        t.lower_ for c in clause.children if c.dep_ in ("dobj", "dative", "prep") for t in c.subtree
    )
    leaders = page.story.leaders
    return not (
        leaders.ru.search(told)
        or leaders.us.search(told)
        or call_words().search(told)
        or re.search(r"\b(?:him|counterpart)\b", told)
    )


def receives(clause: Token) -> bool:
    """Return whether a clause's subject is told or hears something: "Mr. Putin was warned", "he heard from Mr. Biden"."""
    lemma = clause.lemma_.lower()
    negated = any(c.dep_ == "neg" for c in clause.children)
    if lemma in verbs("receives"):
        return not negated  # "would not hear of it" is a refusal of his own
    return lemma in verbs("given") and any(c.dep_ in ("auxpass", "nsubjpass") for c in clause.children)
