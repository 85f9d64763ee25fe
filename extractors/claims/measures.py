# ruff: noqa: E501 - patterns are read as one line each
"""Which measures a word on sanctions is about: on whom they are laid, and whether they stand or are still to come."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.directions import field
from extractors.claims.page import Page
from extractors.claims.topics import FAMILIES_PACKAGE
from extractors.language.wordlists import compile_words, load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

# Who says it is no target: "according to a Rosneft manager", ", a former banker said".
_SOURCE = re.compile(
    r"\baccording to\b.*|,[\"']? (?:an?|the|one|two|several|his|mr\.|officials) ?[^,]{0,60}? (?:said|says|say|recalled|told|added|insisted|maintained)\b.*"
)
_BACK = 2  # sentences that "they" and "the lot" can point over


def measures_of(page: Page, index: int, token: Token) -> frozenset[str]:
    """Return the tags of the measures that ``token``'s clause is about.

    "@bank", "@air" ... for those they are laid on, "new" and "old" for what is still to come and what stands;
    nothing where only sanctions as such are meant.
    """
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    text = _SOURCE.sub("", scene.subtree_text(clause))
    above = next(scene.ancestors(clause), None)
    tags = _tags(text) or (_tags(scene.own_text(above)) if above is not None else frozenset())
    if tags or field("measure").search(text):
        return tags
    for before in range(index - 1, max(index - 1 - _BACK, -1), -1):
        earlier = page.scenes[before]
        if earlier.sentence.paragraph != scene.sentence.paragraph:
            break
        if field("measure").search(earlier.text) or _tags(earlier.text):
            return _tags(earlier.text)
    return tags


def are_on_others(text: str) -> bool:
    """Return whether a lower-case sentence speaks of trade measures on another country's goods: "tariffs on Ukrainian steel"."""
    return _aims()["elsewhere"].search(text) is not None and not _RUSSIAN.search(text)


_RUSSIAN = re.compile(
    r"\bsanction\w*|\b(?:on|against) (?:russia|moscow|russian)\b|\brussian (?:\w+ )?(?:oil|gas|goods|steel|exports?|banks?)\b"
)


@cache
def _aims() -> dict[str, re.Pattern[str]]:
    table = load_table(FAMILIES_PACKAGE, "measures.toml")
    aims = {f"@{name}": compile_words(phrases) for name, phrases in table["aims"].items()}
    return {**aims, **{name: compile_words(table[name]["words"]) for name in ("new", "old", "elsewhere")}}


def _tags(text: str) -> frozenset[str]:
    found = frozenset(
        name for name, pattern in _aims().items() if name != "elsewhere" and pattern.search(text)
    )
    # "Severe costs, including a cut-off from SWIFT": the items are some among all.
    return frozenset(t for t in found if not t.startswith("@")) if _AMONG.search(text) else found


_AMONG = re.compile(r"\b(?:including|include[sd]?|such as|among them|not least|above all)\b")
