"""A replay of stored pages: the alerts of then, and what a change of rules adds or removes."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from extractors.articles import read_article
from extractors.model import Article
from flows import backtest, backtest_report, corpus, past
from flows.backtest import Found
from flows.failures import UserError
from flows.settings import Settings
from flows.steps import announce, intake, judge, revisiting
from flows.steps.rejudging import Moment
from store import outbox
from store.articles import article_by_id
from store.engine import open_store, writing
from store.feedback import record_verdict
from store.repository import add_evidence
from store.tables import feedback
from tests.past_pages import past_page

FIRST = dt.datetime(2026, 1, 10, tzinfo=dt.UTC)
LAST = FIRST + dt.timedelta(days=1)
KNOWN = past.publishers(None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a store of their own."""
    return Settings(home=tmp_path)


@pytest.fixture
def watched(settings: Settings) -> Engine:
    """A store that the monitor has filled: two pages the day before, eight within the day."""
    engine = open_store(settings.store)
    corpus.load_once(engine, settings, now=FIRST - dt.timedelta(days=3))
    for number in range(10):
        follow(engine, settings, number, FIRST + dt.timedelta(hours=2 * number - 4))
    yield engine
    engine.dispose()


def follow(engine: Engine, settings: Settings, number: int, moment: dt.datetime) -> None:
    """What the monitor does with one page, at a moment."""
    url, body = past_page(number)
    with writing(engine) as connection:
        evidence_id = add_evidence(connection, url=url, body=body, fetched_at=moment)
    item = past.from_evidence(engine, 1, evidence_id, KNOWN)
    article = intake.completed(read_article(body, url), item.entry, item.source)
    judge.settle(engine, article, settings, now=moment, evidence_id=evidence_id)


def test_the_present_rules_find_what_they_found(watched: Engine, settings: Settings):
    """Nothing changed since: nothing is added or removed, and there was something to find."""
    replay = backtest.backtest(watched, settings, FIRST, LAST)
    then = backtest.stored(watched, FIRST, LAST)
    made = backtest.difference(replay.found, then)
    assert (replay.pages, replay.before) == (8, 2)
    assert then
    assert (made.added, made.removed) == ((), ())
    assert made.kept == replay.found == then


def test_a_rule_left_out_removes_its_alerts_and_no_others(watched: Engine, settings: Settings):
    """The replay without one rule lacks exactly that rule's findings."""
    then = backtest.stored(watched, FIRST, LAST)
    rule = then[0].rule
    replay = backtest.backtest(watched, settings, FIRST, LAST, [f"-{rule}"])
    made = backtest.difference(replay.found, then)
    assert made.removed
    assert {one.rule for one in made.removed} == {rule}
    assert not made.added


def judge_all(engine: Engine, moment: dt.datetime) -> None:
    """Analysts call every pair of quotes no contradiction."""
    with writing(engine) as connection:
        for row in outbox.everything(connection):
            key = announce.pair_key_of(row.payload)
            record_verdict(
                connection, pair_key=key, verdict="not_a_contradiction", judged_by="an analyst", now=moment
            )


def test_a_verdict_counts_from_the_moment_it_was_given(watched: Engine, settings: Settings):
    """One given before the range takes its alerts away; one given after it is not known yet."""
    then = backtest.stored(watched, FIRST, LAST)
    judge_all(watched, LAST)
    replay = backtest.backtest(watched, settings, FIRST, LAST)
    assert (replay.verdicts, replay.found) == (0, then)
    with writing(watched) as connection:
        connection.execute(update(feedback).values(judged_at=FIRST - dt.timedelta(hours=1)))
    replay = backtest.backtest(watched, settings, FIRST, LAST)
    assert replay.verdicts > 0
    assert len(replay.found) < len(then)


SILENT = "<html><title>Trump and Putin speak by phone</title><body><article>{}</article></body></html>"
PARAGRAPH = (
    "<p>President Donald Trump and Russian President Vladimir Putin spoke by telephone on Saturday, January 28, "
    "2017, the Kremlin and the White House said. {}</p><p>The conversation had been awaited for weeks in both "
    "capitals, and diplomats in Europe followed it closely because of the war in eastern Ukraine.</p>"
)
TOLD = (
    "Sanctions were discussed by Trump and Putin in the call, a person familiar with the conversation said."
)


def page_of(engine: Engine, body: str, moment: dt.datetime) -> tuple[int, Article]:
    """A state of one page as evidence, and the article that is read in it."""
    url, data = "https://paper.example/call", SILENT.format(PARAGRAPH.format(body)).encode()
    with writing(engine) as connection:
        evidence_id = add_evidence(connection, url=url, body=data, fetched_at=moment)
    item = past.from_evidence(engine, 1, evidence_id, KNOWN)
    return evidence_id, intake.completed(read_article(data, url), item.entry, item.source)


def test_an_edit_is_replayed_as_an_edit(watched: Engine, settings: Settings):
    """What a page said only at the second look alerts in the replay as it did then, and nothing twice."""
    evidence_id, article = page_of(
        watched, "No details were given.", FIRST + dt.timedelta(hours=1, minutes=30)
    )
    moment = FIRST + dt.timedelta(hours=1, minutes=30)
    kept = judge.settle(watched, article, settings, now=moment, evidence_id=evidence_id)
    later = FIRST + dt.timedelta(hours=5)
    evidence_id, edited = page_of(watched, TOLD, later)
    with writing(watched) as connection:
        held = article_by_id(connection, kept.article_id)
        state = dataclasses.replace(held.article, text=edited.text)
        read = revisiting.read_edit(connection, held, state)
        at = Moment(settings, later)
        told = revisiting.keep_edit(connection, at, held, state, read, evidence_id=evidence_id).told
    assert told
    then = backtest.stored(watched, FIRST, LAST)
    replay = backtest.backtest(watched, settings, FIRST, LAST)
    assert replay.edits == 1
    assert [one.url for one in then if "paper.example" in one.url]
    assert backtest.difference(replay.found, then).kept == then
    assert replay.found == then


def test_what_came_by_a_backfill_is_known_from_that_day_and_alerts_nobody(
    watched: Engine, settings: Settings
):
    """A page of an archive was fetched years before the store knew it."""
    then = backtest.stored(watched, FIRST, LAST)
    evidence_id, article = page_of(watched, TOLD, FIRST - dt.timedelta(days=900))
    judge.settle(
        watched,
        article,
        settings,
        now=FIRST + dt.timedelta(hours=20),
        evidence_id=evidence_id,
        origin="backfill",
    )
    replay = backtest.backtest(watched, settings, FIRST, LAST)
    assert (replay.pages, replay.quiet, replay.found) == (9, 1, then)


def test_twice_the_same_bytes(watched: Engine, settings: Settings):
    """No clock, no order of a dictionary, no row number shows in the result."""
    texts = []
    for _ in range(2):
        replay = backtest.backtest(watched, settings, FIRST, LAST)
        made = backtest.difference(replay.found, ())
        texts.append(backtest_report.as_object(replay, made) + backtest_report.as_text(replay, made, False))
    assert texts[0] == texts[1]
    assert texts[0].count("https://herald")


def test_two_replays_are_compared(watched: Engine, settings: Settings, tmp_path: Path, capsys):
    """The JSON of one replay is what a later one is held against."""
    since, until = FIRST.isoformat(), LAST.isoformat()
    assert backtest_report.run(settings, since=since, until=until, as_json=True) == 0
    file = tmp_path / "before.json"
    file.write_text(capsys.readouterr().out)
    assert json.loads(file.read_text())["removed"] == []
    backtest_report.run(settings, since=since, until=until, rules=["no-such-rule"], against=file)
    shown = capsys.readouterr().out
    assert "by the present rules: 0." in shown
    assert "Removed:" in shown


def test_another_file_is_refused(tmp_path: Path):
    """What is no result of a replay is named as such."""
    file = tmp_path / "x.json"
    file.write_text('{"found": [1]}')
    with pytest.raises(UserError, match="backtest --json"):
        backtest_report.read_replay(file)


@pytest.mark.parametrize(
    ("rules", "counts"),
    [
        ((), True),
        (("discussed*",), True),
        (("agreed*",), False),
        (("-discussed*",), False),
        (("-agreed*",), True),
        (("discussed*", "-discussed_vs*"), False),
    ],
)
def test_which_rules_count(rules: tuple[str, ...], counts: bool):
    """Patterns take rules in; with a minus they leave them out, and leaving out wins."""
    assert backtest.wanted("discussed_vs_not", rules) is counts


def test_the_same_page_in_the_same_conversation_is_the_same_alert():
    """Another sentence or another rule for it is no new alert: one message stands in the channel."""
    one = Found(
        "2017-01-28|sanctions|discussed_vs_not", "https://herald.example/1", "No.", "Yes.", "a", "why"
    )
    other = dataclasses.replace(one, claim="They did.", rule="b")
    made = backtest.difference([other], [one])
    assert (made.added, made.removed, made.kept) == ((), (), (other,))


@pytest.mark.parametrize(
    ("since", "until", "what"),
    [("soon", "", "write a day"), ("2017-02-01", "2017-01-01", "nothing lies between")],
)
def test_a_wrong_range_is_told(since: str, until: str, what: str):
    """A word for a day, an end before the beginning."""
    with pytest.raises(UserError, match=what):
        past.time_range(since, until)
