# ruff: noqa: PLR0911, E501 - patterns are read as one line each; rules stand in order, each with its answer
"""Where an act was done: in the leaders' call, or with somebody else, before another audience, at another time.

"Sanctions were raised" is true of a hundred occasions. What the act's own clause, and the sentence before it, name
as partner, audience, place or time decides; the audience of whoever tells of the act ("told reporters that ...")
decides nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls.partners import OTHER, RU, US
from extractors.claims.actors import is_name
from extractors.claims.placing import behind, placed_by
from extractors.claims.words import word_set
from extractors.language.people import is_person, other_leaders
from extractors.language.scene import has_had, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page
    from extractors.language.scene import Scene

# How far back, within a paragraph, a conversation with somebody else still holds.
_BACK = 3
# Who talks about the call, and not in it: "A panel on CNN took the call apart."
_STAGED = frozenset(["panel", "show", "debate", "hearing", "seminar", "workshop", "quiz"])
_ON_THE_LINE = re.compile(r"\bon the (?:line|phone|telephone)\b")
# "an hour with Xi Jinping", behind which another leader's name stands.
_TALK_WITH = re.compile(
    r"\b(?:calls?|conversations?|talks?|exchange|chat|hours?|minutes|meeting|session|lunch|dinner|summit)(?: of [\w ]{3,20})? (?:with|between)(?: [\w.]+){0,3} $"
)
# Who tells it, behind: "..., the Russian said".
_TELLER = re.compile(r",\W* (?:[\w.'-]+ ){1,4}(?:said|says|added|insisted|recalled|explained)\W*$")
_THAT_TALK = re.compile(r"\b(?:in|during|on) that (?:talk|call|conversation|meeting|exchange|one|occasion)\b")
# "Moscow said at the time": an account as old as the call it is about.
_NOT_HERE = re.compile(
    r"\bthere (?:was|were|has been|have been|is) (?:no|not|nothing|never)\b[^.;,]*\bhere\b"
)
_THEN = re.compile(
    r"\b(?:said|says|told|reported|announced|wrote|stated|noted|claimed|maintained|recalled)(?: [\w'.]+){0,3}? at the time\b"
    r"|(?<!and )(?<!until )(?<!by )(?<!since )\bthen\W*$"  # "Neither man said anything about Korea then."
)
_OWN_PAIR = frozenset({US, RU})


def elsewhere(page: Page, index: int, at: tuple[int, int] | None) -> str:
    """Return on what other occasion the act at ``at`` of a sentence was done, "" where nothing says so.

    ``at`` counts from the sentence's start; without it only what holds for the whole sentence is asked. The word
    returned names the reason: another talk, another time, another audience, another place or another actor.
    """
    if page.is_readout:
        return ""
    scene = page.scenes[index]
    if _THEN.search(scene.text) and page.call_of(index).kind == "main" and not _names_main_day(page, index):
        return "another time"
    if _NOT_HERE.search(scene.text):
        return "another place"
    if _in_anothers_talk(page, index):
        return "another talk"
    token = act_at(page, index, at)
    if token is None:
        return ""
    return placed_by(page, index, scene.clause_of[token.i])


def act_at(page: Page, index: int, at: tuple[int, int] | None) -> Token | None:
    """Return the word that carries the act at a place of a sentence: its verb, or else its first word."""
    tokens = page.scenes[index].tokens_at(*at) if at is not None else []
    return next((t for t in tokens if t.pos_ in ("VERB", "AUX")), next(iter(tokens), None))


def _names_main_day(page: Page, index: int) -> bool:
    main = page.story.main_date
    return any(d.first == d.last == main for d in page.story.dates[index]) and main is not None


def _in_anothers_talk(page: Page, index: int) -> bool:
    """Return whether the sentence goes on about a talk with another leader: "They agreed on nothing", after it."""
    scene, leaders = page.scenes[index], page.story.leaders
    if any(_TALK_WITH.search(scene.text[: m.start()]) for m in other_leaders().finditer(scene.text)):
        return not (leaders.us.search(scene.text) and leaders.ru.search(scene.text))
    if leaders.ru.search(_TELLER.sub("", scene.text)) or _names_main_day(page, index):
        return False
    if any(company >= _OWN_PAIR for _, company in page.story.talks[index]):
        return False
    if any(
        in_main and OTHER in company and company & _OWN_PAIR for in_main, company in page.story.talks[index]
    ):
        return True
    if _he_and_our_leader(page, index):
        return True
    for before in range(index - 1, max(index - _BACK, 0) - 1, -1):
        earlier = page.scenes[before]
        if earlier.sentence.paragraph != scene.sentence.paragraph:
            return False
        if leaders.ru.search(earlier.text) and leaders.us.search(earlier.text):
            return False
        if _looks_back(earlier) and not _looks_back(scene):
            continue  # "He had been in Strelna for talks with his guest. The presidents were on the line for ..."
        if any(
            in_main and OTHER in company and RU not in company
            for in_main, company in page.story.talks[before]
        ) or _is_encounter(page, before):
            return True
        if _THAT_TALK.search(scene.text) and other_leaders().search(earlier.text):
            return True
    return False


def _looks_back(scene: Scene) -> bool:
    """Return whether a sentence tells in the past perfect what was before the story's own time."""
    root = next((t for t in scene.tokens if t.dep_ == "ROOT"), None)
    return root is not None and root.tag_ == "VBN" and has_had(root)


def _is_encounter(page: Page, index: int) -> bool:
    """Return whether a sentence tells that two persons by name met or talked, and not the two leaders.

    What follows it was said there: "Leo XIV received J. D. Vance on Monday. Prisoners weren't discussed."
    """
    scene = page.scenes[index]
    root = next((t for t in scene.tokens if t.dep_ == "ROOT"), None)
    if root is not None and any(t.lower_ in _STAGED for t in subjects(root)):
        return True  # "A panel on CNN took the call apart. Salisbury never came up."
    by_phone = root is not None and root.lemma_ in ("have", "get", "keep") and _ON_THE_LINE.search(scene.text)
    if root is None or not (
        by_phone or root.lemma_.lower() in word_set("joining", "gathering", "talking_to")
    ):
        return False
    first = [t for t in subjects(root) if t.pos_ == "PROPN" or t.lower_ in ("he", "she")]
    other = [c for c in root.children if c.dep_ == "dobj" and (c.pos_ == "PROPN" or by_phone)]
    other += [t for t in behind(root, ("with", "to")) if t.pos_ == "PROPN"]
    if not (first and other) or not all(_is_person(page, index, t) for t in (first[0], other[0])):
        return False
    # "He spoke with Mr. Putin on Friday" may be the call itself.
    return first[0].pos_ == "PROPN" or not page.story.leaders.ru.search(scene.subtree_text(other[0]))


def _is_person(page: Page, index: int, token: Token) -> bool:
    near = page.scenes[index].subtree_text(token)
    leaders = page.story.leaders
    return (
        token.pos_ == "PRON"
        or token.dep_ == "dobj"
        or bool(leaders.us.search(near) or leaders.ru.search(near) or is_person(near) or is_name(token))
    )


def _he_and_our_leader(page: Page, index: int) -> bool:
    """Return whether "he" talked with a leader and is somebody named before: "He and Mr. Trump talked about drones"."""
    scene, leaders = page.scenes[index], page.story.leaders
    return any(
        token.lower_ in ("he", "she")
        and any(leaders.us.search(scene.subtree_text(c)) for c in token.conjuncts)
        and page.pronoun_is_other(index, token)
        for token in scene.tokens
    )
