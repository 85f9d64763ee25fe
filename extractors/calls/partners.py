# ruff: noqa: E501 - patterns are read as one line each
"""Who talks to whom: the two ends of a conversation, by the syntax of the word that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.calls.words import call_words, talk_verbs, words
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

US, RU, OTHER = "us", "ru", "other"
_HOUSES = {
    US: re.compile(r"\b(?:white house|washington|american (?:president|leader|side)|u\.s\. president|oval office)\b"),
    RU: re.compile(r"\b(?:kremlin|moscow|russian (?:president|leader|side))\b"),
}  # fmt: skip
# A ruler or a minister: whoever bears the title without being one of the two leaders is somebody else.
_TITLED = re.compile(
    r"\b(?:prime minister|chancellor|premier|king|queen|crown prince|emir|sultan|pope|secretary|ministers?|general|mr|mrs|ms|senator|governor|president|chief|ambassador|envoy|counterpart)\b"
)
_RULERS = re.compile(r"leaders|allies|presidents|premiers|chancellors|ministers|monarchs|ambassadors")
_OWN = re.compile(
    r"white|house|american|russian|u\.s\.|us|kremlin|united|states|russia|america|trump|biden|obama|putin|medvedev"
)
# What a name of two words is besides a person: an office, a paper, a place.
_BODY = re.compile(
    r"house|department|ministry|council|office|news|times|post|agency|union|nations|states|service|bank|party|senate|congress"
    r"|committee|institute|group|street|square|palace|city|fox|cnn|nato|\w+day|monday|north|south|east|west|new|saudi|state|air|force|one"
)
_MEANS = frozenset({"in", "by", "on", "over", "during", "via"})
_JOINTS = frozenset({"with", "to", "between", "from", "by"})
# Verbs that hold a conversation as their object: "had a call with", "kept on the phone".
HOLDING = frozenset(
    ["have", "hold", "make", "place", "take", "receive", "conduct", "follow", "spend", "keep", "get", "be", "begin", "join", "wrap", "finish", "complete", "end"]
)  # fmt: skip
_MEETING = frozenset(["meet", "receive", "host", "welcome", "visit", "see", "greet", "entertain"])
_MAIN = frozenset({"ROOT", "conj", "ccomp", "parataxis"})


def talks_of(scene: Scene, leaders: Leaders) -> Iterator[tuple[bool, frozenset[str]]]:
    """Yield for each conversation of a sentence whether a main clause tells it, and who takes part: us, ru, other."""
    found: list[tuple[bool, frozenset[str]]] = []
    for token in scene.tokens:
        company = company_of(scene, token, leaders)
        if company:
            found.append((_is_main(scene, token), company))
    yield from found
    text = scene.text
    if any(OTHER in company or {US, RU} <= company for _, company in found) or not call_words().search(text):
        return
    # "notes about the call on Tuesday between Mr. Trump and Mr. Putin": whatever the syntax, nobody else is named.
    if leaders.us.search(text) and leaders.ru.search(text) and not other_leaders().search(text):
        yield True, frozenset({US, RU})


def foreground(scene: Scene, leaders: Leaders) -> Iterator[frozenset[str]]:
    """Yield who takes part in each conversation or meeting that a main clause tells of, not merely dates by.

    "A day after his call with Mr. Putin, Mr. Trump received Mr. Zelensky": the visit, not the call.
    """
    for token in scene.tokens:
        if token.pos_ == "VERB" and token.lemma_.lower() in _MEETING:
            company = _company([*subjects(token), *_objects(scene, token)], leaders)
            company = company if len(company) > 1 else frozenset()
        else:
            company = company_of(scene, token, leaders)
        if company and _is_main(scene, token) and not _dates(token):
            yield company


def has_two_others(scene: Scene, leaders: Leaders) -> bool:
    """Return whether a main clause has two who are neither leader talk or meet: "Mr. Rubio and Mr. Lavrov spoke"."""
    for token in scene.tokens:
        if token.pos_ != "VERB" or token.lemma_.lower() not in talk_verbs() | _MEETING:
            continue
        near = [t for s in subjects(token) for t in (s, *s.conjuncts)]
        near += _objects(scene, token)
        people = [t for t in near if t.pos_ == "PROPN" or _is_titled(t)]
        if len(people) > 1 and _company(near, leaders) == {OTHER} and _is_main(scene, token):
            return True
    return False


def meets_another(scene: Scene, leaders: Leaders) -> bool:
    """Return whether somebody who is no leader deals with a minister or ruler, so that "the two", "they" are those.

    "Mr. Pompeo will raise it with Foreign Minister Sergei Lavrov when the two meet; they spoke on Wednesday."
    """
    for token in scene.tokens:
        if token.pos_ != "PROPN" or token.dep_ != "nsubj" or _HOUSES[US].search(token.lower_):
            continue
        named = scene.subtree_text(token)
        if leaders.us.search(named) or leaders.ru.search(named) or _OWN.fullmatch(token.lower_):
            continue
        partners = [
            g for c in token.head.children if c.lower_ == "with" for g in c.children if g.dep_ == "pobj"
        ]
        if partners and _company(partners, leaders) == {OTHER}:
            return True
    return False


def addresses_another(scene: Scene, leaders: Leaders) -> bool:
    """Return whether one of the two and another leader are subject and object of one verb: "Xi Jinping told Mr. Trump"."""
    for token in scene.tokens:
        whom = [c for c in token.children if c.dep_ in ("dobj", "dative")]
        who = subjects(token) if token.pos_ == "VERB" else []
        one, two = (" ".join(scene.subtree_text(t) for t in group) for group in (who, whom))
        for left, right in ((one, two), (two, one)):
            if other_leaders().search(left) and (leaders.us.search(right) or leaders.ru.search(right)):
                return True
    return False


def _dates(noun: Token) -> bool:
    """Return whether a noun stands behind after or before: it only says when."""
    return noun.dep_ == "pobj" and noun.head.lower_ in ("after", "before", "since", "following", "until")


def company_of(scene: Scene, token: Token, leaders: Leaders) -> frozenset[str]:
    """Return who takes part in the conversation that a word names; empty where it names none."""
    if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in talk_verbs() and not is_naming(token):
        who = [token.head] if token.dep_ == "relcl" else []  # "Obama, who spoke with ..."
        who += _himself(scene, token)
        return _company([*subjects(token), *_objects(scene, token), *who], leaders)
    if token.pos_ in ("NOUN", "PROPN") and words("talk_nouns").fullmatch(token.lower_):
        return _company([*_around(scene, token), *_objects(scene, token)], leaders)
    return frozenset()


def is_naming(verb: Token) -> bool:
    """Return whether a verb of calling gives something a name: "The Kremlin called the conversation businesslike"."""
    if verb.lemma_.lower() != "call":
        return False
    things = [c for c in verb.children if c.dep_ == "dobj" and c.pos_ == "NOUN"]
    return any(c.dep_ == "oprd" for c in verb.children) or any(
        words("talk_nouns").fullmatch(t.lower_)
        or t.lower_ in ("statement", "account", "report", "idea", "claim")
        for t in things
    )


def _himself(scene: Scene, verb: Token) -> list[Token]:
    """Return the leader who says "he" of himself: "Mr. Zelensky said he and Mr. Trump had discussed minerals"."""
    named = [t for s in subjects(verb) for t in (s, *s.conjuncts)]
    if verb.dep_ != "ccomp" or not any(t.lower_ in ("he", "she", "i") for t in named):
        return []
    return [t for t in subjects(verb.head) if other_leaders().search(scene.subtree_text(t))]


def _objects(scene: Scene, token: Token) -> list[Token]:
    """Return what a verb or noun of talking takes: its object, and what stands after with, to, between."""
    taken = {"dobj", "dative", "nsubjpass", "poss", "compound", "nmod"}
    if token.lemma_.lower() == "discuss":
        taken -= {"dobj", "nsubjpass"}  # "discussed Mr. Trump's offer": the offer is no partner
    near = [c for c in token.children if c.dep_ in taken]
    clause = scene.clause_of[token.i]
    for joint in (c for c in token.subtree if c.lower_ in _JOINTS and c.i > token.i):
        if scene.clause_of[joint.i].i == clause.i and not _is_beneath_topic(joint, token):
            near += [g for g in joint.children if g.dep_ in ("pobj", "dobj")]
    return [t for one in near for t in (one, *one.conjuncts)]


def _is_beneath_topic(joint: Token, token: Token) -> bool:
    """Return whether a "with" or "between" stands in what the talk was about: "spoke about the call between ..."."""
    for _ in range(12):
        joint = joint.head
        if joint.i in (token.i, joint.head.i):
            return False
        if joint.lower_ in ("about", "of", "after", "before", "since", "on") and not any(
            c.pos_ == "PROPN" and c.lower_.endswith("day") for c in joint.children
        ):
            return True
    return False


def _around(scene: Scene, noun: Token) -> list[Token]:
    """Return who stands around the verb that holds a conversation, or that acts in one: "told him on the phone"."""
    clause = scene.clause_of[noun.i]
    by_phone = noun.dep_ == "pobj" and noun.head.lower_ in _MEANS
    if not by_phone and clause.lemma_.lower() not in HOLDING:
        return []
    return [*subjects(clause), *_objects(scene, clause)] if by_phone else subjects(clause)


def _company(tokens: list[Token], leaders: Leaders) -> frozenset[str]:
    """Return which of us, ru and other the noun phrases name."""
    found: set[str] = set()
    for token in tokens:
        if token.pos_ not in ("PROPN", "NOUN", "X"):
            continue
        left = min((t.i for t in token.lefts), default=token.i)
        phrase = " ".join(t.lower_ for t in token.doc[left : token.i + 1]).replace("-", " ")
        us = leaders.us.search(phrase) or _HOUSES[US].search(phrase)
        ru = leaders.ru.search(phrase) or _HOUSES[RU].search(phrase)
        found |= {US} if us else set()
        found |= {RU} if ru else set()
        if not (us or ru) and (
            other_leaders().search(" ".join(t.lower_ for t in token.subtree))
            or _is_titled(token)
            or _is_full_name(token)
        ):
            found.add(OTHER)
    return frozenset(found)


def _is_full_name(token: Token) -> bool:
    """Return whether a noun phrase is a person's first and last name: "Ban Ki-moon", "Sergei Lavrov"."""
    names = [t for t in token.lefts if t.dep_ == "compound" and t.pos_ == "PROPN" and t.text[0].isupper()]
    joined = token.i > 0 and token.nbor(-1).text == "-"  # "Ki-moon"
    if token.pos_ != "PROPN" or not (token.text[0].isupper() or joined) or len(names) not in (1, 2):
        return False
    return not any(t.dep_ == "det" for t in token.lefts) and not any(
        _BODY.fullmatch(t.lower_) or _OWN.fullmatch(t.lower_) for t in (token, *names)
    )


def _is_titled(token: Token) -> bool:
    """Return whether a noun phrase is a ruler or minister by name or country: "President Duda", "the Polish premier"."""
    phrase = [t for t in token.subtree if t.i <= token.i or t.dep_ in ("appos", "compound", "pobj")]
    if token.tag_ == "NNS" and _RULERS.fullmatch(token.lower_):
        # "spoke with European leaders"; "the two leaders" and "the American and Russian leaders" are the pair
        adjectives = [t for t in token.lefts if t.dep_ in ("amod", "compound")]
        return any(t.text[0].isupper() for t in adjectives) and not any(
            _OWN.fullmatch(t.lower_) for t in adjectives
        )
    if token.tag_ == "NNS" or not _TITLED.search(" ".join(t.lower_ for t in phrase)):
        return False
    return any((t.pos_ == "PROPN" or (t.tag_ == "JJ" and t.text[0].isupper())) and not _TITLED.fullmatch(t.lower_.rstrip("."))
               and not _OWN.fullmatch(t.lower_) for t in phrase)  # fmt: skip


def _is_main(scene: Scene, token: Token) -> bool:
    """Return whether the conversation is told in a main clause, or in what a main clause reports."""
    clause = scene.clause_of[token.i]
    for _ in range(6):
        if clause.dep_ == "ROOT":
            return True
        if clause.dep_ not in _MAIN:
            return False
        clause = scene.clause_of[clause.head.i]
    return False
