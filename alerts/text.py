"""Outside text made safe for Slack: escaping, links, sizes, and cuts that keep the disputed words.

Everything that was fetched passes through this module before it reaches a block. Sizes are UTF-16 code
units of the escaped text: what a Slack client in a browser would count, never less than what Python counts.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from extractors.model import Span

ELLIPSIS = " […]"
# Zero-width and direction marks let a text show other words than it holds (a name written backwards, a
# mention hidden between letters); they carry no meaning in the languages that are read.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # control signs but tab and line end
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_BLANKS = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")
# Slack reads these as bold, italics, strike and code wherever it parses mrkdwn. A name need not be shown
# letter by letter, so each is replaced by a sign that looks the same and means nothing.
_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
# Slack refuses a link address over 3,000 in a button; long addresses are tracking noise and eat the message.
MAX_URL = 1000


def clean(text: str) -> str:
    """The text without invisible control signs and broken surrogates, otherwise unchanged."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _INVISIBLE.sub("", whole.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The cleaned text with every run of blanks and line ends made one space."""
    return _BLANKS.sub(" ", clean(text)).strip()


def escape(text: str) -> str:
    """The cleaned text with the three signs that Slack gives a meaning escaped; safe in any text object."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def name(text: str, limit: int = 150) -> str:
    """An outside name or sentence for mrkdwn: one line, escaped, without formatting, cut where it may be."""
    return escape(shorten(one_line(text).translate(_LOOKALIKES), limit))


def size(text: str) -> int:
    """How long Slack may count the text: UTF-16 code units after escaping."""
    return len(escape(text).encode("utf-16-le")) // 2


def safe_url(url: str) -> str:
    """The address, in harmless signs, if it is http or https with a host and of bearable length; else ""."""
    try:
        parts = urlsplit(clean(url).strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return ""
    # Percent-encoding what is left leaves no "|", "<", ">", quote or blank that could end the link early.
    harmless = quote(parts.geturl(), safe="/:?#[]@!$&'()+,;=%~-._")
    return harmless if size(harmless) <= MAX_URL else ""


def link(url: str, label: str) -> str:
    """A mrkdwn link, or the label alone when the address is not an http address."""
    address = safe_url(url)
    shown = name(label).replace("|", "¦")
    return f"<{escape(address)}|{shown}>" if address else shown


def shorten(text: str, limit: int, keep: Span | None = None) -> str:
    """The text cut to ``limit`` (as ``size`` counts), at a sentence end, never inside ``keep``.

    ``keep`` is the span of the disputed words in ``text``. Where no sentence end serves, the cut is at a
    word; what was left out is marked. Returns "" when the disputed words alone do not fit.
    """
    if size(text) <= limit:
        return text
    start, end = keep or (0, 0)
    if size(text[:end]) <= limit - len(ELLIPSIS):
        return text[: _last_fit(text, 0, end, limit - len(ELLIPSIS))] + ELLIPSIS
    return _window(text, start, end, limit - 2 * len(ELLIPSIS))


def _window(text: str, start: int, end: int, limit: int) -> str:
    """A cut on both sides around ``start:end``, for disputed words that stand late in a long text."""
    room = limit - size(text[start:end])
    if room < 0 or start == end:
        return ""
    near = max(0, start - room)  # nothing further away can fit, and a page's one sentence may be a book
    begins = [m.end() for m in _SENTENCE_END.finditer(text, near, start)]
    begins += [m.end() for m in _WORD_END.finditer(text, near, start)]
    # Half of the room goes to what comes before, so that the reader also sees how it goes on.
    first = next((begin for begin in begins if size(text[begin:start]) <= room // 2), start)
    first += len(text[first:start]) - len(text[first:start].lstrip())
    last = _last_fit(text, first, end, limit)
    return f"{ELLIPSIS.strip()} {text[first:last]}{ELLIPSIS if last < len(text) else ''}"


def _last_fit(text: str, first: int, least: int, limit: int) -> int:
    """The furthest sentence end (else word end, else ``least``) from ``first`` that fits the limit."""
    top = _reach(text, first, limit)
    sentences = [m.end() for m in _SENTENCE_END.finditer(text, first, top) if m.end() >= least]
    words = [m.start() for m in _WORD_END.finditer(text, first, top) if m.start() >= least]
    # A sentence end within the first half would throw away most of what there is room for.
    good = [end for end in sentences if end > first + (top - first) // 2]
    return (good or words or [top])[-1]


def _reach(text: str, first: int, limit: int) -> int:
    """The largest end for which ``text[first:end]`` fits the limit; found by halving."""
    low, high = first, min(len(text), first + max(limit, 0))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[first:middle]) <= limit else (low, middle - 1)
    return low
