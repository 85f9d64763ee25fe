"""Sources without a verb of saying: "according to Orlov", "reportedly", "Orlov: talks failed"."""

from __future__ import annotations

from extractors.language import tree
from extractors.language.frame import Frame
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node

# In words: "Former Defense Secretary William Perry" has five.
_LONGEST_LABEL = 8


def according_frame(word: Node) -> Frame | None:
    """Return what stands "according to" someone: the clause that the phrase is attached to."""
    if word.lower_ != "according":
        return None
    link = next((c for c in word.children if c.lower_ == "to"), None)
    source = tree.child(link, "pobj", "pcomp") if link is not None else None
    if link is None or source is None:
        return None
    top = word.head
    while top.pos_ not in ("VERB", "AUX") and top.head.i != top.i:
        top = top.head
    content = tree.subtree(top, word)
    return Frame(word, frozenset({word.i, link.i}), source, frozenset(content), "according")


def adverb_frame(word: Node, lexicon: Lexicon) -> Frame | None:
    """Return the clause that a hearsay adverb marks: "reportedly", "allegedly"."""
    if word.lower_ not in lexicon.adverbs or word.dep_ != "advmod":
        return None
    head = word.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    return Frame(word, frozenset({word.i}), None, frozenset(tree.subtree(head) - {word.i}), "adverb")


def label_frame(colon: Node, lexicon: Lexicon) -> Frame | None:
    """Return what stands behind a speaker's name and a colon: 'Orlov: Talks failed', 'ORLOV: We will see.'"""
    first = colon.sent.start
    before = colon.doc[first : colon.i]
    behind = [
        node for node in colon.doc[colon.i + 1 : colon.sent.end] if not node.is_punct and not node.is_space
    ]
    if not 1 <= len(before) <= _LONGEST_LABEL or len(behind) < 3:
        return None
    if any(node.pos_ in ("VERB", "AUX") for node in before) or before[0].lower_ in lexicon.no_labels:
        return None
    if not any(node.pos_ == "PROPN" or node.lemma_.lower() in lexicon.documents for node in before):
        return None
    heads = [node for node in before if node.pos_ in ("PROPN", "NOUN")]
    top = next((node for node in heads if node.head not in before), heads[-1])
    return Frame(colon, frozenset({colon.i}), top, frozenset(node.i for node in behind), "label")
