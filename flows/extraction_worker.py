"""Extraction in processes of its own: a page that eats time or memory costs one worker, never the pass.

The parent speaks to each worker over its standard input and output in JSON and raw bytes: nothing is
unpickled, so a page that breaks a parser gains no more than its own worker. Run as a module it is a worker.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import json
import os
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from extractors.feeds import FeedReading
from extractors.model import Article, Entry, Side, Source

# The slowest of 181 real pages took .4 s; twenty seconds leave room for a busy machine.
DEADLINE = 20.0
# Address space of a worker: 200 MB are mapped by the libraries, the rest holds a 2 MB page many times over.
MEMORY_BYTES = 500_000_000
# Parsers in C leak a little: a worker is replaced before that adds up.
MAX_TASKS = 300
# Loading the libraries takes a second, and ten on a machine with a load of sixteen.
START_DEADLINE = 90.0
_PROJECT = Path(__file__).resolve().parent.parent
_LENGTH = struct.Struct(">II")  # lengths of the JSON head and of the raw bytes that follow it


class ExtractionOutcome(StrEnum):
    """How the reading of one page or list ended."""

    OK = "ok"
    TIMED_OUT = "extraction_timed_out"
    CRASHED = "extraction_crashed"  # out of memory, or a parser died


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a worker made of a page: the article (empty unless the outcome is OK) and how it ended."""

    article: Article
    outcome: ExtractionOutcome = ExtractionOutcome.OK


class ExtractionPool:
    """An asynchronous context manager that reads pages and lists in ``workers`` processes."""

    def __init__(
        self,
        workers: int = 1,
        *,
        deadline: float = DEADLINE,
        memory_bytes: int = MEMORY_BYTES,
        max_tasks: int = MAX_TASKS,
    ) -> None:
        """``deadline`` is in seconds for one page; a worker that exceeds it is killed and replaced."""
        self._deadline = deadline
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for _ in range(workers):
            self._idle.put_nowait(_Worker(memory_bytes, max_tasks))
        self._workers = workers

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            await self._idle.get_nowait().stop()

    async def article(
        self,
        html: bytes,
        url: str,
        *,
        language: str | None = None,
        charset: str | None = None,
        time_zone: str = "UTC",
    ) -> Extracted:
        """Read one page; see ``extractors.articles.read_article``. Never raises for what the page holds."""
        asked = {
            "do": "article",
            "url": url,
            "language": language,
            "charset": charset,
            "time_zone": time_zone,
        }
        outcome, answer = await self._ask(asked, html)
        if outcome is not ExtractionOutcome.OK:
            return Extracted(Article(text="", url=url, language=language or "en", agreement=0.0), outcome)
        return Extracted(_article(answer))

    async def entries(self, source: Source, body: bytes, headers: Mapping[str, str], url: str) -> FeedReading:
        """Read one list; see ``extractors.entries.read_entries``. A killed worker is named in ``problem``."""
        asked = {"do": "entries", "source": dataclasses.asdict(source), "headers": dict(headers), "url": url}
        outcome, answer = await self._ask(asked, body)
        return _reading(answer) if outcome is ExtractionOutcome.OK else FeedReading(problem=outcome.value)

    async def _ask(self, head: dict[str, Any], body: bytes) -> tuple[ExtractionOutcome, dict[str, Any]]:
        worker = await self._idle.get()
        try:
            async with asyncio.timeout(START_DEADLINE):
                await worker.ready()
            async with asyncio.timeout(self._deadline):
                return ExtractionOutcome.OK, await worker.ask(head, body)
        except TimeoutError:
            await worker.stop()
            return ExtractionOutcome.TIMED_OUT, {}
        except (OSError, EOFError, ValueError, asyncio.IncompleteReadError):
            await worker.stop()
            return ExtractionOutcome.CRASHED, {}
        except BaseException:
            await worker.stop()  # cancelled in the middle of an answer: what follows would be the wrong one
            raise
        finally:
            self._idle.put_nowait(worker)


class _Worker:
    """One process, started when first needed and again after it was stopped."""

    def __init__(self, memory_bytes: int, max_tasks: int) -> None:
        self._memory = memory_bytes
        self._max_tasks = max_tasks
        self._tasks = 0
        self._process: asyncio.subprocess.Process | None = None

    async def ready(self) -> None:
        """Start the process unless it runs, and wait until it has loaded what it needs."""
        if self._process is None:
            process = await self._start()
            assert process.stdout  # noqa: S101 - for the type checker: it is a pipe
            await process.stdout.readexactly(_LENGTH.size)

    async def ask(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        process = self._process
        assert process  # noqa: S101 - ready() was awaited
        assert process.stdin and process.stdout  # noqa: S101 - for the type checker: both are pipes
        text = json.dumps(head).encode()
        process.stdin.write(_LENGTH.pack(len(text), len(body)) + text + body)
        await process.stdin.drain()
        size, _ = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
        answer: dict[str, Any] = json.loads(await process.stdout.readexactly(size))
        self._tasks += 1
        if self._tasks >= self._max_tasks:
            await self.stop()
        return answer

    async def stop(self) -> None:
        process, self._process, self._tasks = self._process, None, 0
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin:
            process.stdin.close()
        await process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "flows.extraction_worker",
            str(self._memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_PROJECT,
        )
        return self._process


def _article(answer: dict[str, Any]) -> Article:
    published = answer["published"]
    moment = dt.datetime.fromisoformat(published) if published else None
    return Article(**(answer | {"published": moment, "authors": tuple(answer["authors"]), "side": None}))


def _reading(answer: dict[str, Any]) -> FeedReading:
    entries = tuple(
        Entry(
            **(one | {"published": dt.datetime.fromisoformat(one["published"]) if one["published"] else None})
        )
        for one in answer["entries"]
    )
    lists = {name: tuple(answer[name]) for name in ("notes", "children")}
    return FeedReading(**(answer | lists | {"entries": entries}))


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Say that it is ready, then answer requests until the parent closes the pipe."""
    from extractors import articles, entries  # noqa: F401 - a second that no page's deadline should pay

    answers.write(_LENGTH.pack(0, 0))
    answers.flush()
    while len(lengths := requests.read(_LENGTH.size)) == _LENGTH.size:
        text, body = _LENGTH.unpack(lengths)
        head = json.loads(requests.read(text))
        answer = json.dumps(_done(head, requests.read(body)), default=dt.datetime.isoformat).encode()
        answers.write(_LENGTH.pack(len(answer), 0) + answer)
        answers.flush()


def _done(head: dict[str, Any], body: bytes) -> dict[str, Any]:
    from extractors.articles import read_article
    from extractors.entries import read_entries

    if head.pop("do") == "article":
        url = head.pop("url")
        return dataclasses.asdict(read_article(body, url, **head))
    side = head["source"]["side"]
    source = Source(**(head["source"] | {"side": Side(side) if side else None}))
    return dataclasses.asdict(read_entries(source, body, head["headers"], head["url"]))


def main() -> None:
    """Be a worker: limit the own memory, keep the answers' channel apart from what libraries print."""
    import resource

    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
