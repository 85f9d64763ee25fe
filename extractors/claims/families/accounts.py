# ruff: noqa: E501 - patterns are read as one line each
"""What a side says of the accounts themselves: that they do not contradict each other.

Such a denial is kept beside the contradiction it denies. It says nothing of the call, so it contradicts nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.page import Page
from extractors.model import Family, Modality, Polarity, Proposition

TOPIC = "accounts"
_ACCOUNTS = re.compile(
    r"\b(?:accounts?|versions?|statements?|readouts?|summar(?:y|ies)|communiqu\w+|descriptions?|transcripts?)\b"
)
_GAP = r"(?:contradiction|discrepanc(?:y|ies)|inconsistenc(?:y|ies)|mismatch|conflict|difference|disagreement|divergence)(?:e?s)?"
_APART = r"(?:contradict|differ|conflict|disagree|diverge|at odds|inconsistent|contradictory|incompatible)"
_DENIAL = re.compile(
    rf"\b(?:no|neither) (?:[\w-]+ ){{0,2}}?{_GAP}\b|\bnothing contradictory\b"
    rf"|\b(?:do|does|did|are|is|was|were)(?: not|n't) (?:[\w-]+ ){{0,2}}?{_APART}\b"
    # "did not deny that the accounts differ" denies nothing
    rf"|(?<!not )(?<!n't )\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|disput\w*)\b(?: [\w',-]+){{0,8}}? (?:{_GAP}|{_APART}\w*)\b"
)
_OPEN = re.compile(r"\b(?:whether|if|why|how|hope|hopes|hoped)\b|\?")


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield a side's denial that the two accounts contradict each other, where a sentence holds one."""
    text = page.scenes[index].text
    denial = _DENIAL.search(text)
    if denial is None or not _ACCOUNTS.search(text) or _OPEN.search(text):
        return
    if page.call_of(index).kind != "main" or page.speaker(index).side is None:
        return
    yield Draft(
        TOPIC,
        Family.OTHER,
        Proposition.OCCURRED,
        Polarity.DENIED,
        Modality.ASSERTED,
        rule="accounts",
        at=denial.span(),
    )


FAMILY = ClaimFamily("accounts", (), read)
