# ruff: noqa: E501 - patterns are read as one line each; rules stand in order, each with its answer
"""What a sentence says a leader held out to the other, or refused him, on sanctions: drafts of eased and maintained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.claims.directions import Direction, directions, field, head_of
from extractors.claims.draft import Draft
from extractors.claims.held_out import holder_of, is_only_possible, is_request, is_said_to_the_other
from extractors.claims.measures import are_on_others, measures_of
from extractors.claims.page import Page
from extractors.claims.slots import scope_of_text
from extractors.claims.teller import may_tell
from extractors.language.people import other_leaders
from extractors.language.scene import Scene
from extractors.model import Family, Modality, Polarity, Proposition


def relief_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield what the sentence says one leader held out or refused on sanctions; nothing where it says both."""
    if not may_tell(page, index) or _is_others(page, index):
        return
    found = [
        (d, holder)
        for d in _uppermost(page, index)
        if not is_only_possible(page, index, d.token)
        and not (_is_wish(page, index, d) or _is_foreseen(page, d))
        and not _is_of_another_day(page, index, d)
        and (holder := "US" if d.answer else holder_of(page, index, d.token)) not in ("RU", "other")
        and (
            d.answer or (not is_request(page, index, d.token) and is_said_to_the_other(page, index, d.token))
        )
    ]
    if not found or len({d.sign for d, _ in found}) > 1:
        return
    direction, holder = found[0]
    if not holder and not page.is_readout and page.speaker(index).is_outlet:
        return  # "The gates are as locked as they were before the two spoke": a state of things, nobody's word
    at = page.scenes[index].offset_of(direction.token)
    yield Draft(
        topic="sanctions",
        family=Family.SANCTIONS,
        proposition=Proposition.EASED if direction.sign > 0 else Proposition.MAINTAINED,
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        scope=scope_of_text(page, index),
        holder=holder if holder in ("US", "both") else "",
        terms=frozenset({d.kind for d, _ in found}) | measures_of(page, index, direction.token),
        rule=f"held out: {direction.token.lower_}",
        at=(at, at + len(direction.token)),
    )


# "Lifting the sanctions was Mr. Putin's wish": what is named as wanted was not held out.
_WISH = re.compile(
    r"\b(?:wish|hope|dream|demand|request|goal|aim|desire|ambition|condition|price|question|matter)\b"
)


def _is_wish(page: Page, index: int, direction: Direction) -> bool:
    """Return whether an act that is no finite verb is only said to be somebody's wish or condition."""
    scene = page.scenes[index]
    at = scene.offset_of(direction.token)
    return (
        direction.token.tag_ == "VBG"
        and not scene.text[:at].strip('" ')
        and bool(_WISH.search(scene.text[at:]))
    )


def _is_foreseen(page: Page, direction: Direction) -> bool:
    """Return whether the saying itself is still to come: "Mr. Trump would also warn of more sanctions, they said"."""
    telling = direction.token.lemma_.lower() in (
        "warn",
        "threaten",
        "offer",
        "promise",
        "announce",
        "propose",
    )
    ahead = any(c.dep_ == "aux" and c.lower_ in ("will", "would") for c in direction.token.children)
    return telling and ahead and not page.is_readout


def _is_of_another_day(page: Page, index: int, direction: Direction) -> bool:
    """Return whether what governs the act is dated on another day than the call: "On Monday he gave Russia 50 days or ..."."""
    if page.is_readout:
        return False
    scene, clause = page.scenes[index], page.scenes[index].clause_of[direction.token.i]
    chain = [clause, *scene.ancestors(clause)]
    return page.speaker(index).is_outlet and any(page.story.dated_elsewhere(index, c) for c in chain)


def _is_others(page: Page, index: int) -> bool:
    """Return whether another country's leader stands in the sentence: the measures may be his."""
    text = page.scenes[index].text
    return other_leaders().search(text) is not None or are_on_others(text)


def _uppermost(page: Page, index: int) -> list[Direction]:
    """Return the directions without nouns that are only what another one is done to: "shelving the next round"."""
    scene, found = page.scenes[index], [*directions(page, index), *_answers(page, index)]
    verbs = [d for d in found if d.token.pos_ == "VERB"]
    return [
        d
        for d in found
        if d.token.pos_ == "VERB"
        or not any(v.token.i != d.token.i and scene.below(d.token, v.token) for v in verbs)
    ]


def _answers(page: Page, index: int) -> Iterator[Direction]:
    """Yield the answer to a request for relief in the sentence or the one before: "asked for a pause, and was refused it"."""
    scene = page.scenes[index]
    if page.is_readout:
        return
    asked = [
        scene.offset_of(d.token)
        for d in directions(page, index)
        if d.sign > 0 and is_request(page, index, d.token)
    ]
    same = index > 0 and page.scenes[index - 1].sentence.paragraph == scene.sentence.paragraph
    before = same and any(
        d.sign > 0 and is_request(page, index - 1, d.token) for d in directions(page, index - 1)
    )
    pleaded = _pleads(scene)
    if not (asked or before or pleaded is not None):
        return
    first = 0 if before else min([*asked, *([pleaded] if pleaded is not None else [])])
    for name, sign in (("refused", -1), ("granted", 1)):
        for match in field(name).finditer(scene.text, first):
            token = head_of(scene, match.start(), match.end())
            if token is not None and scene.clause_of[token.i].i not in scene.negated:
                yield Direction(sign, "lift", token, turned=sign < 0, answer=True)


def _pleads(scene: Scene) -> int | None:
    """Return where somebody asks for, or an answer is given on, those whom measures hit or for what was taken: "pleaded for the airline"."""
    for match in field("pleading").finditer(scene.text):
        behind = scene.text[match.end() : match.end() + 60]
        if any(field(name).search(behind) for name in ("measure", "target", "premises", "access")):
            return match.start()
    about = re.match(r"\W*(?:on|about|as for|as to) ", scene.text)
    return 0 if about and any(field(n).search(scene.text[:60]) for n in ("measure", "premises")) else None
