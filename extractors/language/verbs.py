"""Indirect speech, thought and judgement: which of a verb's complements is what someone says."""

from __future__ import annotations

from extractors.language import tree
from extractors.language.clauses import has_mark, others, says_as, set_off, tail
from extractors.language.frame import Frame
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node

# Tokens of the content, further tokens of the cue (a preposition), and the kind of complement.
Found = tuple[set[int], set[int], str]

_ASKING = frozenset(["ask", "wonder", "say", "tell", "know"])


def verb_frame(verb: Node, lexicon: Lexicon) -> Frame | None:
    """Return what the verb introduces, or None when it introduces nothing."""
    takes = lexicon.takes(tree.lemma(verb)) or lexicon.takes(tree.lemma(verb).split("-")[0])
    passive = tree.is_passive(verb)
    content, extra, kind = _content(verb, takes, lexicon, passive)
    if not content:
        return None
    nobody = kind == "raising" or "raising" in takes or _asked(verb)
    source = None if nobody else tree.subject(verb)
    if kind in ("clause", "object", "as") and source is None and verb.dep_ == "ROOT" and not nobody:
        return None  # an order or a fragment: "See the full story"
    if kind in ("object", "as", "person") and source is None:
        return None
    if kind in ("object", "as") and source is not None and source.lower_ == "that":
        return None  # a thing that backs or attacks something: "the measures that oppose ..."
    cue = tree.cue_words(verb) | extra
    content -= others(verb, content, lexicon)
    content -= tree.asides(verb.doc[i] for i in sorted(content))
    taken = cue | (tree.noun_phrase(source) if source is not None and source.i not in content else set())
    return Frame(verb, frozenset(cue), source, frozenset(content - taken), kind)


def _content(
    verb: Node, takes: frozenset[str], lexicon: Lexicon, passive: bool
) -> tuple[set[int], set[int], str]:
    """Return the content's tokens, further cue tokens (a preposition), and the kind of complement."""
    none: tuple[set[int], set[int], str] = (set(), set(), "")
    if passive:
        return _passive(verb, takes, lexicon)
    for rule in (_clause, _raising, _prepositional, _person, _as, _infinitive, _object):
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
    )


def _clause(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a clause: "said that ...", "..., he said", "asked whether ..."."""
    if verb.lemma_.lower() in lexicon.not_cues:
        return None
    rest = set_off(verb) if "tag" in takes else set()
    if rest:
        return rest, set(), "clause"
    clause = tree.child(verb, "ccomp")
    if clause is not None and ("clause" in takes or (clause.i > verb.i and has_mark(clause, "that"))):
        return tree.subtree(clause) | tail(verb, clause), set(), "clause"
    if not takes & {"clause", "quote"}:
        return None
    if verb.dep_ == "advcl" and says_as(verb):
        return tree.subtree(verb.head, verb), set(), "clause"
    return _loose_clause(verb, takes)


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


def _prepositional(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is the object of the verb's preposition: "called for talks", "spoke about Syria"."""
    allowed = lexicon.prepositions.get(tree.lemma(verb)) or lexicon.prepositions.get(
        verb.lemma_.lower(), frozenset()
    )
    if not allowed:
        return None
    for preposition in verb.children:
        if (
            preposition.dep_ in ("prep", "prt", "agent")
            and preposition.lower_ in allowed
            and preposition.i > verb.i
        ):
            inner = tree.child(preposition, "pobj", "pcomp")
            if inner is None:
                continue
            content = tree.subtree(preposition) | tail(verb, preposition)
            return content - {preposition.i}, {preposition.i}, "preposition"
    return None


def _person(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
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


def _as(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing with what it is called: "called the deal a mistake", "saw it as a threat"."""
    if "as" not in takes:
        return None
    parts = [c for c in verb.children if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "acomp")]
    parts += [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"]
    if not any(c.dep_ in ("dobj", "ccomp", "oprd") for c in parts):
        return None
    last = max(parts, key=lambda c: c.right_edge.i)
    return set().union(*(tree.subtree(c) for c in parts)) | tail(verb, last), set(), "as"


def _infinitive(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is what someone wants or promises to do: "refused to comment"."""
    action = tree.child(verb, "xcomp")
    if "infinitive" not in takes or action is None or action.i < verb.i:
        return None
    return tree.subtree(action) | tail(verb, action), set(), "infinitive"


def _object(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing: "criticised the deal", "announced new measures"."""
    thing = tree.child(verb, "dobj")
    if thing is None or not ("object" in takes or ("document" in takes and _is_document(verb, lexicon))):
        return None
    return tree.subtree(thing) | tail(verb, thing), set(), "object"


def _is_document(verb: Node, lexicon: Lexicon) -> bool:
    """Return whether the verb's subject is a survey or a paper, whose finding is its object."""
    holder = tree.subject(verb)
    return holder is not None and (holder.lemma_.lower() in lexicon.documents)


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
    if verb.dep_ == "acl" and not parts:
        return set(), set(), ""  # "the emails released by Tass": they are only named
    if bare and (verb.lemma_.lower() not in lexicon.passives or not parts or verb.dep_ == "acl"):
        return set(), set(), ""
    content = set().union(*(tree.subtree(c) for c in parts)) if parts else set()
    if holder is not None and not (holder.lower_ == "it" and tree.child(verb, "ccomp") is not None):
        content |= tree.subtree(holder)
    elif verb.dep_ in ("acl", "amod"):
        content |= tree.subtree(verb.head, verb)
    return content, set(), "passive"
