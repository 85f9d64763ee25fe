"""Which named source "he", "the official" or "the statement" stands for.

General coreference is not needed: in news the speaker is the last source, or the last subject, of the fitting
kind that was named shortly before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.language import tree
from extractors.language.lexicon import load
from extractors.language.nodes import Line, Node
from extractors.model import Span

# A pronoun does not reach back over more than this many paragraphs: news names a speaker anew by then.
FARTHEST = 3

_PERSON_PRONOUNS = frozenset(["he", "she"])
_FIRST_PERSONS = frozenset(["i", "we", "you", "who", "that", "which", "what"])
_GROUP_PRONOUNS = frozenset(["they", "it"])


@cache
def _bodies() -> re.Pattern[str]:
    """Return the pattern of words that name a body or a text, and no person."""
    return re.compile(rf"\b(?:{'|'.join(sorted(load().bodies))})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A source or subject: its span and text, whether it names somebody, and whether that is a person."""

    span: Span
    text: str
    paragraph: int
    head: str
    named: bool
    person: bool
    plural: bool
    is_source: bool


def antecedents(mentions: Sequence[Mention]) -> Iterator[tuple[Span, Span]]:
    """Yield (span of a source that names nobody, span of the mention it stands for).

    ``mentions`` are the sources and the subjects of the text, in order.
    """
    before: list[Mention] = []
    for mention in mentions:
        found = _meant(mention, before) if mention.is_source and not mention.named else None
        if found is not None:
            yield mention.span, found.span
        named = found or mention
        if named.named:
            before.append(named)
            del before[:-40]


def _meant(mention: Mention, before: Sequence[Mention]) -> Mention | None:
    """Return the mention that a pronoun or a bare "the official" stands for, None when there is none near."""
    near = [b for b in reversed(before) if mention.paragraph - b.paragraph <= FARTHEST]
    word = mention.text.lower().split()[0]
    if word in _PERSON_PRONOUNS:
        return next((b for b in near if b.person and not b.plural), None)
    if word in _GROUP_PRONOUNS:
        # "it" is one body or text, never the two leaders named before
        fits = [b for b in near if (b.plural and word == "they") or (not b.person and not b.plural)]
        return next((b for b in fits if b.is_source), fits[0] if fits else None)
    if mention.head in _FIRST_PERSONS:
        return None
    if mention.head in load().texts:
        return next((b for b in near if b.is_source and not b.person), None) or next(
            (b for b in near if not b.person), None
        )
    same = next((b for b in near if re.search(rf"\b{re.escape(mention.head)}\b", b.text.lower())), None)
    return same or next((b for b in near if b.person and b.is_source and b.plural == mention.plural), None)


def mention_of(line: Line, head: Node, indices: Iterable[int], is_source: bool) -> Mention:
    """Return the mention whose noun phrase has the given head and token indices."""
    words = [line.doc[i] for i in sorted(indices)]
    text = " ".join(word.text for word in words)
    runs = tree.spans(words, line.base) or (
        (line.base + words[0].idx, line.base + words[-1].idx + len(words[-1])),
    )
    span = runs[0]
    proper = any(word.pos_ == "PROPN" for word in words)
    first = words[0].lower_
    pronoun = head.pos_ == "PRON"
    bare = first in ("the", "that", "this", "these", "those") and not proper and len(words) <= 3
    body = bool(_bodies().search(text)) and not (
        proper and head.pos_ == "PROPN" and not _bodies().search(head.text)
    )
    return Mention(
        span,
        text,
        line.paragraph,
        head.lemma_.lower(),
        named=not pronoun and not bare,
        person=not body and not pronoun,
        plural=head.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in head.children),
        is_source=is_source,
    )


def subjects(line: Line) -> Iterator[Node]:
    """Yield the proper nouns that are subjects of the sentence: who "he" may be in the next one."""
    for node in line.tokens:
        if node.dep_ in ("nsubj", "nsubjpass") and node.pos_ == "PROPN":
            yield node
