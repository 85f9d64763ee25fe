"""Headlines: lines whose every word is capitalised parse badly, and "Orlov: Talks failed" names a speaker.

Capital letters make the tagger see names where verbs are, so a headline's ordinary words are set in small
letters for the parser; lengths and offsets stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.model import Span

_WORD = re.compile(r"[^\W\d_][\w'’]*")

# Longest headline, in characters: beyond it, capitals are a list of names.
_LONGEST = 250


def is_headline(line: str) -> bool:
    """Return whether three quarters of the longer words of a short line begin with a capital letter."""
    words = [word for word in _WORD.findall(line[: _LONGEST + 1]) if len(word) > 3]
    big = sum(word[0].isupper() for word in words)
    return len(line) <= _LONGEST and len(words) >= 3 and big / len(words) > 0.75


def lowered(text: str, paragraphs: Sequence[Span]) -> str:
    """Return the text with the ordinary words of its headlines in small letters, length unchanged.

    A word is ordinary when the body of the same text writes it small, and more often so than with a capital.
    """
    heads = [(start, end) for start, end in paragraphs if is_headline(text[start:end])]
    if not heads or len(heads) == len(paragraphs):
        return text
    body = Counter(_WORD.findall(_without(text, heads)))
    for start, end in heads:
        text = text[:start] + _WORD.sub(lambda m: _small(m.group(), body), text[start:end]) + text[end:]
    return text


def _without(text: str, spans: Sequence[Span]) -> str:
    """Return the text without the spans."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return "".join((*kept, text[at:]))


def _small(word: str, body: Counter[str]) -> str:
    """Return the word in small letters if the body has it so more often."""
    small = word.lower()
    return small if len(small) == len(word) and body[small] > body[word] else word
