# ruff: noqa: E501 - patterns are read as one line each; rules stand in order, each with its answer
"""Where an act was done: in the leaders' call, or with somebody else, before another audience, at another time.

"Sanctions were raised" is true of a hundred occasions. What the act's own clause, and the sentence before it, name
as partner, audience, place or time decides; the audience of whoever tells of the act ("told reporters that ...")
decides nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls.partners import OTHER, RU, US
from extractors.claims.cues import find_cues
from extractors.claims.other_talks import (
    he_and_our_leader,
    is_earlier_talk,
    is_encounter,
    is_meeting_of_both,
    is_of_officials,
    is_of_politician,
    is_other_event,
    is_own_call_of_source,
    is_press_call,
    looks_back,
    tells_of_another_pair,
)
from extractors.claims.placing import placed_by
from extractors.language.people import other_leaders

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page

# How far back, within a paragraph, a conversation with somebody else still holds.
_BACK = 3
# "an hour with Xi Jinping", behind which another leader's name stands.
_TALK_WITH = re.compile(
    r"\b(?:calls?|conversations?|talks?|exchange|chat|hours?|minutes|meeting|session|lunch|dinner|summit)(?: of [\w ]{3,20}|(?: [\w'-]+){1,5}?)? (?:with|between)(?: [\w.]+){0,3} $"
)
# Who tells it, behind: "..., the Russian said".
_TELLER = re.compile(
    r",\W* (?:[\w.'-]+ ){1,4}(?:said|says|added|insisted|recalled|explained)\W*$|\baccording to (?:[\w.'-]+ ?){1,5}\W*$"
)
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
# What a sentence behind an older talk says of the call itself.
_AGAIN = re.compile(
    r"\b(?:this time|now|again|today|yesterday|this (?:week|month|year)|since|latest|recent|lately)\b"
)
_THE_PAIR = re.compile(r"\W*(?:they|both|the (?:two|pair|leaders|presidents|men))\b")


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
    clause = scene.clause_of[token.i]
    return placed_by(page, index, clause) or _goes_on_there(page, index, clause)


def _goes_on_there(page: Page, index: int, clause: Token) -> str:
    """Return where a passive of the outlet's own goes on: "At the briefing Salisbury was raised. Syria was discussed, too." """
    scene = page.scenes[index]
    if not any(c.dep_ == "nsubjpass" for c in clause.children) or any(
        c.dep_ == "agent" for c in clause.children
    ):
        return ""
    start = scene.offset_of(clause)
    if page.speaks_of_call(index) or not page.speaker(index, start, start + len(clause)).is_outlet:
        return ""
    for before in range(index - 1, max(index - _BACK, 0) - 1, -1):
        earlier = page.scenes[before]
        if earlier.sentence.paragraph != scene.sentence.paragraph or page.speaks_of_call(before):
            return ""
        for cue in find_cues(earlier):
            if cue.act == "discuss" and (found := placed_by(page, before, cue.clause)):
                return found
    return ""


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
    if (
        is_other_event(page, index)
        or he_and_our_leader(page, index)
        or is_own_call_of_source(page, index)
        or is_press_call(page, index)
    ):
        return True
    return _goes_on_about_another(page, index)


def _goes_on_about_another(page: Page, index: int) -> bool:
    """Return whether a sentence before it in its paragraph tells of another talk, and none between turns back."""
    scene, leaders = page.scenes[index], page.story.leaders
    for before in range(index - 1, max(index - _BACK, 0) - 1, -1):
        earlier = page.scenes[before]
        if earlier.sentence.paragraph != scene.sentence.paragraph:
            return False
        then = _THEN.search(earlier.text) is not None  # "..., he said at the time": still of the talk before
        if _THE_PAIR.match(scene.text) and is_meeting_of_both(page, before):
            return True
        if leaders.ru.search(earlier.text) and leaders.us.search(earlier.text) and not then:
            return False
        if looks_back(earlier) and not looks_back(scene):
            continue  # "He had been in Strelna for talks with his guest. The presidents were on the line for ..."
        if _opens_another(page, index, before):
            return True
    return False


def _opens_another(page: Page, index: int, before: int) -> bool:
    """Return whether the earlier of two sentences tells of another talk that the later goes on about."""
    scene, earlier = page.scenes[index], page.scenes[before]
    if any(
        in_main and OTHER in company and RU not in company for in_main, company in page.story.talks[before]
    ) or is_encounter(page, before):
        return True
    if _THE_PAIR.match(scene.text) and (is_of_officials(page, before) or is_of_politician(page, before)):
        return True
    if is_earlier_talk(page, before) and not _AGAIN.search(scene.text):
        return True
    if before == index - 1 and _THE_PAIR.match(scene.text) and tells_of_another_pair(page, before):
        return True
    return bool(_THAT_TALK.search(scene.text) and other_leaders().search(earlier.text))
