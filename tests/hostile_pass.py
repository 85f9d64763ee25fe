"""One pass over every case of the hostile server, as a program: prints each outcome and the peak memory.

    python tests/hostile_pass.py

A process of its own, so that the memory measured is that of the pass alone. The last line is one JSON object:
{"outcomes": {path: words}, "own_mb": ..., "worker_mb": ..., "seconds": ...}.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.model import Source
from extractors.pages import page_problem
from flows.extraction_worker import ExtractionOutcome, ExtractionPool
from flows.fetch import FEED_LIMIT, Fetcher
from tests.hostile_server import CASES, HostileServer

FEEDS = {
    "/entity-bomb", "/nested-feed", "/lying-304", "/flapping", "/bad-xml", "/bad-dates", "/no-ids",
    "/changing-ids", "/redated", "/big-feed", "/html-feed", "/empty",
}  # fmt: skip
SITEMAPS = {"/file-entity"}


async def outcome_of(
    server: HostileServer, path: str, fetcher: Fetcher, pool: ExtractionPool, host: str
) -> str:
    """What became of one address, in words: the fetch's outcome, or what was read from its bytes."""
    form = "feed" if path in FEEDS else "sitemap" if path in SITEMAPS else ""
    fetched = await fetcher.get(server.url(path, host), limit_bytes=FEED_LIMIT if form else 2_000_000)
    if not fetched.outcome.ok:
        return fetched.outcome.value
    if form:
        source = Source("hostile", server.url(path), form=form)
        reading = await pool.entries(source, fetched.body, fetched.headers, fetched.final_url)
        return reading.problem or f"{len(reading.entries)} entries"
    problem = page_problem(fetched.body)
    if problem:
        return problem
    header = fetched.headers.get("content-type", "").partition("charset=")[2]
    read = await pool.article(fetched.body, fetched.final_url, charset=header or None)
    if read.outcome is not ExtractionOutcome.OK:
        return read.outcome.value
    return "article" if len(read.article.text) > 400 else "no text"


async def run() -> dict[str, str]:
    """Every case at once, as a pass would meet them."""
    with HostileServer() as server:
        pool = ExtractionPool(2, deadline=90)
        fetcher = Fetcher(allow_loopback=True, deadline=3, robots_deadline=1, host_pause=0)
        async with fetcher, pool:
            cases = [(path, "plain") for path in CASES] + [("/loop/0", "plain")]
            cases += [("/item/1", host) for host in ("forbids", "hangs", "breaks")]
            names = [path if host == "plain" else f"robots {host}" for path, host in cases]
            found = await asyncio.gather(
                *(outcome_of(server, path, fetcher, pool, host) for path, host in cases)
            )
    return dict(zip(names, found, strict=True))


def main() -> None:
    """Print the outcomes as a table, then as JSON."""
    begun = time.monotonic()
    outcomes = asyncio.run(run())
    for name, outcome in outcomes.items():
        print(f"{name:22} {outcome}")
    own, worker = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds = round(time.monotonic() - begun, 1)
    print(
        json.dumps(
            {"outcomes": outcomes, "own_mb": round(own), "worker_mb": round(worker), "seconds": seconds}
        )
    )


if __name__ == "__main__":
    main()
