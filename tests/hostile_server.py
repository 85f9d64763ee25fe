"""A real web server on loopback that misbehaves on purpose, one way for each path.

``HostileServer`` is a context manager; ``url(path)`` gives an address on it. Hosts whose robots.txt forbids,
hangs or breaks are ports of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gzip
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

MILLION = 1_000_000
PARAGRAPH = "The presidents of the United States and Russia spoke by telephone about sanctions and Syria. "
ARTICLE = (
    "<html><head><title>Leaders speak by phone</title></head><body><article><h1>Leaders speak by phone</h1>"
    + "".join(f"<p>{PARAGRAPH * 2}Paragraph {number}.</p>" for number in range(6))
    + "</article></body></html>"
).encode()


def feed(items: str) -> bytes:
    channel = f"<channel><title>News</title>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def item(number: int, *, guid: str | None = None, date: str = "Sat, 28 Jan 2017 18:00:00 GMT") -> str:
    identity = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    title = f"<title>Item {number}</title><link>/item/{number}</link>"
    return f"<item>{title}{identity}<pubDate>{date}</pubDate></item>"


Answer = Callable[["Request"], Awaitable[None]]


class Request:
    """One request with the means to answer it wrongly."""

    def __init__(self, path: str, headers: dict[str, str], count: int, writer: asyncio.StreamWriter) -> None:
        self.path, self.headers, self.count, self.writer = path, headers, count, writer

    async def head(self, status: str = "200 OK", **fields: object) -> None:
        lines = [f"HTTP/1.1 {status}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
        await self.raw(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def page(
        self, body: bytes, status: str = "200 OK", kind: str = "text/html", **fields: object
    ) -> None:
        await self.head(status, Content_Type=kind, Content_Length=len(body), **fields)
        await self.raw(body)


class HostileServer:
    """Serves ``CASES`` on loopback until the block ends; ``hits`` counts the requests by path."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.ports: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    def url(self, path: str, host: str = "plain") -> str:
        return f"http://127.0.0.1:{self.ports[host]}{path}"

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._clients: set[asyncio.Task[None]] = set()
        servers = []
        for host in ("plain", "forbids", "hangs", "breaks"):
            server = await asyncio.start_server(self._client(host), "127.0.0.1", 0)
            self.ports[host] = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for task in self._clients:
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    def _client(self, host: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            self._clients.add(task)
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(host, reader, writer)
            self._clients.discard(task)
            writer.close()

        return serve

    async def _answer(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        self.hits[path] += 1
        request = Request(path, headers, self.hits[path], writer)
        if path == "/robots.txt":
            await ROBOTS[host](request)
        elif path.startswith("/loop/"):
            await request.head(
                "302 Found", Location=f"/loop/{int(path.rsplit('/', 1)[1]) + 1}", Content_Length=0
            )
        elif path in CASES:
            await CASES[path](request)
        else:
            await request.page(ARTICLE if path.startswith("/item/") else b"nothing here", kind="text/html")


# --- robots.txt --------------------------------------------------------------------------------------------


async def no_rules(request: Request) -> None:
    await request.page(b"no rules", "404 Not Found")


async def forbids(request: Request) -> None:
    await request.page(b"User-agent: *\nDisallow: /\n", kind="text/plain")


async def hangs(request: Request) -> None:
    await asyncio.sleep(3600)


async def breaks(request: Request) -> None:
    await request.page(b"oops", "503 Service Unavailable")


ROBOTS: dict[str, Answer] = {"plain": no_rules, "forbids": forbids, "hangs": hangs, "breaks": breaks}


# --- answers that are no proper HTTP ------------------------------------------------------------------------


async def slow_drip(request: Request) -> None:
    await request.head(Content_Type="text/html", Content_Length=MILLION)
    for _ in range(MILLION):
        await request.raw(b"<p>drip</p>")
        await asyncio.sleep(0.2)


async def truncated(request: Request) -> None:
    await request.head(Content_Type="text/html", Content_Length=len(ARTICLE) + 5_000)
    await request.raw(ARTICLE)


async def too_short_length(request: Request) -> None:
    await request.head(Content_Type="text/html", Content_Length=400)
    await request.raw(ARTICLE)


async def endless(request: Request) -> None:
    await request.head(Content_Type="text/html")
    while True:
        await request.raw(b"<p>and on and on</p>" * 5_000)


async def endless_header(request: Request) -> None:
    await request.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await request.raw(b"X-More: " + b"a" * 60_000 + b"\r\n")


async def nonsense(request: Request) -> None:
    await request.raw(b"\x00\x01\x02 not http at all\r\n\r\n")


async def hang_up(request: Request) -> None:
    request.writer.transport.abort()


# --- bombs --------------------------------------------------------------------------------------------------


@functools.cache
def bomb() -> bytes:
    """A gigabyte of spaces in a megabyte: one packed block, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(b" " * MILLION) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * MILLION) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * 1_000


async def gzip_bomb(request: Request) -> None:
    await request.page(bomb(), Content_Encoding="gzip")


async def gzip_twice(request: Request) -> None:
    await request.page(gzip.compress(gzip.compress(ARTICLE)), Content_Encoding="gzip, gzip")


async def gzip_cut(request: Request) -> None:
    await request.page(gzip.compress(ARTICLE)[:-40], Content_Encoding="gzip")


async def gzip_lie(request: Request) -> None:
    await request.page(ARTICLE, Content_Encoding="gzip")


async def unknown_encoding(request: Request) -> None:
    await request.page(ARTICLE, Content_Encoding="br")


async def entity_bomb(request: Request) -> None:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{names}]>'.encode() + feed(
        f"<item><title>&l9;</title><link>/item/1</link></item>{item(2)}"
    ).removeprefix(b'<?xml version="1.0"?>')
    await request.page(body, kind="application/rss+xml")


async def file_entity(request: Request) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body += (
        b"<urlset><url><loc>http://127.0.0.1/&f;</loc></url><url><loc>http://127.0.0.1/a</loc></url></urlset>"
    )
    await request.page(body, kind="application/xml")


async def nested(request: Request) -> None:
    await request.page(b"<html><body>" + b"<div>" * 200_000 + b"deep</body></html>")


async def nested_feed(request: Request) -> None:
    await request.page(feed("<a>" * 200_000), kind="application/rss+xml")


async def paragraphs(request: Request) -> None:
    words = "".join(f"<p>Putin, Trump {number}.</p>" for number in range(50_000))
    await request.page(f"<html><body><article>{words}</article></body></html>".encode())


async def links(request: Request) -> None:
    await request.page(b"<html><body>" + b"<a href='/x'>Putin and Trump</a>" * 50_000 + b"</body></html>")


# --- redirects ----------------------------------------------------------------------------------------------


async def redirect_self(request: Request) -> None:
    await request.head("301 Moved", Location="/redirect-self", Content_Length=0)


async def redirect_private(request: Request) -> None:
    await request.head("302 Found", Location="http://10.1.2.3/secret", Content_Length=0)


async def redirect_metadata(request: Request) -> None:
    await request.head("302 Found", Location="http://169.254.169.254/latest/meta-data/", Content_Length=0)


async def redirect_file(request: Request) -> None:
    await request.head("302 Found", Location="file:///etc/passwd", Content_Length=0)


async def redirect_ok(request: Request) -> None:
    await request.head("301 Moved", Location="/item/1", Content_Length=0)


# --- charsets -----------------------------------------------------------------------------------------------

RUSSIAN = (
    "<html><head><title>Разговор по телефону</title>{meta}</head><body><article><h1>Разговор по телефону</h1>"
    + "".join(
        f"<p>Президент России Владимир Путин провёл телефонный разговор с Дональдом Трампом, часть {n}. "
        "Обсуждались вопросы сотрудничества двух стран и ситуация вокруг санкций.</p>"
        for n in range(6)
    )
    + "</article></body></html>"
)


async def lying_charset(request: Request) -> None:
    page = RUSSIAN.format(meta='<meta charset="windows-1251">')
    await request.page(page.encode("utf-8"), kind="text/html; charset=iso-8859-1")


async def wrong_charset(request: Request) -> None:
    page = RUSSIAN.format(meta="")
    await request.page(page.encode("cp1251"), kind="text/html; charset=utf-8")


# --- statuses -----------------------------------------------------------------------------------------------


async def error_page(request: Request) -> None:
    await request.page(b"<html><title>404 Not Found</title><body><h1>Page not found</h1></body></html>")


async def challenge(request: Request) -> None:
    await request.page(
        b"<html><title>Just a moment...</title><body>Checking your browser"
        b"<script src='/cdn-cgi/challenge-platform/x'></script></body></html>"
    )


async def cookie_wall(request: Request) -> None:
    await request.page(
        b"<html><title>Consent</title><body><h1>Before you continue</h1><p>We value your privacy. We and our"
        b" 811 partners store information on a device.</p><button>Accept all</button></body></html>"
    )


async def known_agents_only(request: Request) -> None:
    if "compatible" in request.headers.get("user-agent", ""):
        await request.page(ARTICLE)
    else:
        await request.page(b"who are you", "403 Forbidden")


async def forbidden(request: Request) -> None:
    await request.page(b"no", "403 Forbidden")


async def lying_304(request: Request) -> None:
    if "if-none-match" in request.headers:
        await request.head("304 Not Modified", ETag='"same"')
    else:
        number = request.count
        await request.page(feed(item(number)), kind="application/rss+xml", ETag='"same"')


async def too_many(request: Request) -> None:
    await request.page(b"slow down", "429 Too Many Requests", Retry_After="317000")


async def flapping(request: Request) -> None:
    if request.count % 2:
        await request.page(b"<html>oops</html>", "503 Service Unavailable", Retry_After="120")
    else:
        await request.page(feed(item(1) + item(2)), kind="application/rss+xml")


async def binary(request: Request) -> None:
    await request.page(b"%PDF-1.7\n" + bytes(range(256)) * 100)


async def nul_bytes(request: Request) -> None:
    await request.page(bytes(range(256)) * 400)


async def empty(request: Request) -> None:
    await request.page(b"")


# --- feeds --------------------------------------------------------------------------------------------------


async def bad_xml(request: Request) -> None:
    body = feed(item(1) + "<item><title>R & D < 3</title><link>/item/2?a=1&b=2</link></item>" + item(3))
    await request.page(body.replace(b"</channel></rss>", b""), kind="application/rss+xml")


async def bad_dates(request: Request) -> None:
    dates = ("yesterday", "1485604800", "2017-13-45", "", "Sat, 28 Jan 2017 18:00:00 +0300")
    await request.page(feed("".join(item(n, date=date) for n, date in enumerate(dates))))


async def no_ids(request: Request) -> None:
    await request.page(feed("".join(f"<item><title>News {n}</title></item>" for n in (1, 2, 2))))


async def changing_ids(request: Request) -> None:
    await request.page(feed("".join(item(n, guid=f"{n}-{request.count}") for n in range(3))))


async def redated(request: Request) -> None:
    date = f"Sat, 28 Jan 2017 {request.count:02d}:00:00 GMT"
    await request.page(feed("".join(item(n, guid=f"id-{n}", date=date) for n in range(3))))


async def big_feed(request: Request) -> None:
    text = "word " * 800
    body = feed(
        "".join(item(n).replace("</item>", f"<description>{text}</description></item>") for n in range(2_500))
    )
    await request.page(body, kind="application/rss+xml")


async def html_feed(request: Request) -> None:
    await request.page(ARTICLE, kind="application/rss+xml")


async def hangs_up_silently(request: Request) -> None:
    await asyncio.sleep(3600)


CASES: dict[str, Answer] = {
    "/no-answer": hangs_up_silently,
    "/slow-drip": slow_drip,
    "/truncated": truncated,
    "/too-short-length": too_short_length,
    "/endless": endless,
    "/endless-header": endless_header,
    "/nonsense": nonsense,
    "/hang-up": hang_up,
    "/gzip-bomb": gzip_bomb,
    "/gzip-twice": gzip_twice,
    "/gzip-cut": gzip_cut,
    "/gzip-lie": gzip_lie,
    "/unknown-encoding": unknown_encoding,
    "/entity-bomb": entity_bomb,
    "/file-entity": file_entity,
    "/nested": nested,
    "/nested-feed": nested_feed,
    "/paragraphs": paragraphs,
    "/links": links,
    "/redirect-self": redirect_self,
    "/redirect-private": redirect_private,
    "/redirect-metadata": redirect_metadata,
    "/redirect-file": redirect_file,
    "/redirect-ok": redirect_ok,
    "/lying-charset": lying_charset,
    "/wrong-charset": wrong_charset,
    "/error-page": error_page,
    "/challenge": challenge,
    "/cookie-wall": cookie_wall,
    "/known-agents-only": known_agents_only,
    "/forbidden": forbidden,
    "/lying-304": lying_304,
    "/too-many": too_many,
    "/flapping": flapping,
    "/binary.html": binary,
    "/nul-bytes": nul_bytes,
    "/empty": empty,
    "/bad-xml": bad_xml,
    "/bad-dates": bad_dates,
    "/no-ids": no_ids,
    "/changing-ids": changing_ids,
    "/redated": redated,
    "/big-feed": big_feed,
    "/html-feed": html_feed,
}
