# ruff: noqa: E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Who does an act: one leader, both, the call, the topic itself, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.claims.cues import Cue
from extractors.claims.topics import Hit
from extractors.claims.words import word_set, words
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene, agents, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token


# Acts whose subject is the matter itself: "Ukraine came up", "Syria figured".
INTRANSITIVE = re.compile(
    r"(?:came|come|crop|ar[io]s|surfac|figur|featur|enter|play|was|were|took up|take up|got|get|loom|dominat|occup|form|went|gone|go |in the|on the|among|topic|the topic|the subject|main|left|absent|missing|unmentioned|off |out of|part of|did figure|did feature|priority|no part|not so|took cent|take cent)"
)


def actor_of(scene: Scene, cue: Cue, leaders: Leaders, hits: Sequence[Hit] = ()) -> str:
    """Return who does the act: US, RU, both, call, topic, other or ""."""
    verb = cue.clause
    named = {h.token.i for h in hits}
    rising = INTRANSITIVE.match(scene.text[cue.start : cue.end]) is not None or _is_passive(cue.token)
    found = [
        _COUNTRIES[t.lower_]
        if cue.act in ("agree", "propose") and t.lower_ in _COUNTRIES
        else "topic"
        if rising and (t.i in named or t.lower_ in ("they", "these", "those"))
        else kind
        for token in (*agents(verb), *subjects(cue.token), *subjects(verb))
        for t in _meant(token)
        if (kind := kind_of(scene, t, leaders))
    ]
    if not found or (found[0] in ("other", "topic") and cue.act != "discuss"):
        found = _just_before(scene, cue, leaders) or found or _controlled(scene, cue, leaders)
    if not found:
        return ""
    if "US" in found and "RU" in found:
        return "both"
    return found[0]


# A capital or a country stands for its leader where something was agreed or offered, not where it was talked about.
_COUNTRIES = {
    "russia": "RU",
    "moscow": "RU",
    "kremlin": "RU",
    "washington": "US",
    "america": "US",
    "states": "US",
}


def _is_passive(verb: Token) -> bool:
    """Return whether a participle is passive, its auxiliary turned round or lost included: "Not once was Syria mentioned"."""
    return verb.tag_ == "VBN" and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def _meant(token: Token) -> list[Token]:
    """Return whom a relative pronoun stands for: in "Trump was the one who raised it" the subject of "was"."""
    if token.lower_ not in ("who", "that", "which") or token.head.dep_ != "relcl":
        return [token]
    noun = token.head.head
    if noun.dep_ == "attr" and noun.lower_ in ("one", "man", "person", "leader", "first", "side", "it"):
        return subjects(noun.head) or [noun]
    return [noun]


def _just_before(scene: Scene, cue: Cue, leaders: Leaders) -> list[str]:
    """Return the leader named right before a verb; the parser loses a subject in one long sentence in ten."""
    if cue.token.pos_ not in ("VERB", "AUX"):
        return []
    piece = re.split(r"[,;:\"]|\b(?:that|who|when|by)\b", scene.text[: cue.start])[-1][-45:]
    us, ru = bool(leaders.us.search(piece)), bool(leaders.ru.search(piece))
    if us and ru:
        return ["both"] if re.search(r"\band\b", piece) else []
    return ["US"] if us else ["RU"] if ru else []


def _controlled(scene: Scene, cue: Cue, leaders: Leaders) -> list[str]:
    """Return the actors of a verb without a subject: those of the nearest clause above that has one."""
    if cue.token.pos_ not in ("VERB", "AUX"):
        return []
    if cue.clause.dep_ in ("ccomp", "ROOT", "parataxis"):
        return []
    for clause in scene.ancestors(cue.clause):
        above = subjects(clause)
        if above:
            return [kind for t in above if (kind := kind_of(scene, t, leaders))]
    return []


_ANYBODY = frozenset(["one", "nobody", "none", "anyone", "anybody", "someone", "somebody"])


def _is_among_persons(token: Token) -> bool:
    """Return whether "no one" or "nobody" is one of some other circle: "no one in the British government"."""
    return any(
        words("persons").fullmatch(g.lower_)
        for c in token.children
        if c.dep_ == "prep" and c.lower_ in ("in", "at", "from", "on", "of")
        for g in c.children
        if g.dep_ == "pobj"
    )


def kind_of(scene: Scene, token: Token, leaders: Leaders) -> str:
    """Return which actor a subject token is."""
    word = token.lower_
    if word in _ANYBODY and _is_among_persons(token):
        return "other"
    near = " ".join(t.lower_ for t in (*token.lefts, token)) + _country_of(token)
    if word in word_set("both") or (
        word in ("leader", "president", "man", "side")
        and re.search(r"\b(?:neither|either|both|each)\b", near)
    ):
        return "both"
    us, ru = bool(leaders.us.search(near)), bool(leaders.ru.search(near))
    if us and ru:
        return "both"
    if us or ru or word in ("side", "party", "team"):
        return "RU" if ru or "russia" in near else "US"
    if _OUR_LEADER.search(near) and leaders.us.search(scene.text) and not leaders.ru.search(scene.text):
        return "RU"  # "Trump offered it, our president accepted"
    if word == "president" or (word in ("leader", "head") and "russia" in near):
        return "RU" if "russia" in near else "US"
    if word in ("he", "she", "former", "latter", "i", "his", "boss"):
        return "he"
    if word in word_set("call"):
        return "call"
    if other_leaders().search(near) and not _belongs_to_another(token):
        return "foreign"
    if words("persons").fullmatch(word):
        return "other"
    if token.pos_ == "PROPN" and (is_name(token) or not _may_be_topic(token)):
        return "other"
    return "topic"


def _country_of(token: Token) -> str:
    """Return " of russia" behind an office of that country's leader, else nothing: "the President of Russia raised it"."""
    if token.lower_ not in ("president", "leader", "head"):
        return ""
    text = " ".join(t.lower_ for c in token.children if c.lower_ == "of" for t in c.subtree)
    return " of russia" if re.match(r"of (?:state of )?(?:the )?russia", text) else ""


def _belongs_to_another(token: Token) -> bool:
    """Return whether a thing is only called after another leader: "Mr. Assad's war did not rate a mention"."""
    return (
        token.pos_ == "NOUN"
        and not words("persons").fullmatch(token.lower_)
        and any(c.dep_ == "poss" for c in token.children)
    )


def _may_be_topic(token: Token) -> bool:
    """Return whether a name as subject is what was talked about: in a passive, or of "come up", "figure"."""
    return token.dep_ in {"nsubjpass", "conj"} or token.head.lemma_.lower() in word_set("rising")


def is_name(token: Token) -> bool:
    """Return whether a proper noun is more likely a person than a matter: a title or a first name before it."""
    return any(
        t.pos_ == "PROPN" or t.lower_ in ("mr.", "mr", "mrs.", "ms.", "sen.", "rep.", "gen.")
        for t in token.lefts
    )


_OUR_LEADER = re.compile(r"\b(?:our|their) (?:president|leader|head of state)\b")


def addresses(scene: Scene, cue: Cue, leaders: Leaders, actor: str) -> bool:
    """Return whether one leader addresses the other with this verb."""
    if actor not in ("US", "RU", "he", "both"):
        return False
    objects = [c for c in cue.token.children if c.dep_ in ("dobj", "dative", "iobj", "pobj", "nsubj", "oprd")]
    objects += [
        g for c in cue.token.children if c.dep_ in ("prep", "dative") for g in c.children if g.dep_ == "pobj"
    ]
    objects += [g for c in cue.token.children if c.dep_ == "ccomp" for g in c.children if g.dep_ == "nsubj"]
    # "made it clear to Mr. Putin": behind the adjective that is part of the act
    within = [c for c in cue.token.children if c.pos_ == "ADJ" and scene.offset_of(c) < cue.end]
    objects += [
        h for c in within for g in c.children if g.dep_ == "prep" and g.lower_ == "to" for h in g.children
    ]
    for token in objects:
        near = " ".join(t.lower_ for t in (*token.lefts, token))
        if (actor != "RU" and leaders.ru.search(near)) or (actor != "US" and leaders.us.search(near)):
            return True
        if re.search(r"\b(?:counterpart|colleague|interlocutor|partner|him|other)\b", near):
            return True
        if actor in ("US", "RU") and _OUR_LEADER.search(near):
            return True  # "Mr. Trump told our president", an official of the other side says
    return False
