# ruff: noqa: E501 - patterns and word lists are read as one line each
"""What is only in prospect: "is expected to raise", "was due to discuss", "hopes to bring up" tell of no act done."""

from __future__ import annotations

import re

# A form of "be" with a word of expectation, or a verb of plan or wish, before the infinitive of the act.
_EXPECTED = (
    r"(?:expected|likely|unlikely|set|due|scheduled|poised|going|supposed|slated|ready|preparing|planning|hoping|about|"
    r"urged|asked|told|pressed|advised|begged|encouraged|invited|instructed|ordered|obliged|tempted|reluctant|unwilling|afraid|free|certain|sure|bound|prepared|intending|aiming|meant|believed|thought|reported|rumou?red|said)"
)
_PLANS = r"(?:plans?|planned|hopes?|hoped|intends?|intended|wants?|wanted|means|meant|aims?|aimed|wishe[sd]|would like|needs?|needed|ought|has yet|have yet|had yet)"
# "The leaders were to spend half an hour on the phone": arranged, and no more.
_IS_TO = r"(?:is|are|was|were)(?: not| also| then| only| both| never)?(?= to )"
_AHEAD = re.compile(
    rf"\b(?:(?:is|are|was|were|'s|'re|be|been) (?:\w+ly |not |still |also |all )?{_EXPECTED}|{_PLANS}|{_IS_TO})(?: by (?:[\w.'-]+ ){{1,4}}?)? ?to (?:\w+ ){{0,2}}$"
)
# "Is said to have raised" is hearsay of the past, not a prospect.
_PERFECT = re.compile(r"\bto have (?:\w+ly )?$")


def is_prospective(text: str, at: int) -> bool:
    """Return whether the verb at offset ``at`` of a lower-case sentence is only expected, planned or wished for."""
    before = text[max(at - 60, 0) : at]
    return _AHEAD.search(before) is not None and _PERFECT.search(before) is None
