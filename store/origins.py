"""Where a stored text came from: the page as it was fetched, and how its publisher tells the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from store.tables import articles, evidence, readouts, versions


@dataclass(frozen=True, slots=True)
class Origin:
    """Of one stored text: the SHA-256 of its page, the outlet's IANA zone, and minute, day or "".

    A part that is not known is "".
    """

    sha256: str = ""
    time_zone: str = ""
    precision: str = ""


def origin_of_version(connection: Connection, article_id: int, number: int) -> Origin:
    """The origin of one version of an article; an empty one when there is no such version."""
    wanted = _select().where(versions.c.article_id == article_id, versions.c.number == number)
    return _origin(connection, wanted)


def origin_of_readout(connection: Connection, readout_id: int) -> Origin:
    """The origin of the text that a readout was read from; an empty one when it came with no article."""
    wanted = _select().join(readouts, readouts.c.version_id == versions.c.id)
    return _origin(connection, wanted.where(readouts.c.id == readout_id))


def _select() -> Select[Any]:
    return (
        select(evidence.c.sha256, articles.c.time_zone, articles.c.published_precision)
        .select_from(versions)
        .join(articles, articles.c.id == versions.c.article_id)
        .outerjoin(evidence, evidence.c.id == versions.c.evidence_id)
    )


def _origin(connection: Connection, wanted: Select[Any]) -> Origin:
    row = connection.execute(wanted).first()
    return Origin(*(part or "" for part in row)) if row is not None else Origin()
