"""Mending the parser's commonest mistake in news: the speaker behind the comma taken for an apposition.

"Mr. Trump agreed to nothing in his talk with Vladimir Putin, a senior White House official said Monday":
the small model reads "Vladimir Putin, a senior White House official" as one phrase and leaves "said" without
a subject. A verb of saying never lacks its subject there, so the phrase between the comma and the verb is
given to it.
"""

from __future__ import annotations

from extractors.language.nodes import Node

# A source behind a comma is a short noun phrase; "the deputy head of the presidential administration's press
# service" has ten words. Beyond fourteen the comma belongs to something else.
LONGEST_SOURCE = 14

_NOMINAL = frozenset(["DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART"])
_LINKS = frozenset(["of", "for", "at", "in", "on", "and", "with", "from", "to", "close", "familiar"])
_MISTAKEN = frozenset(["appos", "conj", "pobj", "dobj", "npadvmod", "attr", "oprd", "dep", "ROOT", "nsubj"])
_MODAL_NAMES = frozenset(["Will", "May"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "expl"])


def mend_sources(sentence: list[Node], saying: frozenset[str]) -> None:
    """Give each verb of saying behind ", NOUN PHRASE" that phrase as its subject, in place.

    ``sentence`` holds the nodes of one sentence; ``saying`` the lemmas of verbs that stand set off by commas.
    """
    for verb in sentence:
        if verb.tag_ in ("VBD", "VBZ", "VBN") and not _has_subject(verb):
            _name_from_modal(verb)
        if verb.tag_ in ("VBD", "VBZ", "VBP") and verb.lemma_.lower() in saying and not _has_subject(verb):
            head = _head_before(sentence, verb)
            if head is not None:
                _attach(head, verb)


def _name_from_modal(verb: Node) -> None:
    """Make "Will" before a finite verb the man of that name: the modal stands before no "wrote" or "says"."""
    name = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if name is not None and name.text in _MODAL_NAMES and name.tag_ == "MD" and name.head.i == verb.i:
        name.pos_, name.tag_, name.dep_ = "PROPN", "NNP", "nsubj"
        verb.tag_ = "VBD" if verb.tag_ == "VBN" else verb.tag_


def _has_subject(verb: Node) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.children)


def _head_before(sentence: list[Node], verb: Node) -> Node | None:
    """Return the head of the noun phrase that fills the space between a comma and the verb, if one does."""
    offset = sentence[0].i
    phrase: list[Node] = []
    for index in range(verb.i - 1, max(offset, verb.i - LONGEST_SOURCE) - 1, -1):
        node = verb.doc[index]
        if node.text == ",":
            return _phrase_head(phrase[::-1], verb)
        if node.pos_ not in _NOMINAL and node.lower_ not in _LINKS:
            return None
        phrase.append(node)
    return None


def _phrase_head(phrase: list[Node], verb: Node) -> Node | None:
    """Return the last noun before the first link word; None when the phrase is no noun phrase of its own."""
    head: Node | None = None
    for node in phrase:
        if node.pos_ == "ADP" or (node.lower_ in _LINKS and head is not None):
            break
        if node.pos_ in ("NOUN", "PROPN", "PRON"):
            head = node
    if head is None or head.dep_ not in _MISTAKEN or head.i == verb.i:
        return None
    return head if not _below(verb, head) else None


def _below(node: Node, head: Node) -> bool:
    """Return whether the node hangs beneath the head: a relative clause of the phrase itself."""
    for _ in range(12):
        if node.head.i == node.i:
            return False
        node = node.head
        if node.i == head.i:
            return True
    return False


def _attach(head: Node, verb: Node) -> None:
    """Make the phrase the verb's subject, and the verb an aside of its own clause."""
    if head.head.i != head.i:
        head.head.children = [c for c in head.head.children if c.i != head.i]
    head.head, head.dep_ = verb, "nsubj"
    verb.children = sorted([*verb.children, head], key=lambda c: c.i)
    if verb.dep_ in ("conj", "relcl", "acl", "appos"):
        verb.dep_ = "parataxis"
    for node in verb.doc[verb.sent.start : verb.sent.end]:
        node.below = None
