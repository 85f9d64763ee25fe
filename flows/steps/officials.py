"""An official page that is edited or taken away is news by itself: a line for the channel of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from alerts import revisions
from alerts.message import build_notice
from alerts.revisions import ClaimChange, PageFate
from extractors.model import Article, StoredArticle
from store import Connection, calls, outbox


def tell_edit(
    connection: Connection,
    held: StoredArticle,
    article: Article,
    changes: Sequence[ClaimChange],
    *,
    now: dt.datetime,
) -> None:
    """Queue a line on an official page whose claims about a call became ``changes``; none for other edits.

    ``held`` is its state before, with a readout of a call, ``article`` its new one.
    """
    if not changes or not _is_readout(connection, held):
        return
    announced = revisions.is_announced(held.article.text, article.text)
    line = revisions.official_edit(held.article.outlet, held.article.url, changes, announced=announced)
    _tell(connection, f"official edit|{held.id}:{held.version + 1}", line, now)


def tell_loss(connection: Connection, held: StoredArticle, fate: PageFate, *, now: dt.datetime) -> None:
    """Queue a line on an official page with a readout of a call that is gone."""
    if _is_readout(connection, held):
        line = revisions.official_loss(held.article.outlet, held.article.url, fate)
        _tell(connection, f"official loss|{held.id}|{now.isoformat()}", line, now)


def _is_readout(connection: Connection, held: StoredArticle) -> bool:
    official = held.article.side is not None
    return official and bool(calls.readouts_of_version(connection, held.version_id))


def _tell(connection: Connection, what: str, line: str, now: dt.datetime) -> None:
    key = f"notice|{what}"
    payload = build_notice(line, key).to_json()
    outbox.enqueue(connection, dedupe_key=key, parent_key=key, action="notice", payload=payload, now=now)
