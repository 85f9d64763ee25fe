"""Pages are read in processes of their own: a hostile page may hang or crash a parser, never the pass.

``Pages`` is the parent's side; ``python -m flows.page_process`` is the child. They speak in frames of a
length (4 bytes, big-endian) and a pickled value over the child's standard input and output; both ends are
this program.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import struct
import sys
from dataclasses import dataclass, replace
from types import TracebackType
from typing import BinaryIO

from extractors.model import Article

# The largest pages of the news are under 10 MiB; parsing takes about 50 times a page's size at its worst.
CHILD_MEMORY_BYTES = 3 * 2**30


class UnreadablePageError(Exception):
    """The page's reading failed; the message says in words how."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to read: its bytes, final address, and what its source and headers say of it."""

    html: bytes
    url: str
    language: str | None = None
    charset: str | None = None


class Pages:
    """Reads pages in ``processes`` child processes, each page within ``timeout`` seconds (0 processes: here).

    An async context manager. ``read`` gives the ``Article`` or raises ``UnreadablePageError``; a child that
    hung or died is replaced for the next page.
    """

    def __init__(self, processes: int, timeout: float) -> None:
        self._timeout = timeout
        self._in_process = processes == 0
        self._idle: asyncio.Queue[_Child] = asyncio.Queue()
        for _ in range(processes):
            self._idle.put_nowait(_Child())

    async def __aenter__(self) -> Pages:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            await self._idle.get_nowait().stop()

    async def read(self, job: PageJob) -> Article:
        """Read one page. Raises ``UnreadablePageError``."""
        if self._in_process:
            return _value(_answer(job))
        child = await self._idle.get()
        try:
            return _value(await asyncio.wait_for(child.ask(job), self._timeout))
        except TimeoutError:
            await child.stop()
            raise UnreadablePageError(f"reading took longer than {self._timeout:g} seconds") from None
        except (EOFError, ConnectionError, BrokenPipeError):
            await child.stop()
            raise UnreadablePageError("reading ended the parser's process") from None
        except asyncio.CancelledError:
            await child.stop()
            raise
        finally:
            self._idle.put_nowait(child)


class _Child:
    """One reading process, started when first asked."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, job: PageJob) -> object:
        process = self._process = self._process or await self._start()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101 - both are pipes, see _start
        process.stdin.write(_frame(job))
        await process.stdin.drain()
        size = struct.unpack(">I", await process.stdout.readexactly(4))[0]
        return pickle.loads(await process.stdout.readexactly(size))  # noqa: S301 - our own child wrote it

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "flows.page_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        transport = getattr(process, "_transport", None)
        if transport is not None:  # asyncio closes its pipes only when the loop comes round again
            transport.close()


def _value(answer: object) -> Article:
    if isinstance(answer, Article):
        return answer
    raise UnreadablePageError(str(answer))


def _frame(value: object) -> bytes:
    data = pickle.dumps(value)
    return struct.pack(">I", len(data)) + data


def _answer(job: PageJob) -> Article | str:
    """The page's article, or in words why there is none."""
    from extractors.articles import read_article

    try:
        article = read_article(job.html, job.url, language=job.language, charset=job.charset)
    except Exception as error:  # whatever a parser throws at a broken page is that page's own outcome
        return f"{type(error).__name__}: {error}"[:300]
    return replace(article, url=article.url or job.url)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    except (ImportError, ValueError, OSError):  # not on this system: the time limit still holds
        return


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    while len(head := source.read(4)) == 4:
        job = pickle.loads(source.read(struct.unpack(">I", head)[0]))  # noqa: S301 - our own parent wrote it
        sink.write(_frame(_answer(job)))
        sink.flush()


def main() -> None:
    """Answer jobs until standard input ends. Stray prints of a parser go nowhere near the frames."""
    _limit_memory()
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    _serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
