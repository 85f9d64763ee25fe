"""What comes of fetching one URL: the named outcomes, and how much each weighs as a failure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FailureClass(StrEnum):
    """How much a failure counts against its source; see ``flows.poll`` for the weights."""

    NONE = "none"
    HARD = "hard"
    SOFT = "soft"
    TEMPORARY = "temporary"


class FetchOutcome(StrEnum):
    """How one fetch ended. Every fetch ends in exactly one of these; none is an exception."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"  # 304, or the same bytes as last time
    BAD_URL = "bad_url"  # not http or https, or no host
    REFUSED_ADDRESS = "refused_address"  # private, loopback, link-local, metadata ...
    UNKNOWN_HOST = "unknown_host"  # the resolver says the name does not exist
    DNS_FAILURE = "dns_failure"  # the resolver could not say
    CONNECTION_FAILED = "connection_failed"  # refused, reset, TLS
    TIMED_OUT = "timed_out"  # the total deadline, however the time was spent
    TRUNCATED = "truncated"  # fewer bytes than announced, or a compressed body that stops
    PROTOCOL_ERROR = "protocol_error"  # not HTTP
    UNDECODABLE = "undecodable"  # content encoding unknown or broken
    TOO_LARGE = "too_large"  # more decoded bytes than the limit
    TOO_MANY_REDIRECTS = "too_many_redirects"
    WRONG_TYPE = "wrong_type"  # an image, a PDF, an archive, whatever it calls itself
    ROBOTS_FORBIDDEN = "robots_forbidden"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    RATE_LIMITED = "rate_limited"  # 429
    NOT_FOUND = "not_found"  # 404
    GONE = "gone"  # 410
    SERVER_ERROR = "server_error"  # 5xx
    HTTP_ERROR = "http_error"  # any other status that is no success

    @property
    def failure_class(self) -> FailureClass:
        """How much this outcome counts against the source."""
        return _CLASSES.get(self, FailureClass.HARD)

    @property
    def ok(self) -> bool:
        """Whether there are bytes to read."""
        return self is FetchOutcome.OK


# 404, 429 and 5xx are soft: feeds come back from all three. What the resolver cannot say is no fault of the
# source. What is in neither list is hard.
_CLASSES = dict.fromkeys((FetchOutcome.OK, FetchOutcome.NOT_MODIFIED), FailureClass.NONE)
_CLASSES[FetchOutcome.DNS_FAILURE] = FailureClass.TEMPORARY
_CLASSES |= dict.fromkeys(
    (
        FetchOutcome.CONNECTION_FAILED,
        FetchOutcome.TIMED_OUT,
        FetchOutcome.TRUNCATED,
        FetchOutcome.ROBOTS_UNREACHABLE,
        FetchOutcome.RATE_LIMITED,
        FetchOutcome.NOT_FOUND,
        FetchOutcome.SERVER_ERROR,
    ),
    FailureClass.SOFT,
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One fetch and how it ended.

    ``url`` is as asked, ``final_url`` after redirects; ``status`` is 0 when no response came; header names
    are lower case; ``body`` is decoded (no gzip) and empty unless the outcome is OK; ``fetched_at`` is aware
    UTC; ``retry_after`` is in seconds, 0 when none was asked, at most a day; ``body_hash`` is the sha256 of
    the body in hex; ``detail`` is one line for people.
    """

    url: str
    outcome: FetchOutcome
    fetched_at: dt.datetime
    final_url: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    detail: str = ""
    retry_after: int = 0

    @property
    def body_hash(self) -> str:
        """sha256 of the body in hex, "" when there is none."""
        return hashlib.sha256(self.body).hexdigest() if self.body else ""
