"""Manners toward one host: a pause between requests, robots.txt, and Retry-After."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from protego import Protego

DAY_SECONDS = 86_400
# 88 hours of Retry-After have been seen in the wild; a day is the longest that is believed.
MAX_RETRY_AFTER = DAY_SECONDS
# A crawl delay beyond half a minute would make a pass outlast its schedule.
_MAX_CRAWL_DELAY = 30.0
# Rules are kept for one pass of a long process, not for ever: one site's rules are a few kilobytes.
_KEPT_ROBOTS = 5_000
_KEPT_HOSTS = 5_000


def retry_after_seconds(value: str, now: dt.datetime) -> int:
    """Seconds asked for by a Retry-After header (a number or a date), 0 when unreadable, capped at a day."""
    value = value.strip()
    if value.isdigit() and value.isascii():
        return min(int(value[:9]), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0, min(int((moment - now).total_seconds()), MAX_RETRY_AFTER))


class Pacer:
    """One request at a time per host, and ``pause`` seconds between the end of one and the next."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._hosts: dict[str, _Turn] = {}

    @contextlib.asynccontextmanager
    async def turn(self, host: str, crawl_delay: float = 0.0) -> AsyncIterator[None]:
        """Hold the host's turn for the body of the ``async with``."""
        turn = self._hosts.setdefault(host, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                loop = asyncio.get_running_loop()
                await asyncio.sleep(max(0.0, turn.free_at - loop.time()))
                try:
                    yield
                finally:
                    turn.free_at = loop.time() + max(self._pause, min(crawl_delay, _MAX_CRAWL_DELAY))
        finally:
            turn.waiting -= 1
            if len(self._hosts) > _KEPT_HOSTS:
                self._forget(asyncio.get_running_loop().time())

    def _forget(self, now: float) -> None:
        """Drop the hosts that nobody waits for and whose pause is over: a pass may meet 180,000 of them."""
        over = [host for host, turn in self._hosts.items() if not turn.waiting and turn.free_at <= now]
        for host in over:
            del self._hosts[host]


class _Turn:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.waiting = 0


class RobotsUnreachableError(Exception):
    """The rules could not be read, so by the standard nothing may be fetched for now; the cause says why."""


class Robots:
    """robots.txt of every host met, each fetched once and in its own time limit."""

    def __init__(
        self, user_agent: str, fetch: Callable[[str], Awaitable[tuple[int, bytes]]], deadline: float
    ) -> None:
        """``fetch`` returns the status and body of a robots.txt, or raises; ``deadline`` is in seconds."""
        self._agent = _product(user_agent)
        self._fetch = fetch
        self._deadline = deadline
        self._rules: OrderedDict[str, asyncio.Future[Protego | Exception]] = OrderedDict()

    async def allows(self, url: str) -> tuple[bool, float]:
        """Whether ``url`` may be fetched, and the crawl delay in seconds. Raises RobotsUnreachableError."""
        rules = await self._of(url)
        if isinstance(rules, Exception):
            raise RobotsUnreachableError from rules
        return bool(rules.can_fetch(url, self._agent)), float(rules.crawl_delay(self._agent) or 0.0)

    async def _of(self, url: str) -> Protego | Exception:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        waiting = self._rules.get(origin)
        if waiting is None:
            # one fetch per host even when fifty entries of it arrive at once
            waiting = self._rules[origin] = asyncio.ensure_future(self._read(origin))
            while len(self._rules) > _KEPT_ROBOTS:
                self._rules.popitem(last=False)
        return await asyncio.shield(waiting)

    async def _read(self, origin: str) -> Protego | Exception:
        try:
            async with asyncio.timeout(self._deadline):
                status, body = await self._fetch(f"{origin}/robots.txt")
        except Exception as error:  # whatever the network did, the rules are unknown
            return error
        if status >= 500 or status == 429:
            return RobotsUnreachableError(f"robots.txt: status {status}")
        return Protego.parse(body.decode("utf-8", "replace") if status == 200 else "")


def _product(user_agent: str) -> str:
    """The name robots.txt rules are matched against: ours stands inside the compatible(...) comment."""
    return "readout-watch" if "readout-watch" in user_agent else user_agent.partition("/")[0]
