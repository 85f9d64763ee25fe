# ruff: noqa: E501 - patterns are read as one line each
"""Remarks too short to name their matter: "Nope," "At length," and "They were not" after somebody's claim.

The matter is what the question before, or in the same sentence, asks about; an ellipsis denies or repeats what
the sentence before says of its matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.claims.draft import Draft
from extractors.claims.frames import act_words
from extractors.claims.page import Page
from extractors.claims.topics import Hit
from extractors.model import Modality, Polarity, Proposition

_END = r'(?=[,.!:;"]|\s*$)'
# A whole remark that says yes: by a word, an ellipsis, or how often and how long.
_YES = re.compile(
    r"\W*(?:oh,? |well,? |why,? )?(?:yes|yeah|yep|indeed|certainly|absolutely|naturally|definitely|of course|sure(?: enough)?|you bet|and how|it did|it was|it had(?:, yes)?|they (?:did|were|had)|he (?:did|had)|we did|both of them(?: did)?"
    r"|at (?:some |great |considerable )?length|extensively|repeatedly|in (?:some |great )?detail|more than once|twice|several times|many times|time and again|for (?:some|a good|a full|the better part of|about|around|nearly|at least|ten|five|fifteen|twenty|several|a few)[\w -]*"
    r"|a lot|a good deal|a great deal|plenty|quite a bit|thoroughly)" + _END
)
# "They were not, an official said": what the sentence before told of its matter is denied or borne out.
_ELLIPSIS = re.compile(
    r"\W*(?:but |in fact,? |in truth,? |actually,? |no,? |yes,? )?(?:it|that|this|they|these|those|he|she|neither(?: of them| leader| man)?|the \w+|mr\. \w+|\w+) (?:was|were|did|had|has|have)(?P<no> not|n't| no such thing| nothing of the (?:kind|sort))?"
    + _END
)
# What may follow an ellipsis: a stop, the next clause, or who says so; "It was, he said, a matter of life" is none.
_WHOLE = re.compile(
    r"""["']?\s*(?:[.!:;"—–-]|$|,["']?\s*(?:(?:and|but|nor|because|according to|not)\b|(?:[\w.'-]+ ){0,7}?(?:said|says|replied|answered|told|insisted|added|recalled|responded|noted|explained|maintained|wrote|assured|objected|countered)\b[^,]*$))"""
)
# A remark without a matter of its own that says there was nothing of what was asked about.
NONE_OF_IT = re.compile(
    r"\bno such (?:thing|item|subject|topic|passage|point|conversation|exchange|request|remark|question|discussion|talk|words?|moment|matter|mention)\b"
    r"|\b(?:nothing|none|not a word|not one word|not a syllable) of (?:the (?:sort|kind)|it|that|this|them|those)\b"
    r"|\b(?:that|this|it|they|those|any of (?:it|that)|(?:that|this) (?:part|bit|point|passage|subject|topic|matter|item|thing|line)(?: of (?:it|the \w+))?)(?: just| simply| really| certainly)* (?:did not|didn't|never|was not|wasn't|were not|weren't|is not|isn't|had not|hadn't|has not|hasn't)(?: just| simply| even| been| so much as| once)* (?:happen\w*|occur\w*|come up|came up|arise\w*|arose|part of (?:it|that|the)|there\b|in (?:it|there)\b|the case\b|what (?:was|we|they|the)|true\b|so\b|discussed|raised|mentioned|touched|spoken|talked|brought up|on (?:the|that|their) (?:agenda|list|table|menu|sheet|card)|among|a (?:subject|topic|theme)|an? issue)"
)
_ASKS = re.compile(
    r"\b(?:asked|pressed|quizzed|question(?:ed)?|whether|how often|wanted to know|when it was put)\b"
)
# "He asked whether they had been spoken of and had back a single syllable: no."
_ASKED_NO = re.compile(
    r"\b(?:asked|inquired|wanted to know)\b.{0,160}\b(?:whether|if)\b.{0,160}[:,;—-] \"?(?:no|never|not once|not at all|nothing)[.!\"]+\s*$"
)
# Words that say the talker was there or has the record: his "news to me" is then a denial.
_WAS_THERE = re.compile(
    r"\b(?:i|we) (?:was|were|heard|listened|sat|have (?:the|a) (?:record|transcript|notes|minutes))\b"
)
_NEWS = re.compile(r"\bnews to (?:me|us)\b|\bfirst (?:i|we)(?:'ve| have)? hear(?:d)? of\b")


_BRIEF_QUESTION = 6  # words and stops: "And what about NATO?"


def answer_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield what a bare "No", "At length" or "They were not" says of the matter asked about or told before it."""
    if page.is_readout or index == 0 or page.call_of(index).kind != "main" or page.is_outsider(index):
        return
    found = _answer(page, index) or _ellipsis(page, index)
    if found is None:
        return
    sign, hits = found
    for hit in {h.topic.name: h for h in hits}.values():
        yield Draft(
            hit.topic.name,
            hit.topic.family,
            Proposition.DISCUSSED,
            Polarity.AFFIRMED if sign > 0 else Polarity.DENIED,
            Modality.FUTURE if page.is_preview else Modality.ASSERTED,
            terms=hit.matters,
            rule="answer",
        )


def _answer(page: Page, index: int) -> tuple[int, Sequence[Hit]] | None:
    """Return what the remark answers to a question in the sentence before or in its own: sign and topics."""
    scene = page.scenes[index]
    if _ASKED_NO.search(scene.text):
        return -1, _asked_in(page, index)
    sign = page.short_answer(index)
    if sign >= 0:
        asked = page.scenes[index - 1].text.rstrip("\"' ").endswith("?")
        sign = 1 if _YES.match(scene.text) and (asked or _ASKS.search(scene.text)) else 0
        if sign == 0 and (
            _says_none(page, index) or (_NEWS.search(scene.text) and _WAS_THERE.search(scene.text))
        ):
            sign = -1
    if sign == 0:
        return None
    own = _asked_in(page, index)
    if own:
        return sign, own
    if sign < 0:
        # "Was it left aside?" "No": whether that denies or bears out what went before, a bare word does not show.
        told = _told_before(page, index)
        return (sign, page.antecedents(index)) if told >= 0 else None
    # "And NATO?": a question of a few words asks whether its matter came up.
    brief = len(page.scenes[index - 1].tokens) <= _BRIEF_QUESTION
    told = _told_before(page, index) or (1 if brief and page.hits[index - 1] else 0)
    return (told, page.antecedents(index)) if told else None


def _says_none(page: Page, index: int) -> bool:
    """Return whether the remark says there was nothing of the matter that the sentence before asks about or tells."""
    scene = page.scenes[index]
    if page.hits[index] or not NONE_OF_IT.search(scene.text) or act_words("evade").search(scene.text):
        return False
    return bool(page.hits[index - 1]) and not page.speaker(index).is_outlet


def _asked_in(page: Page, index: int) -> list[Hit]:
    """Return the topics that the sentence itself says the remark was asked about."""
    asked = _ASKS.search(page.scenes[index].text)
    return [h for h in page.hits[index] if asked is not None and h.start > asked.start()]


def _told_before(page: Page, index: int) -> int:
    """Return whether the sentence before asks or tells that its matter came up (1) or did not (-1); 0 for neither."""
    signs = {
        frame.polarity
        for frame in page.frames(index - 1)
        if frame.act in ("discuss", "tell") and frame.hits and frame.actor not in ("other", "foreign")
    } - {0}
    return signs.pop() if len(signs) == 1 else 0


def _ellipsis(page: Page, index: int) -> tuple[int, Sequence[Hit]] | None:
    """Return what "They were not" says: the opposite of the sentence before, for its topics."""
    scene = page.scenes[index]
    match = _ELLIPSIS.match(scene.text)
    if (
        match is None
        or not _WHOLE.match(scene.text, match.end())
        or page.speaker(index).is_outlet
        or page.call_of(index - 1).kind == "other"
    ):
        return None
    told = _told_before(page, index)
    hits = [h for f in page.frames(index - 1) if f.act in ("discuss", "tell") for h in f.hits]
    negative = match.group("no") is not None or match.group().lstrip("\"' ").startswith("neither")
    return (-told if negative else told, hits) if told and hits else None
