"""What the page of one call shows, worked out from the stored dossier: matrix, pairs, timeline, sources.

Pure, and free of the clock: the same dossier gives the same facts in the same order. All text is as stored,
not yet escaped; times are ISO text in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from alerts.dossier_matrix import SIDES, Row, Statement, asides, matrix, of_readout, speaker_of
from alerts.wording import day, moment
from extractors.model import (
    Dossier,
    Readout,
    Relation,
    RelationKind,
    StoredAlert,
    StoredArticle,
    StoredRelation,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and how it stands to a readout's, with the reason and the rule that found it."""

    relation: str
    kind: str
    topic: str
    reason: str
    rule: str
    confidence: str
    readout: Statement | None  # None: the readout as a whole, or its silence
    claim: Statement
    found: str
    withdrawn: str
    alert: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, at a time; ``time`` is "" when it is not known."""

    time: str
    shown: str
    what: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An article on the call: original or copy, with how its claims changed from version to version."""

    outlet: str
    title: str
    url: str
    published: str
    first_seen: str
    kind: str
    versions: int
    changes: tuple[str, ...]
    gone: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The whole page."""

    key: str
    title: str
    leaders: str
    format: str
    status: str
    matrix: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    omissions: tuple[Pair, ...]  # told by one side only
    asides: tuple[Statement, ...]  # named near the call, nothing told of them
    timeline: tuple[Event, ...]
    sources: tuple[SourceLine, ...]
    balance: str


def facts_of(dossier: Dossier) -> Facts:
    """Everything that the page of ``dossier`` shows."""
    call = dossier.call
    leaders = " and ".join(name for name in (call.us_leader, call.ru_leader) if name)
    ordinal = f" ({call.key.rsplit('-', 1)[1]})" if call.key.count("-") > 2 else ""
    return Facts(
        key=call.key,
        title=f"Call of {day(call.date)}{ordinal}",
        leaders=leaders,
        format=call.format,
        status=call.status,
        matrix=matrix(dossier),
        pairs=tuple(_pair(stored, dossier) for stored in _in_order(dossier.relations, _COMPARED)),
        omissions=tuple(_pair(stored, dossier) for stored in _in_order(_standing(dossier), _SILENT)),
        asides=asides(dossier),
        timeline=timeline(dossier),
        sources=tuple(_source(article, dossier) for article in dossier.articles),
        balance=balance(dossier.articles),
    )


def timeline(dossier: Dossier) -> tuple[Event, ...]:
    """What happened, oldest first: publications, changed versions, findings, alerts."""
    events = [_event(r.published, f"{r.issuer or r.side.value} {_kind_of(r)}") for r in dossier.readouts]
    events += [
        _event(a.article.published, f"{_outlet(a)}: {a.article.title or 'article'}") for a in dossier.articles
    ]
    for version in dossier.versions:
        if version.number > 1:
            said = "; ".join(version.changes) or "no claim changed"
            events.append(_event(version.seen_at, f"{_name_of(version.article_id, dossier)} changed: {said}"))
    for stored in dossier.relations:
        if stored.relation.kind is RelationKind.CONTRADICTS:
            events.append(_event(stored.found_at, f"contradiction found: {stored.relation.reason}"))
        if stored.relation.kind is RelationKind.DENIES:
            events.append(_event(stored.found_at, f"denied: {stored.relation.reason}"))
        if stored.withdrawn_at and stored.relation.kind is not RelationKind.ONE_SIDE_ONLY:
            events.append(_event(stored.withdrawn_at, f"withdrawn: {stored.withdrawn_reason}"))
    events += [_event(a.sent_at, f"alert sent ({a.action}: {a.topic})") for a in dossier.alerts if a.sent_at]
    return tuple(sorted(set(events), key=lambda e: (e.time or "9999", e.what)))


def balance(articles: Iterable[StoredArticle]) -> str:
    """Where the reports come from: copies count with their original, so only once."""
    originals = [a for a in articles if a.duplicate is None]
    counts = {side.value: sum(a.article.side is side for a in originals) for side in SIDES}
    other = len(originals) - sum(counts.values())
    parts = [f"{number} from the {side} itself" for side, number in counts.items() if number]
    parts += [f"{other} from news outlets"] if other else []
    return ", ".join(parts) or "no article yet"


_COMPARED = (RelationKind.CONTRADICTS, RelationKind.DENIES, RelationKind.DIFFERS)
_SILENT = (RelationKind.ONE_SIDE_ONLY,)


def _in_order(relations: Iterable[StoredRelation], kinds: tuple[RelationKind, ...]) -> list[StoredRelation]:
    shown = [s for s in relations if s.relation.kind in kinds]
    return sorted(shown, key=lambda s: (kinds.index(s.relation.kind), s.relation.topic, s.found_at, s.id))


def _standing(dossier: Dossier) -> list[StoredRelation]:
    """The relations that still hold: a silence that was broken since is no news of any kind."""
    return [stored for stored in dossier.relations if stored.withdrawn_at is None]


def _pair(stored: StoredRelation, dossier: Dossier) -> Pair:
    relation = stored.relation
    return Pair(
        relation=relation.kind.value,
        kind=relation.contradiction.value if relation.contradiction else "",
        topic=relation.topic,
        reason=relation.reason,
        rule=relation.rule,
        confidence=relation.confidence,
        readout=of_readout(relation.readout, relation.readout_claim) if relation.readout_claim else None,
        claim=_of_article(relation, stored.article_id, dossier),
        found=_iso(stored.found_at),
        withdrawn=stored.withdrawn_reason if stored.withdrawn_at else "",
        alert=_alert_state(stored, dossier.alerts),
    )


def _alert_state(stored: StoredRelation, alerts: Iterable[StoredAlert]) -> str:
    own = [alert for alert in alerts if alert.relation_id == stored.id and alert.action in {"post", "reply"}]
    return f"{own[0].action}, {own[0].state}" if own else ""


def _of_article(relation: Relation, article_id: int, dossier: Dossier) -> Statement:
    found = next((a.article for a in dossier.articles if a.id == article_id), None)
    speaker = speaker_of(relation.claim, found.outlet if found else "")
    if found is None:  # the article was filed under another call since
        return Statement(speaker, relation.claim.quote, "", "", moment(None))
    shown = moment(found.published, found.time_zone, found.published_precision)
    return Statement(speaker, relation.claim.quote, found.outlet, found.url, shown)


def _source(article: StoredArticle, dossier: Dossier) -> SourceLine:
    changes = [v for v in dossier.versions if v.article_id == article.id and v.number > 1]
    page = article.article
    return SourceLine(
        outlet=_outlet(article),
        title=page.title,
        url=page.url,
        published=moment(page.published, page.time_zone, page.published_precision),
        first_seen=moment(article.first_seen_at),
        kind=f"copy: {article.duplicate.reason}" if article.duplicate else "original",
        versions=article.version,
        changes=tuple(f"{moment(v.seen_at)}: {'; '.join(v.changes) or 'no claim changed'}" for v in changes),
        gone=f"{moment(article.gone_at)}: {article.gone_reason}" if article.gone_at else "",
    )


def _outlet(article: StoredArticle) -> str:
    return article.article.outlet or article.article.url or f"article {article.id}"


def _name_of(article_id: int, dossier: Dossier) -> str:
    return next((_outlet(a) for a in dossier.articles if a.id == article_id), f"article {article_id}")


def _kind_of(readout: Readout) -> str:
    where = f" in {readout.outlet}" if readout.outlet and readout.kind == "quoted" else ""
    return {"document": "readout", "remark": "remark", "quoted": "statement, quoted"}.get(
        readout.kind, "readout"
    ) + where


def _event(when: dt.datetime | None, what: str) -> Event:
    return Event(_iso(when), moment(when), what)


def _iso(when: dt.datetime | None) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""
