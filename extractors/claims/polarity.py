# ruff: noqa: SIM102, E501 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Whether an act is said to have been done: the negation of its clause and of what governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.cues import Cue, act_words
from extractors.claims.words import words
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_infinitive(clause: Token) -> bool:
    """Return whether a clause is an infinitive: "gave no undertaking to set up a center"."""
    return clause.dep_ != "conj" and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


_CONFINING = frozenset(["confine", "limit", "restrict"])


def sign_of(scene: Scene, cue: Cue) -> int:
    """Return 1, -1 or 0 from the negation of the clause, the word itself and the verbs it hangs on."""
    sign = cue.sign
    negator = scene.negated.get(cue.clause.i)
    if negator is not None and _denies_something_else(scene, cue, negator):
        negator = None
    if cue.clause.lemma_.lower() in _CONFINING:
        negator = (
            None  # "did not confine themselves to Syria in their conversation": that was talked about, too
        )
    inside = cue.sign < 0 and negator is not None and cue.start <= scene.offset_of(negator) < cue.end
    if negator is not None and not inside:
        if cue.sign < 0 and cue.act == "agree":
            return 0  # "did not rule out", "did not reject": neither agreed nor refused
        sign = -sign
    if (
        negator is None
        and is_infinitive(cue.clause)
        and cue.clause.dep_ in ("advcl", "acl", "xcomp", "relcl")
    ):
        # The parser hangs "to set up" on "gave" in "gave no undertaking to set up a center".
        if scene.clause_of[cue.clause.head.i].i in scene.negated:
            sign = -sign
    if _evaded(scene, cue):
        return 0
    if _INSTEAD_OF.search(scene.text[: cue.start]):
        sign = -sign
    if _REFUSED_REPORT.search(scene.text[: cue.start]) or _is_branded(scene, cue):
        sign = -sign
    sign = -sign if _was_no_such_thing(scene, cue) else sign
    told = sign
    for clause in _governing(scene, cue):
        sign *= _sign_of_governor(scene, clause, cue)
        if sign == 0:
            return 0
    return -sign if sign == told and _is_called_false(scene, cue) else sign


# "Far from touching on it, they ...", "instead of raising it".
_INSTEAD_OF = re.compile(
    r"\b(?:far from|instead of|rather than|in place of|short of)(?: ever| even| so much as)? $"
)


_AND_NO_MORE = re.compile(r"and nothing (?:more|else|besides|further)\b")
_THING = frozenset(
    ["something", "anything", "thing", "subject", "topic", "matter", "issue", "theme", "item", "point", "one"]
)


def _denies_something_else(scene: Scene, cue: Cue, negator: Token) -> bool:
    """Return whether the negation is of what stands beside the act.

    "Agreed on grain without raising the sanctions" agrees; "a front without double standards was stressed" stresses it;
    "dealt with the crash and nothing more" dealt with it.
    """
    at = scene.offset_of(negator)
    beside = negator.lower_ == "without" and (at >= cue.end or _is_below_the_act(scene, cue, negator))
    return beside or (cue.act == "discuss" and _AND_NO_MORE.match(scene.text, max(at - 4, 0)) is not None)


def _is_below_the_act(scene: Scene, cue: Cue, negator: Token) -> bool:
    """Return whether the negation describes a thing or a deed below the act, and the act stands outside of it."""
    inside = {t.i for t in negator.head.subtree}
    return negator.head.i != cue.clause.i and not any(
        t.i in inside for t in scene.tokens_at(cue.start, cue.end)
    )


def _was_no_such_thing(scene: Scene, cue: Cue) -> bool:
    """Return whether the clause says what its subject was not: "Arms were not something the leaders took up"."""
    clause = cue.clause
    noun = clause.head
    while noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    return (
        clause.dep_ in ("relcl", "acl")
        and noun.dep_ == "attr"
        and noun.lemma_.lower() in _THING
        and noun.head.lemma_ == "be"
        and noun.head.i in scene.negated
    )


def _is_branded(scene: Scene, cue: Cue) -> bool:
    """Return whether what the cue tells is called false behind it: "called a claim that he had offered X fiction"."""
    if not re.search(
        r"\b(?:call|term|brand|label|describ)(?:ed|s|ing)\b.{0,60}\bthat\b", scene.text[: cue.start]
    ):
        return False
    return any(m.start() > cue.end for m in act_words("deny").finditer(scene.text))


# "Reports that he promised an end to it in their call are untrue": the parser hangs the verdict on the promise.
_REPORT_THAT = re.compile(
    r"^\W*(?:(?:the|a|an|any|all|these|those|such|press|media|news|some|recent|online) ){0,3}([a-z]+) that\b(?:[^;.\"]|(?<=mr)\.|(?<=mrs)\.)*$"
)
_VERDICT = re.compile(
    r"\b(?:is|are|was|were) (?:all |simply |just |completely |entirely |wholly |utterly |plainly |pure |sheer )?$"
)


def _is_called_false(scene: Scene, cue: Cue) -> bool:
    """Return whether the cue stands in a report at the head of the sentence that its predicate calls false."""
    head = _REPORT_THAT.match(scene.text[: cue.start])
    if head is None or not words("accounts", "denied_reports").fullmatch(head[1]):
        return False
    behind = scene.text[cue.end :]
    return any(_VERDICT.search(behind[: m.start()]) for m in act_words("deny").finditer(behind))


# "rejected the account according to which ...": no clause of its own for the parser.
_REFUSED_REPORT = re.compile(
    r"\b(?:reject|den|disput|dismiss|refut|contradict|disavow|repudiat)(?:ed|s|ies|ied|es|ing) (?:[\w'-]+ ){0,4}?(?:account|version|report|claim|story|suggestion|notion|idea)s? (?:according to which|whereby|in which)\b[^.;]*$"
)


def _governing(scene: Scene, cue: Cue) -> Iterator[Token]:
    """Yield the clauses whose complement (not mere adjunct) the cue's clause is, nearest first."""
    clause = cue.clause
    for above in scene.ancestors(clause):
        if clause.dep_ in ("ccomp", "acl", "relcl", "csubj", "csubjpass", "advcl", "pcomp"):
            if clause.dep_ == "advcl" or (
                clause.dep_ == "relcl"
                and not words("accounts", "denied_reports").fullmatch(clause.head.lower_)
            ):
                return
            yield above
        clause = above


def is_imperative(token: Token) -> bool:
    """Return whether a verb gives an order: the bare form at the head of a sentence, without a subject."""
    return (
        token.tag_ == "VB"
        and token.dep_ == "ROOT"
        and not subjects(token)
        and not any(c.dep_ == "aux" for c in token.children)
    )


def _own_text(scene: Scene, clause: Token) -> str:
    """Return the words of a clause without those of clauses below it."""
    return " ".join(t.lower_ for t in scene.tokens if scene.clause_of[t.i].i == clause.i)


_NOT_IN = re.compile(r"\b(?:not|no|never|nothing)\b|n't")


def _sign_of_governor(scene: Scene, clause: Token, cue: Cue) -> int:
    """Return how a governing clause turns what hangs on it: -1 opposite, 0 unknown, 1 unchanged."""
    text = _own_text(scene, clause)
    negated = clause.i in scene.negated
    false = [m.group() for m in act_words("deny").finditer(text)]
    if false and not is_imperative(clause):
        # "It is not true that": the negation is part of the word for false.
        return 0 if negated and not any(_NOT_IN.search(word) for word in false) else -1
    if negated and re.search(
        r"\b(?:say|suggest|suggests|indicate|indicates|show|shows|imply|implies|prove|proves|evidence|confirm|know|claim|disclose|reveal|specify|state(?! department)|mean|clear|certain|sure)\b",
        text,
    ):
        return 0
    if negated and re.search(r"\b(?:true|case|think|believe|happen|recall|remember)\b", text):
        return -1
    return 1


_WHETHER_FIRST = re.compile(
    r"\W*(?:(?:on|as to|as for|of|about) )?(?:the question (?:of )?)?(?:whether\b|that\b.* was more than\b)"
)


def _evaded(scene: Scene, cue: Cue) -> bool:
    """Return whether the source could not or would not say: the words stand above or beside the act."""
    for match in act_words("evade").finditer(scene.text):
        if match.start() < cue.end and cue.start < match.end():
            continue
        tokens = scene.tokens_at(match.start(), match.end())
        if not tokens:
            continue
        clause = scene.clause_of[tokens[0].i]
        if cue.end <= match.start() and _WHETHER_FIRST.match(scene.text):
            return True  # "Whether they got round to it the adviser would neither affirm nor deny"
        if clause.i != cue.clause.i and (
            scene.below(cue.clause, clause) or re.search(r"\bwhether\b", scene.text)
        ):
            return True
    return False
