"""The date that a page shows its readers: beside the headline or in the dateline, in English or Russian.

htmldate takes the day at the top of a page, which is today's, for the article's when nothing else is tagged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import lxml.html

from extractors.published import OFFSETS, Finding, finding

# Between the headline and the text stand a byline, a date, a share bar: more elements are another part.
_NEAR = 40
_SHORT = 160
_LONG_PARAGRAPH = 80
_DATELINE = 60
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan январ", "feb феврал", "mar март", "apr апрел", "may мая май", "jun июн", "jul июл",
         "aug август", "sep сентябр", "oct октябр", "nov ноябр", "dec декабр"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})\\w*\\.?"
_DATES = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?,? {_MONTH},? (?P<year>\d{{4}})",
    rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
    r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)",
    r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})",
    r"(?P<slash1>\d{1,2})/(?P<slash2>\d{1,2})/(?P<year>\d{4})",
)
_CLOCK = re.compile(
    r"^\D{0,14}?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s*(?P<half>[ap])?\.?m?\.?\s*(?P<zone>[A-Z]{2,4}|МСК)?\b",
    re.IGNORECASE,
)
_PATTERNS = tuple(re.compile(rf"(?<![\w./-]){one}(?![\w/])", re.IGNORECASE) for one in _DATES)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d")
_CHANGED = re.compile(
    r"(?:updated|modified|changed|last edit\w*|обновлен\w*|изменен\w*)[^|]{0,12}$", re.IGNORECASE
)


def from_page(tree: lxml.html.HtmlElement, time_zone: str = "UTC") -> Finding | None:
    """The first date shown near the headline, one that is not said to be of a change; else the dateline's."""
    for text in _near_headline(tree):
        if _ISO.match(text) and (found := finding("page", text, time_zone)):
            return found
        for moment in _dates_in(text):
            found = finding("page", moment, time_zone)
            if found:
                return found
    return None


def _near_headline(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Short texts between headline and body, the head of the first paragraph, then what stands above it."""
    headline = next(tree.iter("h1"), None)
    if headline is None:
        return
    yield from _below(tree, headline)
    parent = headline.getparent()
    for node in parent if parent is not None else ():
        if node is headline:
            return
        text = _text(node)
        if len(text) <= _SHORT:
            yield text


def _below(tree: lxml.html.HtmlElement, headline: lxml.html.HtmlElement) -> Iterator[str]:
    passed, seen = False, 0
    for node in tree.iter():
        passed = passed or node is headline
        if not passed or node is headline or not isinstance(node.tag, str):
            continue
        seen += 1
        text = _text(node)
        if node.tag == "p" and len(text) > _LONG_PARAGRAPH:
            yield text[:_DATELINE]
            return
        if seen > _NEAR:
            return
        if len(text) <= _SHORT:
            yield from filter(None, (node.get("datetime") if node.tag == "time" else "", text))


def _text(node: lxml.html.HtmlElement) -> str:
    """The words of a node, read no further than tells a short text from a long one."""
    if not isinstance(node.tag, str):
        return ""  # a comment
    parts, length = [], 0
    for part in node.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > _SHORT:
            break
    return " ".join(" ".join(parts).split())


def _dates_in(text: str) -> Iterator[dt.datetime | str]:
    """Dates of a short text: with a time of day an aware or naive datetime, else an ISO day."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _day(match.groupdict())
            if day and not _CHANGED.search(text[: match.start()]):
                yield _timed(day, text[match.end() :])


def _day(parts: dict[str, str | None]) -> dt.date | None:
    year = int(parts["year"] or 0)
    if parts.get("slash1"):
        first, second = int(parts["slash1"] or 0), int(parts["slash2"] or 0)
        month, day = (second, first) if first > 12 else (first, second)  # 12/17 is American; 17/12 is not
    else:
        word = (parts.get("month") or "").lower()
        month = _MONTHS[word] if word else int(parts.get("number") or 0)
        day = int(parts["day"] or 0)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _timed(day: dt.date, rest: str) -> dt.datetime | str:
    clock = _CLOCK.match(rest)
    if not clock:
        return day.isoformat()
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    try:
        moment = dt.datetime.combine(day, dt.time(hour, minute))
    except ValueError:
        return day.isoformat()
    zone = (clock["zone"] or "").upper().replace("МСК", "MSK")
    offset = OFFSETS.get(zone)
    return moment.replace(tzinfo=dt.timezone(dt.timedelta(seconds=offset))) if offset is not None else moment
