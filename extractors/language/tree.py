"""Questions to the dependency tree that every attribution rule asks: subject, cue words, spans of token
sets.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.language.lexicon import load
from extractors.language.nodes import Node
from extractors.model import Span

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_CUE_PARTS = ("aux", "auxpass", "neg", "prt")


def child(token: Node, *deps: str) -> Node | None:
    """Return the first child with one of the dependency labels, or None."""
    return next((c for c in token.children if c.dep_ in deps), None)


def subtree(token: Node, *without: Node) -> set[int]:
    """Return the indices of the token's subtree, less the subtrees of the tokens in ``without``."""
    return set(token.indices).difference(*(other.indices for other in without))


# Forms that the lemmatizer reads as another verb ("hoping" as a form of "hop").
_LEMMAS = dict.fromkeys(("hoping", "hoped", "hopes"), "hope") | {"retweeted": "retweet", "found": "find"}


def lemma(token: Node) -> str:
    """Return the lower-case lemma, with its particle joined by a hyphen ("point-out")."""
    particle = child(token, "prt")
    base = _LEMMAS.get(token.lower_) or token.lemma_.lower()
    return f"{base}-{particle.lower_}" if particle is not None else base


def spans(tokens: Iterable[Node], base: int) -> tuple[Span, ...]:
    """Return the text spans of the tokens, neighbours joined, without punctuation at the ends of a span."""
    found: list[list[Node]] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if found and token.i == found[-1][-1].i + 1:
            found[-1].append(token)
        else:
            found.append([token])
    runs = [run for run in (_trimmed(run) for run in found) if run]
    return tuple((base + run[0].idx, base + run[-1].idx + len(run[-1])) for run in runs)


def _trimmed(run: list[Node]) -> list[Node]:
    """Return the run without commas, stops, dashes and spaces at its ends; quotation marks stay."""
    while run and _is_edge(run[0]):
        run = run[1:]
    while run and _is_edge(run[-1]):
        run = run[:-1]
    return run if any(t.text[0].isalnum() or len(t) > 1 for t in run) else []


def _is_edge(token: Node) -> bool:
    """Return whether the token is a mark that no span begins or ends with."""
    return token.is_space or token.text in {",", ".", ";", ":", "-", "--", "–", "—"}


def is_passive(verb: Node) -> bool:
    """Return whether the verb is a passive participle: "was told", or "announced" behind a noun.

    The parser reads "he's said that ..." as a passive, and "Orlov, an ally, called it a mistake" as a
    participle;
    a clause or an object of its own shows that they are none.
    """
    helper = child(verb, "auxpass")
    if helper is not None and helper.lower_ in ("'s", "’s") and child(verb, "ccomp", "dobj") is not None:
        return False
    if helper is not None or child(verb, "nsubjpass", "csubjpass") is not None:
        return True
    if verb.tag_ != "VBN" or verb.dep_ not in ("acl", "amod"):
        return False
    return child(verb, "aux", "dobj", "ccomp") is None


def cue_words(verb: Node) -> set[int]:
    """Return the indices of the verb with its auxiliaries, negation and particle."""
    return {verb.i} | {c.i for c in verb.children if c.dep_ in _CUE_PARTS}


def subject(verb: Node) -> Node | None:
    """Return the token that heads the verb's subject, found over conjunctions, participles and infinitives.

    A passive has its agent ("by ...") as the subject, or None.
    """
    if is_passive(verb) or (verb.tag_ == "VBN" and child(verb, "agent") is not None):
        return agent(verb)
    own = child(verb, *SUBJECTS)
    if own is not None:
        return own
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in ("quote", "cite"):
        return child(verb.head.head, "dobj", "nsubjpass")  # "Tass quoted Orlov as saying": Orlov says
    if verb.dep_ == "acl" and verb.tag_ in ("VBG", "VBN"):
        return _issuer(verb.head) or _doer(verb) or verb.head
    found = _climb(verb)
    has_done = found is None and verb.tag_ == "VBN" and child(verb, "aux") is not None
    finite = has_done or verb.tag_ in ("VBD", "VBZ", "VBP", "MD")
    if finite and (found is None or verb.dep_ not in ("conj", "relcl")):
        return _beside(verb) or found
    return found


def _doer(verb: Node) -> Node | None:
    """Return who says it where the parser hung the participle on the noun before it: "took turns rebutting".

    A comma parts it from the noun, or the noun is no more than what somebody spends on saying it, or the one told.
    """
    noun, above = verb.head, verb.head.head
    if verb.tag_ != "VBG" or noun.dep_ != "dobj" or above.pos_ not in ("VERB", "AUX"):
        return None
    apart = verb.i > 0 and verb.doc[verb.i - 1].text in (",", "-", "--", "–", "—")
    told = bool(load().takes(lemma(above)) & {"person", "quote"}) and noun.pos_ in ("NOUN", "PROPN")
    spent = noun.lemma_.lower() in load().spent
    return subject(above) if apart or spent or told else None


def _issuer(text: Node) -> Node | None:
    """Return who puts out a text that says something: "The ministry issued a statement saying ..."."""
    if text.lemma_.lower() not in load().texts or text.dep_ not in ("dobj", "pobj"):
        return None
    above = text.head if text.dep_ == "dobj" else text.head.head
    return child(above, "nsubj") or (_beside(above) if above.tag_ in ("VBD", "VBZ", "VBP") else None)


def somebody(holder: Node | None, cue: Node) -> Node | None:
    """Return the subject unless it stands for nobody: "it is hard to say ...", "there are doubts about ..."."""
    if holder is None:
        return None
    empty = holder.lower_ == "there" or (
        holder.lower_ == "it" and holder.head.i != cue.i and _is_being(holder.head)
    )
    return None if empty else holder


def _is_being(verb: Node) -> bool:
    """Return whether the verb is "be" with an adjective or a noun."""
    return verb.lemma_ == "be" and child(verb, "acomp", "attr") is not None


def _climb(verb: Node) -> Node | None:
    """Return the subject of the nearest clause above a verb that has none of its own."""
    below, above = verb, verb.head
    for _ in range(8):
        if above.i == below.i:
            return None
        if below.dep_ == "xcomp":
            person = child(above, "dobj", "dative")
            if person is not None and person.i < verb.i and above.lemma_ in load().hands_on:
                return person
        if below.i == verb.i and verb.dep_ == "pcomp" and above.lower_ == "for" and above.dep_ == "prep":
            person = child(above.head, "dobj", "nsubjpass")
            if person is not None and person.i < verb.i and above.head.pos_ == "VERB":
                return person  # "blamed Orlov for refusing ..."
        if above.pos_ in ("NOUN", "PROPN"):
            owner = child(above, "poss")
            if owner is not None and below.dep_ == "acl":
                return owner
        aside = below.i == verb.i and verb.dep_ == "advcl" and verb.tag_ == "VBG"
        if aside and above.dep_ == "ccomp" and above.head.i < above.i and _is_set_apart(verb):
            below, above = above, above.head  # "said talks failed, adding ...": the one who said it adds
            continue
        holder = child(above, "nsubj", "nsubjpass", "csubj")
        if holder is not None and holder.i != below.i:
            return holder
        below, above = above, above.head
    return None


def _is_set_apart(verb: Node) -> bool:
    """Return whether a comma or a dash stands before the word, or a comma within the mark that closes a quotation."""
    before = verb.doc[verb.i - 1].text
    return before in (",", "-", "--", "–", "—") or (before in ('"', "'") and verb.doc[verb.i - 2].text == ",")


def _beside(verb: Node) -> Node | None:
    """Return the noun right before a finite verb, or right behind it: what the parser failed to attach."""
    first = min(
        [verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "neg", "advmod") and c.i < verb.i)]
    )
    before = verb.doc[first - 1] if first > verb.sent.start else None
    if before is not None and before.text == "," and first - 2 >= verb.sent.start:
        before = verb.doc[first - 2]
    if before is not None and before.pos_ in ("PROPN", "NOUN", "PRON", "NUM"):
        return _top_of_phrase(before, verb)
    behind = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    if behind is not None and (behind.pos_ in ("PROPN", "PRON", "DET")) and behind.head.i != verb.i:
        return behind.head if behind.head.i > behind.i and behind.head.pos_ in ("PROPN", "NOUN") else behind
    return None


def _top_of_phrase(noun: Node, verb: Node) -> Node:
    """Return the noun that the phrase before a verb hangs on: of "Orlov, who leads the party, has said" it is Orlov."""
    top = noun
    while top.head.i != top.i and verb.sent.start <= top.head.i < noun.i:
        top = top.head
    return top if top.pos_ in ("PROPN", "NOUN", "PRON", "NUM") else noun


def agent(verb: Node) -> Node | None:
    """Return who does it in a passive: the noun behind "by"."""
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def asides(tokens: Iterable[Node]) -> set[int]:
    """Return the indices of the relative clauses behind a comma: the writer explains what somebody names."""
    found: set[int] = set()
    for token in tokens:
        if token.dep_ == "relcl" and token.i not in found:
            first = token.left_edge
            if first.i > 0 and token.doc[first.i - 1].text in _COMMAS and first.lower_ in _RELATIVES:
                found |= token.indices
    return found


_COMMAS = (",", "-", "--", "—", "–")
_RELATIVES = frozenset(["which", "who", "whom", "whose", "where", "when", "that"])


def noun_phrase(head: Node) -> set[int]:
    """Return the indices of a source's noun phrase: with apposition, without a relative clause behind a
    comma.
    """
    cut = [
        c
        for c in (head.doc[i] for i in head.indices)
        if c.dep_ in ("relcl", "advcl")
        and c.left_edge.i > 0
        and c.doc[c.left_edge.i - 1].text in (",", "-", "—", "–")
    ]
    return subtree(head, *cut)


_STANDING_FOR = frozenset(["who", "which", "that"])


def antecedent(pronoun: Node) -> Node | None:
    """Return the noun that "who", "which" or "that" stands for as the subject of a relative clause."""
    clause = pronoun.head
    if pronoun.lower_ not in _STANDING_FOR or clause.dep_ != "relcl" or clause.head.i > pronoun.i:
        return None
    return clause.head if clause.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else None


def source_phrase(source: Node, cue: Node) -> set[int]:
    """Return the source's noun phrase, without the cue that the parser hung on it: "a poll found that ..."."""
    phrase = noun_phrase(source)
    return phrase - cue.indices if cue.i in phrase and cue.i != source.i else phrase
