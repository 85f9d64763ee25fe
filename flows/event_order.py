"""Prefect's order of events with less patience: an event whose predecessor never comes is told within seconds.

Prefect (3.8.8) holds an event back until it has seen the one before it, for a quarter of an hour. Of a run that a
schedule made, and on a loaded machine of others too, that one never came, so operations heard of a crashed run
fifteen minutes late, and never when the server was killed meanwhile. The server takes this module by its setting
``PREFECT_SERVER_EVENTS_CAUSAL_ORDERING=flows.event_order``.
"""

from __future__ import annotations

import time
from uuid import UUID

from prefect.server.events.ordering import memory
from prefect.server.events.schemas.events import ReceivedEvent

# Events of one run come within a second of each other on a quiet machine and within some seconds on a loaded one.
# Told in the wrong order they do no harm: a run that has ended is not ended again.
PATIENCE_SECONDS = 15.0


class CausalOrdering(memory.CausalOrdering):
    """The order in memory, which waits ``patience`` seconds for the event before, from when one came."""

    patience = PATIENCE_SECONDS

    def __init__(self, scope: str) -> None:
        super().__init__(scope)  # called for every event: there is one object a scope
        self._waits: dict[UUID, tuple[float, ReceivedEvent]] = self.__dict__.get("_waits", {})
        self._given_up: set[UUID] = self.__dict__.get("_given_up", set())

    async def wait_for_leader(self, event: ReceivedEvent) -> None:
        """Return when ``event`` may be told; raises EventArrivedEarly while the one before it is waited for."""
        if event.id in self._given_up:
            self._given_up.discard(event.id)
            return
        await super().wait_for_leader(event)

    async def record_follower(self, event: ReceivedEvent) -> None:
        """Remember that ``event`` waits, and since when."""
        await super().record_follower(event)
        self._waits.setdefault(event.id, (time.monotonic(), event))

    async def forget_follower(self, follower: ReceivedEvent) -> None:
        """``follower`` waits no more."""
        await super().forget_follower(follower)
        self._waits.pop(follower.id, None)

    async def get_lost_followers(self) -> list[ReceivedEvent]:
        """The events that have waited long enough, in the order in which they happened; they wait no more."""
        latest = time.monotonic() - self.patience
        lost = [event for since, event in self._waits.values() if since <= latest]
        for event in lost:
            await self.forget_follower(event)
            self._given_up.add(event.id)
        return sorted(lost, key=lambda event: event.occurred)

    def clear(self) -> None:
        """Forget everything of this scope."""
        super().clear()
        self._waits.clear()
        self._given_up.clear()
