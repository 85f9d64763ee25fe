"""A page looked at again: gone, edited in its words, or edited in what it claims. Nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from alerts import conversation, revisions
from alerts.contradictions import relations as relations_of
from alerts.revisions import AlertFate, PageFate, Rejudged
from extractors.duplicates import fingerprint
from extractors.model import Article, Readout, StoredArticle, StoredRelation
from flows import reading as reader
from flows.desk import Desk
from flows.extraction_worker import ExtractionOutcome
from flows.fetched import Fetched
from flows.outcomes import Told
from flows.reading import Reading
from flows.settings import Settings
from flows.steps import accounts, announce, intake
from store import Connection, articles, calls, outbox, relations
from store.engine import reading, writing


class Seen(StrEnum):
    """What a second look at a page found."""

    UNREACHED = "not reached"
    UNCHANGED = "unchanged"
    EDITED = "edited"  # words only
    CLAIMS_CHANGED = "claims changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Look:
    """One second look: what was found, with one line for each change and what became of contradictions."""

    url: str
    seen: Seen
    changes: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is kept (aware UTC), and under which settings: of the present or of a replay."""

    settings: Settings
    now: dt.datetime


def due(desk: Desk, limit: int) -> list[StoredArticle]:
    """The articles whose next visit has come, longest waiting first."""
    with reading(desk.engine) as connection:
        return articles.articles_to_revisit(connection, now=desk.now(), limit=limit)


async def look_again(desk: Desk, held: StoredArticle) -> Look:
    """Fetch an article's page again and keep what changed."""
    desk.keep_lease()
    fetched = await desk.fetcher.get(held.article.url)
    article = await _article(desk, held, fetched) if fetched.outcome.ok else None
    text = article.text if article else ""
    fate = revisions.page_fate(fetched.status, held.article.url, fetched.final_url, text)
    if fate is not PageFate.THERE:
        return _gone(desk, held, fate)
    if article is None or not text.strip():
        return _visited(desk, held, Look(held.article.url, Seen.UNREACHED))
    if fingerprint(text).text_hash == fingerprint(held.article.text).text_hash:
        return _visited(desk, held, Look(held.article.url, Seen.UNCHANGED))
    return _edited(desk, held, article, fetched)


async def _article(desk: Desk, held: StoredArticle, fetched: Fetched) -> Article | None:
    old = held.article
    read = await desk.pool.article(
        fetched.body,
        fetched.final_url,
        language=old.language,
        charset=intake.charset_of(fetched.headers),
        time_zone=old.time_zone,
    )
    if read.outcome is not ExtractionOutcome.OK:
        return None
    # What is known of the page as a whole was settled at the first look: only its words may change.
    return replace(old, text=read.article.text, title=read.article.title or old.title)


def _next(desk: Desk, held: StoredArticle) -> dt.datetime | None:
    seen = held.article.published or held.first_seen_at
    return revisions.next_visit(seen, desk.now(), official=held.article.side is not None)


def _visited(desk: Desk, held: StoredArticle, look: Look) -> Look:
    with writing(desk.engine) as connection:
        articles.record_visit(connection, held.id, now=desk.now(), next_visit_at=_next(desk, held))
    return look


def _gone(desk: Desk, held: StoredArticle, fate: PageFate) -> Look:
    """Note that the page is gone, and say so in the conversations that rest on it."""
    line = f"{held.article.outlet or 'The outlet'}: the page was {fate.value}"
    note = f"{line}; what it said is kept in the dossier."
    at = Moment(desk.settings, desk.now())
    with writing(desk.engine) as connection:
        articles.mark_gone(connection, held.id, fate.value, now=at.now)
        articles.record_visit(connection, held.id, now=at.now, next_visit_at=None)
        for stored in _standing(relations.relations_of_article(connection, held.id)):
            _tell(connection, at, stored, "", note)
    return Look(held.article.url, Seen.GONE, (line,))


def _edited(desk: Desk, held: StoredArticle, article: Article, fetched: Fetched) -> Look:
    with reading(desk.engine) as connection:
        read = read_edit(connection, article)
    evidence_id = intake.keep_evidence(desk, fetched)
    with writing(desk.engine) as connection:
        at = Moment(desk.settings, desk.now())
        look = keep_edit(connection, at, held, article, read, evidence_id=evidence_id)
        articles.record_visit(connection, held.id, now=desk.now(), next_visit_at=_next(desk, held))
    return look


def read_edit(connection: Connection, article: Article) -> Reading:
    """What the new state of a page says, and how that stands to the stored readouts."""
    return reader.read(
        article, calls.all_calls(connection), lambda key: calls.distinct_readouts_of(connection, key)
    )


def keep_edit(
    connection: Connection,
    at: Moment,
    held: StoredArticle,
    article: Article,
    read: Reading,
    *,
    evidence_id: int | None = None,
) -> Look:
    """Keep the new state as a version, and judge again what rests on the old one, in one transaction."""
    before = calls.claims_of(connection, held.version_id)
    changes = tuple(change.sentence for change in revisions.compare(before, read.claims))
    version_id = articles.add_version(
        connection,
        held.id,
        article,
        fingerprint=fingerprint(article.text),
        now=at.now,
        evidence_id=evidence_id,
        changes=changes,
    )
    told = _judge_again(connection, at, held, read, version_id)
    return Look(held.article.url, Seen.CLAIMS_CHANGED if changes else Seen.EDITED, changes, told)


def _judge_again(
    connection: Connection,
    at: Moment,
    held: StoredArticle,
    read: Reading,
    version_id: int,
) -> tuple[Told, ...]:
    for call in read.calls:
        calls.add_call(connection, call, now=at.now)
    old_readouts = calls.readouts_of_version(connection, held.version_id)
    calls.supersede_readouts(connection, held.version_id, now=at.now)
    calls.add_claims(connection, version_id, read.claims)
    new_readouts = [
        calls.add_readout(connection, readout, now=at.now, version_id=version_id) for readout in read.readouts
    ]
    settle_own(connection, at, relations.relations_of_article(connection, held.id), read)
    settle_others(connection, at, old_readouts, new_readouts)
    kept = relations.add_relations(connection, read.relations, version_id=version_id, now=at.now)
    fresh = [(one, row.id) for one, row in zip(read.relations, kept, strict=True) if row.new]
    changed = [readout.call_key for readout in (*old_readouts, *new_readouts)]
    accounts.settle_silences(connection, changed, now=at.now)
    accounts.tell_denials(connection, fresh, held.article.outlet, at.settings, now=at.now)
    return announce.announce(
        connection,
        held.article,
        fresh,
        at.settings,
        now=at.now,
        text_ref=announce.article_ref(held.id, held.version + 1),
    )


def settle_own(connection: Connection, at: Moment, stored: Sequence[StoredRelation], read: Reading) -> None:
    """Withdraw, strengthen or correct the contradictions that the page's old state led to."""
    for judged in revisions.rejudge(stored, read.relations):
        _settle(connection, at, judged)


def settle_others(connection: Connection, at: Moment, old: Sequence[Readout], new: Sequence[Readout]) -> None:
    """Judge again what other articles contradicted in a readout that was edited."""
    for readout in old:
        stored = _standing(relations.relations_with_readout(connection, readout.id or 0))
        said = [*new, *_said_elsewhere(connection, readout)] if stored else []
        now = relations_of([one.relation.claim for one in stored], said)
        for judged in revisions.rejudge(stored, now):
            _settle(connection, at, judged)


def _said_elsewhere(connection: Connection, old: Readout) -> list[Readout]:
    """What other texts quote the side of a quotation with: a claim is compared with the first of equal ones.

    A side's own document that is edited takes its words back, whoever still quotes them.
    """
    if old.kind != "quoted":
        return []
    held = calls.distinct_readouts_of(connection, old.call_key)
    return [one for one in held if one.side is old.side]


def _standing(stored: Sequence[StoredRelation]) -> list[StoredRelation]:
    return [one for one in stored if one.withdrawn_at is None and one.relation.contradiction is not None]


def _settle(connection: Connection, at: Moment, judged: Rejudged) -> None:
    if judged.fate is AlertFate.STANDS:
        return
    if judged.fate is AlertFate.WITHDRAWN:
        relations.withdraw_relation(connection, judged.stored.id, judged.reason, now=at.now)
        others = _others_stand(connection, judged.stored)
        _tell(connection, at, judged.stored, "corrected" if others else "withdrawn", judged.reason)
        return
    status = "strengthened" if judged.fate is AlertFate.STRENGTHENED else "corrected"
    _tell(connection, at, judged.stored, status, judged.reason)


def _others_stand(connection: Connection, stored: StoredRelation) -> bool:
    """Whether another article still bears out the same contradiction."""
    mine = _parent_key(stored)
    held = relations.relations_of_call(connection, stored.relation.readout.call_key)
    return any(_parent_key(one) == mine and one.article_id != stored.article_id for one in _standing(held))


def _parent_key(stored: StoredRelation) -> str:
    relation = stored.relation
    kind = relation.contradiction.value if relation.contradiction else ""
    return f"{relation.readout.call_key}|{relation.topic}|{kind}"


def _tell(connection: Connection, at: Moment, stored: StoredRelation, status: str, note: str) -> None:
    """Say a change in every conversation of a contradiction; ``status`` "" leaves the status as it is."""
    key = _parent_key(stored)
    said = outbox.conversation(connection, key)
    if not said:
        return
    rows = conversation.change_everywhere(
        key,
        lambda one: outbox.conversation(connection, one),
        status or conversation.latest(said).status,
        note,
        rules=announce.channel_rules(at.settings.channels),
    )
    for row in rows:
        announce.queue(connection, row, stored.id, at.now)
