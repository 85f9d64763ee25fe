"""Whether a matter is only said to have come up, by nobody and nowhere: such a sentence is true of a hundred occasions.

Of the affirmations that were taken for the call's and were not, nearly all were of this kind ("was on the agenda",
"came up"). In every sound one a leader acts, the conversation is named, or who tells it speaks for a side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.claims.actors import kind_of
from extractors.claims.draft import Draft
from extractors.language.scene import agents, subjects
from extractors.model import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page

# Rules that need no leader and no call to read that a matter was talked about.
_RULES = ("discuss", "open", "mention", "presence")
# "Came up toward the end": of the conversation that the story is about.
_COURSE = re.compile(
    r"\b(?:toward|towards|at|near|from) the (?:very )?(?:end|start|outset|beginning|close)\b"
)
_LEADERS = ("US", "RU", "both", "he", "call")


def is_loose(page: Page, index: int, draft: Draft, act: Token | None) -> bool:
    """Return whether an affirmed draft names no call, no leader who acts and no side's voice.

    ``act`` is the word of its act, None for a rule that reads the sentence as a whole. The outlet's
    own word needs the call in its paragraph, whoever acts.
    """
    if draft.polarity is not Polarity.AFFIRMED or not draft.rule.startswith(_RULES):
        return False
    if page.speaks_of_call(index) or page.scenes[index].negated or _COURSE.search(page.scenes[index].text):
        return False  # "The claim that they had not been discussed was false" is about an account of the call
    speaker = page.speaker(index)
    if speaker.side is not None:
        return False  # "Sanctions were discussed too, Yuri Ushakov said": who speaks for a side is asked about its call
    scene, leaders = page.scenes[index], page.story.leaders
    # A rule that reads the sentence as a whole has no act of its own: any verb's doer counts.
    clauses = {scene.clause_of[t.i] for t in (scene.tokens if act is None else [act])}
    doers = [t for clause in clauses for t in (*subjects(clause), *agents(clause))]
    by_leader = draft.holder != "" or any(kind_of(scene, t, leaders) in _LEADERS for t in doers)
    near_call = page.callish[index]
    return not (near_call and by_leader) if speaker.is_outlet else not (near_call or by_leader)


__all__ = ["is_loose"]
