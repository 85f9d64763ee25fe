"""What the delivery asks of the outbox and of Slack, as protocols: alerts know neither store nor network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Protocol, TypeVar

from alerts.message import Message


class Queued(Protocol):
    """A claimed row of the outbox, as ``store.outbox.QueuedAlert`` is one."""

    @property
    def id(self) -> int:
        """The row's number."""

    @property
    def dedupe_key(self) -> str:
        """The key that the message carries in its metadata."""

    @property
    def action(self) -> str:
        """One of post, reply, update and note."""

    @property
    def channel(self) -> str:
        """The channel to send to; "" for the configured one."""

    @property
    def payload(self) -> str:
        """The content as JSON."""

    @property
    def attempts(self) -> int:
        """How often it was tried, this time included."""

    @property
    def doubtful(self) -> bool:
        """Whether an earlier attempt may have reached Slack."""

    @property
    def created_at(self) -> dt.datetime:
        """When it was stored; no attempt was made before."""

    @property
    def lease_until(self) -> dt.datetime:
        """Until when nobody else takes it."""

    @property
    def parent_channel(self) -> str:
        """Where the conversation's first message stands."""

    @property
    def parent_ts(self) -> str:
        """The ts of the conversation's first message."""

    @property
    def superseded(self) -> bool:
        """Whether it is an edit that a later one makes needless."""


Q = TypeVar("Q", bound=Queued)


class OutboxPort(Protocol[Q]):
    """The outbox as the delivery uses it; ``store.outbox.Outbox`` is one."""

    def claim(self, now: dt.datetime, lease: dt.timedelta, skip_channels: Collection[str] = ()) -> Q | None:
        """Take the next row that may be delivered."""

    def sent(self, queued: Q, channel: str, ts: str, now: dt.datetime) -> None:
        """The row's message stands in Slack."""

    def failed(self, queued: Q, state: str, error: str, next_attempt_at: dt.datetime | None = None) -> bool:
        """The attempt ended without a message."""

    def renew(self, queued: Q, until: dt.datetime) -> bool:
        """Keep the row longer; False when it was lost."""

    def next_due_at(self) -> dt.datetime | None:
        """When the next row may be tried."""

    def last_sent_at(self, channel: str) -> dt.datetime | None:
        """When the channel last got a message."""

    def told(self) -> set[str]:
        """The troubles that operations know of."""

    def remember_told(self, trouble: str, text: str, now: dt.datetime) -> None:
        """Operations were told of a trouble."""

    def forget_told(self, troubles: Collection[str]) -> None:
        """Troubles that are mended."""


class Place(Protocol):
    """Where a sent message stands."""

    @property
    def channel(self) -> str:
        """The channel's id."""

    @property
    def ts(self) -> str:
        """The message's ts."""


class Door(Protocol):
    """Slack as the delivery uses it: ``alerts.slack.SlackDoor``, or ``alerts.preview.ConsoleDoor``."""

    def post(self, message: Message, channel: str, thread_ts: str = "") -> Place:
        """Send a message."""

    def update(self, message: Message, channel: str, ts: str) -> Place:
        """Replace a sent message."""

    def find(self, dedupe_key: str, channel: str, oldest: float, thread_ts: str = "") -> str:
        """The ts of the message with this key, or ""."""
