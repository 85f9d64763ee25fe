"""Makes altered copies of texts, which are duplicates, and look-alikes, which are not. All by seed.

A copy keeps its story; a look-alike shares a statement, quotations, a house notice or an event with a
stored story and tells another. Texts are plain, with a line for each paragraph.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_NEXT_PUNCTUATION = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "..."})
_CURLY = [
    (re.compile(r'"([^"\n]+)"'), r"“\1”"),
    (re.compile(r"(\w)'(\w)"), r"\1’\2"),
    (re.compile(r" - "), " — "),
]


@dataclass(frozen=True)
class Query:
    """A text to look up: ``kind`` of alteration, the ids of the stored texts it copies (none: a negative)."""

    kind: str
    text: str
    originals: frozenset[int]


@dataclass(frozen=True)
class Shared:
    """What unrelated stories share: house notices, a statement and vocabulary to put words from."""

    notices: tuple[str, ...]
    statement: str
    vocabulary: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    return [piece for line in text.split("\n") for piece in _SENTENCE.split(line) if piece.strip()]


def copies(rng: random.Random, text: str, others: Sequence[str], shared: Shared) -> dict[str, str]:
    """Each kind of altered copy of ``text``; ``others`` are unrelated texts to merge with."""
    filler = rng.choice(others)
    headline = " ".join(rng.sample(shared.vocabulary, 9)).capitalize()
    return {
        "exact": text,
        "quotes": _respelled(text),
        "encoding": "\r\n".join(line + " " for line in text.replace(" ", "  ").split("\n")),
        "headline": f"{headline}\nBy our own correspondent\n{text}",
        "boilerplate": f"{text}\n{rng.choice(shared.notices)}",
        "drop 10 %": _dropped(rng, text, 0.10),
        "drop 30 %": _dropped(rng, text, 0.30),
        "drop 50 %": _dropped(rng, text, 0.50),
        "first third": _first_words(text, len(text.split()) // 3),
        "teaser": _first_words(text, 45) + " ...\nRead the whole story on our site.",
        "reordered": _reordered(rng, text),
        "5 % of words changed": _reworded(rng, text, 0.05, shared),
        "10 % of words changed": _reworded(rng, text, 0.10, shared),
        "20 % of words changed": _reworded(rng, text, 0.20, shared),
        "merged": f"{text}\n{filler}",
        "wire mix": _reworded(rng, _dropped(rng, text, 0.3), 0.03, shared)
        + "\n"
        + rng.choice(shared.notices),
    }


def look_alikes(rng: random.Random, fresh: str, stored: str, shared: Shared) -> dict[str, str]:
    """Each kind of look-alike: the story ``fresh`` with something of the stored text ``stored``."""
    lines = fresh.split("\n")
    return {
        "shared boilerplate": f"{fresh}\n{rng.choice(shared.notices)}",
        "shared statement": "\n".join([*lines[:2], shared.statement, *lines[2:]]),
        "shared quotations": "\n".join([*lines[:3], _passage(rng, stored, 45), *lines[3:]]),
        "same event": _same_event(rng, fresh, stored),
    }


def house_notice(rng: random.Random, vocabulary: Sequence[str], words: int) -> str:
    """A notice as sites put under every story: ``words`` words, in sentences."""
    drawn = [rng.choice(vocabulary) for _ in range(words)]
    return " ".join(" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, words, 12))


def _respelled(text: str) -> str:
    if re.search("[“”’]", text):
        return text.translate(_NEXT_PUNCTUATION)
    for pattern, curly in _CURLY:
        text = pattern.sub(curly, text)
    return text


def _dropped(rng: random.Random, text: str, share: float) -> str:
    every = sentences(text)
    kept = sorted(rng.sample(range(len(every)), max(1, round(len(every) * (1 - share)))))
    return "\n".join(every[at] for at in kept)


def _first_words(text: str, count: int) -> str:
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[min(count, len(ends)) - 1]]


def _reordered(rng: random.Random, text: str) -> str:
    lines = sentences(text)
    rng.shuffle(lines)
    return "\n".join(lines)


def _reworded(rng: random.Random, text: str, share: float, shared: Shared) -> str:
    change: Callable[[re.Match[str]], str] = lambda match: (  # noqa: E731
        rng.choice(shared.vocabulary) if rng.random() < share else match.group()
    )
    return re.sub(r"\w+", change, text)


def _passage(rng: random.Random, text: str, words: int) -> str:
    drawn = text.split()
    start = rng.randrange(max(1, len(drawn) - words))
    return f"“{' '.join(drawn[start : start + words])}”"


def _same_event(rng: random.Random, fresh: str, stored: str) -> str:
    """The story ``fresh`` about the people and places of ``stored``, with one of its quotations."""
    names = list(dict.fromkeys(_NAME.findall(stored))) or ["Ivanov"]
    told: dict[str, str] = {}
    renamed = _NAME.sub(lambda match: told.setdefault(match.group(), rng.choice(names)), fresh)
    return f"{renamed}\n{_passage(rng, stored, 25)} it was said."
