# ruff: noqa: E501 - patterns are read as one line each
"""Where the act's own clause places it: with which partner, before which audience, at which place or time.

The audience of whoever tells of the act ("told reporters that sanctions were raised") stands in another clause and
places nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.actors import kind_of
from extractors.claims.words import word_set, words
from extractors.language.people import other_leaders
from extractors.language.scene import agents, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page

_CALLS = re.compile(
    r"call|calls|conversation|conversations|talk|talks|exchange|chat|phone|telephone|line|discussion|contact"
    r"|minute|minutes|hour|hours|half-hour|they|two|pair|presidents|leaders"
)
_TALKS = re.compile(r"calls?|conversations?|talks?|exchanges?|discussions?|debates?")
_PLACES = frozenset(["place", "places", "capital", "capitals", "city", "cities", "country", "countries", "forum", "forums", "venue", "venues", "channels", "rooms", "room", "formats", "occasion", "occasions"])  # fmt: skip
# What one stands on; "agreed on no summit" names what was agreed.
_ON = frozenset(["stage", "television", "radio", "podium", "sidelines", "margins", "tarmac", "visit", "programme", "program", "podcast"])  # fmt: skip
_TIMES = re.compile(
    r"spring|summer|autumn|fall|winter|christmas|easter|year|month|week|weekend|end|then|now|noon|midnight|morning|evening|night"
    r"|day|today|tomorrow|january|february|march|april|may|june|july|august|september|october|november|december"
)
_SIDES = re.compile(
    r"\b(?:moscow|kremlin|russians?|washington|white house|house|americans?|united states|states|america|u\.s\.|us)\b"
)


def placed_by(page: Page, index: int, clause: Token) -> str:
    """Return where a clause places its act, if that is not the call: another talk, audience, place, time or actor."""
    for verb, fronted in _placing(page, index, clause):
        for found in (
            _of_partners(page, index, verb),
            _of_listeners(verb),
            _of_adjuncts(page, index, verb, fronted),
        ):
            if found:
                return found
    return _of_agents(page, index, clause)


def _placing(page: Page, index: int, clause: Token) -> Iterator[tuple[Token, bool]]:
    """Yield the clause of the act, then what it is only joined to: a fronted adjunct holds for both partners."""
    yield clause, False
    for _ in range(4):
        if clause.dep_ != "conj":
            return
        clause = page.scenes[index].clause_of[clause.head.i]
        yield clause, True


def _of_partners(page: Page, index: int, verb: Token) -> str:
    """Return "another talk" where the clause's own subjects and partners include another leader and not the Russian."""
    leaders, scene = page.story.leaders, page.scenes[index]
    named = [*subjects(verb), *behind(verb, ("with", "between", "among"))]
    named = [t for one in named for t in (one, *one.conjuncts)]
    text = " ; ".join(scene.subtree_text(t) for t in named)
    if leaders.ru.search(text):
        return ""
    if other_leaders().search(text) and leaders.us.search(text):
        return "another talk"
    partners = behind(verb, ("with", "among"))
    if any(
        words("audience", "persons").fullmatch(t.lower_) or other_leaders().search(t.lower_) for t in partners
    ):
        return "another talk"
    return "another talk" if any(_is_strange_partner(page, t) for t in _partners_of_nouns(verb)) else ""


def _partners_of_nouns(verb: Token) -> list[Token]:
    """Return with whom the talk or agreement that a clause names was had: "no agreement with Kyiv"."""
    nouns = [c for c in verb.children if c.dep_ in ("attr", "dobj", "nsubj", "nsubjpass")]
    named = word_set("pointers") | word_set("events")
    return [t for n in nouns if n.lemma_.lower() in named for t in behind(n, ("with", "between"))]


def _is_strange_partner(page: Page, token: Token) -> bool:
    """Return whether a name stands for neither side."""
    near = " ".join(t.lower_ for t in (*token.lefts, token, *(c for one in token.conjuncts for c in (one,))))
    leaders = page.story.leaders
    own = leaders.us.search(near) or leaders.ru.search(near) or _SIDES.search(near)
    return token.pos_ == "PROPN" and not own


def behind(verb: Token, prepositions: tuple[str, ...]) -> list[Token]:
    """Return what stands after a preposition of the verb."""
    return [
        g
        for c in verb.children
        if c.dep_ in ("prep", "agent", "dative") and c.lower_ in prepositions
        for g in c.children
        if g.dep_ == "pobj"
    ]


def _of_listeners(verb: Token) -> str:
    """Return "another audience" where the clause itself says who was told, and that is not the other leader."""
    if verb.lemma_.lower() not in word_set("speaking"):
        return ""
    told = [c for c in verb.children if c.dep_ in ("dobj", "dative", "iobj")] + behind(verb, ("to", "before"))
    return "another audience" if any(words("audience").fullmatch(t.lower_) for t in told) else ""


def _of_adjuncts(page: Page, index: int, verb: Token, fronted: bool) -> str:
    """Return where or when the verb's adjuncts place it, if that is not the call. ``fronted``: only those before it."""
    for phrase in _phrases(verb):
        if not (fronted and phrase.i > verb.i) and (found := _of_phrase(page, index, phrase)):
            return found
    for child in verb.children:
        if child.dep_ == "advcl" and not (fronted and child.i > verb.i):
            if _is_others_time(page, index, child):
                return "another place"
            if child.tag_ in ("VBN", "VBG") and (found := _of_participle(page, index, child)):
                return found
    if any(
        (c.lower_ in _points_to(verb) and c.dep_ == "advmod") or (c.dep_ == "attr" and _is_of_occasion(c))
        for c in verb.children
    ):
        return "another place"  # "There was no discussion of it here": where the teller is, no line of the call ended
    if fronted and _is_an_appearance(verb):
        return "another audience"
    return _of_relative(page, index, verb)


def _points_to(verb: Token) -> tuple[str, ...]:
    """Return the adverbs that name another place: "discussed there"; what "was announced there and then" was not."""
    return (
        ("here", "there", "elsewhere")
        if verb.lemma_.lower() in word_set("talking")
        else ("here", "elsewhere")
    )


def _is_of_occasion(noun: Token) -> bool:
    """Return whether a matter is said to be one of a meeting: "was the subject of a meeting earlier in the day"."""
    return any(
        words("occasions").fullmatch(g.lower_)
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for g in c.children
        if g.dep_ == "pobj"
    )


def _phrases(verb: Token) -> Iterator[Token]:
    """Yield the prepositions that hang on a verb, or on the talk that it has as its object or predicate."""
    for child in verb.children:
        if child.dep_ == "prep":
            yield child
        if child.dep_ in ("attr", "dobj", "prep", "nsubjpass"):
            for token in child.subtree:
                # "no talk of bounties in the chamber": the parser hangs the place on the matter
                noun = token.head
                above = (
                    noun.head.head
                    if noun.dep_ == "pobj" and noun.head.lower_ in ("of", "about", "on")
                    else noun
                )
                if token.dep_ == "prep" and (_TALKS.fullmatch(noun.lower_) or _TALKS.fullmatch(above.lower_)):
                    yield token


def _of_participle(page: Page, index: int, verb: Token) -> str:
    """Return the occasion that an adjunct clause names: "Asked in the Oval Office", "Speaking to lawmakers"."""
    asked = verb.tag_ == "VBN" and verb.lemma_.lower() in (
        "ask",
        "press",
        "question",
        "quiz",
        "grill",
        "query",
    )
    if asked and not any(c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VB" for c in verb.children):
        return "another audience"  # whoever is asked answers the press; "asked to come" by the other leader
    found = next((f for p in _phrases(verb) if (f := _of_phrase(page, index, p))), "")
    return found or _of_listeners(verb) or ("another audience" if _is_an_appearance(verb) else "")


def _is_an_appearance(verb: Token) -> bool:
    """Return whether a clause tells of an appearance elsewhere: "addressed the forum", "visited the factory"."""
    return verb.lemma_.lower() in ("address", "attend", "join", "visit", "open", "tour", "chair") and any(
        c.dep_ == "dobj" and words("occasions").fullmatch(c.lower_) for c in verb.children
    )


def _of_relative(page: Page, index: int, verb: Token) -> str:
    """Return the occasion of a clause with "where" or "when": "addressed the forum, where he brought it up"."""
    relative = next((c for c in verb.children if c.lower_ in ("where", "when") and c.dep_ == "advmod"), None)
    if verb.dep_ not in ("relcl", "advcl") or relative is None:
        return ""
    above = page.scenes[index].clause_of[verb.head.i]
    if words("occasions").fullmatch(verb.head.lower_) or _is_an_appearance(above):
        return "another place"
    return ""


def _of_phrase(page: Page, index: int, prep: Token) -> str:
    """Return what a preposition and its noun say of the occasion: "at a town hall", "ahead of the call"."""
    if prep.lower_ == "in" and prep.head.lower_ in ("pencilled", "penciled", "pencil", "ink", "inked"):
        return ""  # "pencilled in a meeting": no place
    nouns = [g for g in prep.children if g.dep_ in ("pobj", "pcomp")]
    if any(_is_others_time(page, index, c) for n in nouns for c in n.children if c.dep_ == "relcl"):
        return "another place"  # "on Tuesday, when aides took questions"
    # "ahead of the call"
    nouns += [h for g in prep.children if g.lower_ == "of" and g.dep_ == "prep" for h in g.children]
    for noun in nouns:
        if prep.lower_ in ("in", "at", "during", "on", "over") and _is_another(noun):
            return "another place"
        if prep.lower_ in ("before", "ahead") and _CALLS.fullmatch(noun.lower_):
            return "" if noun.lower_ in ("hour", "hours", "minutes", "line", "they") else "another time"
        if (
            prep.lower_ in ("in", "at", "during", "before", "from", *(("on",) if noun.lower_ in _ON else ()))
            and words("occasions").fullmatch(noun.lower_)
            and not call_words().search(page.scenes[index].subtree_text(prep))
        ):
            return "another place"
    return ""


def _is_another(noun: Token) -> bool:
    """Return whether a noun names another place or talk than the call: "in other places", "at a separate session"."""
    apart = any(
        c.lower_ in ("other", "another", "separate", "different", "earlier", "parallel")
        for c in noun.children
    )
    place = (
        words("occasions").fullmatch(noun.lower_) or noun.lower_ in _PLACES or _TALKS.fullmatch(noun.lower_)
    )
    return apart and bool(place)


def _is_others_time(page: Page, index: int, clause: Token) -> bool:
    """Return whether a "when" clause tells of somebody who is no leader, or of people who met: "when aides took questions"."""
    if not any(c.lower_ in ("when", "while", "as") and c.dep_ in ("advmod", "mark") for c in clause.children):
        return False
    if clause.lemma_.lower() in word_set("gathering"):
        return True
    scene, leaders = page.scenes[index], page.story.leaders
    kinds = [kind_of(scene, t, leaders) for t in subjects(clause)]
    return bool(kinds) and all(k in ("other", "foreign") for k in kinds)


def _of_agents(page: Page, index: int, clause: Token) -> str:
    """Return "another actor" where somebody who is no leader did it: "was raised by three reporters"."""
    scene, leaders = page.scenes[index], page.story.leaders
    times = page.story.dates[index]
    by = [
        t for t in agents(clause)
        if t.head.dep_ == "agent"
        and not (_CALLS.fullmatch(t.lower_) or _TIMES.fullmatch(t.lower_))  # "would be gone by summer"
        and not any(d.start <= scene.offset_of(t) < d.end for d in times)
    ]  # fmt: skip
    kinds = [kind_of(scene, t, leaders) for t in by]
    strange = [
        k in ("other", "foreign") or (k == "topic" and t.pos_ != "PRON")
        for t, k in zip(by, kinds, strict=True)
    ]
    return "another actor" if by and all(strange) else ""
