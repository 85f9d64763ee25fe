# ruff: noqa: E501 - patterns are read as one line each
"""Whether one sentence tells of a talk that is not the call: another pair's, officials', the press's, an earlier one.

What follows such a sentence in its paragraph was said there (``occasion``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.actors import is_name, kind_of
from extractors.claims.cues import find_cues
from extractors.claims.placing import behind
from extractors.claims.refusals import stance_words
from extractors.claims.words import word_set, words
from extractors.language.people import is_person, other_leaders
from extractors.language.scene import has_had, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page
    from extractors.language.scene import Scene

# Who talks about the call, and not in it: "A panel on CNN took the call apart."
_STAGED = frozenset(["panel", "show", "debate", "hearing", "seminar", "workshop", "quiz"])
_ON_THE_LINE = re.compile(r"\bon the (?:line|phone|telephone)\b")


def is_earlier_talk(page: Page, index: int) -> bool:
    """Return whether a sentence tells what the leaders did at an earlier time: "On May 19 they did not agree on it".

    What follows in its paragraph was said then: "On that occasion no films were mentioned."
    """
    if page.call_of(index).kind != "main" or call_words().search(page.scenes[index].text):
        return False
    scene, leaders = page.scenes[index], page.story.leaders
    for cue in find_cues(scene):
        doers = [kind_of(scene, t, leaders) for t in subjects(cue.clause)]
        if set(doers) & {"both", "US", "RU"} and _is_dated_before(page, index, cue.clause):
            return True
    return False


def _is_dated_before(page: Page, index: int, clause: Token) -> bool:
    """Return whether an earlier time stands in a clause, or in what it was done: "When they met last July, ..."."""
    when = [c for c in clause.children if c.dep_ == "advcl" and any(w.lower_ == "when" for w in c.children)]
    return any(page.story.dated_before(index, c) for c in (clause, *when))


def is_of_officials(page: Page, index: int) -> bool:
    """Return whether a sentence tells that people who are no leaders talked or met: "The ministers talked on Sunday"."""
    scene, leaders = page.scenes[index], page.story.leaders
    root = next((t for t in scene.tokens if t.dep_ == "ROOT"), None)
    if root is None or root.lemma_.lower() not in word_set("gathering", "talking_to"):
        return False
    doers = subjects(root)
    return (
        bool(doers) and doers[0].tag_ == "NNS" and all(kind_of(scene, t, leaders) == "other" for t in doers)
    )


def is_of_politician(page: Page, index: int) -> bool:
    """Return whether a senator or the like tells a sentence that names neither the call nor the other leader."""
    if page.speaks_of_call(index) or page.story.leaders.ru.search(page.scenes[index].text):
        return False
    return any(
        s.side is None and s.on_record and stance_words("bystanders").search(s.name.lower())
        for s in page.voices.sources(index)
    )


# "That call lasted 25 minutes", behind what an official told reporters in a call of theirs.
_THAT_CALL = re.compile(
    r"\W*(?:that|this|the) (?:conference |press |briefing )?(?:call|briefing|conversation)\b"
)
_WITH_PRESS = re.compile(
    r"\b(?:reporters?|journalists?|correspondents?|the press|news media)\b[^.;]{0,30}\b(?:on|in|during) an? (?:[\w-]+ ){0,2}?(?:call|conversation)\b"
    r"|\b(?:call|conversation) with (?:[\w-]+ )?(?:reporters?|journalists?|correspondents?|the press)\b"
)


def is_press_call(page: Page, index: int) -> bool:
    """Return whether the sentence goes on about a call that somebody had with the press."""
    if index == 0 or not _THAT_CALL.match(page.scenes[index].text):
        return False
    return _WITH_PRESS.search(page.scenes[index - 1].text) is not None


def tells_of_another_pair(page: Page, index: int) -> bool:
    """Return whether a sentence has another leader, and just one of the two, talk to each other: "Macron told Putin"."""
    text, leaders = page.scenes[index].text, page.story.leaders
    if bool(leaders.us.search(text)) is bool(leaders.ru.search(text)):
        return False
    return any(
        other_leaders().search(page.scenes[index].subtree_text(s))
        for t in page.scenes[index].tokens
        if t.lemma_.lower() in word_set("talking_to", "speaking", "joining")
        for s in subjects(t)
        if s.dep_ == "nsubj"
    )


def is_own_call_of_source(page: Page, index: int) -> bool:
    """Return whether another leader speaks of his own call: "he said after a call with Mr. Trump of five minutes"."""
    scene, leaders = page.scenes[index], page.story.leaders
    partners = [
        t for t in scene.tokens
        if t.dep_ == "pobj" and t.head.lower_ == "with" and _CALL_NOUN.fullmatch(t.head.head.lower_)
    ]  # fmt: skip
    if not any(leaders.us.search(scene.subtree_text(t)) for t in partners):
        return False
    return any(other_leaders().search(s.name.lower()) for s in page.voices.sources(index))


_CALL_NOUN = re.compile(r"calls?|conversations?|talks?|chat|exchange")


def looks_back(scene: Scene) -> bool:
    """Return whether a sentence tells in the past perfect what was before the story's own time."""
    root = next((t for t in scene.tokens if t.dep_ == "ROOT"), None)
    return root is not None and root.tag_ == "VBN" and has_had(root)


def is_encounter(page: Page, index: int) -> bool:
    """Return whether a sentence tells that two persons by name met or talked, and not the two leaders.

    What follows it was said there: "Leo XIV received J. D. Vance on Monday. Prisoners weren't discussed."
    """
    scene = page.scenes[index]
    root = next((t for t in scene.tokens if t.dep_ == "ROOT"), None)
    if root is not None and any(t.lower_ in _STAGED for t in subjects(root)):
        return True  # "A panel on CNN took the call apart. Salisbury never came up."
    if root is not None and any(_is_of_meeting(page, t) for t in subjects(root)):
        return True  # "The meeting with Mr. Zelensky took longer. It went on for three hours."
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


def _is_of_meeting(page: Page, noun: Token) -> bool:
    """Return whether a noun names a meeting with somebody who is neither leader: "the meeting with Mr. Zelensky"."""
    partners = [t for t in behind(noun, ("with", "between", "among")) if t.pos_ == "PROPN"]
    texts = [" ".join(w.lower_ for w in (*t.lefts, t, *t.conjuncts)) for t in partners]
    met = words("occasions").fullmatch(noun.lower_) is not None
    return met and bool(texts) and not any(page.story.leaders.ru.search(text) for text in texts)


def _is_person(page: Page, index: int, token: Token) -> bool:
    near = page.scenes[index].subtree_text(token)
    leaders = page.story.leaders
    return (
        token.pos_ == "PRON"
        or token.dep_ == "dobj"
        or bool(leaders.us.search(near) or leaders.ru.search(near) or is_person(near) or is_name(token))
    )


def he_and_our_leader(page: Page, index: int) -> bool:
    """Return whether "he" talked with a leader and is somebody named before: "He and Mr. Trump talked about drones"."""
    scene, leaders = page.scenes[index], page.story.leaders
    return any(
        token.lower_ in ("he", "she")
        and any(leaders.us.search(scene.subtree_text(c)) for c in token.conjuncts)
        and page.pronoun_is_other(index, token)
        for token in scene.tokens
    )


def is_other_event(page: Page, index: int) -> bool:
    """Return whether "it" goes on about an event that the sentence before tells of: "watched a parade. It went on for hours".

    The conversation may stand in that sentence, too, as what came before the event.
    """
    if index == 0 or not _IT.match(page.scenes[index].text):
        return False
    before = page.scenes[index - 1]
    root = next((t for t in before.tokens if t.dep_ == "ROOT"), None)
    if root is None:
        return False
    told = [c for c in root.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
    events = any(words("occasions").fullmatch(t.lower_) for t in told)
    return events and not any(_CALL_NOUN.fullmatch(t.lower_) for t in told)


_IT = re.compile(r"\W*it (?:went on|lasted|ran|took|was|had|ended|began|went|dragged)\b")


def is_of_source_before(page: Page, index: int, act: Token) -> bool:
    """Return whether "he" who acts is somebody of neither side who was quoted just before, and no leader was named there.

    '"We would not accept that," Mr. Deshchytsia said. He did not agree to it.'
    """
    if index == 0 or not any(t.lower_ in ("he", "she") for t in subjects(act)):
        return False
    speaker, leaders, text = page.speaker(index - 1), page.story.leaders, page.scenes[index - 1].text
    named = speaker.on_record and not speaker.is_outlet and speaker.side is None
    return named and not (leaders.us.search(text) or leaders.ru.search(text))


def is_meeting_of_both(page: Page, index: int) -> bool:
    """Return whether a sentence tells that the two leaders met in person: "Mr. Biden met Mr. Putin in Moscow that year"."""
    scene, leaders = page.scenes[index], page.story.leaders
    root = next((t for t in scene.tokens if t.dep_ == "ROOT"), None)
    met = root is not None and root.lemma_.lower() in word_set("gathering") and root.tag_ in ("VBD", "VBN")
    both = leaders.us.search(scene.text) and leaders.ru.search(scene.text)
    return bool(met and both) and not call_words().search(scene.text)
