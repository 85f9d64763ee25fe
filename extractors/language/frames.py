"""Indirect speech, thought and judgement: what a verb's complements in the dependency tree say is its content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.language.nodes import Node

from extractors.language import tree
from extractors.language.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a cue: token indices of cue and content, the source's head or None, the anchor token."""

    anchor: Node
    cue: frozenset[int]
    source: Node | None
    content: frozenset[int]
    kind: str


def verb_frames(verb: Node, lexicon: Lexicon) -> Frame | None:
    """Return what the verb introduces, or None when it introduces nothing."""
    takes = lexicon.takes(tree.lemma(verb)) or lexicon.takes(tree.lemma(verb).split("-")[0])
    passive = tree.is_passive(verb)
    content, extra, kind = _content(verb, takes, lexicon, passive)
    if not content:
        return None
    source = None if kind == "raising" or _asked(verb) else tree.subject(verb)
    cue = tree.cue_words(verb) | extra
    content -= _others(verb, content, lexicon)
    taken = cue | (tree.noun_phrase(source) if source is not None and source.i not in content else set())
    return Frame(verb, frozenset(cue), source, frozenset(content - taken), kind)


def _others(verb: Node, content: set[int], lexicon: Lexicon) -> set[int]:
    """Return what within the content the writer says of another cue: ", but he said ...", ", adding ...".

    The parser hangs such clauses on the last verb before them.
    """
    cut: set[int] = set()
    for index in sorted(content):
        token = verb.doc[index]
        if index <= verb.i or token.pos_ not in ("VERB", "AUX") or index in cut:
            continue
        own = tree.child(token, "nsubj") is not None
        takes = lexicon.takes(tree.lemma(token))
        if "tag" not in takes and not (token.tag_ == "VBG" and takes & {"clause", "as"}):
            continue
        comma = verb.doc[token.left_edge.i - 1].text == "," or verb.doc[token.i - 1].text == ","
        aside = token.dep_ == "advcl" and (
            (token.tag_ == "VBG" and comma) or (own and _has_mark(token, "while", "though", "although", "as"))
        )
        if (token.dep_ == "conj" and own and tree.child(token, "ccomp") is not None) or aside:
            cut |= token.indices
            link = [
                c.i
                for c in token.head.children
                if c.dep_ == "cc" and c.i < token.left_edge.i and c.i > token.head.i
            ]
            cut |= set(link[-1:])
    return cut


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


Found = tuple[set[int], set[int], str]


def _asked(verb: Node) -> bool:
    """Return whether the verb is the participle of "Asked whether ..., he said": the one who asks is not named."""
    return (
        verb.tag_ in ("VBN", "VBD")
        and verb.dep_ == "advcl"
        and tree.child(verb, "nsubj") is None
        and verb.lemma_ in ("ask", "press", "question", "tell")
    )


def _clause(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a clause: "said that ...", "..., he said", "asked whether ..."."""
    base = verb.lemma_.lower()
    if base in lexicon.not_cues:
        return None
    if "tag" in takes:
        set_off = _set_off(verb)
        if set_off:
            return set_off, set(), "clause"
    clause = tree.child(verb, "ccomp")
    if clause is not None and ("clause" in takes or (clause.i > verb.i and _has_mark(clause, "that"))):
        return tree.subtree(clause) | _tail(verb, clause), set(), "clause"
    if not takes & {"clause", "quote"}:
        return None
    if verb.dep_ == "advcl" and _says_as(verb):
        return tree.subtree(verb.head, verb), set(), "clause"
    for kid in verb.children:
        gerund = kid.tag_ == "VBG" and kid.dep_ == "xcomp" and "clause" in takes
        word = kid.dep_ in ("intj", "dobj") and base in ("say", "answer", "note")
        if kid.i > verb.i and (gerund or word):
            return tree.subtree(kid) | _tail(verb, kid), set(), "clause"
        if (
            kid.dep_ == "advcl"
            and kid.i > verb.i
            and base in _ASKING
            and _has_mark(kid, "if", "whether", "that")
        ):
            return tree.subtree(kid), set(), "clause"
    return None


def _says_as(verb: Node) -> bool:
    """Return whether the verb stands in "as Orlov noted": the clause it hangs on is the content."""
    return any(c.lower_ == "as" and c.dep_ in ("mark", "advmod") for c in verb.children) and not any(
        c.dep_ in ("dobj", "xcomp", "acomp") for c in verb.children
    )


_ASKING = frozenset(["ask", "wonder", "say", "tell", "know"])


def _has_mark(clause: Node, *words: str) -> bool:
    """Return whether the clause is opened by one of the words."""
    return any(c.dep_ == "mark" and c.lower_ in words for c in clause.children)


def _tail(verb: Node, clause: Node) -> set[int]:
    """Return what the parser hung on the verb but stands behind its clause without a comma, and so within it.

    "said the bank would close because it had lost money": the reason belongs to what was said. A clause
    joined by "and" or "but" goes on with what was said when its subject is a pronoun.
    """
    edge = clause.right_edge.i
    found: set[int] = set()
    for kid in verb.children:
        if kid.left_edge.i <= edge or clause.i < verb.i:
            continue
        comma = kid.doc[kid.left_edge.i - 1].text in (",", ";", "-", "--", "–", "—")
        own = tree.child(kid, "nsubj")
        goes_on = kid.dep_ == "conj" and own is not None and own.pos_ == "PRON"
        reason = (
            kid.dep_ == "advcl"
            and kid.tag_ != "VBG"
            and (not comma or _has_mark(kid, "because", "if", "unless"))
        )
        loose = kid.dep_ in ("prep", "xcomp", "npadvmod") and not comma
        if goes_on or reason or loose:
            found |= set(range(clause.right_edge.i + 1, kid.left_edge.i)) | tree.subtree(kid)
            edge = kid.right_edge.i
    return found


def _set_off(verb: Node) -> set[int]:
    """Return the rest of the sentence when the verb's own words stand behind a comma: "..., he said (...)".

    The parser often gives only a part of a long clause before the verb.
    """
    sentence, doc = verb.sent, verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return set()
    holder = tree.child(verb, "nsubj") or tree.child(verb, "dobj", "attr")
    if holder is None:
        return set()
    words = [
        verb,
        *(c for c in verb.children if c.dep_ in ("aux", "neg", "advmod", "prt") and abs(c.i - verb.i) <= 3),
    ]
    group = sorted({t.i for t in words} | tree.subtree(holder))
    first, last = group[0], _end_of_group(verb, group[-1])
    if first < sentence.start + 2 or doc[first - 1].text != "," or group[-1] - first > 25:
        return set()
    left = set(range(sentence.start, first))
    behind = [i for i in range(last + 1, sentence.end) if not doc[i].is_punct]
    if behind and verb.dep_ in ("relcl", "acl", "conj"):
        return set()
    if not behind:
        return left if len(left) > 2 and not _only_aside(doc, left) else set()
    rest = doc[behind[0]]
    if any(c.dep_ == "ccomp" and c.i > verb.i and c.left_edge.i <= last + 2 for c in verb.children):
        return set()
    if doc[last + 1].text == "," and rest.tag_ != "VBG" and rest.lower_ not in _ASIDE:
        return left | set(range(last + 1, sentence.end))
    if (
        not any(doc[i].pos_ in ("VERB", "AUX") for i in left)
        or _mark_inside(verb, left)
        or rest.lower_ == "that"
    ):
        return set()
    return (
        left
        if doc[last + 1].text == "," or rest.dep_ in ("prep", "npadvmod", "advmod", "advcl", "dative")
        else set()
    )


def _end_of_group(verb: Node, last: int) -> int:
    """Return the index where the verb's own words end: "he said in a tweet Friday" up to the comma."""
    for kid in verb.children:
        if (
            kid.i > last
            and kid.dep_ in ("prep", "npadvmod", "advmod", "dative", "dobj")
            and kid.left_edge.i <= last + 1
        ):
            edge = kid.right_edge.i
            commas = [i for i in range(kid.i, edge + 1) if verb.doc[i].text == ","]
            last = commas[0] - 1 if commas else edge
    return last


def _only_aside(doc: list[Node], left: set[int]) -> bool:
    """Return whether the words before the verb hold no verb at all: "On Friday, Orlov said." """
    return not any(doc[i].pos_ in ("VERB", "AUX") for i in left) and len(left) > 4


_ASIDE = frozenset(["who", "which", "according", "referring", "adding", "when", "while", "as", "after"])


def _mark_inside(verb: Node, left: set[int]) -> bool:
    """Return whether the words before the verb are only an adverbial clause: "If he wins, he said, ..." is not."""
    tops = [c for c in verb.children if c.i in left and c.dep_ not in ("punct",)]
    return bool(tops) and all(c.dep_ in ("advcl", "prep", "npadvmod", "advmod", "cc") for c in tops)


def _is_finite(clause: Node) -> bool:
    """Return whether the clause has a subject of its own and no "to"."""
    return (
        tree.child(clause, *tree.SUBJECTS, "expl") is not None
        and clause.tag_ not in ("VBG",)
        and not any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
    )


def _raising(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is the subject with what it seems to do or be: "talks appear to stall"."""
    if "raising" not in takes:
        return None
    complement = tree.child(verb, "xcomp", "acomp", "oprd", "prep")
    holder = tree.child(verb, "nsubj", "expl")
    if complement is None or holder is None or _introduces(complement, lexicon):
        return None
    return tree.subtree(holder) | tree.subtree(complement), set(), "raising"


def _introduces(complement: Node, lexicon: Lexicon) -> bool:
    """Return whether the lower verb is itself a cue: "seems to believe", "is expected to argue"."""
    return complement.pos_ == "VERB" and verb_frames(complement, lexicon) is not None


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
            content = tree.subtree(preposition) | _tail(verb, preposition)
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
        return tree.subtree(person) | tree.subtree(action) | _tail(verb, action), set(), "person"
    allowed = lexicon.person_prepositions.get(verb.lemma_.lower(), frozenset())
    links = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in allowed and c.i > person.i]
    if links:
        return tree.subtree(person) | tree.subtree(links[0]) | _tail(verb, links[0]), set(), "person"
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
    return set().union(*(tree.subtree(c) for c in parts)) | _tail(verb, last), set(), "as"


def _infinitive(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is what someone wants or promises to do: "refused to comment"."""
    action = tree.child(verb, "xcomp")
    if "infinitive" not in takes or action is None or action.i < verb.i:
        return None
    return tree.subtree(action) | _tail(verb, action), set(), "infinitive"


def _object(verb: Node, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing: "criticised the deal", "announced new measures"."""
    thing = tree.child(verb, "dobj")
    if thing is None or not ("object" in takes or ("document" in takes and _is_document(verb))):
        return None
    return tree.subtree(thing) | _tail(verb, thing), set(), "object"


def _is_document(verb: Node) -> bool:
    """Return whether the verb's subject is a survey or a paper, whose finding is its object."""
    holder = tree.subject(verb)
    return holder is not None and (holder.lemma_.lower() in _DOCUMENTS)


_DOCUMENTS = frozenset(
    [
        "poll",
        "survey",
        "study",
        "report",
        "data",
        "figure",
        "record",
        "document",
        "research",
        "analysis",
        "statistic",
    ]
    + [
        "census",
        "result",
        "review",
        "investigation",
        "inquiry",
        "email",
        "letter",
        "memo",
        "average",
        "tally",
        "audit",
    ]
)


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
    if tree.agent(verb) is None and (verb.lemma_.lower() not in lexicon.passives or not parts):
        return set(), set(), ""
    content = set().union(*(tree.subtree(c) for c in parts)) if parts else set()
    if holder is not None:
        content |= tree.subtree(holder)
    elif verb.dep_ in ("acl", "amod"):
        content |= tree.subtree(verb.head, verb)
    return content, set(), "passive"


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
    if not content:
        return None
    source = _noun_source(noun, source)
    return Frame(noun, frozenset(cue), source, frozenset(content - cue), "noun")


def _noun_source(noun: Node, owner: Node | None) -> Node | None:
    """Return whose word or thought the noun is: its owner, or the subject of the verb it hangs on."""
    if owner is not None and owner.pos_ != "PRON":
        return owner
    top = noun
    while top.dep_ in ("pobj", "prep", "conj", "pcomp") and top.head.i != top.i:
        top = top.head
    verb = top.head if top.dep_ in ("dobj", "attr", "prep") else top
    if verb.pos_ not in ("VERB", "AUX") or verb.i == noun.i:
        return owner
    return owner or tree.subject(verb)


def _opens_clause(clause: Node) -> bool:
    """Return whether the clause behind a noun is its content: "that ..." as a conjunction, or "to ..."."""
    return any(
        (c.dep_ == "mark" and c.lower_ in ("that", "whether")) or (c.dep_ == "aux" and c.lower_ == "to")
        for c in clause.children
    )


def adjective_frame(adjective: Node, lexicon: Lexicon) -> Frame | None:
    """Return what a state of mind is about: "is confident that ...", "were worried about ..."."""
    if adjective.lower_ not in lexicon.adjectives:
        return None
    verb = adjective.head if adjective.dep_ in ("acomp", "xcomp", "ccomp", "oprd", "conj") else None
    holder = (
        tree.subject(verb)
        if verb is not None
        else (adjective.head if adjective.dep_ in ("amod", "relcl", "acl") else None)
    )
    parts = [c for c in adjective.children if c.dep_ in ("ccomp", "xcomp") and c.i > adjective.i]
    parts += [
        c
        for c in adjective.children
        if c.dep_ == "prep" and c.lower_ in ("about", "of", "at", "over", "with", "to", "for", "by")
    ]
    if not parts or (holder is None and verb is None):
        return None
    content = set().union(*(tree.subtree(c) for c in parts))
    cue = {adjective.i} | (tree.cue_words(verb) if verb is not None else set())
    return Frame(adjective, frozenset(cue), holder, frozenset(content - cue), "adjective")


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


def frames(tokens: Iterable[Node], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield every cue of the tokens with what it introduces."""
    for token in tokens:
        found: Frame | None = None
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            found = according_frame(token) or verb_frames(token, lexicon)
        elif token.pos_ == "NOUN":
            found = noun_frame(token, lexicon)
        elif token.pos_ == "ADJ":
            found = adjective_frame(token, lexicon)
        elif token.pos_ == "ADV":
            found = adverb_frame(token, lexicon)
        found = found or according_frame(token)
        if found is not None and found.content:
            yield found
