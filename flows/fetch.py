"""Bytes of a URL, politely and safely. The only module that speaks HTTP to the web.

One ``Fetcher`` serves a whole pass: it paces each host, obeys robots.txt, connects to public addresses only,
and ends every fetch in a named outcome within a deadline and a size limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from flows.addresses import AddressRefusedError, CheckedBackend, NameNotFoundError, Resolve, resolve
from flows.decoding import BodyCutError, BodyError, BodyTooLargeError, Inflater, looks_binary
from flows.fetched import FailureClass, Fetched, FetchOutcome
from flows.politeness import Pacer, Robots, RobotsUnreachableError, retry_after_seconds

__all__ = ["ACCEPT_FEED", "ACCEPT_PAGE", "FailureClass", "FetchOutcome", "Fetched", "Fetcher"]

ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
ACCEPT_FEED = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"
ACCEPT_SITEMAP = "application/xml,text/xml;q=0.9,application/gzip;q=0.8,*/*;q=0.5"
# Some official sites refuse plain library names; this form is honest and passes them. Put a contact in.
USER_AGENT = "Mozilla/5.0 (compatible; readout-watch/0.1; news monitor)"
PAGE_LIMIT = 2_000_000  # over this a page costs newspaper3k half a minute
FEED_LIMIT = 16_000_000  # the largest feed recorded is .6 MB; 16 MB of items parse in about four seconds
_ROBOTS_LIMIT = 512_000  # the standard asks for at least 500 KiB
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# When robots.txt ends so, the page would have too: the true name of the trouble is the better one.
_HOST_TROUBLE = frozenset(
    {
        FetchOutcome.REFUSED_ADDRESS,
        FetchOutcome.UNKNOWN_HOST,
        FetchOutcome.DNS_FAILURE,
        FetchOutcome.CONNECTION_FAILED,
        FetchOutcome.BAD_URL,
    }
)


class _StopError(Exception):
    """The way out of a fetch that has ended."""

    def __init__(self, outcome: FetchOutcome, detail: str = "") -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Answer:
    """One response with its decoded body, before redirects and statuses are judged."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Time:
    """What is left of a fetch's seconds; only the requests themselves use it up."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextlib.contextmanager
    def spent(self) -> Iterator[None]:
        begun = asyncio.get_running_loop().time()
        try:
            yield
        finally:
            self.left -= asyncio.get_running_loop().time() - begun


class Fetcher:
    """An asynchronous context manager with one verb, ``get``. Safe to share between tasks of one loop."""

    def __init__(
        self,
        *,
        user_agent: str = USER_AGENT,
        allow_loopback: bool = False,
        deadline: float = 30.0,
        robots_deadline: float = 8.0,
        obey_robots: bool = True,
        host_pause: float = 1.0,
        max_connections: int = 64,
        resolve: Resolve = resolve,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """Times are in seconds. ``deadline`` covers all hops of a fetch, not waiting for the turn."""
        self._deadline = deadline
        self._obey_robots = obey_robots
        self._now = now
        self._pacer = Pacer(host_pause)
        self._robots = Robots(user_agent, self._robots_body, robots_deadline)
        self._client = _client(user_agent, allow_loopback, max_connections, resolve)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        limit_bytes: int = PAGE_LIMIT,
        accept: str = ACCEPT_PAGE,
        known_hash: str = "",
    ) -> Fetched:
        """Fetch ``url``; never raises for anything the network or the server does.

        ``etag`` and ``last_modified`` make the request conditional; ``known_hash`` (of the last body) turns
        an unchanged answer into NOT_MODIFIED too, for servers that ignore or misuse the first two.
        """
        wanted = {"accept": accept, "if-none-match": etag, "if-modified-since": last_modified}
        headers = {name: value for name, value in wanted.items() if value and _sendable(value)}
        at, time = url, _Time(self._deadline)
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                answer = await self._hop(at, headers, limit_bytes, time)
                target = _redirect_target(answer, at)
                if not target:
                    return self._finished(url, at, answer, known_hash)
                at = target
            raise _StopError(FetchOutcome.TOO_MANY_REDIRECTS, f"more than {_MAX_REDIRECTS}")
        except _StopError as stop:
            return Fetched(url, stop.outcome, self._now(), at, detail=stop.detail)

    async def _hop(self, url: str, headers: Mapping[str, str], limit: int, time: _Time) -> _Answer:
        """One request with everything that must be asked before it: scheme, robots.txt, the host's turn."""
        host = _checked_host(url)
        delay = await self._robots_delay(url) if self._obey_robots else 0.0
        async with self._pacer.turn(host, delay):
            return await self._request(url, headers, limit, time)

    async def _robots_delay(self, url: str) -> float:
        try:
            allowed, delay = await self._robots.allows(url)
        except RobotsUnreachableError as error:
            cause = error.__cause__
            if isinstance(cause, _StopError) and cause.outcome in _HOST_TROUBLE:
                raise _StopError(cause.outcome, cause.detail) from None
            raise _StopError(FetchOutcome.ROBOTS_UNREACHABLE, "robots.txt could not be read") from None
        if not allowed:
            raise _StopError(FetchOutcome.ROBOTS_FORBIDDEN, "robots.txt forbids it")
        return delay

    async def _request(self, url: str, headers: Mapping[str, str], limit: int, time: _Time) -> _Answer:
        """One request in what is left of the time; every kind of trouble becomes a ``_StopError``."""
        try:
            with time.spent():
                async with asyncio.timeout(time.left):
                    return await self._read(url, headers, limit)
        except TimeoutError:
            raise _StopError(FetchOutcome.TIMED_OUT, f"no complete answer in {self._deadline:g} s") from None
        except BodyTooLargeError as error:
            raise _StopError(FetchOutcome.TOO_LARGE, str(error)) from None
        except BodyCutError as error:
            raise _StopError(FetchOutcome.TRUNCATED, str(error)) from None
        except BodyError as error:
            raise _StopError(FetchOutcome.UNDECODABLE, str(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ConnectError, UnicodeError, ValueError) as error:
            raise _StopError(_network_outcome(error), _line(error)) from None

    async def _read(self, url: str, headers: Mapping[str, str], limit: int) -> _Answer:
        async with self._client.stream("GET", url, headers=dict(headers)) as response:
            found = {name.lower(): value for name, value in response.headers.items()}
            if response.status_code != 200:
                return _Answer(response.status_code, found, b"")
            announced = found.get("content-length", "")
            if announced.isdigit() and int(announced) > limit:
                raise BodyTooLargeError(f"{announced} bytes announced, {limit} allowed")
            inflater = Inflater(found.get("content-encoding", ""), limit)
            async for chunk in response.aiter_raw(65_536):
                inflater.feed(chunk)
            return _Answer(response.status_code, found, inflater.finish())

    async def _robots_body(self, url: str) -> tuple[int, bytes]:
        """Status and body of a robots.txt; redirects are followed through the same checks."""
        at, time = url, _Time(self._deadline)
        for _ in range(_MAX_REDIRECTS + 1):
            _checked_host(at)
            answer = await self._request(at, {}, _ROBOTS_LIMIT, time)
            target = _redirect_target(answer, at)
            if not target:
                return answer.status, answer.body
            at = target
        return 404, b""

    def _finished(self, url: str, at: str, answer: _Answer, known_hash: str) -> Fetched:
        now = self._now()
        outcome, detail = _status_outcome(answer.status)
        if outcome.ok and looks_binary(answer.body) and not _is_gzip_file(at, answer):
            outcome, detail = FetchOutcome.WRONG_TYPE, "the body is no text"
        wait = retry_after_seconds(answer.headers.get("retry-after", ""), now)
        body = answer.body if outcome.ok else b""
        fetched = Fetched(url, outcome, now, at, answer.status, answer.headers, body, detail, wait)
        if known_hash and fetched.body_hash == known_hash:
            return replace(fetched, outcome=FetchOutcome.NOT_MODIFIED, body=b"", detail="the same bytes")
        return fetched


def _client(user_agent: str, allow_loopback: bool, connections: int, resolve: Resolve) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections // 2)
    transport = httpx.AsyncHTTPTransport(limits=limits, trust_env=False)
    # The library has no argument for this: the pool is where a connection's address can be checked.
    transport._pool._network_backend = CheckedBackend(allow_loopback=allow_loopback, resolve=resolve)
    return httpx.AsyncClient(
        transport=transport,
        headers={"user-agent": user_agent, "accept-encoding": "gzip, deflate"},
        follow_redirects=False,
        trust_env=False,  # a proxy from the environment would connect to addresses nobody checked
        timeout=None,  # the total deadline is kept above; per-read limits let a slow drip live for ever  # noqa: S113
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # nobody's visits are tied together
    )


def _checked_host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        raise _StopError(FetchOutcome.BAD_URL, "not a web address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise _StopError(FetchOutcome.BAD_URL, "only http and https are fetched")
    return host


def _redirect_target(answer: _Answer, at: str) -> str:
    location = answer.headers.get("location", "")
    if answer.status not in _REDIRECTS or not location:
        return ""
    try:
        return urljoin(at, location)
    except ValueError:
        raise _StopError(FetchOutcome.BAD_URL, "redirect to no web address") from None


def _is_gzip_file(url: str, answer: _Answer) -> bool:
    """A sitemap compressed as a file (".xml.gz") is the one binary that is wanted; its reader inflates it."""
    stated = urlsplit(url).path.endswith(".gz") or "gzip" in answer.headers.get("content-type", "")
    return stated and answer.body.startswith(b"\x1f\x8b")


def _status_outcome(status: int) -> tuple[FetchOutcome, str]:
    named = {
        200: FetchOutcome.OK,
        304: FetchOutcome.NOT_MODIFIED,
        404: FetchOutcome.NOT_FOUND,
        410: FetchOutcome.GONE,
        429: FetchOutcome.RATE_LIMITED,
    }
    if status in named:
        return named[status], "" if status == 200 else f"status {status}"
    return (FetchOutcome.SERVER_ERROR if status >= 500 else FetchOutcome.HTTP_ERROR), f"status {status}"


def _network_outcome(error: BaseException) -> FetchOutcome:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AddressRefusedError):
            return FetchOutcome.REFUSED_ADDRESS
        if isinstance(cause, NameNotFoundError):
            return FetchOutcome.DNS_FAILURE if cause.temporary else FetchOutcome.UNKNOWN_HOST
        cause = cause.__cause__
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return FetchOutcome.BAD_URL
    if isinstance(error, httpx.RemoteProtocolError):
        return FetchOutcome.TRUNCATED if "without" in str(error) else FetchOutcome.PROTOCOL_ERROR
    if isinstance(error, httpx.NetworkError | httpx.TimeoutException):
        return FetchOutcome.CONNECTION_FAILED
    return FetchOutcome.PROTOCOL_ERROR


def _sendable(value: str) -> bool:
    """A stored ETag goes back to the server as a header: nothing that could end the header line."""
    return value.isascii() and value.isprintable() and len(value) <= 1_000


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
