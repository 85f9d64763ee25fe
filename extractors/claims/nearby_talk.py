# ruff: noqa: E501 - patterns are read as one line each
"""Whether a sentence near the call tells of talk at all, or only of the world that the talk was about."""

from __future__ import annotations

import re

from extractors.calls import call_words
from extractors.claims.cues import act_words, find_cues
from extractors.claims.evasion import keeps_silent
from extractors.claims.nearby_voice import ACCOUNT, leader_acts
from extractors.claims.page import Page
from extractors.language.people import is_person
from extractors.language.scene import subjects


def tells_talk(page: Page, index: int) -> bool:
    """Return whether the sentence tells of talk: by a leader, the call, an account of it, or an act of talking without a doer."""
    scene, leaders = page.scenes[index], page.story.leaders
    text = scene.text
    if leaders.us.search(text) or leaders.ru.search(text) or _THE_TWO.search(text):
        return True
    if (
        call_words().search(text)
        or ACCOUNT.search(text)
        or keeps_silent(scene, leaders)
        or leader_acts(page, index)
    ):
        return True
    if _has_him_do(page, index):
        return True
    # an office speaks of the call; its people speak of many things
    if act_words("evade").search(text) or (_OFFICE.search(text) and page.call_nearby(index)):
        return True
    return any(
        (cue.act in ("discuss", "agree", "propose") or any(c.dep_ == "auxpass" for c in cue.token.children))
        and all(s.pos_ not in ("NOUN", "PROPN") or not is_person(s.lower_) for s in subjects(cue.clause))
        for cue in find_cues(scene)
    )


def _has_him_do(page: Page, index: int) -> bool:
    """Return whether somebody who may have been there tells what "he" did: "He named the penalty," an aide said."""
    speaker = page.speaker(index)
    if speaker.is_outlet or speaker.role == "president" or (speaker.on_record and speaker.side is None):
        return False
    return any(
        t.lower_ == "he" and t.dep_ == "nsubj" and t.head.tag_ == "VBD" and t.head.dep_ == "ccomp"
        for t in page.scenes[index].tokens
    )


_OFFICE = re.compile(
    r"\bthe (?:kremlin|white house|russian embassy|press service)(?!'s (?:[\w-]+ ){0,3}(?:adviser|aide|spokes\w+|chief))\b"
)
_THE_TWO = re.compile(
    r"\b(?:both|the two|the same|neither|they|the presidents?|the leaders|on both presidents|the pair|either (?:man|leader|side|president)|nobody|no one)\b"
)
