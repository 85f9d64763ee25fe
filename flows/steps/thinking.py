"""An article read against the store, nothing written: is it a copy, what does it claim, what contradicts."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.duplicates import Finding, find_duplicate
from extractors.model import Article, Claim
from flows import reading as reader
from flows.reading import Heard, Reading
from flows.steps.news import news_only
from store import Connection, Engine, articles, calls, duplicate_index
from store.engine import reading

EMPTY = Reading(claims=(), calls=(), main_call=None, readouts=(), relations=())
# A story is updated a few times a day; a longer chain of copies is somebody's archive.
LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Thought:
    """What an article says and how that stands to the store, before anything is written.

    ``seen`` is how many articles the store held while it was thought.
    """

    article: Article
    copy: Finding
    reading: Reading
    seen: int


def think(engine: Engine, article: Article, heard: Heard | None = None) -> Thought:
    """Read the article against the store: is it a copy, what does it claim, what contradicts.

    ``heard`` is what another process has heard of it already; see ``flows.reading``.
    """
    with reading(engine) as connection:
        return think_with(connection, article, heard)


def think_with(connection: Connection, article: Article, heard: Heard | None = None) -> Thought:
    """``think`` on an open connection."""
    seen = articles.article_count(connection)
    copy = find_original(connection, article)
    # An update brings news, and an edited copy or cut may: one "not" makes another claim of it.
    if copy.verdict is not None and not copy.verdict.new_text:
        return Thought(article, copy, EMPTY, seen)
    read = reader.read(
        article,
        calls.all_calls(connection),
        lambda key: calls.distinct_readouts_of(connection, key),
        new_text=copy.verdict.new_text if copy.verdict else None,
        heard=heard,
    )
    if copy.verdict is not None:
        read = news_only(read, copy.verdict, claims_held(connection, copy.verdict.original_id))
    return Thought(article, copy, read, seen)


def claims_held(connection: Connection, article_id: int) -> list[Claim]:
    """The claims of an article and of what it is itself a copy of."""
    found: list[Claim] = []
    for _ in range(LONGEST_CHAIN):
        held = articles.article_by_id(connection, article_id)
        if held is None:
            break
        found += calls.claims_of(connection, held.version_id)
        if held.duplicate is None:
            break
        article_id = held.duplicate.original_id
    return found


def find_original(connection: Connection, article: Article) -> Finding:
    """What the article's text is a copy of among the stored ones, and what of it is new to the index."""
    held = duplicate_index.LookUp(connection)
    return find_duplicate(
        article.text,
        common=held.common,
        candidates=held.candidates,
        foresee=held.foresee,
        side=article.side,
    )
