"""Content that is no clause: a thing, a person with what he is to do, the object of a preposition, an infinitive."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.language import doers, tree
from extractors.language.clauses import tail
from extractors.language.frame import Found
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node


def prepositional(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is the object of the verb's preposition: "called for talks", "spoke about Syria"."""
    allowed = _prepositions(verb, lexicon)
    if not allowed:
        return None
    for clause in verb.children:
        mark = tree.child(clause, "mark")
        if (
            clause.dep_ in ("advcl", "ccomp", "xcomp")
            and mark is not None
            and mark.lower_ in allowed & {"for"}
        ):
            return (
                tree.subtree(clause) - {mark.i},
                {mark.i},
                "preposition",
            )  # "called for the talks to resume"
    for preposition in _links(verb):
        if preposition.lower_ in allowed and preposition.i > verb.i:
            inner = tree.child(preposition, "pobj", "pcomp")
            if inner is None:
                continue
            content = tree.subtree(preposition) | tail(verb, preposition)
            return content - {preposition.i}, {preposition.i}, "preposition"
    return None


def _prepositions(verb: Node, lexicon: Lexicon) -> frozenset[str]:
    """Return the prepositions behind which the verb has what is said, with its particle and without."""
    none: frozenset[str] = frozenset()
    return lexicon.prepositions.get(tree.lemma(verb), none) | lexicon.prepositions.get(
        verb.lemma_.lower(), none
    )


def _links(verb: Node) -> Iterator[Node]:
    """Yield the verb's prepositions, and those that the parser hung on the one spoken to: "talked to him about"."""
    for kid in verb.children:
        if kid.dep_ in ("prep", "prt", "agent"):
            yield kid
            person = tree.child(kid, "pobj") if kid.lower_ in ("to", "with") else None
            yield from (
                (c for c in person.children if c.dep_ == "prep" and c.lower_ == "about") if person else ()
            )


def of_person(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is someone with what he is to do or has done: "urged Kyiv to ...", "accused Minsk of ..."."""
    person = tree.child(verb, "dobj", "dative")
    if person is None:
        clause = tree.child(verb, "ccomp")
        if clause is not None and takes & {"person", "infinitive"}:
            return tree.subtree(clause), set(), "person"
        return None
    action = tree.child(verb, "xcomp")
    if action is not None and takes & {"person", "infinitive", "as"}:
        return tree.subtree(person) | tree.subtree(action) | tail(verb, action), set(), "person"
    allowed = lexicon.person_prepositions.get(verb.lemma_.lower(), frozenset())
    links = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in allowed and c.i > person.i]
    if links:
        return tree.subtree(person) | tree.subtree(links[0]) | tail(verb, links[0]), set(), "person"
    return None


def as_called(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing with what it is called: "called the deal a mistake", "saw it as a threat"."""
    if "as" not in takes:
        return None
    parts = [c for c in verb.children if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "acomp")]
    parts += [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"]
    if not any(c.dep_ in ("dobj", "ccomp", "oprd") for c in parts):
        return None
    last = max(parts, key=lambda c: c.right_edge.i)
    return set().union(*(tree.subtree(c) for c in parts)) | tail(verb, last), set(), "as"


def infinitive(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is what someone wants or promises to do: "refused to comment"."""
    action = tree.child(verb, "xcomp")
    if "infinitive" not in takes or action is None or action.i < verb.i:
        return None
    return tree.subtree(action) | tail(verb, action), set(), "infinitive"


def of_thing(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing: "criticised the deal", "announced new measures"."""
    thing = tree.child(verb, "dobj")
    if thing is None or not ("object" in takes or ("document" in takes and _is_document(verb, lexicon))):
        return None
    content = tree.subtree(thing) | tail(verb, thing)
    for more in verb.children:
        if more.dep_ == "dobj" and thing.i < more.i and more.left_edge.i <= max(content) + 2:
            content |= tree.subtree(more)  # "discussed Pres. Orlov's visit": the stop makes two things of one
    return content, set(), "object"


def _is_document(verb: Node, lexicon: Lexicon) -> bool:
    """Return whether the verb's subject is a survey or a paper, whose finding is its object."""
    holder = doers.subject(verb)
    return holder is not None and (holder.lemma_.lower() in lexicon.documents)
