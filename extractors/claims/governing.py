# ruff: noqa: E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Which topics of a sentence an act is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.claims.carrying import is_circumstance
from extractors.claims.cues import Cue
from extractors.claims.polarity import is_infinitive
from extractors.claims.topics import Hit, head_hits
from extractors.claims.words import word_set, words
from extractors.language.scene import Scene, is_clause

if TYPE_CHECKING:
    from spacy.tokens import Token


def governs(scene: Scene, cue: Cue, hit: Hit, polarity: int) -> bool:
    """Return whether the topic stands in what the act's clause governs."""
    if (
        hit.start < cue.end
        and cue.start < hit.end
        and hit.end - hit.start <= cue.end - cue.start
        and cue.act == "tell"
    ):
        return True
    clause = cue.clause
    if polarity < 0 and ";" in scene.text[hit.end : cue.start]:
        return False
    token = hit.token
    for _ in range(60):
        if token.i == clause.i:
            return True
        if token.head.i == token.i:
            break
        if polarity >= 0 and token.dep_ == "advcl" and is_circumstance(token):
            return False
        if (
            polarity < 0
            and is_clause(token)
            and token.dep_ in ("advcl", "relcl", "conj", "parataxis")
            and not is_infinitive(token)
            and not (cue.act == "agree" and _is_content(token))
        ):
            return False
        token = token.head
    if (
        clause.dep_ != "conj"
        and clause.head.dep_ == "ROOT"
        and clause.head.pos_ in ("NOUN", "PROPN")
        and clause.head.i != clause.i
    ):
        # The parser took the verb of "The bill now before the Senate was not mentioned" for an adjunct of its subject.
        return (
            hit.end <= cue.start
            and scene.below(hit.token, clause.head)
            and not scene.below(clause.head, clause)
        )
    # "sanctions, which were not discussed": the topic is what the relative clause hangs on.
    return clause.dep_ in ("relcl", "acl") and (
        clause.head.i == hit.token.i or _is_what_it_was(scene, clause.head, hit)
    )


def _is_what_it_was(scene: Scene, noun: Token, hit: Hit) -> bool:
    """Return whether a noun with a clause only says what the topic was: "X was one of the first things he raised"."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    if noun.dep_ != "attr" or noun.head.lemma_ != "be":
        return False
    return any(scene.below(hit.token, t) for t in noun.head.children if t.dep_ == "nsubj")


def _is_content(clause: Token) -> bool:
    """Return whether a relative clause tells what an agreement would do: "no arrangement under which Europe would vouch"."""
    return clause.dep_ == "relcl" and any(
        c.dep_ == "aux" and c.lower_ in ("would", "will", "could", "might", "should") for c in clause.children
    )


def denied_hits(scene: Scene, hits: Sequence[Hit], cue: Cue) -> list[Hit]:
    """Return the topics a denial is about: heads of phrases only, and none behind "after" or "when"."""
    found = [h for h in head_hits(hits) if not in_time_phrase(h, cue) and not _is_detail(h, hits, cue)]
    matter = _own_matter(cue, hits)
    return [h for h in found if matter is None or _hangs_on(h.token, matter)]


def _own_matter(cue: Cue, hits: Sequence[Hit]) -> Token | None:
    """Return the noun that an agreement's denial is about where it is no listed topic: the date in "no date was agreed"."""
    if cue.act not in ("agree", "propose") or cue.token.pos_ != "VERB":
        return None
    named = {h.token.i for h in hits}
    for child in cue.token.children:
        if (
            child.dep_ in ("nsubjpass", "dobj")
            and child.pos_ == "NOUN"
            and child.i not in named
            and not words("wide", "denied_with_topic").fullmatch(child.lower_)
        ):
            return child
    return None


def _hangs_on(token: Token, noun: Token) -> bool:
    """Return whether a topic word is the compound or the possessor of a noun ("sanctions relief")."""
    return token.head.i == noun.i and token.dep_ in ("compound", "amod", "nmod", "poss")


def _is_detail(hit: Hit, hits: Sequence[Hit], cue: Cue) -> bool:
    """Return whether only a detail of the topic is denied: "no date was agreed for the meeting"."""
    token = noun = hit.token
    for _ in range(12):
        if token.head.i == token.i or token.head.pos_ in ("VERB", "AUX") or token.head.i == cue.token.i:
            break
        token = token.head
        if token.dep_ in ("conj", "appos"):
            return False
        noun = token if token.pos_ in ("NOUN", "PROPN") else noun
    if noun.i != token.i and noun.lower_ in word_set("details"):
        token = (
            noun  # "did not agree on a seat for the centre": the seat is what the act's preposition carries
        )
    if token.pos_ not in ("NOUN", "PROPN") or any(h.token.i == token.i for h in hits):
        return False
    return (
        token.i != hit.token.i
        and not words("wide", "denied_with_topic").fullmatch(token.lower_)
        and not _inside(hit, token)
    )


def _inside(hit: Hit, token: Token) -> bool:
    """Return whether the noun is part of the hit itself, or only carries it as a compound ("trade ties")."""
    near = hit.token
    while near.dep_ in ("compound", "amod", "nmod", "poss") and near.head.i != near.i:
        near = near.head
        if near.i == token.i:
            return True
    return False


def in_time_phrase(hit: Hit, cue: Cue) -> bool:
    """Return whether a topic stands behind "after", "amid" or "in the call": it tells when, not what."""
    token = hit.token
    for _ in range(20):
        if token.i in (cue.token.i, cue.clause.i) or token.head.i == token.i:
            return False
        if token.dep_ == "prep" and token.lower_ in (
            "after",
            "since",
            "before",
            "during",
            "until",
            "amid",
            "despite",
        ):
            return True
        if (
            token.dep_ == "prep"
            and token.lower_ in ("in", "on")
            and any(c.lower_ in ("call", "conversation") for c in token.children)
        ):
            return True  # "in his condolence call": what the call is named by
        token = token.head
    return False
