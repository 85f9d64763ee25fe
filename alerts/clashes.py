"""When two asserted claims about one call cannot both be true: one rule a kind. Pure.

Each rule returns the kind of the contradiction, or None where both claims can stand; its function's name is
the rule's id in relations, alerts and feedback.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from alerts.extents import counts_clash, extents_clash, ranges_clash
from extractors.model import UTTERED, Claim, ContradictionKind, Polarity, Proposition, Side

# How far two widened ranges of minutes must lie apart. "Almost an hour and a half" against "over an hour" (one
# call, two honest accounts) overlap once widened; a quarter between the ranges leaves room for a caption's rounding.
DURATION_MARGIN = 1.25
# Only a denial of a promise as such denies what a leader told the other he would do.
_COMMITTED = re.compile(r"assur|promis|pledg|undertak|commit|guarantee|word|vow")

# What one undertook not to do is denied only by a word for the undertaking: "the houses had been promised" is not one.
_REFRAINS = re.compile(
    r"assurance|undertaking|commitment|guarantee|pledge|promise\b|promised not|word", re.IGNORECASE
)

# "Their foreign ministers should meet", "diplomats would meet" leaves open whether the two leaders will.
_OF_OTHERS = re.compile(
    r"\b(?:ministers|advisers|advisors|envoys|delegations|experts|negotiators|diplomats|officials|aides|teams|staffs|generals|delegates|representatives|specialists)\b(?:(?!\b(?:and|agreed|leaders|presidents|they)\b)[^.,]){0,30}\bmeet"
)

_LEVEL = {Proposition.DISCUSSED: 1, Proposition.PROPOSED: 2, Proposition.AGREED: 3}
_ACTIONS = (Proposition.EASED, Proposition.MAINTAINED)


def clash(claim: Claim, stored: Claim) -> tuple[ContradictionKind, str] | None:
    """Return how two claims contradict each other and the id of the rule that says so; None where both can be true."""
    for rule in _RULES:
        kind = rule(claim, stored)
        if kind is not None:
            return kind, rule.__name__.strip("_").replace("_", "-")
    return None


def _opposed(claim: Claim, stored: Claim) -> tuple[Claim, Claim] | None:
    """Return (denied, affirmed) where the two have opposite polarities, else None."""
    if claim.polarity is stored.polarity:
        return None
    return (claim, stored) if claim.polarity is Polarity.DENIED else (stored, claim)


def _covers_open(denied: Claim, affirmed: Claim) -> bool:
    """Return whether an open denial names a noun that the other account says was spoken of.

    A denial's ``value`` is the number of its nouns that must be shared, where one is not enough. A topic ("#syria") of
    words that somebody disowns meets only what his own side's leader is said to have told the other.
    """
    if denied.value and affirmed.speaker.is_outlet:
        return (
            False  # nouns shared beside a named topic are too little where nobody vouches for what was said
        )
    shared = denied.terms & affirmed.terms
    side = _SIDES.get(denied.speaker.side) if denied.speaker.side is not None else None
    if side is None or affirmed.holder != side:
        shared = frozenset(term for term in shared if not term.startswith("#"))
    return len(shared) >= int(denied.value or 1)


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
    if (
        _of_another_act(denied, affirmed)
        or _of_others_meeting(claim, stored)
        or _of_another_meeting(claim, stored)
    ):
        return None
    if affirmed.rule.startswith("commitment") and not _takes_commitment_back(denied, affirmed):
        return None
    covered = _covers_open if denied.topic == "other" else _covers
    if low is None or high is None or not covered(denied, affirmed):
        return None
    if low > high and denied.topic not in UTTERED:
        return None
    return _kind_of_denial(denied, affirmed)


def _takes_commitment_back(denied: Claim, affirmed: Claim) -> bool:
    """Return whether a denial is one of a promise as such, and of one to refrain where that was given."""
    if not _COMMITTED.search(denied.rule):
        return False
    return affirmed.rule != "commitment-not" or _REFRAINS.search(denied.quote) is not None


def _of_others_meeting(claim: Claim, stored: Claim) -> bool:
    """Return whether only one of the two is about a meeting of ministers or envoys, or of more leaders than the two."""
    wider = [bool(c.terms & {"four", "g7"}) for c in (claim, stored)]
    if claim.topic == "meeting" and wider[0] is not wider[1]:
        return True
    return claim.topic == "meeting" and bool(_OF_OTHERS.search(claim.quote)) is not bool(
        _OF_OTHERS.search(stored.quote)
    )


# "No plans for a second meeting" leaves the one that was agreed on standing.
_ANOTHER = re.compile(
    r"\b(?:second|third|another|follow-up|additional|later)\b[^.,]{0,20}\b(?:meeting|summit)"
)


def _of_another_meeting(claim: Claim, stored: Claim) -> bool:
    """Return whether one is about a meeting with a third leader, or the new one denies only a further meeting."""
    if claim.topic != "meeting":
        return False
    if ("third" in claim.terms) is not ("third" in stored.terms):
        return True
    further = claim.polarity is Polarity.DENIED and _ANOTHER.search(claim.quote)
    return bool(further) and not (_ANOTHER.search(stored.quote) or " again" in stored.quote)


def _of_another_act(denied: Claim, affirmed: Claim) -> bool:
    """Return whether the denial is of another act than what is affirmed, so that both can be true.

    "Trump did not warn Putin" leaves room for "they spoke of it", and "Putin did not raise it" for "Trump did".
    """
    two = {denied.holder, affirmed.holder}
    if two == {"US", "RU"}:
        return True
    told = denied.rule.startswith("tell") and denied.topic not in UTTERED
    return told and not affirmed.rule.startswith(("tell", "propose"))


_SIDES = {Side.WHITE_HOUSE: "US", Side.KREMLIN: "RU"}


def _kind_of_denial(denied: Claim, affirmed: Claim) -> ContradictionKind:
    if denied.topic == "meeting":
        return ContradictionKind.MEETING_PLANNED
    if denied.rule.startswith(("tell-refused", "account-refused")):
        if affirmed.proposition is Proposition.AGREED:
            return ContradictionKind.AGREED_VS_NOT
        side = _SIDES.get(denied.speaker.side) if denied.speaker.side is not None else None
        # One's own leader never said it: what the other side put out is disowned, not merely left undiscussed.
        if (
            side is not None
            and affirmed.speaker.side is not denied.speaker.side
            and affirmed.holder in (side, "")
        ):
            return ContradictionKind.OFFICIAL_DENIAL
    if denied.topic in UTTERED:
        if denied.proposition is Proposition.AGREED and affirmed.proposition is Proposition.AGREED:
            return ContradictionKind.AGREED_VS_NOT
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
    if "RU" in (claim.holder, stored.holder) or _eases(claim) is _eases(stored):
        return None
    eased, kept = (claim, stored) if _eases(claim) else (stored, claim)
    return None if _of_other_measures(eased, kept) else ContradictionKind.SANCTIONS_ACTION


def _eases(claim: Claim) -> bool:
    """Return whether a claim on what is done with sanctions tells of less of them: "will be lifted"."""
    return (claim.proposition is Proposition.EASED) is (claim.polarity is Polarity.AFFIRMED)


# What is kept on Russia, or on its companies and officials at large, is kept on each of them.
_GENERAL = re.compile(
    r"\b(?:sanctions?|restrictions?|measures?|penalties)(?: now| already)?(?: in (?:place|force))? (?:on|against) "
    r"(?:russia\b(?!')|moscow|(?:the )?russian (?:companies|officials|businesses|firms|individuals|entities"
    r"|citizens|people|federation|economy|side))",
    re.IGNORECASE,
)
_TARIFFS = re.compile(
    r"\b(?:tariffs?|dut(?:y|ies)|customers|buyers|buy(?:s|ing)?|importers)\b", re.IGNORECASE
)


def _of_other_measures(eased: Claim, kept: Claim) -> bool:
    """Return whether the two are about different measures, so that both can be true.

    "The airlines come off the list" leaves room for "the oil companies stay on it", and "no new sanctions" for
    "the existing ones stay".
    """
    aims = [{term for term in c.terms if term.startswith("@")} for c in (eased, kept)]
    covers_all = _GENERAL.search(kept.quote) is not None
    if aims[0] and aims[1] and not aims[0] & aims[1] and not covers_all:
        return True
    named = [bool(_TARIFFS.search(c.quote)) for c in (eased, kept)]
    if ("@buyer" in aims[0]) is not ("@buyer" in aims[1]) and named[0] is not named[1]:
        return True  # tariffs on those who buy from Russia are not the sanctions on Russia
    both = {"lift", "add"} <= eased.terms  # "will be lifted, and no new ones will follow"
    adds_none = bool({"add", "new"} & eased.terms) and "old" not in eased.terms and not both
    keeps_only = not {"add", "new"} & kept.terms and bool({"keep", "lift", "old"} & kept.terms)
    return adds_none and keeps_only


def _duration_apart(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """Lengths of the call whose ranges, widened for "about" and "almost", stay apart by a clear margin."""
    if claim.proposition is not Proposition.DURATION or stored.proposition is not Proposition.DURATION:
        return None
    (low_a, high_a), (low_b, high_b) = minutes_of(claim.value), minutes_of(stored.value)
    apart = low_a > high_b * DURATION_MARGIN or low_b > high_a * DURATION_MARGIN
    return ContradictionKind.DURATION if apart else None


def minutes_of(value: str) -> tuple[float, float]:
    """Return the least and the most minutes of a duration claim's value."""
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
    # "No answer to the proposals on the treaty" leaves room for one to the letter on visas.
    others = bool(claim.terms and stored.terms and not claim.terms & stored.terms)
    turned = bool(claim.value and stored.value and claim.value != stored.value)
    return ContradictionKind.OFFICIAL_DENIAL if same and not others and not turned else None


def _call_denied(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """One account tells of the conversation, the other says that there was none."""
    if claim.topic != "call" or stored.topic != "call":
        return None
    return ContradictionKind.OFFICIAL_DENIAL if _opposed(claim, stored) else None


def _extent_differs(claim: Claim, stored: Claim) -> ContradictionKind | None:
    """What was agreed or offered covers less in one account than in the other."""
    if claim.proposition is not Proposition.EXTENT or stored.proposition is not Proposition.EXTENT:
        return None
    if claim.topic != stored.topic or (claim.rule == "range") != (stored.rule == "range"):
        return None
    places = {term[3:] for term in claim.terms if term.startswith("in:")}
    if places and not any(place in stored.quote.lower() for place in places):
        return None  # "the ceasefire in Yemen"
    if claim.value.startswith("count:") and stored.value.startswith("count:"):
        return ContradictionKind.SCOPE if counts_clash(claim.value, stored.value) else None
    if claim.rule == "range":
        either = claim.terms | stored.terms
        named = bool((claim.terms & stored.terms) - {"deal"}) or "accord" in either
        apart = (named or "deal" in either) and ranges_clash(claim.value, stored.value, named=named)
        return ContradictionKind.SCOPE if apart else None
    apart = extents_clash(claim.value, stored.value)
    return ContradictionKind.SCOPE if apart else None


_RULES: tuple[Callable[[Claim, Claim], ContradictionKind | None], ...] = (
    _extent_differs,
    _action_on_sanctions,
    _denied_topic,
    _duration_apart,
    _other_initiator,
    _deed_denied,
    _call_denied,
)
