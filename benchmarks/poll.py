"""How many sources one machine polls: real requests to loopback feeds, a few of them changed since last time.

    python benchmarks/poll.py [--sources 10000] [--changed 0.05] [--connections 64]

A server in a process of its own serves one feed of 20 items for each source, answers If-None-Match with 304
and changes the given share between two passes. The second pass is measured: the fetch, the reading of what
changed, telling new entries from known ones, the decision on the next poll. Every source is a host of its
own, as on the web; robots.txt is off, for it is asked once a day and not once a poll. The last line is one
JSON object: sources_per_second and peak_mb of this process, and how the time divides. ``cpu_ms_per_source``
holds on a busy machine too, the other times do not.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import multiprocessing
import resource
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.entries import read_entries
from extractors.model import Source
from flows.fetch import ACCEPT_FEED, Fetched, Fetcher, FetchOutcome
from flows.poll import Answer, decide

NOW = dt.datetime(2017, 1, 28, 12, tzinfo=dt.UTC)
ITEMS = 20


def feed(number: int, version: int) -> bytes:
    """A feed of twenty items; a later version has new items on top, as a feed of news has."""
    items = "".join(
        f"<item><title>Item {item} of source {number}</title><link>http://h/{number}/{item}</link>"
        f"<guid>{number}-{item}</guid><pubDate>Sat, 28 Jan 2017 10:00:00 GMT</pubDate>"
        f"<description>A sentence or two on what the presidents said on the telephone.</description></item>"
        for item in range(version, version + ITEMS)
    )
    return f'<rss version="2.0"><channel><title>Source {number}</title>{items}</channel></rss>'.encode()


async def answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, versions: dict[int, int], share: float
) -> None:
    """Serve one connection until it closes: 304 for an unchanged feed, else the feed."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            number = int(head.split(" ", 2)[1].rsplit("/", 1)[1])
            asked = versions.get(number, -1) + 1
            versions[number] = asked
            version = 1 if asked and number % round(1 / share) == 0 else 0
            etag = f'"{number}-{version}"'
            if f"if-none-match: {etag}" in head.lower():
                writer.write(
                    f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\nContent-Length: 0\r\n\r\n".encode()
                )
            else:
                body = feed(number, version * 3)
                fields = f"ETag: {etag}\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(body)}"
                writer.write(f"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def serve(pipe: Connection, share: float) -> None:
    """The server's process: tells its port, then serves until it is ended."""

    async def run() -> None:
        versions: dict[int, int] = {}
        server = await asyncio.start_server(
            lambda r, w: answer(r, w, versions, share), "127.0.0.1", 0, backlog=1024
        )
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class Pass:
    """Two passes over the same sources; what the first learnt makes the second conditional."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources
        self.known: set[str] = set()
        self.etags: dict[str, str] = {}
        self.changed = self.new = self.failed = 0
        self.reading = 0.0

    def judge(self, source: Source, fetched: Fetched) -> None:
        """Read what changed, tell new entries from known ones, decide on the next poll."""
        begun = time.perf_counter()
        entries = ()
        if fetched.outcome.ok:
            entries = read_entries(source, fetched.body, fetched.headers, fetched.final_url).entries
            self.etags[source.name] = fetched.headers.get("etag", "")
            self.changed += 1
        fresh = [key for entry in entries if (key := f"{source.name}|{entry.key}") not in self.known]
        self.known.update(fresh)
        self.new += len(fresh)
        self.failed += not (fetched.outcome.ok or fetched.outcome is FetchOutcome.NOT_MODIFIED)
        reply = Answer(fetched.outcome, len(entries), len(fresh))
        decide(source, reply, failures=0, last_minutes=30, now=NOW, roll=0.5)
        self.reading += time.perf_counter() - begun

    async def run(self, fetcher: Fetcher, workers: int) -> None:
        """Poll every source once, ``workers`` at a time."""
        waiting = iter(self.sources)

        async def work() -> None:
            for source in waiting:
                etag = self.etags.get(source.name, "")
                self.judge(source, await fetcher.get(source.url, etag=etag, accept=ACCEPT_FEED))

        await asyncio.gather(*(work() for _ in range(workers)))


async def measure(port: int, count: int, connections: int) -> dict[str, float]:
    """Poll twice and return the figures of the second pass."""
    # One host per source, as on the web: the name resolves to loopback without a look-up.
    sources = [Source(f"s{n}", f"http://s{n}.feeds.example:{port}/{n}") for n in range(count)]

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    polling = Pass(sources)
    options = {"allow_loopback": True, "host_pause": 0.0, "obey_robots": False, "resolve": here}
    async with Fetcher(max_connections=connections, **options) as fetcher:  # type: ignore[arg-type]
        await polling.run(fetcher, connections)
        polling.changed = polling.new = polling.failed = 0
        polling.reading = 0.0
        begun, used = time.perf_counter(), time.process_time()
        await polling.run(fetcher, connections)
        wall, cpu = time.perf_counter() - begun, time.process_time() - used
    return {
        "sources": count,
        "sources_per_second": round(count / wall, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "changed": polling.changed,
        "new_entries": polling.new,
        "failed": polling.failed,
        "seconds": round(wall, 2),
        "cpu_share": round(cpu / wall, 2),
        "reading_share": round(polling.reading / wall, 2),
        "cpu_ms_per_source": round(cpu / count * 1000, 2),
    }


def main() -> int:
    """Start the server, poll, print one table and one JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--changed", type=float, default=0.05)
    parser.add_argument("--connections", type=int, default=64)
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    server = context.Process(target=serve, args=(there, given.changed), daemon=True)
    server.start()
    try:
        figures = asyncio.run(measure(here.recv(), given.sources, given.connections))
    finally:
        server.terminate()
    for name, value in figures.items():
        print(f"{name:20} {value}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
