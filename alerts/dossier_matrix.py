"""The matrix of one call: a row a topic, a cell a side, and what the two come to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.omissions import NO_TOPICS
from alerts.wording import moment
from extractors.model import (
    Claim,
    Dossier,
    Modality,
    Polarity,
    Readout,
    RelationKind,
    Scope,
    Side,
    StoredRelation,
)

SIDES = (Side.WHITE_HOUSE, Side.KREMLIN)
_SAID = frozenset({Modality.ASSERTED, Modality.HEDGED})


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of one side: who said it, where it was read, verbatim."""

    speaker: str
    quote: str
    outlet: str
    url: str
    published: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How one side stands to one topic: told, denied, both, left open, mentioned or silent."""

    side: str
    stance: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One topic across the sides. ``verdict``: agreed, denied, differs, one side only or open.

    ``words`` says it in full: "only the Kremlin's account mentions it".
    """

    topic: str
    verdict: str
    words: str
    cells: tuple[Cell, ...]


# A topic that a sentence near the call merely names, without an act that the rules know: hedged by the rule,
# not by the speaker. In the matrix such sentences stood as "told" and hid what a side had said of the call.
_ASIDE = "nearby"


def matrix(dossier: Dossier) -> tuple[Row, ...]:
    """A row for each topic that either side speaks of in a readout of this call, in the topics' order."""
    topics = sorted({c.topic for r in dossier.readouts for c in r.claims if _is_told(c)} - NO_TOPICS)
    return tuple(_row(topic, dossier) for topic in topics)


def asides(dossier: Dossier) -> tuple[Statement, ...]:
    """The sides' sentences that stand near the call and name a topic, but tell of no act in it; each once."""
    told = {c.quote for r in dossier.readouts for c in r.claims if _is_told(c)}
    found = (
        of_readout(readout, claim)
        for readout in dossier.readouts
        for claim in readout.claims
        if claim.rule == _ASIDE and claim.scope is Scope.CALL and claim.quote not in told
    )
    return tuple(dict.fromkeys(found))


def _is_told(claim: Claim) -> bool:
    """Return whether a claim is part of a side's account of the call."""
    return claim.scope is Scope.CALL and claim.rule != _ASIDE


def _row(topic: str, dossier: Dossier) -> Row:
    cells = tuple(_cell(side, topic, dossier.readouts) for side in SIDES)
    verdict = _verdict(cells, _between_sides(topic, dossier.relations))
    return Row(topic, verdict, _in_words(cells), cells)


def _in_words(cells: tuple[Cell, ...]) -> str:
    told = [cell for cell in cells if cell.stance != "silent"]
    if len(told) == 1:
        return f"only the {told[0].side}'s account mentions it, and {_STANCES[told[0].stance]}"
    return "; ".join(f"{cell.side}: {_STANCES[cell.stance]}" for cell in cells)


_STANCES = {
    "told": "says it was so",
    "denied": "denies it",
    "both": "says both",
    "left open": "leaves it open",
    "mentioned": "speaks of it as no more than a wish, a plan or a question",
    "silent": "says nothing of it",
}


def _cell(side: Side, topic: str, readouts: Iterable[Readout]) -> Cell:
    found = [
        (readout, claim)
        for readout in readouts
        if readout.side is side
        for claim in readout.claims
        if claim.topic == topic and _is_told(claim)
    ]
    statements = tuple(dict.fromkeys(of_readout(readout, claim) for readout, claim in found))
    return Cell(side.value, _stance([claim for _, claim in found]), statements)


def _stance(claims: list[Claim]) -> str:
    said = {claim.polarity for claim in claims if claim.modality in _SAID}
    if {Polarity.AFFIRMED, Polarity.DENIED} <= said:
        return "both"
    if Polarity.AFFIRMED in said:
        return "told"
    if Polarity.DENIED in said:
        return "denied"
    if Polarity.UNCERTAIN in said:
        return "left open"
    return "mentioned" if claims else "silent"


def _verdict(cells: tuple[Cell, ...], between: set[RelationKind]) -> str:
    stances = {cell.stance for cell in cells}
    if RelationKind.CONTRADICTS in between or {"told", "denied"} <= stances:
        return "denied"
    # Silence is not denial: what only one side tells of is shown as that and as nothing more.
    if "silent" in stances:
        return "one side only"
    if RelationKind.DIFFERS in between or "both" in stances:
        return "differs"
    return "agreed" if len(stances) == 1 and stances <= {"told", "denied"} else "open"


def _between_sides(topic: str, relations: Iterable[StoredRelation]) -> set[RelationKind]:
    """How the two sides' own words stand to each other on a topic; what third parties say does not count."""
    standing = [s.relation for s in relations if s.withdrawn_at is None and s.relation.topic == topic]
    return {r.kind for r in standing if r.claim.speaker.side not in (None, r.readout.side)}


def of_readout(readout: Readout, claim: Claim) -> Statement:
    """A readout's sentence with who said it and where."""
    outlet = readout.outlet or readout.issuer
    return Statement(
        speaker_of(claim, readout.issuer), claim.quote, outlet, readout.url, moment(readout.published)
    )


def speaker_of(claim: Claim, otherwise: str) -> str:
    """The claim's speaker as a reader sees it; ``otherwise`` when it names none."""
    name = claim.speaker.name or otherwise
    return name if claim.speaker.on_record or claim.speaker.is_outlet else f"{name} (anonymous)"
