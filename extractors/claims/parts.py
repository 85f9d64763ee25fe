# ruff: noqa: E501 - patterns are read as one line each
"""Which parts an account names of an agreed thing, and how many: "on security and on trade", "both crossings", "just one group"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims.extents import items_of, stem

_NUMBERS = {"one": 1, "single": 1, "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNTED = r"groups?|crossings?|panels?|committees?|tracks?|rounds?|prisoners?|corridors?|ports?|consulates?|plants?|reactors?|missions?|envoys?|delegations?|channels?|convoys?|routes?|treaties|treaty|documents?|papers?"
# "Two working groups"; one is a count only where it is said to be all there is.
_MANY = re.compile(rf"\b(?P<n>both|two|three|four|five|six) (?:[\w-]+ ){{0,2}}?(?P<noun>{_COUNTED})\b")
_ONE = re.compile(
    rf"\b(?:(?:just|only|no more than|a single|not more than) (?:one )?(?:[\w-]+ ){{0,2}}?(?P<noun>{_COUNTED})\b|one (?:[\w-]+ ){{0,1}}?(?P<noun2>{_COUNTED})(?=,? (?:and no more|only|alone|and not two|not two|not both|and no other)))"
)
# Parts joined by "and" behind the thing they are parts of.
_JOINED = re.compile(
    r"\b(?:dialogue|talks|consultations|group|groups|cooperat\w+|co-operat\w+|collaborat\w+|work together|working together|work jointly|exchange|pact|understanding|coordinat\w+|agree(?:d|ment)) (?:on|in|about|over|for|against|of) (?P<items>[\w' -]{3,40}?(?:, [\w' -]{3,40}?)?,? and (?:on |in |about )?[\w' -]{3,40})(?=[.,;]|$| (?:against|with|between|within|over|during|from|that|which|will)\b)"
)
_ONE_EACH = re.compile(
    r"\bone (?:on|for|in|about) (?P<a>[\w' -]{3,30}?),? (?:and )?(?:one|another|the other|a second) (?:on|for|in|about) (?P<b>[\w' -]{3,30})"
)
# What is to be left in peace.
_STRUCK = re.compile(
    r"\b(?:strikes?|attacks?|shelling|raids?|bombing|fire) (?:on|against|at) (?P<items>[\w' -]{3,60})"
)
_AGREED = re.compile(
    r"\b(?:agree[ds]?|accept\w*|undertook|decided|settled|pledged|promised|arranged|approved|ok'?d|okayed|offered"
    r"|(?:deal|agreement|understanding|accord|exchange|swap|truce|offer|arrangement|promise|commitment|pledge) (?:is|was|covers|covered|provides|provided|calls|called|extends|extended|runs|ran|stops|names|names only))\b"
)
# "Among them Marc Fogel and Alexander Vinnik".
_AMONG = re.compile(r"\b(?:among them|including|namely|in particular) (?P<items>[\w' ,-]{3,80}?)(?=[.;]|$)")


_REFRAINS = re.compile(
    r"\b(?:refrain\w*|abstain\w*|halt\w*|stop\w*|ceas\w+|suspend\w*|paus\w+|moratorium|hold(?:ing)? off)\b"
)


def parts_in(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield ("names", stems of the parts) of a lower-case sentence of a readout that tells of an agreement."""
    if _REFRAINS.search(text):
        for match in _STRUCK.finditer(text):
            yield "names", items_of(match["items"])
    if not _AGREED.search(text) or " not " in text:
        return
    for match in _JOINED.finditer(text):
        yield "names", items_of(match["items"])
    for match in _AMONG.finditer(text):
        yield "names", items_of(match["items"].replace(", ", " "))
    for match in _ONE_EACH.finditer(text):
        yield "names", items_of(match["a"]) | items_of(match["b"])


def counts_in(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield ("count", the number and the stem of what is counted) of what a lower-case sentence says was agreed."""
    if not _AGREED.search(text):
        return
    for match in _MANY.finditer(text):
        yield "count", frozenset({str(_NUMBERS[match["n"]]), stem(match["noun"])})
    for match in _ONE.finditer(text):
        yield "count", frozenset({"1", stem(match["noun"] or match["noun2"])})
