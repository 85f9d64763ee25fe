"""Indirect speech, thought and judgement: which of a verb's complements is what someone says."""

from __future__ import annotations

from extractors.language import doers, tree
from extractors.language.clauses import others
from extractors.language.complements import as_called, infinitive, of_person, of_thing, prepositional
from extractors.language.frame import Found, Frame
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node
from extractors.language.said_clauses import clause


def verb_frame(verb: Node, lexicon: Lexicon) -> Frame | None:
    """Return what the verb introduces, or None when it introduces nothing."""
    takes = lexicon.takes(tree.lemma(verb)) or lexicon.takes(tree.lemma(verb).split("-")[0])
    passive = tree.is_passive(verb)
    content, extra, kind = _content(verb, takes, lexicon, passive)
    if not content:
        return None
    nobody = kind == "raising" or "raising" in takes or _asked(verb)
    source = None if nobody else doers.somebody(doers.subject(verb), verb)
    if kind in ("clause", "object", "as") and source is None and verb.dep_ == "ROOT" and not nobody:
        return None  # an order or a fragment: "See the full story"
    if kind in ("object", "as", "person") and source is None:
        return None
    if kind == "as" and verb.dep_ == "acl":
        return None  # "a group supporting the treaty": which group, and not what it says
    if kind in ("object", "as") and source is not None and source.lower_ == "that":
        return None  # a thing that backs or attacks something: "the measures that oppose ..."
    cue = tree.cue_words(verb) | extra
    content -= others(verb, content, lexicon)
    content -= tree.asides(verb.doc[i] for i in sorted(content))
    taken = cue | (
        tree.source_phrase(source, verb) if source is not None and source.i not in content else set()
    )
    return Frame(verb, frozenset(cue), source, frozenset(content - taken), kind)


def _content(
    verb: Node, takes: frozenset[str], lexicon: Lexicon, passive: bool
) -> tuple[set[int], set[int], str]:
    """Return the content's tokens, further cue tokens (a preposition), and the kind of complement."""
    none: tuple[set[int], set[int], str] = (set(), set(), "")
    if passive:
        return _passive(verb, takes, lexicon)
    for rule in (clause, _raising, prepositional, of_person, as_called, infinitive, of_thing):
        found = rule(verb, takes, lexicon)
        if found is not None:
            return found
    return none


def _asked(verb: Node) -> bool:
    """Return whether the verb is the participle of "Asked whether ..., he said": the one who asks is not
    named.
    """
    return (
        verb.tag_ in ("VBN", "VBD")
        and verb.dep_ == "advcl"
        and tree.child(verb, "nsubj") is None
        and verb.lemma_ in ("ask", "press", "question", "tell")
        and tree.agent(verb) is None
    )


def _raising(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is the subject with what it seems to do or be: "talks appear to stall"."""
    if "raising" not in takes:
        return None
    complement = next((c for c in verb.children if c.i > verb.i and _completes(c)), None)
    holder = tree.child(verb, "nsubj", "expl")
    if complement is None or holder is None or _introduces(complement, lexicon):
        return None
    return tree.subtree(holder) | tree.subtree(complement), set(), "raising"


def _completes(kid: Node) -> bool:
    """Return whether the word goes on with what something seems to be: not "appeared on a show"."""
    return kid.dep_ in ("xcomp", "acomp", "oprd") or (kid.dep_ == "prep" and kid.lower_ == "like")


def _introduces(complement: Node, lexicon: Lexicon) -> bool:
    """Return whether the lower verb is itself a cue: "seems to believe", "is expected to argue"."""
    return complement.pos_ == "VERB" and verb_frame(complement, lexicon) is not None


def _passive(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found:
    """Content is the passive's subject with its complement: "the bank is expected to close"."""
    prepositions = lexicon.prepositions.get(
        verb.lemma_.lower(), frozenset()
    ) | lexicon.person_prepositions.get(verb.lemma_.lower(), frozenset())
    if not takes and not prepositions:
        return set(), set(), ""
    holder = tree.child(verb, "nsubjpass", "csubjpass")
    action = tree.child(verb, "xcomp")
    if action is not None and holder is not None and _introduces(action, lexicon):
        return set(), set(), ""
    parts = [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd", "acomp")]
    parts += [c for c in verb.children if c.dep_ == "prep" and (c.lower_ in prepositions or c.lower_ == "as")]
    bare = tree.agent(verb) is None
    if verb.dep_ == "acl":
        return (
            set(),
            set(),
            "",
        )  # "the letters released by Tass", "a company called Tass": they are only named
    if bare and (verb.lemma_.lower() not in lexicon.passives or not parts):
        return set(), set(), ""
    content = set().union(*(tree.subtree(c) for c in parts)) if parts else set()
    if holder is not None and not (holder.lower_ == "it" and tree.child(verb, "ccomp") is not None):
        content |= tree.subtree(holder)
    elif verb.dep_ in ("acl", "amod"):
        content |= tree.subtree(verb.head, verb)
    return content, set(), "passive"
