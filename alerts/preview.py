"""How a message would look, without Slack: as text for a terminal, and as one HTML page."""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from alerts.message import Block, Message
from alerts.text import safe_url

# The channel name under which a console delivery is recorded; Slack's own ids never look like it.
CONSOLE = "console"
WIDTH = 100
_LINK = re.compile(r"<([^<>|]+)\|([^<>|]*)>")
_BOLD = re.compile(r"\*([^*\n]+)\*")
_PIECES = re.compile(r"(<[^<>|]+\|[^<>|]*>|\*[^*\n]+\*)")
_EMOJI = {":white_check_mark:": "✅", ":x:": "❌", ":zzz:": "💤", ":warning:": "⚠️"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that was printed: where a sent one would have its channel and ts."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text as a reader sees it: bold or not, a link or not."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block ready to be shown: its kind (header, section, quote, context), its bar's colour, its texts."""

    kind: str
    colour: str
    texts: tuple[tuple[Run, ...], ...]


class ConsoleDoor:
    """Stands in for Slack when none is set up: prints each message through ``write``."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._number = 0

    def post(self, message: Message, channel: str, thread_ts: str = "") -> Shown:
        """Print a new message, indented when it replies to one."""
        return self._show("reply in the thread" if thread_ts else "message", message)

    def update(self, message: Message, channel: str, ts: str) -> Shown:
        """Print what the edited message says now; its quotes were printed before and stay as they are."""
        short = dataclasses.replace(message, blocks=message.blocks[:2], attachments=())
        self._show("message above, edited", short)
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


def as_html(messages: Sequence[Message], title: str = "Alert preview") -> str:
    """The messages as one HTML page that looks like Slack: the first opens, the others are its thread.

    Stands alone: no script, nothing loaded. All text is escaped by the template engine.
    """
    shown = [
        [_drawn(block, "") for block in m.blocks] + _attached(m) or [_paragraph(m.text)] for m in messages
    ]
    return _template().render(title=title, opening=shown[0] if shown else [], thread=shown[1:])


def _attached(message: Message) -> list[Drawn]:
    return [_drawn(block, one["color"]) for one in message.attachments for block in one["blocks"]]


def _drawn(block: Block, colour: str) -> Drawn:
    texts = block["elements"] if block["type"] == "context" else [block["text"]]
    kind = "quote" if block["type"] == "section" and texts[0]["type"] == "plain_text" else block["type"]
    return Drawn(kind, colour, tuple(tuple(_runs(text)) for text in texts))


def _paragraph(text: str) -> Drawn:
    return Drawn("section", "", ((Run(_plain(text)),),))


def _runs(text: Block) -> Iterator[Run]:
    """A text object as Slack would cut it: plain runs, bold runs, links; nothing else is interpreted."""
    if text["type"] == "plain_text":
        yield Run(_plain(text["text"]))
        return
    for piece in _PIECES.split(_with_emoji(text["text"])):
        if link := _LINK.fullmatch(piece):
            yield Run(_plain(link[2]), url=safe_url(_plain(link[1])))
        elif bold := _BOLD.fullmatch(piece):
            yield Run(_plain(bold[1]), bold=True)
        elif piece:
            yield Run(_plain(piece))


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    return environment.get_template("preview.html.j2")


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
    return "".join(f"{run.text} ({run.url})" if run.url else run.text for run in _runs(text))


def _with_emoji(text: str) -> str:
    for code, sign in _EMOJI.items():
        text = text.replace(code, sign)
    return text


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
