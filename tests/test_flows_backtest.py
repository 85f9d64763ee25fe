"""A replay of stored pages: the alerts of then, and what a change of rules adds or removes."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from extractors.articles import read_article
from flows import backtest, backtest_report, corpus, past
from flows.backtest import Found
from flows.failures import UserError
from flows.settings import Settings
from flows.steps import intake, judge
from store.engine import open_store, writing
from store.repository import add_evidence
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
