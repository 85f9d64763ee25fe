"""How each new claim stands to the claims of the stored readouts of the same call. Pure: no store, no clock.

Only two asserted claims about one call can contradict. What a statement leaves out, what a source would not
say, wishes, predictions, conditions and questions never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from alerts.extents import extents_clash
from extractors.model import (
    UTTERED,
    Claim,
    ContradictionKind,
    Modality,
    Polarity,
    Proposition,
    Readout,
    Relation,
    RelationKind,
    Scope,
)

# How far two widened ranges of minutes must lie apart. "Almost an hour and a half" against "over an hour" (one
# call, two honest accounts) overlap once widened; a quarter between the ranges leaves room for a caption's rounding.
DURATION_MARGIN = 1.25

# Only a denial of a promise as such denies what a leader told the other he would do.
_COMMITTED = re.compile(r"assur|promis|pledg|undertak|commit|guarantee|word|vow")

_LEVEL = {Proposition.DISCUSSED: 1, Proposition.PROPOSED: 2, Proposition.AGREED: 3}
_ACTIONS = (Proposition.EASED, Proposition.MAINTAINED)


def relations(claims: Sequence[Claim], readouts: Sequence[Readout]) -> list[Relation]:
    """Return the relations of every claim to every readout's claims of the same call.

    A claim without a call date is related to nothing. A claim that is itself part of a readout is not
    compared with that readout.
    """
    found: list[Relation] = []
    for claim in claims:
        held = [readout for readout in readouts if _same_call(claim, readout)]
        known = _restates(claim, held)
        for readout in held:
            near = list(_against(claim, readout))
            found.extend(r for r in near if not (known and r.kind is RelationKind.CONTRADICTS))
    return found


def _restates(claim: Claim, readouts: Sequence[Readout]) -> bool:
    """Return whether the claim repeats what its speaker's side is already known to have said of the call.

    A story that quotes both readouts again brings no new source for their disagreement.
    """
    return claim.speaker.side is not None and any(
        stored.topic == claim.topic
        and stored.proposition is claim.proposition
        and stored.polarity is claim.polarity
        and stored.value == claim.value
        and _counts(stored)
        for readout in readouts
        if readout.side is claim.speaker.side
        for stored in readout.claims
    )


def _same_call(claim: Claim, readout: Readout) -> bool:
    return claim.call_date is not None and readout.call_key.startswith(claim.call_date.isoformat())


def _against(claim: Claim, readout: Readout) -> Iterator[Relation]:
    """Yield the relations of one claim to one readout: contradictions, or else the closest other relation."""
    others: list[Relation] = []
    best: dict[tuple[ContradictionKind | None, str], Relation] = {}
    for stored in readout.claims:
        relation = relate(claim, stored, readout)
        if relation is None:
            continue
        if relation.kind is not RelationKind.CONTRADICTS:
            others.append(relation)
            continue
        key = (relation.contradiction, relation.topic)
        if key not in best or _closeness(relation) > _closeness(best[key]):
            best[key] = relation
    yield from best.values()
    if others and not best:
        yield others[0]


def _closeness(relation: Relation) -> tuple[int, int, int, int]:
    """Return how near a readout's sentence comes to what the claim denies or affirms: the nearest one is quoted."""
    claim, stored = relation.claim, relation.readout_claim
    shared = len(_words(claim.quote) & _words(stored.quote))
    return (
        len(claim.terms & stored.terms),
        stored.proposition is claim.proposition,
        stored.rule != "mention",
        shared,
    )


def _words(quote: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", quote.lower()))


def relate(claim: Claim, stored: Claim, readout: Readout) -> Relation | None:
    """Return how a claim stands to one claim of a readout, None where they are about different things."""
    if not (_counts(claim) and _counts(stored)):
        return None
    for rule in _RULES:
        kind = rule(claim, stored)
        if kind is not None:
            return _relation(
                RelationKind.CONTRADICTS,
                claim,
                stored,
                readout,
                rule=rule.__name__.strip("_").replace("_", "-"),
                contradiction=kind,
            )
    if (
        claim.topic == stored.topic != "other"
        and claim.proposition is stored.proposition
        and claim.polarity is stored.polarity
    ):
        same = claim.value == stored.value
        kind_ = RelationKind.CONSISTENT if same or not claim.value else RelationKind.DIFFERS
        return _relation(kind_, claim, stored, readout, rule="same-topic")
    return None


def _counts(claim: Claim) -> bool:
    """Return whether a claim can contradict at all."""
    return (
        claim.modality is Modality.ASSERTED
        and claim.scope is Scope.CALL
        and claim.polarity is not Polarity.UNCERTAIN
    )


def _opposed(claim: Claim, stored: Claim) -> tuple[Claim, Claim] | None:
    """Return (denied, affirmed) where the two have opposite polarities, else None."""
    if claim.polarity is stored.polarity:
        return None
    return (claim, stored) if claim.polarity is Polarity.DENIED else (stored, claim)


def _covers_open(denied: Claim, affirmed: Claim) -> bool:
    """Return whether an open denial names a noun that the other account says was spoken of."""
    return bool(denied.terms & affirmed.terms)


def _covers(denied: Claim, affirmed: Claim) -> bool:
    """Return whether what is denied covers what is affirmed: the whole topic, or a matter both name."""
    return not denied.terms or bool(denied.terms & affirmed.terms)


def _denied_topic(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """A topic that one side says was raised, proposed or agreed, and the other says was not."""
    pair = _opposed(claim, stored)
    if pair is None or claim.topic != stored.topic:
        return None
    denied, affirmed = pair
    low, high = _LEVEL.get(denied.proposition), _LEVEL.get(affirmed.proposition)
    if _of_another_act(denied, affirmed):
        return None
    if affirmed.rule == "commitment" and not _COMMITTED.search(denied.rule):
        return None
    covered = _covers_open if denied.topic == "other" else _covers
    if low is None or high is None or not covered(denied, affirmed):
        return None
    if low > high and denied.topic not in UTTERED:
        return None
    return _kind_of_denial(denied)


def _of_another_act(denied: Claim, affirmed: Claim) -> bool:
    """Return whether the denial is of another act than what is affirmed, so that both can be true.

    "Trump did not warn Putin" leaves room for "they spoke of it", and "Putin did not raise it" for "Trump did".
    """
    two = {denied.holder, affirmed.holder}
    if two == {"US", "RU"}:
        return True
    told = denied.rule.startswith("tell") and denied.topic not in UTTERED
    return told and not affirmed.rule.startswith("tell")


def _kind_of_denial(denied: Claim) -> ContradictionKind:
    if denied.topic == "meeting":
        return ContradictionKind.MEETING_PLANNED
    if denied.topic in UTTERED:
        return ContradictionKind.OFFICIAL_DENIAL
    return (
        ContradictionKind.AGREED_VS_NOT
        if denied.proposition is Proposition.AGREED
        else ContradictionKind.DISCUSSED_VS_NOT
    )


def _action_on_sanctions(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """Sanctions that will be eased in one account and kept or added in the other, by the same holder."""
    if claim.topic != stored.topic or claim.proposition not in _ACTIONS or stored.proposition not in _ACTIONS:
        return None
    # Only the American side's acts on its sanctions can differ; what the Russian leader asks for is a wish.
    if "RU" in (claim.holder, stored.holder):
        return None
    if claim.proposition is stored.proposition:
        return ContradictionKind.SANCTIONS_ACTION if claim.polarity is not stored.polarity else None
    both = claim.polarity is Polarity.AFFIRMED and stored.polarity is Polarity.AFFIRMED
    return ContradictionKind.SANCTIONS_ACTION if both else None


def _duration_apart(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """Lengths of the call whose ranges, widened for "about" and "almost", stay apart by a clear margin."""
    if claim.proposition is not Proposition.DURATION or stored.proposition is not Proposition.DURATION:
        return None
    (low_a, high_a), (low_b, high_b) = _range(claim.value), _range(stored.value)
    apart = low_a > high_b * DURATION_MARGIN or low_b > high_a * DURATION_MARGIN
    return ContradictionKind.DURATION if apart else None


def _range(value: str) -> tuple[float, float]:
    low, high = value.split("-")
    return float(low), float(high)


def _other_initiator(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """Each account names the other side as the one that placed or asked for the call."""
    if claim.proposition is not Proposition.INITIATOR or stored.proposition is not Proposition.INITIATOR:
        return None
    return ContradictionKind.INITIATOR if claim.value != stored.value else None


def _deed_denied(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """One side says that it sent or did something, the other that nothing of the kind arrived."""
    if claim.proposition is not Proposition.OCCURRED or claim.rule != "deed" or stored.rule != "deed":
        return None
    same = claim.topic == stored.topic and _opposed(claim, stored) is not None
    return ContradictionKind.OFFICIAL_DENIAL if same else None


def _call_denied(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """One account tells of the conversation, the other says that there was none."""
    if claim.topic != "call" or stored.topic != "call":
        return None
    return ContradictionKind.OFFICIAL_DENIAL if _opposed(claim, stored) else None


def _extent_differs(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """What was agreed or offered covers less in one account than in the other."""
    if claim.proposition is not Proposition.EXTENT or stored.proposition is not Proposition.EXTENT:
        return None
    if claim.topic != stored.topic:
        return None
    apart = extents_clash(claim.value, stored.value)
    return ContradictionKind.SCOPE if apart else None


_RULES = (
    _extent_differs,
    _action_on_sanctions,
    _denied_topic,
    _duration_apart,
    _other_initiator,
    _deed_denied,
    _call_denied,
)


def _relation(
    kind: RelationKind,
    claim: Claim,
    stored: Claim,
    readout: Readout,
    *,
    rule: str,
    contradiction: ContradictionKind | None = None,
) -> Relation:
    """Return the relation with its reason; the readout's quote must be an exact part of its stored text."""
    verbatim = readout.text[stored.start : stored.end] == stored.quote
    assert verbatim, "a readout claim's quote is not in its text"  # noqa: S101 - no alert without exact words
    return Relation(
        kind,
        claim,
        stored,
        readout,
        rule,
        reason(kind, claim, stored, contradiction),
        claim.topic,
        contradiction,
    )


def reason(kind: RelationKind, claim: Claim, stored: Claim, contradiction: ContradictionKind | None) -> str:
    """Return one plain sentence that names both speakers and says how their accounts stand to each other."""
    verb = {RelationKind.CONTRADICTS: "while", RelationKind.CONSISTENT: "and", RelationKind.DIFFERS: "and"}[
        kind
    ]
    first, second = _named(claim.speaker.name), _named(stored.speaker.name)
    return f"{first[:1].upper()}{first[1:]} {_says(claim)}, {verb} {second} {_says(stored)}."


def _named(name: str) -> str:
    """Return a speaker's name as it stands within a sentence: "A White House official" began one where it was read."""
    article, space, rest = name.partition(" ")
    return (
        f"{article.lower()}{space}{rest}"
        if article in ("A", "An", "The", "Two", "Some", "Its", "His")
        else name
    )


_PLURAL = frozenset(["sanctions", "prisoners", "human_rights", "bounties", "relations", "requests", "thanks"])
_SHOWN = {
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
}


def _says(claim: Claim) -> str:
    """Return what a claim says, in words."""
    if claim.proposition is Proposition.DURATION:
        low, high = _range(claim.value)
        return f"gives the call {low:.0f} to {high:.0f} minutes"
    if claim.proposition is Proposition.INITIATOR:
        return f"says that the {'American' if claim.value == 'US' else 'Russian'} side placed or asked for the call"
    if claim.proposition is Proposition.OCCURRED:
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
