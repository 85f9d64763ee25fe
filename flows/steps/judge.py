"""From an article to its alerts: duplicate? claims, which call? relations, outbox.

Thinking (seconds, only reads) and keeping (milliseconds, one transaction) are apart: the article, its claims,
readouts, relations, alerts and its entry's outcome are stored together or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from alerts.revisions import next_visit
from extractors.model import Article, Call, Verdict
from extractors.urls import canonical_url
from flows.outcomes import Told
from flows.reading import Heard, Reading
from flows.settings import Settings
from flows.steps import accounts, announce, hindsight
from flows.steps.thinking import Thought, think
from store import Connection, Engine, articles, calls, duplicate_index, relations
from store.engine import writing

# Another worker may store a readout while this one thinks. Then the thought is stale and is had again; the
# parse is kept, so a round is cheap. With many workers the last round is kept as it is.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What was stored of one article. ``new`` is False when its address was held already.

    ``read`` is False for a text in another language; ``note`` says what of the text was left unread, or "".
    """

    article_id: int
    version_id: int
    new: bool
    verdict: Verdict | None = None
    call: Call | None = None
    claims: int = 0
    readouts: int = 0
    told: tuple[Told, ...] = ()
    read: bool = True
    note: str = ""


# Called in the transaction that keeps an article, with what was kept: it gives the entry its outcome.
FinishVerb = Callable[[Connection, Kept], None]


ThinkVerb = Callable[[Engine, Article, Heard | None], Thought]


def settle(
    engine: Engine,
    article: Article,
    settings: Settings,
    *,
    now: dt.datetime,
    evidence_id: int | None = None,
    origin: str = "monitor",
    canonical: str = "",
    finish: FinishVerb | None = None,
    heard: Heard | None = None,
    alert: bool | None = None,
    think: ThinkVerb = think,
) -> Kept:
    """Think about an article and keep what was thought, again when the store moved on meanwhile.

    ``canonical`` is the key address of a text that has no address of its own. ``finish`` is called within
    the same transaction with the connection and what was kept: it gives the entry its outcome. ``heard``
    and ``alert`` are those of ``think`` and ``keep``.
    """
    for remaining in reversed(range(ROUNDS)):
        thought = think(engine, article, heard)
        # Not waited for the disk: what a power cut undoes the next pass does again, and an alert leaves only
        # after the outbox has claimed it, which is waited for and carries all this to the disk first.
        with writing(engine, durable=False) as connection:
            if remaining and articles.article_count(connection) != thought.seen:
                continue
            kept = keep(
                connection,
                thought,
                settings,
                now=now,
                evidence_id=evidence_id,
                origin=origin,
                canonical=canonical,
                alert=alert,
            )
            if finish is not None:
                finish(connection, kept)
            return kept
    raise AssertionError("the last round always keeps")


def keep(
    connection: Connection,
    thought: Thought,
    settings: Settings,
    *,
    now: dt.datetime,
    evidence_id: int | None = None,
    origin: str = "monitor",
    canonical: str = "",
    alert: bool | None = None,
) -> Kept:
    """Write everything that was thought, in the caller's transaction.

    ``alert`` says whether contradictions may alert; None: only those of what was just published, ``origin``
    "monitor".
    """
    article, read = thought.article, thought.reading
    may_alert = origin == "monitor" if alert is None else alert
    for call in read.calls:
        calls.add_call(connection, call, now=now, origin=origin)
    added = articles.add_article(
        connection,
        article,
        canonical_url=canonical or (canonical_url(article.url) if article.url else ""),
        fingerprint=thought.copy.fingerprint,
        now=now,
        duplicate=thought.copy.verdict,
        evidence_id=evidence_id,
        call_key=_call_key(connection, thought),
        origin=origin,
        next_visit_at=first_revisit(thought, now),
    )
    if not added.new:
        return Kept(added.article_id, added.version_id, new=False)
    duplicate_index.index_article(connection, added.article_id, thought.copy.to_index, now=now)
    return Kept(
        added.article_id,
        added.version_id,
        new=True,
        verdict=thought.copy.verdict,
        call=read.main_call,
        claims=len(read.claims),
        readouts=len(read.readouts),
        told=keep_reading(connection, article, added, read, settings=settings, now=now, quiet=not may_alert),
        read=read.read,
        note=read.note,
    )


def keep_reading(
    connection: Connection,
    article: Article,
    added: articles.AddedArticle,
    read: Reading,
    *,
    settings: Settings,
    now: dt.datetime,
    quiet: bool,
) -> tuple[Told, ...]:
    """Write an article's claims, readouts and relations, and queue their alerts unless ``quiet``."""
    calls.add_claims(connection, added.version_id, read.claims)
    readouts = [
        calls.add_readout(connection, readout, now=now, version_id=added.version_id)
        for readout in read.readouts
    ]
    kept = relations.add_relations(connection, read.relations, version_id=added.version_id, now=now)
    fresh = [(one, row.id) for one, row in zip(read.relations, kept, strict=True) if row.new]
    accounts.settle_silences(connection, [readout.call_key for readout in readouts], now=now)
    if quiet:
        return ()
    accounts.tell_denials(connection, fresh, article.outlet, settings, now=now)
    told = announce.announce(
        connection, article, fresh, settings, now=now, text_ref=announce.article_ref(added.article_id, 1)
    )
    contradicted = [one for one, _ in announce.contradictions(fresh)]
    return told + hindsight.compare_earlier(
        connection, readouts, added.article_id, settings, now=now, contradicted=contradicted
    )


def _call_key(connection: Connection, thought: Thought) -> str:
    """The call an article is mainly about; a copy is about its original's."""
    if thought.reading.main_call is not None:
        return thought.reading.main_call.key
    verdict = thought.copy.verdict
    original = articles.article_by_id(connection, verdict.original_id) if verdict else None
    return original.call_key if original else ""


def first_revisit(thought: Thought, now: dt.datetime) -> dt.datetime | None:
    """When to look for edits of the page: never for a text without an address or without claims."""
    article = thought.article
    if not article.url or not thought.reading.claims:
        return None
    return next_visit(article.published or now, now, official=article.side is not None)
