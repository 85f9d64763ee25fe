"""Paragraphs quoted without marks: "In a speech last July, he said:" and then the words, set as a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.language import tree
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Line, Node
from extractors.language.speech import Speech
from extractors.language.syntax import Parsed

# In words. "wrote in a letter to the committee:" has six behind its verb; farther back, the colon opens a list.
_NEAR_COLON = 7
# In words. What is shorter is a heading or a menu.
_SHORTEST_BLOCK = 8
_MARKS = "\"“„«'‘`<"


def block_speeches(parsed: Parsed, rows: Sequence[Line], lexicon: Lexicon) -> Iterator[Speech]:
    """Yield a speech for each paragraph that follows a verb of saying and a colon and has no marks of its own."""
    for row, following in pairwise(rows):
        if following.paragraph != row.paragraph + 1 or row.tokens[-1].text != ":":
            continue
        start, end = parsed.paragraphs[following.paragraph]
        words = parsed.text[start:end].split()
        cue = _cue(row, lexicon)
        if cue is None or len(words) < _SHORTEST_BLOCK or parsed.text[start] in _MARKS:
            continue
        yield Speech(row, cue, tree.subject(cue), [(start, end)], following.paragraph)


def _cue(row: Line, lexicon: Lexicon) -> Node | None:
    """Return the verb of saying right before the colon, None where the sentence has said it all."""
    for node in reversed(row.tokens[-_NEAR_COLON - 1 : -1]):
        if node.pos_ == "VERB":
            says = "quote" in lexicon.takes(tree.lemma(node)) and tree.subject(node) is not None
            return node if says and tree.child(node, "ccomp") is None else None
    return None
