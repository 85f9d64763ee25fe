# ruff: noqa: E501 - patterns are read as one line each
"""Sentences that turn to another conversation or meeting, and those behind them that go on about it.

"Earlier in the day Mr. Putin met Ms. Merkel. They discussed the Minsk agreement": nothing in the second sentence
says whose talk it tells of but the place where it stands.
"""

from __future__ import annotations

import datetime as dt
import re

from extractors.calls.partners import OTHER, RU, US, foreground, has_two_others
from extractors.calls.telling import Telling
from extractors.calls.words import arranging_verbs
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene

_EARLIER_IN = re.compile(r"\bearlier (?:in the|this|that|the same) (?:week|month|day)\b")
# A story about another meeting of the day tells in passing of a call of that day or of those just before it.
_SAME_DAYS = 2
# What takes up the talk of the sentence before, whoever had it.
_THEIRS = re.compile(
    r"(?:\"|in it,? |at it,? |there,? |then,? )?(?:(?:they|both|neither|each|the two|the pair|both men|the two (?:presidents|leaders)|the (?:two )?(?:ministers|diplomats|envoys|men|officials|generals))\b|(?:their|that|those|this) (?:[\w-]+ )?(?:call|calls|conversation|talk|talks|meeting|exchange|discussion|chat|session|summit)\b)"
)
# The place of a meeting taken up again, not "there was".
_THERE = re.compile(
    r"\bthere(?=[.,;\"]|$| (?:either|too|as well|by))|\b(?:at|in|during) (?:that|those) (?:meeting|summit|session|talks)\b"
)
_MEETING = re.compile(
    r"\b(?:summits?|meetings?|face to face|in person|talks in|dinner|lunch|negotiations?|sessions?|met)\b"
)


def turns_to_others(scene: Scene, leaders: Leaders) -> bool:
    """Return whether the main clause tells of a talk or meeting that is not the two leaders', and of none of theirs."""
    told = list(foreground(scene, leaders))
    if any({US, RU} <= company for company in told):
        return False
    return any(OTHER in company and company & {US, RU} for company in told) or has_two_others(scene, leaders)


def aside_call(told: Telling, index: int, before: dt.date | None) -> dt.date | None:
    """Return the known call of these days that a sentence of a story about others tells of, else None.

    "He had spoken with Mr. Putin before his guest arrived. The two presidents wrapped up in 25 minutes." ``before`` is
    the day of the call that the sentence before it in its paragraph tells of.
    """
    scene = told.scenes[index]
    if any(a.strength > 1 for a in told.anchors[index]) or told.base is None:
        return None  # its own day says which call it is
    if before in told.known and goes_on(scene) and not other_leaders().search(scene.text):
        return before
    companies = list(foreground(scene, told.leaders))
    if (
        told.kinds[index] != "pair"
        or not any(RU in c for c in companies)
        or any(OTHER in c for c in companies)
    ):
        return None
    return max((day for day in told.known if 0 <= (told.base - day).days <= _SAME_DAYS), default=None)


def goes_on(scene: Scene) -> bool:
    """Return whether a sentence takes up the talk of the one before by a pronoun: "They discussed sanctions"."""
    return _THEIRS.match(scene.text) is not None


def is_of_meeting_before(scene: Scene, before: Scene) -> bool:
    """Return whether what the sentence tells happened at the meeting that the one before names: "were discussed there"."""
    return bool(_THERE.search(scene.text) and _MEETING.search(before.text))


def tells_of_asking(scene: Scene) -> bool:
    """Return whether "earlier in the week" only says when this call was asked for."""
    match = _EARLIER_IN.search(scene.text)
    found = scene.tokens_at(*match.span()) if match is not None else []
    return bool(found) and scene.clause_of[found[0].i].lemma_.lower() in arranging_verbs()
