"""One article by hand: its claims, its call, its relations to the stored readouts. Nothing is stored."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from extractors.corpus_text import clean_page
from extractors.model import Article
from flows import check_report, corpus
from flows.console import console
from flows.desk import agent_name, store_of, utc_now
from flows.extraction_worker import ExtractionOutcome, ExtractionPool
from flows.failures import RunError, UserError
from flows.fetch import Fetcher
from flows.settings import Settings
from flows.steps import intake, thinking
from store import Engine, calls
from store.engine import reading

# What a file holds is told by its beginning: a page begins with a tag, a text hardly ever.
_PAGE_BEGINS = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<!--")


def check(settings: Settings, file_or_url: str, *, published: str, outlet: str, as_json: bool) -> int:
    """Read one article and print how it stands to the stored readouts. Gives the exit code.

    Raises UserError for what cannot be used, RunError for a page that cannot be had or holds no text.
    """
    moment = published_at(published, settings.time_zone)
    article, raw = asyncio.run(_article(settings, file_or_url))
    if not article.text.strip():
        raise RunError(f"{file_or_url}: no article text in it")
    if moment:
        precision = "minute" if "T" in published or " " in published else "day"
        article = replace(article, published=moment, published_source="given", published_precision=precision)
    article = replace(article, outlet=outlet or article.outlet)
    with _readouts(settings) as engine:
        thought = thinking.think(engine, article)
    if as_json:
        print(json.dumps(check_report.as_data(thought, raw), ensure_ascii=False, indent=1))
    else:
        check_report.show(console(), thought, settings.time_zone)
    return 0


def published_at(text: str, zone: str) -> dt.datetime | None:
    """The moment that ``--published`` names, as UTC, or None; a day means its noon in ``zone``."""
    if not text.strip():
        return None
    try:
        if len(text.strip()) == len("2017-01-28"):
            noon = dt.datetime.combine(dt.date.fromisoformat(text.strip()), dt.time(12))
            return noon.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise UserError(
            f"--published {text!r}: write 2017-01-29 or 2017-01-29T10:00+03:00 (no zone means UTC)"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


async def _article(settings: Settings, file_or_url: str) -> tuple[Article, str]:
    """The article, and the plain text that it was read from ("" for a page)."""
    if file_or_url.startswith(("http://", "https://")):
        body, url, charset = await _fetched(settings, file_or_url)
        return await _page(settings, body, url, charset), ""
    body = Path(file_or_url).read_bytes()
    if body.lstrip()[:20].lower().startswith(_PAGE_BEGINS):
        return await _page(settings, body, "", None), ""
    try:
        raw = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{file_or_url}: not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    page = clean_page(raw)
    return Article(text=page.text, title=page.title, time_zone=settings.time_zone), raw


async def _fetched(settings: Settings, url: str) -> tuple[bytes, str, str | None]:
    agent = agent_name(settings)
    async with Fetcher(user_agent=agent, allow_loopback=settings.allow_loopback) as fetcher:
        fetched = await fetcher.get(url)
    if not fetched.outcome.ok:
        reason = fetched.outcome.value.replace("_", " ")
        raise RunError(f"{url}: {reason}" + (f" ({fetched.detail})" if fetched.detail else ""))
    return fetched.body, fetched.final_url, intake.charset_of(fetched.headers)


async def _page(settings: Settings, body: bytes, url: str, charset: str | None) -> Article:
    async with ExtractionPool(1, deadline=settings.read_timeout_seconds) as pool:
        read = await pool.article(body, url, charset=charset)
    if read.outcome is not ExtractionOutcome.OK:
        raise RunError(f"the page could not be read: {read.outcome.value.replace('_', ' ')}")
    return read.article


@contextlib.contextmanager
def _readouts(settings: Settings) -> Iterator[Engine]:
    """The store to compare with: the set one, or the seed corpus alone where that holds no call yet."""
    path = settings.store.removeprefix("sqlite:///")
    if not settings.store.startswith("sqlite:///") or Path(path).exists():
        with store_of(settings) as engine:
            with reading(engine) as connection:
                held = bool(calls.all_calls(connection))
            if held:
                yield engine
                return
    with tempfile.TemporaryDirectory() as folder:
        alone = settings.model_copy(update={"store_url": f"sqlite:///{folder}/corpus.db"})
        with store_of(alone) as engine:
            corpus.load_once(engine, alone, now=utc_now())
            yield engine
