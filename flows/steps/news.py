"""What of a reading is news: an update or a near copy says most of its original again. No store is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alerts.revisions import news_of
from extractors.model import Claim, Verdict
from flows.reading import Reading


def news_only(read: Reading, verdict: Verdict, held: Sequence[Claim]) -> Reading:
    """Of an update or a near copy only what its original does not say: the rest is held already.

    ``held`` are the original's claims. A wire copy in which an editor changed every third word said nothing
    new, and yet alerted again before its claims were compared with the original's.
    """
    inside = [
        claim
        for claim in read.claims
        if any(claim.start < end and start < claim.end for start, end in verdict.new_text)
    ]
    return only(read, news_of(held, inside))


def only(read: Reading, news: Sequence[Claim]) -> Reading:
    """A reading with nothing but the claims ``news`` and what rests on them."""
    readouts = [replace(one, claims=tuple(c for c in one.claims if c in news)) for one in read.readouts]
    return replace(
        read,
        claims=tuple(news),
        readouts=tuple(readout for readout in readouts if readout.claims),
        relations=tuple(relation for relation in read.relations if relation.claim in news),
    )
