"""Every source looked at once, now: is it reachable, can it be read, is it the right list, is it alive?"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.feeds import FeedReading
from extractors.model import Source
from extractors.relevance import text_may_matter
from flows.extraction_worker import ExtractionPool
from flows.fetch import FEED_LIMIT, Fetcher
from flows.lists import ACCEPT, read_list

# A list half of whose links lead elsewhere is another list: OFAC's rss.xml answered 200 for months with one.
_RIGHT_LINKS = 0.5


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """One row of the check.

    ``reachable`` is how the fetch ended ("ok" or the outcome's name); ``entries`` is how many items were
    read, ``newest`` the latest date among them (aware UTC), ``about_calls`` how many seem to be about a call;
    ``wrong`` is "" or one line. A source that is off is checked as well: it may be back.
    """

    name: str
    kind: str
    status: str
    reachable: str
    entries: int = 0
    newest: dt.datetime | None = None
    about_calls: int = 0
    wrong: str = ""

    @property
    def parsed(self) -> bool:
        """Whether at least one item could be read."""
        return self.entries > 0


async def check(
    sources: Sequence[Source], fetcher: Fetcher, *, now: dt.datetime | None = None
) -> list[CheckedSource]:
    """Fetch and judge every source, in the order given. Never raises for a source's sake."""
    moment = now or dt.datetime.now(dt.UTC)
    gate = asyncio.Semaphore(16)

    async def one(source: Source, pool: ExtractionPool) -> CheckedSource:
        async with gate:
            return await check_one(source, fetcher, pool, moment)

    async with ExtractionPool(1) as pool:
        return list(await asyncio.gather(*(one(source, pool) for source in sources)))


async def check_one(
    source: Source, fetcher: Fetcher, pool: ExtractionPool, now: dt.datetime
) -> CheckedSource:
    """Fetch and judge one source."""
    fetched = await fetcher.get(source.url, limit_bytes=FEED_LIMIT, accept=ACCEPT[source.form])
    reachable = fetched.outcome.value
    if not fetched.outcome.ok:
        wrong = " ".join(filter(None, [reachable.replace("_", " "), fetched.detail]))
        return CheckedSource(source.name, source.kind, source.status, reachable, wrong=wrong)
    reading = await read_list(source, fetched, fetcher, pool)
    return CheckedSource(
        source.name,
        source.kind,
        source.status,
        reachable,
        len(reading.entries),
        reading.newest,
        sum(text_may_matter(f"{entry.title} {entry.summary}") for entry in reading.entries),
        what_is_wrong(source, reading, now),
    )


def what_is_wrong(source: Source, reading: FeedReading, now: dt.datetime) -> str:
    """One line on what is wrong with a list that was fetched, "" when it looks right. Pure."""
    if reading.problem:
        return reading.problem
    if not reading.entries:
        return "no items"
    if source.link_path:
        right = sum(bool(re.search(source.link_path, entry.url)) for entry in reading.entries)
        if right < _RIGHT_LINKS * len(reading.entries):
            return f"the wrong list? only {right} of {len(reading.entries)} links match {source.link_path}"
    if reading.newest is None:
        return "no item has a date"
    if now - reading.newest > dt.timedelta(hours=source.expected_silence_hours):
        return f"a zombie? the newest item is of {reading.newest:%Y-%m-%d}"
    return ""
