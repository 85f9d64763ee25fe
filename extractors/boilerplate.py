"""From the lines that extractors agree on to the article's body: notices, captions and headlines leave."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractors.cleaning import Known, key_of
from extractors.lines import without_repeats

_PATTERNS = Path(__file__).with_name("boilerplate.txt")
# Longer lines are sentences of the article, whatever words they begin with.
_LONGEST = 200
# A credit ends a caption: "... in Moscow, Jan. 28. (AP Photo/Name)", "... REUTERS/Name", "Photo: Name/TASS".
_CREDIT = re.compile(
    r"\((?:AP|AFP|EPA|Reuters)?\s?(?:file )?(?:Photos?|Images?|Photograph|Picture|Pool|Handout|Courtesy)\b"
    r"[^()]{0,80}\)\W*$"
    r"|\b(?:REUTERS|AFP|EPA|AP Photo|Getty Images?|TASS|ТАСС|Sputnik|РИА Новости|Kremlin\.ru|Shutterstock)"
    r"\s?(?:/|\||via)\s?[^.]{2,60}$"
    r"|(?:/|\||via |© ?)\s?(?:REUTERS|AFP|AP|EPA|Getty(?: Images)?|TASS|ТАСС|Sputnik|Bloomberg)\W*$"
    r"|\b(?:Photo(?:graph)?|Image|Picture|Credit|Фото)(?: credit| by)?: ?[^.]{2,60}$"
)
_CREDIT_LONGEST = 500
_BYLINE = re.compile(r"(?:By|By:|Автор:|Текст:)(?: [^.!?]{2,80})?|by")
# The headline may follow a kicker or a date; further down an equal line is a heading of the article's own.
_HEAD_LINES = 4
_MENU_LONGEST = 80
# Where links make up most of the text, they are the text.
_LINKS_SHARE = 0.3


def body_lines(lines: Sequence[str], known: Known) -> list[str]:
    """Return the lines that are body text, in order; ``known`` is what the page shows of itself."""
    kept = [
        line for line in without_repeats(lines) if not is_boilerplate(line) and not is_caption(line, known)
    ]
    kept = _without_menu(_without_headline(kept, known.headlines), known.menu)
    links = [line for line in kept if key_of(line) in known.links]
    if sum(map(len, links)) > _LINKS_SHARE * sum(map(len, kept)):
        return kept
    return [line for line in kept if key_of(line) not in known.links]


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is a plain notice of the page and no sentence of the article."""
    line = line.strip().rstrip(".!:…»›> ")
    return len(line) <= _LONGEST and _boilerplate().fullmatch(line) is not None


def is_caption(line: str, known: Known) -> bool:
    """Whether a line is a picture's caption: as the page's markup shows, or by the credit that closes it."""
    if key_of(line) in known.captions:
        return True
    return len(line) <= _CREDIT_LONGEST and _CREDIT.search(line.rstrip()) is not None


def _without_menu(lines: list[str], menu: frozenset[str]) -> list[str]:
    """Drop the texts of links that stand before the first real line: the menu of old pages."""
    first = next((at for at, line in enumerate(lines) if len(line) > _MENU_LONGEST), len(lines))
    return [line for at, line in enumerate(lines) if at >= first or key_of(line) not in menu]


def _without_headline(lines: list[str], headlines: Iterable[str]) -> list[str]:
    known = frozenset(headlines)
    return [
        line
        for at, line in enumerate(lines)
        if at >= _HEAD_LINES or not (key_of(line) in known or _BYLINE.fullmatch(line.strip()))
    ]


@functools.cache
def _boilerplate() -> re.Pattern[str]:
    lines = _PATTERNS.read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line.strip() and not line.startswith("#")]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
