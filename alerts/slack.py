"""The one place that speaks with Slack: sends, edits, reads back, and says clearly what went wrong.

Nothing is retried here. slack-sdk's default handler repeats a request whose reply was lost and so posts
twice; whether to try again is for ``alerts.outbox`` to decide, which knows that the message may be there.
The token is held by the client alone and never appears in an error.
"""

from __future__ import annotations

import http.client
import logging
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from alerts.message import EVENT_TYPE, Message
from alerts.outbox import SlackTroubleError, Trouble, is_doubtful

SLACK = "https://slack.com/api/"
# Slack answers in well under a second; ten bound what one hung connection can cost a delivery run.
TIMEOUT_SECONDS = 10
# 200 messages a page are within Slack's recommended size; 50 pages reach back over a very busy week.
PAGE_SIZE = 200
PAGE_LIMIT = 50
READ_TRIES = 3

_T = TypeVar("_T")
_TOKEN = re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|Bearer\s+\S+")
# slack-sdk logs every failure by itself, bodies included; failures are told once, by the delivery.
_silent = logging.getLogger("readout_watch.slack_sdk")
_silent.setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in Slack: its channel's id and its ts."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the token is: the bot's user id and name, the workspace, and the scopes it was given."""

    user_id: str
    user: str
    team: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel as Slack describes it; ``member`` says whether the bot is in it."""

    name: str
    archived: bool
    member: bool
    private: bool


class SlackDoor:
    """Slack's web API as the alerts use it. Every method raises ``SlackTroubleError`` when it fails."""

    def __init__(self, token: str, base_url: str = SLACK, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        address = base_url if base_url.endswith("/") else base_url + "/"
        self._client = WebClient(
            token=token,
            base_url=address,
            timeout=timeout_seconds,  # type: ignore[arg-type]  # the client hands it to urllib, which takes fractions
            retry_handlers=[],
            logger=_silent,
        )

    def post(self, message: Message, channel: str, thread_ts: str = "") -> Posted:
        """Send a message, into the thread of ``thread_ts`` if given."""
        reply = self._ask(
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=list(message.blocks) or None,
                attachments=list(message.attachments) or None,
                metadata=message.metadata,
                thread_ts=thread_ts or None,
                link_names=False,
                parse="none",
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return Posted(str(reply.get("channel") or channel), str(reply["ts"]))

    def update(self, message: Message, channel: str, ts: str) -> Posted:
        """Put the message in the place of the one at ``ts``. Doing it twice changes nothing more."""
        self._ask(
            lambda: self._client.chat_update(
                channel=channel,
                ts=ts,
                text=message.text,
                # Left out, the old blocks would stay: a text-only edit has to say that there are none.
                blocks=list(message.blocks),
                attachments=list(message.attachments),
                metadata=message.metadata,
                link_names=False,
                parse="none",
            )
        )
        return Posted(channel, ts)

    def find(self, dedupe_key: str, channel: str, oldest: float, thread_ts: str = "") -> str:
        """The ts of the message with this key, or "": read back from the channel, or from the thread.

        ``oldest`` is a Unix time; replies are not part of a channel's history, so a thread is read as such.
        """
        for message in self._pages(channel, oldest, thread_ts):
            event = message.get("metadata") or {}
            payload = event.get("event_payload") or {}
            if event.get("event_type") == EVENT_TYPE and payload.get("dedupe_key") == dedupe_key:
                return str(message["ts"])
        return ""

    def reactions(self, channel: str, ts: str) -> dict[str, tuple[str, ...]]:
        """The reactions on a message: name -> user ids, without the bot's own order or counts."""
        reply = self._read(lambda: self._client.reactions_get(channel=channel, timestamp=ts, full=True))
        given = (reply.get("message") or {}).get("reactions") or []
        return {str(r["name"]): tuple(r.get("users") or ()) for r in given}

    def user_name(self, user_id: str) -> str:
        """How the workspace calls a user; the id itself when the users:read scope is not there."""
        try:
            reply = self._ask(lambda: self._client.users_info(user=user_id))
        except SlackTroubleError:
            return user_id
        user = reply.get("user") or {}
        return str((user.get("profile") or {}).get("real_name") or user.get("name") or user_id)

    def permalink(self, channel: str, ts: str) -> str:
        """The address at which a browser shows the message."""
        reply = self._ask(lambda: self._client.chat_getPermalink(channel=channel, message_ts=ts))
        return str(reply.get("permalink") or "")

    def channel(self, channel: str) -> ChannelInfo:
        """What Slack says of a channel; needs channels:read (groups:read for a private one)."""
        reply = self._read(lambda: self._client.conversations_info(channel=channel))
        about = reply.get("channel") or {}
        return ChannelInfo(
            name=str(about.get("name") or channel),
            archived=bool(about.get("is_archived")),
            member=bool(about.get("is_member")),
            private=bool(about.get("is_private")),
        )

    def can_read(self, channel: str) -> None:
        """Read one message of the channel's history, to know whether the scope for it is there."""
        self._read(lambda: self._client.conversations_history(channel=channel, limit=1))

    def identity(self) -> Identity:
        """Who the token is, and its scopes from the header that Slack adds to each reply."""
        reply = self._ask(self._client.auth_test)
        headers = {str(k).lower(): v for k, v in (reply.headers or {}).items()}
        scopes = headers.get("x-oauth-scopes") or ""
        found = frozenset(scope.strip() for scope in str(scopes).split(",") if scope.strip())
        return Identity(
            str(reply.get("user_id") or ""), str(reply.get("user") or ""), str(reply.get("team") or ""), found
        )

    def _pages(self, channel: str, oldest: float, thread_ts: str) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = None
        for _ in range(PAGE_LIMIT):
            page = self._page(channel, oldest, thread_ts, cursor)
            yield from page.get("messages") or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if not cursor:
                return
        # Not having seen the end is not "not found": sending now could double the message.
        raise SlackTroubleError(
            Trouble("history_too_long", detail="The channel's history is too long to search")
        )

    def _page(self, channel: str, oldest: float, thread_ts: str, cursor: str | None) -> Any:
        shared: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{oldest:.6f}",
            "inclusive": True,
            "include_all_metadata": True,
            "limit": PAGE_SIZE,
            "cursor": cursor,
        }
        if thread_ts:
            return self._read(lambda: self._client.conversations_replies(ts=thread_ts, **shared))
        return self._read(lambda: self._client.conversations_history(**shared))

    def _read(self, call: Callable[[], _T]) -> _T:
        """A request that changes nothing: repeated at once when its reply was lost or cannot be read.

        A look through a long history takes many requests; if each had to succeed at the first try, an
        alert in doubt would stay there for as long as Slack is unwell.
        """
        for _ in range(READ_TRIES - 1):
            try:
                return self._ask(call)
            except SlackTroubleError as error:
                if error.trouble.retry_after is not None or not is_doubtful(error.trouble):
                    raise
        return self._ask(call)

    def _ask(self, call: Callable[[], _T]) -> _T:
        """Run one request; every way in which it can fail becomes a ``Trouble`` of one line."""
        try:
            return call()
        except SlackApiError as error:
            trouble = _from_answer(error)
        except (SlackClientError, OSError, ValueError, LookupError, AttributeError) as error:
            trouble = _from_silence(error)
        except http.client.HTTPException as error:
            trouble = Trouble("lost", detail=_brief(error))
        # Raised out here, the error carries nothing of the client's: its request holds the token.
        raise SlackTroubleError(trouble)


def redact(text: str) -> str:
    """The text with anything that looks like a Slack token taken out."""
    return _TOKEN.sub("xox…", text)


def _from_answer(error: SlackApiError) -> Trouble:
    """Slack answered, though not with what was asked for."""
    response = error.response
    status = getattr(response, "status_code", 0)
    headers = {str(k).lower(): v for k, v in (getattr(response, "headers", None) or {}).items()}
    data = getattr(response, "data", None)
    name = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429:
        name = "ratelimited"
    elif status >= 500 or not re.fullmatch(r"[a-z][a-z0-9_]{1,60}", name):
        # An error page, a body that is not JSON: Slack may have taken the message before it broke.
        name = f"http_{status}" if status != 200 else "unreadable_reply"
    needed = str(data.get("needed") or "") if isinstance(data, dict) else ""
    detail = f"Slack answered {name}" + (f" (needs {redact(needed)[:100]})" if needed else "")
    return Trouble(name, _seconds(headers.get("retry-after")), detail)


def _from_silence(error: Exception) -> Trouble:
    """No readable answer: either the request surely never reached Slack, or nobody can know."""
    reason = error.reason if isinstance(error, URLError) else error
    unreached = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    if isinstance(reason, unreached):
        return Trouble("not_sent", detail=f"Slack cannot be reached: {_brief(reason)}")
    return Trouble("lost", detail=f"Slack's reply was lost: {_brief(error)}")


def _seconds(value: object) -> float | None:
    try:
        seconds = float(str(value))
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _brief(error: BaseException) -> str:
    return redact(" ".join(f"{type(error).__name__}: {error}".split()))[:200]
