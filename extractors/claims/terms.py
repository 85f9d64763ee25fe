# ruff: noqa: E501, PLR0911 - rules stand in order, each with its answer; patterns are read as one line each
"""How long an agreed thing is to last, and how many of a thing were agreed on: what is told of the agreement itself.

"The truce is for a week" gives its term; "the truce has held for a week", "talks on it went on for a week" and
"it begins in a week" do not. The sentence's grammar decides, so that a number beside a thing is not taken for its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.extents import stem
from extractors.language.numbers import VALUES
from extractors.language.scene import subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.language.scene import Scene

_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 720, "year": 8760}
_VALUES = {**VALUES, "a": 1, "an": 1, "single": 1, "one": 1, "hundred": 100}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_NUMBER = r"(?P<n>\d{1,4}|an?|single|hundred|" + "|".join(w for w, n in VALUES.items() if n) + ")"
_TERM = re.compile(
    rf"\b{_NUMBER}(?: full| whole| more| further)?[- ](?P<unit>hour|day|week|month|year)s?(?:['-]long)?\b(?! (?:ago|later|earlier|before|after|from now|now|already))"
)
_END = re.compile(
    rf"\b(?:until|till|through|ends? in|ending in|expires? in|runs? out in|to) (?:the end of |the start of |the middle of |late |early |mid-)?(?P<month>{'|'.join(_MONTHS)})\b"
)
# An agreed thing that has a term.
_THING = re.compile(
    r"\b(?:truces?|cease-?fires?|cessation|moratorium|pause|halt|freeze|lull|standstill|extension|treaty|pact|deal|agreement|understanding|arrangement|accord|bargain|settlement|waiver|suspension|exemption|offer|initiative|refrain\w*|cuts?|reductions?|mandate|reprieve|what (?:was|the|they)\b.{0,40}(?:agreed|approved|settled))\b"
)
_EARLIER = re.compile(
    r"\b(?:last|previous|earlier|old|former|first) (?:[\w-]+ )?(?:truce|cease-?fire|cessation|moratorium|pause|halt|treaty|deal|agreement)\b"
)
# Verbs by which a thing has a term, told in the present or as what is to be; and verbs by which it is given one.
_LASTS = frozenset(["be", "last", "run", "hold", "apply", "extend", "remain", "continue", "stay", "expire", "end", "cover"])  # fmt: skip
_GIVEN = frozenset(
    ["agree", "accept", "limit", "set", "propose", "offer", "promise", "prolong", "extend", "renew", "refrain", "halt", "pause", "suspend", "freeze", "waive", "stop", "approve", "settle", "undertake", "confine", "restrict", "respond", "support", "keep", "put", "cut", "reduce"]
)  # fmt: skip
_POINTS = frozenset(["it", "this", "that", "what", "which"])


def terms_in(scene: Scene) -> Iterator[str]:
    """Yield how long the agreed thing of a sentence is to last: "term:168" (hours) or "until:8" (the month)."""
    if not (_THING.search(scene.text) or _AGREES.search(scene.text)) or _EARLIER.search(scene.text):
        return
    for match in _TERM.finditer(scene.text):
        number = match["n"]
        count = int(number) if number.isdigit() else _VALUES[number]
        if count and _is_of_thing(scene, match.start("unit"), match.end("unit")):
            yield f"term:{count * _HOURS[match['unit']]}"
            return
    for match in _END.finditer(scene.text):
        if _is_of_thing(scene, match.start("month"), match.end("month")):
            yield f"until:{_MONTHS.index(match['month']) + 1}"
            return


def _is_of_thing(scene: Scene, start: int, end: int) -> bool:
    """Return whether a stretch of time is the term of the agreed thing by the verb or noun that it hangs on."""
    token = next(iter(scene.tokens_at(start, end)), None)
    if token is None:
        return False
    noun = _carrier(token)
    if noun is not None and _THING.search(noun.lower_):
        return not _is_perfect(scene.clause_of[noun.i])  # "a truce of 48 hours", "a ten-day ceasefire"
    preps = [t.lower_ for t in _path(token) if t.dep_ == "prep"][:1]
    if preps and preps[0] not in ("for", "of", "to", "until", "till", "through", "in", "than"):
        return False  # "is to begin within a week"
    clause = scene.clause_of[token.i]
    if preps == ["in"] and clause.lemma_ not in ("end", "expire", "run"):
        return False
    if _is_perfect(clause):
        return False
    if clause.lemma_.lower() in _GIVEN or any(
        above.lemma_.lower() in ("agree", "decide", "undertake", "promise", "settle")
        for above in scene.ancestors(clause)
    ):
        return True  # "agreed that aid may pass for six months"
    lasting = clause.lemma_.lower() in _LASTS and (clause.lemma_ == "be" or clause.tag_ != "VBD")
    return lasting and any(_names_thing(scene, t) for t in _subjects(scene, clause))


def _carrier(token: Token) -> Token | None:
    """Return the noun whose length a stretch of time gives: "ten-day truce", "truce of ten days"."""
    if token.dep_ in ("compound", "amod", "nmod", "npadvmod", "nummod") and token.head.pos_ in (
        "NOUN",
        "PROPN",
        "ADJ",
    ):
        return token.head.head if token.head.pos_ == "ADJ" else token.head
    if token.dep_ == "pobj" and token.head.lower_ in ("of", "for") and token.head.head.pos_ == "NOUN":
        return token.head.head
    return None


def _subjects(scene: Scene, clause: Token) -> list[Token]:
    """Return the subjects of a clause, for an infinitive those of what it hangs on: "is to last a week"."""
    found = list(subjects(clause))
    return found or [t for above in scene.ancestors(clause) for t in subjects(above)][:2]


def _names_thing(scene: Scene, token: Token) -> bool:
    if token.lower_ in _POINTS:
        return True
    return bool(_THING.search(token.lower_) or _THING.match(scene.subtree_text(token)))


def _is_perfect(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in clause.children)


def _path(token: Token) -> Iterator[Token]:
    for _ in range(8):
        yield token
        if token.head.i == token.i or token.head.pos_ in ("VERB", "AUX"):
            return
        token = token.head


def places_in(scene: Scene) -> frozenset[str]:
    """Return where the agreed thing of a sentence is in force, as terms of a claim: "in:yemen"."""
    return frozenset(
        f"in:{place.lower_}"
        for token in scene.tokens
        if token.pos_ == "NOUN" and _THING.fullmatch(token.lower_)
        for prep in token.children
        if prep.dep_ == "prep" and prep.lower_ in ("in", "for")
        for place in prep.children
        if place.pos_ == "PROPN"
    )


# What is counted besides what was agreed: people who talk, times, money.
_NOT_COUNTED = re.compile(
    r"leaders?|presidents?|sides?|countr\w+|nations?|parties|party|men|governments?|capitals?|officials?|people|sources?|aides?|times?|percent|cent|hours?|minutes?|days?|weeks?|months?|years?|dollars?|rubles?|roubles?|euros?|points?|words?|calls?|conversations?|powers|states|reporters?|diplomats?"
)
_AGREES = re.compile(
    r"\b(?:agree[ds]?|accept\w*|undertook|decided|settled|pledged|promised|approved|ok'?d|consented|committed)\b"
    r"|\b(?:deal|agreement|understanding|accord|exchange|swap|offer|arrangement|promise|number|figure)(?: \w+){0,3} (?:is|was|covers?|covered|provides?|calls?|names?|stands?|stood)\b"
)
_PARTIAL = re.compile(
    r"\b(?:first|initial|initially|at least|so far|already|another|more|other|further|additional|remaining|rest|up to|over|each|every|per)\b"
)
_FEW = re.compile(r"\b(?:a|just|only|but) (?:single|one) (?P<noun>[a-z-]{3,})")


def amounts_in(scene: Scene) -> Iterator[frozenset[str]]:
    """Yield the number and the stem of what was agreed on, as many of it as the sentence says: {"12", "prisoner"}."""
    if not _AGREES.search(scene.text):
        return
    for token in scene.tokens:
        noun = token.head
        if token.dep_ != "nummod" or noun.pos_ != "NOUN" or _NOT_COUNTED.fullmatch(noun.lower_):
            continue
        word = token.lower_.replace(",", "")
        number = int(word) if word.isdigit() else VALUES.get(word, 0)
        near = scene.text[max(scene.offset_of(token) - 14, 0) : scene.offset_of(noun) + len(noun)]
        if (
            number < 2
            or any(c.dep_ in ("compound", "quantmod") for c in token.children)
            or _PARTIAL.search(near)
        ):
            continue
        yield frozenset({str(number), stem(noun.lower_)})
        if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
            yield frozenset({str(number), stem(noun.head.head.lower_)})  # "the bodies of 6,000 soldiers"
    for match in _FEW.finditer(scene.text):
        yield frozenset({"1", stem(match["noun"])})
