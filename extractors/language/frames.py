"""Indirect speech, thought and judgement: what a verb's complements in the dependency tree say is its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from extractors.language import tree
from extractors.language.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a cue: token indices of cue and content, the source's head or None, the anchor token."""

    anchor: Token
    cue: frozenset[int]
    source: Token | None
    content: frozenset[int]
    kind: str


def verb_frames(verb: Token, lexicon: Lexicon) -> Frame | None:
    """Return what the verb introduces, or None when it introduces nothing."""
    takes = lexicon.takes(tree.lemma(verb)) or lexicon.takes(verb.lemma_.lower())
    passive = tree.is_passive(verb)
    content, extra, kind = _content(verb, takes, lexicon, passive)
    if not content:
        return None
    source = None if kind == "raising" or _asked(verb) else tree.subject(verb)
    cue = tree.cue_words(verb) | extra
    taken = cue | (tree.noun_phrase(source) if source is not None and source.i not in content else set())
    return Frame(verb, frozenset(cue), source, frozenset(content - taken), kind)


def _content(
    verb: Token, takes: frozenset[str], lexicon: Lexicon, passive: bool
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


def _asked(verb: Token) -> bool:
    """Return whether the verb is the participle of "Asked whether ..., he said": the one who asks is not named."""
    return (
        verb.tag_ in ("VBN", "VBD")
        and verb.dep_ == "advcl"
        and tree.child(verb, "nsubj") is None
        and verb.lemma_ in ("ask", "press", "question", "tell")
    )


def _clause(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a clause: "said that ...", "..., he said", "asked whether ..."."""
    base = verb.lemma_.lower()
    if base in lexicon.not_cues:
        return None
    if takes & {"clause", "quote"}:
        set_off = _set_off(verb)
        if set_off:
            return set_off, set(), "clause"
    clause = tree.child(verb, "ccomp")
    if clause is not None and ("clause" in takes or (clause.i > verb.i and _has_mark(clause, "that"))):
        return tree.subtree(clause) | _tail(verb, clause), set(), "clause"
    if not takes & {"clause", "quote"}:
        return None
    for kid in verb.children:
        if (
            kid.dep_ == "advcl"
            and kid.i > verb.i
            and base in _ASKING
            and _has_mark(kid, "if", "whether", "that")
        ):
            return tree.subtree(kid), set(), "clause"
    return None


_ASKING = frozenset(["ask", "wonder", "say", "tell", "know"])


def _has_mark(clause: Token, *words: str) -> bool:
    """Return whether the clause is opened by one of the words."""
    return any(c.dep_ == "mark" and c.lower_ in words for c in clause.children)


def _tail(verb: Token, clause: Token) -> set[int]:
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


def _set_off(verb: Token) -> set[int]:
    """Return the rest of the sentence when the verb's own words stand behind a comma: "..., he said (...)".

    The parser often gives only a part of a long clause before the verb.
    """
    sentence = verb.sent
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or verb.dep_ in ("relcl", "acl", "advcl", "conj"):
        return set()
    holder = tree.child(verb, "nsubj") or tree.child(verb, "dobj", "attr")
    words = [
        verb,
        *(c for c in verb.children if c.dep_ in ("aux", "neg", "advmod", "prt") and abs(c.i - verb.i) <= 3),
    ]
    if holder is None:
        return set()
    holders = [verb.doc[i] for i in tree.subtree(holder)]
    group = sorted({t.i for t in (*words, *holders)})
    first = group[0]
    if first <= sentence.start + 2 or verb.doc[first - 1].text != "," or group[-1] - first > 25:
        return set()
    after = verb.doc[group[-1] + 1] if group[-1] + 1 < sentence.end else None
    left = set(range(sentence.start, first))
    if (
        after is not None
        and after.text == ","
        and not any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)
    ):
        right = set(range(group[-1] + 1, sentence.end))
        rest = verb.doc[after.i + 1] if after.i + 1 < sentence.end else None
        if rest is not None and rest.tag_ != "VBG" and rest.lower_ not in _ASIDE:
            return left | right
    if not any(verb.doc[i].pos_ in ("VERB", "AUX") for i in left) or _mark_inside(verb, left):
        return set()
    behind = any(c.dep_ in ("ccomp", "xcomp") and c.i > verb.i for c in verb.children)
    return set() if behind or (after is not None and after.lower_ == "that") else left


_ASIDE = frozenset(["who", "which", "according", "referring", "adding", "when", "while", "as", "after"])


def _mark_inside(verb: Token, left: set[int]) -> bool:
    """Return whether the words before the verb are only an adverbial clause: "If he wins, he said, ..." is not."""
    tops = [c for c in verb.children if c.i in left and c.dep_ not in ("punct",)]
    return bool(tops) and all(c.dep_ in ("advcl", "prep", "npadvmod", "advmod", "cc") for c in tops)


def _is_finite(clause: Token) -> bool:
    """Return whether the clause has a subject of its own and no "to"."""
    return (
        tree.child(clause, *tree.SUBJECTS, "expl") is not None
        and clause.tag_ not in ("VBG",)
        and not any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
    )


def _raising(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is the subject with what it seems to do or be: "talks appear to stall"."""
    if "raising" not in takes:
        return None
    complement = tree.child(verb, "xcomp", "acomp", "oprd", "prep")
    holder = tree.child(verb, "nsubj", "expl")
    if complement is None or holder is None or _introduces(complement, lexicon):
        return None
    return tree.subtree(holder) | tree.subtree(complement), set(), "raising"


def _introduces(complement: Token, lexicon: Lexicon) -> bool:
    """Return whether the lower verb is itself a cue: "seems to believe", "is expected to argue"."""
    return complement.pos_ == "VERB" and verb_frames(complement, lexicon) is not None


def _prepositional(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
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
            content = tree.subtree(preposition) - {preposition.i}
            ahead = tree.child(verb, "xcomp")
            if ahead is not None and ahead.i > preposition.i:
                content |= tree.subtree(ahead)
            return content, {preposition.i}, "preposition"
    return None


def _person(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is someone with what he is to do or has done: "urged Kyiv to ...", "accused Minsk of ..."."""
    person = tree.child(verb, "dobj", "dative")
    if person is None:
        clause = tree.child(verb, "ccomp")
        if clause is not None and takes & {"person", "infinitive"}:
            return tree.subtree(clause), set(), "person"
        return None
    action = tree.child(verb, "xcomp")
    if action is not None and takes & {"person", "infinitive", "as"}:
        return tree.subtree(person) | tree.subtree(action), set(), "person"
    allowed = lexicon.person_prepositions.get(verb.lemma_.lower(), frozenset())
    links = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in allowed and c.i > person.i]
    if links:
        return tree.subtree(person) | tree.subtree(links[0]), set(), "person"
    return None


def _as(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing with what it is called: "called the deal a mistake", "saw it as a threat"."""
    if "as" not in takes:
        return None
    parts = [
        c for c in verb.children if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp", "acomp") and c.i > verb.i
    ]
    parts += [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"]
    if not any(c.dep_ in ("dobj", "ccomp", "oprd") for c in parts):
        return None
    return set().union(*(tree.subtree(c) for c in parts)), set(), "as"


def _infinitive(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is what someone wants or promises to do: "refused to comment"."""
    action = tree.child(verb, "xcomp")
    if "infinitive" not in takes or action is None or action.i < verb.i:
        return None
    return tree.subtree(action), set(), "infinitive"


def _object(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found | None:
    """Content is a thing: "criticised the deal", "announced new measures"."""
    thing = tree.child(verb, "dobj")
    if "object" not in takes or thing is None:
        return None
    return tree.subtree(thing), set(), "object"


def _passive(verb: Token, takes: frozenset[str], lexicon: Lexicon) -> Found:
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


def noun_frame(noun: Token, lexicon: Lexicon) -> Frame | None:
    """Return what a noun of saying or thinking introduces: "his claim that ...", "criticism of ..."."""
    if noun.lemma_.lower() not in lexicon.nouns:
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
        elif link.lower_ in lexicon.noun_prepositions and not content:
            content = tree.subtree(link) - {link.i}
            cue.add(link.i)
    if not content:
        return None
    source = _noun_source(noun, source)
    return Frame(noun, frozenset(cue), source, frozenset(content - cue), "noun")


def _noun_source(noun: Token, owner: Token | None) -> Token | None:
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


def _opens_clause(clause: Token) -> bool:
    """Return whether the clause behind a noun is its content: "that ..." as a conjunction, or "to ..."."""
    return any(
        (c.dep_ == "mark" and c.lower_ in ("that", "whether")) or (c.dep_ == "aux" and c.lower_ == "to")
        for c in clause.children
    )


def adjective_frame(adjective: Token, lexicon: Lexicon) -> Frame | None:
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


def according_frame(word: Token) -> Frame | None:
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


def adverb_frame(word: Token, lexicon: Lexicon) -> Frame | None:
    """Return the clause that a hearsay adverb marks: "reportedly", "allegedly"."""
    if word.lower_ not in lexicon.adverbs or word.dep_ != "advmod":
        return None
    head = word.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    return Frame(word, frozenset({word.i}), None, frozenset(tree.subtree(head) - {word.i}), "adverb")


def frames(tokens: Iterator[Token], lexicon: Lexicon) -> Iterator[Frame]:
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
