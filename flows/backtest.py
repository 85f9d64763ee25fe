"""Replay stored evidence through the present rules, and show which alerts a change adds or removes.

The replay runs on a temporary store with the clock of then: each page is judged at the moment it was fetched,
after the articles that were held before the range. Nothing is fetched, sent or written to the real store, and
two replays of one range give the same bytes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from alerts.content import AlertContent
from extractors import relevance
from extractors.model import Article
from extractors.pages import page_problem
from flows import corpus, past
from flows.extraction_worker import ExtractionPool
from flows.outcomes import StopEarly
from flows.past import Item
from flows.settings import Settings
from flows.steps import intake, judge, thinking
from store import Engine, evidence, history
from store.engine import open_store, reading, writing
from store.history import PastAlert

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
    """What was replayed and found: the range, how many ``pages``, how many articles held ``before``."""

    since: str
    until: str
    pages: int
    before: int
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
    known = past.publishers(settings.sources)
    with reading(engine) as connection:
        ids = history.page_evidence(connection, evidence.evidence_between(connection, first, last))
        earlier = history.articles_before(connection, first)
        origins = history.origins(connection, ids)
    with temporary_store() as scratch, asyncio.Runner() as loop:
        corpus.load_once(scratch, settings, now=min([first, *(one.first_seen_at for one in earlier)]))
        for held in earlier:
            _keep(scratch, settings, held.article, held.first_seen_at, origin=held.origin)
        for part in batched(ids):
            items = [past.from_evidence(engine, evidence_id, evidence_id, known) for evidence_id in part]
            for item, article in loop.run(_articles(items)):
                origin = origins.get(item.position, "monitor")
                _keep(scratch, settings, article, item.moment, rules, origin=origin)
        with reading(scratch) as connection:
            found = _found(history.alerts_since(connection, first))
    return Replay(_shown(first), _shown(last), len(ids), len(earlier), found)


def stored(engine: Engine, first: dt.datetime, last: dt.datetime) -> tuple[Found, ...]:
    """The alerts that the store holds of the pages fetched in the range: what was found at the time."""
    with reading(engine) as connection:
        ids = evidence.evidence_between(connection, first, last)
        return _found(history.alerts_from(connection, ids))


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


def _keep(
    scratch: Engine,
    settings: Settings,
    article: Article,
    moment: dt.datetime,
    rules: Sequence[str] = (),
    *,
    origin: str,
) -> None:
    """Judge an article as of ``moment`` and keep it in the scratch store, with the relations of the rules."""
    with writing(scratch) as connection:
        thought = thinking.think_with(connection, article)
        relations = tuple(one for one in thought.reading.relations if wanted(one.rule, rules))
        thought = replace(thought, reading=replace(thought.reading, relations=relations))
        judge.keep(connection, thought, settings, now=moment, origin=origin)


async def _articles(items: Sequence[Item]) -> list[tuple[Item, Article]]:
    """The articles of the pages that are one, read by the present extractors, in the given order."""
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


def batched(ids: Sequence[int], size: int = 50) -> Iterator[Sequence[int]]:
    """The ids in parts: a year of pages does not fit into memory."""
    return (ids[at : at + size] for at in range(0, len(ids), size))


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
