# ruff: noqa: SIM102, E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Which matter a pronoun or an ellipsis means: "that was not discussed", "he promised nothing"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.claims.actors import is_name
from extractors.claims.cues import Cue
from extractors.claims.topics import Hit
from extractors.claims.words import word_set, words
from extractors.language.scene import Scene, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token


# "The two had not spoken" denies the conversation, not the matter that was named before it.
_MERE_TALK = re.compile(r"spoke|spoken|speaks?|talk|talks|talked|calls?|called")


# "They talked of nothing else": what was named before it was talked about.
_EXHAUSTIVE = re.compile(
    r"\b(?:nothing|anything|little|no one|not much) (?:else|more|further|beyond|besides|other)\b|\b(?:no|any) other\b"
)


def _names_own_matter(cue: Cue) -> bool:
    """Return whether the act's clause names a matter that no topic knows: a pronoun's topic must not be put in its place."""
    verbs = [cue.clause] if cue.token.i == cue.clause.i else [cue.clause, cue.token]
    if any(_is_indirect(c) for verb in verbs for c in verb.children):
        return True  # "had not discussed who would head it"
    for verb in verbs:
        for child in verb.children:
            if (
                child.dep_ in ("nsubjpass", "dobj", "attr", "oprd")
                or (child.dep_ == "nsubj" and verb.lemma_.lower() in word_set("rising"))
            ) and (_is_matter(child, cue) or _carries_matter(child, cue)):
                return True
            if child.dep_ == "prep" and child.lower_ in ("about", "on", "of", "over", "to", "into", "upon"):
                if any(g.dep_ == "pobj" and _is_matter(g, cue) for g in child.children):
                    return True
    return False


def is_of_detail(clause: Token) -> bool:
    """Return whether what a clause is about is only a detail: "the place has not been settled" leaves the thing standing."""
    return any(
        c.dep_ in ("nsubjpass", "dobj") and c.lower_ in word_set("details") and c.pos_ == "NOUN"
        for c in clause.children
    )


def _is_indirect(clause: Token) -> bool:
    """Return whether a clause is a question of its own: "who would head it"."""
    return clause.dep_ == "ccomp" and clause.left_edge.lower_ in (
        "who",
        "what",
        "how",
        "when",
        "where",
        "which",
        "why",
    )


def _carries_matter(noun: Token, cue: Cue) -> bool:
    """Return whether a noun that only points at a matter names it behind itself: "put off any decision on monitors"."""
    return noun.lemma_.lower() in word_set("pointers") and any(
        _is_matter(g, cue)
        for c in noun.children
        if c.dep_ == "prep"
        and c.lower_ in ("about", "on", "of", "over", "for", "to", "regarding", "concerning")
        for g in c.children
        if g.dep_ == "pobj"
    )


def _is_matter(token: Token, cue: Cue) -> bool:
    """Return whether a noun names something of its own: no pronoun, no person, no mere "subject", no weekday."""
    if (
        token.pos_ not in ("NOUN", "PROPN")
        or token.i == cue.token.i
        or token.lower_ in word_set("both")
        or token.lower_ in word_set("call")
    ):
        return False
    if (
        token.ent_type_ == "PERSON"
        or words("persons").fullmatch(token.lower_)
        or re.fullmatch(
            r"\w+day|call\w*|presidents?|leaders?|heads?|chiefs?|capitals?|reporters?|sides?", token.lower_
        )
    ):
        return False
    if token.pos_ == "PROPN" and token.dep_ != "nsubjpass" and is_name(token):
        return False
    return token.lemma_.lower() not in word_set("pointers")


def may_borrow(scene: Scene, cue: Cue, polarity: int, readout: bool) -> bool:
    """Return whether an act without a topic of its own takes that of the sentence before."""
    if (
        readout
        or _MERE_TALK.fullmatch(scene.text[cue.start : cue.end])
        or _EXHAUSTIVE.search(scene.own_text(cue.clause))
        or _names_own_matter(cue)
        or is_of_detail(cue.clause)
        or not _is_bare(scene, cue)
    ):
        return False
    if polarity < 0 and cue.act == "tell":
        return bool(_SUCH.search(scene.text))
    if cue.act == "agree" and re.search(r"\bthat (?:is|was)(?: exactly| precisely)? what\b", scene.text):
        return True
    if cue.act == "tell" and re.match(
        r"\W*(?:[\w.']+ ){0,3}?(?:so|as much|exactly that|just that)\b", scene.text[cue.end :]
    ):
        return True
    if cue.act == "tell":
        return (
            cue.token.tag_ == "VBN"
            and cue.token.lemma_.lower() in word_set("passed_on")
            and any(c.dep_ == "auxpass" for c in cue.token.children)
            and not any(c.dep_ == "agent" for c in cue.token.children)
        )
    if polarity <= 0:
        return True
    if cue.act == "agree" and cue.token.pos_ == "NOUN":
        return any(c.lower_ in ("the", "that", "this", "his", "such") for c in cue.token.children)
    if cue.act == "discuss" and any(
        c.dep_ == "dobj" and c.lower_ in ("it", "them", "this", "that") for c in cue.token.children
    ):
        return True
    subject = [t.lower_ for t in subjects(cue.clause)]
    subject += [t.lower_ for t in scene.tokens if t.dep_ == "pobj" and t.head.head.i == cue.token.i]
    if cue.act == "discuss" and any(
        t.dep_ == "nsubjpass" and t.lower_ in ("they", "these", "those") for t in subjects(cue.clause)
    ):
        return True  # "Naturally they were spoken about"
    return cue.act == "discuss" and any(
        s in ("it", "that", "this", "subject", "topic", "issue", "matter", "question") for s in subject
    )


_SUCH = re.compile(
    r"\b(?:of the sort|of the kind|no such|those words|such words|that sentence|such a thing|the words|any such|used the phrase|those lines)\b"
)


def borrowed_hits(scene: Scene, cue: Cue, hits: Sequence[Hit], earlier: Sequence[Hit]) -> list[Hit]:
    """Return the topics a pronoun means: those named before it in its own sentence, else those of the text before."""
    own = [
        h
        for h in hits
        if _is_argument(h.token)
        and (
            h.end <= cue.start
            # "the matter played no part in a courtesy with a few minutes on Syria": the clause of Syria is another
            or (h.token.head.lower_ in ("of", "about", "on") and scene.clause_of[h.token.i].i == cue.clause.i)
        )
    ]
    if own:
        return own
    question = question_in(scene, cue)
    if question is None:
        return list(earlier)
    # What the source was asked stands in his own sentence: nothing named before it is meant.
    inside = {t.i for t in question.subtree}
    return [h for h in hits if h.token.i in inside]


_PRESSING = frozenset(["ask", "press", "question", "quiz", "query"])
_POINTS_ON = re.compile(
    r"(?:asked|pressed|questioned|quizzed|queried)(?: \w+)? (?:about|on|of|over) (?:this|that|it|them|those|these|the (?:subject|matter|issue|question|topic))\b"
)


def question_in(scene: Scene, cue: Cue) -> Token | None:
    """Return the word that puts a question with a matter of its own before the act: "Asked if he had warned him, ..."."""
    for token in scene.tokens:
        if token.lemma_.lower() not in _PRESSING or token.tag_ != "VBN" or token.dep_ not in ("advcl", "acl"):
            continue
        at = scene.offset_of(token)
        matter = any(c.dep_ in ("ccomp", "prep", "advcl", "xcomp") for c in token.children)
        if at < cue.start and matter and not _POINTS_ON.match(scene.text, at):
            return token
    return None


def _is_argument(token: Token) -> bool:
    """Return whether a topic word is a subject, an object, or what is asked or talked "about"; so is what it describes."""
    for _ in range(6):
        noun = token.dep_ == "pobj" and token.head.lower_ in ("of", "for") and token.head.head.pos_ == "NOUN"
        if token.dep_ not in ("compound", "amod", "nmod", "poss") and not noun:
            break
        token = token.head.head if noun else token.head
    if token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "ROOT"):
        return True
    if (
        token.dep_ == "pobj"
        and token.head.lower_ in ("for", "regarding", "concerning")
        and token.head.head.lower_ in ("as", "said")
    ):
        return True  # "As for Syria, the subject had not been touched"
    return token.dep_ in ("pobj", "pcomp") and token.head.lower_ in (
        "on",
        "about",
        "of",
        "to",
        "over",
        "regarding",
    )


def _is_bare(scene: Scene, cue: Cue) -> bool:
    """Return whether the act's topic is a pronoun, a bare "the subject", or nothing at all."""
    named = re.search(
        r"\b(?:subjects?|topics?|issues?|matters?|questions?|ideas?|points?|score|kind|sort|such|so|possibility|suggestion|request|demand)\b",
        scene.text,
    )
    if named or any(
        t.lower_ in word_set("pronouns") and scene.clause_of[t.i].i == cue.clause.i for t in scene.tokens
    ):
        return True
    own = [t for t in scene.tokens if scene.clause_of[t.i].i == cue.clause.i]
    return len([t for t in own if t.pos_ in ("NOUN", "PROPN")]) <= 6
