"""The commands about alerts on a store: how one looks, and what stopped being put back on its way."""

import datetime as dt
import hashlib
import html
import json

import pytest

from alerts.compose import message_of
from alerts.message import build_notice
from alerts.preview import as_text
from extractors.duplicates import fingerprint
from extractors.model import Call, Readout, Side
from flows import sending
from flows.failures import UserError
from flows.settings import load
from flows.steps import announce
from store import articles, calls, evidence, origins, outbox
from store.engine import open_store, reading, writing
from store.origins import Origin
from tests.alert_samples import DENIAL, REPORT, SAMPLE
from tests.newsroom import NOW, PAGE, article, corpus_store, open_newsroom

CALL = Call("2017-01-28", dt.date(2017, 1, 28))
ROWS = [
    ("post", SAMPLE.to_json(), "sent"),
    ("digest", build_notice("Three calls were followed.", "digest-1").to_json(), "sent"),
    ("notice", build_notice("A source is silent.", "notice-1").to_json(), "dead"),
    ("post", "{}", "dead"),
    ("post", SAMPLE.to_json(), "held"),
]


@pytest.fixture
def settings(tmp_path):
    """Settings whose store has a row of each sort, numbered from 1."""
    made = load({"READOUT_WATCH_HOME": str(tmp_path / "var")})
    made.home.mkdir()
    engine = open_store(made.store)
    for number, (action, payload, state) in enumerate(ROWS, 1):
        with writing(engine) as connection:
            outbox.enqueue(
                connection,
                dedupe_key=f"key {number}",
                parent_key=f"conversation {number}",
                action=action,
                payload=payload,
                now=NOW,
                held="as the test wants it" if state == "held" else "",
            )
        if state != "held":
            _end(engine, state)
    engine.dispose()
    return made


def _end(engine, state):
    with writing(engine) as connection:
        row = outbox.claim_due(connection, now=NOW, lease=dt.timedelta(minutes=1))
        if state == "sent":
            outbox.mark_sent(connection, row.id, channel="C1", ts="1.1", now=NOW)
        else:
            outbox.mark(connection, row, state, error="as the test wants it")


def states(settings):
    """How many rows of the outbox are in which state."""
    engine = open_store(settings.store)
    with reading(engine) as connection:
        found = outbox.counts(connection)
    engine.dispose()
    return found


def test_a_preview_is_printed_and_written_as_a_page(settings, capsys):
    """The page has both quotes whole, and the terminal says where it lies."""
    assert sending.preview(settings, 1) == 0
    page = settings.home / "previews" / "alert-1.html"
    shown = capsys.readouterr().out
    assert str(page) in shown.splitlines()[-1]
    assert "Contradiction: sanctions" in shown
    words = html.unescape(page.read_text(encoding="utf-8"))
    assert DENIAL in words
    assert REPORT in words


@pytest.mark.parametrize(("number", "words"), [(2, "Three calls were followed."), (3, "A source is silent.")])
def test_what_is_no_alert_has_a_preview_too(settings, capsys, number, words):
    """A digest and a notice wait in the outbox as finished messages."""
    assert sending.preview(settings, number) == 0
    assert words in capsys.readouterr().out
    assert words in (settings.home / "previews" / f"alert-{number}.html").read_text(encoding="utf-8")


def test_a_row_that_cannot_be_read_is_told_in_one_line(settings):
    """No page is written for it."""
    with pytest.raises(UserError, match="alert 4 cannot be read"):
        sending.preview(settings, 4)
    assert not (settings.home / "previews").exists()


def test_everything_that_stopped_is_put_back(settings, capsys):
    """Dead and held rows wait again, what was sent stays sent, and one line says so."""
    assert sending.replay(settings, None) == 0
    assert states(settings) == {"sent": 2, "pending": 3}
    assert capsys.readouterr().out == "3 alerts put back (2 dead, 1 held): the next delivery tries them.\n"


def test_one_alert_is_put_back(settings, capsys):
    """The others stay as they are."""
    assert sending.replay(settings, 5) == 0
    assert states(settings) == {"sent": 2, "pending": 1, "dead": 2}
    assert capsys.readouterr().out == "1 alert put back (1 held): the next delivery tries it.\n"


def test_nothing_to_put_back_is_said(settings, capsys):
    """A second time there is nothing left."""
    sending.replay(settings, None)
    capsys.readouterr()
    assert sending.replay(settings, None) == 0
    assert capsys.readouterr().out == "No alert is dead or held: nothing to put back.\n"


@pytest.mark.parametrize(("number", "words"), [(1, "alert 1 is sent"), (99, "there is no alert 99")])
def test_an_alert_that_did_not_stop_is_not_put_back(settings, number, words):
    """A sent alert sent again would be a double."""
    with pytest.raises(UserError, match=words):
        sending.replay(settings, number)
    assert states(settings) == {"sent": 2, "dead": 2, "held": 1}


def test_an_alert_names_the_stored_copy_and_local_times(tmp_path):
    """The hash is that of the page as fetched; both quotes' times stand in UTC and beside it local."""
    with open_newsroom(corpus_store(tmp_path), tmp_path) as room:
        room.publish("good", article())
        room.follow()
        with reading(room.engine) as connection:
            row = outbox.everything(connection)[0]
    told = json.loads(row.payload)
    assert told["claim"]["evidence"] == hashlib.sha256(PAGE).hexdigest()
    assert len(told["readout"]["evidence"]) == 64
    assert told["readout"]["time_zone"] == "America/New_York"
    assert told["readout"]["precision"] == "day", "of the corpus text the day is known, not the hour"
    assert "29 January 2017 (hour unknown)" in as_text(message_of(row.action, row.payload, row.dedupe_key))


@pytest.mark.parametrize("ref", ["", "article:1", "article:x:1", "version:3:1", "article:999:1"])
def test_a_name_of_no_stored_text_has_no_origin(store, ref):
    """An alert without a stored copy says nothing of one."""
    with reading(store) as connection:
        assert announce.origin_of_text(connection, ref) == Origin()


def test_a_readout_tells_the_time_of_the_outlet_that_quotes_it(store):
    """The zone, the precision and the page are those of the article version it was read from."""
    told = article(time_zone="Asia/Hong_Kong", published_precision="day")
    with writing(store) as connection:
        evidence_id = evidence.add_evidence(connection, url="https://h.example/a", body=PAGE, fetched_at=NOW)
        added = articles.add_article(
            connection,
            told,
            canonical_url="https://h.example/a",
            fingerprint=fingerprint(told.text),
            now=NOW,
            evidence_id=evidence_id,
        )
        calls.add_call(connection, CALL, now=NOW)
        readout = Readout(Side.WHITE_HOUSE, "White House", told.text, (), call_key=CALL.key)
        quoted = calls.add_readout(connection, readout, now=NOW, version_id=added.version_id)
        assert origins.origin_of_readout(connection, quoted.id) == Origin(
            hashlib.sha256(PAGE).hexdigest(), "Asia/Hong_Kong", "day"
        )
        assert origins.origin_of_readout(connection, quoted.id + 1) == Origin()


def test_an_opening_that_is_put_back_late_joins_the_conversation(store):
    """Another source's message opened it meanwhile: two messages on one disagreement would be one too many."""
    with writing(store) as connection:
        for key, action in (("k", "post"), ("k|second", "reply")):
            outbox.enqueue(connection, dedupe_key=key, parent_key="k", action=action, payload="{}", now=NOW)
    with writing(store) as connection:
        first = outbox.claim_due(connection, now=NOW, lease=dt.timedelta(minutes=1))
        outbox.mark(connection, first, "held", error="its quote is gone")
    _end(store, "sent")
    with writing(store) as connection:
        assert outbox.replay(connection, now=NOW) == 1
        again = outbox.claim_due(connection, now=NOW, lease=dt.timedelta(minutes=1))
    assert (again.id, again.action, again.parent_ts) == (first.id, "reply", "1.1")
