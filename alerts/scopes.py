"""The scopes that the Slack app asks for, each with its reason; the manifest and the guide name the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """One OAuth scope of the bot token. Without a ``needed`` one alerts are not delivered safely."""

    name: str
    reason: str
    needed: bool = True


SCOPES = (
    Scope("chat:write", "posts alerts, replies and the digest, and edits them when something changes"),
    Scope(
        "channels:history", "looks in a public channel for an alert whose outcome is unknown before resending"
    ),
    Scope("groups:history", "the same in a private channel", needed=False),
    Scope("reactions:read", "reads the verdicts that analysts give as reactions"),
    Scope(
        "channels:read",
        "lets `readout-watch slack test` say what is wrong with a public channel",
        needed=False,
    ),
    Scope("groups:read", "the same for a private channel", needed=False),
    Scope("users:read", "shows the name of who judged an alert instead of a user id", needed=False),
)
