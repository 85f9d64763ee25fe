"""Quotation marks and the stretches they enclose, found paragraph by paragraph before any sentence is cut.

Sentences are cut afterwards, because a quotation that runs over several sentences has one speaker; a
splitter that cuts inside it loses him. Pure text work: no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.model import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch: ``start``/``end`` with its marks, ``inner`` without them, as offsets into the text.

    ``paragraph`` is the index of the paragraph it stands in. ``continued`` is True when the paragraph before
    ended inside the quotation, so that both have one speaker. ``closed`` is False when the closing mark
    is missing (the quotation goes on in the next paragraph, or the mark was lost).
    """

    start: int
    end: int
    inner: Span
    paragraph: int
    continued: bool = False
    closed: bool = True


# UTF-8 read as Windows-1252 turns the curly marks into three characters; U+009D is often dropped on the way.
_MOJIBAKE = re.compile(
    "â€(?:(?P<open>œ)|(?P<apostrophe>™)|(?P<single>˜)|(?P<dash>[\u201c\u201d])|(?P<close>\x9d|(?!¦)))"
)
_DOUBLE = re.compile("[\"“”„«»″]|``|''")
_SINGLE = re.compile("['‘’‚‹›]")
# Fills a character's place and parts no word: word lists look for this one, and zero-width spaces are made it.
_FILLER = "\u00ad"
_SPACES_TO_ASCII = str.maketrans(
    {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2003": " ", "\t": " ", "\u200b": _FILLER}
)


def normalise(text: str) -> str:
    """Return the text with every kind of double mark as ``"`` and curly apostrophes straight, length
    unchanged.

    Marks of several characters (mojibake, LaTeX and doubled apostrophes) keep their length by spaces on the
    outer side, so that every offset into the result is an offset into ``text``.
    """
    text = _MOJIBAKE.sub(_mend, text).translate(_SPACES_TO_ASCII)
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)  # half a surrogate pair cannot be encoded for the parser
    text = re.sub("``", ' "', text)
    text = re.sub(r"(?<!\w)''(?=\w)", ' "', text)
    text = re.sub("''", '" ', text)
    return re.sub("[‘’‚‹›]", "'", re.sub("[“”„«»″]", '"', text))


def _mend(match: re.Match[str]) -> str:
    """Return the straight mark for one garbled mark, padded to the same length on the outer side."""
    width = len(match.group())
    if match["dash"] is not None:
        return " - "
    if match["apostrophe"] is not None:
        return "’".ljust(width, _FILLER)
    if match["single"] is not None:
        return "‘".rjust(width)
    return "“".rjust(width) if match["open"] is not None else "”".ljust(width)


def find_quotes(text: str, paragraphs: Sequence[Span]) -> tuple[Quote, ...]:
    """Return the quotations of the text in order; never raises, whatever the number of marks.

    A paragraph that ends inside a quotation hands it on when the next one begins with an opening mark
    (the newspaper rule); otherwise the quotation ends with its paragraph.
    """
    clean = _MOJIBAKE.sub(_mend, text)
    quotes: list[Quote] = []
    for index, (start, end) in enumerate(paragraphs):
        handed_on = bool(quotes) and not quotes[-1].closed and quotes[-1].paragraph == index - 1
        quotes.extend(_paragraph_quotes(clean, start, end, index, handed_on))
    return tuple(quotes)


def _paragraph_quotes(text: str, start: int, end: int, index: int, handed_on: bool) -> Iterator[Quote]:
    """Yield the quotations of one paragraph, double marks first, single marks only where no double stands."""
    marks = list(_marks(text, start, end, _DOUBLE)) or list(_single_marks(text, start, end))
    opened: tuple[int, int] | None = None
    for position, width, opens in marks:
        if opened is not None and not opens:
            first, skip = opened
            first_mark = first == start + len(text[start:end]) - len(text[start:end].lstrip())
            yield Quote(first, position + width, (first + skip, position), index, handed_on and first_mark)
            opened = None
        elif opens:
            opened = (position, width)
    if opened is not None:
        first, skip = opened
        stop = _last_of_open(text, first + skip, start + len(text[start:end].rstrip()))
        if first + skip < stop:
            yield Quote(
                first, stop, (first + skip, stop), index, handed_on and not text[start:first].strip(), False
            )


# Behind a quotation whose closing mark was lost: ", the aide said". Everything after it is the writer's.
_TAG = re.compile(
    r"[,?!]\s+(?=(?:[\w.'’-]+\s){1,6}(?:said|says|added|told|wrote|asked|replied)\b|(?:said|says|added)\s)"
)


def _last_of_open(text: str, start: int, end: int) -> int:
    """Return where a quotation that nothing closes ends: before a speaker and his verb, or with its
    paragraph.

    It may rightly stay open when the next paragraph goes on with it; then too a speaker's words are not in
    it.
    """
    tag = _TAG.search(text, start, end)
    return tag.start() + 1 if tag else end


def _marks(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield (position, width, opens) of each double mark; straight ones open or close by the space around
    them.
    """
    inside = False
    for match in pattern.finditer(text, start, end):
        mark = match.group()
        if mark in ("“", "„", "«", "``"):
            inside = not (inside and _stands_behind(text, match.span(), end))
        elif mark in ("”", "»"):
            inside = False
        else:
            inside = _opens(text, match.span(), (start, end), inside)
        yield match.start(), match.end() - match.start(), inside


def _stands_behind(text: str, mark: Span, end: int) -> bool:
    """Return whether an opening mark stands where a closing one belongs: right behind a word or a stop."""
    return not text[mark[0] - 1].isspace() and (mark[1] >= end or text[mark[1]].isspace())


def _opens(text: str, mark: Span, paragraph: Span, inside: bool) -> bool:
    """Return whether a straight mark opens: by the space around it, and where that says nothing, in turns."""
    first, after = mark
    space_before = first == paragraph[0] or text[first - 1].isspace() or text[first - 1] in "([-–—"
    space_after = after >= paragraph[1] or text[after].isspace() or text[after] in ".,;:!?)]-–—"
    if space_before != space_after:
        return space_before
    return not inside


def _single_marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield single marks that enclose something: an apostrophe stands between letters or closes nothing."""
    inside = False
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if before.isalnum() and after.isalnum():
            continue
        if not inside and not before.isalnum() and after.isalnum() and _closes_later(text, at + 1, end):
            inside = True
            yield at, 1, True
        elif inside and (before in ".,!?;:" or not after.isalnum()) and before != " ":
            inside = False
            yield at, 1, False


def _closes_later(text: str, start: int, end: int) -> bool:
    """Return whether a single mark closes within the paragraph: after punctuation, or before a space not
    after s.
    """
    return re.search(r"[.,!?;:]['’]|[^\Ws]['’](?=\W|$)", text[start : min(end, start + 1500)]) is not None
