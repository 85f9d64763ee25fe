"""Questions to the dependency tree that every attribution rule asks: children, cue words, spans of token
sets.
"""

from __future__ import annotations

from collections.abc import Iterable

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
            if first.i > 0 and token.doc[first.i - 1].text in _COMMAS and first.lower_ in RELATIVES:
                found |= token.indices
    return found


_COMMAS = (",", "-", "--", "—", "–")
RELATIVES = frozenset(["which", "who", "whom", "whose", "where", "when", "that"])


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
