"""How operations hear of trouble: in their Slack channel if that works, else wherever the caller says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from alerts.message import build_notice
from alerts.outbox import SlackTroubleError
from alerts.ports import Door


def telling(door: Door, channel: str, otherwise: Callable[[str], None]) -> Callable[[str], None]:
    """A function that hands operations one line.

    It goes to ``channel``; without one, or when Slack does not take it (a revoked token is told of through
    the same token), it goes to ``otherwise``, for example standard error.
    """

    def tell(line: str) -> None:
        key = "notice|" + hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        try:
            if channel:
                door.post(build_notice(line, key), channel)
                return
        except SlackTroubleError:
            pass  # the line itself is what matters, and it is told below
        otherwise(line)

    return tell
