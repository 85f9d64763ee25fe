"""What a poll leaves behind: an index is read for its sitemaps, and a dark official source speaks once."""

import asyncio
import datetime as dt
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from extractors.feeds import FeedReading
from extractors.model import Side, Source
from extractors.sitemaps import read_sitemap
from flows.desk import Desk
from flows.fetched import Fetched, FetchOutcome
from flows.settings import load
from flows.steps import darkness, polling
from store import Engine, repository
from store.engine import reading, writing
from store.outbox import Outbox
from store.sources import Poll, SourceState, record_poll, remember_sources
from tests.newsroom import NOW, FakePool, FakeWeb
from tests.test_flows_cli import command

OFFICE = Source(
    "kremlin", "https://k.example/feed", kind="official", side=Side.KREMLIN, outlet="Kremlin",
    interval_minutes=15, never_disable=True, expected_silence_hours=72,
)  # fmt: skip
PAPER = Source("paper", "https://p.example/feed", interval_minutes=15)
INDEX = Source("news", "https://n.example/index.xml", form="sitemap")
CHILD = "https://n.example/today.xml"
SPACE = b'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SLACK = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_CHANNEL": "C0NEWS", "SLACK_OPS_CHANNEL": "C0OPS"}
HOUR = dt.timedelta(hours=1)


class PoliteWeb(FakeWeb):
    """Answers "not modified" to whoever shows the validators of the last answer, or holds its bytes."""

    async def get(self, url: str, etag: str = "", known_hash: str = "", **_: object) -> Fetched:
        whole = await super().get(url)
        if etag == "same" or known_hash == whole.body_hash:
            return replace(whole, outcome=FetchOutcome.NOT_MODIFIED, status=304, body=b"")
        return replace(whole, headers={"etag": "same", "last-modified": "Wed, 01 Feb 2017 00:00:00 GMT"})


class SitemapPool(FakePool):
    """Reads lists as the worker does, without its process."""

    async def entries(self, source: Source, body: bytes, headers: object, base_url: str) -> FeedReading:
        return read_sitemap(body, {}, base_url)


def urlset(*slugs: str) -> bytes:
    urls = b"".join(b"<url><loc>https://n.example/" + slug.encode() + b"</loc></url>" for slug in slugs)
    return b"<urlset " + SPACE + b">" + urls + b"</urlset>"


def index() -> bytes:
    child = b"<sitemap><loc>" + CHILD.encode() + b"</loc></sitemap>"
    return b"<sitemapindex " + SPACE + b">" + child + b"</sitemapindex>"


def states(engine: Engine, *listed: Source) -> list[SourceState]:
    with writing(engine) as connection:
        remember_sources(connection, listed, now=NOW)
    with reading(engine) as connection:
        return repository.source_states(connection)


def poll(desk: Desk, source: Source) -> polling.Polled:
    (state,) = states(desk.engine, source)
    return asyncio.run(polling.poll_source(desk, state))


def test_an_index_that_did_not_change_is_read_for_its_sitemaps(sqlite_store: Engine) -> None:
    """A site's index stays the same for months while the sitemap it points at changes by the minute."""
    web = PoliteWeb({INDEX.url: index(), CHILD: urlset("one")})
    desk = Desk(load({}), sqlite_store, web, SitemapPool(), lambda: NOW)
    assert poll(desk, INDEX).new_entries == 1
    web.pages[CHILD] = urlset("two", "one")
    assert poll(desk, INDEX).new_entries == 1
    assert web.asked == [INDEX.url, CHILD] * 2


def test_a_plain_sitemap_that_did_not_change_is_not_read_again(sqlite_store: Engine) -> None:
    """Its own validators say all."""
    desk = Desk(load({}), sqlite_store, PoliteWeb({INDEX.url: urlset("one")}), SitemapPool(), lambda: NOW)
    assert poll(desk, INDEX).outcome == "ok"
    assert poll(desk, INDEX).outcome == "not modified"


class Watch:
    """A desk with Slack set up, two sources, and what operations are told of them, hour by hour."""

    def __init__(self, engine: Engine, settings: dict[str, str]) -> None:
        self.clock = NOW
        self.desk = Desk(load(settings), engine, FakeWeb(), FakePool(), lambda: self.clock)
        self.listed = states(engine, OFFICE, PAPER)

    def hour(self, ok: bool, new: int = 0) -> list[str]:
        """An hour later both sources answer or fail; the lines told of it."""
        self.clock += HOUR
        outcome = Poll("ok" if ok else "not_found", ok, self.clock, new_entries=new, failures=0 if ok else 1)
        with writing(self.desk.engine) as connection:
            for state in self.listed:
                record_poll(connection, state.id, outcome, now=self.clock)
        return darkness.tell_dark(self.desk, self.listed)

    def queued(self) -> list[tuple[str, str]]:
        """Action and channel of every row of the outbox."""
        found = []
        box = Outbox(lambda: writing(self.desk.engine))
        while row := box.claim(self.clock, HOUR):
            found.append((row.action, row.channel))
        return found


@pytest.fixture
def watch(sqlite_store: Engine) -> Watch:
    return Watch(sqlite_store, SLACK)


def test_an_official_source_gone_dark_is_told_to_operations_once(watch: Watch) -> None:
    """Not again at each pass; of the paper that failed with it the day's digest tells."""
    assert watch.hour(ok=True, new=1) == []
    (line,) = watch.hour(ok=False)
    assert "Official source kremlin (Kremlin) has gone dark since 2017-02-01 13:00 UTC: not found" in line
    assert [watch.hour(ok=False) for _ in range(3)] == [[], [], []]
    assert watch.queued() == [("notice", "C0OPS")]


def test_it_is_told_again_after_it_was_well(watch: Watch) -> None:
    """Another darkness is another message."""
    hours = [True, False, False, True, False, False]
    assert [len(watch.hour(ok, new=int(ok))) for ok in hours] == [0, 1, 0, 0, 1, 0]
    assert len(watch.queued()) == 2


def test_one_darkness_of_two_kinds_is_told_once(watch: Watch) -> None:
    """It listed nothing new for days, and then did not even answer: it was never well in between."""
    watch.hour(ok=True, new=1)
    watch.clock += dt.timedelta(hours=80)
    assert [len(watch.hour(ok)) for ok in (True, False, False)] == [1, 0, 0]


def test_only_this_workers_sources_are_told_of(watch: Watch) -> None:
    """The other shard's worker tells of its own."""
    watch.listed = watch.listed[1:]
    assert [state.source.name for state in watch.listed] == ["paper"]
    watch.hour(ok=True, new=1)
    assert watch.hour(ok=False) == []


def test_without_a_channel_for_operations_the_log_has_it(
    sqlite_store: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """The analysts' channel is no place for it; and the log too is told once."""
    watch = Watch(sqlite_store, SLACK | {"SLACK_OPS_CHANNEL": ""})
    for ok in (True, False, False):
        watch.hour(ok, new=int(ok))
    assert caplog.text.count("has gone dark") == 1
    assert watch.queued() == []


class Gone(BaseHTTPRequestHandler):
    """Answers every request with 410, and says nothing of it on standard error."""

    def do_GET(self) -> None:
        self.send_error(410)

    def log_message(self, *_: object) -> None:
        return


def test_the_monitor_tells_of_it_in_the_same_pass(tmp_path: Path) -> None:
    """As the command runs it; the paper beside it stands only in the table of the pass."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Gone) as server:
        threading.Thread(target=server.serve_forever).start()
        feed = f'url = "http://127.0.0.1:{server.server_port}/feed.xml"\n'
        office = f'[[sources]]\nname = "kremlin"\nkind = "official"\nside = "Kremlin"\n{feed}'
        (tmp_path / "sources.toml").write_text(f'{office}\n[[sources]]\nname = "paper"\n{feed}')
        done = command(tmp_path, "run", "--sources", "sources.toml", READOUT_WATCH_ALLOW_LOOPBACK="true")
        server.shutdown()
    assert "Official source kremlin (kremlin) has gone dark" in " ".join(done.stdout.split()), (
        done.stdout + done.stderr
    )
    assert "1 message went to this terminal" in done.stdout
