"""The act words of a sentence and the frame that one of them opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from extractors.claims.topics import Hit
from extractors.language.scene import Scene
from extractors.language.word_index import WordIndex
from extractors.language.wordlists import compile_words, load_table
from extractors.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, eq=False)
class Frame:
    """One act in one clause.

    ``polarity`` is 1, -1 or 0 (the source could not or would not say). ``actor`` is US, RU, both, call
    (the conversation itself), topic (a passive or the topic as subject), other, or "" (nobody named).
    ``told`` is True when one leader addresses the other. ``borrowed`` is True when the topics come from
    the sentence before, for a pronoun or an ellipsis.
    """

    act: str
    polarity: int
    clause: Token
    cue: Token
    cue_text: str
    hits: tuple[Hit, ...]
    modality: Modality = Modality.ASSERTED
    actor: str = ""
    told: bool = False
    borrowed: bool = False
    weakened: bool = False


@cache
def act_words(act: str, name: str = "words") -> re.Pattern[str]:
    """Return the expression of one word list of ``acts.toml``."""
    return compile_words(load_table("extractors.claims", "acts.toml")[act][name])


@cache
def _act_index() -> WordIndex[str]:
    """Return the lists of the acts that open a frame."""
    table = load_table("extractors.claims", "acts.toml")
    return WordIndex({name: table[name]["words"] for name, _, _ in _ACTS})


# Which list holds the intrinsic opposite of which act.
_ACTS = (("unraised", "discuss", -1), ("refuse", "agree", -1), ("discuss", "discuss", 1), ("agree", "agree", 1),
         ("propose", "propose", 1), ("tell", "tell", 1))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cue:
    """A word of one of the act lists, with the token it stands on."""

    act: str
    sign: int
    start: int
    end: int
    token: Token
    clause: Token
    words: tuple[str, ...] = ()
    behind: str = ""


# Several families ask for the cues of one sentence; they are kept for as long as the sentence is.
_KEPT: WeakKeyDictionary[Scene, list[Cue]] = WeakKeyDictionary()


def find_cues(scene: Scene) -> list[Cue]:
    """Return the act words of a sentence; a word in an opposite list is not read again as the plain act."""
    kept = _KEPT.get(scene)
    if kept is None:
        kept = _KEPT[scene] = _cues_of(scene)
    return kept


def _cues_of(scene: Scene) -> list[Cue]:
    found: list[Cue] = []
    spans = _act_index().spans(scene.text)
    for name, act, sign in _ACTS:
        for start, end in spans.get(name, ()):
            taken = any(c.act == act and c.start < end and start < c.end for c in found)
            cue = None if taken else _cue(scene, act, sign, start, end)
            # "went unmentioned in the conversation": the opposite word is the clause's act, the rest its place.
            if cue is not None and not any(
                c.act == act and c.sign < sign and c.clause.i == cue.clause.i for c in found
            ):
                found.append(cue)
    return found


def _cue(scene: Scene, act: str, sign: int, start: int, end: int) -> Cue | None:
    tokens = scene.tokens_at(start, end)
    verbs = [t for t in tokens if t.pos_ in ("VERB", "NOUN", "AUX", "ADJ", "PROPN")] or tokens
    if not verbs:
        return None
    inside = {t.i for t in tokens}
    token = next((t for t in verbs if t.head.i not in inside or t.head.i == t.i), verbs[0])
    return Cue(
        act,
        sign,
        start,
        end,
        token,
        scene.clause_of[token.i],
        tuple(scene.text[start:end].split()),
        scene.text[end : end + 40],
    )


def with_hits(frame: Frame, hits: Sequence[Hit]) -> Frame:
    """Return the frame with other topics."""
    return replace(frame, hits=tuple(hits))
