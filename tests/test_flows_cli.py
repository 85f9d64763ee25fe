"""The command line as its users meet it: real processes, exit codes, one line for each wrong thing."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from store.engine import open_store

ROOT = Path(__file__).parent.parent
STORY = (
    "MOSCOW (Herald) - Donald Trump and Vladimir Putin spoke by telephone on Saturday for an hour.\n\n"
    "The two presidents did not discuss sanctions, a White House official said on Sunday.\n\n"
    "They agreed to work together against terrorism in Syria, the Kremlin said in a statement.\n"
)


def command(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``readout-watch`` in ``folder`` with a home of its own."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("READOUT_WATCH_", "SLACK_", "PREFECT_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        env=plain | {"PYTHONPATH": str(ROOT), "READOUT_WATCH_HOME": str(folder / "var"), **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def sources_file(folder: Path, **values: str) -> str:
    """A file with one source, some of its values as given."""
    fields = {"name": "herald", "url": "http://127.0.0.1:9/feed.xml"} | values
    path = folder / "sources.toml"
    path.write_text("[[sources]]\n" + "".join(f'{name} = "{value}"\n' for name, value in fields.items()))
    return str(path)


def locked_store(folder: Path) -> str:
    """A store whose write lock another connection holds; it is let go when the test's process ends."""
    path = folder / "store.db"
    open_store(f"sqlite:///{path}").dispose()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode=DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    _HELD.append(holder)
    return f"sqlite:///{path}"


def newer_store(folder: Path) -> str:
    """A store that says it was written by a later version of the product."""
    path = folder / "store.db"
    open_store(f"sqlite:///{path}").dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")
    return f"sqlite:///{path}"


def file_with(name: str, text: str, arguments: list[str]):
    """A case whose command reads a file of this text."""

    def prepare(folder: Path) -> tuple[list[str], dict[str, str]]:
        (folder / name).write_text(text)
        return arguments, {}

    return prepare


_HELD: list[sqlite3.Connection] = []


@pytest.fixture(autouse=True)
def _let_go():
    yield
    while _HELD:
        _HELD.pop().close()


WRONG_USE = {
    "unknown command": (lambda _: (["polish"], {}), "No such command 'polish'"),
    "missing argument": (lambda _: (["check"], {}), "FILE_OR_URL"),
    "setting that is no number": (
        lambda _: (["calls"], {"READOUT_WATCH_BATCH": "many"}),
        "READOUT_WATCH_BATCH: ",
    ),
    "setting that does not exist": (
        lambda _: (["calls"], {"READOUT_WATCH_BACTH": "5"}),
        "did you mean READOUT_WATCH_BATCH?",
    ),
    "half of Slack": (lambda _: (["run"], {"SLACK_BOT_TOKEN": "xoxb-1"}), "SLACK_CHANNEL: missing"),
    "store of no known kind": (
        lambda _: (["calls"], {"READOUT_WATCH_STORE_URL": "mysql://x/y"}),
        "READOUT_WATCH_STORE_URL",
    ),
    "store of a newer version": (
        lambda folder: (["calls"], {"READOUT_WATCH_STORE_URL": newer_store(folder)}),
        "newer",
    ),
    "no such sources file": (lambda _: (["run", "--sources", "nowhere.toml"], {}), "nowhere.toml"),
    "unknown kind of source": (
        lambda folder: (["run", "--sources", sources_file(folder, kind="gossip")], {}),
        "line 4",
    ),
    "sources file that is no TOML": (
        file_with("s.toml", "[[sources]\n", ["sources", "check", "s.toml"]),
        "s.toml line 1",
    ),
    "no such case file": (lambda _: (["predict", "nowhere.jsonl", "--output", "out"], {}), "nowhere.jsonl"),
    "case file with a broken line": (
        file_with(
            "c.jsonl",
            '{"id": "a", "article": {"text": ""}, "stored": []}\n{"id": \n',
            ["predict", "c.jsonl", "--output", "out.jsonl"],
        ),
        "line 2",
    ),
    "no such file to check": (lambda _: (["check", "nowhere.txt"], {}), "nowhere.txt"),
    "a day that is none": (
        file_with("a.txt", STORY, ["check", "a.txt", "--published", "soon"]),
        "--published 'soon'",
    ),
    "no such text for attributions": (lambda _: (["attributions", "nowhere.txt"], {}), "nowhere.txt"),
    "a call that is not known": (lambda _: (["dossier", "1999-01-01"], {}), "1999-01-01"),
    "a call that is a path": (lambda _: (["dossier", "../../etc/passwd"], {}), "no call is known"),
    "an alert that is not there": (lambda _: (["alert", "preview", "7"], {}), "no alert 7"),
    "a replay of nothing named": (lambda _: (["alert", "replay"], {}), "--all"),
    "a replay of an alert that is not there": (lambda _: (["alert", "replay", "7"], {}), "no alert 7"),
    "slack test without Slack": (lambda _: (["slack", "test"], {}), "SLACK_BOT_TOKEN"),
}


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_is_told_in_one_line(tmp_path, case):
    """Exit code 2, one line on standard error that says what and how to mend it, nothing else."""
    prepare, expected = WRONG_USE[case]
    arguments, environment = prepare(tmp_path)
    done = command(tmp_path, *arguments, **environment)
    assert done.returncode == 2, done.stderr
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("readout-watch: ")


FAILED = {
    "a locked store": (
        lambda folder: (["calls"], {"READOUT_WATCH_STORE_URL": locked_store(folder)}),
        "locked",
    ),
    "a text without words": (file_with("a.txt", " \n", ["check", "a.txt"]), "no article text"),
    "a page without an article": (
        file_with("a.html", "<html><body></body></html>", ["check", "a.html"]),
        "no article text",
    ),
    "a page that cannot be had": (lambda _: (["check", "http://127.0.0.1:9/a"], {}), "refused address"),
}


@pytest.mark.parametrize("case", FAILED)
def test_a_failure_is_told_in_one_line(tmp_path, case):
    """Exit code 1, one line on standard error, no traceback."""
    prepare, expected = FAILED[case]
    arguments, environment = prepare(tmp_path)
    done = command(tmp_path, *arguments, **environment)
    assert done.returncode == 1, done.stderr
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_every_wrong_setting_is_named_at_once(tmp_path):
    """One line for each of them."""
    done = command(
        tmp_path, "config", "check", READOUT_WATCH_BATCH="x", READOUT_WATCH_X="1", SLACK_CHANNEL="C1"
    )
    assert done.returncode == 2
    assert {line.split()[1] for line in done.stderr.splitlines()} >= {
        "READOUT_WATCH_BATCH:",
        "READOUT_WATCH_X:",
    }


def test_help_names_every_command(tmp_path):
    """A reader of `--help` finds each door, told in a sentence that is not cut off."""
    done = command(tmp_path, "--help")
    assert done.returncode == 0
    for name in ("run", "serve", "demo", "check", "predict", "attributions", "calls", "dossier", "status"):
        assert f"  {name} " in done.stdout
    listed = done.stdout.partition("Commands:")[2]
    assert "..." not in listed


def test_check_shows_claims_and_stores_nothing(tmp_path):
    """On a machine without a store an article is compared with the seed corpus alone."""
    (tmp_path / "story.txt").write_text(STORY)
    done = command(
        tmp_path, "check", "story.txt", "--published", "2017-01-29", "--outlet", "Herald", "--json"
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["call"] == "2017-01-28"
    assert "sanctions" in {claim["topic"] for claim in found["claims"]}
    assert all(STORY[claim["start"] : claim["end"]] == claim["quote"] for claim in found["claims"])
    assert not (tmp_path / "var").exists()


def test_attributions_count_characters_of_the_file_as_it_is(tmp_path):
    """Windows line ends count as two characters: offsets are into the file's own text."""
    text = "First line.\r\n\r\nThe two did not discuss sanctions, a White House official said on Sunday.\r\n"
    (tmp_path / "doc1.txt").write_bytes(text.encode())
    done = command(tmp_path, "attributions", "doc1.txt")
    assert (done.returncode, done.stderr) == (0, "")
    line = json.loads(done.stdout)
    assert line["doc"] == "doc1"
    sources = [text[start:end] for one in line["attributions"] for start, end in one["source"]]
    assert any("White House official" in source for source in sources)


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Herald</title>
<item><title>Trump and Putin speak by telephone</title><link>{base}/empty.html</link><guid>1</guid></item>
<item><title>Trump and Putin: the call in full</title><link>{base}/story.html</link><guid>2</guid></item>
</channel></rss>"""


@pytest.fixture
def herald(tmp_path):
    """A site on loopback with a feed, a page without text and a story; gives its address."""
    site = tmp_path / "site"
    site.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    base = f"http://127.0.0.1:{server.server_address[1]}"
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n"))
    (site / "feed.xml").write_text(FEED.format(base=base))
    (site / "page.html").write_text(
        "<html><body><p>Welcome to our site about Trump and Putin.</p></body></html>"
    )
    (site / "empty.html").write_text(
        "<html><head><title>Trump, Putin call</title></head><body></body></html>"
    )
    (site / "story.html").write_text(
        f"<html><body><article><h1>A call</h1>{paragraphs}</article></body></html>"
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield base
    server.shutdown()
    server.server_close()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder and keeps its log to itself."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_bad_input_from_the_web_fails_the_run_and_loses_nothing(tmp_path, herald):
    """A feed that is no feed and a page without text stand in the tables; the story beside them is stored."""
    tables = [
        f'[[sources]]\nname = "herald"\nurl = "{herald}/feed.xml"\n',
        f'[[sources]]\nname = "broken"\nurl = "{herald}/page.html"\n',
    ]
    (tmp_path / "sources.toml").write_text("\n".join(tables))
    done = command(tmp_path, "run", "--sources", "sources.toml", READOUT_WATCH_ALLOW_LOOPBACK="true")
    assert (done.returncode, done.stderr) == (1, ""), done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("broken ") and "unreadable" in line for line in lines), done.stdout
    assert any("no text" in line for line in lines), done.stdout
    assert "2 entries: " in done.stdout
    assert re.search(r"stored|contradiction", done.stdout)
