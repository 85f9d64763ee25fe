"""Body bytes off the wire to decoded bytes, never holding more than the limit: bombs burst in the doorway."""

from __future__ import annotations

import zlib


class BodyTooLargeError(Exception):
    """More decoded bytes than the limit."""


class BodyError(Exception):
    """An unknown content encoding, or a compressed body that cannot be read."""


class BodyCutError(Exception):
    """A compressed body that stops before its end."""


class Inflater:
    """Feed raw chunks, then ``finish()``: the decoded body. Raises the errors of this module."""

    def __init__(self, encoding: str, limit: int) -> None:
        """``encoding`` is the Content-Encoding header; ``limit`` counts decoded bytes."""
        names = [part.strip().lower() for part in encoding.split(",") if part.strip()]
        names = [name for name in names if name != "identity"]
        # Two layers are no server's honest answer to "gzip, deflate": a bomb in a bomb.
        if len(names) > 1 or not set(names) <= {"gzip", "x-gzip", "deflate"}:
            raise BodyError(f"content encoding {encoding[:40]}")
        self._deflate = names == ["deflate"]
        self._zlib = zlib.decompressobj(47) if names else None  # 32 + 15: gzip or zlib, whichever it is
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Take one raw chunk; decodes at most one byte beyond the limit."""
        decoded = chunk if self._zlib is None else self._inflate(chunk)
        self._size += len(decoded)
        if self._size > self._limit:
            raise BodyTooLargeError(f"over {self._limit} bytes decoded")
        self._parts.append(decoded)

    def finish(self) -> bytes:
        """Return the decoded body."""
        if self._zlib is not None and self._size and not self._zlib.eof:
            raise BodyCutError("the compressed body stops before its end")
        return b"".join(self._parts)

    def _inflate(self, chunk: bytes) -> bytes:
        assert self._zlib is not None  # noqa: S101 - for the type checker; feed() has looked
        room = self._limit - self._size + 1
        try:
            return self._zlib.decompress(chunk, room)
        except zlib.error as error:
            if self._deflate and not self._size:
                # "deflate" means zlib in the standard and raw deflate on many servers
                self._deflate, self._zlib = False, zlib.decompressobj(-15)
                return self._inflate(chunk)
            raise BodyError(f"compressed body: {error}") from error


# Signatures of what is sent under .html by mistake or malice; none begins a text in any charset.
_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF", b"\x7fELF", b"MZ\x90", b"Rar!",
    b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ", b"OggS", b"ID3", b"\x00\x00\x00\x18ftyp",
    b"\xca\xfe\xba\xbe",
)  # fmt: skip
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def looks_binary(body: bytes) -> bool:
    """Whether these bytes are no text: a known signature, or NULs outside UTF-16 and UTF-32."""
    if body.startswith(_SIGNATURES):
        return True
    head = body[:4096]
    return head.count(b"\x00") > 3 and not body.startswith(_UTF16_MARKS) and not _plain_utf16(head)


def _plain_utf16(head: bytes) -> bool:
    """UTF-16 without a mark: every other byte of a text in Latin letters is NUL."""
    return max(head[::2].count(b"\x00"), head[1::2].count(b"\x00")) > 0.4 * len(head) / 2
