"""The dependency tree as plain objects: the rules ask many questions, and the parser's own tokens answer
slowly.

A ``Node`` has the names of the parser's token (``lower_``, ``lemma_``, ``pos_``, ``tag_``, ``dep_``,
``head``), so
that a rule reads the same for both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.language.syntax import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open range of token indices: one sentence within its stretch of text."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Node:
    """One word in its tree; ``i`` counts in ``doc``, ``idx`` counts characters from the start of the
    stretch.
    """

    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    is_space: bool
    is_punct: bool
    doc: list[Node]
    head: Node = field(init=False)
    sent: Range = field(init=False)
    children: list[Node] = field(default_factory=list)
    below: frozenset[int] | None = None

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.text)

    def __bool__(self) -> bool:
        """Return True: a word counts whatever its length."""
        return True

    @property
    def indices(self) -> frozenset[int]:
        """Return the indices of the word and all words below it."""
        if self.below is None:
            found, waiting = {self.i}, list(self.children)
            while waiting:
                node = waiting.pop()
                found.add(node.i)
                waiting.extend(node.children)
            self.below = frozenset(found)
        return self.below

    @property
    def left_edge(self) -> Node:
        """Return the leftmost word at or below this one."""
        return self.doc[min(self.indices)]

    @property
    def right_edge(self) -> Node:
        """Return the rightmost word at or below this one."""
        return self.doc[max(self.indices)]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as nodes: ``start``/``end`` in the text, ``base`` to add to a node's ``idx``, its
    paragraph.
    """

    start: int
    end: int
    base: int
    paragraph: int
    tokens: list[Node]
    doc: list[Node]


def lines(parsed: Parsed) -> list[Line]:
    """Return the sentences of the text as nodes, in order."""
    found: list[Line] = []
    doc: Doc | None = None
    nodes: list[Node] = []
    for sentence in parsed.sentences:
        if sentence.tokens.doc is not doc:
            doc = sentence.tokens.doc
            nodes = _nodes(doc)
        first, last = sentence.tokens.start, sentence.tokens.end
        found.append(
            Line(sentence.start, sentence.end, sentence.base, sentence.paragraph, nodes[first:last], nodes)
        )
    return found


def _nodes(doc: Doc) -> list[Node]:
    """Return the nodes of a parsed stretch, linked to their heads, children and sentences."""
    nodes: list[Node] = []
    text = doc.text
    strings = doc.vocab.strings
    names = {key: strings[key] for key in {int(k) for k in doc.to_array(["LEMMA", "POS", "TAG", "DEP"]).flat}}
    table = doc.to_array(["IDX", "LENGTH", "LEMMA", "POS", "TAG", "DEP", "IS_PUNCT"]).tolist()
    for i, (idx, length, lemma, pos, tag, dep, punct) in enumerate(table):
        word = text[idx : idx + length]
        nodes.append(
            Node(
                i,
                idx,
                word,
                word.lower(),
                names[lemma],
                names[pos],
                names[tag],
                names[dep],
                word.isspace(),
                bool(punct),
                nodes,
            )
        )
    steps = doc.to_array("HEAD").astype("int64").tolist()
    for node, step in zip(nodes, steps, strict=True):
        node.head = nodes[node.i + step]
        if step:
            node.head.children.append(node)
    for sentence in doc.sents:
        extent = Range(sentence.start, sentence.end)
        for node in nodes[sentence.start : sentence.end]:
            node.sent = extent
    return nodes
