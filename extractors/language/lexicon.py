"""The cue words of ``cues.toml`` as lookups: which complements a verb, noun or adjective takes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cue words: complements by verb, prepositions by verb, and the other word classes.

    A verb with a particle is joined by a hyphen ("point-out").
    """

    verbs: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    person_prepositions: dict[str, frozenset[str]]
    not_cues: frozenset[str]
    adjectives: frozenset[str]
    nouns: frozenset[str]
    noun_prepositions: dict[str, frozenset[str]]
    adverbs: frozenset[str]
    passives: frozenset[str]
    occasions: frozenset[str]
    documents: frozenset[str]
    surveys: frozenset[str]
    views: frozenset[str]
    adherents: frozenset[str]
    no_labels: frozenset[str]
    asides: frozenset[str]
    hands_on: frozenset[str]
    plain: frozenset[str]
    texts: frozenset[str]
    bodies: frozenset[str]
    spent: frozenset[str]

    def takes(self, verb: str) -> frozenset[str]:
        """Return the complements that the verb's lemma takes, empty for a verb that is no cue."""
        return self.verbs.get(verb, frozenset())


@cache
def load() -> Lexicon:
    """Return the lexicon that ships beside the code, read once."""
    data = tomllib.loads(files("extractors.language").joinpath("cues.toml").read_text(encoding="utf-8"))
    verbs: dict[str, set[str]] = {}
    for group in data["verbs"].values():
        for word in group["words"].split():
            verbs.setdefault(word, set()).update(group["takes"])
    return Lexicon(
        verbs={word: frozenset(takes) for word, takes in verbs.items()},
        prepositions=_by_verb(data["prepositions"]),
        person_prepositions=_by_verb(data["prepositions_of_person"]),
        not_cues=frozenset(data["not_cues"]["words"].split()),
        adjectives=frozenset(data["adjectives"]["words"].split()),
        nouns=frozenset(data["nouns"]["words"].split()),
        noun_prepositions=_by_verb(data["noun_prepositions"]),
        adverbs=frozenset(data["adverbs"]["words"].split()),
        passives=frozenset(data["passives"]["words"].split()),
        occasions=frozenset(data["occasions"]["words"].split()),
        documents=frozenset(data["documents"]["words"].split()),
        surveys=frozenset(data["surveys"]["words"].split()),
        views=frozenset(data["views"]["words"].split()),
        adherents=frozenset(data["adherents"]["words"].split()),
        no_labels=frozenset(data["no_labels"]["words"].split()),
        asides=frozenset(data["asides"]["words"].split()),
        hands_on=frozenset(data["hands_on"]["words"].split()),
        plain=frozenset(data["plain"]["words"].split()),
        texts=frozenset(data["texts"]["words"].split()),
        spent=frozenset(data["spent"]["words"].split()),
        bodies=frozenset(word.replace("-", " ") for word in data["bodies"]["words"].split()),
    )


def _by_verb(table: dict[str, str]) -> dict[str, frozenset[str]]:
    """Turn {preposition: "verbs"} into {verb: prepositions}."""
    found: dict[str, set[str]] = {}
    for preposition, words in table.items():
        for word in words.split():
            found.setdefault(word, set()).add(preposition)
    return {word: frozenset(taken) for word, taken in found.items()}
