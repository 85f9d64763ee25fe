"""What a replay needs of the past: the articles held before a moment, and the alerts that pages led to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from extractors.model import StoredArticle
from store.articles import article_by_id
from store.tables import alerts, articles, claims, evidence, relations, versions

# SQLite takes at most 32,766 values in a statement, older ones 999.
_BATCH = 900


@dataclass(frozen=True, slots=True)
class PastAlert:
    """An alert or a further source of one, with the address of the page that led to it."""

    action: str
    payload: str
    url: str


def articles_before(connection: Connection, moment: dt.datetime) -> list[StoredArticle]:
    """The articles about a call that were held before ``moment`` (aware UTC), in order of arrival.

    Each is in its newest version.
    """
    held = (articles.c.first_seen_at < moment) & articles.c.call_key.is_not(None)
    held &= articles.c.origin != "corpus"  # that comes with every store
    wanted = select(articles.c.id).where(held).order_by(articles.c.first_seen_at, articles.c.id)
    found = (article_by_id(connection, one) for one in connection.execute(wanted).scalars().all())
    return [article for article in found if article is not None]


def page_evidence(connection: Connection, evidence_ids: Sequence[int]) -> list[int]:
    """Those of the ids that hold a page of the web, in the given order; the corpus is left out."""
    pages: set[int] = set()
    for batch in _batches(evidence_ids):
        web = evidence.c.id.in_(batch) & evidence.c.url.like("http%")
        pages.update(connection.execute(select(evidence.c.id).where(web)).scalars())
    return [one for one in evidence_ids if one in pages]


def origins(connection: Connection, evidence_ids: Collection[int]) -> dict[int, str]:
    """How the article of each piece of evidence came in (monitor, backfill ...); without those of none."""
    pair = (versions.c.evidence_id, articles.c.origin)
    found: dict[int, str] = {}
    for batch in _batches(sorted(evidence_ids)):
        joined = select(*pair).join(articles, articles.c.id == versions.c.article_id)
        found |= {row[0]: row[1] for row in connection.execute(joined.where(pair[0].in_(batch)))}
    return found


def alerts_from(connection: Connection, evidence_ids: Collection[int]) -> list[PastAlert]:
    """The alerts and further sources that these pages led to when the monitor met them, oldest first."""
    rows: list[Row[Any]] = []
    for batch in _batches(sorted(evidence_ids)):
        rows.extend(connection.execute(_alerts().where(versions.c.evidence_id.in_(batch))))
    return [_alert(row) for row in sorted(rows, key=lambda row: int(row.id))]


def alerts_since(connection: Connection, moment: dt.datetime) -> list[PastAlert]:
    """The alerts and further sources that the monitor stored at ``moment`` (aware UTC) or later."""
    return [_alert(row) for row in connection.execute(_alerts().where(alerts.c.created_at >= moment))]


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
