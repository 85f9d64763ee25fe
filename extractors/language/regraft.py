"""Mending the parser's second mistake in news: the writer's next verb of saying taken for a part of what was said.

"She said the talks failed and praised the army": the small model joins "praised" to "failed", and so puts it into
her mouth. A verb of saying in the tense of "said", without "that" and without a subject of its own (or with the
same pronoun), is the writer's; it is joined to "said" instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node
from extractors.language.tree import child, lemma

_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_COMPLEMENTS = ("ccomp", "dobj", "xcomp", "oprd", "prep")
# What tells that somebody speaks, judges or promises: the classes of complements of such verbs in cues.toml.
_REPORTS = frozenset(["clause", "quote", "as", "person"])


def join_reports(sentence: list[Node], lexicon: Lexicon) -> None:
    """Join each further verb of saying of the writer to the verb of saying before it, in place."""
    for verb in sentence:
        if verb.tag_ not in _FINITE or "tag" not in lexicon.takes(lemma(verb)):
            continue
        clause = child(verb, "ccomp")
        if clause is None or clause.i < verb.i:
            continue
        for further in _joined(clause):
            if _is_writers(further, verb, lexicon):
                _move(further, verb)


def lift_participles(sentence: list[Node], lexicon: Lexicon) -> None:
    """Join each ", saying ..." to the verb of saying above it, in place.

    In "denied the notion that the talks failed, explaining that ..." the parser hangs "explaining" on "failed".
    """
    for verb in sentence:
        if (
            verb.tag_ != "VBG"
            or verb.dep_ not in ("advcl", "acl")
            or not _REPORTS & lexicon.takes(lemma(verb))
        ):
            continue
        if verb.i == verb.sent.start or verb.doc[verb.left_edge.i - 1].text != ",":
            continue
        above = _cue_above(verb, lexicon)
        if above is not None and above.i != verb.head.i:
            _move(verb, above)
            verb.dep_ = "advcl"


def _cue_above(verb: Node, lexicon: Lexicon) -> Node | None:
    """Return the nearest finite verb of saying or judging left of the participle that it hangs beneath."""
    node = verb.head
    for _ in range(8):
        if node.i > verb.i:
            return None
        if node.tag_ in _FINITE and lexicon.takes(lemma(node)) & (_REPORTS | {"object"}):
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _joined(clause: Node) -> Iterator[Node]:
    """Yield the verbs joined by "and" or "but" to a clause, or to the last verb below it."""
    waiting = [clause]
    while waiting:
        node = waiting.pop()
        for kid in list(node.children):
            if kid.dep_ == "conj" and kid.pos_ == "VERB":
                yield kid
            if kid.dep_ in ("conj", "ccomp", "xcomp", "advcl"):
                waiting.append(kid)


def _is_writers(further: Node, verb: Node, lexicon: Lexicon) -> bool:
    """Return whether the joined verb reports as the first one does: same tense, no "that", no other subject."""
    takes = lexicon.takes(lemma(further))
    if further.tag_ != verb.tag_ or not takes & _REPORTS or child(further, "mark") is not None:
        return False
    if child(further, *_COMPLEMENTS) is None:
        return False
    own, first = child(further, "nsubj"), child(verb, "nsubj")
    if own is None:
        return True
    return own.lower_ in ("he", "she", "they") and first is not None


def _same_tense_above(further: Node) -> bool:
    """Return whether the verb before the "and" stands bare in the same tense: "said he met her and praised her"."""
    return further.head.tag_ == further.tag_ and child(further.head, "aux", "auxpass") is None


def _move(further: Node, verb: Node) -> None:
    """Join the verb, with the "and" before it, to the first verb of saying."""
    old = further.head
    links = [c for c in old.children if c.dep_ == "cc" and old.i < c.i < further.i]
    moved = [*(links[-1:] if further.dep_ == "conj" else []), further]
    old.children = [c for c in old.children if c not in moved]
    for node in moved:
        node.head = verb
    verb.children = sorted([*verb.children, *moved], key=lambda c: c.i)
    for node in verb.doc[verb.sent.start : verb.sent.end]:
        node.below = None
