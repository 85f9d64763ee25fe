"""Every entry ends in exactly one outcome, stored with what was kept of it; a bad one ends only itself."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Article, Source
from extractors.urls import canonical_url
from flows.desk import Desk
from flows.outcomes import Outcome, Settled, StopEarly, counted
from flows.steps import intake, judge
from flows.steps.intake import Page, TryLater
from flows.steps.judge import Kept
from store import Connection, articles, entries
from store.engine import reading, writing
from store.entries import StoredEntry
from store.errors import StoreError
from store.sources import SourceState

log = logging.getLogger(__name__)
_FIRST = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry without an outcome, with the source it came by."""

    entry: StoredEntry
    source: Source


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that are followed in one task. ``name`` says which of how many batches it is."""

    name: str
    waiting: tuple[Waiting, ...]


def batches(desk: Desk, listed: Sequence[SourceState]) -> list[Batch]:
    """Every entry of the listed sources that waits, in order of publication, cut into batches.

    A pass that was killed left its entries waiting: they are followed now.
    """
    by_id = {state.id: state.source for state in listed}
    with reading(desk.engine) as connection:
        waiting = entries.pending_entries(connection, now=desk.now())
    mine = [Waiting(entry, by_id[entry.source_id]) for entry in waiting if entry.source_id in by_id]
    mine.sort(key=lambda one: (one.entry.entry.published or _FIRST, one.source.side is None, one.entry.id))
    size = desk.settings.batch
    parts = [tuple(mine[at : at + size]) for at in range(0, len(mine), size)]
    return [Batch(f"{number} of {len(parts)}", part) for number, part in enumerate(parts, 1)]


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry on its way: with its article, or stopped with the outcome it has reached."""

    entry: StoredEntry
    article: Article | None = None
    page: Page | None = None
    stopped: StopEarly | TryLater | None = None


async def to_article(desk: Desk, waiting: Waiting) -> Arrived:
    """The first half of the path: is it about such a call, evidence, article. Raises only for the store."""
    entry = waiting.entry
    try:
        intake.about_a_call(entry.entry)
        not_held_yet(desk, entry.entry.url)
        page = await intake.fetch_page(desk, entry, waiting.source)
        article = await intake.read_page(desk, page)
        desk.keep_lease()
    except (StopEarly, TryLater) as stopped:
        return Arrived(entry, stopped=stopped)
    except StoreError:
        raise
    except Exception as error:
        return Arrived(entry, stopped=_defect(entry, error))
    return Arrived(entry, article, page)


def to_outcome(desk: Desk, arrived: Arrived) -> Settled:
    """The second half: duplicate? claims, which call? relations, outbox; and the entry's outcome with it."""
    stopped = arrived.stopped
    desk.keep_lease()
    if arrived.article is not None and arrived.page is not None:
        try:
            return _judged(desk, arrived.entry, arrived.article, arrived.page.evidence_id)
        except StoreError:
            raise
        except Exception as error:
            stopped = _defect(arrived.entry, error)
    assert stopped is not None  # noqa: S101 - an entry has an article or a reason why not
    return _stopped(desk, arrived.entry, stopped)


def not_held_yet(desk: Desk, url: str) -> None:
    """Stop an entry whose address is held already: three sources may list one page."""
    with reading(desk.engine) as connection:
        held = articles.article_by_url(connection, canonical_url(url))
    if held is not None:
        raise StopEarly(Outcome.DUPLICATE, f"same address as article {held.id}", held.id)


def _judged(desk: Desk, entry: StoredEntry, article: Article, evidence_id: int) -> Settled:
    now = desk.now()
    result: list[Settled] = []

    def finish(connection: Connection, kept: Kept) -> None:
        settled = judged_outcome(entry, article, kept)
        _finish(connection, entry, settled, now)
        result.append(settled)

    judge.settle(desk.engine, article, desk.settings, now=now, evidence_id=evidence_id, finish=finish)
    return result[-1]


def judged_outcome(entry: StoredEntry, article: Article, kept: Kept) -> Settled:
    """What became of an entry whose article was judged."""
    outcome, detail = _outcome_of(kept)
    detail = "; ".join(part for part in (detail, kept.note) if part)
    return Settled(
        title=article.title or entry.entry.title,
        url=article.url or entry.entry.url,
        source=entry.source_name,
        outcome=outcome,
        detail=detail,
        article_id=kept.article_id,
        call_key=kept.call.key if kept.call else "",
        told=kept.told,
    )


def _outcome_of(kept: Kept) -> tuple[Outcome, str]:
    if not kept.new:
        return Outcome.DUPLICATE, f"same address as article {kept.article_id}"
    if kept.verdict is not None and not kept.claims:
        return Outcome.DUPLICATE, kept.verdict.reason
    for outcome in (Outcome.ALERT, Outcome.JOINED, Outcome.HELD_BACK):
        if keys := dict.fromkeys(told.conversation for told in kept.told if told.outcome is outcome):
            return outcome, ", ".join(key.replace("|", " ") for key in keys)
    if not kept.read:
        return Outcome.OTHER_LANGUAGE, f"call {kept.call.key}" if kept.call else ""
    if not kept.claims:
        return Outcome.NO_CLAIMS, f"call {kept.call.key}" if kept.call else ""
    found = counted(kept.claims, "claim")
    return Outcome.STORED, f"{found} on the call of {kept.call.key}" if kept.call else found


def _stopped(desk: Desk, entry: StoredEntry, stopped: StopEarly | TryLater) -> Settled:
    now = desk.now()
    with writing(desk.engine, durable=False) as connection:
        if isinstance(stopped, TryLater):
            settled = _settled(entry, Outcome.LATER, stopped.detail)
            entries.postpone_entry(
                connection, entry.id, settled.outcome, stopped.detail, next_attempt_at=stopped.at
            )
        else:
            settled = _settled(entry, stopped.outcome, stopped.detail, stopped.article_id)
            _finish(connection, entry, settled, now)
    return settled


def _settled(entry: StoredEntry, outcome: Outcome, detail: str, article_id: int | None = None) -> Settled:
    return Settled(
        entry.entry.title or entry.entry.url, entry.entry.url, entry.source_name, outcome, detail, article_id
    )


def _finish(connection: Connection, entry: StoredEntry, settled: Settled, now: dt.datetime) -> None:
    entries.finish_entry(
        connection, entry.id, settled.outcome, settled.detail, now=now, article_id=settled.article_id
    )


def _defect(entry: StoredEntry, error: Exception) -> StopEarly:
    """A defect of ours on one entry: logged with its traceback, and the entry's outcome; the pass goes on."""
    log.exception("entry %d (%s) failed", entry.id, entry.entry.url)
    return StopEarly(Outcome.ERROR, f"{type(error).__name__}: {error}"[:300])


def oldest_first(read: Sequence[Arrived]) -> list[Arrived]:
    """In order of publication, official texts first: a readout is held before the stories that answer it."""
    return sorted(read, key=lambda one: (_published(one), one.article is None or one.article.side is None))


def _published(arrived: Arrived) -> dt.datetime:
    moment = (arrived.article.published if arrived.article else None) or arrived.entry.entry.published
    return moment or _FIRST
