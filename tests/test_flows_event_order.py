"""An event whose predecessor never comes is told soon; one whose predecessor comes is told after it."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from prefect.server.events.ordering import CausalOrderingModule, EventArrivedEarly
from prefect.server.events.schemas.events import ReceivedEvent, Resource

from flows import event_order

NOW = dt.datetime.now(dt.UTC)


class Soon(event_order.CausalOrdering):
    """The order with no patience at all."""

    patience = 0.0


@pytest.fixture(params=[event_order.CausalOrdering, Soon])
def patient(request: pytest.FixtureRequest) -> Iterator[event_order.CausalOrdering]:
    """Both orders, with nothing seen yet."""
    ordering = request.param(scope=f"test {request.param.__name__}")
    ordering.clear()
    yield ordering
    ordering.clear()


@pytest.fixture
def soon() -> Iterator[Soon]:
    """The order with no patience, with nothing seen yet."""
    ordering = Soon(scope="test Soon")
    ordering.clear()
    yield ordering
    ordering.clear()


def event(state: str, follows: UUID | None = None, second: int = 0) -> ReceivedEvent:
    """A state of a run, ``second`` seconds after the first."""
    return ReceivedEvent(
        id=uuid4(),
        occurred=NOW + dt.timedelta(seconds=second),
        received=NOW,
        event=f"prefect.flow-run.{state}",
        resource=Resource.model_validate({"prefect.resource.id": "prefect.flow-run.one"}),
        follows=follows,
    )


async def told(ordering: event_order.CausalOrdering, *arrived: ReceivedEvent) -> list[str]:
    """What is told of events that arrive in this order, and in which order it is told."""
    names: list[str] = []

    async def handle(one: ReceivedEvent, depth: int = 0) -> None:
        async with ordering.preceding_event_confirmed(handle, one, depth):
            names.append(one.event.rpartition(".")[2])

    for one in arrived:
        try:
            await handle(one)
        except EventArrivedEarly:
            continue
    for one in await ordering.get_lost_followers():
        await handle(one)
    return names


def test_it_is_what_the_setting_of_prefect_asks_for():
    """A module with a class CausalOrdering, which is one object for a scope."""
    assert isinstance(event_order, CausalOrderingModule)
    assert event_order.CausalOrdering(scope="test") is event_order.CausalOrdering(scope="test")


def test_events_that_come_in_order_are_told_at_once(patient: event_order.CausalOrdering):
    """The usual case."""
    first = event("Pending")
    assert asyncio.run(told(patient, first, event("Running", first.id))) == ["Pending", "Running"]


def test_an_event_that_comes_too_early_waits_for_the_one_before(patient: event_order.CausalOrdering):
    """The broker turned them round."""
    first = event("Pending")
    early = event("Running", first.id, 1)
    assert asyncio.run(told(patient, early, first)) == ["Pending", "Running"]


def test_an_event_that_follows_nothing_anybody_sends_is_told(soon: Soon):
    """A scheduled run: its first state was never sent. What follows the lost one comes after it, each once."""
    pending = event("Pending", uuid4())
    running = event("Running", pending.id, 1)
    crashed = event("Crashed", running.id, 2)
    assert asyncio.run(told(soon, crashed, pending, running)) == ["Pending", "Running", "Crashed"]
    assert asyncio.run(soon.get_lost_followers()) == [], "nothing waits any more"


def test_patience_comes_first():
    """Within it an event waits, however lost it looks."""
    ordering = event_order.CausalOrdering(scope="test patience")
    assert asyncio.run(told(ordering, event("Pending", uuid4()))) == []
