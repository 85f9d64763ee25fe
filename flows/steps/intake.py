"""From an entry to an article: is it about such a call, its page, the evidence, the text.

Each step gives the next value or raises ``StopEarly`` with the entry's outcome.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from extractors import relevance
from extractors.model import Article, Entry, Source
from extractors.pages import page_problem
from flows.desk import Desk
from flows.extraction_worker import ExtractionOutcome, ExtractionPool
from flows.fetched import FailureClass, Fetched
from flows.outcomes import Outcome, StopEarly
from store import evidence
from store.engine import writing
from store.entries import StoredEntry

# The pause before the next try of a page that failed for a while: 15 minutes, then double, at most 12 hours.
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=15), dt.timedelta(hours=12)
# Shorter than this nothing can be said about a call; the shortest wire flash seen has 15 words.
FEWEST_WORDS = 8
# What stands in an article's place for a while only; a consent wall stays.
PASSING = frozenset({"challenge page", "error page"})


class TryLater(Exception):  # noqa: N818 - no error: the entry stays pending
    """The page could not be had now; the entry stays pending until ``at``."""

    def __init__(self, detail: str, at: dt.datetime) -> None:
        super().__init__(detail)
        self.detail, self.at = detail, at


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page, stored as evidence, with the source it came by."""

    entry: StoredEntry
    source: Source
    fetched: Fetched
    evidence_id: int


def about_a_call(entry: Entry) -> None:
    """Stop an entry whose title and summary cannot be about a call of the two leaders."""
    if not entry.url:
        raise StopEarly(Outcome.UNREACHABLE, "the entry has no address")
    if not relevance.entry_may_matter(entry):
        raise StopEarly(Outcome.OFF_TOPIC, "by its title and summary")


async def fetch_page(desk: Desk, entry: StoredEntry, source: Source) -> Page:
    """Fetch the entry's page and keep it as evidence. Raises ``TryLater`` or ``StopEarly``."""
    fetched = await desk.fetcher.get(entry.entry.url)
    if not fetched.outcome.ok:
        _give_up_or_wait(desk, entry, fetched)
    stands_in = page_problem(fetched.body)
    if stands_in in PASSING and entry.attempts < desk.settings.retries:
        raise TryLater(stands_in, desk.now() + _pause(entry))
    if stands_in:
        raise StopEarly(Outcome.NO_TEXT, stands_in)
    if not relevance.page_may_matter(fetched.body):
        raise StopEarly(Outcome.OFF_TOPIC, "by its page")
    return Page(entry, source, fetched, keep_evidence(desk, fetched))


def _give_up_or_wait(desk: Desk, entry: StoredEntry, fetched: Fetched) -> None:
    reason = fetched.outcome.value.replace("_", " ")
    detail = f"{reason}: {fetched.detail}" if fetched.detail else reason
    lasting = fetched.outcome.failure_class is FailureClass.HARD
    if lasting or entry.attempts >= desk.settings.retries:
        raise StopEarly(Outcome.UNREACHABLE, detail)
    raise TryLater(detail, desk.now() + max(_pause(entry), dt.timedelta(seconds=fetched.retry_after)))


def _pause(entry: StoredEntry) -> dt.timedelta:
    return min(FIRST_PAUSE * int(2**entry.attempts), LONGEST_PAUSE)


def keep_evidence(desk: Desk, fetched: Fetched) -> int:
    """Store the bytes as fetched; gives the evidence's id."""
    with writing(desk.engine, durable=False) as connection:
        return evidence.add_evidence(
            connection,
            url=fetched.url,
            final_url=fetched.final_url,
            status=fetched.status,
            headers=fetched.headers,
            body=fetched.body,
            fetched_at=fetched.fetched_at,
            extractor_version=extractor_version(),
        )


async def read_page(desk: Desk, page: Page) -> Article:
    """The page's article, with what the source and the feed know where the page itself is silent."""
    return await article_from(desk.pool, page.fetched, page.entry.entry, page.source)


async def article_from(pool: ExtractionPool, fetched: Fetched, entry: Entry, source: Source) -> Article:
    """``read_page`` without a desk: for processes that only read."""
    read = await pool.article(
        fetched.body,
        fetched.final_url or fetched.url,
        language=source.language,
        charset=charset_of(fetched.headers),
        time_zone=source.time_zone,
    )
    if read.outcome is not ExtractionOutcome.OK:
        raise StopEarly(Outcome.UNREADABLE, read.outcome.value.replace("_", " "))
    article = completed(read.article, entry, source)
    if len(article.text.split()) < FEWEST_WORDS:
        raise StopEarly(Outcome.NO_TEXT, "no article text on the page")
    if not relevance.text_may_matter(f"{article.title}\n{article.text}"):
        raise StopEarly(Outcome.OFF_TOPIC, "by its text")
    return article


def completed(article: Article, entry: Entry, source: Source) -> Article:
    """The article with gaps filled from its entry and source. What the page says of itself comes first."""
    values: dict[str, object] = {"side": article.side or source.side}
    if article.published is None and entry.published is not None:
        values |= {"published": entry.published, "published_source": "feed", "published_precision": "minute"}
    if not article.title:
        values["title"] = entry.title
    if source.outlet and (not article.outlet or source.kind != "search"):
        values["outlet"] = source.outlet
    elif not article.outlet:
        values["outlet"] = (urlsplit(article.url or entry.url).hostname or "").removeprefix("www.")
    if article.time_zone == "UTC":
        values["time_zone"] = source.time_zone
    return replace(article, **values)  # type: ignore[arg-type]


def charset_of(headers: Mapping[str, str]) -> str | None:
    """The charset that the Content-Type header names, None when it names none."""
    for part in headers.get("content-type", "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'")
    return None


def extractor_version() -> str:
    """The version of the program that reads pages, kept beside each evidence."""
    from importlib.metadata import version

    return f"readout-watch {version('readout-watch')}"
