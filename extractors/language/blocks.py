"""Paragraphs quoted without marks: "In a speech last July, he said:" and then the words, set as a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.language import doers, tree
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Line, Node
from extractors.language.speech import Speech
from extractors.language.syntax import Parsed

# In words. "wrote in a letter to the committee:" has six behind its verb; farther back, the colon opens a list.
_NEAR_COLON = 7
# In words. What is shorter is a heading or a menu.
_SHORTEST_BLOCK = 8
# In words: "According to Orlov, writing for the paper:" has nine; a longer sentence has said what it says.
_LONGEST_ACCORDING = 14
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
        last = _last_of_block(parsed, following.paragraph)
        yield Speech(row, cue, _source(cue), [(start, parsed.paragraphs[last][1])], last)


def _last_of_block(parsed: Parsed, first: int) -> int:
    """Return the last paragraph of a block: its lines stand close where an empty line parts it from its speaker."""
    last = first
    while _is_apart(parsed, first) and last + 1 < len(parsed.paragraphs) and not _is_apart(parsed, last + 1):
        last += 1
    return last


def _is_apart(parsed: Parsed, paragraph: int) -> bool:
    """Return whether an empty line stands before the paragraph."""
    return parsed.text.count("\n", parsed.paragraphs[paragraph - 1][1], parsed.paragraphs[paragraph][0]) > 1


def _source(cue: Node) -> Node | None:
    """Return who says the block: the verb's subject, or the one behind "according to"."""
    link = next((c for c in cue.children if c.lower_ == "to"), None) if cue.lower_ == "according" else None
    return tree.child(link, "pobj") if link is not None else doers.subject(cue)


def _cue(row: Line, lexicon: Lexicon) -> Node | None:
    """Return the verb of saying right before the colon, None where the sentence has said it all."""
    first = row.tokens[0]
    if first.lower_ == "according" and len(row.tokens) <= _LONGEST_ACCORDING:
        return first
    for node in reversed(row.tokens[-_NEAR_COLON - 1 : -1]):
        if node.pos_ == "VERB":
            says = "quote" in lexicon.takes(tree.lemma(node)) and doers.subject(node) is not None
            return node if says and tree.child(node, "ccomp") is None else None
    return None
