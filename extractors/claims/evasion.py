# ruff: noqa: E501 - patterns are read as one line each
"""Who keeps silent before the press: an office that "would say nothing on the point" denies nothing of the call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.claims.actors import kind_of
from extractors.language.people import Leaders, is_person
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_KEEPS_SILENT = re.compile(
    r"\b(?:say|says|said|saying|add|added|offer|offered|disclose[ds]?|volunteer\w*|knew|know|heard|had|have) (?:absolutely |next to )?nothing\b"
    r"|\b(?:keep|keeps|kept|keeping|stay|stays|stayed|staying|remain|remained) (?:silent|quiet|mum|tight-lipped|vague)\b"
    r"|\b(?:steer|steered|steers|steering|stayed|kept) (?:well )?(?:clear|away)\b|\b(?:dodg|duck|sidestep|evad|avoid|deflect|skirt|parri|swerv)\w*\b"
    r"|\bleft (?:it |that |them )?to (?:the|their|his) (?:imagination|readers|reader|others)\b|\b(?:no|not the (?:faintest|slightest|least)) (?:idea|knowledge|information|recollection|comment)\b"
    r"|\bheld (?:his|her|their|its) tongues?\b|\bshrugg\w+\b|\bbegg\w+ off\b|\bdemurr\w+\b|\bpass\w* up\b"
)
_BODY = re.compile(
    r"\b(?:office|council|department|ministry|embassy|house|kremlin|treasury|pentagon|spokes\w+|secretary|administration|mission|press|staff)\b"
)


def keeps_silent(scene: Scene, leaders: Leaders, clause: Token | None = None) -> bool:
    """Return whether somebody who is no leader will not say, in one clause or (without one) anywhere in the sentence."""
    for match in _KEEPS_SILENT.finditer(scene.text):
        tokens = scene.tokens_at(match.start(), match.end())
        if not tokens:
            continue
        act = scene.clause_of[tokens[0].i]
        if (clause is None or act.i == clause.i) and _is_of_source(scene, act, leaders):
            return True
    return False


def _is_of_source(scene: Scene, act: Token, leaders: Leaders) -> bool:
    """Return whether a clause has a person or a body as its subject, who is neither leader."""
    for subject in subjects(act):
        near = " ".join(t.lower_ for t in subject.subtree)
        if kind_of(scene, subject, leaders) in ("US", "RU", "both", "call") or near.startswith(
            ("the two", "both")
        ):
            return False
        if is_person(near) or _BODY.search(near):
            return True
    return False
