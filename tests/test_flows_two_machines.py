"""Several workers on one PostgreSQL store: each source belongs to one of them, and nothing is done twice."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from benchmarks.unattended import Web
from tests.prefect_machine import ROOT

SOURCES, PAGES = 6, 24
ONE_PASS = """
import asyncio, sys
from benchmarks.unattended import plain_pass
print(asyncio.run(plain_pass(sys.argv[1])))
"""


class Papers(Web):
    """Six feeds with four pages each; the first page of all stands in every feed."""

    def feed(self) -> bytes:
        raise NotImplementedError

    def answer(self, path: str) -> bytes:
        if not path.startswith("/feed/"):
            return super().answer(path)
        source = int(path.rpartition("/")[2])
        numbers = {0, *range(source, PAGES, SOURCES)}
        items = "".join(
            f"<item><guid>{n}</guid><title>Trump and Putin speak by phone {n}</title>"
            f"<link>{self.base}/{n}/call.html</link></item>"
            for n in sorted(numbers)
        )
        return f"<rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>".encode()


def start(shard: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A worker's pass over one shard, in a process with a folder of its own: another machine."""
    home = folder / f"machine-{shard.replace('/', '-of-')}"
    return subprocess.Popen(
        [sys.executable, "-c", ONE_PASS, shard],
        env=environment | {"READOUT_WATCH_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def count(url: str, query: str) -> int:
    """One number from the store."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])


@pytest.mark.timeout(400)
def test_two_shards_share_the_work_and_double_nothing(postgres_url: str, tmp_path: Path):
    """Two machines at once, then both again: every entry one outcome, every page one article."""
    web = Papers()
    tables = [
        f"[[sources]]\nname = {json.dumps(f'paper-{n}')}\nurl = '{web.base}/feed/{n}'\nstatus = 'on'\n"
        for n in range(SOURCES)
    ]
    (tmp_path / "sources.toml").write_text("\n".join(tables))
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "READOUT_WATCH_STORE_URL": postgres_url,
        "READOUT_WATCH_SOURCES": str(tmp_path / "sources.toml"),
        "READOUT_WATCH_ALLOW_LOOPBACK": "true",
    }
    followed = []
    for _ in range(2):
        workers = [start(shard, tmp_path, environment) for shard in ("1/2", "2/2")]
        for worker in workers:
            out, err = worker.communicate(timeout=300)
            assert worker.returncode == 0, err
            followed.append(int(out.split()[-1]))
    web.server.shutdown()
    web.server.server_close()
    listed = PAGES + SOURCES - 1
    assert min(followed[:2]) > 0, "both had something to do"
    assert sum(followed[:2]) == listed
    assert followed[2:] == [0, 0], "the second time there is nothing left"
    assert count(postgres_url, "select count(*) from entries where finished_at is not null") == listed
    assert count(postgres_url, "select count(*) from entries where attempts <> 1") == 0
    assert count(postgres_url, "select count(*) from articles where origin = 'monitor'") == PAGES
    assert count(postgres_url, "select count(*) - count(distinct dedupe_key) from alerts") == 0
    pages = f"select count(*) from evidence where url like '{web.base}%'"
    # The page that all six list may be fetched by both machines in the same second; no other is.
    assert PAGES <= count(postgres_url, pages) <= PAGES + 1
