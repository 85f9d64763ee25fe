"""A page's text made readable for the parser, with the way back to the page's own offsets.

Markup, entities and mojibake are undone for reading only: every quote is cut from the text as it was stored.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

# UTF-8 read as Windows-1252, as it is met in print: the curly marks, dashes, accents.
_MOJIBAKE = {
    "â€œ": "“", "â€\x9d": "”", "â€™": "’", "â€˜": "‘", "â€”": "—", "â€“": "–", "â€¦": "…", "â‚¬": "€",
    "Ã©": "é", "Ã¨": "è", "Ã¯": "ï", "Ã¶": "ö", "Ã¼": "ü", "Ã¤": "ä", "Ã±": "ñ", "Ã§": "ç", "Ã³": "ó", "Ã¡": "á",
    "Ã ": "à", "Ã´": "ô", "Ãª": "ê", "Ã®": "î", "Â£": "£", "Â ": " ", "Â": "", "â€": "”",
}  # fmt: skip
_GARBLED = re.compile("|".join(re.escape(key) for key in sorted(_MOJIBAKE, key=len, reverse=True)))
_MARKUP = re.compile(
    r"<!--.{0,2000}?-->|<(?:script|style)\b[^<>]{0,200}>.{0,4000}?</(?:script|style)>|</?[a-zA-Z!@#][^<>\n]{0,300}>"
    r"|<https?://[^<>\s]{1,500}>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``text`` to be read, and ``back`` to turn its offsets into those of the original."""

    text: str
    original: str
    _starts: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()

    def back(self, offset: int) -> int:
        """Return the offset in the original of the character at ``offset`` of the cleaned text."""
        index = bisect_right(self._starts, offset) - 1
        return offset if index < 0 else min(offset + self._shifts[index], len(self.original))

    def span_back(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original that was read as ``[start, end)``."""
        if end <= start:
            return self.back(start), self.back(start)
        return self.back(start), max(self.back(end - 1) + 1, self._end_back(end))

    def _end_back(self, end: int) -> int:
        """Return the original offset just behind the last character, mended marks of several characters included."""
        if end >= len(self.text):
            return len(self.original.rstrip())
        following = self.back(end)
        # What lies between is the tail of a mended mark or removed markup; only a mark belongs to the sentence.
        last = self.back(end - 1)
        garbled = _GARBLED.match(self.original, last)
        return min(garbled.end(), following) if garbled else last + 1


def clean(text: str) -> Cleaned:
    """Return the text without markup, entities and mojibake; linear in its length, never raises."""
    if not (_MARKUP.search(text) or _GARBLED.search(text)):
        return Cleaned(text, text)
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    length = at = 0
    pattern = re.compile(f"(?P<markup>{_MARKUP.pattern})|(?P<garbled>{_GARBLED.pattern})", re.DOTALL)
    for match in pattern.finditer(text):
        pieces.append(text[at : match.start()])
        length += match.start() - at
        new = _replacement(match)
        pieces.append(new)
        if new:
            starts.append(length)
            shifts.append(match.start() - length)
        length += len(new)
        starts.append(length)
        shifts.append(match.end() - length)
        at = match.end()
    pieces.append(text[at:])
    return Cleaned("".join(pieces), text, tuple(starts), tuple(shifts))


def _replacement(match: re.Match[str]) -> str:
    """Return what a piece of markup, an entity or a garbled mark is read as."""
    found = match.group()
    if match["garbled"] is not None:
        return _MOJIBAKE[found]
    if found.startswith("&"):
        return html.unescape(found)[:1]
    return ""
