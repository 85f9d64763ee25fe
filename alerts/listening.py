"""Reads the reactions on recent alerts, and says what follows from each verdict.

Knows neither the store nor the clock: messages come in, opinions and outbox rows go out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from alerts.content import AlertContent
from alerts.conversation import Outgoing, Said, change, latest
from alerts.feedback import STATUS, TAKEN_BACK, judgement, verdict_note
from alerts.outbox import SlackTroubleError, is_doubtful

# Slack lets a bot ask for reactions about 50 times a minute.
PAUSE_SECONDS = 1.3


class Judgeable(Protocol):
    """A message whose reactions may judge it, as ``store.feedback.Judgeable`` is one."""

    @property
    def dedupe_key(self) -> str:
        """The key of its outbox row."""

    @property
    def parent_key(self) -> str:
        """The key of its conversation."""

    @property
    def action(self) -> str:
        """Either post or reply."""

    @property
    def channel(self) -> str:
        """Where it stands."""

    @property
    def ts(self) -> str:
        """Its ts."""

    @property
    def payload(self) -> str:
        """What it says, as JSON."""


class Ear(Protocol):
    """Slack as the listening uses it; ``alerts.slack.SlackDoor`` is one."""

    def reactions(self, channel: str, ts: str) -> dict[str, tuple[str, ...]]:
        """Reaction name -> user ids."""

    def user_name(self, user_id: str) -> str:
        """How the workspace calls a user."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the readers say of one message: "" for nothing, by whom, and the content they judged."""

    message: Judgeable
    content: AlertContent
    verdict: str
    judged_by: str


def listen(
    ear: Ear, messages: Iterable[Judgeable], *, bot: str, sleep: Callable[[float], None]
) -> Iterator[Opinion]:
    """The opinion on each message, in order; one that was deleted is passed over.

    ``bot`` is the bot's own user id. Raises SlackTroubleError for what concerns all messages (a revoked
    token, a missing scope, a pause that Slack asks for); what was given before stays valid.
    """
    for message in messages:
        try:
            said = judgement(ear.reactions(message.channel, message.ts), bot)
        except SlackTroubleError as error:
            if error.trouble.error in {"message_not_found", "channel_not_found"} or is_doubtful(
                error.trouble
            ):
                continue
            raise
        names = ", ".join(ear.user_name(user) for user in said.judges)
        yield Opinion(message, AlertContent.from_json(message.payload), said.verdict, names)
        sleep(PAUSE_SECONDS)


def consequences(opinion: Opinion, said: Said) -> list[Outgoing]:
    """What to say of a new verdict: the parent shows it and who gave it, and the thread tells of it.

    A verdict on the opening pair sets the state of the conversation; one on a later report is only noted.
    """
    if not said:
        return []
    parent = latest(said)
    suffix = opinion.message.parent_key.removeprefix(parent.parent_key)
    note = verdict_note(opinion.verdict)
    if opinion.message.action == "post":
        return change(said, STATUS[opinion.verdict], note, opinion.judged_by, suffix=suffix)
    about = f"The report of {opinion.content.claim.outlet or 'a later source'}: {note[0].lower()}{note[1:]}"
    judge = opinion.judged_by or parent.judged_by if opinion.verdict != TAKEN_BACK else ""
    return change(said, parent.status, about, judge, suffix=suffix)
