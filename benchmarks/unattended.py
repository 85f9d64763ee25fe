"""How light the unattended product is: Prefect's share, an empty pass, memory over a day, two workers.

    python benchmarks/unattended.py [--entries 100] [--passes 96] [--pages 2000]
        [--only share,empty,memory,workers]

Everything runs on this machine: a real Prefect server, a web of invented pages on loopback, SQLite stores in
a temporary folder. Each measurement runs in a process of its own. Last line: one JSON object.

prefect_cpu_share: of the CPU of a monitor pass over ``--entries`` new pages, the part that is there only
because Prefect runs it (against the same steps without, median of three turns); beside it the same with the
server's own CPU. empty_pass_seconds: a pass that finds nothing new, less what an empty flow takes.
memory_growth_mb: growth of the process from the sixteenth pass to the last, one new page a pass; beside it
the growth of the second half alone: what never ends would show there.
two_worker_speedup: a backfill of ``--pages`` pages with one reading process and with two, in one run; where the
two stores differ the first rows that do are printed. A program that is edited meanwhile is no measurement: the
two runs were once of two programs, and their stores differed.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ROUNDS = 3
# What is loaded once (models, word lists, templates) is loaded by then.
SETTLED_PASSES = 16
CALLS = 12


class Web:
    """A site on loopback whose feed lists the first ``listed`` pages of ``past_page``."""

    def __init__(self) -> None:
        self.listed = 0
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = web.answer(self.path)
                self.send_response(200 if body else 404)
                self.send_header(
                    "Content-Type", "text/html; charset=utf-8" if "/call" in self.path else "text/xml"
                )
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path: str) -> bytes:
        """A page, the feed, or the robots file."""
        from tests.past_pages import past_page

        if path == "/feed":
            return self.feed()
        if path.startswith("/list/"):
            self.listed = int(path.rpartition("/")[2])
            return b"ok"
        number = path.strip("/").partition("/")[0]
        return past_page(int(number), calls=CALLS)[1] if number.isdigit() else b""

    def feed(self) -> bytes:
        """The feed of what is listed."""
        items = "".join(
            f"<item><guid>{n}</guid><title>Trump and Putin speak by phone {n}</title>"
            f"<link>{self.base}/{n}/call.html</link></item>"
            for n in range(self.listed)
        )
        return f"<rss version='2.0'><channel><title>Herald</title>{items}</channel></rss>".encode()


def write_sources(folder: Path, base: str) -> Path:
    """A file of one source."""
    file = folder / "sources.toml"
    file.write_text(f'[[sources]]\nname = "herald"\nurl = "{base}/feed"\nstatus = "on"\n')
    return file


def run_child(task: str, environment: dict[str, str], **given: Any) -> dict[str, Any]:
    """One measurement in a process of its own; what it printed last."""
    command = [sys.executable, __file__, "--child", json.dumps({"task": task, **given})]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{task} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


async def plain_pass(shard: str = "1/1") -> int:
    """A monitor pass without Prefect: the same steps in the same order; -1 when another is at work."""
    from flows import passes
    from flows.settings import load
    from flows.steps import polling, settling

    async with passes.begin(load(), shard) as (desk, report):
        if desk is None:
            return -1
        listed = polling.listed_sources(desk, None, shard)
        due = polling.due(listed, desk.now(), every_source=True)
        report.polls += await asyncio.gather(*(polling.poll_source(desk, one) for one in due))
        for batch in settling.batches(desk, listed):
            arrived = await asyncio.gather(*(settling.to_article(desk, one) for one in batch.waiting))
            report.settled += [settling.to_outcome(desk, one) for one in settling.oldest_first(arrived)]
    return len(report.settled)


async def prefect_pass() -> int:
    """A monitor pass as it is scheduled."""
    from flows.monitor import monitor

    return len((await monitor(every_source=True)).settled)


def measured(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(CPU seconds, wall seconds, result)."""
    before, started = cpu(), time.perf_counter()
    result = work()
    return cpu() - before, time.perf_counter() - started, result


def child(given: dict[str, Any]) -> dict[str, Any]:
    """The work of a measurement's process."""
    from extractors import language

    language.attributions("The official said that nothing was agreed.")  # models load before the clock starts
    if given["task"] == "pass":
        import flows.monitor  # noqa: F401 - Prefect's import is paid once a process, not once a pass

        asyncio.run(warm(given["prefect"]))
        a_pass = prefect_pass if given["prefect"] else plain_pass
        used, wall, entries = measured(lambda: asyncio.run(a_pass()))
        return {"cpu": used, "wall": wall, "entries": entries}
    if given["task"] == "empty":
        return empty_passes(given["rounds"])
    return memory(given["passes"], given["base"])


async def warm(with_prefect: bool) -> None:
    """Meet Prefect's server once, so that its start is not in the figure."""
    if with_prefect:
        await nothing()()


def nothing() -> Callable[[], Any]:
    """A flow that does nothing: Prefect's fixed cost."""
    from prefect import flow

    @flow(name="nothing", persist_result=False)
    async def empty() -> None:
        return None

    return empty


def empty_passes(rounds: int) -> dict[str, Any]:
    """Wall seconds of passes that find nothing new, and of empty flows, in turn."""
    empty, passes, fixed = nothing(), [], []
    asyncio.run(prefect_pass())
    for _ in range(rounds):
        fixed.append(measured(lambda: asyncio.run(empty()))[1])
        _, wall, entries = measured(lambda: asyncio.run(prefect_pass()))
        assert entries == 0, "there was something new"
        passes.append(wall)
    return {"pass": statistics.median(passes), "fixed": statistics.median(fixed)}


def memory(count: int, base: str) -> dict[str, Any]:
    """The process's own memory in MB after each pass."""
    import urllib.request

    import psutil

    me, sizes = psutil.Process(), []
    for number in range(1, count + 1):
        urllib.request.urlopen(f"{base}/list/{number}").close()
        entries = asyncio.run(prefect_pass())
        assert entries == 1, f"pass {number} followed {entries} entries"
        sizes.append(me.memory_info().rss / 2**20)
    return {"sizes": sizes}


@contextmanager
def machine(folder: Path, base: str) -> Iterator[Any]:
    """A Prefect server, and the environment of a process that uses it."""
    from tests.prefect_machine import prefect_machine

    with prefect_machine(
        folder,
        READOUT_WATCH_SOURCES=str(write_sources(folder, base)),
        READOUT_WATCH_ALLOW_LOOPBACK="true",
        PREFECT_LOGGING_LEVEL="ERROR",
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY="30",
        READOUT_WATCH_READ_TIMEOUT_SECONDS="300",  # a busy machine must not lose a page
        PYTHONPATH=str(ROOT),
    ) as made:
        made.start_server()
        yield made


def share(made: Any, web: Web, folder: Path, entries: int) -> dict[str, float]:
    """Prefect's share of a pass over ``entries`` new pages."""
    import psutil

    server = psutil.Process(made.processes["server"].pid)
    web.listed = entries
    used: dict[bool, list[float]] = {True: [], False: []}
    servers = []
    for turn in range(ROUNDS):
        for prefect in (False, True):
            before = sum(server.cpu_times()[:2])
            home = {"READOUT_WATCH_HOME": str(folder / f"share-{turn}-{prefect}")}
            found = run_child("pass", made.env | home, prefect=prefect)
            assert found["entries"] == entries, found
            used[prefect].append(found["cpu"])
            if prefect:
                time.sleep(5)  # the server writes the run's events after its end
                servers.append(sum(server.cpu_times()[:2]) - before)
            print(f"  pass {turn + 1} {'with' if prefect else 'without'} Prefect: {found['cpu']:.2f} s CPU")
    # By turn: the two passes of a turn see the same neighbours, those of different turns may not.
    turns = list(zip(used[False], used[True], servers, strict=True))
    alone = [(whole - plain) / whole for plain, whole, _ in turns]
    served = [(whole - plain + server_cpu) / (whole + server_cpu) for plain, whole, server_cpu in turns]
    return {
        "prefect_cpu_share": round(statistics.median(alone), 4),
        "prefect_cpu_share_with_server": round(statistics.median(served), 4),
        "pass_cpu_seconds": round(statistics.median(used[False]), 2),
        "server_cpu_seconds": round(statistics.median(servers), 2),
    }


def empty(made: Any, web: Web, folder: Path) -> dict[str, float]:
    """How long a pass takes that finds nothing new."""
    web.listed = 20
    found = run_child("empty", made.env | {"READOUT_WATCH_HOME": str(folder / "empty")}, rounds=7)
    return {
        "empty_pass_seconds": round(found["pass"] - found["fixed"], 2),
        "empty_flow_seconds": round(found["fixed"], 2),
    }


def growth(made: Any, web: Web, folder: Path, passes: int) -> dict[str, float]:
    """How much memory a day's passes leave behind."""
    web.listed = 0
    home = {"READOUT_WATCH_HOME": str(folder / "memory")}
    sizes = run_child("memory", made.env | home, passes=passes, base=web.base)["sizes"]
    settled = min(SETTLED_PASSES, len(sizes)) - 1
    print("  MB after each eighth pass:", *(f"{size:.0f}" for size in sizes[::8]))
    return {
        "memory_growth_mb": round(sizes[-1] - sizes[settled], 1),
        "memory_growth_second_half_mb": round(sizes[-1] - sizes[len(sizes) // 2 - 1], 1),
        "memory_mb": round(sizes[-1]),
    }


def program() -> str:
    """A digest of everything that is measured."""
    files = sorted(
        file
        for name in ("flows", "extractors", "store", "alerts", "tests/past_pages.py")
        for file in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.*"))
        if file.suffix not in {".pyc"} and file.is_file()
    )
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def show_differences(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Print the first rows in which two stores differ, table by table."""
    for table, rows in one.items():
        pairs = zip_longest(rows, other[table])
        differing = [(mine, yours) for mine, yours in pairs if mine != yours]
        if differing:
            mine, yours = differing[0]
            keys = [key for key in mine or yours if (mine or {}).get(key) != (yours or {}).get(key)]
            print(f"  {table}: {len(differing)} rows differ, first in {keys}:\n    {mine}\n    {yours}")


def must(command: list[str], environment: dict[str, str], folder: Path) -> None:
    """Run a command; end with what it said when it fails."""
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} gave {done.returncode}:\n{done.stdout}{done.stderr[-3000:]}")


def speedup(made: Any, folder: Path, pages: int) -> dict[str, Any]:
    """A backfill with one reading process and with two; the stores must be equal."""
    from tests.past_pages import past_page, write_warc
    from tests.store_dump import dump

    calls = max(CALLS, pages // 50)
    first = write_warc(folder / "calls.warc", [past_page(n, calls=calls) for n in range(calls)])
    rest = write_warc(folder / "pages.warc", [past_page(n, calls=calls) for n in range(calls, calls + pages)])
    seconds, dumps = {}, []
    measured_program = program()
    for workers in (1, 2):
        home = folder / f"workers-{workers}"
        environment = made.env | {"READOUT_WATCH_HOME": str(home)}
        command = [sys.executable, "-m", "flows.cli", "backfill", "--workers", str(workers), "--warc"]
        # The calls come first, untimed: a new call makes what was heard ahead of it be heard again.
        must([*command, str(first)], environment, folder)
        started = time.perf_counter()
        must([*command, str(rest)], environment, folder)
        seconds[workers] = time.perf_counter() - started
        print(f"  {pages} pages, {workers} reading: {seconds[workers]:.0f} s")
        dumps.append(dump(home / "readout-watch.db"))
    if program() != measured_program:
        raise SystemExit("the program was edited while it was measured: copy it elsewhere and measure there")
    show_differences(*dumps)
    return {
        "two_worker_speedup": round(seconds[1] / seconds[2], 2),
        "backfill_pages": pages,
        "pages_a_second": round(pages / seconds[2], 2),
        "identical": dumps[0] == dumps[1],
    }


def main() -> None:
    """Run the parts and print their figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100)
    parser.add_argument("--passes", type=int, default=96)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--only", default="share,empty,memory,workers")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(child(json.loads(asked.child))))
        return
    figures: dict[str, Any] = {}
    web = Web()
    with tempfile.TemporaryDirectory(prefix="readout-light-") as name, machine(Path(name), web.base) as made:
        folder = Path(name)
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "share": lambda: share(made, web, folder, asked.entries),
            "empty": lambda: empty(made, web, folder),
            "memory": lambda: growth(made, web, folder, asked.passes),
            "workers": lambda: speedup(made, folder, asked.pages),
        }
        for part in asked.only.split(","):
            print(f"{part}:")
            figures |= parts[part]()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
