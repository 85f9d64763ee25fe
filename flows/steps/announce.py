"""From stored contradictions to rows of the outbox, in the transaction that stores the contradictions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from alerts import content, conversation, routing
from alerts import feedback as verdicts
from extractors.model import Article, Call, Relation, RelationKind
from flows.dossiers import copies_url
from flows.outcomes import Outcome, Told
from flows.settings import Settings
from store import Connection, calls, feedback, origins, outbox

BLURRED = "the extractors hardly agreed on the article's text"

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
        best.setdefault(content.normal(relation.against.quote), (relation, row))
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
    quiet_rules = rules_under_their_floor(connection)
    for relation, relation_id in first_of_each(contradictions(fresh)):
        made = _content(connection, relation, article, settings=settings, now=now, text_ref=text_ref)
        if made.parent_key in {one.conversation for one in told}:
            continue  # the article stands against two sentences of one side: one conversation, one entry
        rows = conversation.speak(
            made,
            lambda key: outbox.conversation(connection, key),
            now=now,
            verdict=feedback.verdict_for(connection, made.pair_key),
            rules=channel_rules(settings.channels),
            quiet_rules=quiet_rules,
        )
        if article.agreement < settings.minimum_agreement:
            rows = [replace(row, held=BLURRED) if row.action == "post" else row for row in rows]
        for row in rows:
            queue(connection, row, relation_id, now)
        told.append(_told(made, _outcome(rows)))
    return tuple(told)


def _outcome(rows: Sequence[conversation.Outgoing]) -> Outcome:
    posts = [row for row in rows if row.action == "post"]
    if any(not row.held for row in posts):
        return Outcome.ALERT
    return Outcome.HELD_BACK if posts else Outcome.JOINED


@cache
def channel_rules(file: Path | None) -> tuple[routing.ChannelRule, ...]:
    """Which channel wants which alerts; without a file the one channel wants all. Raises RoutingError."""
    return routing.read_rules(file.read_text(encoding="utf-8"), str(file)) if file else routing.DEFAULT


def rules_under_their_floor(connection: Connection) -> frozenset[str]:
    """The comparison rules that analysts found wrong too often: their alerts go to the digest."""
    return verdicts.below_floor(precision_of_rules(connection))


def precision_of_rules(connection: Connection) -> list[verdicts.Precision]:
    """How often each comparison rule was right, by the verdicts of the store; the worst first."""
    return verdicts.precision_by_rule(
        verdicts.Judged(row.pair_key, row.verdict, row.rule, row.source)
        for row in feedback.verdicts(connection)
    )


def queue(
    connection: Connection, row: conversation.Outgoing, relation_id: int | None, now: dt.datetime
) -> None:
    """Put one row into the outbox."""
    outbox.enqueue(connection, **row.columns(), relation_id=relation_id, now=now)


def article_ref(article_id: int, version: int) -> str:
    """How a quote names the stored text it is from: one version of one article."""
    return f"article:{article_id}:{version}"


def origin_of_text(connection: Connection, text_ref: str) -> origins.Origin:
    """Where the text came from that ``article_ref`` names; empty for any other name."""
    kind, *numbers = text_ref.split(":")
    if kind != "article" or len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return origins.Origin()
    return origins.origin_of_version(connection, int(numbers[0]), int(numbers[1]))


def pair_key_of(payload: str) -> str:
    """The key of the two quotes of an alert as the outbox holds it."""
    return content.AlertContent.from_json(payload).pair_key


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
    page = origin_of_text(connection, text_ref)
    heard = origins.origin_of_readout(connection, relation.readout.id or 0)
    # Of a reprint the zone is often unknown and stands as UTC; then the analyst's own is the local time.
    return content.content_from(
        relation,
        article,
        call,
        first_seen=now,
        readout_ref=f"readout:{relation.readout.id}",
        article_ref=text_ref,
        readout_evidence=heard.sha256,
        article_evidence=page.sha256,
        evidence_url=copies_url(settings),
        readout_zone=heard.time_zone if heard.time_zone not in {"", "UTC"} else settings.time_zone,
        readout_precision=heard.precision or "minute",
        dossier_url=dossier_url(settings, call),
    )


def _told(made: content.AlertContent, outcome: Outcome) -> Told:
    return Told(made.parent_key, outcome, made.reason, made.readout.quote, made.claim.quote)
