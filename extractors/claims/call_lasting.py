# ruff: noqa: E501 - word lists are read as one line each
"""Whether it can be the call, or those who hold it, that a verb of lasting is said of: not aides, not one who speaks alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import both_words
from extractors.claims.durations import Duration
from extractors.claims.modality import is_inverted
from extractors.claims.page import Page
from extractors.claims.words import word_set
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

# "completed his call of two hours": the noun gives the length, whatever the verb.
_CALL_OF = re.compile(
    r"\b(?:call|conversation|talk|talks|exchange|discussion|chat) (?:of|lasting|that lasted|which lasted) (?:[\w-]+ ){0,2}$"
)
_DURATIVE = frozenset(
    [
        "last",
        "run",
        "go",
        "continue",
        "drag",
        "stretch",
        "take",
        "wear",
        "extend",
        "end",
        "speak",
        "talk",
        "confer",
        "spend",
        "work",
    ]
)
# Verbs of which only people are the subject: a name there that is neither leader nor side is somebody else.
_OF_PEOPLE = frozenset(["speak", "talk", "confer", "spend", "converse", "chat"])
_SIDES = re.compile(r"\b(?:white house|kremlin|washington|moscow|russia|america|united states)\b")
# Nouns that can be the call, or those who hold it: whatever else lasts is another thing.
_CAN_BE_CALL = re.compile(
    r"calls?|conversations?|talks?|exchanges?|discussions?|chats?|contact|teleconference|videoconference|videocall|phone|telephone|line|connection|affair|business|thing|matter|marathon|encounter|length|whole|rest|session|men|two|pair|presidents?|leaders?|counterparts?|interlocutors|sides?|parties|hours?|minutes?|time|clock|half|most|all|duo|both|dialogue|consultation|palaver|confab|summit|diplomacy|proceedings|occasion|event|record|version|account|translation|interpreters?|total|figure|half-hour|tete-a-tete|effort|one"
)


def verb_lasts(page: Page, scene: Scene, duration: Duration) -> bool:
    """Return whether the verb a stretch of time hangs on can tell a call's length: not "met the governor for ..."."""
    tokens = scene.tokens_at(duration.start, duration.end)
    if not tokens:
        return False
    if _CALL_OF.search(scene.text[: duration.start]):
        return True
    head = scene.clause_of[tokens[0].i]
    if head.lemma_.lower() in _DURATIVE and any(_is_another_thing(page, scene, s) for s in subjects(head)):
        return False
    return head.pos_ not in ("VERB",) or head.lemma_.lower() in word_set("lasting")


def is_monologue(page: Page, scene: Scene, duration: Duration) -> bool:
    """Return whether one leader alone speaks so long: "our president spoke for five minutes without a pause"."""
    tokens = scene.tokens_at(duration.start, duration.end)
    head = scene.clause_of[tokens[0].i] if tokens else None
    if head is None or head.lemma_.lower() not in ("speak", "talk"):
        return False
    joined = any(c.lower_ in ("with", "to", "by", "on", "over", "together") for c in head.children)
    named = subjects(head)
    text = " ".join(t.lower_ for s in named for t in s.subtree)
    leaders = page.story.leaders
    both = (leaders.us.search(text) and leaders.ru.search(text)) or both_words().search(text)
    alone = (
        len(named) == 1
        and named[0].tag_ in ("NN", "NNP", "PRP")
        and named[0].lower_ not in ("they", "we", "both")
    )
    return alone and not both and not joined


def is_supposed(scene: Scene, duration: Duration) -> bool:
    """Return whether the length is only supposed: "Had the call lasted two hours, nobody would have complained"."""
    tokens = scene.tokens_at(duration.start, duration.end)
    head = scene.clause_of[tokens[0].i].i if tokens else -1
    return _is_modal(tokens) or is_inverted(
        [t for t in scene.tokens if scene.clause_of[t.i].i == head and not t.is_punct]
    )


def _is_modal(tokens: list[Token]) -> bool:
    """Return whether the verb over a stretch of time only says how long it should or may go on."""
    verb = tokens[0] if tokens else None
    while verb is not None and verb.pos_ != "VERB" and verb.head.i != verb.i:
        verb = verb.head
    if verb is None or verb.lemma_.lower() not in _DURATIVE:
        return False
    own = {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg")}
    return bool(own & {"should", "will", "may", "might", "must", "would"}) and not own & {"not", "n't"}


def is_of_somebody_else(scene: Scene, duration: Duration) -> bool:
    """Return whether a relative clause tells how long others did something: "the interpreters, who had worked for ..."."""
    tokens = scene.tokens_at(duration.start, duration.end)
    head = scene.clause_of[tokens[0].i] if tokens else None
    if head is None or head.dep_ != "relcl" or head.head.pos_ != "NOUN":
        return False
    # "the two hours that they spent on the phone": the time itself may be what the clause describes
    return _CAN_BE_CALL.fullmatch(head.head.lower_) is None and any(s.lower_ == "who" for s in subjects(head))


def _is_another_thing(page: Page, scene: Scene, subject: Token) -> bool:
    """Return whether what lasted is neither the call nor those who held it: "officials talked for nine hours"."""
    person = subject.pos_ == "PROPN" and subject.head.lemma_.lower() in _OF_PEOPLE
    if not (person or subject.pos_ == "NOUN") or _CAN_BE_CALL.fullmatch(subject.lower_):
        return False
    if subject.lower_ in ("meeting", "visit", "flight", "dinner", "lunch", "show", "speech", "interview"):
        # "Mr. Trump's meeting with advisers lasted two hours"; a video meeting is a call
        return not any(c.lower_ in ("video", "virtual", "online") for c in subject.children)
    named = scene.subtree_text(subject)
    if subject.lower_ in ("jr.", "jr", "sr.", "sr"):
        named = scene.text[
            : scene.offset_of(subject)
        ]  # "Joseph R. Biden, Jr. spoke": the parser makes the suffix a man
    sides = page.story.leaders.us.search(named) or page.story.leaders.ru.search(named)
    return not (sides or (person and _SIDES.search(named)))
