"""What the commands print: tables and progress that read well in a terminal, a file and a pipe."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

T = TypeVar("T")
# A pipe has no width of its own: 120 columns keep a table's rows on one line each in a log or an editor.
PIPE_WIDTH = 120


def console(*, error: bool = False) -> Console:
    """A console for standard output (or standard error); plain text when that is not a terminal."""
    stream = sys.stderr if error else sys.stdout
    width = shutil.get_terminal_size().columns if stream.isatty() else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, wrap: str = "") -> Table:
    """A table of plain values. ``wrap`` names the only column that may wrap; cells are no markup."""
    made = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    made.min_width = len(title)  # a title is broken at the width of its table
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=bool(wrap) and column != wrap, header_style="dim")
    for row in rows:
        made.add_row(*(escape(_text(value)) for value in row))
    return made


def _text(value: object) -> str:
    return "" if value is None else str(value)


def both_times(moment: dt.datetime | None, zone: str) -> str:
    """A moment in UTC with the local time beside it: ``2017-01-29 01:10 UTC (28 Jan 20:10 EST)``."""
    if moment is None:
        return ""
    utc = moment.astimezone(dt.UTC)
    if zone == "UTC":
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    return f"{utc:%Y-%m-%d %H:%M} UTC ({moment.astimezone(ZoneInfo(zone)):%-d %b %H:%M %Z})"


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Yield ``items`` while a line on standard error counts them; silent when that is not a terminal."""
    show = sys.stderr.isatty()
    for done, item in enumerate(items, 1):
        if show:
            print(f"\r{done}{f'/{total}' if total else ''} {what}", end="", file=sys.stderr, flush=True)
        yield item
    if show:
        print(file=sys.stderr)
