"""Clauses as content: "said that ...", "..., he said", "asked whether ...", and those the parser hung elsewhere."""

from __future__ import annotations

from extractors.language import tree
from extractors.language.clauses import TOLD, has_mark, says_as, set_off, tail
from extractors.language.frame import Found
from extractors.language.lexicon import Lexicon, load
from extractors.language.nodes import Node

_ASKING = frozenset(["ask", "wonder", "say", "tell", "know"])


def clause(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a clause: "said that ...", "..., he said", "asked whether ..."."""
    if verb.lemma_.lower() in lexicon.not_cues:
        return None
    behind = _right_behind(verb)
    rest = set_off(verb) if "tag" in takes and behind is None else set()
    if rest:
        return rest, set(), "clause"
    clause = behind or tree.child(verb, "ccomp")
    if clause is not None and ("clause" in takes or (clause.i > verb.i and _opens(clause, takes))):
        return tree.subtree(clause) | _lead(verb, clause, takes) | tail(verb, clause), set(), "clause"
    return _hidden_clause(verb, takes) if takes & {"clause", "quote"} else None


def _right_behind(verb: Node) -> Node | None:
    """Return the clause that begins with the very next word: what stands before the verb is then not said."""
    return next((c for c in verb.children if c.dep_ == "ccomp" and c.left_edge.i == verb.i + 1), None)


def _lead(verb: Node, clause: Node, takes: frozenset[str]) -> set[int]:
    """Return the clause's subject that the parser took for the verb's object: "said his plan (...) will work"."""
    thing = tree.child(verb, "dobj")
    if thing is None or not verb.i < thing.i < clause.i or "person" in takes or verb.lemma_.lower() in TOLD:
        return set()
    return set(range(thing.left_edge.i, clause.left_edge.i))


def _hidden_clause(verb: Node, takes: frozenset[str]) -> Found | None:
    """Content is a clause that the parser hung elsewhere, or above the verb: "as Orlov noted"."""
    buried = _buried(verb) if "tag" in takes else None
    if buried is not None:
        return tree.subtree(buried), set(), "clause"
    if verb.dep_ == "advcl" and says_as(verb):
        return tree.subtree(verb.head, verb), set(), "clause"
    return _loose_clause(verb, takes)


def _opens(clause: Node, takes: frozenset[str]) -> bool:
    """Return whether a clause is introduced: by "that", or by "how" or "who" behind a verb that takes a thing."""
    question = clause.left_edge.tag_ in ("WRB", "WP", "WDT") and "object" in takes
    return has_mark(clause, "that") or question


def _buried(verb: Node) -> Node | None:
    """Return the clause with "that" that the parser hung on a word between: "said for the first time that ..."."""
    for node in verb.doc[verb.i + 1 : verb.sent.end]:
        if node.lower_ == "that" and node.dep_ == "mark" and node.head.i > node.i:
            top = node.head.head
            while top.i > verb.i and top.pos_ not in ("VERB", "AUX"):
                top = top.head
            return node.head if top.i == verb.i else None
        if (
            node.dep_ == "relcl"
            and node.left_edge.lower_ == "that"
            and node.head.lemma_.lower() in load().occasions
        ):
            link = node.head.head  # "alleged in the suit that ...": the parser reads a relative clause
            return node if link.dep_ == "prep" and link.head.i == verb.i else None
    return None


def _loose_clause(verb: Node, takes: frozenset[str]) -> Found | None:
    """Content is what the parser did not read as a clause: "said no", "suggests waiting", "asked if ..."."""
    base = verb.lemma_.lower()
    for kid in verb.children:
        gerund = kid.tag_ == "VBG" and kid.dep_ == "xcomp" and "clause" in takes
        word = kid.dep_ in ("intj", "dobj") and base in ("say", "answer", "note")
        if kid.i > verb.i and (gerund or word):
            return tree.subtree(kid) | tail(verb, kid), set(), "clause"
        asked = kid.dep_ == "advcl" and base in _ASKING and has_mark(kid, "if", "whether", "that")
        if kid.i > verb.i and asked:
            return tree.subtree(kid), set(), "clause"
    return None
