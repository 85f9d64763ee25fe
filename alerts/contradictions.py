"""How each new claim stands to the claims of the stored readouts of the same call. Pure: no store, no clock.

Only two asserted claims about one call can contradict. What a statement leaves out, what a source would not
say, wishes, predictions, conditions and questions never do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from alerts.clashes import clash
from alerts.denials import denial
from alerts.omissions import told_first
from alerts.reasons import reason
from extractors.model import (
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


def relations(claims: Sequence[Claim], readouts: Sequence[Readout]) -> list[Relation]:
    """Return the relations of every claim to every readout's claims of the same call.

    A claim without a call date is related to nothing. A claim that is itself part of a readout is not
    compared with that readout. What a side is the first and only one to tell of stands to the other side's
    silence; what denies a contradiction stands to it in no other way.
    """
    held = {day: [r for r in readouts if _same_call(day, r)] for day in {c.call_date for c in claims}}
    found = [relation for claim in claims for relation in _of_claim(claim, held[claim.call_date])]
    for day in dict.fromkeys(claim.call_date for claim in claims):
        found += told_first([claim for claim in claims if claim.call_date == day], held[day])
    return found


def _of_claim(claim: Claim, held: Sequence[Readout]) -> list[Relation]:
    """Return the relations of one claim to the readouts of its call."""
    if not _counts(claim):
        return []
    denied = denial(claim, held)
    if denied is not None:
        return [denied]
    known = _restates(claim, held)
    return [
        relation
        for readout in held
        for relation in _against(claim, readout)
        if not (known and relation.kind is RelationKind.CONTRADICTS)
    ]


def _restates(claim: Claim, readouts: Sequence[Readout]) -> bool:
    """Return whether the claim repeats what its speaker's side is already known to have said of the call.

    A story that quotes both readouts again brings no new source for their disagreement.
    """
    return claim.speaker.side is not None and any(
        stored.topic == claim.topic
        and (claim.topic != "other" or bool(stored.terms & claim.terms))
        and stored.proposition is claim.proposition
        and stored.polarity is claim.polarity
        and stored.value == claim.value
        and _counts(stored)
        for readout in readouts
        if readout.side is claim.speaker.side
        for stored in readout.claims
    )


def _same_call(day: dt.date | None, readout: Readout) -> bool:
    return day is not None and readout.call_key.startswith(day.isoformat())


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


def _closeness(relation: Relation) -> tuple[int, int, int, int, int]:
    """Return how near a readout's sentence comes to what the claim denies or affirms: the nearest one is quoted."""
    claim, stored = relation.claim, relation.against
    shared = len(_words(claim.quote) & _words(stored.quote))
    return (
        len(claim.terms & stored.terms),
        stored.proposition is claim.proposition,
        stored.rule != "mention",
        # What was denied as a subject of the talk stands nearest to what is told as one.
        claim.proposition is Proposition.DISCUSSED and stored.rule.startswith("discuss"),
        shared,
    )


def _words(quote: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", quote.lower()))


def relate(claim: Claim, stored: Claim, readout: Readout) -> Relation | None:
    """Return how a claim stands to one claim of a readout, None where they are about different things."""
    if not (_counts(claim) and _counts(stored)):
        return None
    found = clash(claim, stored)
    if found is not None:
        kind, rule = found
        return _relation(RelationKind.CONTRADICTS, claim, stored, readout, rule=rule, contradiction=kind)
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
