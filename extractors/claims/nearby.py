# ruff: noqa: E501 - patterns and word lists are read as one line each
"""What a sentence near the call says of a topic without an act that the rules know: kept, but hedged.

Such claims fill the dossier ("He was told to expect it"); being hedged they never contradict anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.cues import find_cues
from extractors.claims.draft import Draft
from extractors.claims.nearby_sign import sign_near
from extractors.claims.nearby_talk import tells_talk
from extractors.claims.nearby_voice import ACCOUNT, is_near_call, leader_acts, names_source
from extractors.claims.page import Page
from extractors.claims.relief import relief_drafts
from extractors.claims.slots import scope_of_text
from extractors.claims.topics import Hit, Topic, near_hits
from extractors.claims.words import word_set
from extractors.model import Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

# How many sentences a pronoun's matter is carried on: "the restrictions ... three times ... he was told ... it was".
_CARRIED = 3


def nearby_drafts(page: Page, index: int, topics: Sequence[Topic]) -> Iterator[Draft]:
    """Yield a hedged draft for each topic of the family that a sentence near the call names or goes on about."""
    if not is_near_call(page, index):
        return
    found, at = _matters(page, index, topics)
    for hit in found.values():
        if _is_mere_background(page, index, hit, carried=at != index):
            continue
        sign = sign_near(page, index, hit, at)
        # A no goes on with joint work named before ("Nothing was accepted"); of 53 others one did.
        if at != index and hit.topic.family is Family.COOPERATION and sign is Polarity.AFFIRMED:
            continue
        yield Draft(
            hit.topic.name,
            hit.topic.family,
            Proposition.DISCUSSED,
            sign,
            Modality.HEDGED,
            scope_of_text(page, index),
            terms=hit.matters,
            rule="nearby",
        )


# A sentence of the outlet's own that tells what one of the sides, or of their texts, says.
_OF_A_SIDE = re.compile(
    r"\b(?:kremlin|white house|moscow|washington|sides?|texts?|versions?|accounts?|statement|summary|readout)\b"
)


# As far as the subject of a sentence commonly reaches, in characters.
_SUBJECT = 30


def _is_mere_background(page: Page, index: int, hit: Hit, *, carried: bool) -> bool:
    """Return whether the outlet only tells of the world that the talk was about, as far as the sentence's form shows.

    Of 1,040 asides on stories made for testing these were a quarter, and two of them what a reader had marked.
    """
    scene = page.scenes[index]
    if not page.speaker(index).is_outlet:
        return False
    named = not carried and any(h.topic.name == hit.topic.name for h in page.hits[index])
    account = ACCOUNT.search(scene.text)
    if not (named or account or find_cues(scene)):
        return True  # "The parade cost $25 million": no word of talk, and the matter's own name is not there
    if carried and call_words().search(scene.text[:_SUBJECT]):
        return True  # "Their call took two hours": of the call, and not of what was told before
    if hit.topic.family is not Family.COOPERATION:
        return False
    told = leader_acts(page, index) or account or _OF_A_SIDE.search(scene.text)
    return carried or not (told or names_source(page, index))


def _matters(
    page: Page, index: int, topics: Sequence[Topic], far: int = _CARRIED
) -> tuple[dict[str, Hit], int]:
    """Return the topics of the family that the sentence names, or takes up from one before, and where they stand."""
    names = {topic.name for topic in topics}
    own = {h.topic.name: h for h in page.hits[index] if h.topic.name in names}
    own = own or {h.topic.name: h for h in near_hits(page.scenes[index], topics)}
    if far < _CARRIED and not own and "sanctions" in names and any(relief_drafts(page, index)):
        own = {
            "sanctions": _hit_of(page, index, topics)
        }  # "he would take the bank off": measures without a name
    if own and not tells_talk(page, index):
        return {}, index
    if own or far == 0 or index == 0 or not _goes_on(page, index):
        return own, index
    here, before = page.scenes[index].sentence, page.scenes[index - 1].sentence
    # across a paragraph a pronoun is needed: "Putin was the one to bring it up"
    apart = here.paragraph - before.paragraph
    if apart > 1 or (apart == 1 and not _points_back(page, index)) or not is_near_call(page, index - 1):
        return {}, index
    return _matters(page, index - 1, topics, far - 1)


def _hit_of(page: Page, index: int, topics: Sequence[Topic]) -> Hit:
    """Return the topic of sanctions as if the whole sentence named it."""
    scene = page.scenes[index]
    topic = next(t for t in topics if t.name == "sanctions")
    return Hit(topic, 0, len(scene.text), scene.tokens[0])


# A sentence without the topic's name that goes on about it: a pronoun, or the act taken up as a noun.
_PRONOUNS = frozenset(
    [
        "it", "that", "this", "they", "them", "those", "these", "so", "such", "one", "none", "nothing",
        "neither", "both", "either", "any", "more", "same", "another", "so-called", "otherwise", "yes",
    ]
)  # fmt: skip
# A remark longer than this has a matter of its own.
_REMARK = 30
_PEOPLE_DO = frozenset(["say", "add", "note", "report", "tell", "describe", "list", "call", "show", "last", "end", "begin", "start"])  # fmt: skip
_TAKEN_UP = frozenset(["response", "reaction", "gesture", "threat", "warning", "message", "step", "plea", "complaint", "package", "plan", "remark", "appeal"])  # fmt: skip


def _goes_on(page: Page, index: int) -> bool:
    """Return whether the sentence takes up what the one before is about: by a pronoun, a noun that points, or as the other's answer."""
    scene = page.scenes[index]
    if any(h.topic.family is not Family.OTHER for h in page.hits[index]):
        return False  # it has a matter of its own
    if _points_back(page, index):
        return True
    if scene.text.startswith('"'):
        return len(scene.tokens) <= _REMARK
    if page.hits[index]:
        return False
    leaders = page.story.leaders
    named = leaders.us.search(scene.text) or leaders.ru.search(scene.text)
    answers = named and any(cue.act in ("tell", "agree", "propose") for cue in find_cues(scene))
    return bool(answers) or (len(scene.tokens) <= _REMARK and leader_acts(page, index))


# "No requests of that nature", "anything of that sort"
_OF_THAT_KIND = re.compile(r"\bof (?:that|this|the) (?:same )?(?:sort|kind|nature|type|description)\b")


def _points_back(page: Page, index: int) -> bool:
    """Return whether the sentence holds a pronoun or a pointing noun that may stand for what was told before."""
    if _OF_THAT_KIND.search(page.scenes[index].text):
        return True
    for token in page.scenes[index].tokens:
        if token.lower_ in _PRONOUNS and _stands_for_matter(token):
            return True
        noun = token.lemma_.lower()
        if (noun in word_set("pointers") or noun in _TAKEN_UP) and any(
            c.lower_ in ("the", "that", "this", "such") or c.dep_ == "poss" for c in token.children
        ):
            return True
    return False


def _stands_for_matter(token: Token) -> bool:
    """Return whether a pronoun can mean a matter: no "they" who say, no "it" that says, no "that" before a clause."""
    if token.dep_ in ("mark", "expl", "det") or (
        token.dep_ == "nsubj" and token.head.lemma_.lower() in _PEOPLE_DO
    ):
        return False
    persons = token.lower_ in ("they", "both", "neither", "either", "one", "another")
    return (
        not persons
        or token.dep_ in ("nsubjpass", "dobj", "pobj")
        or token.head.lemma_.lower() in ("be", "come")
    )
