"""What a replay needs of the past: pages as they came in, what was held before, verdicts, and the alerts made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from extractors.model import StoredArticle
from store.articles import article_by_id, versions_of
from store.tables import alerts, articles, claims, evidence, feedback, relations, versions

# SQLite takes at most 32,766 values in a statement, older ones 999.
_BATCH = 900


@dataclass(frozen=True, slots=True)
class PastAlert:
    """An alert or a further source of one, with the address of the page that led to it."""

    action: str
    payload: str
    url: str


@dataclass(frozen=True, slots=True)
class PastPage:
    """A stored page: when the store came to know it, how (monitor, backfill ...), and as which state of its
    article: 1 for a new one, more for an edit that a second look found, 0 when it became no article.
    """

    evidence_id: int
    moment: dt.datetime
    origin: str = "monitor"
    version: int = 0


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """One verdict of analysts on a pair of quotes, with the moment from which it counted."""

    pair_key: str
    verdict: str
    judged_by: str
    judged_at: dt.datetime
    rule: str
    source: str


def pages_between(connection: Connection, first: dt.datetime, last: dt.datetime) -> list[PastPage]:
    """The pages of the web that the store came to know from ``first`` on and before ``last`` (aware UTC).

    In the order in which they were judged. A page of an archive was fetched long before it was known.
    """
    seen = func.coalesce(versions.c.seen_at, evidence.c.fetched_at)
    wanted = (
        select(evidence.c.id, seen.label("seen"), articles.c.origin, versions.c.number)
        .outerjoin(versions, versions.c.evidence_id == evidence.c.id)
        .outerjoin(articles, articles.c.id == versions.c.article_id)
        .where(evidence.c.url.like("http%"), seen >= first, seen < last)
        .order_by(seen, versions.c.id, evidence.c.id)
    )
    found: dict[int, PastPage] = {}
    for row in connection.execute(wanted):
        page = PastPage(row.id, row.seen, row.origin or "monitor", row.number or 0)
        found.setdefault(row.id, page)
    return list(found.values())


def verdicts_before(connection: Connection, moment: dt.datetime) -> list[PastVerdict]:
    """Every verdict that was given before ``moment`` (aware UTC), oldest first; changes of mind too."""
    names = ("pair_key", "verdict", "judged_by", "judged_at", "rule", "source")
    given = select(feedback).where(feedback.c.judged_at < moment).order_by(feedback.c.id)
    return [PastVerdict(**{name: row._mapping[name] for name in names}) for row in connection.execute(given)]


def articles_before(connection: Connection, moment: dt.datetime) -> list[StoredArticle]:
    """The articles about a call that were held before ``moment`` (aware UTC), in order of arrival.

    Each is in the state that it had then.
    """
    held = (articles.c.first_seen_at < moment) & articles.c.call_key.is_not(None)
    held &= articles.c.origin != "corpus"  # that comes with every store
    wanted = select(articles.c.id).where(held).order_by(articles.c.first_seen_at, articles.c.id)
    found = (article_by_id(connection, one) for one in connection.execute(wanted).scalars().all())
    return [_as_of(connection, article, moment) for article in found if article is not None]


def _as_of(connection: Connection, held: StoredArticle, moment: dt.datetime) -> StoredArticle:
    states = [one for one in versions_of(connection, held.id) if one.seen_at < moment]
    if not states or states[-1].number == held.version:
        return held
    then = states[-1]
    return replace(held, article=replace(held.article, title=then.title, text=then.text), version=then.number)


def page_evidence(connection: Connection, evidence_ids: Sequence[int]) -> list[int]:
    """Those of the ids that hold a page of the web, in the given order; the corpus is left out."""
    pages: set[int] = set()
    for batch in _batches(evidence_ids):
        web = evidence.c.id.in_(batch) & evidence.c.url.like("http%")
        pages.update(connection.execute(select(evidence.c.id).where(web)).scalars())
    return [one for one in evidence_ids if one in pages]


def alerts_between(connection: Connection, first: dt.datetime, last: dt.datetime) -> list[PastAlert]:
    """The alerts and further sources that the monitor queued from ``first`` on and before ``last``."""
    queued = (alerts.c.created_at >= first) & (alerts.c.created_at < last)
    return [_alert(row) for row in connection.execute(_alerts().where(queued))]


def _alerts() -> Select[Any]:
    wanted = select(alerts.c.id, alerts.c.action, alerts.c.payload, articles.c.url)
    return (
        wanted.join(relations, relations.c.id == alerts.c.relation_id)
        .join(claims, claims.c.id == relations.c.claim_id)
        .join(versions, versions.c.id == claims.c.version_id)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(alerts.c.action.in_(("post", "reply")), articles.c.origin == "monitor")
        .order_by(alerts.c.id)
    )


def _alert(row: Row[Any]) -> PastAlert:
    return PastAlert(row.action, row.payload, row.url)


def _batches(values: Sequence[int]) -> list[Sequence[int]]:
    return [values[at : at + _BATCH] for at in range(0, len(values), _BATCH)]
