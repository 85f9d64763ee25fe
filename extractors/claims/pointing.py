# ruff: noqa: E501 - patterns are read as one line each
"""What the short words of a sentence point at: "it" and "that", "he", and a bare "No" or "It did not"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.claims.topics import Hit, Topic, named_topics
from extractors.language import Document
from extractors.language.people import Leaders, is_person
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYING = frozenset(["say", "tell", "add", "report", "write", "explain", "note", "recall", "insist"])
_ASKING = frozenset(
    ["ask", "inquire", "enquire", "want", "wonder", "press", "read", "remind", "demand", "try"]
)
_ANSWERED = re.compile(
    r"\?|\b(?:asked|whether|pressed|wanted to know|question|put to him|put to her|wondered)\b"
)
_NO = re.compile(
    r'"?(?:no(?: way|pe|t at all|t once|t a word|t a bit|t in the least)?|never|absolutely not|of course not|certainly not|it (?:did|was|has|had) ?(?:not|n\'t)|they (?:did|were|had) ?(?:not|n\'t)|he (?:did|had) ?(?:not|n\'t)|we (?:did|had) ?(?:not|n\'t)|(?:s?he|it|they|we) (?:did|had|was|were) ?(?:n\'t|not),? (?:and neither|nor) (?:did|had|was|were) [\w .]{2,30}|nothing(?: at all| whatever| whatsoever)?|not a (?:thing|syllable|single word|peep)|not (?:at|on) any (?:point|time|stage|moment|occasion)|at no (?:point|time|stage|moment)|not (?:for )?(?:a|one|a single) (?:second|minute|moment|instant|time)|not in (?:any way|the slightest|so many words)|not (?:by|from) (?:either|anyone|anybody)(?: of them| man| side)?|far from it|quite the (?:opposite|contrary)|on the contrary|not that i (?:heard|know)|it never (?:was|did)|they never (?:were|did)|s?he never (?:did|has)|there was(?: none|n\'t any| nothing)(?: of (?:it|that))?|zero|neither of them|nothing of the (?:sort|kind)|none (?:at all|whatever|whatsoever))[,.!"](?=[\s"]|$)'
)
_YES = re.compile(
    r'"?(?:yes|it did|it was|they did|he did|we did|of course|indeed|at length)[,.!"](?=[\s"]|$)'
)


def short_answer(scenes: Sequence[Scene], index: int) -> int:
    """Return -1 for "No", "It did not", "Not at all" as a whole remark, 1 for "Yes", 0 for anything else."""
    text = scenes[index].text
    if not _ANSWERED.search(scenes[index - 1].text if index else "") and not _ANSWERED.search(text):
        return 0
    if _NO.match(text):
        return -1
    return 1 if _YES.match(text) else 0


def antecedents(
    scenes: Sequence[Scene], hits: Sequence[list[Hit]], index: int, headline: frozenset[str]
) -> list[Hit]:
    """Return the topics that a pronoun in the sentence can mean: of the nearest sentence that names one.

    ``hits`` are the topics named in each sentence, ``headline`` the names of those that the headline names.
    """
    for before in range(index - 1, max(index - 4, -1), -1):
        if scenes[index].sentence.paragraph - scenes[before].sentence.paragraph > 2:
            return []
        if hits[before]:
            return _last_named(scenes[before], hits[before], headline)
    return []


def _last_named(scene: Scene, hits: list[Hit], headline: frozenset[str]) -> list[Hit]:
    """Return the topics of a sentence; those of its last clause where it asks about one of several."""
    # "A Swiss journalist inquired": who asks is not what is asked about.
    hits = [
        h for h in hits if not (h.token.dep_ == "nsubj" and h.token.head.lemma_.lower() in _ASKING)
    ] or hits
    # "The matter" is what the story is about: those of several topics that the headline names.
    hits = [h for h in hits if h.topic.name in headline] or hits
    asked = re.finditer(r"\b(?:asked|about|whether|if|demand|subject|passage|question)\b", scene.text)
    last = max((match.start() for match in asked), default=None)
    behind = [h for h in hits if last is not None and h.start > last]
    return behind or hits


def headline_topics(title: str, topics: Sequence[Topic]) -> frozenset[str]:
    """Return the names of the topics that a headline names."""
    return named_topics(title.lower(), topics)


def pronoun_is_other(
    scenes: Sequence[Scene], leaders: Leaders, document: Document, index: int, token: Token
) -> bool:
    """Return whether "he" or "she" as subject stands for somebody who is not one of the leaders.

    The nearest subject before it decides; inside a quotation the speaker himself does not count.
    """
    for place in range(index, max(index - 3, -1), -1):
        text = scenes[place].text
        if place != index and token.lower_ == "they" and leaders.us.search(text) and leaders.ru.search(text):
            return False  # "... about the call between Mr. Trump and Mr. Putin. They did not discuss it"
        for other in reversed(scenes[place].tokens):
            if place == index and other.i >= token.i:
                continue
            if other.dep_ not in ("nsubj", "nsubjpass") or other.pos_ not in ("PROPN", "NOUN"):
                continue
            near = " ".join(t.lower_ for t in (*other.lefts, other))
            if place != index and (other.head.lemma_.lower() in _SAYING or other.head.dep_ == "relcl"):
                continue  # "a sheet that his adviser had slid across the desk": an aside
            if leaders.us.search(near) or leaders.ru.search(near) or other.lower_ == "president":
                return False
            if is_person(near):
                at = token.idx + scenes[index].sentence.base
                return not any(quote.start <= at < quote.end for quote in document.quotes)
    return False
