"""The list of sources: ``sources.toml`` as shipped, replaced or extended by a file of the user's own."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zoneinfo
from dataclasses import fields
from pathlib import Path
from typing import Any

from extractors.model import Side, Source

SHIPPED = Path(__file__).with_name("sources.toml")
FORMS = ("feed", "sitemap", "listing")
KINDS = ("official", "agency", "paper", "search")
STATUSES = ("on", "off")
_FIELDS = {field.name: field.type for field in fields(Source)}
_TABLE = re.compile(r"^\s*\[\[\s*sources\s*\]\]")
# A source polled more often than every ten minutes is no longer a polite reader.
MIN_INTERVAL = 10


_KIND_NAMES = {int: "a whole number", str: "a text in quotes", bool: "true or false"}


class SourceError(Exception):
    """A sources file that cannot be used; the text names file, line, fault and remedy."""


def load_sources(path: str | Path | None = None) -> tuple[Source, ...]:
    """Return the sources of ``path``, or the shipped ones without it.

    A file that says ``extends = true`` adds to the shipped list; a source of the same name replaces the
    shipped one. Raises SourceError, which names the line and says how to mend it.
    """
    shipped = _read(SHIPPED)[1] if path is None or _extends(Path(path)) else ()
    own = _read(Path(path))[1] if path is not None else ()
    merged = {source.name: source for source in shipped} | {source.name: source for source in own}
    return tuple(merged.values())


def _extends(path: Path) -> bool:
    return _read(path)[0]


def _read(path: Path) -> tuple[bool, tuple[Source, ...]]:
    """Whether the file extends the shipped list, and its sources."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SourceError(f"{path}: there is no such file; give the path of a sources file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read as UTF-8 text ({type(error).__name__})") from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(_syntax_line(path, error)) from None
    return _judge(path, text, tables)


def _judge(path: Path, text: str, tables: dict[str, Any]) -> tuple[bool, tuple[Source, ...]]:
    places = _Places(path, text)
    for name in tables:
        if name not in ("sources", "extends"):
            raise places.error(-1, name, f'"{name}" is not known here; only "extends" and [[sources]] are')
    extends = tables.get("extends", False)
    if not isinstance(extends, bool):
        raise places.error(-1, "extends", "extends is true or false")
    listed = tables.get("sources", [])
    if not isinstance(listed, list) or not all(isinstance(table, dict) for table in listed):
        raise places.error(-1, "sources", "write each source as a table that begins with [[sources]]")
    sources = tuple(_source(table, places, number) for number, table in enumerate(listed))
    _no_doubles(sources, places)
    return extends, sources


def _no_doubles(sources: tuple[Source, ...], places: _Places) -> None:
    seen: set[str] = set()
    for number, source in enumerate(sources):
        if source.name in seen:
            raise places.error(number, "name", f'the name "{source.name}" is used twice; names are unique')
        seen.add(source.name)


def _source(table: dict[str, Any], places: _Places, number: int) -> Source:
    for key in ("name", "url"):
        if not table.get(key):
            raise places.error(number, "", f"this source has no {key}; add a line {key} = ...")
    for key, value in table.items():
        fault = _fault(key, value)
        if fault:
            raise places.error(number, key, fault)
    if table.get("form") == "listing" and not table.get("selector"):
        raise places.error(number, "form", "a listing needs selector = ..., a CSS selector of its item links")
    if table.get("status") == "off" and not table.get("reason"):
        raise places.error(number, "status", "a source that is off says why: add reason = ...")
    made = dict(table)
    if table.get("side"):
        made["side"] = Side(table["side"])
    else:
        made.pop("side", None)
    made.setdefault("outlet", table["name"])
    made.setdefault("never_disable", table.get("kind") == "official")
    return Source(**made)


def _fault(key: str, value: Any) -> str:
    """What is wrong with one key of a source, "" when nothing is."""
    if key not in _FIELDS:
        return f'"{key}" is not known; the keys are {", ".join(_FIELDS)}'
    wanted = {"int": int, "bool": bool}.get(str(_FIELDS[key]), str)
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        return f"{key} must be {_KIND_NAMES[wanted]}"
    check = _CHECKS.get(key)
    return check(value) if check and value != "" else ""


def _one_of(*allowed: str) -> Any:
    return lambda value: "" if value in allowed else f'"{value}" is none of {", ".join(allowed)}'


def _url_fault(value: str) -> str:
    return (
        ""
        if re.match(r"https?://[^\s/]+\S*$", value)
        else "url must begin with http:// or https:// and a host"
    )


def _zone_fault(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return f'"{value}" is no IANA time zone, such as Europe/Moscow'
    return ""


def _day_fault(value: str) -> str:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return f'"{value}" is no day, such as 2026-11-20'
    return ""


def _pattern_fault(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        return f"link_path is no regular expression ({error})"
    return ""


def _selector_fault(value: str) -> str:
    from cssselect import GenericTranslator, SelectorError

    try:
        GenericTranslator().css_to_xpath(value)
    except SelectorError as error:
        return f"selector is no CSS selector ({error})"
    return ""


_CHECKS: dict[str, Any] = {
    "url": _url_fault,
    "form": _one_of(*FORMS),
    "kind": _one_of(*KINDS),
    "status": _one_of(*STATUSES),
    "side": _one_of(*(side.value for side in Side)),
    "time_zone": _zone_fault,
    "checked": _day_fault,
    "link_path": _pattern_fault,
    "selector": _selector_fault,
    "interval_minutes": lambda value: (
        "" if value >= MIN_INTERVAL else f"the least interval is {MIN_INTERVAL} minutes"
    ),
    "expected_silence_hours": lambda value: "" if value > 0 else "expected_silence_hours must be above 0",
}


class _Places:
    """Where things stand in the file: tomllib tells no lines, so they are found again in the text."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._tables = [number for number, line in enumerate(self._lines, 1) if _TABLE.match(line)]

    def error(self, table: int, key: str, fault: str) -> SourceError:
        """A SourceError for ``key`` of the table with this number (-1: before the first table)."""
        return SourceError(f"{self._path} line {self._line(table, key)}: {fault}")

    def _line(self, table: int, key: str) -> int:
        first = self._tables[table] if 0 <= table < len(self._tables) else 1
        last = self._tables[table + 1] - 1 if 0 <= table + 1 < len(self._tables) else len(self._lines)
        if table < 0:
            first, last = 1, len(self._lines)
        pattern = re.compile(rf"""^\s*(\[\[?\s*)?["']?{re.escape(key)}["']?\s*(=|\.|\])""")
        for number in range(first, last + 1):
            if key and pattern.match(self._lines[number - 1]):
                return number
        return first


def _syntax_line(path: Path, error: tomllib.TOMLDecodeError) -> str:
    """The line of a TOML error, which the parser gives inside its text only."""
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    what = re.sub(r"\s*\(at [^)]*\)", "", str(error))
    return f"{path} line {found.group(1) if found else '?'}: not TOML: {what}"
