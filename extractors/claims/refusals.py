# ruff: noqa: PLR0917 - rules are read as one line each
"""Refusals and denials: a consent not given, a thing not said or asked for, another's account called untrue.

They are read from the shape of the clause (a negated noun or verb of consenting or of saying, with any verb about
it) and from phrases that belittle or disown an account; what they are about is settled in ``matters``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.carrying import (
    is_deed_to_come,
    is_mere_matter,
    refuses_to_answer,
    turns_down_an_account,
)
from extractors.claims.cues import Cue, find_cues
from extractors.claims.matters import stance_set
from extractors.claims.polarity import sign_of
from extractors.claims.words import word_set
from extractors.language.scene import Scene, subjects
from extractors.language.wordlists import compile_words, load_table

if TYPE_CHECKING:
    from spacy.tokens import Token

_ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj", "attr", "ROOT", "conj", "oprd", "appos", "dep"])
# "Did not say whether", "did not ask how": what the source leaves open, or asks the press.
_INDIRECT = re.compile(r"\b(?:whether|if|when|how|why|who|what|where)\b")


@dataclass(frozen=True, eq=False)
class Refusal:
    """One refusal: ``act`` is agree (not consented), tell (not said, asked or offered) or account (called untrue)."""

    act: str
    cue: Cue
    phrase: tuple[Token, ...] = ()

    @property
    def token(self) -> Token:
        """Return the word that the refusal stands on."""
        return self.cue.token


@cache
def stance_words(name: str) -> re.Pattern[str]:
    """Return the expression of one list of ``stances.toml``. Raises KeyError for a list that is not there."""
    return compile_words(load_table("extractors.claims", "stances.toml")[name])


def find_refusals(scene: Scene) -> list[Refusal]:
    """Return the refusals and denials of a sentence, at most one of a kind in a clause."""
    found: dict[tuple[str, int], Refusal] = {}
    for refusal in (*_verbs(scene), *_nouns(scene), *_refusing(scene), *_phrases(scene)):
        found.setdefault((refusal.act, refusal.cue.clause.i), refusal)
    return list(found.values())


def find_consents(scene: Scene) -> list[Refusal]:
    """Return the consents that a sentence says were given: a noun that somebody got or gave, a verb of consenting."""
    found: dict[int, Refusal] = {}
    for token in scene.tokens:
        lemma, clause = token.lemma_.lower(), scene.clause_of[token.i]
        noun = _act_of_noun(scene, token) == "agree" and (
            token.dep_ in ("dobj", "nsubjpass") and clause.lemma_.lower() in stance_set("giving")
        )
        verb = token.pos_ == "VERB" and token.i == clause.i and lemma in stance_set("plain_consent")
        if not (noun or verb) or clause.i in scene.negated:
            continue
        cue = _cue(scene, "agree", 1, token)
        if sign_of(scene, cue) > 0:
            found.setdefault(clause.i, Refusal("agree", cue))
    return list(found.values())


def _cue(
    scene: Scene, act: str, sign: int, token: Token, start: int | None = None, end: int | None = None
) -> Cue:
    at = scene.offset_of(token)
    first, last = (at if start is None else start), (at + len(token) if end is None else end)
    return Cue(act, sign, first, last, token, scene.clause_of[token.i], tuple(scene.text[first:last].split()))


def _nouns(scene: Scene) -> Iterator[Refusal]:
    """Yield the negated nouns of consent and of saying, whatever verb carries them."""
    for token in scene.tokens:
        act = _act_of_noun(scene, token)
        if act == "" or not (token.dep_ in _ARGUMENTS or _is_of_verb(token)):
            continue
        clause = scene.clause_of[token.i]
        if clause.i not in scene.negated or clause.lemma_.lower() in stance_set("not_of_consent"):
            continue
        if act == "tell" and clause.lemma_.lower() in ("come", "arrive", "land", "reach"):
            continue  # "No request has come to us": what reached somebody, not what was said in the call
        negator = scene.negated[clause.i]
        if negator.dep_ in ("pobj", "dobj"):
            continue  # "The plea was met with a flat no": the answer is refused, the plea was made
        # "No senator gave his consent": somebody else is none
        if negator.dep_ == "det" and negator.head.i != token.i and negator.head.dep_ in ("nsubj", "poss"):
            continue
        cue = _cue(scene, "agree", 1, token)
        if sign_of(scene, cue) < 0:
            yield Refusal(act, cue)


def _is_of_verb(token: Token) -> bool:
    """Return whether a negated noun stands behind the verb's own preposition: "entered into no obligation"."""
    return (
        token.dep_ == "pobj"
        and token.head.head.pos_ in ("VERB", "AUX")
        and any(c.lower_ in ("no", "any") for c in token.children)
    )


def _act_of_noun(scene: Scene, token: Token) -> str:
    lemma = token.lemma_.lower()
    if lemma in ("word", "light"):
        # "not a word about it" is no promise; "gave no green light", "did not give his word" are
        at = scene.offset_of(token)
        near = scene.text[max(at - 12, 0) : at + len(token)]
        return "agree" if stance_words("consent_phrases").search(near) else ""
    if token.pos_ not in ("NOUN", "PROPN", "INTJ"):
        return ""
    if lemma in stance_set("consent_nouns"):
        return "" if is_mere_matter(token) else "agree"
    return "tell" if lemma in stance_set("speech_nouns") else ""


def _verbs(scene: Scene) -> Iterator[Refusal]:
    """Yield the negated verbs of consenting, and those of asking and offering."""
    for token in scene.tokens:
        if token.pos_ not in ("VERB", "AUX") or scene.clause_of[token.i].i not in scene.negated:
            continue
        act = _act_of_verb(scene, token)
        if act == "" or _is_left_open(scene, token):
            continue
        cue = _cue(scene, "agree", 1, token)
        if token.dep_ == "pcomp" and token.head.lower_ == "without":
            yield Refusal(act, replace(cue, clause=token))  # "parted without deciding on it"
        elif _is_act_of(token, cue.clause) and sign_of(scene, cue) < 0:
            yield Refusal(act, cue)


def _is_act_of(token: Token, clause: Token) -> bool:
    """Return whether a verb is what its clause tells of: its head, or what somebody went or came to do."""
    return token.i == clause.i or (
        token.dep_ in ("xcomp", "advcl", "conj") and clause.lemma_.lower() in stance_set("going")
    )


def _act_of_verb(scene: Scene, token: Token) -> str:
    lemma = token.lemma_.lower()
    if lemma in stance_set("say_verbs") and (
        stance_words("such").search(scene.own_text(token))
        or any(c.dep_ == "dobj" and c.lower_ in ("it", "that", "this", "so", "them") for c in token.children)
    ):
        return "account"
    if lemma in stance_set("given") and _takes_back(token):
        return "account"
    if lemma in stance_set("consent_verbs"):
        return "agree"
    return "tell" if lemma in stance_set("speech_verbs") else ""


def _takes_back(verb: Token) -> bool:
    """Return whether a passive is said of what was just reported: "it was not given"."""
    pointing = ("it", "that", "this", "they", "these", "those")
    return any(c.dep_ == "nsubjpass" and c.lower_ in pointing for c in verb.children)


def _is_left_open(scene: Scene, verb: Token) -> bool:
    """Return whether the verb asks or tells nothing but a question: "did not ask whether"."""
    return any(c.dep_ in ("ccomp", "advcl") and _INDIRECT.match(scene.subtree_text(c)) for c in verb.children)


def _refusing(scene: Scene) -> Iterator[Refusal]:
    """Yield the verbs that refuse by themselves: "rebuffed", "turned down", "put off"."""
    for token in scene.tokens:
        if _repels(token) or (token.lemma_.lower() in stance_set("refusal_nouns") and _is_refusal(token)):
            cue = _cue(scene, "agree", -1, token)
            plain = cue.clause.i not in scene.negated or scene.negated[cue.clause.i].i == token.i
            if plain and sign_of(scene, cue) < 0 and not turns_down_an_account(cue):
                yield Refusal("agree", cue)
    for cue in find_cues(scene):
        multi = cue.sign > 0 and len(cue.words) > 1 and cue.token.pos_ == "VERB"
        if (
            cue.act == "agree"
            and not is_deed_to_come(scene, cue)
            and (cue.sign < 0 or multi)
            and not refuses_to_answer(scene, cue)
            and not turns_down_an_account(cue)
            and sign_of(scene, cue) < 0
        ):
            yield Refusal("agree", cue)


def _repels(token: Token) -> bool:
    """Return whether a verb turns something away by its particle: "fobbed him off", "waved it aside"."""
    return (
        token.pos_ == "VERB"
        and token.lemma_.lower() in stance_set("repelling")
        and any(
            c.dep_ in ("prt", "advmod") and c.lower_ in ("off", "aside", "away", "down", "back")
            for c in token.children
        )
        and any(c.dep_ in ("dobj", "nsubjpass") for c in token.children)
    )


def _is_refusal(token: Token) -> bool:
    """Return whether a noun stands for an answer that was given: "got a flat no", "met with a refusal"."""
    marks = [c.lower_ for c in token.children]
    if token.lower_ == "shoulder" and "cold" not in marks:
        return False
    if token.lower_ == "no" and (token.dep_ not in ("dobj", "attr", "pobj") or not marks):
        return False
    return token.dep_ in ("dobj", "attr", "nsubj", "nsubjpass", "ROOT") or (
        token.dep_ == "pobj" and token.head.lower_ in ("with", "by", "to")
    )


def _phrases(scene: Scene) -> Iterator[Refusal]:
    """Yield the phrases that belittle a consent or call an account untrue."""
    for name, act in (("belittled", "agree"), ("untrue", "account")):
        for match in stance_words(name).finditer(scene.text):
            tokens = scene.tokens_at(match.start(), match.end())
            token = next((t for t in tokens if t.pos_ in ("VERB", "NOUN", "ADJ", "AUX", "ADV", "INTJ")), None)
            if token is None or _is_talked_about(token):
                continue
            cue = _cue(scene, "agree", -1, token, match.start(), match.end())
            inside = scene.negated.get(cue.clause.i)
            if (
                inside is not None
                and not match.start() <= scene.offset_of(inside) < match.end()
                and not (
                    act == "account" and re.match(r"(?:grain|word|shred|kernel|ounce|iota)", match.group())
                )
            ):
                continue  # "is not fiction", "was not premature"
            if act == "account" and (not _is_of_account(scene, cue) or _is_own_doing(match.group(), token)):
                continue
            yield Refusal(act, cue, tuple(tokens))


def _is_talked_about(token: Token) -> bool:
    """Return whether the word for a falsehood names what was talked about: "had talked about the 'Russian hoax'"."""
    return token.dep_ == "pobj" and token.head.lower_ == "about" and token.head.head.pos_ == "VERB"


def _is_own_doing(phrase: str, verb: Token) -> bool:
    """Return whether somebody has not done a thing himself: "had not made up his mind" takes nothing back."""
    marks = [c.dep_ for c in verb.children]
    return phrase.startswith(("not ", "never ")) and "aux" in marks and "auxpass" not in marks


def _is_of_account(scene: Scene, cue: Cue) -> bool:
    """Return whether what is called untrue is an account, or the whole remark is: "Nonsense," said an aide."""
    if re.match(
        r"\W*" + re.escape(scene.text[cue.start : cue.end]) + r"\W*[,.!]\W*(?:\"|said|$)", scene.text
    ):
        return True
    own = [t for t in scene.tokens if scene.clause_of[t.i].i == cue.clause.i and t.i < cue.token.i]
    near = [*subjects(cue.clause), *own]
    told = stance_set("untrue_things") | word_set("accounts")
    return any(t.lemma_.lower() in told or t.lower_ in told for t in near) or (
        re.match(r"(?:made|making|never|words|didn't|did not|mis)", scene.text[cue.start : cue.end])
        is not None
    )
