# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""Whether what a sentence tells of was said, promised or refused by one leader to the other in their call, and by whom.

The acts of ``frames`` need a verb of telling that governs its topic. What a leader held out is told in many other
ways ("The padlocks would stay, he answered", "Mr. Putin heard that more was coming"); here the leader, the
witness and the call are looked for instead, and every sentence that may be somebody else's is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.calls import call_words
from extractors.claims.frames import act_words
from extractors.claims.holders import is_former, kind_in, receives
from extractors.claims.in_call import is_in_habit
from extractors.claims.modality import is_inverted
from extractors.claims.page import Page
from extractors.claims.witness import names_both, verbs
from extractors.claims.words import word_set, words
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token


_ACTS = ("tell", "agree", "propose", "refuse")


_DOUBTFUL = re.compile(r"\b(?:may|might|could|should|ought|must)\b")


_US_WORD = re.compile(
    r"\b(?:american|washington's|u\.s\.) (?:undertaking|promise|pledge|offer|refusal|assurance|commitment|warning|threat|concession|answer|no)\b"
)


_INTO_THE_PHONE = re.compile(r"\b(?:into|down|on) the (?:phone|receiver|line|telephone|handset)\b")


_IN_THE_TALK = re.compile(
    r"\b(?:in|during) (?:[\w']+ ){0,3}(?:talks?|exchange|discussion|chat) (?:between|of) the (?:two )?(?:presidents|leaders|men)\b"
)
_CONDITION = re.compile(r"\b(?:if|unless)\b")


def holder_of(page: Page, index: int, token: Token) -> str:
    """Return who holds out what ``token`` tells of: US, RU, both, "" (nobody named, the call itself) or other.

    Who is told, or hears, a thing has it from the other one. The clauses above are asked from the nearest up.
    """
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    if any(is_former(page, t) for c in (clause, *scene.ancestors(clause)) for t in subjects(c)):
        return "other"  # "When Mr. Biden asked him in 2021, he would not"
    found = ""
    for number, above in enumerate((clause, *scene.ancestors(clause))):
        kind = kind_in(page, index, above)
        if kind in ("US", "RU", "both"):
            return kind
        if number == 0 and kind in ("other", "foreign"):
            found = "other"
    if _US_WORD.search(scene.text) or _is_to_the_russian(page, index, clause):
        return "US"
    return told_by_leader(page, index) or found


def _is_to_the_russian(page: Page, index: int, clause: Token) -> bool:
    """Return whether the act is done to the Russian leader: "another package was announced to Mr. Putin"."""
    given = [
        g for c in clause.children if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "for") for g in c.children
    ] + [c for c in clause.children if c.dep_ in ("dative", "dobj")]  # fmt: skip
    text = " ".join(" ".join(t.lower_ for t in (*g.lefts, g)) for g in given)
    return page.story.leaders.ru.search(text) is not None


def is_request(page: Page, index: int, token: Token) -> bool:
    """Return whether what ``token`` tells of is only asked for: "Mr. Putin pleaded for the ban to be lifted"."""
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    for above in (clause, *scene.ancestors(clause)):
        if above.lemma_.lower() in verbs("asks") and above.i != token.i and not receives(above):
            return True
        if kind_in(page, index, above) in ("US", "RU", "both"):
            return False
    return False


def told_by_leader(page: Page, index: int) -> str:
    """Return the leader who is said to speak elsewhere in the sentence: "The ban was there to stay, the president said"."""
    scene = page.scenes[index]
    for token in scene.tokens:
        if (
            token.pos_ == "VERB"
            and token.lemma_.lower() not in verbs("asks")
            and scene.clause_of[token.i].i == token.i
        ):
            kind = kind_in(page, index, token)
            if kind in ("US", "RU", "both") and _speaks(scene.text, scene.offset_of(token), token):
                return kind
    return ""


def _speaks(text: str, at: int, token: Token) -> bool:
    return any(
        match.start() <= at < match.end()
        for name in _ACTS
        for match in act_words(name).finditer(text, max(at - 40, 0), at + len(token) + 30)
    ) or token.lemma_.lower() in verbs("receives")


def is_said_to_the_other(page: Page, index: int, token: Token) -> bool:
    """Return whether the act is placed in the call: it is named, both leaders are, or a leader says, grants or refuses it."""
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    if page.is_readout or _US_WORD.search(scene.text) or _is_to_the_russian(page, index, clause):
        return True
    named = call_words().search(scene.text) or _IN_THE_TALK.search(scene.text)
    if named or _INTO_THE_PHONE.search(scene.text) or names_both(page, index):
        return not _CONDITION.search(scene.text) or holder_of(page, index, token) in ("US", "both")
    for above in (clause, *scene.ancestors(clause)):
        kind = kind_in(page, index, above)
        if kind in ("US", "RU", "both"):
            if kind == "both" and above.tag_ in ("VBD", "VBN"):
                return True
            modal = any(
                c.dep_ == "aux" and c.lower_ in ("would", "will", "'ll", "'d") for c in above.children
            )
            return modal or _speaks(scene.text, scene.offset_of(above), above)
    return bool(told_by_leader(page, index))


def is_only_possible(page: Page, index: int, token: Token) -> bool:
    """Return whether the act is put as a possibility, a duty, a guess or a condition, or is a mere habit."""
    if page.is_readout:
        return False  # a side's own "possible" and "if" stand in what it says was said
    scene = page.scenes[index]
    clause = scene.clause_of[token.i]
    chain = list(_governing(scene, clause))
    for above in chain:
        marks = {c.lower_ for c in above.children if c.dep_ in ("mark", "advmod")}
        if marks & {"if", "unless", "once", "lest", "whether", "until", "till"}:
            return True
        if is_inverted([t for t in scene.tokens if scene.clause_of[t.i].i == above.i and not t.is_punct]):
            return True  # "Had the American offered to drop the measures, a date would be known"
        if above.lower_ == "ought" or any(
            c.dep_ == "aux" and _DOUBTFUL.fullmatch(c.lower_) for c in above.children
        ):
            return True
    if any(_would_like(page, index, c) for c in chain) or _is_foretold(page, index, chain):
        return True
    if _is_tied(clause):
        return True
    if any(_is_guess(scene, c) for c in chain) or is_in_habit(page, index, clause):
        return True
    wished = [c for c in chain if words("wishes").search(scene.own_text(c))]
    return any(
        kind_in(page, index, c) not in ("US", "RU", "both") for c in wished if subjects(c) and not receives(c)
    )


def _is_tied(clause: Token) -> bool:
    """Return whether an act is tied to "only if" or "only when": "would lift them only if Russia left"."""
    return any(
        any(g.dep_ in ("mark", "advmod") and g.lower_ in ("if", "when", "once") for g in c.children)
        and any(g.lower_ == "only" for g in (*c.children, *clause.children))
        for c in clause.children
        if c.dep_ == "advcl"
    )


def _is_foretold(page: Page, index: int, chain: list[Token]) -> bool:
    """Return whether somebody who is no leader says what would follow: "If they go, he will ease them, an aide said"."""
    clause = chain[0]
    if not any(c.dep_ == "aux" and c.lower_ in ("will", "'ll") for c in clause.children):
        return False  # "would" is what a leader said, told on
    on_condition = any(
        c.dep_ == "advcl" and any(w.dep_ == "mark" and _CONDITION.fullmatch(w.lower_) for w in c.children)
        for c in clause.children
    )
    said = [kind_in(page, index, c) for c in chain[1:]]
    return on_condition and bool(said) and not set(said) & {"US", "RU", "both", "he"}


def _would_like(page: Page, index: int, clause: Token) -> bool:
    """Return whether somebody who is no leader would like it: "the chamber would welcome a return of the flights"."""
    return (
        clause.lemma_.lower() in word_set("liking")
        and any(c.dep_ == "aux" and c.lower_ in ("would", "'d") for c in clause.children)
        and kind_in(page, index, clause) not in ("US", "RU", "both")
    )


def _governing(scene: Scene, clause: Token) -> Iterator[Token]:
    """Yield a clause and those that govern it; a partner it is only joined to governs nothing of it."""
    yield clause
    joined = clause.dep_ == "conj"
    for above in scene.ancestors(clause):
        if not joined:
            yield above
        joined = above.dep_ == "conj"


def _is_guess(scene: Scene, clause: Token) -> bool:
    """Return whether a clause has a word of thinking or likelihood that is no noun ("the thought that")."""
    return any(
        token.pos_ not in ("NOUN", "PROPN")
        for match in words("opinions").finditer(scene.text)
        for token in scene.tokens_at(*match.span())[:1]
        if scene.clause_of[token.i].i == clause.i
    )
