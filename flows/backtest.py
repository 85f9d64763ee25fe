"""Replay stored evidence through the present rules, and show which alerts a change adds or removes.

The replay runs on a temporary store with the clock of then: each page is judged at the moment it became known,
after the articles that were held before the range, in the states they had. An edit found by a second look is
replayed as one; a verdict of analysts counts from the moment it was given; what came by a backfill is held from
that day and alerts nobody, also where the backfill itself was let alert. Nothing is fetched, sent or written to
the real store, and two replays of one range give the same bytes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from alerts.content import AlertContent
from extractors import relevance
from extractors.duplicates import fingerprint
from extractors.model import Article, StoredArticle
from extractors.pages import page_problem
from extractors.urls import canonical_url
from flows import corpus, past
from flows.extraction_worker import ExtractionPool
from flows.outcomes import StopEarly
from flows.past import Item
from flows.reading import Reading
from flows.settings import Settings
from flows.steps import intake, judge, revisiting, thinking
from flows.steps.rejudging import Moment
from store import Connection, Engine, articles, feedback, history
from store.engine import open_store, reading, writing
from store.history import PastAlert, PastPage, PastVerdict

# A page reader's deadline must not decide the result of a replay on a busy machine.
PATIENCE = 300.0


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """One alert, or one further source of it: its conversation, the page, both sentences, the rule."""

    conversation: str
    url: str
    readout: str
    claim: str
    rule: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same alert in two replays: the conversation and the page."""
        return self.conversation, self.url


@dataclass(frozen=True, slots=True)
class Replay:
    """What was replayed and found: the range, how many ``pages``, how many articles held ``before``.

    Of the pages, ``edits`` were later states of an article and ``quiet`` came by a backfill; ``verdicts`` of
    analysts counted.
    """

    since: str
    until: str
    pages: int
    edits: int
    quiet: int
    before: int
    verdicts: int
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the present rules add to, remove from and keep of earlier findings."""

    added: tuple[Found, ...]
    removed: tuple[Found, ...]
    kept: tuple[Found, ...]


def backtest(
    engine: Engine,
    settings: Settings,
    first: dt.datetime,
    last: dt.datetime,
    rules: Sequence[str] = (),
) -> Replay:
    """Replay what was fetched from ``first`` on and before ``last`` (aware UTC) through the present rules.

    ``rules`` are patterns of rule ids (``discussed*``); with a leading "-" a rule is left out. Without any
    that adds, all rules count.
    """
    with reading(engine) as connection:
        pages = history.pages_between(connection, first, last)
        earlier = history.articles_before(connection, first)
        verdicts = history.verdicts_before(connection, last)
    with temporary_store() as scratch:
        began = min([first, *(one.first_seen_at for one in earlier)])
        corpus.load_once(scratch, settings, now=began)
        replaying = _Replaying(scratch, settings, rules, deque(verdicts))
        for held in earlier:
            replaying.keep(held.article, held.first_seen_at, held.origin)
        for page, article in _read(engine, settings, pages):
            replaying.follow(page, article)
        with reading(scratch) as connection:
            found = _found(history.alerts_between(connection, first, last))
    return Replay(
        _shown(first),
        _shown(last),
        pages=len(pages),
        edits=sum(page.version > 1 for page in pages),
        quiet=sum(page.origin != "monitor" for page in pages),
        before=len(earlier),
        verdicts=len(verdicts),
        found=found,
    )


def stored(engine: Engine, first: dt.datetime, last: dt.datetime) -> tuple[Found, ...]:
    """The alerts of the range that the store holds: what was found at the time."""
    with reading(engine) as connection:
        return _found(history.alerts_between(connection, first, last))


def difference(now: Sequence[Found], then: Sequence[Found]) -> Difference:
    """What ``now`` has beyond ``then``, what it lacks, and what both have; each sorted."""
    new, old = ({one.key: one for one in found} for found in (now, then))
    return Difference(
        added=tuple(sorted(one for key, one in new.items() if key not in old)),
        removed=tuple(sorted(one for key, one in old.items() if key not in new)),
        kept=tuple(sorted(one for key, one in new.items() if key in old)),
    )


def wanted(rule: str, rules: Sequence[str]) -> bool:
    """Whether a rule counts: it fits a pattern, or there are only patterns to leave out and it fits none."""
    left_out = [pattern[1:] for pattern in rules if pattern.startswith("-")]
    taken = [pattern for pattern in rules if not pattern.startswith("-")]
    if any(fnmatchcase(rule, pattern) for pattern in left_out):
        return False
    return not taken or any(fnmatchcase(rule, pattern) for pattern in taken)


class _Replaying:
    """A scratch store that learns what the real one learned, when it learned it, by the present rules."""

    def __init__(
        self, scratch: Engine, settings: Settings, rules: Sequence[str], verdicts: deque[PastVerdict]
    ) -> None:
        self.scratch, self.settings, self.rules, self.verdicts = scratch, settings, rules, verdicts

    def keep(self, article: Article, moment: dt.datetime, origin: str) -> None:
        """Judge an article as of ``moment`` and keep it, with the relations of the rules that count."""
        with writing(self.scratch) as connection:
            self._learn_verdicts(connection, moment)
            thought = thinking.think_with(connection, article)
            thought = replace(thought, reading=self._counting(thought.reading))
            judge.keep(connection, thought, self.settings, now=moment, origin=origin)

    def follow(self, page: PastPage, article: Article) -> None:
        """Keep a page as what it was: a new article, or a later state of one that is held."""
        with reading(self.scratch) as connection:
            held = articles.article_by_url(connection, canonical_url(article.url)) if article.url else None
        if held is None or page.version <= 1:
            self.keep(article, page.moment, page.origin)
        elif fingerprint(article.text).text_hash != fingerprint(held.article.text).text_hash:
            self._edit(held, article, page.moment)

    def _edit(self, held: StoredArticle, article: Article, moment: dt.datetime) -> None:
        # as a second look does it: what is known of the page as a whole was settled at the first
        state = replace(held.article, text=article.text, title=article.title or held.article.title)
        with writing(self.scratch) as connection:
            self._learn_verdicts(connection, moment)
            read = self._counting(revisiting.read_edit(connection, held, state))
            revisiting.keep_edit(connection, Moment(self.settings, moment), held, state, read)

    def _counting(self, read: Reading) -> Reading:
        return replace(read, relations=tuple(one for one in read.relations if wanted(one.rule, self.rules)))

    def _learn_verdicts(self, connection: Connection, moment: dt.datetime) -> None:
        while self.verdicts and self.verdicts[0].judged_at <= moment:
            one = self.verdicts.popleft()
            feedback.record_verdict(
                connection,
                pair_key=one.pair_key,
                verdict=one.verdict,
                judged_by=one.judged_by,
                now=one.judged_at,
                rule=one.rule,
                source=one.source,
            )


def _read(
    engine: Engine, settings: Settings, pages: Sequence[PastPage]
) -> Iterator[tuple[PastPage, Article]]:
    """The pages that are an article, read by the present extractors, in the given order."""
    known = past.publishers(settings.sources)
    with asyncio.Runner() as loop:
        for part in batched(pages):
            items = [past.from_evidence(engine, at, page.evidence_id, known) for at, page in enumerate(part)]
            for item, article in loop.run(_articles(items)):
                yield part[item.position], article


async def _articles(items: Sequence[Item]) -> list[tuple[Item, Article]]:
    """The articles of the pages that are one, in the given order."""
    async with ExtractionPool(1, deadline=PATIENCE) as pool:
        read = [(item, await _article(pool, item)) for item in items]
    return [(item, article) for item, article in read if article is not None]


async def _article(pool: ExtractionPool, item: Item) -> Article | None:
    if item.fetched is None or page_problem(item.fetched.body):
        return None
    try:
        intake.about_a_call(item.entry)
        if not relevance.page_may_matter(item.fetched.body):
            return None
        return await intake.article_from(pool, item.fetched, item.entry, item.source)
    except StopEarly:
        return None


def batched(pages: Sequence[PastPage], size: int = 50) -> Iterator[Sequence[PastPage]]:
    """The pages in parts: a year of them does not fit into memory."""
    return (pages[at : at + size] for at in range(0, len(pages), size))


def _found(alerts: Sequence[PastAlert]) -> tuple[Found, ...]:
    contents = [(AlertContent.from_json(one.payload), one.url) for one in alerts]
    return tuple(
        sorted(
            Found(made.parent_key, url, made.readout.quote, made.claim.quote, made.rule, made.reason)
            for made, url in contents
        )
    )


def _shown(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


@contextmanager
def temporary_store() -> Iterator[Engine]:
    """An empty store that is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="readout-replay-") as folder:
        engine = open_store(f"sqlite:///{Path(folder) / 'replay.db'}")
        try:
            yield engine
        finally:
            engine.dispose()
