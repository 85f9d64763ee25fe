"""From stored contradictions to rows of the outbox, in the transaction that stores the contradictions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from alerts import content, conversation
from extractors.model import Article, Call, Relation, RelationKind
from flows.outcomes import Outcome, Told
from flows.settings import Settings
from store import Connection, calls, feedback, outbox

Fresh = Sequence[tuple[Relation, int]]


def contradictions(fresh: Fresh) -> list[tuple[Relation, int]]:
    """The contradictions among new relations and their row ids."""
    return [(relation, row) for relation, row in fresh if relation.kind is RelationKind.CONTRADICTS]


def first_of_each(found: Fresh) -> list[tuple[Relation, int]]:
    """One contradiction for each readout sentence that an article contradicts, the surest one.

    "He did not sign up to coordination in Syria" stood against one sentence of the Kremlin under three
    topics, and three messages said the same thing.
    """
    ranked = sorted(found, key=lambda one: ("high", "medium", "low").index(one[0].confidence))
    best: dict[str, tuple[Relation, int]] = {}
    for relation, row in ranked:
        best.setdefault(content.normal(relation.readout_claim.quote), (relation, row))
    return sorted(best.values(), key=lambda one: one[1])


def announce(
    connection: Connection,
    article: Article,
    fresh: Fresh,
    settings: Settings,
    *,
    now: dt.datetime,
    text_ref: str,
) -> tuple[Told, ...]:
    """Queue an alert, or a reply to one, for each new contradiction; gives what became of each.

    ``fresh`` holds new relations with their row ids; ``text_ref`` names the article's stored text. An article
    on whose text the extractors hardly agreed opens no conversation by itself: half a sentence read wrongly
    would be an alarm.
    """
    told: list[Told] = []
    for relation, relation_id in first_of_each(contradictions(fresh)):
        made = _content(connection, relation, article, settings=settings, now=now, text_ref=text_ref)
        if made.parent_key in {one.conversation for one in told}:
            continue  # the article stands against two sentences of one side: one conversation, one entry
        said = outbox.conversation(connection, made.parent_key)
        if not said and article.agreement < settings.minimum_agreement:
            told.append(_told(made, Outcome.HELD_BACK))
            continue
        for row in conversation.plan(made, said, feedback.verdict_for(connection, made.pair_key)):
            queue(connection, row, relation_id, now)
        told.append(_told(made, Outcome.JOINED if said else Outcome.ALERT))
    return tuple(told)


def queue(
    connection: Connection, row: conversation.Outgoing, relation_id: int | None, now: dt.datetime
) -> None:
    """Put one row into the outbox."""
    outbox.enqueue(
        connection,
        dedupe_key=row.dedupe_key,
        parent_key=row.parent_key,
        action=row.action,
        payload=row.payload,
        call_key=row.call_key,
        topic=row.topic,
        kind=row.kind,
        relation_id=relation_id,
        now=now,
    )


def article_ref(article_id: int, version: int) -> str:
    """How a quote names the stored text it is from: one version of one article."""
    return f"article:{article_id}:{version}"


def dossier_url(settings: Settings, call: Call) -> str:
    """Where the call's page can be read, "" when the pages are not served."""
    return f"{settings.dossier_url.rstrip('/')}/{call.key}.html" if settings.dossier_url else ""


def _content(
    connection: Connection,
    relation: Relation,
    article: Article,
    *,
    settings: Settings,
    now: dt.datetime,
    text_ref: str,
) -> content.AlertContent:
    call = calls.call_by_key(connection, relation.readout.call_key)
    assert call is not None  # noqa: S101 - a relation is stored only with its call
    return content.content_from(
        relation,
        article,
        call,
        first_seen=now,
        readout_ref=f"readout:{relation.readout.id}",
        article_ref=text_ref,
        dossier_url=dossier_url(settings, call),
    )


def _told(made: content.AlertContent, outcome: Outcome) -> Told:
    return Told(made.parent_key, outcome, made.reason, made.readout.quote, made.claim.quote)
