# ruff: noqa: E501 - patterns are read as one line each
"""Sentences that turn to another conversation or meeting, and those behind them that go on about it.

"Earlier in the day Mr. Putin met Ms. Merkel. They discussed the Minsk agreement": nothing in the second sentence
says whose talk it tells of but the place where it stands.
"""

from __future__ import annotations

import re

from extractors.calls.partners import OTHER, RU, US, foreground, has_two_others
from extractors.language.people import Leaders
from extractors.language.scene import Scene

# What takes up the talk of the sentence before, whoever had it.
_THEIRS = re.compile(
    r"(?:\"|in it,? |at it,? |there,? |then,? )?(?:(?:they|both|neither|each|the two|the pair|both men|the (?:two )?(?:ministers|diplomats|envoys|men|officials|generals))\b|(?:their|that|those|this) (?:[\w-]+ )?(?:call|calls|conversation|talk|talks|meeting|exchange|discussion|chat|session|summit)\b)"
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


def goes_on(scene: Scene) -> bool:
    """Return whether a sentence takes up the talk of the one before by a pronoun: "They discussed sanctions"."""
    return _THEIRS.match(scene.text) is not None


def is_of_meeting_before(scene: Scene, before: Scene) -> bool:
    """Return whether what the sentence tells happened at the meeting that the one before names: "were discussed there"."""
    return bool(_THERE.search(scene.text) and _MEETING.search(before.text))
