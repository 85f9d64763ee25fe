# ruff: noqa: PLR0917 - patterns are read as one line each; a draft has many slots
"""What one side agreed to, asked for or said, as another account refuses or disowns it, on any matter at all.

No list of topics is needed: a refusal carries the nouns of what it is about, or of what was named before it, and
clashes with a readout's sentence that names one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.claims.borrowing import is_of_detail
from extractors.claims.declined import declined_drafts
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.matters import (
    fields_of,
    follows_account,
    is_in_source,
    is_matter,
    named_before,
    nouns_of,
    own_matter,
    points_back,
    root_of,
)
from extractors.claims.page import Page
from extractors.claims.refusals import Refusal, find_consents, find_refusals
from extractors.claims.refused_in_call import frame_of, holder_of, is_of_call
from extractors.claims.slots import scope_of
from extractors.claims.topics import Hit
from extractors.language.scene import Scene
from extractors.model import UTTERED, Family, Modality, Polarity, Proposition, Scope

if TYPE_CHECKING:
    from spacy.tokens import Token

_FOREIGN = re.compile(
    r"\b(?:ukrain|french|german|british|turkish|chinese|saudi|israeli|japanese|indian|italian|polish|finnish|european|iranian|syrian|swedish|dutch|belgian|baltic|canadian|kyiv|élysée|downing)\w*",
    re.IGNORECASE,
)
_INTO_TEXT = re.compile(r"\b(?:made|make|found|find)s? (?:it|its way|their way) into\b")
_LEVELS = {"agree": Proposition.AGREED, "tell": Proposition.DISCUSSED, "account": Proposition.DISCUSSED}


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield the refusals of one sentence: of the topics they are about, and of the nouns."""
    if (
        page.is_preview
        or page.call_of(index).kind != "main"
        or page.scenes[index].text.rstrip("\"' ").endswith("?")
    ):
        return
    yield from declined_drafts(page, index)
    for refusal in find_refusals(page.scenes[index]):
        holder = holder_of(page, index, refusal)
        if refusal.act == "account" and _INTO_TEXT.search(page.scenes[index].text):
            continue  # "None of that made it into what the Kremlin put out": said of a text
        if refusal.act == "account" and _FOREIGN.search(page.speaker(index).name):
            continue  # a Ukrainian official who calls it an invention speaks for neither side
        if holder is not None and is_of_call(page, index, refusal):
            yield from _drafts(page, index, refusal, holder, frames)
    if not page.is_readout:
        yield from _consents(page, index)


def _consents(page: Page, index: int) -> Iterator[Draft]:
    """Yield the consents that a source says were given, for their own nouns and topics."""
    scene = page.scenes[index]
    for consent in find_consents(scene):
        holder = holder_of(page, index, consent)
        if holder is None or not is_of_call(page, index, consent, polarity=1):
            continue
        giver = next((c for c in consent.token.children if c.dep_ == "poss"), None)
        if giver is not None:
            near = scene.subtree_text(giver)
            us, ru = page.story.leaders.us.search(near), page.story.leaders.ru.search(near)
            holder = "US" if us else "RU" if ru else ""
        own = own_matter(consent.token, consent.cue.clause)
        terms = frozenset(root_of(t.lower_) for t in own)
        heads = {t.i for t in own}
        topics = {h.topic.name: h for h in page.hits[index] if h.token.i in heads}
        drafts = [
            _draft(consent, holder, n, h.topic.family, h.matters, Scope.CALL) for n, h in topics.items()
        ]
        if terms:
            drafts.append(_draft(consent, holder, "other", Family.OTHER, terms, Scope.CALL))
        yield from (
            replace(d, polarity=Polarity.AFFIRMED, rule=d.rule.replace("refused", "given")) for d in drafts
        )


def _drafts(page: Page, index: int, refusal: Refusal, holder: str, frames: list[Frame]) -> Iterator[Draft]:
    scene, clause = page.scenes[index], refusal.cue.clause
    own = own_matter(refusal.token, clause, refusal.phrase or _idiom(scene, refusal))
    if refusal.act == "agree" and not own and is_of_detail(clause):
        return  # "the place has not been settled"
    terms = frozenset(root_of(t.lower_) for t in own)
    heads = {t.i for t in own}
    hits: list[Hit] = [h for h in page.hits[index] if h.token.i in heads]
    if refusal.act == "account":
        # what the sentence names before it calls it untrue, or else what was named before the sentence
        own = tuple(
            t for t in clause.subtree if t.i < refusal.token.i and is_matter(t) and not is_in_source(t)
        )
        terms = frozenset(root_of(t.lower_) for t in own)
        hits = [h for h in page.hits[index] if h.topic.name in UTTERED and h.start < refusal.cue.start]
    if not page.is_readout and (
        not terms
        or (
            not hits  # "the sanctions were left for another time" is about what it names
            and refusal.act != "account"
            and (points_back(scene, refusal.token, clause, own) or follows_account(page, index))
        )
    ):
        nouns, before = named_before(page, index)
        earlier = nouns_of(t for t in scene.tokens if t.i < clause.left_edge.i and not is_in_source(t))
        if refusal.act == "account" and nouns:
            before = [h for h in before if h.topic.name in UTTERED]
            nouns = earlier or nouns  # what is named in the sentence itself is nearer
        if not terms and not hits:
            # "Nobody suggested it" takes back no congratulations that were named beside it
            # ... and "the oil companies are another story, there he did not budge" is about what it names itself.
            own_hits = [h for h in page.hits[index] if h.start < refusal.cue.start]
            near = before if refusal.act == "account" else own_hits or before
            hits = near if refusal.act == "account" else [h for h in near if h.topic.name not in UTTERED]
        nouns |= earlier
        terms |= nouns
    if refusal.act == "account":
        # "Sanctions were not discussed, he said, and dismissed the report as an invention": one denial, not two.
        terms -= _listed(frames)
    for name in {h.topic.name: h for h in hits}.values():
        yield _draft(
            refusal,
            holder,
            name.topic.name,
            name.topic.family,
            name.matters,
            scope_of_refusal(page, index, refusal),
        )
    if refusal.act == "account":
        terms |= _disowned_topics(page, index, hits)
        # "never said it was Ukraine's fault": what he is said to have said stands behind the verb
        verb = clause.children if clause.lower_ in refusal.cue.words else ()
        said = tuple(t for c in verb if c.dep_ == "ccomp" for t in c.subtree if is_matter(t))
        own += said
        terms |= frozenset(root_of(t.lower_) for t in said)
    terms |= fields_of(t.lower_ for t in own)
    if terms:
        yield _draft(refusal, holder, "other", Family.OTHER, terms, scope_of_refusal(page, index, refusal))


# What says that the other side put words into a leader's mouth: "the remark that Moscow attributed to him".
_ASCRIBED = re.compile(
    r"\b(?:attribut|ascrib|credit)\w* to (?:him|her|them|mr|(?:the|our) president|putin|trump|biden|obama)\b"
    r"|\b(?:words?|sentences?|phrases?|remarks?|statements?|language) (?:in|into)"
    r" (?:his|the president's|our president's) mouth\b"
    r"|\b(?:remark|sentence|quotation|quote|words|phrase|language|statement|line) (?:that )?"
    r"(?:moscow|the kremlin|washington|the white house|the russians|the americans)\b"
)


def _disowned_topics(page: Page, index: int, hits: Sequence[Hit]) -> frozenset[str]:
    """Return the topics of what a side's leader is said never to have said, marked so that only his words meet them."""
    if page.is_readout or page.speaker(index).side is None or not _ASCRIBED.search(page.scenes[index].text):
        return frozenset()
    own = [h for h in page.hits[index] if h.topic.name not in UTTERED]
    named = own or [h for h in named_before(page, index)[1] if h.topic.name not in UTTERED]
    return frozenset(f"#{h.topic.name}" for h in named or hits)


def _idiom(scene: Scene, refusal: Refusal) -> tuple[Token, ...]:
    """Return the words of a refusal that is no single verb, which name no matter: "the stamp found no favour"."""
    cue = refusal.cue
    whole = len(cue.words) > 1 and cue.sign < 0 and cue.token.pos_ in ("VERB", "AUX")
    return tuple(scene.tokens_at(cue.start, cue.end)) if whole else ()


def _listed(frames: list[Frame]) -> frozenset[str]:
    """Return the nouns of the topics that another act of the sentence denies by name."""
    return frozenset(
        root_of(h.token.lower_) for f in frames if f.polarity < 0 and not f.borrowed for h in f.hits
    )


def scope_of_refusal(page: Page, index: int, refusal: Refusal) -> Scope:
    """Return whether the refusal is of the call, or only of what a text says."""
    return Scope.CALL if refusal.act == "account" else scope_of(page, index, frame_of(refusal, ""))


def _draft(
    refusal: Refusal, holder: str, topic: str, family: Family, terms: frozenset[str], scope: Scope
) -> Draft:
    cue = refusal.cue
    return Draft(
        topic,
        family,
        _LEVELS[refusal.act],
        Polarity.DENIED,
        Modality.ASSERTED,
        scope,
        holder,
        terms=terms,
        rule=f"{refusal.act}-refused: {' '.join(cue.words)}",
        at=(cue.start, cue.end),
    )


FAMILY = ClaimFamily("stances", (), read)
