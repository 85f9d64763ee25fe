# ruff: noqa: PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""Who may tell of the leaders' call: the one question that every rule without a frame asks of a sentence.

Three gates stand between a sentence and an alert. This one asks who speaks, in what kind of text, about which call;
``grounding`` asks of a frame whose act it is; ``testimony`` asks of every claim on what occasion it was done.

======================  ==========================================================================================
voice                   may tell where
======================  ==========================================================================================
a side                  always; a leader himself of what he said to the other, or to deny what is told of him
somebody unnamed        the call is near or a leader is named, and he is no bystander (a senator, a trader)
somebody named          he is said to know it: he was told, listened in, saw the notes; or he names the call
the outlet              the sentence names the call or both leaders, or says from whom it was heard
another country's       never: its talks are its own
leader
======================  ==========================================================================================
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.refusals import stance_words
from extractors.claims.witness import RECOUNTS, has_heard, has_witness, in_public, names_both, was_told
from extractors.claims.words import words
from extractors.language.people import other_leaders

if TYPE_CHECKING:
    from extractors.claims.page import Page
    from extractors.model import Speaker

_FOREIGN_TALK = re.compile(r"\b(?:call|conversation|talk|talks) of (?:its|their|her|his) own\b")


def may_tell(page: Page, index: int, at: tuple[int, int] | None = None, *, denial: bool = False) -> bool:
    """Return whether the voice at ``at`` of a sentence (the whole by default) may tell of the leaders' call.

    ``denial`` is True for what takes an act or an account back: a leader's own "I promised nothing" is his word on
    the call wherever he says it.
    """
    if page.is_readout:
        return True
    if not is_open(page, index):
        return False
    return _knows(page, index, page.speaker(index, *(at or (None, None))), denial)


def is_open(page: Page, index: int) -> bool:
    """Return whether a sentence is a report's, of the main call, neither asked nor foretold, by no outsider."""
    text = page.scenes[index].text
    return not (
        page.call_of(index).kind != "main"
        or page.is_preview
        or page.genre != "news"
        or page.is_outsider(index)
        or text.rstrip("\"' ").endswith("?")
        or _FOREIGN_TALK.search(text)
    )


def _knows(page: Page, index: int, speaker: Speaker, denial: bool) -> bool:
    text = page.scenes[index].text
    named = bool(call_words().search(text)) or names_both(page, index)
    if speaker.is_outlet:
        return (
            named
            or was_told(text)
            or (has_heard(text) and page.call_nearby(index))
            or _has_it_from(page, index)
        )
    if other_leaders().search(speaker.name.lower()):
        return False
    if speaker.role == "president" and not denial and not has_witness(page, index):
        public = words("audience").search(text) or in_public(text)
        return bool(RECOUNTS.search(text)) or (named and not public)
    if speaker.side is not None:
        return True
    if not (page.call_nearby(index) or _names_a_leader(page, index) or _is_of_the_day(page, index)):
        return False
    if speaker.on_record:
        return named or is_said_to_know(page, index)
    return not stance_words("bystanders").search(speaker.name.lower()) or is_said_to_know(page, index)


def _has_it_from(page: Page, index: int) -> bool:
    """Return whether the outlet names in the sentence from whom it has what it tells of a leader."""
    known = stance_words("knowing").search(page.scenes[index].text) is not None
    return known and _names_a_leader(page, index)


def is_said_to_know(page: Page, index: int) -> bool:
    """Return whether the sentence, or the one before, says how somebody knows: he was briefed, he saw the notes."""
    text = " ".join(page.scenes[i].text for i in range(max(index - 1, 0), index + 1))
    return stance_words("knowing").search(text) is not None


def _names_a_leader(page: Page, index: int) -> bool:
    text, leaders = page.scenes[index].text, page.story.leaders
    return bool(leaders.us.search(text) or leaders.ru.search(text))


def _is_of_the_day(page: Page, index: int) -> bool:
    """Return whether the sentence names the day of the call."""
    main = page.story.main_date
    return main is not None and any(d.first == d.last == main for d in page.story.dates[index])


__all__ = ["is_open", "is_said_to_know", "may_tell"]
