"""What a page seen again means: when to look, what its claims gained or lost, which alerts still stand.

Pure: claims and relations in, events out. Claims are compared by what they say, never by their letters, so
a mended typing error is silent and one "not" is not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from extractors.model import (
    Claim,
    Modality,
    Polarity,
    Relation,
    RelationKind,
    StoredRelation,
)

# A page is looked at again when it is a quarter older than at the last look: an hour-old page after a
# quarter of an hour, a week-old one after two days. Most edits come in the first hours.
_SHARE_OF_AGE = 0.25
_SOONEST = dt.timedelta(minutes=15)
_LATEST = dt.timedelta(days=30)
# Edits of news after three months were not seen; official pages have vanished after a year.
_NEWS_KEPT = dt.timedelta(days=90)
_OFFICIAL_KEPT = dt.timedelta(days=730)

_GONE = frozenset({404, 410, 451})
_NOTICE = re.compile(
    r"\b(?:updated?|updates|corrected|correction|corrects|clarification|clarifies|editor.s note|amended"
    r"|revised|an earlier version|a previous version)\b",
    re.IGNORECASE,
)


class ChangeKind(StrEnum):
    """How a claim differs between two states of a page."""

    ADDED = "added"
    REMOVED = "removed"
    REVERSED = "reversed"  # affirmed became denied, or the other way
    CHANGED = "changed"  # another number, another certainty


class PageFate(StrEnum):
    """What became of a page's address."""

    THERE = "there"
    REMOVED = "removed"
    REDIRECTED = "redirected"
    EMPTIED = "emptied"


class AlertFate(StrEnum):
    """What a changed page means for an alert that was sent because of it."""

    STANDS = "stands"
    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One claim that an edit added, removed, reversed or changed; ``sentence`` says so in plain words."""

    kind: ChangeKind
    before: Claim | None
    after: Claim | None

    @property
    def sentence(self) -> str:
        """The change in one line with its quotes, for a version's list of changes and for a thread."""
        if self.before is None or self.after is None:
            claim = self.after or self.before
            assert claim is not None  # noqa: S101 - a change has at least one end
            return f"{self.kind.value}: {claim.speaker.name} on {claim.topic}: “{claim.quote}”"
        return (
            f"{self.kind.value}: {self.after.speaker.name} on {self.after.topic}: "
            f"“{self.before.quote}” became “{self.after.quote}”"
        )


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A stored contradiction looked at again: its fate, the relation that bears it out now, and why."""

    stored: StoredRelation
    fate: AlertFate
    now: Relation | None
    reason: str


def next_visit(first_seen: dt.datetime, now: dt.datetime, *, official: bool = False) -> dt.datetime | None:
    """When to look at a page again that was first seen at ``first_seen``; None when it is old enough."""
    age = max(now - first_seen, dt.timedelta(0))
    if age > (_OFFICIAL_KEPT if official else _NEWS_KEPT):
        return None
    return now + min(max(age * _SHARE_OF_AGE, _SOONEST), _LATEST)


def page_fate(status: int, url: str, final_url: str, text: str) -> PageFate:
    """What became of a page, by the status and final address of its answer and the text read from it.

    A server's error (5xx) and a refusal (401, 403) say nothing of the page: THERE. A page that is sent on
    to the front page or to a section has gone; one sent on to another story's address has moved.
    """
    if status in _GONE:
        return PageFate.REMOVED
    if not 200 <= status < 300:
        return PageFate.THERE
    if _leads_elsewhere(url, final_url):
        return PageFate.REDIRECTED
    return PageFate.THERE if text.strip() else PageFate.EMPTIED


def compare(before: Sequence[Claim], after: Sequence[Claim]) -> list[ClaimChange]:
    """How the claims of two states of one page differ, in the order of the newer one, removals last.

    The same thing said twice counts once, so dropping one of two equal sentences is no event.
    """
    changes: list[ClaimChange] = []
    turned: list[Claim] = []
    for claim in after:
        if any(says_the_same(claim, old) for old in [*before, *_afters(changes)]):
            continue
        old = next((one for one in before if _turned_into(one, claim, after, turned)), None)
        if old is None:
            changes.append(ClaimChange(ChangeKind.ADDED, None, claim))
            continue
        turned.append(old)
        reversed_ = {old.polarity, claim.polarity} == {Polarity.AFFIRMED, Polarity.DENIED}
        kind = ChangeKind.REVERSED if reversed_ else ChangeKind.CHANGED
        changes.append(ClaimChange(kind, old, claim))
    return changes + _removals(before, after, turned)


def news_of(before: Sequence[Claim], after: Sequence[Claim]) -> list[Claim]:
    """The claims of an update or a near copy that its original does not make: all that is worth judging."""
    return _afters(compare(before, after))


def says_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims say the same of the same matter, whatever their words."""
    same = (one.polarity, one.modality, one.value) == (other.polarity, other.modality, other.value)
    return same and about_the_same(one, other)


def about_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims are about the same matter, by the same speaker, whether or not they agree on it."""
    slots = ("topic", "proposition", "scope", "call_date", "holder")
    if any(getattr(one, slot) != getattr(other, slot) for slot in slots):
        return False
    return _same_speaker(one, other) and _same_terms(one.terms, other.terms)


def rejudge(stored: Sequence[StoredRelation], now: Sequence[Relation]) -> list[Rejudged]:
    """Which stored contradictions the relations of the page's new state bear out.

    Only contradictions that were not withdrawn before are judged; ``now`` are all relations of the new state.
    """
    standing = [
        one for one in stored if one.relation.kind is RelationKind.CONTRADICTS and not one.withdrawn_at
    ]
    return [_rejudge(one, now) for one in standing]


def is_announced(before: str, after: str) -> bool:
    """Whether a page says of itself that it was changed, in words it did not have before."""
    return len(_NOTICE.findall(after)) > len(_NOTICE.findall(before))


def official_edit(outlet: str, url: str, changes: Sequence[ClaimChange], *, announced: bool) -> str:
    """The line that tells of an official page whose claims were edited; ``announced``: the page says so."""
    how = "and says that it was changed" if announced else "without a word on the page"
    told = " ".join(f"{change.sentence}." for change in changes)
    return f"{outlet or 'An official page'} edited what it said of the call {how}. {told} Both texts are kept. {url}"


def official_loss(outlet: str, url: str, fate: PageFate) -> str:
    """The line that tells of an official page on a call that cannot be read any more."""
    how = {PageFate.REDIRECTED: "sent elsewhere", PageFate.EMPTIED: "emptied"}.get(fate, "removed")
    return f"{outlet or 'An official page'}: the page with its account of the call was {how}. Its text is kept. {url}"


def _afters(changes: Sequence[ClaimChange]) -> list[Claim]:
    return [change.after for change in changes if change.after is not None]


def _turned_into(old: Claim, new: Claim, after: Sequence[Claim], turned: Sequence[Claim]) -> bool:
    if old in turned or not about_the_same(old, new):
        return False
    # what still stands in the new state has not turned into anything
    return not any(says_the_same(old, one) for one in after)


def _removals(before: Sequence[Claim], after: Sequence[Claim], turned: Sequence[Claim]) -> list[ClaimChange]:
    gone: list[Claim] = []
    for claim in before:
        if not any(says_the_same(claim, one) for one in [*after, *turned, *gone]):
            gone.append(claim)
    return [ClaimChange(ChangeKind.REMOVED, claim, None) for claim in gone]


def _same_speaker(one: Claim, other: Claim) -> bool:
    mine, yours = one.speaker, other.speaker
    if mine.side or yours.side:
        return mine.side == yours.side and mine.on_record == yours.on_record
    if mine.is_outlet or yours.is_outlet:
        return mine.is_outlet == yours.is_outlet
    # "Peskov" and "Dmitry Peskov": the last name decides
    return mine.name.lower().split()[-1:] == yours.name.lower().split()[-1:]


def _same_terms(mine: frozenset[str], yours: frozenset[str]) -> bool:
    # half, because a mended typing error changes one term of two or three
    return not mine or not yours or 2 * len(mine & yours) >= min(len(mine), len(yours))


def _leads_elsewhere(url: str, final_url: str) -> bool:
    asked, got = urlsplit(url), urlsplit(final_url or url)
    path, final = asked.path.rstrip("/"), got.path.rstrip("/")
    if path == final or (asked.query and asked.query == got.query):
        return False
    # "/en/news/53781" sent on to "/en/news" or to "/": a list, not the page
    return not final or path.startswith(final + "/") or bool(re.search(r"/(404|not-?found|error)\b", final))


def _rejudge(stored: StoredRelation, now: Sequence[Relation]) -> Rejudged:
    old = stored.relation
    same = [one for one in now if _same_conflict(old, one)]
    if not same:
        reason = f"the page no longer says: “{old.claim.quote}”"
        return Rejudged(stored, AlertFate.WITHDRAWN, None, reason)
    best = max(same, key=lambda one: _weight(one.claim))
    gain = _weight(best.claim) - _weight(old.claim)
    if not gain:
        return Rejudged(stored, AlertFate.STANDS, best, "the page still says it")
    fate = AlertFate.STRENGTHENED if gain > 0 else AlertFate.WEAKENED
    return Rejudged(stored, fate, best, f"the page now says: “{best.claim.quote}”")


def _same_conflict(old: Relation, new: Relation) -> bool:
    same = (old.kind, old.contradiction, old.topic) == (new.kind, new.contradiction, new.topic)
    return same and old.readout.side == new.readout.side and old.claim.polarity == new.claim.polarity


def _weight(claim: Claim) -> int:
    """How much a claim commits its speaker: said outright counts more than hedged, by name more than not."""
    return 2 * (claim.modality is Modality.ASSERTED) + claim.speaker.on_record
