"""One conversation per disagreement: what is said first, later, and when something changes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from alerts.content import AlertContent
from alerts.conversation import Outgoing, change, change_everywhere, latest, plan, speak
from alerts.message import build_reply
from alerts.routing import ChannelRule
from tests.alert_samples import NOW, REPORT, SAMPLE, content, source


def said(*rows: Outgoing) -> list[tuple[str, str]]:
    """What the store gives back for these rows."""
    return [(row.action, row.payload) for row in rows]


def after(*contents: AlertContent) -> list[tuple[str, str]]:
    """What was said after these contradictions were found one after the other."""
    rows: list[Outgoing] = []
    for one in contents:
        rows += plan(one, said(*rows))
    return said(*rows)


def parent(row: Outgoing) -> AlertContent:
    return AlertContent.from_json(row.payload)


def test_the_first_source_opens_a_conversation() -> None:
    (row,) = plan(SAMPLE, [])
    assert (row.action, row.dedupe_key, row.parent_key) == ("post", SAMPLE.parent_key, SAMPLE.parent_key)
    assert parent(row) == SAMPLE


def test_a_later_source_replies_and_the_parent_counts_it() -> None:
    reply, edit = plan(source(2), after(SAMPLE))
    assert (reply.action, edit.action) == ("reply", "update")
    assert reply.parent_key == edit.parent_key == SAMPLE.parent_key
    assert len({reply.dedupe_key, edit.dedupe_key, SAMPLE.parent_key}) == 3
    assert parent(edit).sources == ("Potomac Ledger", "Paper 2")
    assert parent(edit).claim == SAMPLE.claim, "the parent keeps the quotes it was opened with"


SILENT: dict[str, AlertContent] = {
    "the same article read again": SAMPLE,
    "another contradiction of the same article": content(claim={"quote": "It also came up twice."}),
    "a wire copy under another name and address": content(
        claim={"outlet": "Copy", "url": "https://copy.test/1"}
    ),
    "the same sentence in other quotation marks": content(
        claim={"outlet": "Copy", "url": "https://copy.test/1", "quote": f"“{REPORT}”"}
    ),
}


@pytest.mark.parametrize("again", SILENT.values(), ids=SILENT)
def test_nothing_is_said_twice(again: AlertContent) -> None:
    assert plan(again, after(SAMPLE)) == []
    assert plan(again, after(source(2), SAMPLE)) == []


@pytest.mark.parametrize("verdict", ["correct", "not_a_contradiction", "snooze"])
def test_a_judged_pair_never_alerts_again(verdict: str) -> None:
    assert plan(SAMPLE, [], verdict) == []
    assert speak(SAMPLE, lambda key: [], now=NOW, verdict=verdict) == []


def test_a_withdrawal_edits_the_parent_and_says_so_in_the_thread() -> None:
    edit, note = change(after(SAMPLE, source(2)), "withdrawn", "The page was corrected.")
    assert (edit.action, note.action) == ("update", "note")
    assert parent(edit).status == "withdrawn"
    assert parent(edit).sources == ("Potomac Ledger", "Paper 2"), "what was counted stays counted"
    assert parent(note).note == "The page was corrected."


def test_the_same_change_is_said_once() -> None:
    before = after(SAMPLE)
    rows = change(before, "withdrawn", "Corrected.")
    assert change(before + said(*rows), "withdrawn", "Corrected.") == []
    back = change(before + said(*rows), "open", "It was put back.")
    again = change(before + said(*rows, *back), "withdrawn", "Corrected.")
    assert len({row.dedupe_key for row in [*rows, *back, *again]}) == 6, (
        "a change that comes back is a new one"
    )


def test_nothing_changes_that_was_never_said() -> None:
    assert change([], "withdrawn", "Corrected.") == []


@pytest.mark.parametrize("status", ["withdrawn", "rejected"])
def test_a_further_source_reopens_a_closed_conversation(status: str) -> None:
    closed = after(SAMPLE)
    closed += said(*change(closed, status, "Reason."))
    reply, edit = plan(source(2), closed)
    assert reply.action == "reply"
    assert parent(edit).status == "strengthened"


def test_a_snoozed_conversation_counts_without_a_sound() -> None:
    snoozed = after(SAMPLE)
    snoozed += said(*change(snoozed, "snoozed", "Snoozed.", "Anna"))
    (edit,) = plan(source(2), snoozed)
    assert edit.action == "update"
    assert parent(edit).sources == ("Potomac Ledger", "Paper 2")


def test_latest_needs_an_opening_message() -> None:
    with pytest.raises(ValueError, match="no opening message"):
        latest([("reply", SAMPLE.to_json())])


def named(number: int) -> AlertContent:
    """A later source that gives the name of who says so."""
    one = source(number)
    return dataclasses.replace(
        one, claim=dataclasses.replace(one.claim, speaker="an ambassador", on_record=True)
    )


def test_a_reply_knows_whether_the_readouts_words_were_shown() -> None:
    reply, _ = plan(source(2), after(SAMPLE))
    assert parent(reply).readout_shown
    other = source(3)
    other = dataclasses.replace(
        other, readout=dataclasses.replace(other.readout, quote="Sanctions never came up.")
    )
    reply, _ = plan(other, after(SAMPLE))
    assert not parent(reply).readout_shown


def test_a_source_on_record_strengthens_the_alert_and_says_so_in_the_thread() -> None:
    reply, edit = plan(named(2), after(SAMPLE))
    assert (SAMPLE.severity, parent(edit).severity, parent(edit).status) == ("medium", "high", "strengthened")
    assert parent(edit).note == parent(reply).note == "Paper 2 reports it on record."
    assert "Contradiction, strengthened:* Paper 2 reports it on record." in str(
        build_reply(parent(reply), "k").blocks
    )


def test_a_source_against_another_sentence_does_not_strengthen() -> None:
    """A named source that says "they did discuss it" is no second witness for "they did not"."""
    other = dataclasses.replace(
        named(2), readout=dataclasses.replace(SAMPLE.readout, quote="Sanctions came up.")
    )
    _, edit = plan(other, after(SAMPLE))
    assert (parent(edit).status, parent(edit).severity) == ("open", "medium")


def test_a_third_independent_source_strengthens_the_alert() -> None:
    two = after(SAMPLE, source(2))
    assert parent(Outgoing("", "", "", "", "", "", two[-1][1])).status == "open"
    _, edit = plan(source(3), two)
    assert parent(edit).note == "3 independent sources report it now."
    assert parent(edit).severity == "high"


def test_what_is_strong_is_not_strengthened_again() -> None:
    reply, edit = plan(named(3), after(SAMPLE, named(2)))
    assert parent(edit).note == "Paper 2 reports it on record."
    assert parent(reply).status == "open"


def test_a_verdict_stands_above_what_the_program_finds() -> None:
    judged = after(SAMPLE)
    judged += said(*change(judged, "confirmed", "Judged correct.", "Anna"))
    _, edit = plan(named(2), judged)
    assert (parent(edit).status, parent(edit).severity, parent(edit).judged_by) == (
        "confirmed",
        "high",
        "Anna",
    )


TWO = (ChannelRule("C1", frozenset({"sanctions"})), ChannelRule("C2"))


def test_each_channel_that_wants_it_has_a_conversation_of_its_own() -> None:
    rows = speak(SAMPLE, lambda key: [], now=NOW, rules=TWO)
    assert [row.channel for row in rows] == ["C1", "C2"]
    assert [row.parent_key for row in rows] == [SAMPLE.parent_key, SAMPLE.parent_key + "@C2"]
    assert len({row.dedupe_key for row in rows}) == 2
    held = {row.parent_key: said(row) for row in rows}
    later = speak(source(2), lambda key: held[key], now=NOW, rules=TWO)
    assert [(row.channel, row.action) for row in later] == [
        ("C1", "reply"),
        ("C1", "update"),
        ("C2", "reply"),
        ("C2", "update"),
    ]
    assert len({row.dedupe_key for row in later}) == 4


def test_a_withdrawal_reaches_every_channel() -> None:
    rows = speak(SAMPLE, lambda key: [], now=NOW, rules=TWO)
    held = {row.parent_key: said(row) for row in rows}
    again = change_everywhere(
        SAMPLE.parent_key, lambda key: held.get(key, []), "withdrawn", "Corrected.", rules=TWO
    )
    assert [(row.action, row.parent_key) for row in again] == [
        ("update", SAMPLE.parent_key),
        ("note", SAMPLE.parent_key),
        ("update", SAMPLE.parent_key + "@C2"),
        ("note", SAMPLE.parent_key + "@C2"),
    ]
    assert len({row.dedupe_key for row in again}) == 4


HELD_BACK: dict[str, tuple[dict[str, Any], str]] = {
    "its rule fell under the floor": ({"quiet_rules": frozenset({"sanctions.discussed"})}, "under its floor"),
    "no channel wants its topic": (
        {"rules": (ChannelRule("C1", frozenset({"trade"})),)},
        "no channel wants sanctions",
    ),
}


@pytest.mark.parametrize(("how", "reason"), HELD_BACK.values(), ids=HELD_BACK)
def test_what_is_held_back_is_kept_for_the_digest(how: dict[str, Any], reason: str) -> None:
    (row,) = speak(SAMPLE, lambda key: [], now=NOW, **how)
    assert reason in row.held
    assert speak(source(2), lambda key: after(SAMPLE), now=NOW, **how) == [], (
        "replies need no entry of their own"
    )


def test_a_row_names_the_columns_of_the_outbox() -> None:
    (row,) = plan(SAMPLE, [])
    assert set(row.columns()) == {field.name for field in dataclasses.fields(Outgoing)}
