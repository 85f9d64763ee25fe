"""The expensive, pure part of following a page: its text, and what the text says.

Nothing here touches the store or the network, so a batch gives the same wherever it is heard.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.model import Article, Entry, Source
from flows import reading
from flows.extraction_worker import ExtractionPool
from flows.fetched import Fetched
from flows.outcomes import Outcome, StopEarly
from flows.reading import Heard
from flows.steps import intake

log = logging.getLogger(__name__)
# How much longer than the deadline a page may take at its second try, alone and by a fresh reader.
SECOND_TRY = 5
Readers = Callable[..., ExtractionPool]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be heard: its bytes, and what its entry and source know of it."""

    fetched: Fetched
    entry: Entry
    source: Source


@dataclass(frozen=True, slots=True)
class HeardPage:
    """A page's article with what it says, or the outcome it stopped with."""

    article: Article | None = None
    heard: Heard | None = None
    outcome: Outcome | None = None
    detail: str = ""


def hear_pages(
    sheets: Sequence[Sheet],
    known: tuple[dt.date, ...],
    deadline: float,
    readers: Readers = ExtractionPool,
) -> list[HeardPage]:
    """Read each page and hear what it says, in the given order; ``deadline`` is in seconds for one page.

    ``known`` are the days of the calls in the store. One bad page ends only itself. ``readers`` makes the
    processes that read.
    """
    return asyncio.run(_hear_all(sheets, known, deadline, readers))


async def _hear_all(
    sheets: Sequence[Sheet], known: tuple[dt.date, ...], deadline: float, readers: Readers
) -> list[HeardPage]:
    # One pool for each batch: it ends with the batch, whatever process or thread this is.
    async with readers(1, deadline=deadline) as pool:
        heard = [await _hear(pool, sheet, known) for sheet in sheets]
    # A deadline passes sooner with eight processes on two cores than with one, and the store would hold
    # other pages for it. So no page is given up because of what was done beside it.
    unread = [at for at, page in enumerate(heard) if page.outcome is Outcome.UNREADABLE]
    for at in unread:
        async with readers(1, deadline=SECOND_TRY * deadline) as pool:
            heard[at] = await _hear(pool, sheets[at], known)
    return heard


async def _hear(pool: ExtractionPool, sheet: Sheet, known: tuple[dt.date, ...]) -> HeardPage:
    try:
        article = await intake.article_from(pool, sheet.fetched, sheet.entry, sheet.source)
        return HeardPage(article, reading.hear(article, known))
    except StopEarly as stopped:
        return HeardPage(outcome=stopped.outcome, detail=stopped.detail)
    except Exception as error:  # a defect of ours on one page; the others go on
        log.exception("%s failed", sheet.fetched.url)
        return HeardPage(outcome=Outcome.ERROR, detail=f"{type(error).__name__}: {error}"[:300])
