# ruff: noqa: E501 - patterns are read as one line each
"""What a witness recounts of a leader's words to the other: "It was Mr. Putin, the adviser said, who asked when ...".

The acts of ``frames`` need the matter as the object of a verb of their lists. Here the leader, the witness and the
call are looked for instead, and the matter may stand anywhere in what the leader is said to have said, and under a
name that means it only in such talk. Only what was said to have been talked about is told so; a denial never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.claims.draft import Draft
from extractors.claims.frames import act_words
from extractors.claims.page import Page
from extractors.claims.prospect import is_prospective
from extractors.claims.recounted_verb import holder_of, verb_of
from extractors.claims.slots import scope_of_text
from extractors.claims.teller import may_tell
from extractors.claims.topics import Hit, Topic, near_hits
from extractors.claims.witness import UNNAMED
from extractors.language.people import other_leaders
from extractors.language.scene import Scene
from extractors.language.wordlists import load_table
from extractors.model import UTTERED, Modality, Polarity, Proposition, Speaker

# How many sentences after one about the call an account of it goes on.
_GOES_ON = 4
# Somebody heard it from one who was there, or has the paper before him.
_HAS_IT = re.compile(
    r"\b(?:was|were|been) (?:\w+ )?(?:told|informed|assured|given to understand)\b|\b(?:understands?|understood|learned|learnt|heard|has it|have it|had it) (?:that|from)\b"
    r"|\b(?:says?|said|according to|by) (?:someone|somebody|a person|one|people|those) (?:\w+ ){0,3}(?:who|with|in|familiar|briefed)\b"
    r"|, (?:an?|the|one|two|three|four|several|his|her|its|both) (?:[\w'.-]+ ){0,6}?(?:officials?|aides?|advisers?|advisors?|diplomats?|people|persons?|of (?:them|those|the \w+)|staff(?:er|ers| members?)?|members?|participants?|negotiators?|delegates?|insiders?|listeners?|note-?takers?|interpreters?|sources?) (?:[\w'.-]+ ){0,4}?(?:said|say|says|recount\w*|recall\w*|related|remember\w*|added|maintain\w*|insist\w*|confided|disclosed|revealed|reported|let slip|went on|explained|told)\b"
    r"|\b(?:is|was|are|were) (?:recorded|noted|quoted|described|shown|reported|said|remembered) (?:in it |there )?(?:as|to)\b"
    r"|\b(?:according to|in|by) (?:the|his|her|their|its|that) (?:\w+ ){0,2}(?:notes?|transcript|memo\w*|minutes|record|stenogra\w+|log)\b"
)
_IN_PUBLIC = re.compile(
    r"\b(?:interview|rally|speech|tweet\w*|posted|wrote|news conference|press conference|podium|podcast|campaign|television|fox|reporters?|journalists?|summit|in person|face to face|letter)\b"
)


def recounted_drafts(
    page: Page, index: int, known: Sequence[Draft], topics: Sequence[Topic]
) -> Iterator[Draft]:
    """Yield for each topic of the family without a draft among ``known`` that a leader is recounted to have spoken of it."""
    if not _may_recount(page, index):
        return
    names = {topic.name for topic in topics} - {d.topic for d in known} - UTTERED
    for hit in _matters(page, index, topics):
        if hit.topic.name not in names:
            continue
        verb = verb_of(page, index, hit)
        if verb is None or is_prospective(page.scenes[index].text, page.scenes[index].offset_of(verb)):
            continue
        names.discard(hit.topic.name)
        yield Draft(
            hit.topic.name,
            hit.topic.family,
            Proposition.DISCUSSED,
            Polarity.AFFIRMED,
            Modality.ASSERTED,
            scope_of_text(page, index),
            holder_of(page, index, verb),
            terms=hit.matters,
            rule=f"recounted: {verb.lower_}",
        )


def _matters(page: Page, index: int, topics: Sequence[Topic]) -> list[Hit]:
    """Return the topics that the sentence names, or else those that its words mean in talk of the call only."""
    names = {topic.name for topic in topics}
    own = [h for h in page.hits[index] if h.topic.name in names]
    return own or meant_hits(page.scenes[index], topics)


def _words_meaning(name: str) -> tuple[str, ...]:
    """Return the words that mean a topic in a leader's words to the other."""
    return tuple(load_table("extractors.claims", "recounted.toml")["meant"].get(name, ()))


def meant_hits(scene: Scene, topics: Sequence[Topic]) -> list[Hit]:
    """Return the topics that the words of a sentence mean where a leader says them to the other."""
    return near_hits(scene, _meant(topics))


def _meant(topics: Sequence[Topic]) -> list[Topic]:
    for topic in topics:
        if topic.name not in _KEPT:
            _KEPT[topic.name] = replace(topic, near=_words_meaning(topic.name))
    return [_KEPT[topic.name] for topic in topics]


# The topics of the families never change: made once, not for each sentence.
_KEPT: dict[str, Topic] = {}


def _may_recount(page: Page, index: int) -> bool:
    """Return whether the sentence is an asserted one of a report of the call, told by somebody who can know."""
    if page.is_readout or page.is_preview or page.genre != "news" or page.story.main_date is None:
        return False
    scene = page.scenes[index]
    if page.call_of(index).kind != "main" or scene.text.rstrip("\"' ").endswith("?"):
        return False
    if other_leaders().search(scene.text) or page.is_outsider(index) or _IN_PUBLIC.search(scene.text):
        return False
    if act_words("evade").search(scene.text):
        return False
    first = max(index - _GOES_ON, 0)
    told = any(page.callish[i] or may_tell(page, i) for i in range(first, index + 1))
    return told and _has_witness(page, index)


def _has_witness(page: Page, index: int) -> bool:
    """Return whether somebody who can know says the sentence, or it goes on with what he said the sentence before."""
    if _is_attested(page, index):
        return True
    if index == 0 or page.scenes[index].sentence.paragraph != page.scenes[index - 1].sentence.paragraph:
        return False
    return (
        all(s.role == "president" for s in page.voices.sources(index))
        and _is_attested(page, index - 1)
        and page.call_of(index - 1).kind == "main"
    )


def _is_attested(page: Page, index: int) -> bool:
    if any(_knows(s) for s in page.voices.sources(index)) or _HAS_IT.search(page.scenes[index].text):
        return True
    # "..., they said": of the people of the sentence before
    named = any(s.name.lower() in ("he", "she", "they") for s in page.voices.sources(index))
    return named and index > 0 and UNNAMED.search(page.scenes[index - 1].text) is not None


def _knows(speaker: Speaker) -> bool:
    """Return whether a source is of a side or unnamed, and no leader: he tells of the other one's public words, too."""
    return (
        speaker.role != "president"
        and not speaker.is_outlet
        and (speaker.side is not None or not speaker.on_record)
    )


__all__ = ["meant_hits", "recounted_drafts"]
