# ruff: noqa: E501 - rules are read as one line each
"""Which matter a refusal or a denial is about: the nouns of its own phrase, or those named before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.extents import stem
from extractors.claims.words import word_set, words
from extractors.language.wordlists import compile_words, load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.claims.page import Page
    from extractors.claims.topics import Hit
    from extractors.language.scene import Scene

_ABOUT = frozenset(
    ["about", "on", "of", "for", "over", "to", "regarding", "concerning", "as", "in", "into", "with", "from", "upon", "against"]
)  # fmt: skip
# How far back a short word can point: sentences, and paragraphs.
_SENTENCES, _PARAGRAPHS = 3, 2


@cache
def stance_set(name: str) -> frozenset[str]:
    """Return one list of ``stances.toml`` as a set. Raises KeyError for a list that is not there."""
    return frozenset(load_table("extractors.claims", "stances.toml")[name])


@cache
def _kin() -> dict[str, str]:
    """Return for each noun of a group of near synonyms the first of its group."""
    groups = load_table("extractors.claims", "stances.toml")["kin"]
    return {word: group[0] for group in groups for word in group}


def root_of(word: str) -> str:
    """Return the stem of a lower-case noun, one for all that name the same thing in such accounts: swap, exchange."""
    plain = word.removesuffix("'s").strip("'-")
    single = plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
    kin = _kin()
    return kin.get(plain) or kin.get(single) or kin.get(stem(plain)) or stem(plain)


@cache
def _thesaurus() -> dict[str, re.Pattern[str]]:
    table = load_table("extractors.claims", "thesaurus.toml")["matters"]
    return {name: compile_words(phrases) for name, phrases in table.items()}


def same_matters(text: str, inside: frozenset[str] | None = None) -> frozenset[str]:
    """Return the entries of the thesaurus that a lower-case text uses; ``inside``: only through one of these stems."""
    return frozenset(
        f"~{name}"
        for name, pattern in _thesaurus().items()
        for match in pattern.finditer(text)
        if inside is None or any(root_of(word) in inside for word in re.findall(r"[a-z]+", match.group()))
    )


@cache
def _fields() -> Mapping[str, tuple[str, ...]]:
    """Return for the stem of each word of a field the names of its fields."""
    found: dict[str, tuple[str, ...]] = {}
    for name, listed in load_table("extractors.claims", "thesaurus.toml")["fields"].items():
        for word in listed:
            found[_single(word)] = (*found.get(_single(word), ()), f"^{name}")
    return found


def _single(word: str) -> str:
    """Return a rough singular of a noun and nothing else: the stems of ``extents`` already join near synonyms."""
    word = word.removesuffix("'s").strip("'-")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def fields_of(nouns: Iterable[str]) -> frozenset[str]:
    """Return the fields that lower-case nouns, or a place's adjective, belong to."""
    table = _fields()
    return frozenset(name for word in nouns for name in table.get(_single(word), ()))


def nouns_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the stems of the nouns among tokens that name a matter."""
    return frozenset(root_of(t.lower_) for t in tokens if is_matter(t))


def is_matter(token: Token) -> bool:
    """Return whether a noun names a matter of its own: no person, no time, no word for consent or speech."""
    word = token.lower_
    return (
        token.pos_ in ("NOUN", "PROPN")
        and len(word) > 2
        and word.replace("-", "").isalpha()
        and token.ent_type_ not in ("PERSON", "DATE", "TIME")
        and word not in stance_set("weak")
        and not (is_frame_noun(token) or words("wide", "no_matter").fullmatch(word))
        and not words("persons").fullmatch(word)
    )


def is_in_source(token: Token) -> bool:
    """Return whether a noun belongs to who says it: "a White House official said"."""
    for _ in range(12):
        if token.dep_ == "nsubj" and token.head.lemma_.lower() in (
            "say",
            "tell",
            "add",
            "reply",
            "answer",
            "insist",
        ):
            return True
        if token.head.i == token.i or token.head.pos_ in ("VERB", "AUX"):
            return False
        token = token.head
    return False


def is_frame_noun(token: Token) -> bool:
    """Return whether a noun names the consent or the saying itself: "a promise of arms" is about arms."""
    lemma = token.lemma_.lower()
    return lemma in stance_set("consent_nouns") or lemma in stance_set("speech_nouns")


def own_matter(token: Token, clause: Token, phrase: Sequence[Token] = ()) -> tuple[Token, ...]:
    """Return the nouns at the head of what an act is about: its object, its passive subject, what stands after "about"."""
    found: list[Token] = []
    if token.pos_ in ("NOUN", "PROPN", "INTJ"):
        found += _beneath(token)
    inside = {token.i, *(t.i for t in phrase)}
    if (
        clause.dep_ == "relcl"
        and clause.head.lower_ in ("something", "what", "thing", "anything")
        and clause.head.dep_ == "attr"
    ):
        # "Sharing lists is something he has not agreed to"
        whole = (c for c in clause.head.head.children if c.dep_ in ("nsubj", "csubj"))
        return tuple(t for c in whole for t in c.subtree if is_matter(t))
    direct = [c for c in clause.children if c.dep_ in ("dobj", "nsubjpass", "oprd") and c.i not in inside]
    if phrase or clause.pos_ == "AUX" or clause.lemma_.lower() in ("remain", "stay"):
        # "The sending of observers remains unagreed": the subject is the matter
        direct += [c for c in clause.children if c.dep_ in ("nsubj", "csubj") and c.i not in inside]
    named = [t for c in direct for t in _head(c)]
    # "No date was agreed for the meeting" is about the date.
    found += named
    if not named:
        for child in clause.children:
            if child.dep_ in ("prep", "dative") and child.lower_ in _ABOUT:
                found += _objects(child)
            elif child.dep_ in ("xcomp", "ccomp", "advcl") and child.pos_ in ("VERB", "AUX"):
                found += [t for t in child.subtree if is_matter(t) and t.dep_ not in ("compound", "nsubj")]
    if not found:
        # "said nothing of the sort about hospitals"
        found = [
            t
            for t in clause.subtree
            if t.dep_ == "pobj"
            and t.head.lower_ in ("about", "on", "over", "regarding", "concerning")
            and is_matter(t)
        ]
    return tuple(dict.fromkeys(found))


def _beneath(noun: Token) -> Iterator[Token]:
    """Yield the matters that hang on a noun: "a promise about houses", "no undertaking to return them"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _ABOUT:
            yield from _objects(child)
        elif child.dep_ in ("acl", "relcl", "ccomp"):
            yield from (t for t in child.subtree if is_matter(t) and t.dep_ != "compound")
        elif child.dep_ in ("compound", "amod", "poss", "nmod") and is_matter(child):
            yield child


def is_loose(noun: Token) -> bool:
    """Return whether a noun before another one is shared by many matters: "energy", "security"."""
    return noun.lower_ in stance_set("loose")


def _objects(prep: Token) -> Iterator[Token]:
    for child in prep.children:
        if child.dep_ == "pobj":
            yield from _head(child)
        elif child.dep_ in ("prep",):
            yield from _objects(child)
        elif child.dep_ == "pcomp":
            yield from (t for t in child.subtree if is_matter(t) and t.dep_ != "compound")


def _head(noun: Token) -> Iterator[Token]:
    """Yield a noun and those joined to it; one too wide to be a matter gives way to what hangs on it."""
    for token in (noun, *noun.conjuncts):
        if is_matter(token):
            yield token
            yield from (
                c
                for c in token.children
                if c.dep_ == "compound"
                and is_matter(c)
                and (token.lower_ in stance_set("thin") or not is_loose(c))
            )
            if token.lower_ not in stance_set("thin") and not words("denied_with_topic").fullmatch(
                token.lower_
            ):
                continue
        yield from _beneath(token)


def points_back(scene: Scene, token: Token, clause: Token, own: tuple[Token, ...]) -> bool:
    """Return whether the matter was named before: by "such", "that", "it", "the two houses", or by nothing here."""
    if not own:
        return True
    near = (token, *own, *(c for c in clause.children if c.dep_ in ("dobj", "nsubjpass", "attr")))
    marks = {c.lower_ for t in near for c in t.children if c.dep_ in ("det", "amod", "predet", "poss")}
    return bool(marks & {"such", "that", "this", "these", "those", "the", "its", "his", "their"}) or any(
        t.lower_ in word_set("pronouns") and t.dep_ in ("dobj", "pobj", "nsubjpass")
        for t in scene.tokens
        if scene.clause_of[t.i].i == clause.i
    )


_ACCOUNT = re.compile(
    r"\b(?:kremlin|moscow|white house|washington|russians?|americans?|the other side)\b.{0,60}\b(?:says?|said|announc\w+|reports?|reported|notes?|readout|version|has it|had it|tells?|told|telling|descri\w+|claim\w*|account|put out|according|statement|summary|published)\b"
    r"|\b(?:according to|as) (?:the )?(?:kremlin|moscow|white house|washington)\b|\b(?:is|was|are|were) (?:said|supposed|reported|alleged|understood) to have\b"
)


def follows_account(page: Page, index: int) -> bool:
    """Return whether the sentence before tells what a side put out of the call: the refusal answers that."""
    if index == 0:
        return False
    before, here = page.scenes[index - 1], page.scenes[index]
    return (
        here.sentence.paragraph - before.sentence.paragraph <= 1 and _ACCOUNT.search(before.text) is not None
    )


def named_before(page: Page, index: int) -> tuple[frozenset[str], list[Hit]]:
    """Return the nouns and the topics that a short word in the sentence can mean: of the nearest account of the call."""
    found: set[str] = set()
    hits: list[Hit] = []
    leaders = page.story.leaders
    here = page.scenes[index].sentence.paragraph
    titled = _titled(page)
    for before in range(index - 1, max(index - 1 - _SENTENCES, -1), -1):
        scene = page.scenes[before]
        if here - scene.sentence.paragraph > _PARAGRAPHS:
            break
        nouns = nouns_of(scene.tokens)
        found |= nouns
        hits += page.hits[before]
        if nouns and (
            leaders.us.search(scene.text) or leaders.ru.search(scene.text) or page.speaks_of_call(before)
        ):
            break
    return frozenset(found) | titled, hits


def _titled(page: Page) -> frozenset[str]:
    """Return the stems of the headline's words that may name its matter: it has no parse."""
    plain = re.findall(r"[a-z][a-z'-]{2,}", page.story.title.lower())
    spared = words("wide", "no_matter", "persons", "pronouns")
    return (
        frozenset(
            root_of(w)
            for w in plain
            if w not in stance_set("weak") and not spared.fullmatch(w) and w not in _HEADLINE
        )
        - stance_set("consent_nouns")
        - stance_set("speech_nouns")
    )


_HEADLINE = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "not",
        "who",
        "what",
        "how",
        "why",
        "was",
        "were",
        "has",
        "had",
        "says",
        "said",
        "aide",
        "over",
        "after",
        "into",
        "his",
        "her",
        "its",
        "out",
    ]
)
