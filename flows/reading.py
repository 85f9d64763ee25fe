"""The one way an article is read: claims, calls, quoted readouts and relations. Pure; used by every door."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.contradictions import relations
from extractors.calls import readout_date, unread_call_date
from extractors.claims import FAMILIES, page_of
from extractors.claims.engine import claims_of
from extractors.claims.page import LONGEST_TEXT
from extractors.language.people import leaders_on
from extractors.model import Article, Call, Claim, Modality, Readout, Relation, Scope, Side, Span


@dataclass(frozen=True)
class Reading:
    """What was read in one article.

    ``calls`` is every call the article tells of, known or new; ``main_call`` the one it is about.
    ``readouts`` is what a side said, as its own page or as quoted by this article; offsets count in the
    article's text. ``relations`` are those of ``claims`` to the stored readouts. ``read`` is False for a text in
    a language that is not read; ``note`` says what else of the text was left unread, or "".
    """

    claims: tuple[Claim, ...]
    calls: tuple[Call, ...]
    main_call: Call | None
    readouts: tuple[Readout, ...]
    relations: tuple[Relation, ...]
    read: bool = True
    note: str = ""


@dataclass(frozen=True)
class Heard:
    """What an article's text says by itself, given the ``known`` days of calls; nothing is compared yet.

    ``day`` is the call the article is about. ``read`` is False for a text in a language that is not read.
    """

    known: tuple[dt.date, ...]
    day: dt.date | None = None
    claims: tuple[Claim, ...] = ()
    read: bool = True


def read(
    article: Article,
    known_calls: Sequence[Call],
    readouts_of: Callable[[str], Sequence[Readout]],
    new_text: Sequence[Span] | None = None,
    heard: Heard | None = None,
) -> Reading:
    """Return the reading of an article.

    ``known_calls`` are the calls in the store; ``readouts_of`` returns the stored readouts of a call by
    its key. ``new_text`` limits what counts as news to these spans of the text. ``heard`` is what another
    process heard of this article before; it is used when the known calls are still the same.
    """
    known = known_days(known_calls)
    if heard is None or heard.known != known:
        heard = hear(article, known)
    return relate(heard, article, known_calls, readouts_of, new_text)


def known_days(known_calls: Sequence[Call]) -> tuple[dt.date, ...]:
    """Return the days of the known calls, as ``hear`` wants them."""
    return tuple(call.date for call in known_calls)


def hear(article: Article, known: tuple[dt.date, ...]) -> Heard:
    """Return what the text says: the expensive half of ``read``, which needs no store."""
    page = page_of(article, known)
    if page is None:
        return Heard(known, read=False)
    day = readout_date(article, page.story) if article.side is not None else page.story.main_date
    return Heard(known, day, tuple(_dated(claim, day) for claim in claims_of(page, FAMILIES)))


def relate(
    heard: Heard,
    article: Article,
    known_calls: Sequence[Call],
    readouts_of: Callable[[str], Sequence[Readout]],
    new_text: Sequence[Span] | None = None,
) -> Reading:
    """Return how what was heard stands to the stored calls and readouts: the cheap half of ``read``."""
    if not heard.read:
        main = _call_without_claims(article, known_calls)
        note = (
            "not written in English, so not read" if any(map(str.isalpha, article.text)) else "no words in it"
        )
        return Reading((), (), main, (), (), read=False, note=note)
    main = _call_on(heard.day, known_calls)
    claims = heard.claims
    news = [claim for claim in claims if new_text is None or _within(claim, new_text)]
    calls = _calls(main, claims, known_calls)
    readouts = _readouts(article, claims, calls)
    stored = [readout for call in calls for readout in readouts_of(call.key)]
    found = tuple(relations(news, stored))
    return Reading(claims, tuple(calls), main, tuple(readouts), found, note=_unread(article))


def _unread(article: Article) -> str:
    """Say how much of a very long text was read; "" for any other."""
    length = len(article.text)
    return (
        f"only the first {LONGEST_TEXT:,} of {length:,} characters were read" if length > LONGEST_TEXT else ""
    )


def _dated(claim: Claim, day: dt.date | None) -> Claim:
    """Return the claim with the page's own call where its sentence names none."""
    if claim.call_date is not None or claim.scope is Scope.BACKGROUND:
        return claim
    return dataclasses.replace(claim, call_date=day)


def _within(claim: Claim, spans: Sequence[Span]) -> bool:
    return any(claim.start < end and start < claim.end for start, end in spans)


def _call_on(day: dt.date | None, known: Sequence[Call]) -> Call | None:
    """Return the known call of a day, or a new one marked as reported."""
    if day is None:
        return None
    found = next((call for call in known if call.date == day), None)
    if found is not None:
        return found
    leaders = leaders_on(day)
    return Call(day.isoformat(), day, leaders.us_name, leaders.ru_name, status="reported")


def _calls(main: Call | None, claims: Sequence[Claim], known: Sequence[Call]) -> list[Call]:
    """Return the main call and the other calls that claims are linked to, in order of appearance."""
    found = [main] if main is not None else []
    for claim in claims:
        call = _call_on(claim.call_date, known)
        if call is not None and call.key not in {c.key for c in found}:
            found.append(call)
    return found


def _readouts(article: Article, claims: Sequence[Claim], calls: Sequence[Call]) -> list[Readout]:
    """Return what the sides said: the whole page of a side, or the statements an article attributes to it."""
    found = []
    for call in calls:
        own = [c for c in claims if c.call_date == call.date]
        for side in (article.side,) if article.side is not None else tuple(Side):
            said = tuple(c for c in own if article.side is not None or _tells_of_call(c, side))
            if said:
                found.append(_readout(article, side, said, call))
    return found


# What a side's officials expect, would do or ask is no account of a call that was held.
_ACCOUNTS = frozenset({Modality.ASSERTED, Modality.HEDGED, Modality.WISHED})


def _tells_of_call(claim: Claim, side: Side) -> bool:
    """Return whether a claim an article attributes to the side belongs to that side's account of the call."""
    return claim.speaker.side is side and claim.scope is Scope.CALL and claim.modality in _ACCOUNTS


def _readout(article: Article, side: Side, claims: tuple[Claim, ...], call: Call) -> Readout:
    return Readout(
        side=side,
        issuer=str(side) if article.side is not None else claims[0].speaker.name,
        text=article.text,
        claims=claims,
        kind="document" if article.side is not None else "quoted",
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        call_key=call.key,
    )


def _call_without_claims(article: Article, known: Sequence[Call]) -> Call | None:
    """Return the known call that a text in a language that is not read is about, by its names and its day."""
    day = unread_call_date(article, [call.date for call in known])
    return _call_on(day, known) if day is not None else None
