"""One reading of a cue in the dependency tree: who, by which words, says what."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.language.nodes import Node


@dataclass(frozen=True, slots=True)
class Frame:
    """Token indices of cue and content, the source's head or None, the cue's main word, the kind of
    complement.
    """

    anchor: Node
    cue: frozenset[int]
    source: Node | None
    content: frozenset[int]
    kind: str


# Tokens of the content, further tokens of the cue (a preposition), and the kind of complement.
Found = tuple[set[int], set[int], str]
