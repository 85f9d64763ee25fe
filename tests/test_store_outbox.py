"""The outbox's verbs: one row a key, one sender a row, order within a conversation. On both engines."""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from alerts.conversation import change, plan
from store import outbox
from store.engine import reading, writing
from store.outbox import Outbox, QueuedAlert
from tests.alert_samples import NOW, SAMPLE, source

LEASE = dt.timedelta(seconds=90)
LATER = NOW + dt.timedelta(minutes=5)


def add(store: Engine, *rows: Any, now: dt.datetime = NOW, **more: Any) -> list[int | None]:
    """Queue rows as the flow does; without a call, which would have to be stored first."""
    with writing(store) as connection:
        return [
            outbox.enqueue(connection, now=now, **{**row.columns(), "call_key": "", **more}) for row in rows
        ]


def story(store: Engine, *contents: Any) -> None:
    """Queue one conversation, source by source."""
    for one in contents:
        with reading(store) as connection:
            said = outbox.conversation(connection, one.parent_key)
        add(store, *plan(one, said))


def claim(store: Engine, now: dt.datetime = NOW, **more: Any) -> QueuedAlert | None:
    return Outbox(lambda: writing(store)).claim(now, LEASE, **more)


def claimed(store: Engine, now: dt.datetime = NOW, **more: Any) -> QueuedAlert:
    row = claim(store, now, **more)
    assert row is not None
    return row


def send(store: Engine, now: dt.datetime = NOW) -> QueuedAlert:
    """Claim the next row and send it."""
    row = claimed(store, now)
    Outbox(lambda: writing(store)).sent(row, "C1", f"ts{row.id}", now)
    return row


def states(store: Engine) -> dict[str, int]:
    with reading(store) as connection:
        return outbox.counts(connection)


def fail(store: Engine, row: QueuedAlert, state: str, at: dt.datetime | None = None) -> bool:
    return Outbox(lambda: writing(store)).failed(row, state, "why", at)


def test_a_key_is_queued_once(store: Engine) -> None:
    (row,) = plan(SAMPLE, [])
    assert add(store, row) != [None]
    assert add(store, row) == [None]
    assert states(store) == {"pending": 1}


def test_an_alert_is_kept_only_with_its_transaction(store: Engine) -> None:
    with pytest.raises(RuntimeError), writing(store) as connection:
        (row,) = plan(SAMPLE, [])
        outbox.enqueue(connection, now=NOW, **{**row.columns(), "call_key": ""})
        raise RuntimeError("the contradiction could not be stored")
    assert states(store) == {}


def test_a_claimed_row_belongs_to_one_sender_until_its_lease_ends(store: Engine) -> None:
    story(store, SAMPLE)
    first = claimed(store)
    assert (first.attempts, first.doubtful, first.lease_until) == (1, False, NOW + LEASE)
    assert claim(store, NOW + LEASE - dt.timedelta(seconds=1)) is None
    second = claimed(store, NOW + LEASE)
    assert (second.id, second.attempts, second.doubtful) == (first.id, 2, True)


def test_whoever_lost_its_lease_changes_nothing(store: Engine) -> None:
    story(store, SAMPLE)
    slow = claimed(store)
    quick = claimed(store, NOW + LEASE)
    assert not fail(store, slow, "dead")
    assert not Outbox(lambda: writing(store)).renew(slow, LATER)
    assert Outbox(lambda: writing(store)).renew(quick, LATER)
    assert states(store) == {"sending": 1}


def test_a_pending_row_waits_for_its_time_and_an_unknown_one_is_doubtful(store: Engine) -> None:
    story(store, SAMPLE)
    fail(store, claimed(store), "pending", LATER)
    assert claim(store, NOW + LEASE) is None
    fail(store, claimed(store, LATER), "unknown", LATER)
    assert claimed(store, LATER).doubtful


def test_quiet_hours_delay_the_first_attempt(store: Engine) -> None:
    add(store, *plan(SAMPLE, []), not_before=LATER)
    assert claim(store) is None
    assert claimed(store, LATER).attempts == 1


def test_replies_and_edits_wait_for_their_parent_and_go_in_order(store: Engine) -> None:
    story(store, SAMPLE, source(2), source(3))
    parent = claimed(store)
    assert claim(store) is None, "the parent is on its way: nothing may overtake it"
    Outbox(lambda: writing(store)).sent(parent, "C1", "ts1", NOW)
    order = []
    for _ in range(4):
        row = send(store)
        assert (row.parent_channel, row.parent_ts) == ("C1", "ts1")
        order.append(row.action)
    assert order == ["reply", "update", "reply", "update"]


@pytest.mark.parametrize("state", ["pending", "unknown"])
def test_a_stuck_reply_holds_back_what_comes_after_it_in_its_thread_only(store: Engine, state: str) -> None:
    story(store, SAMPLE, source(2), source(3))
    story(store, dataclasses.replace(SAMPLE, topic="trade"))
    send(store)
    fail(store, claimed(store), state, LATER)
    other = claimed(store)
    assert other.topic == "trade"
    assert claim(store) is None


def test_a_dead_reply_does_not_stop_its_thread(store: Engine) -> None:
    story(store, SAMPLE, source(2), source(3))
    send(store)
    fail(store, claimed(store), "dead")
    assert [send(store).action for _ in range(3)] == ["update", "reply", "update"]


def test_a_dead_parent_keeps_its_replies_waiting_until_it_is_replayed(store: Engine) -> None:
    story(store, SAMPLE, source(2))
    fail(store, claimed(store), "dead")
    assert claim(store, LATER) is None
    with writing(store) as connection:
        assert outbox.replay(connection, now=LATER) == 1
    assert [send(store, LATER).action for _ in range(3)] == ["post", "reply", "update"]


def test_replay_can_be_told_which_rows(store: Engine) -> None:
    story(store, SAMPLE)
    row = claimed(store)
    fail(store, row, "dead")
    with writing(store) as connection:
        assert outbox.replay(connection, now=LATER, ids=[row.id + 1]) == 0
        assert outbox.replay(connection, now=LATER, ids=[row.id]) == 1


def test_a_channel_that_asked_for_a_pause_is_left_alone(store: Engine) -> None:
    add(store, *plan(SAMPLE, []), channel="C1")
    add(store, *plan(dataclasses.replace(SAMPLE, topic="trade"), []), channel="C2")
    assert claimed(store, skip_channels={"C1"}).channel == "C2"
    assert claim(store, skip_channels={"C1"}) is None
    assert claimed(store).channel == "C1"


def test_a_reply_counts_to_the_channel_of_its_parent(store: Engine) -> None:
    story(store, SAMPLE, source(2))
    send(store)
    assert claim(store, skip_channels={"C1"}) is None
    assert claim(store, skip_channels={"", "C9"}) is not None


def test_next_due(store: Engine) -> None:
    port = Outbox(lambda: writing(store))
    assert port.next_due_at() is None
    story(store, SAMPLE, source(2))
    assert port.next_due_at() == NOW
    row = claimed(store)
    assert port.next_due_at() == row.lease_until
    fail(store, row, "pending", LATER)
    assert port.next_due_at() == LATER
    fail(store, claimed(store, LATER), "dead")
    assert port.next_due_at() is None, "replies behind a dead parent are not due"


def test_the_pace_is_known_across_processes(store: Engine) -> None:
    port = Outbox(lambda: writing(store))
    assert port.last_sent_at("C1") is None
    story(store, SAMPLE)
    send(store, LATER)
    assert port.last_sent_at("C1") == LATER
    assert port.last_sent_at("C2") is None


def test_a_held_opening_gives_its_place_to_the_next_source(store: Engine) -> None:
    """The first article's quote no longer checks; the second's contradiction must not be lost with it."""
    story(store, SAMPLE, source(2), source(3))
    fail(store, claimed(store), "held")
    assert [send(store).action for _ in range(4)] == ["post", "update", "reply", "update"]


def test_a_held_conversation_is_opened_by_what_comes_later(store: Engine) -> None:
    story(store, SAMPLE)
    held = claimed(store)
    fail(store, held, "held")
    with reading(store) as connection:
        assert outbox.conversation(connection, SAMPLE.parent_key) == []
    story(store, source(2))
    row = claimed(store)
    assert (row.id, row.action, row.payload) == (held.id, "post", source(2).to_json())


def test_what_is_held_for_the_digest_is_not_sent(store: Engine) -> None:
    (row,) = plan(SAMPLE, [])
    add(store, dataclasses.replace(row, held="no channel wants sanctions"))
    assert claim(store, LATER) is None
    assert states(store) == {"held": 1}


def test_a_digest_needs_no_parent(store: Engine) -> None:
    with writing(store) as connection:
        key = "digest|2017-01-31"
        outbox.enqueue(connection, now=NOW, dedupe_key=key, parent_key=key, action="digest", payload="{}")
    assert claimed(store).action == "digest"


def test_an_edit_knows_that_a_later_one_waits(store: Engine) -> None:
    story(store, SAMPLE, source(2), source(3))
    send(store)
    edits = [row for row in (send(store) for _ in range(4)) if row.action == "update"]
    assert [edit.superseded for edit in edits] == [True, False]


def test_changes_go_after_what_was_said(store: Engine) -> None:
    story(store, SAMPLE)
    with reading(store) as connection:
        said = outbox.conversation(connection, SAMPLE.parent_key)
    add(store, *change(said, "withdrawn", "Corrected."))
    assert [send(store).action for _ in range(3)] == ["post", "update", "note"]


def test_a_row_can_be_looked_up(store: Engine) -> None:
    story(store, SAMPLE)
    with reading(store) as connection:
        row_id = outbox.everything(connection)[0].id
        assert outbox.alert_row(connection, row_id) == ("post", SAMPLE.parent_key, SAMPLE.to_json())
        assert outbox.alert_row(connection, row_id + 1) is None


def test_troubles_are_remembered_until_they_are_mended(store: Engine) -> None:
    port = Outbox(lambda: writing(store))
    port.remember_told("is_archived@C1", "The channel is archived.", NOW)
    port.remember_told("invalid_auth", "The token.", NOW)
    port.remember_told("invalid_auth", "The token.", LATER)
    assert port.told() == {"is_archived@C1", "invalid_auth"}
    port.forget_told({"invalid_auth", "never told"})
    assert port.told() == {"is_archived@C1"}


@pytest.mark.parametrize("state", ["pending", "abandoned"])
def test_many_senders_at_once_share_the_rows_out(store: Engine, state: str) -> None:
    """All of them see the same oldest row first; each row must end with exactly one of them."""
    for number in range(12):
        story(store, dataclasses.replace(SAMPLE, topic=f"topic {number}"))
        if state == "abandoned":
            claimed(store)
    at = NOW + LEASE

    def take_all(_: int) -> list[int]:
        taken = []
        while row := claim(store, at):
            taken.append(row.id)
        return taken

    with ThreadPoolExecutor(6) as senders:
        taken = [row_id for ids in senders.map(take_all, range(6)) for row_id in ids]
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 12


def test_two_senders_never_get_the_same_row(store: Engine) -> None:
    for number in range(6):
        story(store, dataclasses.replace(SAMPLE, topic=f"topic {number}"))
    ids = [claimed(store).id for _ in range(6)]
    assert len(set(ids)) == 6
    assert claim(store) is None
