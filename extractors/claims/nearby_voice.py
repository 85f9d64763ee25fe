# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Whether a sentence near the call is said by somebody who can know what was said in it.

Looser than the gates of claims that may alert: what passes here is kept as an aside only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from extractors.calls import call_words
from extractors.claims.cues import act_words, find_cues
from extractors.claims.evasion import keeps_silent
from extractors.claims.page import Page
from extractors.claims.witness import names_both
from extractors.claims.words import word_set, words
from extractors.language.people import identify, is_person, other_leaders, outsider
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

# An account that the outlet tells in its own words: "By the Kremlin's reckoning", "the Russian note lists".
ACCOUNT = re.compile(
    r"\b(?:by|in|on|under) (?:[\w'.-]+ ){1,5}?(?:account|telling|retelling|version|recollection|words|reckoning|description|view|rendering|summary|eyes)\b|\baccording to\b|\bin (?:moscow|washington),? (?:the|it|they|officials|aides)\b"
    r"|\b(?:kremlin|white house|moscow|washington|embassy|american|russian)(?:'s)? (?:[\w-]+ ){0,3}?(?:statement|note|readout|summary|text|account|version|communique|one|press service)\b"
)
# Whoever speaks was named before: "he went on", "it is stated".
_GOES_ON_SAYING = re.compile(
    r"\b(?:he|she|they|it|the (?:aide|official|source|spokes\w+|envoy|diplomat|adviser|statement|note|text)) (?:went on|goes on|(?:continue|add|say|recall|recount|confirm|insist|explain|acknowledge|concede|maintain|note|stresse|claim|reply|replie|answer|relate|cite|report|describe|put)(?:s|d|ed)?|said|told)\b"
    r"|\bit (?:is|was) (?:said|stated|reported|noted|claimed|added|recorded)\b|\b(?:is|was|are|were) (?:said|reported|understood) to have\b"
    r"|\b(?:one|another|the other|others|a (?:second|third)|the (?:second|third|first))\b[^.;]{0,40}? (?:said|says|recall|recalled|remembered|told|added|heard|insisted)\b"
)
# A body that may be a side without its name: "both capitals", "the embassy".
_BODY = re.compile(
    r"\b(?:both|two|each|either) (?:\w+ )?(?:capitals?|governments?|sides?|delegations?|administrations?)\b|\bembass(?:y|ies)\b"
)
_SPEECH = frozenset(["message", "answer", "reply", "response", "warning", "threat", "offer", "promise", "request", "plea", "argument", "complaint", "point", "reaction"])  # fmt: skip
_CLAUSE = re.compile(r"[:;(]|,? (?:who|which|that|whose)\b")
_POLITICIAN = re.compile(
    r"\b(?:senators?|sen|lawmakers?|congress\w*|house of|democrats?|republicans?|ministers?|premier|governors?|mayors?|critics?|allies|ally|chancellor|king)\b(?! (?:aide|staff|official))"
)
_NAME = re.compile(r"[A-Z][\w'-]+ [A-Z][\w'-]+")
_HEARS = frozenset(["hear", "say", "beg", "learn", "remember", "recall", "know", "see", "put", "maintain", "swear", "differ", "write", "have", "sum", "read"])  # fmt: skip
_NOT_YET = frozenset(["has", "have", "'s", "'ve", "will", "would", "may", "might", "could", "should", "can"])


def is_near_call(page: Page, index: int, back: int = 3) -> bool:
    """Return whether the sentence stands in a report of the call and its voice can know what was said.

    ``back`` is how many sentences before it may lend it their voice.
    """
    scene = page.scenes[index]
    if scene in _KEPT:
        return _KEPT[scene]
    found = _is_near_call(page, index, back)
    if back == _BACK:
        _KEPT[scene] = found
    return found


_BACK = 3
# Two families and the sentences behind ask for each sentence; kept for as long as the sentence is.
_KEPT: WeakKeyDictionary[Scene, bool] = WeakKeyDictionary()


def _is_near_call(page: Page, index: int, back: int) -> bool:
    if page.is_readout or page.is_preview or page.call_of(index).kind == "other":
        return False
    if page.scenes[index].text.rstrip("\"' ").endswith("?") or page.is_outsider(index):
        return False
    if _is_of_other_time(page, index):
        return False
    return _call_named(page, index) and _may_know(page, index, back)


def _is_of_other_time(page: Page, index: int) -> bool:
    """Return whether the sentence is dated to another day than the call's, or is of another country's leader."""
    scene = page.scenes[index]
    if other_leaders().search(scene.text) and not names_both(page, index):
        return True
    if call_words().search(scene.text) or not page.speaker(index).is_outlet:
        return False  # the day is that of the telling, or of an older call
    roots = [t for t in scene.tokens if t.dep_ == "ROOT"]
    return any(page.story.dated_before(index, t) or page.story.dated_elsewhere(index, t) for t in roots)


def _call_named(page: Page, index: int) -> bool:
    """Return whether the conversation is named near the sentence, or the story is of one and this of the past."""
    if page.call_nearby(index):
        return True
    if page.story.main_date is None:
        return False
    speaker = page.speaker(index)
    if speaker.side is not None or _BODY.search(speaker.name.lower()):
        return True  # a side's official in a story about the call speaks of it three paragraphs on, too
    return page.call_of(index).kind == "main" and _is_past(page, index)


def _is_past(page: Page, index: int) -> bool:
    """Return whether a clause of the sentence besides that of its source tells of the past."""
    verbs = [t for t in page.scenes[index].tokens if t.pos_ in ("VERB", "AUX")]
    return any(t.tag_ in ("VBD", "VBN") for t in verbs if t.lemma_.lower() not in _SAYING)


_SAYING = frozenset(["say", "tell", "add", "ask", "report", "brief"])


def _may_know(page: Page, index: int, back: int) -> bool:
    """Return whether the sentence's voice can know: a side, somebody unnamed, or the outlet telling of the call itself.

    A named person of neither side (a senator, another country's leader) tells what he thinks, and a leader
    before the press what he wants, unless the sentence itself names the call.
    """
    speaker = page.speaker(index)
    if not speaker.is_outlet and speaker.role != "president":
        if speaker.side is not None or not speaker.on_record or speaker.name.lower() in _PRONOUNS:
            return True
        if other_leaders().search(speaker.name.lower()):
            return False
        if _BODY.search(speaker.name.lower()):
            return True
        if _NAME.search(speaker.name) or _POLITICIAN.search(speaker.name.lower()):
            return _tells_of_call(page, index)
    return (
        _tells_of_call(page, index)
        or ACCOUNT.search(page.scenes[index].text) is not None
        or leader_acts(page, index)
        or names_source(page, index)
        or (back > 0 and _follows(page, index, back))
    )


def _tells_of_call(page: Page, index: int) -> bool:
    """Return whether the sentence names the call or both leaders, and no public that a leader speaks to."""
    text = page.scenes[index].text
    if page.speaker(index).role == "president" and words("audience").search(text):
        return False
    return call_words().search(text) is not None or names_both(page, index)


_PRONOUNS = frozenset(["he", "she", "it", "they", "both"])


def _follows(page: Page, index: int, back: int) -> bool:
    """Return whether the outlet goes on with what somebody told: an act of talking right behind a sentence of his."""
    scene = page.scenes[index]
    if index == 0 or page.scenes[index - 1].sentence.paragraph != scene.sentence.paragraph:
        return False
    if page.call_of(index).kind != "main" or not is_near_call(page, index - 1, back - 1):
        return False
    if _GOES_ON_SAYING.search(scene.text) or any(
        _is_leader(page, index, t)
        for t in scene.tokens
        if t.dep_ in ("nsubj", "nsubjpass") and t.head.tag_ in ("VBD", "VBN")
    ):
        return True
    return any(c.act == "discuss" and c.clause.dep_ == "ROOT" for c in find_cues(scene)) and _is_past(
        page, index
    )


def names_source(page: Page, index: int) -> bool:
    """Return whether a subject of the sentence is a side's office or somebody unnamed: "the aide preferred not to say"."""
    if keeps_silent(page.scenes[index], page.story.leaders):
        return True
    for token in page.scenes[index].tokens:
        if token.dep_ not in ("nsubj", "nsubjpass") or token.pos_ not in ("NOUN", "PROPN"):
            continue
        if _POLITICIAN.search(token.lower_) or not _speaks(page, index, token.head):
            continue  # a senator or a minister of elsewhere says what he thinks
        # "The embassy in Washington", "Michael Anton, a spokesman for the council", but no clause about them
        last = min(token.right_edge.i, token.i + 10)
        phrase = _CLAUSE.split(token.doc[token.left_edge.i : last + 1].text)[0]
        if (
            _POLITICIAN.search(phrase.lower())
            or outsider().search(phrase.lower())
            or other_leaders().search(phrase.lower())
        ):
            continue
        found = identify(phrase, page.story.base)
        if found.role == "president":
            continue
        if found.side is not None or is_person(phrase.lower()) or _BODY.search(phrase.lower()):
            return True  # "the aide", "the press secretary": a role, named before
    return False


def _speaks(page: Page, index: int, verb: Token) -> bool:
    """Return whether a verb says something, or refuses to: "told us", "had nothing to offer", "begged off"."""
    scene = page.scenes[index]
    if verb.lemma_.lower() in _HEARS or keeps_silent(scene, page.story.leaders):
        return True
    return any(c.act == "tell" and c.token.i == verb.i for c in find_cues(scene)) or bool(
        act_words("evade").search(scene.text)
    )


def leader_acts(page: Page, index: int) -> bool:
    """Return whether a leader speaks or acts as the main subject, in the past tense, to nobody outside the call."""
    if page.call_of(index).kind == "other":
        return False
    for root in (t for t in page.scenes[index].tokens if t.dep_ == "ROOT"):
        auxiliaries = {c.lower_ for c in root.children if c.dep_ == "aux"}
        if root.tag_ not in ("VBD", "VBN") and "did" not in auxiliaries:
            continue
        if auxiliaries & _NOT_YET or _to_audience(root):
            continue
        if any(_is_leader(page, index, s) for s in subjects(root)):
            return not page.story.dated_before(index, root)
    return False


def _to_audience(verb: Token) -> bool:
    """Return whether a verb is addressed to somebody outside the call: "told two newspapers", "said in an interview"."""
    to = [c for c in verb.children if c.dep_ in ("dobj", "dative", "iobj")]
    to += [g for c in verb.children if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "at", "in", "on", "before") for g in c.children]  # fmt: skip
    return any(words("audience").fullmatch(t.lower_) for t in to)


def _is_leader(page: Page, index: int, subject: Token) -> bool:
    near = " ".join(t.lower_ for t in subject.subtree)
    leaders = page.story.leaders
    return bool(
        leaders.us.search(near)
        or leaders.ru.search(near)
        or re.match(r"the (?:president|russian|american)\b", near)
        or subject.lower_ in word_set("both")
        or (subject.lower_ == "he" and not page.pronoun_is_other(index, subject))
        or (subject.lemma_.lower() in _SPEECH and near.startswith(("the ", "his ", "that ")))
    )
