"""The articles, each with every state it was ever seen in. Times are UTC.

Text and title live in ``versions``; the row in ``articles`` says what is known of the page as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, select, update

from extractors.model import (
    Article,
    DuplicateKind,
    Fingerprint,
    Side,
    StoredArticle,
    StoredVersion,
    Verdict,
)
from store.sql import from_json, insert_new, insert_one, to_json
from store.tables import articles, versions

_SAME = (
    "url",
    "outlet",
    "published",
    "published_source",
    "published_precision",
    "published_agreement",
    "language",
    "time_zone",
    "agreement",
    "agency",
)


class AddedArticle(NamedTuple):
    """What became of an article: its id, the version its claims hang from, and whether it is new."""

    article_id: int
    version_id: int
    new: bool


def add_article(
    connection: Connection,
    article: Article,
    *,
    canonical_url: str,
    fingerprint: Fingerprint,
    now: dt.datetime,
    duplicate: Verdict | None = None,
    evidence_id: int | None = None,
    call_key: str = "",
    origin: str = "monitor",
    next_visit_at: dt.datetime | None = None,
) -> AddedArticle:
    """Keep an article as its first version. One whose canonical address is held already is left alone.

    ``canonical_url`` is "" for a text without an address. ``duplicate`` says what it is a copy of and why.
    The index of duplicates is filled by ``index_article``, in the same transaction.
    """
    row = _values(article) | {
        "canonical_url": canonical_url or None,
        "origin": origin,
        "first_seen_at": now,
        "text_hash": fingerprint.text_hash,
        "shingle_scheme": fingerprint.scheme,
        "call_key": call_key or None,
        "next_visit_at": next_visit_at,
        "last_visited_at": now,
    }
    new = insert_new(connection, articles, [row | _copy_of(duplicate)])
    if not new:
        held = article_by_url(connection, canonical_url)
        assert held is not None  # noqa: S101 - the address is the only key that can clash
        return AddedArticle(held.id, held.version_id, new=False)
    about = {"text_hash": fingerprint.text_hash, "seen_at": now, "evidence_id": evidence_id}
    version_id = _add_version_row(connection, new[0], 1, article, **about)
    return AddedArticle(new[0], version_id, new=True)


def add_version(
    connection: Connection,
    article_id: int,
    article: Article,
    *,
    fingerprint: Fingerprint,
    now: dt.datetime,
    evidence_id: int | None = None,
    changes: Sequence[str] = (),
) -> int:
    """Keep a changed state of an article beside the old ones; the new version's id.

    ``changes`` are sentences on how its claims differ from the state before, empty for an edit of words
    only. What is known of the page as a whole is replaced by what the new state says.
    """
    newest = select(func.max(versions.c.number)).where(versions.c.article_id == article_id)
    number = int(connection.execute(newest).scalar_one()) + 1
    about = {"text_hash": fingerprint.text_hash, "seen_at": now, "evidence_id": evidence_id}
    version_id = _add_version_row(connection, article_id, number, article, changes=changes, **about)
    kept = {name: value for name, value in _values(article).items() if value not in ("", None, "[]")}
    kept |= {"version": number, "text_hash": fingerprint.text_hash}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**kept))
    return version_id


def article_by_url(connection: Connection, canonical_url: str) -> StoredArticle | None:
    """The article held under a canonical address."""
    return _one(connection, _select().where(articles.c.canonical_url == canonical_url))


def article_by_id(connection: Connection, article_id: int) -> StoredArticle | None:
    """The article of an id, in its newest version."""
    return _one(connection, _select().where(articles.c.id == article_id))


def article_by_hash(connection: Connection, text_hash: str) -> StoredArticle | None:
    """The first article held whose whole text has this hash."""
    return _one(
        connection, _select().where(articles.c.text_hash == text_hash).order_by(articles.c.id).limit(1)
    )


def articles_of_call(connection: Connection, call_key: str) -> list[StoredArticle]:
    """The articles about a call, copies too, in order of publication, then of arrival."""
    order = (func.coalesce(articles.c.published, articles.c.first_seen_at), articles.c.id)
    found = connection.execute(_select().where(articles.c.call_key == call_key).order_by(*order)).all()
    return [_article(row) for row in found]


def set_call(connection: Connection, article_id: int, call_key: str) -> None:
    """Say which call an article is mainly about."""
    connection.execute(update(articles).where(articles.c.id == article_id).values(call_key=call_key or None))


def versions_of(connection: Connection, article_id: int) -> list[StoredVersion]:
    """Every state of an article, oldest first."""
    wanted = select(versions).where(versions.c.article_id == article_id).order_by(versions.c.number)
    return [version_of(row) for row in connection.execute(wanted).all()]


def all_articles(connection: Connection) -> Iterator[StoredArticle]:
    """Every article in its newest state, in order of arrival."""
    for row in connection.execute(_select().order_by(articles.c.id)):
        yield _article(row)


def set_fingerprint(connection: Connection, article_id: int, fingerprint: Fingerprint) -> None:
    """Note how an article's newest text is known to the index of copies."""
    values = {"text_hash": fingerprint.text_hash, "shingle_scheme": fingerprint.scheme}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**values))


def versions_with_evidence(connection: Connection) -> Iterator[tuple[int, StoredVersion]]:
    """Every state of an article that was read from kept evidence, with the evidence's id, oldest first."""
    wanted = select(versions).where(versions.c.evidence_id.is_not(None)).order_by(versions.c.id)
    for row in connection.execute(wanted):
        yield row.evidence_id, version_of(row)


def articles_to_revisit(connection: Connection, *, now: dt.datetime, limit: int = 50) -> list[StoredArticle]:
    """The articles whose next visit has come, longest waiting first; those that are gone stay out."""
    due = (articles.c.next_visit_at <= now) & articles.c.gone_at.is_(None)
    order = (articles.c.next_visit_at, articles.c.id)
    return [
        _article(row) for row in connection.execute(_select().where(due).order_by(*order).limit(limit)).all()
    ]


def record_visit(
    connection: Connection, article_id: int, *, now: dt.datetime, next_visit_at: dt.datetime | None
) -> None:
    """Note that an article was looked at again, and when to look next (None: never)."""
    values = {"last_visited_at": now, "next_visit_at": next_visit_at, "visits": articles.c.visits + 1}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**values))


def mark_gone(connection: Connection, article_id: int, reason: str, *, now: dt.datetime) -> bool:
    """Note that a page was removed or sends its readers elsewhere; False when that was known already."""
    still_there = (articles.c.id == article_id) & articles.c.gone_at.is_(None)
    values = {"gone_at": now, "gone_reason": reason}
    return connection.execute(update(articles).where(still_there).values(**values)).rowcount > 0


def mark_back(connection: Connection, article_id: int) -> None:
    """Note that a removed page can be read again."""
    values = {"gone_at": None, "gone_reason": ""}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**values))


def article_count(connection: Connection) -> int:
    """How many articles are held, copies included."""
    return int(connection.execute(select(func.count()).select_from(articles)).scalar_one())


def version_of(row: Row[Any]) -> StoredVersion:
    """A row of ``versions`` as a value."""
    return StoredVersion(
        id=row.id,
        article_id=row.article_id,
        number=row.number,
        title=row.title,
        text=row.text,
        seen_at=row.seen_at,
        changes=tuple(from_json(row.changes)),
    )


def _values(article: Article) -> dict[str, Any]:
    values = {name: getattr(article, name) for name in _SAME}
    return values | {"authors": to_json(list(article.authors)), "side": article.side}


def _copy_of(duplicate: Verdict | None) -> dict[str, Any]:
    if duplicate is None:
        return {}
    return {
        "duplicate_kind": duplicate.kind,
        "original_id": duplicate.original_id,
        "duplicate_score": duplicate.score,
        "duplicate_reason": duplicate.reason,
    }


def _add_version_row(
    connection: Connection, article_id: int, number: int, article: Article, **about: Any
) -> int:
    about["changes"] = to_json(list(about.get("changes", ())))
    row = about | {"article_id": article_id, "number": number, "title": article.title, "text": article.text}
    return int(insert_one(connection, versions, row))


def _select() -> Select[Any]:
    newest = (versions.c.article_id == articles.c.id) & (versions.c.number == articles.c.version)
    state = (versions.c.id.label("version_id"), versions.c.title, versions.c.text)
    return select(articles, *state).join(versions, newest)


def _one(connection: Connection, wanted: Select[Any]) -> StoredArticle | None:
    row = connection.execute(wanted).first()
    return None if row is None else _article(row)


def _article(row: Row[Any]) -> StoredArticle:
    kept = row._mapping
    article = Article(
        text=kept["text"],
        title=kept["title"],
        authors=tuple(from_json(kept["authors"])),
        side=Side(kept["side"]) if kept["side"] else None,
        **{name: kept[name] for name in _SAME},
    )
    same = ("id", "version", "version_id", "first_seen_at", "origin", "gone_at", "gone_reason")
    return StoredArticle(
        article=article,
        canonical_url=kept["canonical_url"] or "",
        call_key=kept["call_key"] or "",
        duplicate=_verdict(row),
        **{name: kept[name] for name in same},
    )


def _verdict(row: Row[Any]) -> Verdict | None:
    if not row.duplicate_kind:
        return None
    kind = DuplicateKind(row.duplicate_kind)
    return Verdict(kind, row.original_id, row.duplicate_score, row.duplicate_reason)
