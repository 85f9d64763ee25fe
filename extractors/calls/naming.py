"""Whose conversation a sentence names: that of the two leaders, or one with somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.calls.partners import OTHER, RU, US, meets_another, talks_of
from extractors.calls.words import both_words, call_words
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


def companies(scenes: Sequence[Scene], leaders: Leaders) -> list[str]:
    """Return for each sentence whom "the two presidents" means: pair, or other after another leader was named."""
    found: list[str] = []
    now, partner = "pair", "pair"
    for scene in scenes:
        us = leaders.us.search(scene.text) or re.search(r"white house|washington", scene.text)
        stranger = other_leaders().search(scene.text)
        if leaders.ru.search(scene.text):
            # "Ms Merkel proposed a mission. Mr Putin did not say no when the two talked": she and he
            now = partner if not us and not stranger and _BARE_TWO.search(scene.text) else "pair"
        elif stranger and (us or call_words().search(scene.text)):
            now = "other"
        partner = "pair" if us else "other" if stranger else partner
        found.append(now)
    return found


_BARE_TWO = re.compile(
    r"\b(?:the two|they|both|the pair)(?= (?:had )?(?:last )?(?:spoke|talked|were|rang|phoned|conferred|met)\b)"
)


def is_his_with_ru(scenes: Sequence[Scene], index: int, leaders: Leaders) -> bool:
    """Return whether "his talk with Mr. Putin" is that of the American leader, by the subject before it.

    Another leader who is named in the sentence need not be a part of it: "after his talk with Mr. Putin, and a
    lunch with Mr. Zelensky, he told reporters".
    """
    scene = scenes[index]
    own = _HIS.search(scene.text)
    if own is None or not any(company == {RU} for _, company in talks_of(scene, leaders)):
        return False
    if other_leaders().search(scene.text[: own.start()]) or leaders.us.search(scene.text[: own.start()]):
        return False
    for before in reversed(scenes[max(index - 2, 0) : index]):
        named = [t for t in before.tokens if t.dep_ in ("nsubj", "nsubjpass")]
        for text in (*(before.subtree_text(t) for t in named[:1]), before.text):
            if leaders.us.search(text) or re.match(r"the president$", text):
                return True
            if other_leaders().search(text):
                return False
    return False


def is_of_three(scene: Scene, leaders: Leaders) -> bool:
    """Return whether the pair had somebody else on the line: "spoke with Mr. Putin and King Salman together"."""
    pairs = [company for _, company in talks_of(scene, leaders) if {US, RU} <= company]
    return bool(pairs and _THREE.search(scene.text)) and all(OTHER in company for company in pairs)


_BESIDE = re.compile(
    r"(?<=\w )(?:before|after|ahead of)\b[^.;:]*"
    r"|,\W*(?:an?|one|two|some|several) [^,;]{3,60} (?:said|says|told \w+|added|recalled)\W*$"
)
_THREE = re.compile(r"\b(?:together|three-way|three-sided|trilateral|at once|all three)\b")
_HIS = re.compile(r"\bhis (?:\w+ ){0,3}(?:call|talk|conversation|exchange|chat)\b")


def kind_of(scene: Scene, leaders: Leaders, company: str) -> str:
    """Return whose conversation a sentence names: pair, other, unclear, or none where it names none.

    ``company`` is whom "the two presidents" means there.
    """
    text = scene.text
    if not (call_words().search(text) or scene.starts_like_a_call()):
        told = [company for _, company in talks_of(scene, leaders)]
        if any({US, RU} <= company for company in told):
            return "pair"
        # "Mr. Zelensky said he and Mr. Trump had discussed minerals"
        others = any(OTHER in company and company & {US, RU} for company in told)
        return "other" if others and other_leaders().search(text) else "none"
    talks = [company for _, company in talks_of(scene, leaders)]
    if any({US, RU} <= company for company in talks):
        return "pair"
    return _kind_by_names(scene, leaders, company)


def _kind_by_names(scene: Scene, leaders: Leaders, company: str) -> str:
    """Return whose conversation a sentence means by those it names, where its syntax does not say who takes part."""
    text = scene.text
    us = bool(leaders.us.search(text) or re.search(r"white house|washington|american side", text))
    ru = bool(leaders.ru.search(text) or re.search(r"kremlin|moscow|russian side", text))
    both = bool(both_words().search(text))
    # "spoke an hour before Mr. Zelensky's motorcade drove up", "a member of Ms. Meloni's staff said"
    other = bool(other_leaders().search(_BESIDE.sub(" ", text)))
    if both and not (us or ru) and meets_another(scene, leaders):
        return "other"
    if both and not (us or other) and company == "other":
        return "other"
    if (ru and (us or both)) or (both and not other) or (ru and not other):
        return "pair"
    return "other" if other else "unclear"


def to_leader(scene: Scene, verb: Token, leaders: Leaders) -> bool:
    """Return whether one leader is the subject of a verb and the other the one addressed."""
    near = [c for c in verb.children if c.dep_ in ("nsubj", "dobj", "dative", "nsubjpass")]
    prepositions = [c for c in verb.children if c.dep_ in ("prep", "agent", "dative")]
    near += [g for c in prepositions for g in c.children if g.dep_ == "pobj"]
    near += [t for c in near for t in c.conjuncts]
    text = " ".join(t.lower_ for c in near for t in (*c.lefts, c))
    us, ru = leaders.us.search(text), leaders.ru.search(text)
    if re.search(r"\beach other\b|\bone another\b", text) and both_words().search(scene.text):
        return True
    return bool(
        (us and ru) or ((us or ru) and re.search(r"\bcounterpart|\bcolleague|\binterlocutor|\bhim\b", text))
    )
