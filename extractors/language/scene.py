# ruff: noqa: E501 - patterns and word lists are read as one line each
"""One sentence as the claim rules see it: clauses, what is negated, subjects, and where words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.language.quotes import normalise
from extractors.language.syntax import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSE_DEPS = frozenset(
    {"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj", "csubjpass", "dep"}
)
_NEGATORS = frozenset(
    [
        "not",
        "n't",
        "no",
        "never",
        "neither",
        "nor",
        "none",
        "nobody",
        "nothing",
        "nowhere",
        "without",
        "hardly",
        "scarcely",
        "barely",
        "cannot",
        "n’t",
    ]
)
# Phrases in which the negator negates nothing: "not only sanctions but also trade", "no doubt", "nothing but".
_IDLE_NEGATION = re.compile(
    r"\b(?:wast|los)(?:ed|e|es|t|ing) no time\b|\bmade no secret\b|\bleft no doubt\b|\bpulled no punches\b|\bminced no words\b|\bno less\b"
    r"|\b(?:not|n't|never) (?:rul(?:e|ed|ing) out|exclud(?:e|ed|ing)|preclud(?:e|ed))\b"
    r"|\bnot (?:only|just|merely|simply|least|to mention)\b|\bno (?:doubt|sooner|less than|later than|more than|fewer than|matter|wonder|stranger)\b"
    r"|\bnothing (?:but|more than|less than|short of|if not)\b|\bnone other\b|\bno one but\b|\bwhether or not\b|\bif not\b"
    r"|\b(?:at|for) no (?:charge|cost|expense|fee|extra)\b|\bno (?:agreement|deal|accord|treaty|truce) worth\b|\bnever mind\b|\bno (?:other (?:than|president|leader|country|man)|one else)\b|\bwith no end\b|\bwith or without\b|\bnot for the first time\b|\bno (?:small|little) (?:part|measure|extent|amount)\b|\bfor the first time\b|\bnot before time\b|\bnever before\b|\bno longer than\b|\bor not\b(?=[\s.,]*$)|\bnever ceases?\b|\bnot without\b|\bif nothing else\b|\bwhy not\b|\bhardly had\b|\bnothing else than\b|\bnot[- ]too[- ](?:distant|far)\b|(?:\bnot|n't|\bnever) (?:hid(?:e|den)?|conceal\w*|disguis\w*|minc\w+ (?:his )?words|hesitat\w+|shy away|fail(?:ed)? to)\b|\bno (?:question|doubt|mistake|two ways|argument|debate) about (?:it|that|this)\b|\band no mistake\b|\bmake no (?:mistake|bones)\b|\bno (?:ifs|strings|holds|surprise|secret)\b|\bspar(?:ed|ing) no (?:details?|effort|words?)\b|\bbarely (?:a|an|\w+) (?:hour|minute|day|week)s?\b|\bhardly an? (?:hour|minute|day|week)\b"
)


# The stop that ends the words around an offset; "Mr." and initials end nothing.
_STOP = re.compile(
    r"\?|!|(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSen)(?<!\bGen)(?<!\bRep)(?<!\bSt)\.(?=\"|$|\s)"
)
# A negation that stands first and turns subject and verb round.
_FRONTED = re.compile(
    r"(?:^|[,;:\"(—-] ?|\b(?:that|and|but|said) )\"?(?:not once|not for (?:a|one) (?:moment|second|minute)|at no (?:point|time|stage|moment)|"
    r"on no (?:occasion|account)|in no (?:way|part|sense)|nowhere|never(?: once)?|under no circumstances|not (?:a|one|a single) (?:time|moment)|"
    r"nor|neither)(?= (?:was|were|did|does|do|has|have|had|is|are|could|would|,|in|on|during|of))"
)
_SO_MUCH_AS = re.compile(r"(?:n't|\bnot|\bnever) so much as(?= \w)")
_GOES_ON = re.compile(
    r"it (?:began|lasted|started|ended|took place|was held|came|ran|went on)\b|(?:the )?(?:conversation|exchange|talk)\b"
)


@dataclass(frozen=True, eq=False)
class Scene:
    """A parsed sentence with its lower-case text; offsets inside a scene count from the sentence's start."""

    sentence: Sentence
    text: str = field(default="")
    sentence_text: str = field(default="")

    @classmethod
    def of(cls, sentence: Sentence, text: str) -> Scene:
        """Return the scene of a sentence of the document text ``text``."""
        piece = normalise(text[sentence.start : sentence.end])
        lowered = piece.lower()
        return cls(sentence, lowered if len(lowered) == len(piece) else piece, piece)

    def starts_like_a_call(self) -> bool:
        """Return whether the sentence goes on about a call just named: "It began at ...", "It lasted ..."."""
        return _GOES_ON.match(self.text) is not None

    def subtree_text(self, token: Token) -> str:
        """Return the lower-case text that hangs on a token."""
        left, right = token.left_edge, token.right_edge
        return self.text[self.offset_of(left) : self.offset_of(right) + len(right)]

    def is_question(self, at: int) -> bool:
        """Return whether the stretch of the sentence around ``at`` is a question."""
        following = _STOP.search(self.sentence_text, at)
        return following is not None and following.group().startswith("?")

    @cached_property
    def tokens(self) -> list[Token]:
        """Return the tokens of the sentence."""
        return list(self.sentence.tokens)

    @cached_property
    def _by_offset(self) -> list[tuple[int, Token]]:
        shift = self.sentence.base - self.sentence.start
        return [(token.idx + shift, token) for token in self.tokens]

    def offset_of(self, token: Token) -> int:
        """Return where the token begins, counted from the sentence's start."""
        return token.idx + self.sentence.base - self.sentence.start

    def tokens_at(self, start: int, end: int) -> list[Token]:
        """Return the tokens that share a character with ``[start, end)``."""
        return [t for at, t in self._by_offset if at < end and start < at + len(t) and not t.is_space]

    @cached_property
    def clause_of(self) -> dict[int, Token]:
        """Return for every token index the head token of the clause it belongs to."""
        return {token.i: self._clause_head(token) for token in self.tokens}

    def _clause_head(self, token: Token) -> Token:
        steps = 0
        while not is_clause(token) and token.head.i != token.i and steps < 60:
            token = token.head
            steps += 1
        return token

    @cached_property
    def idle(self) -> list[tuple[int, int]]:
        """Return the stretches in which a negator negates nothing."""
        return [match.span() for match in _IDLE_NEGATION.finditer(self.text)]

    @cached_property
    def negated(self) -> dict[int, Token]:
        """Return the clause heads (by token index) that are negated, with the word that does it."""
        found: dict[int, Token] = {}
        for token in self.tokens:
            if token.lower_ not in _NEGATORS or self._is_idle(token):
                continue
            head = self.clause_of[token.i]
            if not _reaches(token, head):
                continue
            if token.lower_ == "without":
                head = next((c for c in token.children if is_clause(c)), head) if head.i != token.i else head
            found.setdefault(head.i, token)
        self._front(found)
        self._spread(found)
        return found

    def _front(self, found: dict[int, Token]) -> None:
        """Give a negation to the verb behind it: "Not once was Syria mentioned", "was not so much as alluded to"."""
        for match in (*_FRONTED.finditer(self.text), *_SO_MUCH_AS.finditer(self.text)):
            behind = [t for at, t in self._by_offset if at >= match.end() and not t.is_punct][:9]
            verb = next((t for t in behind if t.pos_ == "VERB" or t.tag_ in ("VBN", "VB")), None)
            inside = self.tokens_at(match.start(), match.end())
            if verb is not None and inside:
                found.setdefault(self.clause_of[verb.i].i, inside[0])

    def _is_idle(self, token: Token) -> bool:
        at = self.offset_of(token)
        return any(start <= at < end for start, end in self.idle)

    def _spread(self, found: dict[int, Token]) -> None:
        """Carry a negation on to verbs joined by "or"/"nor" that have no subject of their own, and to xcomps."""
        for token in self.tokens:
            if token.i in found or not is_clause(token):
                continue
            head = self.clause_of[token.head.i]
            joined = token.dep_ == "conj" and (
                any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in token.head.children)
                or any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in token.children)
            )
            own = any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in token.children)
            if joined and head.i in found and not own:
                found[token.i] = found[head.i]

    def own_text(self, token: Token) -> str:
        """Return the lower-case words of the token's clause without those of clauses below it."""
        head = self.clause_of[token.i]
        return " ".join(t.lower_ for t in self.tokens if self.clause_of[t.i].i == head.i)

    def ancestors(self, clause: Token) -> Iterator[Token]:
        """Yield the heads of the clauses above ``clause``, nearest first."""
        token = clause
        for _ in range(40):
            if token.head.i == token.i:
                return
            above = self.clause_of[token.head.i]
            yield above
            token = above

    def below(self, token: Token, clause: Token) -> bool:
        """Return whether ``token`` stands in the subtree of the clause head ``clause``."""
        for _ in range(80):
            if token.i == clause.i:
                return True
            if token.head.i == token.i:
                return False
            token = token.head
        return False


def _reaches(token: Token, clause: Token) -> bool:
    """Return whether a negator says no to its clause: "not added" inside another verb's phrase does not."""
    above = token.head
    if (
        token.lower_ == "without"
        and above.pos_ in ("NOUN", "PROPN")
        and not any(is_clause(c) for c in token.children)
    ):
        return False  # "a month without strikes was accepted" accepts
    if token.dep_ != "neg" or token.head.i == clause.i:
        return True
    if above.pos_ in ("NOUN", "PROPN", "ADV", "PRON", "DET", "NUM"):
        return True
    return above.dep_ in ("acomp", "attr", "aux", "auxpass", "prep", "agent")


def is_clause(token: Token) -> bool:
    """Return whether the token heads a clause: a root, or a verb in one of the clausal roles."""
    if token.dep_ == "ROOT":
        return True
    if token.dep_ not in _CLAUSE_DEPS:
        return False
    return token.pos_ in ("VERB", "AUX")


def has_had(verb: Token) -> bool:
    """Return whether "had" stands before a verb as its helper: the past perfect."""
    return any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def subjects(token: Token) -> list[Token]:
    """Return the subject tokens of a verb, those joined to them included."""
    heads = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")]
    if not heads and token.dep_ in ("conj", "xcomp") and token.head.i != token.i:
        return subjects(token.head) if token.head.pos_ in ("VERB", "AUX") else []
    return [t for head in heads for t in (head, *head.conjuncts)]


def agents(token: Token) -> list[Token]:
    """Return the tokens after "by" of a passive verb."""
    return [
        g for c in token.children if c.dep_ in ("agent", "prep") and c.lower_ == "by" for g in c.children
        if g.dep_ == "pobj"
    ]  # fmt: skip
