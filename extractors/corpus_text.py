"""Cleans the texts of the seed corpus: pages saved by hand, with whatever stood around the story.

Only what no story's own sentence can be is removed; what remains keeps its words and their order.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A page turn cuts a sentence in two: "pushed to their worst / --- / level since the Cold War".
_PAGE_TURN = re.compile(r"\s*\n[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*\n\s*")
_HEADING = re.compile(r"^#{1,6}\s*(?P<words>.+?)\s*#*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(?P<words>.+?)(?<=\S)\1")
# "date 2017-01-28 WaPo reports;" was put before the story by whoever saved it
_SAVED_AS = re.compile(r"^\s*date\s+\d{4}-\d\d-\d\d\b[^\n]{0,60};\s*$", re.IGNORECASE)
_STAMP = re.compile(r"^\d{1,2}[/.]\d{1,2}[/.]\d{4}\s+\d{1,2}:\d\d\b(\s+by\s+\S+)?$")
_CREDIT = re.compile(r"^[-–—]?\s*\(?(?:with\s+)?[A-Z][\w ,&]{1,40}\s+inputs\)?\.?$", re.IGNORECASE)
_PHOTO = re.compile(r"\b(?:photo|picture|image|photograph)s?\s*:\s*[\w ./,&-]{2,60}$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:advertisement|agencies|select voice|choose your listening speed|get through articles .{0,20}"
    r"|reading time\s*:.{0,20}|why you can trust\b.{0,40}|slow|average|fast|[\d.]+x|\d+ wpm|listen|share"
    r"|\.{3}|…)$",
    re.IGNORECASE,
)
# A line with no stop at its end and fewer words than this names a section or a person, or is the title.
_LABEL_WORDS = 5
# "**Washington:** In his first conversation": only in bold, because "Putin: We agreed" names a speaker
_DATELINE = re.compile(r"^\*\*[A-Z][\w .'-]{2,30}:\*\*\s+")


class CorpusPage(NamedTuple):
    """The title of a saved page, "" when it has none, and its text as paragraphs with blank lines between."""

    title: str
    text: str


def clean_page(raw: str) -> CorpusPage:
    """Strip a saved page of its marks and furniture. Never raises; of an empty page nothing remains."""
    joined = _PAGE_TURN.sub(" ", raw.replace("\r\n", "\n"))
    lines = [line.strip() for line in joined.split("\n")]
    title, start = _title(lines)
    kept = [_plain(line) for line in lines[start:] if line and not _is_furniture(line)]
    text = [line for line in kept if not _is_label(line)]
    return CorpusPage(title, "\n\n".join(dict.fromkeys(text)))


def _title(lines: list[str]) -> tuple[str, int]:
    """The title and the line behind it: the first heading, or the last unstopped line above the story."""
    for number, line in enumerate(lines):
        if heading := _HEADING.match(line):
            return _plain(heading["words"]), number + 1
        if _is_sentence(line):
            break
    above = [(at, line) for at, line in enumerate(lines[:number]) if line and not _is_furniture(line)]
    titles = [(at, line) for at, line in above if len(line.split()) >= _LABEL_WORDS]
    return (titles[-1][1], titles[-1][0] + 1) if titles else ("", 0)


def _plain(line: str) -> str:
    return _EMPHASIS.sub(r"\g<words>", _DATELINE.sub("", line)).strip()


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= 2 * _LABEL_WORDS and bool(re.search(r"[.!?][\"”’)]*$", line))


def _is_furniture(line: str) -> bool:
    patterns = (_FURNITURE, _SAVED_AS, _STAMP, _CREDIT, _HEADING)
    return any(pattern.match(line) for pattern in patterns) or bool(_PHOTO.search(line))


def _is_label(line: str) -> bool:
    return len(line.split()) < _LABEL_WORDS and not re.search(r"[.!?:,;][\"”’)]*$", line)
