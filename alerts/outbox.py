"""What becomes of an alert in the outbox when Slack answers, or does not: decisions that touch nothing.

An alert is pending, then sending (somebody holds it until its lease ends), then sent. It is unknown when
Slack may or may not have taken it; then the channel is read back before anything is sent again. It is
dead when only a person can help, and held when it must not be sent (a quote that no longer checks).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

# A broken channel or token is looked at again this often; a person needs minutes to mend it, and the mend
# should show without anyone touching the program.
MEND_WAIT = dt.timedelta(minutes=5)
# Slack's trouble is usually over in a minute; a day's outage should not be met with a thousand requests.
FIRST_WAIT = dt.timedelta(seconds=15)
LONGEST_WAIT = dt.timedelta(minutes=30)
# An unknown alert is first looked for in the channel; the pause lets a late reply of Slack's land. Looking
# costs Slack little, and an alert in doubt keeps its whole thread waiting: never longer than a few minutes.
DOUBT_WAIT = dt.timedelta(seconds=15)
LONGEST_DOUBT = dt.timedelta(minutes=4)
# Slack asked one client for 88 hours elsewhere; after a day somebody should look, so try then.
LONGEST_RETRY_AFTER = dt.timedelta(hours=24)


class State(StrEnum):
    """Where an alert stands on its way to Slack."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    HELD = "held"


class Reach(StrEnum):
    """How much of the delivery a trouble stops."""

    ALERT = "alert"
    CHANNEL = "channel"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a call to Slack failed.

    ``error`` is Slack's error name, or not_sent (refused, no such host) or lost (no readable reply).
    ``retry_after`` is in seconds. ``detail`` is for people and never holds the token.
    """

    error: str
    retry_after: float | None = None
    detail: str = ""


class SlackTroubleError(Exception):
    """A call to Slack failed; ``trouble`` says how. Its text holds no token."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.detail or trouble.error)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with an alert after a trouble: its next state, when to try again, whom to tell.

    ``stops`` says how much of this delivery ends with it. ``plain`` asks for the same alert as text alone,
    at once. ``orphan`` asks for a reply to be sent as a message of its own. ``notice`` is one line for
    operations naming the mend, or "".
    """

    state: State
    next_attempt_at: dt.datetime | None = None
    stops: Reach = Reach.ALERT
    notice: str = ""
    plain: bool = False
    orphan: bool = False


_MEND_ACCESS = (
    "make a new bot token at api.slack.com/apps (OAuth & Permissions) and put it into SLACK_BOT_TOKEN"
)
_ACCESS = {
    "invalid_auth": f"Slack does not accept the token: {_MEND_ACCESS}",
    "not_authed": f"No token reached Slack: {_MEND_ACCESS}",
    "token_revoked": f"The token was revoked: {_MEND_ACCESS}",
    "token_expired": f"The token has expired: {_MEND_ACCESS}",
    "account_inactive": f"The bot's account was removed or the workspace closed: {_MEND_ACCESS}",
    "org_login_required": "The workspace is being moved to an organisation: ask its administrator",
    "ekm_access_denied": "The workspace's administrators suspended access: ask them",
}
_SCOPE = {
    "missing_scope": "The app lacks a scope: compare its scopes with docs/slack-manifest.yaml, add what is "
    "missing and reinstall the app",
    "not_allowed_token_type": "The token is not a bot token: SLACK_BOT_TOKEN must begin with xoxb-",
    "no_permission": "The token may not do this: reinstall the app with docs/slack-manifest.yaml",
}
_CHANNEL = {
    "channel_not_found": "Slack knows no such channel: put the channel's id (C...) into SLACK_CHANNEL, and "
    "invite the bot if the channel is private",
    "not_in_channel": "The bot is not in the channel: write /invite @readout-watch there",
    "is_archived": "The channel is archived: unarchive it or put another channel's id into SLACK_CHANNEL",
    "restricted_action": "The workspace lets the bot not post in this channel: ask its administrator",
    "restricted_action_read_only_channel": "The channel is read-only for the bot: ask its administrator",
}
# Slack did take the request and says that the message itself is wrong: the builder has a fault.
_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"}
    | {"invalid_attachments", "too_many_attachments", "invalid_metadata_format", "metadata_too_large"}
    | {"invalid_arguments", "invalid_metadata_schema", "metadata_must_be_sent_from_app"}
)
_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_GONE_PARENT = frozenset({"thread_not_found", "cannot_reply_to_message"})
_GONE_MESSAGE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


def decide(trouble: Trouble, attempts: int, now: dt.datetime, *, plain: bool = False) -> Decision:
    """The next state of an alert after its ``attempts``-th attempt failed with ``trouble``.

    ``now`` is aware UTC. ``plain`` says that the failed attempt was already the text-only form. An error
    that is not known counts as doubtful: better to look once more than to post twice or to lose it.
    """
    error = trouble.error
    if error in _LATER:
        return Decision(State.PENDING, now + _retry_wait(trouble), Reach.CHANNEL)
    if error == "not_sent":
        return Decision(State.PENDING, now + backoff(attempts), Reach.EVERYTHING)
    if mend := mend_of(error):
        reach = Reach.CHANNEL if error in _CHANNEL else Reach.EVERYTHING
        return Decision(State.PENDING, now + MEND_WAIT, reach, _line(error, mend))
    if error in _REFUSED | _GONE_PARENT | _GONE_MESSAGE:
        return _not_as_it_is(error, now, plain)
    return Decision(State.UNKNOWN, now + min(max(DOUBT_WAIT, backoff(attempts)), LONGEST_DOUBT))


def is_doubtful(trouble: Trouble) -> bool:
    """True when nobody can know whether Slack did what it was asked."""
    certain = _LATER | _REFUSED | _GONE_PARENT | _GONE_MESSAGE
    return trouble.error not in certain and trouble.error != "not_sent" and not mend_of(trouble.error)


def backoff(attempts: int) -> dt.timedelta:
    """The pause before the next attempt: doubling from 15 seconds to half an hour."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * int(2**doublings), LONGEST_WAIT)


def mend_of(error: str) -> str:
    """One sentence naming the mend for one of Slack's error names, or "" for one that needs none."""
    return _ACCESS.get(error) or _SCOPE.get(error) or _CHANNEL.get(error) or ""


def _not_as_it_is(error: str, now: dt.datetime, plain: bool) -> Decision:
    """Slack did answer: this message, in this form or at this place, will never be taken."""
    if error in _GONE_PARENT:
        return Decision(State.PENDING, now, orphan=True)
    if error in _GONE_MESSAGE:
        return Decision(
            State.DEAD, notice=_line(error, "The message was deleted or cannot be edited any more")
        )
    if plain:
        mend = "Even its plain text was refused; look with `readout-watch alert preview`"
        return Decision(State.DEAD, notice=_line(error, mend))
    note = "It is sent as plain text instead; its form has a fault, please report this line"
    return Decision(State.PENDING, now, notice=_line(error, note), plain=True)


def _retry_wait(trouble: Trouble) -> dt.timedelta:
    seconds = 30.0 if trouble.retry_after is None else trouble.retry_after
    return max(dt.timedelta(), min(dt.timedelta(seconds=seconds), LONGEST_RETRY_AFTER))


def _line(error: str, mend: str) -> str:
    return f"Slack refused an alert ({error}). {mend}."
