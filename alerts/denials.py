"""Denials of a contradiction: a side stands by its account against a report, or says that the accounts agree. Pure.

Neither is a new contradiction of the same readout: a denial is kept beside the one it denies, never alerted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alerts.reasons import named, says
from extractors.model import Claim, Polarity, Readout, Relation, RelationKind

# "The two accounts do not contradict each other": said of the accounts, not of the call.
ACCOUNTS = "accounts"
# What tells a denial of somebody's report from one more repetition of the side's own words.
_OF_A_REPORT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|disput\w+|rebut\w*|refut\w+|contest\w*|repudiat\w+|knock\w* down"
    r"|false|untrue|wrong|incorrect|inaccurate|invent\w+|fabricat\w+|fictions?|nonsense|fake|made up)\b",
    re.IGNORECASE,
)


def denial(claim: Claim, readouts: Sequence[Readout]) -> Relation | None:
    """Return what a new claim denies of a contradiction; None for any other claim.

    ``readouts`` are the stored ones of the claim's call. A denial of a report stands to what its own side had
    said before, a word on the accounts themselves to the other side's account as a whole.
    """
    side = claim.speaker.side
    if side is None:
        return None
    who = named(claim.speaker.name)
    who = who[:1].upper() + who[1:]
    if claim.topic == ACCOUNTS:
        other = next((readout for readout in readouts if readout.side is not side), None)
        reason = f"{who} says that the accounts of the two sides do not contradict each other."
        return None if other is None else _denies(claim, None, other, "accounts-agree", reason)
    if claim.polarity is not Polarity.DENIED or not _OF_A_REPORT.search(claim.quote):
        return None
    for readout in readouts:
        for stored in readout.claims if readout.side is side else ():
            if (stored.topic, stored.proposition, stored.polarity) == (
                claim.topic,
                claim.proposition,
                claim.polarity,
            ):
                reason = f"{who} denies reports to the contrary: the {side}'s account {says(stored)}."
                return _denies(claim, stored, readout, "report-denied", reason)
    return None


def _denies(claim: Claim, stored: Claim | None, readout: Readout, rule: str, reason: str) -> Relation:
    return Relation(RelationKind.DENIES, claim, stored, readout, rule, reason, claim.topic)
