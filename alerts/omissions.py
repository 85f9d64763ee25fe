"""What only one side's account of a call tells of: the other side's account says nothing about it. Pure.

Silence is not denial: an omission is kept for the dossier and the digest, and never alerts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alerts.reasons import says
from extractors.model import Claim, Modality, Polarity, Readout, Relation, RelationKind, Scope, Side

RULE = "one-side-only"
# No matters of a conversation: that it took place, what no topic names, how the accounts stand to each other.
NO_TOPICS = frozenset(["call", "other", "accounts"])


def told_first(claims: Sequence[Claim], readouts: Sequence[Readout]) -> list[Relation]:
    """Return what a side tells in new claims that neither its own stored account nor the other's speaks of.

    ``readouts`` are the stored ones of the claims' call. One relation a topic and side, to the readout of the
    other side that is silent; none while nothing of the other side is stored.
    """
    found: dict[tuple[Side, str], Relation] = {}
    for claim in claims:
        side = claim.speaker.side
        if side is None or not _tells(claim) or (side, claim.topic) in found:
            continue
        if _names(claim.topic, readouts) or any(
            one.topic == claim.topic and one.speaker.side not in (None, side) for one in claims
        ):
            continue
        silent = _account([readout for readout in readouts if readout.side is not side])
        if silent is not None:
            found[side, claim.topic] = _omission(claim, side, silent)
    return list(found.values())


def one_sided(readouts: Sequence[Readout]) -> list[Relation]:
    """Return what only one side's stored readouts of one call tell of: one relation a topic, documents first."""
    found: dict[str, Relation] = {}
    for readout in sorted(readouts, key=_rank):
        others = [one for one in readouts if one.side is not readout.side]
        silent = _account(others)
        if silent is None:
            continue
        for claim in readout.claims:
            if _tells(claim) and claim.topic not in found and not _names(claim.topic, others):
                found[claim.topic] = _omission(claim, readout.side, silent)
    return list(found.values())


def _tells(claim: Claim) -> bool:
    """Return whether a claim says outright that something was, or was not, part of the call."""
    said = claim.modality is Modality.ASSERTED and claim.polarity is not Polarity.UNCERTAIN
    return said and claim.scope is Scope.CALL and claim.topic not in NO_TOPICS


def _names(topic: str, readouts: Iterable[Readout]) -> bool:
    """Return whether a readout speaks of the topic in any way: a hedge or a refusal is no silence either."""
    return any(claim.topic == topic for readout in readouts for claim in readout.claims)


def _account(readouts: Sequence[Readout]) -> Readout | None:
    """Return the readout that stands for a side's account: its own page before what others quote."""
    return min(readouts, key=_rank, default=None)


def _rank(readout: Readout) -> int:
    return {"document": 0, "remark": 1}.get(readout.kind, 2)


def _omission(claim: Claim, side: Side, silent: Readout) -> Relation:
    whole = silent.kind == "document"
    known = "" if whole else ", as far as it is quoted,"
    reason = f"Only the {side}'s account {says(claim)}; that of the {silent.side}{known} says nothing of it."
    return Relation(
        RelationKind.ONE_SIDE_ONLY,
        claim,
        None,
        silent,
        RULE,
        reason,
        claim.topic,
        confidence="high" if whole else "low",
    )
