"""Verdicts by the content of the pair: the latest counts, and it can be taken back. On both engines."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine

from alerts.conversation import plan
from store import feedback, outbox
from store.engine import reading, writing
from store.outbox import Outbox
from tests.alert_samples import NOW, SAMPLE, source

HISTORIES = {
    "nothing said": ([], ""),
    "one verdict": ([("correct", "Anna")], "correct"),
    "a change of mind": ([("correct", "Anna"), ("not_a_contradiction", "Anna")], "not_a_contradiction"),
    "taken back": ([("correct", "Anna"), ("", "")], ""),
    "taken back and given again": ([("correct", "Anna"), ("", ""), ("snooze", "Ben")], "snooze"),
}


def judge(store: Engine, pair: str, verdict: str, by: str) -> bool:
    with writing(store) as connection:
        return feedback.record_verdict(
            connection, pair_key=pair, verdict=verdict, judged_by=by, now=NOW, rule="a rule", source="Paper"
        )


@pytest.mark.parametrize(("given", "wanted"), HISTORIES.values(), ids=HISTORIES)
def test_the_latest_verdict_counts(store: Engine, given: list[tuple[str, str]], wanted: str) -> None:
    for verdict, by in given:
        assert judge(store, "pair", verdict, by)
    judge(store, "another pair", "correct", "Cleo")
    with reading(store) as connection:
        assert feedback.verdict_for(connection, "pair") == wanted
        kept = {one.pair_key: one.verdict for one in feedback.verdicts(connection)}
    assert kept == {"another pair": "correct"} | ({"pair": wanted} if wanted else {})


def test_the_same_verdict_is_kept_once(store: Engine) -> None:
    assert judge(store, "pair", "correct", "Anna")
    assert not judge(store, "pair", "correct", "Anna")
    assert judge(store, "pair", "correct", "Anna, Ben"), "a second judge is news"
    assert not judge(store, "untouched", "", ""), "nothing was said and nothing is taken back"


def test_what_can_be_judged_was_sent_to_slack_lately_and_shows_a_pair(store: Engine) -> None:
    port = Outbox(lambda: writing(store))
    for content in (SAMPLE, source(2)):
        with writing(store) as connection:
            for row in plan(content, outbox.conversation(connection, content.parent_key)):
                outbox.enqueue(connection, now=NOW, **{**row.columns(), "call_key": ""})
    for number in range(3):
        row = port.claim(NOW, dt.timedelta(minutes=1))
        assert row is not None
        port.sent(row, "C1" if number else "console", f"ts{number}", NOW)
    with reading(store) as connection:
        found = feedback.judgeable(connection, since=NOW)
        assert feedback.judgeable(connection, since=NOW + dt.timedelta(seconds=1)) == []
    assert [(one.action, one.channel, one.ts) for one in found] == [("reply", "C1", "ts1")]
