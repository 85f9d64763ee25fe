"""Bytes of a page or feed to text: the charset is decided once, here, and never again downstream."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# A declaration counts only near the top: browsers look at the first 1024 bytes; feeds and sloppy templates
# put a comment or a long script before it, hence four times that.
_HEAD_BYTES = 4096
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})["']""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the standard for pages says these labels mean in practice.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
# Codecs that are no charsets, or that unpack: a page must not choose one of them.
_NEVER = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset used for it, and how that was found: bom, valid, header, meta or guess."""

    text: str
    charset: str
    how: str


def decode(body: bytes, content_type: str = "", charset: str | None = None) -> Decoded:
    """Return the text of ``body``. Never raises: what cannot be read becomes U+FFFD.

    ``content_type`` is the header as sent; ``charset`` is one already known, which is then tried first.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(name, "replace"), name, "bom")
    if _is_utf8(body):
        # Beyond ASCII, bytes that happen to be valid UTF-8 are UTF-8 whatever was declared: servers that
        # send "windows-1251" or "iso-8859-1" for UTF-8 pages are the commonest lie there is.
        return Decoded(body.decode("utf-8", "replace"), "utf-8", "valid")
    for name, how in _declared(body, content_type, charset):
        text = _try(body, name)
        if text is not None:
            return Decoded(text, name, how)
    return _guess(body)


def repair_mojibake(text: str) -> str:
    """Undo UTF-8 that was once read as a one-byte charset ("â€”" for a dash), run by run; else unchanged."""
    if not _MANGLED.search(text):
        return text
    return _MANGLED.sub(_repair_run, text)


# A lead byte of UTF-8 as Windows-1252 shows it, followed by its continuation bytes as the same shows them;
# and the same for Cyrillic read as Windows-1251 (at least three letters: "РџСѓС‚", not "РФ").
_TAIL_1252 = "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d" + (
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_MANGLED = re.compile(
    f"(?:[\u00c2-\u00df][{_TAIL_1252}]|[\u00e0-\u00ef][{_TAIL_1252}]{{2}}|[\u00f0-\u00f4][{_TAIL_1252}]{{3}})+"
    "|(?:[\u0420\u0421][\u0401-\u040f\u0451-\u045f\u0490\u0491\u00a0-\u00bb\u2018-\u203a\u20ac\u2116\u2122]){3,}"
)


def _repair_run(match: re.Match[str]) -> str:
    run = match.group()
    for name in ("cp1252", "latin-1", "cp1251"):
        try:
            return run.encode(name).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return run


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # a page cut in the middle of its last character is still UTF-8
        return error.start >= len(body) - 3 and error.start > 0 and error.reason == "unexpected end of data"
    return True


def _declared(body: bytes, content_type: str, charset: str | None) -> list[tuple[str, str]]:
    head = body[:_HEAD_BYTES]
    found = [(charset or "", "header")]
    found += [(match.group(1), "header") for match in [_HEADER.search(content_type)] if match]
    found += [
        (match.group(1).decode("ascii"), "meta") for match in (_XML.search(head), _META.search(head)) if match
    ]
    return [(_ALIASES.get(name.lower(), name.lower()), how) for name, how in found if name]


def _try(body: bytes, name: str) -> str | None:
    """Decode strictly, or nearly so: one bad byte in a thousand is a scar, more is the wrong charset."""
    try:
        info = codecs.lookup(name)
        if info.name in _NEVER or not info._is_text_encoding:
            return None
        text = body.decode(name, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    wrong = text.count("\ufffd") + sum(text.count(control) for control in "\x00\x81\x8d\x8f\x90\x9d")
    return text if wrong * 1000 <= len(text) else None


def _guess(body: bytes) -> Decoded:
    """Windows-1251 when it reads as Russian, else Windows-1252: the two that still turn up undeclared."""
    sample = body[:50_000]
    for name in ("cp1251", "koi8-r"):
        letters = [char for char in sample.decode(name, "replace") if char > "\x7f" and char.isalpha()]
        lower = sum("а" <= char <= "я" for char in letters)
        if len(letters) > 20 and lower > 0.8 * len(letters):
            return Decoded(body.decode(name, "replace"), name, "guess")
    if _is_mostly_utf8(sample):
        return Decoded(body.decode("utf-8", "replace"), "utf-8", "guess")
    return Decoded(body.decode("cp1252", "replace"), "cp1252", "guess")


def _is_mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "ignore")
    return sum(char > "\x7f" for char in text) > 10 * sample.decode("utf-8", "replace").count("\ufffd")
