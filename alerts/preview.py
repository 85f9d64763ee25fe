"""How a message would look, without Slack: as text for a terminal, and as one HTML page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from alerts.message import Block, Message

# The channel name under which a console delivery is recorded; Slack's own ids never look like it.
CONSOLE = "console"
WIDTH = 100
_LINK = re.compile(r"<([^<>|]+)\|([^<>|]*)>")
_BOLD = re.compile(r"\*([^*\n]+)\*")
_EMOJI = {":white_check_mark:": "✅", ":x:": "❌", ":zzz:": "💤", ":warning:": "⚠️"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that was printed: where a sent one would have its channel and ts."""

    channel: str
    ts: str


class ConsoleDoor:
    """Stands in for Slack when none is set up: prints each message through ``write``."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._number = 0

    def post(self, message: Message, channel: str, thread_ts: str = "") -> Shown:
        """Print a new message, indented when it replies to one."""
        return self._show("reply in the thread" if thread_ts else "message", message)

    def update(self, message: Message, channel: str, ts: str) -> Shown:
        """Print how the edited message would look now."""
        self._show("the message above now reads", message)
        return Shown(CONSOLE, ts)

    def find(self, dedupe_key: str, channel: str, oldest: float, thread_ts: str = "") -> str:
        """Nothing that was printed can be found again."""
        return ""

    def _show(self, what: str, message: Message) -> Shown:
        self._number += 1
        self._write(f"--- Slack {what} " + "-" * (WIDTH - 11 - len(what)))
        self._write(as_text(message))
        return Shown(CONSOLE, f"{CONSOLE}-{self._number}")


def as_text(message: Message, width: int = WIDTH) -> str:
    """The message as a reader of a terminal sees it: plain text, links spelled out, nothing interpreted."""
    parts = [_block_text(block, width) for block in message.blocks]
    for attachment in message.attachments:
        parts += [_block_text(block, width, bar="▌ ") for block in attachment["blocks"]]
    return "\n".join(part for part in parts if part) if parts else _plain(message.text)


def _block_text(block: Block, width: int, bar: str = "") -> str:
    if block["type"] == "header":
        title = _plain(block["text"]["text"])
        return f"{title}\n{'=' * min(len(title), width)}"
    if block["type"] == "context":
        return _wrapped(" · ".join(_words(element) for element in block["elements"]), width, bar)
    indent = "  > " if block["text"]["type"] == "plain_text" else bar
    return _wrapped(_words(block["text"]), width, indent)


def _words(text: Block) -> str:
    if text["type"] == "plain_text":
        return _plain(text["text"])
    shown = _LINK.sub(lambda m: f"{m[2]} ({m[1]})", text["text"])
    shown = _BOLD.sub(r"\1", shown)
    for code, sign in _EMOJI.items():
        shown = shown.replace(code, sign)
    return _plain(shown)


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _wrapped(text: str, width: int, indent: str) -> str:
    lines = [
        textwrap.fill(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
    ]
    return "\n".join(lines)
