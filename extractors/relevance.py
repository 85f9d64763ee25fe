"""May this be about a call of the two leaders? Asked of an entry, of a raw page and of a text, in that order.

Tuned for recall: a "no" is final and unseen, a "yes" costs one page. So a yes takes only one word from each
of a few groups, and the groups are wide. The words are in ``relevance.toml`` beside this file.
"""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from extractors.charset import decode
from extractors.model import Entry

_WORDS = Path(__file__).with_name("relevance.toml")
# What a page shows nobody, or shows on every page: menus name presidents on days without any call.
_UNREAD = re.compile(
    r"<!--.*?-->|<(script|style|nav|footer|aside|noscript|svg|template)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^>]{0,2000}>")


def entry_may_matter(entry: Entry) -> bool:
    """Whether the page of this entry is worth fetching, by title, summary and address.

    A title alone is no ground for a "no" ("'Green light' claim falls apart" was about a call): an entry
    without a summary passes unless its title or address names another world, such as sport.
    """
    words = f"{entry.title} {entry.summary} {_address_words(entry.url)}"
    found = _groups(words) - {"elsewhere"}
    if "russia" in found or "both" in found or len(found) > 1:
        return True
    return not entry.summary.strip() and "elsewhere" not in _groups(words)


def page_may_matter(html: bytes) -> bool:
    """Whether a raw page is worth the extractors' time: both sides and a word for talking, outside menus."""
    text = _MARKUP.sub(" ", _UNREAD.sub(" ", decode(html).text))
    return text_may_matter(text)


def text_may_matter(text: str) -> bool:
    """Whether a text names both sides, or means both by "the presidents", and has some word for talking."""
    found = _groups(text)
    named = "both" in found or {"russia", "america"} <= found
    meant = "pair" in found and found & {"russia", "america", "topic"}
    return bool(named or meant) and "call" in found


def _groups(text: str) -> frozenset[str]:
    """The names of the word groups that occur in ``text``."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(text))


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    groups = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {name: _pattern(words) for name, words in groups.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    """One pattern for a group: ``*`` at the end of a word stands for any ending."""
    parts = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+") for word in words]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def _address_words(url: str) -> str:
    return re.sub(r"[^A-Za-z]+", " ", url.partition("://")[2].partition("/")[2])
