# ruff: noqa: E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""How an act is put: asserted, conditional, ahead, wished for, asked or only rumoured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.cues import Cue
from extractors.claims.prospect import is_prospective
from extractors.claims.words import word_set, words
from extractors.language.scene import Scene
from extractors.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


_MODALS = {"will": Modality.FUTURE, "wo": Modality.FUTURE, "ca": Modality.QUESTIONED, "'ll": Modality.FUTURE, "would": Modality.FUTURE, "shall": Modality.FUTURE,
           "should": Modality.WISHED, "ought": Modality.WISHED, "must": Modality.WISHED,
           "may": Modality.QUESTIONED, "might": Modality.QUESTIONED, "could": Modality.QUESTIONED, "can": Modality.QUESTIONED}  # fmt: skip


def is_rumoured(cue: Cue) -> bool:
    """Return whether the act stands in a clause that a noun of hearsay governs."""
    clause = cue.clause
    for _ in range(12):
        if (
            clause.dep_ in ("acl", "relcl", "ccomp")
            and clause.head.pos_ == "NOUN"
            and clause.head.lemma_.lower() in word_set("rumours")
        ):
            return any(c.dep_ == "mark" for c in clause.children)
        if clause.head.i == clause.i:
            return False
        clause = clause.head
    return False


def modality_of(scene: Scene, cue: Cue, readout: bool) -> Modality:
    """Return how the act is put: asserted, conditional, future, wished or questioned."""
    if scene.is_question(cue.start):
        return Modality.QUESTIONED
    if not readout and is_prospective(scene.text, cue.start):
        return Modality.FUTURE
    negated = cue.clause.i in scene.negated or cue.sign < 0
    if not (readout or negated) and cue.token.i != cue.clause.i and _is_mere_aim(cue.token):
        return Modality.FUTURE
    if not readout and _is_warned_off(cue.token):
        return Modality.WISHED
    chain = [cue.clause, *list(scene.ancestors(cue.clause))]
    joined = False
    for number, clause in enumerate(chain):
        found = Modality.ASSERTED if joined else _clause_modality(scene, clause, number, readout)
        if found is not Modality.ASSERTED:
            return found
        if clause.dep_ == "parataxis":
            break
        # A joined clause shares what governs its partner, not what the partner says: "know what ... and why ...".
        joined = clause.dep_ == "conj"
    return Modality.ASSERTED


def _clause_modality(scene: Scene, clause: Token, depth: int, readout: bool) -> Modality:
    """Return the modality one clause gives to itself and what hangs on it."""
    own = [t for t in scene.tokens if scene.clause_of[t.i].i == clause.i and not t.is_punct]
    mark = next((t.lower_ for t in own if t.dep_ == "mark"), "")
    if mark in ("if", "unless", "lest", "provided", "whether") or is_inverted(own):
        return Modality.QUESTIONED if mark == "whether" else Modality.CONDITIONAL
    text = " ".join(t.lower_ for t in own)
    if (
        depth > 0
        and words("asked").search(text)
        and any(t.lower_ in ("whether", "if", "why", "what", "how") for t in scene.tokens)
    ):
        return Modality.QUESTIONED
    if any(c.dep_ == "advcl" and _is_if(c) for c in clause.children) and re.search(
        r"\bwould|could|might\b", text
    ):
        return Modality.CONDITIONAL
    modal = next(
        (_MODALS[t.lower_] for t in own if t.dep_ == "aux" and t.lower_ in _MODALS and t.head.i == clause.i),
        None,
    )
    if modal is not None and depth == 0 and not readout and not _is_failure(scene, clause):
        return modal
    if depth == 0 and not readout and _is_mere_aim(clause):
        return Modality.FUTURE
    if modal in (Modality.WISHED,) and (depth == 0 or clause.lemma_ == "be"):
        return modal  # "Ukraine should have been the first thing they talked about"
    if depth > 0 and not readout:
        if words("wishes").search(text):
            return Modality.WISHED
        if words("opinions").search(text):
            return Modality.QUESTIONED
    return Modality.ASSERTED


def _is_failure(scene: Scene, clause: Token) -> bool:
    """Return whether a clause tells what was tried in vain: "could not agree on a seat" is no mere possibility."""
    return (
        clause.lemma_.lower() in word_set("coming_to_terms")
        and clause.i in scene.negated
        and any(c.dep_ == "aux" and c.lower_ == "could" for c in clause.children)
    )


def _is_mere_aim(verb: Token) -> bool:
    """Return whether a verb stands in the infinitive beneath one that does not say it was done: "early to be talking about"."""
    if not any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children):
        return False
    return verb.dep_ in (
        "xcomp",
        "acl",
        "advcl",
        "ROOT",
        "ccomp",
        "relcl",
    ) and _above(verb).lemma_.lower() not in word_set("factive")


# Who chooses not to do a thing does not do it; who is told not to may.
_CHOOSING = frozenset(["choose", "decide", "elect", "prefer", "opt", "manage", "resolve", "determine", "claim", "seem", "appear", "say", "report"])  # fmt: skip


def _is_warned_off(verb: Token) -> bool:
    """Return whether somebody is only told not to do it: "advised not to congratulate", "do not congratulate"."""
    if verb.tag_ != "VB" or not any(c.dep_ == "neg" or c.lower_ in ("not", "never") for c in verb.children):
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if (
        not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)
        and helpers & {"do"}
        and verb.dep_ != "conj"
    ):
        return True
    if "to" not in helpers:
        return False
    above = verb.head
    while (
        above.dep_ in ("conj", "xcomp") and above.head.i != above.i and above.lemma_.lower() not in _CHOOSING
    ):
        above = above.head
    return (
        above.i != verb.i and above.pos_ in ("VERB", "AUX", "NOUN") and above.lemma_.lower() not in _CHOOSING
    )


def _above(verb: Token) -> Token:
    """Return what an infinitive hangs on: "used that conversation to invite him" was used, though the parser hangs it on the noun."""
    noun = verb.head
    return noun.head if verb.dep_ == "acl" and noun.dep_ == "dobj" else noun


def is_inverted(own: Sequence[Token]) -> bool:
    """Return whether a clause, its tokens without marks, is a conditional without "if": "Had he agreed", "Were they to"."""
    if len(own) < 3 or own[0].lower_ not in ("had", "were", "should"):
        return False
    return own[0].dep_ in ("aux", "auxpass", "ROOT", "advcl") and own[1].dep_ in (
        "nsubj",
        "det",
        "nsubjpass",
        "compound",
        "amod",
        "poss",
    )


def _is_if(token: Token) -> bool:
    return any(
        c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children
    ) or token.left_edge.lower_ in ("had", "were", "should")


@cache
def wider() -> re.Pattern[str]:
    """Return the expression for the whole of a thing: a full truce refused leaves room for a smaller one that was agreed."""
    return re.compile(
        r"\b(?:full|complete|total|general|comprehensive|unconditional|across-the-board|all-out|wider|broader|blanket|permanent|lasting) (?:[\w-]+ ){0,2}(?:truce|ceasefire|cease-fire|halt|pause|peace|moratorium|stop|end|lifting|withdrawal|relief|settlement|normali[sz]ation|ban)\b"
    )
