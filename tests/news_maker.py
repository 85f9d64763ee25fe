"""Invents news texts by seed: for tests that need many texts that are nobody's."""

import datetime as dt
import random
import tomllib
from pathlib import Path

from extractors.model import Article

_WORDS = tomllib.loads((Path(__file__).parent / "data" / "news_words.toml").read_text("utf-8"))
_SYLLABLES = ("bo", "ra", "ti", "ven", "lu", "mar", "ko", "sel", "ni", "dor", "pa", "gri")


def news_text(rng: random.Random, words: int = 260) -> str:
    """A story of about ``words`` words in paragraphs of two to four sentences."""
    paragraphs, count = [], 0
    while count < words:
        told = [_sentence(rng) for _ in range(rng.randint(2, 4))]
        count += sum(len(sentence.split()) for sentence in told)
        paragraphs.append(" ".join(told))
    return "\n\n".join(paragraphs)


def news_texts(seed: int, count: int, words: int = 260) -> list[str]:
    """``count`` stories that have nothing to do with each other."""
    rng = random.Random(seed)
    return [news_text(rng, words) for _ in range(count)]


def article(text: str, **known: object) -> Article:
    """An article of a text, published at a fixed time."""
    given = {"outlet": "Herald", "published": dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC), **known}
    return Article(text=text, **given)  # type: ignore[arg-type]


def _sentence(rng: random.Random) -> str:
    who, did, what, where = (rng.choice(_WORDS[part]) for part in ("who", "did", "what", "where"))
    # names and numbers of its own keep two sentences of the same parts apart
    number, place, name = rng.randint(2, 9999), _name(rng), _name(rng)
    ends = (
        f"in {place} {where}.",
        f"{where}, said {name}.",
        f"of {place} for {number} crowns {where}.",
        f"{where}, {number} days after {name} had left.",
    )
    return f"{who[0].upper()}{who[1:]} of {place} {did} {what} {rng.choice(ends)}"


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3)).capitalize()
