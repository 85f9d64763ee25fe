"""From a page to its claims: every sentence, every family, one claim a matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.page import Page, open_page
from extractors.claims.testimony import Bar, bar, is_bystander
from extractors.claims.words import word_set
from extractors.model import Article, Claim, Modality, Polarity, Proposition, Scope, Speaker


def read_page(article: Article, families: Sequence[ClaimFamily], known: Sequence[dt.date] = ()) -> Page:
    """Return the article prepared with the topics of the families."""
    return open_page(article, [topic for family in families for topic in family.topics], known)


def claims_of(page: Page, families: Sequence[ClaimFamily]) -> list[Claim]:
    """Return the claims of a prepared page in the order of the text, without repeats."""
    if not (page.is_readout or page.story.has_pair):
        return []
    found: dict[tuple[object, ...], Claim] = {}
    for index in range(len(page.scenes)):
        for claim in _sentence_claims(page, families, index):
            if page.genre != "satire" or _is_in_earnest(claim.speaker):
                found.setdefault(_key(claim), claim)
    return list(found.values())


def _is_in_earnest(speaker: Speaker) -> bool:
    """Return whether a story about jokes tells in passing what a side says; the jokers' own word is kept nowhere."""
    bodies = speaker.name.lower().split()
    return speaker.role != "president" and (
        speaker.side is not None or bool({"capitals", "governments"} & set(bodies))
    )


def _key(claim: Claim) -> tuple[object, ...]:
    return (claim.quote, claim.topic, claim.proposition, claim.polarity, claim.value, claim.modality)


def _sentence_claims(page: Page, families: Sequence[ClaimFamily], index: int) -> Iterator[Claim]:
    if page.is_for_software(index):
        return
    frames = page.frames(index)
    named: dict[Polarity, list[Claim]] = {}
    for family in families:
        for draft in family.read(page, index, frames):
            if draft.modality is Modality.WISHED and is_bystander(page.speaker(index)):
                continue  # a wish of theirs is none of the leaders'
            claim = _claim(page, index, draft)
            if claim.rule.startswith("open") and _all_barred(named.get(claim.polarity, [])):
                continue  # what is no testimony under the name of its topic is none without it
            if claim.rule != "nearby":
                named.setdefault(claim.polarity, []).append(claim)
            yield claim


def _all_barred(claims: Sequence[Claim]) -> bool:
    """Return whether claims of a sentence on what was talked about are there, and none of them counts for the call."""
    spoken = [c for c in claims if c.proposition is Proposition.DISCUSSED and c.topic != "other"]
    return bool(spoken) and not any(c.modality is Modality.ASSERTED and c.scope is Scope.CALL for c in spoken)


def _claim(page: Page, index: int, draft: Draft) -> Claim:
    sentence = page.scenes[index].sentence
    start, end = page.cleaned.span_back(sentence.start, sentence.end)
    speaker = page.speaker(index, *(draft.at or (None, None)))
    # "They never said a word, of course": a pronoun that nobody stands behind is the writer's own voice.
    own_voice = speaker.is_outlet or speaker.name.lower() in word_set("anybody")
    modality, scope = _standing(page, index, draft, own_voice)
    return Claim(
        speaker=speaker,
        topic=draft.topic,
        family=draft.family,
        proposition=draft.proposition,
        polarity=draft.polarity,
        modality=modality,
        scope=scope,
        quote=page.article.text[start:end],
        start=start,
        end=end,
        call_date=_call_date(page, index),
        holder=draft.holder,
        value=draft.value,
        terms=draft.terms,
        rule=draft.rule,
    )


def _standing(page: Page, index: int, draft: Draft, is_outlet: bool) -> tuple[Modality, Scope]:
    """Return the draft's modality and scope; what is no testimony on the call is not asserted of it."""
    modality = _modality(page, index, draft, is_outlet)
    if draft.scope is not Scope.CALL or modality is not Modality.ASSERTED:
        return modality, draft.scope
    found = bar(page, index, draft)
    if found is None:
        return modality, draft.scope
    scopes = {Bar.ELSEWHERE: Scope.BACKGROUND, Bar.TEXT: Scope.TEXT, Bar.STRANGER: Scope.BACKGROUND}
    if found is Bar.LOOSE:
        return Modality.HEDGED, draft.scope
    return (modality, scopes[found]) if found in scopes else (Modality.QUESTIONED, draft.scope)


def _modality(page: Page, index: int, draft: Draft, is_outlet: bool) -> Modality:
    """Return the draft's modality, lowered where the voice is an outsider's or the genre is no report."""
    if draft.modality not in (Modality.ASSERTED, Modality.HEDGED) or page.is_readout:
        return draft.modality
    if page.genre == "satire" or page.is_outsider(index):
        return Modality.QUESTIONED
    if page.genre in ("opinion", "fact_check") and is_outlet:
        return Modality.QUESTIONED
    # "Nothing of the kind had taken place": in the story of a rumour a short word points at the rumour.
    pointing = "-pronoun" in draft.rule or draft.rule.startswith(("answer", "reply", "account-refused"))
    if page.genre == "fact_check" and (draft.polarity is Polarity.AFFIRMED or pointing):
        return Modality.QUESTIONED
    return draft.modality


def _call_date(page: Page, index: int) -> dt.date | None:
    call = page.call_of(index)
    if (
        call.kind == "background"
        and call.first is not None
        and call.last is not None
        and call.first != call.last
    ):
        known = [day for day in page.story.known if call.first <= day <= call.last]
        return known[0] if len(known) == 1 else None
    if call.kind == "background":
        return call.first if call.first is not None and call.first == call.last else None
    return call.first if call.kind == "main" else None


__all__ = ["Polarity", "Proposition", "Scope", "claims_of", "read_page"]
