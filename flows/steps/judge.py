"""From an article to its alerts: duplicate? claims, which call? relations, outbox.

Thinking (seconds, only reads) and keeping (milliseconds, one transaction) are apart: the article, its claims,
readouts, relations, alerts and its entry's outcome are stored together or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from alerts.revisions import news_of, next_visit
from extractors.duplicates import Finding, find_duplicate
from extractors.model import Article, Call, Claim, DuplicateKind, Verdict
from extractors.urls import canonical_url
from flows import reading as reader
from flows.outcomes import Told
from flows.reading import Heard, Reading
from flows.settings import Settings
from flows.steps import announce, hindsight
from store import Connection, Engine, articles, calls, duplicate_index, relations
from store.engine import reading, writing

# Another worker may store a readout while this one thinks. Then the thought is stale and is had again; the
# parse is kept, so a round is cheap. With many workers the last round is kept as it is.
ROUNDS = 3
EMPTY = Reading(claims=(), calls=(), main_call=None, readouts=(), relations=())
# These bring no news at all. An update does, and an edited copy may: one "not" makes another claim of it.
COPIES = frozenset({DuplicateKind.EXACT, DuplicateKind.CONTAINED})
# A story is updated a few times a day; a longer chain of copies is somebody's archive.
LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Thought:
    """What an article says and how that stands to the store, before anything is written.

    ``seen`` is how many articles the store held while it was thought.
    """

    article: Article
    copy: Finding
    reading: Reading
    seen: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What was stored of one article. ``new`` is False when its address was held already."""

    article_id: int
    version_id: int
    new: bool
    verdict: Verdict | None = None
    call: Call | None = None
    claims: int = 0
    readouts: int = 0
    told: tuple[Told, ...] = ()


# Called in the transaction that keeps an article, with what was kept: it gives the entry its outcome.
FinishVerb = Callable[[Connection, Kept], None]


def think(engine: Engine, article: Article, heard: Heard | None = None) -> Thought:
    """Read the article against the store: is it a copy, what does it claim, what contradicts.

    ``heard`` is what another process has heard of it already; see ``flows.reading``.
    """
    with reading(engine) as connection:
        return think_with(connection, article, heard)


def think_with(connection: Connection, article: Article, heard: Heard | None = None) -> Thought:
    """``think`` on an open connection."""
    seen = articles.article_count(connection)
    copy = find_original(connection, article)
    if copy.verdict is not None and copy.verdict.kind in COPIES:
        return Thought(article, copy, EMPTY, seen)
    read = reader.read(
        article,
        calls.all_calls(connection),
        lambda key: calls.readouts_of(connection, key),
        new_text=copy.verdict.new_text if copy.verdict else None,
        heard=heard,
    )
    if copy.verdict is not None:
        read = news_only(read, copy.verdict, claims_held(connection, copy.verdict.original_id))
    return Thought(article, copy, read, seen)


def news_only(read: Reading, verdict: Verdict, held: Sequence[Claim]) -> Reading:
    """Of an update or a near copy only what its original does not say: the rest is held already.

    ``held`` are the original's claims. A wire copy in which an editor changed every third word said nothing
    new, and yet alerted again before its claims were compared with the original's.
    """
    inside = [
        claim
        for claim in read.claims
        if any(claim.start < end and start < claim.end for start, end in verdict.new_text)
    ]
    news = news_of(held, inside)
    readouts = [replace(one, claims=tuple(c for c in one.claims if c in news)) for one in read.readouts]
    return replace(
        read,
        claims=tuple(news),
        readouts=tuple(readout for readout in readouts if readout.claims),
        relations=tuple(relation for relation in read.relations if relation.claim in news),
    )


def claims_held(connection: Connection, article_id: int) -> list[Claim]:
    """The claims of an article and of what it is itself a copy of."""
    found: list[Claim] = []
    for _ in range(LONGEST_CHAIN):
        held = articles.article_by_id(connection, article_id)
        if held is None:
            break
        found += calls.claims_of(connection, held.version_id)
        if held.duplicate is None:
            break
        article_id = held.duplicate.original_id
    return found


def find_original(connection: Connection, article: Article) -> Finding:
    """What the article's text is a copy of among the stored ones, and what of it is new to the index."""
    return find_duplicate(
        article.text,
        common=lambda hashes: duplicate_index.common_paragraphs(connection, hashes),
        candidates=lambda fingerprint: duplicate_index.duplicate_candidates(connection, fingerprint),
        side=article.side,
    )


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
        with writing(engine) as connection:
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
    if quiet:
        return ()
    told = announce.announce(
        connection, article, fresh, settings, now=now, text_ref=announce.article_ref(added.article_id, 1)
    )
    return told + hindsight.compare_earlier(connection, readouts, added.article_id, settings, now=now)


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
