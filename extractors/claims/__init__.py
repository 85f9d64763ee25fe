"""Claims about leaders' calls: what was discussed, agreed, proposed, done; how long; who called.

A claim family is one file in ``families`` with a word list beside it; FAMILIES names them all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from extractors.claims.draft import ClaimFamily
from extractors.claims.engine import claims_of, read_page
from extractors.claims.families import (
    accounts,
    anything,
    call_facts,
    cooperation,
    deeds,
    sanctions,
    stances,
    utterances,
    world,
)
from extractors.claims.page import Page
from extractors.model import Article, Claim

FAMILIES: tuple[ClaimFamily, ...] = (
    sanctions.FAMILY,
    cooperation.FAMILY,
    call_facts.FAMILY,
    world.FAMILY,
    deeds.FAMILY,
    utterances.FAMILY,
    stances.FAMILY,
    anything.FAMILY,
    accounts.FAMILY,
)

# Below this share of Latin letters a page is in another script: half-translated pages have more.
LATIN_SHARE = 0.7
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|that|was|on|with|said|for|by|is|it|not|had|has|he|its|from|which|were|who|between|after|there)\b",
    re.IGNORECASE,
)


def claims_in(article: Article) -> list[Claim]:
    """Return the claims of an article's text in order; offsets count in ``article.text``.

    Empty for a text in a language that is not read. Never raises for any text.
    """
    page = page_of(article)
    return claims_of(page, FAMILIES) if page is not None else []


def page_of(article: Article, known: Sequence[dt.date] = ()) -> Page | None:
    """Return the article prepared for reading, None when its language is not read.

    ``known`` are the days of known calls: they settle what a date without a year means.
    """
    return read_page(article, FAMILIES, known) if language_read(article) else None


def language_read(article: Article) -> bool:
    """Return whether the article is in English, the only language whose claims are read."""
    sample = article.text[:20_000]
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        return False
    if sum(c < "\u0250" for c in letters) / len(letters) < LATIN_SHARE:
        return False
    words = len(re.findall(r"\w+", sample))
    # English news text has one of these words in three to four; other Latin languages one in twenty.
    return words < 20 or len(_ENGLISH.findall(sample)) / words > 0.12
