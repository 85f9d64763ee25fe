"""A readout that comes after the story it contradicts: what was claimed earlier is compared with it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from alerts.contradictions import relations as relations_of
from alerts.revisions import news_of
from extractors.model import Claim, DuplicateKind, Readout, Relation, RelationKind, StoredArticle
from flows.outcomes import Told
from flows.settings import Settings
from flows.steps import announce
from store import Connection, articles, calls, relations


def compare_earlier(
    connection: Connection,
    readouts: Sequence[Readout],
    article_id: int,
    settings: Settings,
    *,
    now: dt.datetime,
    contradicted: Sequence[Relation] = (),
) -> tuple[Told, ...]:
    """Relate the claims of earlier articles to readouts that were just stored with article ``article_id``.

    A leak is often printed before the side that denies it has spoken. Only contradictions are kept: how an
    old story agrees with a new readout is nobody's news. What did not come by the monitor (the corpus, a
    backfill) was history when it was stored and alerts nobody now. What the article contradicted in
    stored readouts (``contradicted``) is left out: earlier stories that had quoted those readouts would tell
    the same disagreement a second time, the other way round.
    """
    told: list[Told] = []
    for key in dict.fromkeys(readout.call_key for readout in readouts):
        news = _news(connection, key, readouts, contradicted)
        earlier = articles.articles_of_call(connection, key) if news else []
        for one in earlier:
            if one.id != article_id and one.origin == "monitor" and not _is_copy(one):
                told += _compare(connection, one, news, settings, now)
    return tuple(told)


def _news(
    connection: Connection, call_key: str, readouts: Sequence[Readout], contradicted: Sequence[Relation]
) -> list[Readout]:
    """The readouts of a call with only those claims that their side was not known to have made.

    Nearly every story quotes the readouts once more: against a restatement everything was compared before.
    """
    new = [readout for readout in readouts if readout.call_key == call_key]
    ids = [one.id for one in new if one.id is not None]
    held = calls.distinct_readouts_of(connection, call_key, without=ids)
    cut = []
    for readout in new:
        known = [claim for one in held if one.side is readout.side for claim in one.claims]
        news = news_of(known, readout.claims)
        cut.append(replace(readout, claims=tuple(c for c in news if not _told(c, contradicted))))
    return [readout for readout in cut if readout.claims]


def _told(claim: Claim, contradicted: Sequence[Relation]) -> bool:
    return any(claim.topic == one.topic or claim.quote == one.claim.quote for one in contradicted)


def _is_copy(article: StoredArticle) -> bool:
    return article.duplicate is not None and article.duplicate.kind is not DuplicateKind.CONTAINS


def _compare(
    connection: Connection,
    earlier: StoredArticle,
    readouts: Sequence[Readout],
    settings: Settings,
    now: dt.datetime,
) -> tuple[Told, ...]:
    claims = calls.claims_of(connection, earlier.version_id)
    stored = relations.relations_of_article(connection, earlier.id)
    held = {_name(one.relation) for one in stored if one.withdrawn_at is None}
    found = [
        one
        for one in relations_of(claims, readouts)
        # A side that denies the story once more in other words makes no second contradiction of it.
        if one.kind is RelationKind.CONTRADICTS and _name(one) not in held
    ]
    kept = relations.add_relations(connection, found, version_id=earlier.version_id, now=now)
    fresh = [(one, row.id) for one, row in zip(found, kept, strict=True) if row.new]
    return announce.announce(
        connection,
        earlier.article,
        fresh,
        settings,
        now=now,
        text_ref=announce.article_ref(earlier.id, earlier.version),
    )


def _name(relation: Relation) -> tuple[str, ...]:
    """A contradiction of one article is one of a side on a topic, whichever of its sentences stand against it."""
    return relation.topic, relation.contradiction or "", relation.readout.side, relation.claim.polarity
