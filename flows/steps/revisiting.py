"""A page looked at again: gone, edited in its words, or edited in what it claims. Nothing is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from alerts import revisions
from alerts.revisions import PageFate
from extractors.duplicates import fingerprint, lacking
from extractors.model import Article, StoredArticle
from flows import reading as reader
from flows.desk import Desk
from flows.extraction_worker import ExtractionOutcome
from flows.fetched import Fetched
from flows.outcomes import Told
from flows.reading import Reading
from flows.steps import accounts, announce, intake, news, officials, thinking
from flows.steps.rejudging import Moment, settle_others, settle_own, standing, tell
from store import Connection, articles, calls, duplicate_index, relations
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
        for stored in standing(relations.relations_of_article(connection, held.id)):
            tell(connection, at, stored, "", note)
        officials.tell_loss(connection, held, fate, now=at.now)
    return Look(held.article.url, Seen.GONE, (line,))


def _edited(desk: Desk, held: StoredArticle, article: Article, fetched: Fetched) -> Look:
    with reading(desk.engine) as connection:
        read = read_edit(connection, held, article)
    evidence_id = intake.keep_evidence(desk, fetched)
    with writing(desk.engine) as connection:
        at = Moment(desk.settings, desk.now())
        look = keep_edit(connection, at, held, article, read, evidence_id=evidence_id)
        articles.record_visit(connection, held.id, now=desk.now(), next_visit_at=_next(desk, held))
    return look


def read_edit(connection: Connection, held: StoredArticle, article: Article) -> Reading:
    """What the new state of a page says, and how that stands to the stored readouts.

    Of a copy only what its original does not say, as at its first look: a wire copy that mended a word would
    otherwise have brought every claim of the wire story as its own.
    """
    read = reader.read(
        article, calls.all_calls(connection), lambda key: calls.distinct_readouts_of(connection, key)
    )
    if held.duplicate is None:
        return read
    original = thinking.claims_held(connection, held.duplicate.original_id)
    return news.only(read, revisions.news_of(original, read.claims))


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
    changes = revisions.compare(before, read.claims)
    sentences = tuple(change.sentence for change in changes)
    version_id = articles.add_version(
        connection,
        held.id,
        article,
        fingerprint=fingerprint(article.text),
        now=at.now,
        evidence_id=evidence_id,
        changes=sentences,
    )
    _index_news(connection, held, article, at)
    officials.tell_edit(connection, held, article, changes, now=at.now)
    told = _judge_again(connection, at, held, read, version_id)
    return Look(held.article.url, Seen.CLAIMS_CHANGED if changes else Seen.EDITED, sentences, told)


def _index_news(connection: Connection, held: StoredArticle, article: Article, at: Moment) -> None:
    """Let copies of what the new state adds be found too."""
    texts = (article.text, held.article.text)
    lines = [line for text in texts for line in fingerprint(text).paragraphs]
    new, old = (fingerprint(text, duplicate_index.common_paragraphs(connection, lines)) for text in texts)
    duplicate_index.index_article(connection, held.id, lacking(new, [old]), now=at.now)


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
