"""How many independent sources stand behind a contradiction: copies of one wire story count once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from extractors.model import DuplicateKind, RelationKind
from store.sql import from_json
from store.tables import articles, claims, relations, versions


def independent_sources(
    connection: Connection, call_key: str, topic: str, contradiction: str
) -> list[frozenset[int]]:
    """The articles that bear out one contradiction, in groups of one origin: as many groups as sources.

    Two articles are of one origin when one's text is a copy of the other's, when both credit one agency,
    when they are of one outlet, or when one names the other's outlet as where it has the claim from.
    Withdrawn relations do not count.
    """
    told = connection.execute(
        select(articles.c.id, articles.c.outlet, articles.c.agency, claims.c.speaker_chain)
        .select_from(relations)
        .join(claims, claims.c.id == relations.c.claim_id)
        .join(versions, versions.c.id == claims.c.version_id)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(
            relations.c.call_key == call_key,
            relations.c.topic == topic,
            relations.c.contradiction == contradiction,
            relations.c.kind == RelationKind.CONTRADICTS.value,
            relations.c.withdrawn_at.is_(None),
        )
        .order_by(articles.c.id)
    ).all()
    originals = _originals(connection, call_key)
    marks: dict[int, set[str]] = {}
    for row in told:  # an article may bear out a contradiction by several claims
        marks.setdefault(row.id, set()).update(_marks(row, originals))
    return _joined(marks)


def _originals(connection: Connection, call_key: str) -> dict[int, int]:
    """The original of each copy. An update is no copy here: it is read only in what is its own."""
    copies = (articles.c.duplicate_kind != "") & (articles.c.duplicate_kind != DuplicateKind.CONTAINS.value)
    wanted = select(articles.c.id, articles.c.original_id).where(articles.c.call_key == call_key, copies)
    return {row.id: row.original_id for row in connection.execute(wanted)}


def _marks(row: Any, originals: dict[int, int]) -> set[str]:
    """The names of an article's origin; two articles that share one are of one origin."""
    root = row.id
    while root in originals:
        root = originals[root]
    # an agency is an outlet too: its own story, a paper's copy and "according to" it are one source
    named = [row.agency, row.outlet, *from_json(row.speaker_chain)]
    return {f"text {root}"} | {f"outlet {name.casefold()}" for name in named if name}


def _joined(marks: dict[int, set[str]]) -> list[frozenset[int]]:
    """The keys of ``marks`` in groups: two are together when a chain of shared marks leads between them."""
    groups: list[tuple[set[int], set[str]]] = []
    for key, own in marks.items():
        touching = [group for group in groups if group[1] & own]
        groups = [group for group in groups if not group[1] & own]
        groups.append(
            ({key}.union(*(keys for keys, _ in touching)), own.union(*(names for _, names in touching)))
        )
    return sorted((frozenset(keys) for keys, _ in groups), key=min)
