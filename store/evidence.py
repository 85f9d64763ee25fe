"""The bytes as fetched, compressed, with hash, headers and time. Nothing here is ever replaced.

Equal bodies are kept once: a page that did not change costs a line at each later visit, not a copy.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, exists, select

from store.errors import StoreBrokenError
from store.sql import from_json, insert_new, insert_one, to_json
from store.tables import articles, evidence, evidence_bodies, versions

CODEC = "zlib"

_UNREAD = (
    select(evidence.c.id)
    .where(*(evidence.c[name] == bindparam(name) for name in ("url", "final_url", "status", "sha256")))
    .where(~exists().where(versions.c.evidence_id == evidence.c.id))
    .order_by(evidence.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer of a server as it came: ``body`` is what was sent, after transfer decoding."""

    id: int
    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    sha256: str
    fetched_at: dt.datetime
    extractor_version: str


def add_evidence(
    connection: Connection,
    *,
    url: str,
    body: bytes,
    fetched_at: dt.datetime,
    final_url: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    extractor_version: str = "",
) -> int:
    """Keep an answer; its id. ``extractor_version`` names the program that read the article out of it.

    The same answer of the same address that nothing was read from yet is not kept twice: a pass that was
    killed between fetching and reading fetches again.
    """
    digest = hashlib.sha256(body).hexdigest()
    asked = {"url": url, "final_url": final_url or url, "status": status, "sha256": digest}
    if (unread := connection.execute(_UNREAD, asked).scalar()) is not None:
        return int(unread)
    held = connection.execute(select(evidence_bodies.c.sha256).where(evidence_bodies.c.sha256 == digest))
    if held.first() is None:
        row = {"sha256": digest, "codec": CODEC, "size": len(body), "data": zlib.compress(body, 6)}
        insert_new(connection, evidence_bodies, [row])
    values = asked | {
        "headers": to_json(dict(headers or {})),
        "fetched_at": fetched_at,
        "extractor_version": extractor_version,
    }
    return int(insert_one(connection, evidence, values))


def evidence_of(connection: Connection, evidence_id: int) -> Evidence:
    """The answer kept under an id, its hash checked. Raises StoreBrokenError when missing or damaged."""
    both = select(evidence, evidence_bodies.c.codec, evidence_bodies.c.size, evidence_bodies.c.data)
    row = connection.execute(both.join(evidence_bodies).where(evidence.c.id == evidence_id)).first()
    if row is None:
        raise StoreBrokenError(f"Evidence {evidence_id} is not in the store")
    problem, body = _unpack(row)
    if problem:
        raise StoreBrokenError(f"Evidence {evidence_id} of {row.url} is damaged: {problem}")
    return Evidence(
        id=row.id,
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=from_json(row.headers),
        body=body,
        sha256=row.sha256,
        fetched_at=row.fetched_at,
        extractor_version=row.extractor_version,
    )


def evidence_ids(connection: Connection, urls: Sequence[str] | None = None) -> list[int]:
    """The ids of all evidence, or of that fetched from ``urls``, oldest first."""
    wanted = select(evidence.c.id).order_by(evidence.c.id)
    if urls is not None:
        wanted = wanted.where(evidence.c.url.in_(list(urls)))
    return list(connection.execute(wanted).scalars().all())


def evidence_between(connection: Connection, first: dt.datetime, last: dt.datetime) -> list[int]:
    """The ids of what was fetched from ``first`` on and before ``last``, in the order of fetching."""
    wanted = select(evidence.c.id).where(evidence.c.fetched_at >= first, evidence.c.fetched_at < last)
    return list(connection.execute(wanted.order_by(evidence.c.fetched_at, evidence.c.id)).scalars().all())


def evidence_of_call(connection: Connection, call_key: str) -> list[int]:
    """The ids of what the articles on a call were read from, every state of theirs, oldest first."""
    of_call = select(articles.c.id).where(articles.c.call_key == call_key)
    wanted = select(versions.c.evidence_id).where(versions.c.article_id.in_(of_call))
    found = wanted.where(versions.c.evidence_id.is_not(None)).distinct().order_by(versions.c.evidence_id)
    return [int(number) for number in connection.execute(found).scalars().all()]


def held_evidence(connection: Connection, url: str, sha256: str, fetched_at: dt.datetime) -> int | None:
    """The id under which this very answer is kept already; an archive that is read twice brings it again."""
    same = (evidence.c.url == url) & (evidence.c.sha256 == sha256) & (evidence.c.fetched_at == fetched_at)
    found = connection.execute(select(evidence.c.id).where(same).order_by(evidence.c.id).limit(1)).scalar()
    return None if found is None else int(found)


def damaged_evidence(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """Re-hash every kept body: (evidence id, address, what is wrong) for each that is not as fetched."""
    bodies = connection.execute(select(evidence_bodies).order_by(evidence_bodies.c.sha256))
    bad = {row.sha256: problem for row in bodies for problem, _ in [_unpack(row)] if problem}
    if not bad:
        return
    hit = select(evidence.c.id, evidence.c.url, evidence.c.sha256).where(evidence.c.sha256.in_(sorted(bad)))
    for row in connection.execute(hit.order_by(evidence.c.id)).all():
        yield row.id, row.url, bad[row.sha256]


def _unpack(row: Row[tuple[object, ...]]) -> tuple[str, bytes]:
    """What is wrong with a kept body ("" when nothing is), and the body."""
    if row.codec != CODEC:
        return f"packed as {row.codec!r}, which this readout-watch does not know", b""
    try:
        body = zlib.decompress(row.data)
    except zlib.error:
        return "the bytes cannot be unpacked", b""
    if len(body) != row.size or hashlib.sha256(body).hexdigest() != row.sha256:
        return "the bytes do not have the hash they were fetched with", b""
    return "", body
