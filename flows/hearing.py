"""The expensive, pure part of following a page: its text, and what the text says.

Nothing here touches the store or the network, so a batch gives the same wherever it is heard.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.model import Article, Entry, Source
from flows import reading
from flows.extraction_worker import ExtractionPool
from flows.fetched import Fetched
from flows.outcomes import Outcome, StopEarly
from flows.reading import Heard
from flows.steps import intake

log = logging.getLogger(__name__)


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


def hear_pages(sheets: Sequence[Sheet], known: tuple[dt.date, ...], deadline: float) -> list[HeardPage]:
    """Read each page and hear what it says, in the given order; ``deadline`` is in seconds for one page.

    ``known`` are the days of the calls in the store. One bad page ends only itself.
    """
    return asyncio.run(_hear_all(sheets, known, deadline))


async def _hear_all(sheets: Sequence[Sheet], known: tuple[dt.date, ...], deadline: float) -> list[HeardPage]:
    # One pool for each batch: it ends with the batch, whatever process or thread this is.
    async with ExtractionPool(1, deadline=deadline) as pool:
        return [await _hear(pool, sheet, known) for sheet in sheets]


async def _hear(pool: ExtractionPool, sheet: Sheet, known: tuple[dt.date, ...]) -> HeardPage:
    try:
        article = await intake.article_from(pool, sheet.fetched, sheet.entry, sheet.source)
        return HeardPage(article, reading.hear(article, known))
    except StopEarly as stopped:
        return HeardPage(outcome=stopped.outcome, detail=stopped.detail)
    except Exception as error:  # a defect of ours on one page; the others go on
        log.exception("%s failed", sheet.fetched.url)
        return HeardPage(outcome=Outcome.ERROR, detail=f"{type(error).__name__}: {error}"[:300])
