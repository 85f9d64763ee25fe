# ruff: noqa: E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""What the families share: from a frame about one of their topics to drafts of claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.draft import Draft
from extractors.claims.extents import find_extents
from extractors.claims.frames import Frame, act_words
from extractors.claims.grounding import is_grounded
from extractors.claims.page import Page
from extractors.claims.silence import is_about_text
from extractors.claims.topics import Hit, Topic, sentence_matters
from extractors.language.people import other_leaders
from extractors.language.scene import subjects
from extractors.language.wordlists import compile_words
from extractors.model import Modality, Polarity, Proposition, Scope

if TYPE_CHECKING:
    from spacy.tokens import Token

# Things uttered in a call: a denial that they were uttered disowns the other account.
UTTERED = frozenset(
    ["outrage", "approval", "apology", "congratulations", "threat", "requests", "praise", "thanks", "concern"]
)

_AGREED_THING = re.compile(
    r"\b(?:agree\w*|understanding|deal|truce|ceasefire|cease-fire|moratorium|pause|halt|offer\w*|propos\w*|consignment|package|exchange|swap|accord|pact|treaty|arrangement|initiative|commitment|promise\w*|pledge\w*|undertaking|what was|extension|shipment|aid|invitation|summit|meeting|cuts?|reductions?|mandate|remit|bargain|settled|settlement|terms)\b"
)
_HABIT = re.compile(
    r"\b(?:often|repeatedly|always|for (?:weeks|months|years)|frequently|long|regularly|in the past|over the years|time and again|many times|since taking office)\b"
)
_EVENTS = compile_words(
    [
        "meeting",
        "meetings",
        "session",
        "summit",
        "hearing",
        "briefing",
        "debate",
        "council",
        "conference",
        "congress",
        "parliament",
        "senate",
        "speech",
        "interview",
        "dinner",
    ]
)
# A leader's own future act, or the intention to leave it, told to the other one.
_BINDING = re.compile(
    r"\b(?:will|would|won't|wouldn't|shall|intends?|intended|plans?|planned|ready|prepared|going to|has no (?:intention|plans?)|had no (?:intention|plans?))\b"
)
_UNRAISED = act_words("unraised")

_PROPOSITIONS = {
    "discuss": Proposition.DISCUSSED,
    "tell": Proposition.DISCUSSED,
    "agree": Proposition.AGREED,
    "propose": Proposition.PROPOSED,
}


def topic_drafts(page: Page, index: int, frames: Sequence[Frame], topics: Sequence[Topic]) -> Iterator[Draft]:
    """Yield a draft for every act of the leaders on every topic of the family in one sentence."""
    names = {topic.name for topic in topics}
    for frame in frames:
        if not in_call(page, index, frame):
            continue
        yield from _commitments(page, index, frame, names)
        for hit in frame.hits:
            if hit.topic.name in names:
                yield _draft(page, index, frame, hit.topic, matters_of(page, index, frame, hit))


def _commitments(page: Page, index: int, frame: Frame, names: set[str]) -> Iterator[Draft]:
    """Yield what one leader's words to the other bind him to: "emphasised that he does not intend to deploy"."""
    scene = page.scenes[index]
    if frame.act != "tell" or frame.polarity <= 0 or frame.actor not in ("US", "RU", "both", "he"):
        return
    inner = [c for c in frame.clause.children if c.dep_ == "ccomp"]
    if not any(_BINDING.search(scene.subtree_text(c)) for c in inner):
        return
    for hit in frame.hits:
        # What is threatened or promised of sanctions is read as an action, with its direction.
        if hit.topic.name in names - {"sanctions"} and any(scene.below(hit.token, c) for c in inner):
            draft = _draft(page, index, frame, hit.topic, matters_of(page, index, frame, hit))
            yield replace(draft, proposition=Proposition.AGREED, rule="commitment")


def matters_of(page: Page, index: int, frame: Frame, hit: Hit) -> frozenset[str]:
    """Return the matters a claim is about: of a denial those in its own phrase, of a report all that are named.

    A denial that names a narrower matter must not be read as one of the whole topic, and a report that
    names a matter anywhere in its sentence tells of it.
    """
    if frame.polarity < 0 or frame.borrowed:
        clause = page.scenes[index].own_text(frame.clause)
        # "No date has been set for the meeting" denies the date, not the meeting.
        return hit.matters | {name for name, words in hit.topic.matters.items() if words.search(clause)}
    return hit.matters | sentence_matters(page.scenes[index], hit.topic)


def _draft(page: Page, index: int, frame: Frame, topic: Topic, matters: frozenset[str]) -> Draft:
    return Draft(
        topic=topic.name,
        family=topic.family,
        proposition=_PROPOSITIONS[frame.act],
        polarity=polarity_of(frame),
        modality=modality_of(page, frame),
        scope=scope_of(page, index, frame),
        holder={"US": "US", "RU": "RU", "both": "both"}.get(frame.actor, ""),
        terms=matters,
        rule=f"{frame.act}{'-pronoun' if frame.borrowed else ''}: {' '.join(frame.cue_text.split())}",
        at=place_of(page, index, frame),
    )


def place_of(page: Page, index: int, frame: Frame) -> tuple[int, int]:
    """Return where in its sentence a frame's act stands: whoever is quoted there says it."""
    start = page.scenes[index].offset_of(frame.cue)
    return start, start + len(frame.cue)


def polarity_of(frame: Frame) -> Polarity:
    """Return the claim's polarity for a frame's sign."""
    return {1: Polarity.AFFIRMED, -1: Polarity.DENIED, 0: Polarity.UNCERTAIN}[frame.polarity]


def modality_of(page: Page, frame: Frame) -> Modality:
    """Return the frame's modality; what a story says before the call is about the future, however put."""
    if page.is_preview and frame.modality is Modality.ASSERTED:
        return Modality.FUTURE
    if frame.weakened and frame.modality is Modality.ASSERTED:
        return Modality.HEDGED
    return frame.modality


def scope_of_text(page: Page, index: int) -> Scope:
    """Return whether the sentence is about the call or about an older one."""
    return Scope.BACKGROUND if page.call_of(index).kind == "background" else Scope.CALL


def answer_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield the denial in a bare "No" or "It did not" for the topics that the question before it names."""
    if page.is_readout or page.short_answer(index) >= 0 or page.call_of(index).kind != "main":
        return
    for hit in page.antecedents(index):
        yield Draft(
            hit.topic.name,
            hit.topic.family,
            Proposition.DISCUSSED,
            Polarity.DENIED,
            Modality.FUTURE if page.is_preview else Modality.ASSERTED,
            terms=hit.matters,
            rule="answer",
        )


def extent_drafts(page: Page, index: int, topics: Sequence[Topic]) -> Iterator[Draft]:
    """Yield what the sentence says of the range of a thing agreed, offered or proposed."""
    scene = page.scenes[index]
    if (
        page.call_of(index).kind == "other"
        or not _AGREED_THING.search(scene.text)
        or scene.text.endswith("?")
    ):
        return
    if not page.is_readout and not page.call_nearby(index):
        return
    names = {topic.name for topic in topics}
    hits = {h.topic.name: h.topic for h in page.hits[index] if h.topic.name in names}
    for topic in hits.values():
        for extent in find_extents(scene.text):
            yield Draft(
                topic.name,
                topic.family,
                Proposition.EXTENT,
                Polarity.AFFIRMED,
                Modality.FUTURE if page.is_preview else Modality.ASSERTED,
                scope_of_text(page, index),
                value=extent.to_value(),
                rule="extent",
            )


def mention_drafts(
    page: Page, index: int, frames: Sequence[Frame], topics: Sequence[Topic]
) -> Iterator[Draft]:
    """Yield every topic that a sentence names as part of the call, whatever its verb.

    In a side's own page each sentence without a negation does: a readout says nothing that is not about
    its call, and the parser loses the verb of one long sentence in six. In an article only a sentence that
    somebody with knowledge says of the call itself does, for a topic in its main clause.
    """
    scene = page.scenes[index]
    if scene.negated or scene.text.endswith("?") or _UNRAISED.search(scene.text):
        return
    if not page.is_readout and not _told_of_call(page, index):
        return
    names = {topic.name for topic in topics}
    framed = {h.topic.name for frame in frames for h in frame.hits}
    for hit in page.hits[index]:
        if hit.topic.name in names - framed and (page.is_readout or _in_main_clause(page, index, hit)):
            yield Draft(
                hit.topic.name,
                hit.topic.family,
                Proposition.DISCUSSED,
                Polarity.AFFIRMED,
                Modality.FUTURE if page.is_preview else Modality.ASSERTED,
                scope_of_text(page, index),
                terms=sentence_matters(scene, hit.topic),
                rule="mention",
            )


_SAID = re.compile(
    r"\b(?:said|told|according to|recalled|recounted|maintains|maintained|insisted|disclosed|revealed|related|added|reported|confirmed)\b"
)
_NOT_SAID = re.compile(
    r"\b(?:will|would|may|might|could|should|must|if|unless|whether|hope|hopes|hoped|want|wants|wanted|expect\w*|predict\w*|think|thinks|believes?|rumou?r\w*|claims?|alleg\w+|ahead of|before)\b"
)


def _told_of_call(page: Page, index: int) -> bool:
    """Return whether somebody named as a source says this sentence, in the past tense, of the conversation itself."""
    scene = page.scenes[index]
    if page.call_of(index).kind != "main" or not _SAID.search(scene.text) or _NOT_SAID.search(scene.text):
        return False
    speaker = page.speaker(index)
    return not speaker.is_outlet and speaker.role != "president" and page.speaks_of_call(index)


def _in_main_clause(page: Page, index: int, hit: Hit) -> bool:
    """Return whether the topic is an argument of the main clause, or of one that a verb of saying governs."""
    scene = page.scenes[index]
    clause = scene.clause_of[hit.token.i]
    if clause.dep_ not in ("ROOT", "ccomp") or page.story.dated_before(index, clause):
        return False
    if not any(_TALKING.search(scene.own_text(c)) for c in (clause,)):
        return False
    return _is_argument(hit.token)


_TALKING = re.compile(
    r"\b(?:call|conversation|talk|talks|talked|spoke|spoken|speak|exchange|trump|biden|obama|putin|president|presidents|leader|leaders|phone|telephone|he|they|minutes|hour)\b"
)


def _is_argument(token: Token) -> bool:
    """Return whether a word is subject, object, attribute, or stands after a preposition of the verb itself."""
    for _ in range(6):
        if token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            return True
        if token.dep_ == "pobj" and token.head.head.pos_ in ("VERB", "AUX"):
            return token.head.lower_ in ("to", "on", "about", "with", "of", "over", "for", "into", "upon")
        if (
            token.dep_ not in ("compound", "amod", "poss", "pobj", "prep", "nmod", "conj")
            or token.head.i == token.i
        ):
            return False
        token = token.head
    return False


def scope_of(page: Page, index: int, frame: Frame) -> Scope:
    """Return what the frame is about: the call, an older one, or merely a statement's text."""
    if not page.is_readout and frame.polarity < 0 and is_about_text(page, index, frame.clause):
        return Scope.TEXT
    return Scope.BACKGROUND if page.call_of(index).kind == "background" else Scope.CALL


def in_call(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is one of the leaders in their conversation, as far as the sentence shows."""
    if page.call_of(index).kind == "other" or (
        frame.actor in ("foreign", "other") and not (page.is_readout and frame.actor == "other")
    ):
        return False
    if page.is_readout:
        return True
    if not is_grounded(page, index, frame):
        return False
    if page.story.dated_before(index, frame.clause) or page.story.dated_elsewhere(index, frame.cue):
        return page.call_of(index).kind == "background"
    if frame.actor == "both" and any(
        page.pronoun_is_other(index, t) for t in subjects(frame.clause) if t.lower_ in ("they", "we")
    ):
        return False
    if frame.actor == "he" and any(
        page.pronoun_is_other(index, t) for t in subjects(frame.clause) if t.lower_ in ("he", "she")
    ):
        return False
    if frame.act != "tell" and (_with_others(page, index, frame) or _at_a_place_before(frame)):
        return False
    if is_habit(page, index, frame) or _elsewhere(page, index, frame):
        return False
    return _happened_in_call(page, index, frame)


def _happened_in_call(page: Page, index: int, frame: Frame) -> bool:
    """Return whether an act that may be the leaders' is placed in their call by what stands about it."""
    if frame.act == "tell" and frame.polarity < 0:
        by_leader = frame.actor in ("US", "RU", "he", "both") and not to_somebody_else(page, frame.cue)
        return by_leader and (
            frame.told or frame.borrowed or any(h.topic.name in UTTERED for h in frame.hits)
        )
    if frame.act == "tell" and frame.borrowed:
        return page.call_nearby(index)
    if frame.act == "tell":
        return frame.told or (
            frame.actor in ("US", "RU", "he", "both")
            and page.call_nearby(index)
            and not _tells_others(page, frame)
            and not _leader_speaks(page, index, frame)
            and _has_witness(page, index, frame)
        )
    if frame.polarity <= 0:
        return True
    if frame.act in ("agree", "propose") and frame.actor in ("US", "RU", "he", "topic", ""):
        return page.call_nearby(index) and (_has_witness(page, index, frame) or page.speaks_of_call(index))
    return page.call_nearby(index) or frame.actor in ("both", "call")


def _has_witness(page: Page, index: int, frame: Frame) -> bool:
    """Return whether somebody tells of the act, or the sentence names the call: an outlet's own "Trump has said" is no act of it."""
    if call_words().search(page.scenes[index].text):
        return True
    at = page.scenes[index].offset_of(frame.cue)
    return not page.speaker(index, at, at + len(frame.cue)).is_outlet


def is_habit(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is a habit or a long-held view, no event of the call: "has often talked about"."""
    return bool(_HABIT.search(page.scenes[index].own_text(frame.clause))) and not frame.told


def _elsewhere(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act is placed at another event: "was not discussed at the ministers' meeting"."""
    if frame.act != "discuss":
        return False
    for token in page.scenes[index].tokens:
        if (
            token.dep_ == "pobj"
            and token.head.lower_ in ("at", "during", "in")
            and _EVENTS.fullmatch(token.lower_)
        ) and token.head.head.i in (frame.clause.i, frame.cue.i):
            return True
    return False


# Whom a leader tells things outside the call.
_AUDIENCE = compile_words(
    [
        "reporter*",
        "newspaper*",
        "press",
        "media",
        "journalist*",
        "interviewer*",
        "audience*",
        "crowd*",
        "rally",
        "congress",
        "senate",
        "parliament",
        "lawmaker*",
        "senator*",
        "duma",
        "viewer*",
        "television",
        "network*",
        "magazine*",
        "correspondent*",
        "conference",
        "briefing",
        "voter*",
        "supporter*",
        "treasury",
        "ministry",
        "ministers",
        "government",
        "cabinet",
        "aides",
        "staff",
        "allies",
        "europeans",
        "europe",
        "nation",
        "public",
        "world",
        "council",
        "assembly",
        "general*",
        "officials",
        "officers",
        "everybody",
        "everyone",
        "friends",
        "ally",
        "diplomat*",
        "minister*",
        "chancellor",
        "king",
        "pope",
        "adviser*",
        "secretary",
        "committee",
        "deputies",
        "executives",
        "businessmen",
        "chiefs",
    ]
)


_JOINING = frozenset(
    ["meet", "see", "visit", "receive", "host", "invite", "join", "call", "phone", "telephone", "ring"]
)


def _at_a_place_before(frame: Frame) -> bool:
    """Return whether the outlet tells of an earlier talk face to face: "In Vietnam the two had discussed it"."""
    clause = frame.clause
    if clause.dep_ != "ROOT" or not any(c.dep_ == "aux" and c.lower_ == "had" for c in clause.children):
        return False
    places = [
        g
        for c in clause.children
        if c.dep_ == "prep" and c.lower_ in ("in", "at")
        for g in c.children
        if g.pos_ == "PROPN"
    ]
    return any(
        not re.fullmatch(
            r"\w+day|january|february|march|april|may|june|july|august|september|october|november|december",
            g.lower_,
        )
        for g in places
    )


def _with_others(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the partner of the talk is somebody else: "discussed sanctions with senators"."""
    scene = page.scenes[index]
    partners = [
        t for t in scene.tokens
        if t.dep_ == "pobj" and t.head.lower_ in ("with", "among", "between") and scene.clause_of[t.i].i == frame.clause.i
    ]  # fmt: skip
    partners += [t for t in frame.clause.subtree if t.dep_ == "dobj" and t.head.lemma_.lower() in _JOINING]
    return any(_AUDIENCE.fullmatch(t.lower_) or other_leaders().search(t.lower_) for t in partners)


def _tells_others(page: Page, frame: Frame) -> bool:
    """Return whether the one told is not the other leader: "told two newspapers", "said to Congress"."""
    told = [c for c in frame.cue.children if c.dep_ in ("dobj", "dative", "iobj")]
    told += [
        g
        for c in frame.cue.children
        if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "in", "at", "on")
        for g in c.children
    ]
    return any(_AUDIENCE.fullmatch(t.lower_) for t in told)


_COUNTERPART = re.compile(
    r"\b(?:counterpart|colleague|president|leader|interlocutor|host|partner|side|leadership)\b"
)


def to_somebody_else(page: Page, verb: Token) -> bool:
    """Return whether a verb's object is a noun that is no leader: "nobody thanked the interpreters"."""
    leaders = page.story.leaders
    for token in (c for c in verb.children if c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN")):
        near = " ".join(t.lower_ for t in (*token.lefts, token))
        if not (leaders.us.search(near) or leaders.ru.search(near) or _COUNTERPART.search(near)):
            return True
    return False


def _leader_speaks(page: Page, index: int, frame: Frame) -> bool:
    """Return whether the act stands in a leader's own remark to the press; his act in the call is no such remark."""
    at = page.scenes[index].offset_of(frame.cue)
    return page.speaker(index, at, at + len(frame.cue)).role == "president"
