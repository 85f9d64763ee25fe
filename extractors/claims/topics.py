"""Topics: which matters a sentence names, by the word lists that lie beside each claim family."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extractors.claims.words import word_set
from extractors.language.word_index import WordIndex
from extractors.language.wordlists import compile_words, load_table
from extractors.model import Family

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.language.scene import Scene

FAMILIES_PACKAGE = "extractors.claims.families"


@dataclass(frozen=True, eq=False)
class Topic:
    """One topic: ``name`` in stores and alerts, ``shown`` to people, its words and those of the narrower matters.

    ``strong`` words name it anywhere, ``weak`` ones where the page also has a strong one, ``near`` ones only in
    a sentence that somebody with knowledge says of the call and that names no topic of the family otherwise.
    ``unless`` words in the same phrase make it another matter: "humanitarian aid" is no military aid.
    """

    name: str
    shown: str
    family: Family
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    matters: WordIndex[str]
    near: tuple[str, ...] = ()
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, eq=False)
class Hit:
    """A topic named in a sentence: where, by which token, and which narrower matters are meant."""

    topic: Topic
    start: int
    end: int
    token: Token
    matters: frozenset[str] = frozenset()


@cache
def load_topics(name: str, family: Family) -> tuple[Topic, ...]:
    """Return the topics of the data file ``name``.toml of the families' folder, in its order."""
    table = load_table(FAMILIES_PACKAGE, f"{name}.toml")
    return tuple(_topic(entry, family) for entry in table["topic"])


def _topic(entry: Mapping[str, Any], family: Family) -> Topic:
    return Topic(
        entry["name"],
        entry["shown"],
        family,
        tuple(entry["words"]),
        tuple(entry.get("weak", ())),
        WordIndex(entry.get("matters", {})),
        tuple(entry.get("near", ())),
        compile_words(entry["unless"]) if "unless" in entry else None,
    )


@dataclass(frozen=True)
class _Words:
    """The words of some topics, each kind to be looked for at once."""

    strong: WordIndex[Topic]
    weak: WordIndex[Topic]
    near: WordIndex[Topic]


# The families' topics, those of each family, and those with other words in a leader's mouth: some twenty groups.
@lru_cache(maxsize=64)
def _words_of(topics: tuple[Topic, ...]) -> _Words:
    return _Words(
        WordIndex({topic: topic.strong for topic in topics}),
        WordIndex({topic: topic.weak for topic in topics}),
        WordIndex({topic: topic.near for topic in topics}),
    )


def find_hits(scene: Scene, topics: Sequence[Topic], named: frozenset[str]) -> list[Hit]:
    """Return the topics named in the sentence; weak words count for the topics in ``named`` only."""
    words = _words_of(tuple(topics))
    strong, weak = words.strong.spans(scene.text), words.weak.spans(scene.text)
    return [
        hit
        for topic in topics
        if topic in strong or topic in weak
        for hit in _hits(
            scene, topic, (*strong.get(topic, ()), *(weak.get(topic, ()) if topic.name in named else ()))
        )
        # those on a third country are told of as an aside only (``near_hits``)
        if not (topic.family is Family.SANCTIONS and _is_on_another_country(hit.token))
    ]


def near_hits(scene: Scene, topics: Sequence[Topic]) -> list[Hit]:
    """Return the topics named by words that mean them in talk about the call only: "restrictions", "side by side"."""
    near = _words_of(tuple(topics)).near.spans(scene.text)
    return [hit for topic in topics if topic in near for hit in _hits(scene, topic, near[topic])]


def _hits(scene: Scene, topic: Topic, spans: Iterable[tuple[int, int]]) -> Iterable[Hit]:
    for start, end in sorted(set(spans)):
        tokens = scene.tokens_at(start, end)
        if not tokens:
            continue
        head = _top(tokens)
        if _is_of_person(head) or (
            topic.unless and topic.unless.search(scene.subtree_text(_phrase_root(head)))
        ):
            continue
        yield Hit(topic, start, end, head, _matters(scene, topic, head))


def _is_of_person(token: Token) -> bool:
    """Return whether the word only says where a person is from: "a Ukrainian lawmaker" is no talk of Ukraine."""
    if token.dep_ not in ("amod", "compound", "poss", "nmod"):
        return False
    head = token.head
    return head.lemma_.lower() in word_set("of_persons") or head.lower_ in word_set("of_persons")


def _is_on_another_country(token: Token) -> bool:
    """Return whether sanctions are those on a third country: "the sanctions on Venezuela's oil company"."""
    countries = word_set("sanctioned_too")
    token = token.head if token.dep_ == "compound" else token
    near = [c for c in token.children if c.dep_ in ("amod", "compound", "poss", "nmod")]
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("on", "against", "for", "upon"):
            near += [w for g in child.children if g.dep_ == "pobj" for w in (g, *g.lefts, *g.conjuncts)]
        if child.dep_ == "relcl":  # "the relief that Pyongyang has been asking for"
            near += [w for w in child.children if w.dep_ == "nsubj"]
    if any(t.lower_ in ("russia", "moscow", "russian", "kremlin") for t in near):
        return False
    return any(t.lower_ in countries for t in near)


def _top(tokens: Sequence[Token]) -> Token:
    """Return the token of the phrase that the others hang on."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])


def _matters(scene: Scene, topic: Topic, head: Token) -> frozenset[str]:
    """Return the narrower matters named in the whole phrase that the hit stands in."""
    if not topic.matters:
        return frozenset()
    return topic.matters.named(scene.subtree_text(_phrase_root(head)))


def _phrase_root(token: Token) -> Token:
    """Return the noun at the top of the phrase a token stands in: "areas" for "Syrian" in "areas on Syrian soil"."""
    for _ in range(12):
        if (
            token.head.i == token.i
            or token.head.pos_ in ("VERB", "AUX")
            or token.dep_ in ("conj", "appos", "relcl", "acl")
        ):
            return token
        if token.dep_ == "prep" and token.head.pos_ == "ADV":
            return token
        if token.dep_ == "pobj" and token.head.head.pos_ in ("VERB", "AUX", "ADV"):
            return token
        token = token.head
    return token


def sentence_matters(scene: Scene, topic: Topic) -> frozenset[str]:
    """Return every narrower matter of the topic that the sentence names."""
    return topic.matters.named(scene.text)


def named_topics(text: str, topics: Sequence[Topic]) -> frozenset[str]:
    """Return the names of the topics that the whole (lower-case) text names by a strong word."""
    return frozenset(topic.name for topic in _words_of(tuple(topics)).strong.named(text))


def head_hits(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that are not a mere modifier of another one ("sanctions over Ukraine" is sanctions)."""
    return [hit for hit in hits if not any(_modifies(hit, other) for other in hits)]


def _modifies(hit: Hit, other: Hit) -> bool:
    """Return whether ``hit`` hangs beneath ``other`` in one noun phrase, joined phrases not counted."""
    if (
        other.topic.name == hit.topic.name
        or other.token.i == hit.token.i
        or other.topic.name in word_set("transparent")
    ):
        return False
    token = hit.token
    for _ in range(20):
        if token.head.i == token.i or token.pos_ in ("VERB", "AUX"):
            return False
        joined = token.dep_ in ("conj", "appos")
        token = token.head
        if token.i == other.token.i:
            return not joined and other.token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB")
        while joined and token.dep_ in ("conj", "appos") and token.head.i != token.i:
            token = token.head
    return False
