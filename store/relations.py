"""Relations between claims and readout claims, and everything stored about one call. Times are UTC."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, select, update

from extractors.model import (
    ContradictionKind,
    Dossier,
    Readout,
    Relation,
    RelationKind,
    StoredAlert,
    StoredRelation,
)
from store.articles import articles_of_call, version_of
from store.calls import (
    add_claims,
    add_readout,
    call_by_key,
    claim_id_of,
    claim_of,
    claims_of,
    readout_by_id,
    readouts_of,
)
from store.sql import insert_new
from store.tables import alerts, articles, claims, relations, versions


class AddedRelation(NamedTuple):
    """The id of a relation, and whether this call added it."""

    id: int
    new: bool


def add_relations(
    connection: Connection, found: Sequence[Relation], *, version_id: int, now: dt.datetime
) -> list[AddedRelation]:
    """Keep the relations of an article version's claims; ids in the given order, with which are new.

    A claim or readout that is not held yet is kept first, so the order of calls does not matter. Enqueue
    the alerts of the new ones on the same connection, so that both are kept or neither.
    """
    return [_add_relation(connection, relation, version_id, now) for relation in found]


def relations_of_call(
    connection: Connection, call_key: str, kind: RelationKind | None = None
) -> list[StoredRelation]:
    """Every relation of a call, or those of one kind; oldest first, withdrawn ones too."""
    wanted = _select().where(relations.c.call_key == call_key)
    return _relations(connection, wanted if kind is None else wanted.where(relations.c.kind == kind))


def relations_of_article(connection: Connection, article_id: int) -> list[StoredRelation]:
    """The relations of an article's claims, of all its versions, oldest first."""
    return _relations(connection, _select().where(versions.c.article_id == article_id))


def relations_with_readout(connection: Connection, readout_id: int) -> list[StoredRelation]:
    """The relations that rest on one readout, oldest first."""
    return _relations(connection, _select().where(relations.c.readout_id == readout_id))


def withdraw_relation(connection: Connection, relation_id: int, reason: str, *, now: dt.datetime) -> bool:
    """Set a relation aside because a later version no longer bears it out; False when it already was."""
    standing = (relations.c.id == relation_id) & relations.c.withdrawn_at.is_(None)
    values = {"withdrawn_at": now, "withdrawn_reason": reason}
    return connection.execute(update(relations).where(standing).values(**values)).rowcount > 0


def dossier_of(connection: Connection, call_key: str) -> Dossier | None:
    """Everything stored about a call, oldest first in each part; None when there is no such call."""
    call = call_by_key(connection, call_key)
    if call is None:
        return None
    held = articles_of_call(connection, call_key)
    whole = [dataclasses.replace(one, claims=tuple(claims_of(connection, one.version_id))) for one in held]
    return Dossier(
        call=call,
        readouts=tuple(readouts_of(connection, call_key)),
        articles=tuple(whole),
        relations=tuple(relations_of_call(connection, call_key)),
        alerts=tuple(_alerts_of(connection, call_key)),
        versions=tuple(_changed_versions(connection, call_key)),
    )


def _add_relation(
    connection: Connection, relation: Relation, version_id: int, now: dt.datetime
) -> AddedRelation:
    readout = (
        relation.readout
        if relation.readout.id is not None
        else add_readout(connection, relation.readout, now=now)
    )
    claim_id = claim_id_of(connection, relation.claim, version_id=version_id)
    if claim_id is None:
        claim_id = add_claims(connection, version_id, [relation.claim])[0]
    against = (
        claim_id_of(connection, relation.readout_claim, readout_id=readout.id or 0)
        if relation.readout_claim is not None
        else None
    )
    row = {
        "call_key": readout.call_key,
        "claim_id": claim_id,
        "readout_claim_id": against,
        "readout_id": readout.id,
        "kind": relation.kind,
        "contradiction": relation.contradiction or "",
    }
    rest = {name: getattr(relation, name) for name in ("topic", "rule", "reason", "confidence")}
    new = insert_new(connection, relations, [row | rest | {"found_at": now}])
    if new:
        return AddedRelation(new[0], new=True)
    key = ["claim_id", "readout_claim_id", "kind", "contradiction"] + ["readout_id"] * (against is None)
    same = [relations.c[name] == row[name] for name in key]  # "== None" is written IS NULL
    return AddedRelation(int(connection.execute(select(relations.c.id).where(*same)).scalar_one()), new=False)


def _select() -> Select[Any]:
    owner = (relations.join(claims, claims.c.id == relations.c.claim_id)).join(
        versions, versions.c.id == claims.c.version_id
    )
    return select(relations, versions.c.article_id).select_from(owner).order_by(relations.c.id)


def _relations(connection: Connection, wanted: Select[Any]) -> list[StoredRelation]:
    rows = connection.execute(wanted).all()
    ids = {row.claim_id for row in rows} | {row.readout_claim_id for row in rows} - {None}
    both = connection.execute(select(claims).where(claims.c.id.in_(sorted(ids)))).all() if ids else []
    by_id = {row.id: claim_of(row) for row in both}
    held: dict[int, Readout] = {}
    for readout_id in {row.readout_id for row in rows}:
        readout = readout_by_id(connection, readout_id)
        assert readout is not None  # noqa: S101 - a foreign key holds it
        held[readout_id] = readout
    return [_relation(row, by_id, held) for row in rows]


def _relation(row: Row[Any], by_id: dict[int, Any], held: dict[int, Readout]) -> StoredRelation:
    relation = Relation(
        kind=RelationKind(row.kind),
        claim=by_id[row.claim_id],
        readout_claim=by_id[row.readout_claim_id] if row.readout_claim_id is not None else None,
        readout=held[row.readout_id],
        rule=row.rule,
        reason=row.reason,
        topic=row.topic,
        contradiction=ContradictionKind(row.contradiction) if row.contradiction else None,
        confidence=row.confidence,
    )
    return StoredRelation(
        row.id, relation, row.article_id, row.found_at, row.withdrawn_at, row.withdrawn_reason
    )


def _alerts_of(connection: Connection, call_key: str) -> list[StoredAlert]:
    names = [field.name for field in dataclasses.fields(StoredAlert)]
    of_call = select(alerts).where(alerts.c.call_key == call_key).order_by(alerts.c.id)
    return [
        StoredAlert(**{name: row._mapping[name] for name in names}) for row in connection.execute(of_call)
    ]


def _changed_versions(connection: Connection, call_key: str) -> list[Any]:
    of_call = articles.c.call_key == call_key
    wanted = select(versions).join(articles, articles.c.id == versions.c.article_id).where(of_call)
    return [version_of(row) for row in connection.execute(wanted.order_by(versions.c.seen_at, versions.c.id))]
