"""How light the unattended product is: Prefect's share, an empty pass, memory over a day, two workers.

    python benchmarks/unattended.py [--entries 100] [--passes 96] [--pages 2000]
        [--only share,empty,memory,workers]

Everything runs on this machine: a real Prefect server, a web of invented pages on loopback, SQLite stores in
a temporary folder. Each measurement runs in a process of its own. Last line: one JSON object.

prefect_cpu_share: of the CPU of a monitor pass over ``--entries`` new pages, the part that is there only
because Prefect runs it. The pass is made once without Prefect; then its steps are replayed from what they gave,
with Prefect and without, and the difference is Prefect's own: that of the first flow run of a process, as each
scheduled run is one (median of three processes). The difference of two whole passes would drown in what the
neighbours do. Beside it: the same of later runs of a process; with the server's own CPU, which takes in its idle
work; and what the import of Prefect costs each process before any pass.
empty_pass_seconds: a pass that finds nothing new, less what an empty flow takes.
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

PROCESSES, TURNS = 3, 5
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
        return one_pass(given["turns"])
    if given["task"] == "empty":
        return empty_passes(given["rounds"])
    return memory(given["passes"], given["base"])


def one_pass(turns: int) -> dict[str, Any]:
    """CPU seconds of a pass without Prefect, and of Prefect alone around the same steps."""
    import flows.monitor  # noqa: F401 - Prefect's import is paid once a process, not once a pass

    played = Played()
    with played.recording():
        whole, _, entries = measured(lambda: asyncio.run(plain_pass()))
    own = []
    with played.replaying():
        for _ in range(turns):
            plain = measured(lambda: asyncio.run(plain_pass()))[0]
            with_it, _, followed = measured(lambda: asyncio.run(prefect_pass()))
            assert followed == entries, "the replay is not the pass"
            own.append(with_it - plain)
    return {"whole": whole, "own": own, "entries": entries}


def import_seconds() -> float:
    """CPU seconds that the import of Prefect costs a process."""
    spent = []
    for _ in range(PROCESSES):
        before = cpu()
        subprocess.run([sys.executable, "-c", "import prefect"], check=True, capture_output=True)
        middle = cpu()
        subprocess.run([sys.executable, "-c", "pass"], check=True, capture_output=True)
        spent.append((middle - before) - (cpu() - middle))
    return statistics.median(spent)


class Played:
    """The steps of a pass with what they gave, to be gone through again without their work."""

    def __init__(self) -> None:
        from flows.steps import polling, settling

        self.polling, self.settling = polling, settling
        self.polls: dict[str, Any] = {}
        self.batches: list[Any] = []
        self.arrived: dict[int, Any] = {}
        self.settled: dict[int, Any] = {}

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Keep what the steps give."""
        poll, cut = self.polling.poll_source, self.settling.batches
        fetch, judge = self.settling.to_article, self.settling.to_outcome

        async def poll_source(desk: Any, state: Any) -> Any:
            self.polls[state.source.name] = await poll(desk, state)
            return self.polls[state.source.name]

        def batches(desk: Any, listed: Any) -> Any:
            self.batches = cut(desk, listed)
            return self.batches

        async def to_article(desk: Any, waiting: Any) -> Any:
            self.arrived[waiting.entry.id] = await fetch(desk, waiting)
            return self.arrived[waiting.entry.id]

        def to_outcome(desk: Any, one: Any) -> Any:
            self.settled[one.entry.id] = judge(desk, one)
            return self.settled[one.entry.id]

        with self._steps(poll_source, batches, to_article, to_outcome):
            yield

    @contextmanager
    def replaying(self) -> Iterator[None]:
        """Give what was kept."""

        async def poll_source(desk: Any, state: Any) -> Any:
            return self.polls[state.source.name]

        async def to_article(desk: Any, waiting: Any) -> Any:
            return self.arrived[waiting.entry.id]

        with self._steps(
            poll_source,
            lambda desk, listed: self.batches,
            to_article,
            lambda desk, one: self.settled[one.entry.id],
        ):
            yield

    @contextmanager
    def _steps(self, *steps: Any) -> Iterator[None]:
        places = [(self.polling, "poll_source"), (self.settling, "batches")]
        places += [(self.settling, "to_article"), (self.settling, "to_outcome")]
        before = [getattr(module, name) for module, name in places]
        for (module, name), step in zip(places, steps, strict=True):
            setattr(module, name, step)
        try:
            yield
        finally:
            for (module, name), step in zip(places, before, strict=True):
                setattr(module, name, step)


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
    before = sum(server.cpu_times()[:2])
    found = []
    for number in range(PROCESSES):
        home = {"READOUT_WATCH_HOME": str(folder / f"share-{number}")}
        found.append(run_child("pass", made.env | home, turns=TURNS))
        assert found[-1]["entries"] == entries, found
        print("  Prefect's own CPU, run by run:", *(f"{one:.2f}" for one in found[-1]["own"]))
    time.sleep(5)  # the server writes a run's events after its end
    served = (sum(server.cpu_times()[:2]) - before) / (PROCESSES * TURNS)
    whole = statistics.median(one["whole"] for one in found)
    first = statistics.median(one["own"][0] for one in found)
    later = statistics.median(own for one in found for own in one["own"][1:])
    return {
        "prefect_cpu_share": round(first / (whole + first), 4),
        "prefect_cpu_share_later_runs": round(later / (whole + later), 4),
        "prefect_cpu_share_with_server": round((first + served) / (whole + first + served), 4),
        "pass_cpu_seconds": round(whole, 2),
        "prefect_cpu_seconds": round(first, 2),
        "server_cpu_seconds": round(served, 2),
        "prefect_import_cpu_seconds": round(import_seconds(), 2),
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
