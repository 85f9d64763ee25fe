"""Where sentences begin, by the marks and words around each full stop. Pure text work: no model.

The parser's own borders lose speakers: it cuts inside "We'll see. As far as ..." and after "Sen.".
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_END = re.compile(
    r"""(?P<stop>[.!?…]+)(?P<closers>["')\]]*)(?P<gap>\s+)(?=["'(\[$#@–—•-]*\s?[A-Z0-9À-ÖØ-Þ])"""
)
_WORD_BEFORE = re.compile(r"[\w.'&-]+$")

# '"Never!" Mr. Orlov said': the sentence goes on behind the quotation when a speaker and his verb follow.
_SPEAKER_FOLLOWS = re.compile(
    r"\s*(?:[\w.'’-]+\s){1,6}?(?:said|says|asked|asks|added|adds|told|wrote|writes|tweeted|cried|shouted|exclaimed|"
    r"replied|responded|wondered|continued|declared|yelled|joked)\b"
)
# "MOSCOW, Jan. 28 (Interfax) - ": place in capitals, date, agency, dash. Left in, it becomes the subject.
_DATELINE = re.compile(
    r"(?=[^a-z]*?[A-Z]{4})[A-Z][A-Z.'-]+(?:[ ,/]+[A-Z][A-Z.'-]*)*"
    r"(?:,? (?:[A-Z][a-z]+\.?,? ?){1,3})?(?:,? \d{1,2}(?:, \d{4})?)?"
    r"(?: ?\([^)\n]{2,40}\))? ?(?:--|[-–—―]) "
)


# In characters: "ROSTOV-ON-DON, RUSSIA, Feb. 12 (The Associated Press) -- " has 57.
_LONGEST_DATELINE = 120


@cache
def _words() -> dict[str, frozenset[str]]:
    """Return the abbreviations that ship beside the code, by kind, read once."""
    text = files("extractors.language").joinpath("abbreviations.toml").read_text(encoding="utf-8")
    return {kind: frozenset(words.split()) for kind, words in tomllib.loads(text).items()}


def borders(text: str) -> list[int]:
    """Return the offsets where a sentence begins, the first one (0) left out, in rising order.

    ``text`` is one paragraph with straight marks (see ``quotes.normalise``).
    """
    dateline = _DATELINE.match(text[:_LONGEST_DATELINE])
    first = [dateline.end()] if dateline and dateline.end() < len(text) else []
    return first + [
        m.end() for m in _END.finditer(text) if _is_border(text, m) and (not first or m.end() > first[0])
    ]


def _is_border(text: str, match: re.Match[str]) -> bool:
    """Return whether the stop ends a sentence: not an abbreviation, an initial, or a quotation's own mark."""
    stop, closers = match["stop"], match["closers"]
    if stop[-1] in "!?":
        return not (closers[:1] in ('"', "'") and _SPEAKER_FOLLOWS.match(text, match.end(), match.end() + 80))
    if closers or stop != ".":
        return True
    found = _WORD_BEFORE.search(text, max(match.start() - 20, 0), match.start())
    word = found.group().lower().rpartition("-")[2] if found else ""
    if word in _words()["titles"] or (len(word) == 1 and word.isalpha() and word != "i"):
        return False
    if word in _words()["short"] or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        following = re.match(r"[\"'(\[]*([\w.]+)", text[match.end() : match.end() + 30])
        return following is not None and following[1].lower().rstrip(".") in _words()["openers"]
    return True
