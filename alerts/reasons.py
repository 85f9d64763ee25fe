"""The reason of a relation: one plain sentence that names both speakers and says how their accounts stand. Pure."""

from __future__ import annotations

from alerts.clashes import minutes_of
from extractors.model import Claim, ContradictionKind, Polarity, Proposition, RelationKind

_PLURAL = frozenset(["sanctions", "prisoners", "human_rights", "bounties", "relations", "requests", "thanks"])
_SHOWN = {
    "terrorism": "the fight against terrorism",
    "nato": "NATO",
    "syria": "Syria",
    "ukraine": "Ukraine",
    "iran": "Iran",
    "china": "China",
    "north_korea": "North Korea",
    "venezuela": "Venezuela",
    "middle_east": "the Middle East",
    "meeting": "a meeting",
    "other": "the matter",
}
# What was done with a topic, in words that stand behind "was": the actions on sanctions name their direction.
_DONE = {proposition: str(proposition) for proposition in Proposition} | {
    Proposition.MAINTAINED: "to be kept or added",
    Proposition.EASED: "to be eased or lifted",
    Proposition.EXTENT: "agreed to another extent",
    Proposition.OCCURRED: "made or sent",
    Proposition.AGREED: "agreed on",
}


def reason(kind: RelationKind, claim: Claim, stored: Claim, contradiction: ContradictionKind | None) -> str:
    """Return one plain sentence that names both speakers and says how their accounts stand to each other."""
    verb = {RelationKind.CONTRADICTS: "while", RelationKind.CONSISTENT: "and", RelationKind.DIFFERS: "and"}[
        kind
    ]
    first, second = named(claim.speaker.name), named(stored.speaker.name)
    if kind is RelationKind.CONSISTENT and says(claim) == says(stored):
        again = f"and so does {second}" if first != second else "as the stored readout has it"
        return f"{first[:1].upper()}{first[1:]} {says(claim)}, {again}."
    return f"{first[:1].upper()}{first[1:]} {says(claim)}, {verb} {second} {says(stored)}."


def named(name: str) -> str:
    """Return a speaker's name as it stands within a sentence: "A White House official" began one where it was read."""
    article, space, rest = name.partition(" ")
    return (
        f"{article.lower()}{space}{rest}"
        if article in ("A", "An", "The", "Two", "Some", "Its", "His")
        else name
    )


def says(claim: Claim) -> str:
    """Return what a claim says, in words."""
    if claim.proposition is Proposition.DURATION:
        low, high = minutes_of(claim.value)
        return f"gives the call {low:.0f} to {high:.0f} minutes"
    if claim.proposition is Proposition.INITIATOR:
        return f"says that the {'American' if claim.value == 'US' else 'Russian'} side placed or asked for the call"
    if claim.topic == "call" and claim.proposition is Proposition.OCCURRED:
        return (
            "says that the call took place"
            if claim.polarity is Polarity.AFFIRMED
            else "says that there was no such call"
        )
    many = claim.topic in _PLURAL
    was = {
        Polarity.AFFIRMED: "were" if many else "was",
        Polarity.DENIED: "were not" if many else "was not",
    }.get(claim.polarity, "may have been")
    return (
        f"says that {_SHOWN.get(claim.topic, claim.topic.replace('_', ' '))} {was} {_DONE[claim.proposition]}"
    )
