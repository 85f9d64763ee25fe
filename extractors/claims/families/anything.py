"""Matters that no list names: a denial that hockey was talked about needs no list of sports.

A denied act of talking yields the head noun of what was not talked about; every other sentence about the
call yields the nouns it names. The two clash where the denied noun is among the named ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.claims.answers import answer_drafts
from extractors.claims.carrying import is_deed_to_come
from extractors.claims.disowned import disowned_drafts
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Cue, Frame, bare_frame, find_cues
from extractors.claims.in_call import in_call
from extractors.claims.matters import fields_of, is_in_source, root_of, same_matters
from extractors.claims.page import Page
from extractors.claims.replies import reply_drafts
from extractors.claims.slots import modality_of, scope_of, scope_of_text
from extractors.claims.words import words
from extractors.language.scene import Scene, subjects
from extractors.model import Family, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from spacy.tokens import Token

TOPIC = "other"


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield the open denials of one sentence, or the nouns it says were spoken of."""
    answers = list(answer_drafts(page, index))
    yield from answers
    yield from (d for d in reply_drafts(page, index) if d.topic not in {a.topic for a in answers})
    if page.call_of(index).kind == "other":
        return
    scene = page.scenes[index]
    denied = [*_denials(page, index, frames), *disowned_drafts(page, index)]
    yield from denied
    act, holder = _told_act(page, index) if page.is_readout else ("", "")
    if (
        not denied
        # "promised that Washington would not deploy missiles" says what was promised
        and (not scene.negated or act == "agree")
        and (
            page.is_readout
            or any(f.polarity > 0 and in_call(page, index, f) for f in (*frames, *_agreed(page, index)))
        )
    ):
        terms = frozenset(root_of(t.lower_) for t in _told_of(page, index)) | _fields_named(page, index)
        if terms:
            modality = (
                Modality.ASSERTED
                if page.is_readout
                else max((modality_of(page, f) for f in frames or _agreed(page, index)), key=_rank)
            )
            yield Draft(
                TOPIC,
                Family.OTHER,
                _level_of(page, index, frames),
                Polarity.AFFIRMED,
                modality,
                scope_of_text(page, index),
                holder,
                terms=terms | same_matters(scene.text) | _topics_told(page, index, act),
                rule=f"{act}: open" if act else "open",
            )


def _told_act(page: Page, index: int) -> tuple[str, str]:
    """Return what a readout's sentence says was done, agree or tell, and by whom: US, RU, both or ""."""
    scene, leaders = page.scenes[index], page.story.leaders
    for cue in sorted(find_cues(scene), key=lambda c: c.act != "agree"):
        if cue.act in ("agree", "propose", "tell"):
            frame = bare_frame(scene, cue, leaders, readout=True)
            if frame is not None and frame.polarity > 0:
                actor = frame.actor if frame.actor in ("US", "RU", "both") else ""
                return ("agree" if cue.act == "agree" else "tell"), actor
    if scene.negated:
        return "", ""
    near = [
        " ".join(t.lower_ for t in (*s.lefts, s))
        for t in scene.tokens
        if t.dep_ == "ROOT"
        for s in subjects(t)
    ]
    us, ru = any(leaders.us.search(n) for n in near), any(leaders.ru.search(n) for n in near)
    return ("tell", "US" if us else "RU") if us != ru else ("", "")


def _level_of(page: Page, index: int, frames: list[Frame]) -> Proposition:
    """Return how far the sentence says its matters went: "no channel was agreed" denies only an agreed one."""
    if page.is_readout:
        acts = {c.act for c in find_cues(page.scenes[index]) if c.sign > 0}
    else:
        acts = {f.act for f in (*frames, *_agreed(page, index)) if f.polarity > 0 and in_call(page, index, f)}
    if "agree" in acts:
        return Proposition.AGREED
    return Proposition.PROPOSED if "propose" in acts else Proposition.DISCUSSED


def _agreed(page: Page, index: int) -> list[Frame]:
    """Return the frames of what is said to have been agreed, whatever it is about."""
    scene = page.scenes[index]
    found = [
        bare_frame(scene, cue, page.story.leaders, page.is_readout)
        for cue in find_cues(scene)
        if cue.act == "agree" and cue.sign > 0
    ]
    return [f for f in found if f is not None and f.polarity > 0 and f.modality is Modality.ASSERTED]


def _rank(modality: Modality) -> int:
    return 0 if modality is Modality.ASSERTED else 1


def _is_matter(word: str, pos: str) -> bool:
    return (
        pos in ("NOUN", "PROPN")
        and len(word) > 2
        and not words("wide", "no_matter").fullmatch(word)
        and word.isalpha()
    )


def _told_of(page: Page, index: int) -> list[Token]:
    """Return the nouns that the sentence names besides who says it: "a Russian diplomat said" tells of no diplomats."""
    scene = page.scenes[index]
    return [
        t for t in scene.tokens if _is_matter(t.lower_, t.pos_) and (page.is_readout or not is_in_source(t))
    ]


def _topics_told(page: Page, index: int, act: str) -> frozenset[str]:
    """Return the topics of what a readout says a leader told the other: who disowns his words may not repeat them."""
    return frozenset(f"#{h.topic.name}" for h in page.hits[index]) if act == "tell" else frozenset()


def _fields_named(page: Page, index: int) -> frozenset[str]:
    """Return the fields of the thesaurus that the sentence names by a noun or by a place's adjective."""
    places = (t for t in page.scenes[index].tokens if t.pos_ == "ADJ")
    return fields_of(t.lower_ for t in (*_told_of(page, index), *places))


def _denials(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield a draft for each denied act of talking: of a matter that no list names, or beside one that it names."""
    scene = page.scenes[index]
    for cue in find_cues(scene):
        if cue.act not in ("discuss", "agree") or is_deed_to_come(scene, cue):
            continue
        listed = [f for f in frames if f.clause.i == cue.clause.i and f.hits]
        if any(f.borrowed or f.polarity >= 0 for f in listed):
            continue
        frame = bare_frame(scene, cue, page.story.leaders, page.is_readout)
        if frame is None or frame.polarity >= 0 or not in_call(page, index, frame):
            continue
        heads = _arguments(scene, cue)
        terms, value = _whole(heads) if listed else _any_of(scene, heads)
        if terms:
            yield Draft(
                TOPIC,
                Family.OTHER,
                Proposition.AGREED if cue.act == "agree" else Proposition.DISCUSSED,
                Polarity.DENIED,
                modality_of(page, frame),
                scope_of(page, index, frame),
                value=value,
                terms=terms,
                rule="open beside" if listed else "open",
            )


def _any_of(scene: Scene, heads: list[Token]) -> tuple[frozenset[str], str]:
    """Return the stems of the nouns, or of what stands before one that is no matter: "troop levels"."""
    named = [t for t in heads if _is_matter(t.lower_, t.pos_)]
    carried = [c for t in heads if t not in named for c in _modifiers(t) if c.dep_ == "compound"]
    plain = {t.lower_ for t in named or carried}
    nouns = frozenset(map(root_of, plain))
    return nouns | same_matters(scene.text, nouns) | fields_of(plain), ""


def _whole(heads: list[Token]) -> tuple[frozenset[str], str]:
    """Return the stems (or fields) of a phrase whose topic a list names, and how many of them must be shared.

    "NATO troops in Ukraine" is met by "European soldiers in Ukraine" and not by "troops at the border".
    """
    found = {t.lower_ for h in heads for t in (h, *_modifiers(h)) if _is_matter(t.lower_, t.pos_)}
    terms = frozenset(min(fields_of([word]), default=root_of(word)) for word in found)
    return (terms, "2") if len(terms) > 1 else (frozenset(), "")


def _modifiers(noun: Token) -> list[Token]:
    """Return the nouns that stand before a noun or hang on it: "troop levels", "soldiers in Poland"."""
    near = [c for c in noun.children if c.dep_ in ("compound", "nmod", "poss") or c.pos_ == "PROPN"]
    hung = [g for c in noun.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    return [t for h in (*near, *hung) for t in (h, *h.conjuncts) if _is_matter(t.lower_, t.pos_)]


def _arguments(scene: Scene, cue: Cue) -> list[Token]:
    """Return the head nouns of what the act is about: its passive subject, its object, what stands after "about"."""
    found = []
    for token in scene.tokens:
        if token.pos_ not in ("NOUN", "PROPN") or scene.clause_of[token.i].i != cue.clause.i:
            continue
        about = token.dep_ == "pobj" and token.head.lower_ in ("about", "on", "of", "over", "upon", "to")
        if (
            about
            or token.dep_ in ("nsubjpass", "dobj")
            or (token.dep_ == "nsubj" and token.head.i == cue.clause.i)
        ):
            found.append(token)
    return found


FAMILY = ClaimFamily("anything", (), read)
