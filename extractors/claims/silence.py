# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Silence is not denial: sentences that say what a statement leaves out say nothing of the call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.claims.frames import act_words
from extractors.claims.page import Page

if TYPE_CHECKING:
    from spacy.tokens import Token

# "no reference to it in what Moscow published"
_IN_WHAT = re.compile(
    r"\b(?:in|from|of) (?:what|all that|anything|everything) (?:[\w'.]+ ){1,5}?(?:published|released|issued|posted|put out|wrote|reported|made public|gave out|printed)\b"
)
_TEXTS_DO = frozenset(["say", "mention", "refer", "list", "contain", "omit"])
_IN = frozenset({"in", "on", "from", "into", "of", "by", "within"})


def is_about_text(page: Page, index: int, clause: Token) -> bool:
    """Return whether the clause tells of a statement's wording: its subject, or the place named, is a text."""
    scene = page.scenes[index]
    words = [t for t in scene.tokens if scene.clause_of[t.i].i == clause.i]
    for token in words:
        if not _is_text(page, index, token) or _is_uttered(token, clause):
            continue
        if token.dep_ in ("nsubj", "nsubjpass", "conj", "ROOT", "attr") and not _has_that(token):
            return True
        if token.dep_ == "pobj" and token.head.lower_ in _IN and _is_definite(token):
            return True
    return bool(_possessive_side(scene.text) or _IN_WHAT.search(scene.text)) or _of_a_text(
        page, index, clause
    )


def _is_uttered(token: Token, clause: Token) -> bool:
    """Return whether what looks like a text is what a mouth says: "The sentence was never uttered by the president"."""
    return token.dep_ == "nsubjpass" and clause.lemma_.lower() in ("utter", "speak", "say")


def _of_a_text(page: Page, index: int, clause: Token) -> bool:
    """Return whether the clause says something of a text it hangs on: "the paragraphs, which pass over treaties"."""
    if any(c.dep_ == "nsubj" and c.lower_ == "which" for c in clause.children):
        before = [t for t in page.scenes[index].tokens if t.i < clause.i]
        if any(_is_text(page, index, t) and t.pos_ == "NOUN" and _is_definite(t) for t in before):
            return True  # "..., which speak of oil, and which pass over treaties": joined to anything by the parser
    while clause.dep_ == "conj" and clause.head.i != clause.i:
        clause = clause.head
    own = any(c.dep_ == "nsubj" and c.lower_ in ("which", "that") for c in clause.children)
    if clause.dep_ not in ("relcl", "acl") or not (own or clause.tag_ == "VBG"):
        return False  # "the report that the leaders discussed Syria" is what somebody reports
    return _is_text(page, index, clause.head) and _is_definite(clause.head)


def _is_text(page: Page, index: int, token: Token) -> bool:
    if act_words("text_nouns").fullmatch(token.lower_):
        # "Not one sentence was devoted to it": a unit of speech, no text.
        return not any(c.lower_ in ("no", "one", "single") for c in token.children)
    if token.lower_ not in ("it", "neither", "both", "each", "one", "other", "that"):
        return False
    if token.lower_ == "it" and token.dep_ == "nsubj" and token.head.lemma_.lower() in _TEXTS_DO:
        return True  # "It said nothing of a meeting": no leader is "it"
    return (
        token.lower_ != "that"
        and _text_before(page, index)
        and not page.scenes[index].text.startswith("it was")
    )


def _text_before(page: Page, index: int) -> bool:
    """Return whether the sentence before, in the same paragraph, has a text as its subject."""
    if index == 0:
        return False
    before, here = page.scenes[index - 1], page.scenes[index]
    if before.sentence.paragraph != here.sentence.paragraph:
        return False
    return any(
        t.dep_ in ("nsubj", "nsubjpass") and act_words("text_nouns").fullmatch(t.lower_)
        for t in before.tokens
    )


def _has_that(token: Token) -> bool:
    """Return whether a clause hangs on the noun: "reports that ..." are rumours, not a text."""
    return any(c.dep_ in ("acl", "relcl") and c.pos_ in ("VERB", "AUX") for c in token.children)


def _is_definite(token: Token) -> bool:
    """Return whether a noun names a text that is known: "in the statement", never "of any description"."""
    marks = [c.lower_ for c in token.children if c.dep_ in ("det", "poss", "nummod", "predet")]
    return bool(set(marks) - {"any", "a", "an", "no", "some", "every"}) or token.lower_ in (
        "it",
        "neither",
        "both",
        "each",
        "either",
    )


def _possessive_side(text: str) -> bool:
    """Return whether "Moscow's" or "the Russian one" stands for a text ("The White House's mentions none")."""
    return bool(
        re.search(
            r"\b(?:washington|moscow|kremlin|white house|russian|american)(?:'s)? (?:one|mentions|omits|says nothing|makes no)\b",
            text,
        )
    )
