"""Nouns and adjectives of saying, thinking and feeling: "his claim that ...", "worried about ..."."""

from __future__ import annotations

from extractors.language import doers, tree
from extractors.language.frame import Frame
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node


def noun_frame(noun: Node, lexicon: Lexicon) -> Frame | None:
    """Return what a noun of saying or thinking introduces: "his claim that ...", "criticism of ..."."""
    name = noun.lemma_.lower()
    links = lexicon.noun_prepositions.get(name, frozenset())
    if name not in lexicon.nouns and not links:
        return None
    content: set[int] = set()
    cue = {noun.i}
    clause = next(
        (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _opens_clause(c)), None
    )
    source = tree.child(noun, "poss")
    if clause is None:
        clause = _behind_being(noun)
        cue |= {noun.head.i} if clause is not None else set()
    if clause is not None:
        content = tree.subtree(clause)
    for link in noun.children:
        if link.dep_ != "prep":
            continue
        thing = tree.child(link, "pobj", "pcomp")
        if thing is None:
            continue
        if link.lower_ in ("by", "from", "among") and source is None:
            source = thing
        elif link.lower_ in links and not content:
            content = tree.subtree(link) - {link.i}
            cue.add(link.i)
    if not content or (clause is None and not _bears_weight(noun, lexicon)):
        return None
    source = _noun_source(noun, source, lexicon)
    if source is None and clause is None:
        return None  # "a fear of war": nobody is named
    return Frame(noun, frozenset(cue), source, frozenset(content - cue), "noun")


def _behind_being(noun: Node) -> Node | None:
    """Return the clause that says what the noun is: "their fear is that ..."."""
    if noun.dep_ != "nsubj" or noun.head.lemma_ != "be":
        return None
    clause = tree.child(noun.head, "ccomp", "xcomp")
    return clause if clause is not None and clause.i > noun.head.i and _opens_clause(clause) else None


def _bears_weight(noun: Node, lexicon: Lexicon) -> bool:
    """Return whether the sentence is about someone's saying: "voiced support for", "his support for",
    "supporters of".

    In "the debate over trade is old" or "amid criticism of the deal" the noun is only mentioned.
    """
    if noun.lemma_.lower() in lexicon.adherents:
        return noun.dep_ in ("attr", "appos")  # "is a supporter of"; "met supporters of" names a crowd
    owned = tree.child(noun, "poss") is not None or any(
        c.lower_ in ("by", "from", "among") for c in noun.children
    )
    return owned or noun.dep_ in ("dobj", "ROOT", "appos")


def _noun_source(noun: Node, owner: Node | None, lexicon: Lexicon) -> Node | None:
    """Return whose word or thought the noun is: its owner, or the subject of the verb it hangs on."""
    if owner is not None and owner.pos_ != "PRON":
        return owner
    if noun.lemma_.lower() in lexicon.adherents:
        return (
            doers.subject(noun.head) if noun.dep_ == "attr" else noun.head if noun.dep_ == "appos" else noun
        )
    top = noun
    while top.dep_ in ("pobj", "prep", "conj", "pcomp", "advmod") and top.head.i != top.i:
        top = top.head
    verb = top.head if top.dep_ in ("dobj", "attr", "prep") else top
    if verb.pos_ not in ("VERB", "AUX") or verb.i == noun.i:
        return owner
    doer = doers.somebody(doers.subject(verb), noun)
    return doer if owner is None or (doer is not None and noun.dep_ == "dobj") else owner


def _opens_clause(clause: Node) -> bool:
    """Return whether the clause behind a noun is its content: "that ..." as a conjunction, or "to ..."."""
    return any(
        (c.dep_ == "mark" and c.lower_ in ("that", "whether")) or (c.dep_ == "aux" and c.lower_ == "to")
        for c in clause.children
    )


def _asks(clause: Node) -> bool:
    """Return whether the clause is a question or a statement that somebody is sure of: "whether ...", "that ..."."""
    return clause.left_edge.lower_ in ("that", "whether", "if", "how", "why", "what", "who", "when", "where")


# What a state of mind is about stands behind one of these.
_OF_A_MIND = frozenset(["about", "of", "at", "over", "with", "to", "for", "by", "on", "toward", "against"])


def adjective_frame(adjective: Node, lexicon: Lexicon) -> Frame | None:
    """Return what a state of mind is about: "is confident that ...", "were worried about ..."."""
    if adjective.lower_ not in lexicon.adjectives:
        return None
    verb = adjective.head if adjective.dep_ in ("acomp", "xcomp", "ccomp", "oprd", "conj") else None
    holder = (
        doers.subject(verb)
        if verb is not None
        else (adjective.head if adjective.dep_ in ("amod", "relcl", "acl") else None)
    )
    parts = [c for c in adjective.children if c.dep_ in ("ccomp", "xcomp") and c.i > adjective.i]
    if verb is not None and not parts and adjective.dep_ == "acomp":  # "it is unclear whether ..."
        parts = [c for c in verb.children if c.dep_ in ("ccomp", "advcl") and c.i > adjective.i and _asks(c)]
        holder = None if parts and holder is not None and holder.lower_ == "it" else holder
    parts += [c for c in adjective.children if c.dep_ == "prep" and c.lower_ in _OF_A_MIND]
    if not parts or (holder is None and verb is None):
        return None
    content = set().union(*(tree.subtree(c) for c in parts))
    cue = {adjective.i} | (tree.cue_words(verb) if verb is not None else set())
    return Frame(adjective, frozenset(cue), holder, frozenset(content - cue), "adjective")
