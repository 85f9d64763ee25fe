"""The morning's digest: what happened since the last one and did not deserve an alert."""

from __future__ import annotations

import datetime as dt

from alerts import digest
from alerts.digest import DigestData, Line
from alerts.wording import spaced
from extractors.model import Dossier, RelationKind, Side, StoredRelation
from flows import health
from flows.outcomes import counted
from flows.settings import Settings
from flows.steps import announce
from store import Connection, Engine, feedback, leases, outbox, repository
from store.engine import writing

# The watermark: the local date of the last digest and the moment up to which it told.
LAST = "digest"
# The states of the outbox in which an alert still waits for Slack.
WAITING = ("pending", "sending", "unknown")
# Before there was any digest: what happened in the last day.
FIRST_LOOK_BACK = dt.timedelta(days=1)


def queue_digest(engine: Engine, settings: Settings, *, now: dt.datetime) -> bool:
    """Queue today's digest when none was; False when it was. One transaction, so it is never queued twice."""
    with writing(engine) as connection:
        last_date, since = _last(connection, now)
        today = digest.due_date(now, settings.time_zone, dt.time(0), last_date)
        if today is None:
            return False
        data = gather(connection, settings, today, since, now)
        message = digest.build_digest(data)
        if message is not None:
            outbox.enqueue(
                connection,
                dedupe_key=digest.digest_key(today),
                parent_key=digest.digest_key(today),
                action="digest",
                payload=message.to_json(),
                now=now,
            )
        leases.set_watermark(connection, LAST, f"{today.isoformat()} {now.isoformat()}", now=now)
    return True


def _last(connection: Connection, now: dt.datetime) -> tuple[dt.date | None, dt.datetime]:
    kept = leases.watermark(connection, LAST)
    if not kept:
        return None, now - FIRST_LOOK_BACK
    date, _, moment = kept.partition(" ")
    return dt.date.fromisoformat(date), dt.datetime.fromisoformat(moment)


def gather(
    connection: Connection, settings: Settings, today: dt.date, since: dt.datetime, now: dt.datetime
) -> DigestData:
    """What happened from ``since`` to ``now``, for the digest of the local date ``today``."""
    held = [repository.dossier_of(connection, call.key) for call in repository.all_calls(connection)]
    dossiers = [one for one in held if one is not None]
    fresh = [
        (one, relation) for one in dossiers for relation in one.relations if since < relation.found_at <= now
    ]
    return DigestData(
        date=today,
        calls=_calls(settings, dossiers, since, now),
        one_sided=_one_sided(settings, fresh),
        denials=_lines(settings, fresh, RelationKind.DENIES),
        differences=_lines(settings, fresh, RelationKind.DIFFERS),
        unjudged=_unjudged(connection, since),
        sources_in_trouble=digest.lines(
            f"{trouble.name}: {trouble.what}"
            for trouble in health.troubles(repository.source_states(connection), now)
        ),
        held_back=_held_back(settings, dossiers, since, now),
        waiting=sum(outbox.counts(connection).get(state, 0) for state in WAITING),
    )


def _calls(
    settings: Settings, dossiers: list[Dossier], since: dt.datetime, now: dt.datetime
) -> tuple[Line, ...]:
    found = []
    for one in dossiers:
        new = sum(since < article.first_seen_at <= now for article in one.articles)
        if new:
            articles = counted(new, "new article")
            found.append(
                Line(f"Call of {one.call.key}: {articles}", announce.dossier_url(settings, one.call))
            )
    return tuple(found)


def _one_sided(settings: Settings, fresh: list[tuple[Dossier, StoredRelation]]) -> tuple[Line, ...]:
    """One line a call and side: ten topics of one account are one piece of news."""
    told: dict[tuple[str, str], list[str]] = {}
    urls = {}
    for one, stored in fresh:
        if stored.relation.kind is RelationKind.ONE_SIDE_ONLY and stored.withdrawn_at is None:
            side = next(side for side in Side if side is not stored.relation.readout.side)
            told.setdefault((one.call.key, side), []).append(spaced(stored.relation.topic))
            urls[one.call.key] = announce.dossier_url(settings, one.call)
    return tuple(
        Line(f"{key}: only the {side}'s account mentions {', '.join(sorted(set(topics)))}", urls[key])
        for (key, side), topics in told.items()
    )


def _lines(
    settings: Settings, fresh: list[tuple[Dossier, StoredRelation]], kind: RelationKind
) -> tuple[Line, ...]:
    return tuple(
        Line(f"{one.call.key}: {stored.relation.reason}", announce.dossier_url(settings, one.call))
        for one, stored in fresh
        if stored.relation.kind is kind
    )


def _unjudged(connection: Connection, since: dt.datetime) -> tuple[Line, ...]:
    judged = {verdict.pair_key for verdict in feedback.verdicts(connection)}
    return digest.lines(
        f"{message.parent_key.replace('|', ' ')}"
        for message in feedback.judgeable(connection, since=since)
        if announce.pair_key_of(message.payload) not in judged
    )


def _held_back(
    settings: Settings, dossiers: list[Dossier], since: dt.datetime, now: dt.datetime
) -> tuple[Line, ...]:
    return tuple(
        Line(f"{alert.parent_key.replace('|', ' ')}", announce.dossier_url(settings, one.call))
        for one in dossiers
        for alert in one.alerts
        if alert.state == "held" and since < alert.created_at <= now
    )
