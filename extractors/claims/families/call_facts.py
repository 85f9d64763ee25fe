# ruff: noqa: E501 - patterns are read as one line each
"""The facts of the call: how long it lasted, who placed it, and whether it took place at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.calls import both_words, call_words
from extractors.claims.call_length import call_length
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.page import Page
from extractors.claims.prospect import is_prospective
from extractors.claims.ranges import range_drafts
from extractors.claims.slots import scope_of_text
from extractors.claims.who_rang import initiator_of
from extractors.claims.words import words
from extractors.model import Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

_NO_CALL = re.compile(
    r"\bno (?:such )?(?:telephone |phone )?(?:conversation|call|contact|talk)s?\b(?! (?:of|about|for)\b).{0,80}\b(?:took place|happened|occurred|between|was held|were held|on)\b|\bthere was no (?:such )?(?:telephone |phone )?(?:conversation|call|talk)\b(?! (?:of|about|for)\b)"
    r"|\breports?\b.{0,120}\b(?:do(?:es)? not correspond|(?:is|are) (?:\w+ )?(?:untrue|false|invented|invention|fiction|fabrications?))\b"
    r"|\b(?:did not|didn't|never) (?:speak|spoke|talk|talked|call|called|phone|phoned|have (?:a|any) (?:conversation|call))\b(?! (?:about|of|up|on(?! the (?:tele)?phone\b)))|\b(?:call|conversation) (?:never|did not|didn't) (?:took|take|happen)"
)
# A side's own "have not talked since the inauguration"; in a story it may only say that they have not talked again.
_NO_CALL_SO_FAR = re.compile(
    r"\b(?:has|have|had)(?: not|n't| never)(?: \w+ly)? (?:spoken|talked|phoned|telephoned|conversed|been in (?:direct )?(?:contact|touch)|had (?:a|any) (?:\w+ )?(?:calls?|conversations?|contacts?))\b(?! (?:about|of|up|on|publicly|again|to reporters))"
    r"(?!.{0,60}\bsince (?:the|their|that|this) (?:\w+ )?(?:call|conversation|talk))"
    r"|\bthere (?:has|have|had) been no (?:such )?(?:\w+ )?(?:conversations?|calls?|contacts?|talks?)\b(?! (?:of|about|for|on)\b)"
)
_HELD = re.compile(
    r"\b(?:spoke|spoken|did (?:speak|talk)|there was (?:a|one|indeed a) (?:\w+ )?(?:call|conversation)|talked|had (?:a|his) (?:\w+ ){0,3}(?:call|conversation)|phoned|telephoned|rang|called|on the (?:phone|telephone|line)|(?:had|got|reached|raised) (?:mr\. |vladimir |donald |president )*\w+ (?:on|by) the (?:tele)?phone|held (?:a|an|their))\b"
)


_ASKED_WHETHER = re.compile(r"\b(?:whether|if|how (?:many|often|long|much)|asked|wondered)\b")
# "The president had Vladimir Putin on the telephone": his own side's story names no other president so.
_PRESIDENT = re.compile(r"\bthe (?:\w+ )?president(?:-elect)?\b(?! of)")


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield what one sentence says of the call's length, its initiator and its taking place."""
    if page.call_of(index).kind == "other" or _is_of_another_time(page, index):
        return
    yield from _durations(page, index)
    yield from _initiators(page, index)
    yield from _occurrence(page, index)
    yield from range_drafts(page, index)


# A call is asked for, and told of, within so many days of it; a time further back is another one's.
_ASKED_WITHIN = 14


def _is_of_another_time(page: Page, index: int) -> bool:
    """Return whether the sentence's main clause is dated long before the call: "In December it was he who had called"."""
    day = page.story.main_date
    if day is None or page.is_readout or page.call_of(index).first != day:
        return False
    anchors = [
        a
        for a in page.story.anchors[index]
        if a.date.last is not None
        and (a.clause.dep_ == "ROOT" or (a.clause.dep_ == "ccomp" and a.clause.head.dep_ == "ROOT"))
    ]
    within = [a for a in anchors if a.date.first and a.date.last and a.date.first <= day <= a.date.last]
    return not within and any(
        a.date.last is not None and (day - a.date.last).days > _ASKED_WITHIN for a in anchors
    )


def _modality(page: Page, index: int, at: tuple[int, int] | None) -> Modality:
    """Return how a fact at a place of the sentence is put: told, asked, or only arranged for."""
    scene = page.scenes[index]
    if page.is_preview:
        return Modality.FUTURE
    verbs = [_verb_over(t) for t in (scene.tokens_at(*at)[-1:] if at and not page.is_readout else ())]
    if any(is_prospective(scene.text, scene.offset_of(v)) or _is_ahead(v) for v in verbs):
        return Modality.FUTURE  # "They were to spend no more than half an hour on the phone"
    return Modality.QUESTIONED if scene.text.rstrip("\"' ").endswith("?") else Modality.ASSERTED


def _verb_over(token: Token) -> Token:
    """Return the verb that a stretch of time hangs on, an infinitive too: "were to spend half an hour"."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _is_ahead(verb: Token) -> bool:
    """Return whether a verb tells of what is to come: "will last", "would last"; "an hour would be right" puts right."""
    own = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return (
        verb.tag_ == "VB"
        and verb.lemma_ != "be"
        and bool(own & {"will", "wo", "'ll", "would", "'d", "shall"})
    )


def _durations(page: Page, index: int) -> Iterator[Draft]:
    found = call_length(page, index)
    if found is not None:
        duration, minutes = found
        yield _fact(
            page, index, "duration", Proposition.DURATION, value=minutes, at=(duration.start, duration.end)
        )


def _initiators(page: Page, index: int) -> Iterator[Draft]:
    side = initiator_of(page, index)
    if side:
        yield _fact(page, index, "initiator", Proposition.INITIATOR, value=side)


def _occurrence(page: Page, index: int) -> Iterator[Draft]:
    """Yield that the conversation took place, or that it did not."""
    text, leaders = page.scenes[index].text, page.story.leaders
    if page.is_readout and (_NO_CALL.search(text) or _NO_CALL_SO_FAR.search(text)):
        yield _fact(page, index, "call", Proposition.OCCURRED, Polarity.DENIED, rule="no-call")
        return
    there = "there was" in text and leaders.ru.search(text) is not None
    pair = both_words().search(text) is not None
    american = leaders.us.search(text) or pair or _PRESIDENT.search(text)
    if not there and not (leaders.ru.search(text) and american) and not (pair and _HELD.search(text)):
        return
    if _NO_CALL.search(text):
        yield _fact(page, index, "call", Proposition.OCCURRED, Polarity.DENIED, rule="no-call")
    elif (
        _HELD.search(text)
        and not page.is_readout
        and (call_words().search(text) or re.search(r"\bdid (?:speak|talk)\b", text))
        and not words("opinions").search(text)  # "the world believed that he had telephoned"
        and not _ASKED_WHETHER.search(text)
    ):
        yield _fact(page, index, "call", Proposition.OCCURRED)


def _fact(
    page: Page,
    index: int,
    topic: str,
    proposition: Proposition,
    polarity: Polarity = Polarity.AFFIRMED,
    *,
    value: str = "",
    rule: str = "",
    at: tuple[int, int] | None = None,
) -> Draft:
    """Return the draft of one fact of the call; its rule has the topic's name where none is given."""
    modality, scope = _modality(page, index, at), scope_of_text(page, index)
    return Draft(
        topic,
        Family.CALL_FACTS,
        proposition,
        polarity,
        modality,
        scope,
        value=value,
        rule=rule or topic,
        at=at,
    )


FAMILY = ClaimFamily("call_facts", (), read)
