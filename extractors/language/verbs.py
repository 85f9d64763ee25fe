"""Indirect speech, thought and judgement: which of a verb's complements is what someone says."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.language import tree
from extractors.language.clauses import TOLD, has_mark, others, says_as, set_off, tail
from extractors.language.frame import Frame
from extractors.language.lexicon import Lexicon, load
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
    source = None if nobody else tree.somebody(tree.subject(verb), verb)
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
    if clause is not None and ("clause" in takes or (clause.i > verb.i and _opens(clause, takes))):
        return tree.subtree(clause) | _lead(verb, clause, takes) | tail(verb, clause), set(), "clause"
    return _hidden_clause(verb, takes) if takes & {"clause", "quote"} else None


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
    named = verb.lemma_.lower() in ("know", "call", "dub", "name", "describe", "title")
    if bare and (
        verb.lemma_.lower() not in lexicon.passives or not parts or (verb.dep_ == "acl" and not named)
    ):
        return set(), set(), ""
    content = set().union(*(tree.subtree(c) for c in parts)) if parts else set()
    if holder is not None and not (holder.lower_ == "it" and tree.child(verb, "ccomp") is not None):
        content |= tree.subtree(holder)
    elif verb.dep_ in ("acl", "amod"):
        content |= tree.subtree(verb.head, verb)
    return content, set(), "passive"
