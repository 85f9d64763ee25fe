"""Calls, the readouts of both sides, and the claims read from articles and readouts. Times are UTC."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, update

from extractors.model import (
    Call,
    Claim,
    Family,
    Modality,
    Polarity,
    Proposition,
    Readout,
    Scope,
    Side,
    Speaker,
)
from store.sql import from_json, insert_many, insert_new, to_json
from store.tables import calls, claims, readouts, versions

_PLAIN = ("topic", "family", "proposition", "polarity", "modality", "scope", "quote", "start", "end")
_ALSO = ("call_date", "holder", "value", "rule")
# What makes two quotations of a side one: everything that a comparison looks at, nothing of the wording.
_SAID = ("topic", "proposition", "polarity", "modality", "scope", "holder", "value", "terms", "rule")
_SAID_BY = ("speaker_side", "speaker_on_record")


def add_call(connection: Connection, call: Call, *, now: dt.datetime, origin: str = "monitor") -> Call:
    """Keep a call under its key; the call as held.

    A call that is held gains what was unknown of it, and goes from reported to official, never back.
    """
    row = dataclasses.asdict(call) | {"first_seen_at": now, "origin": origin}
    if not insert_new(connection, calls, [row]):
        held = call_by_key(connection, call.key)
        assert held is not None  # noqa: S101 - the insert found it
        gained = {
            name: getattr(call, name)
            for name in ("us_leader", "ru_leader", "format")
            if getattr(call, name) and not getattr(held, name)
        }
        if held.status == "reported" and call.status in ("official", "disputed"):
            gained["status"] = call.status
        if gained:
            connection.execute(update(calls).where(calls.c.key == call.key).values(**gained))
    kept = call_by_key(connection, call.key)
    assert kept is not None  # noqa: S101 - just written
    return kept


def set_call_status(connection: Connection, call_key: str, status: str) -> None:
    """Say that a call is official, reported or disputed."""
    connection.execute(update(calls).where(calls.c.key == call_key).values(status=status))


def call_by_key(connection: Connection, key: str) -> Call | None:
    """The call of a key ("2017-01-28", or "-2" behind it for the second of a day)."""
    row = connection.execute(select(calls).where(calls.c.key == key)).first()
    return None if row is None else _call(row)


def calls_between(connection: Connection, first: dt.date, last: dt.date) -> list[Call]:
    """The calls from the day ``first`` to the day ``last``, both included, oldest first."""
    wanted = select(calls).where(calls.c.date.between(first, last)).order_by(calls.c.date, calls.c.key)
    return [_call(row) for row in connection.execute(wanted).all()]


def all_calls(connection: Connection) -> list[Call]:
    """Every call, oldest first."""
    return [_call(row) for row in connection.execute(select(calls).order_by(calls.c.date, calls.c.key)).all()]


def readout_key(readout: Readout) -> str:
    """The name of a readout by its content: the same statement in the same text is one row."""
    parts = [readout.call_key, readout.side, readout.issuer, readout.kind, readout.outlet, readout.url]
    return hashlib.sha256("\x1f".join([*parts, readout.text]).encode()).hexdigest()[:32]


def claim_key(claim: Claim) -> str:
    """The name of a claim by its content, within one version or readout."""
    return hashlib.sha256(to_json(_claim_values(claim)).encode()).hexdigest()[:32]


def add_readout(
    connection: Connection, readout: Readout, *, now: dt.datetime, version_id: int | None = None
) -> Readout:
    """Keep a readout with its claims; the readout with its ``id``. One that is held already stays.

    ``version_id`` is the article version whose text it is, as a document or as quoted there. Its call must
    be stored first.
    """
    key = readout_key(readout)
    row = {name: getattr(readout, name) for name in ("call_key", "side", "issuer", "kind", "outlet", "url")}
    row |= {"key": key, "published": readout.published, "version_id": version_id, "first_seen_at": now}
    row["text"] = (
        None if version_id is not None and _text_of(connection, version_id) == readout.text else readout.text
    )
    insert_new(connection, readouts, [row])
    readout_id = int(connection.execute(select(readouts.c.id).where(readouts.c.key == key)).scalar_one())
    _add_claims(connection, readout.claims, readout_id=readout_id)
    return dataclasses.replace(readout, id=readout_id)


def readouts_of(connection: Connection, call_key: str) -> list[Readout]:
    """The readouts of a call with their claims, oldest first; not those that a later version replaced."""
    rows = connection.execute(_select_readouts().where(_current(call_key)).order_by(*_AGE)).all()
    return _readouts(connection, rows)


def distinct_readouts_of(
    connection: Connection, call_key: str, *, without: Sequence[int] = ()
) -> list[Readout]:
    """``readouts_of`` with each thing that a side is quoted with once: what a new claim is compared with.

    Documents keep all their claims. Of what articles quote, a claim that a document or an earlier quotation
    of the side makes is left out, and so is a quotation with nothing else. Every story quotes the readouts
    once more: compared with each of them, 250 stories on one call made 28,000 relations. Readouts whose ids
    are in ``without`` are not looked at.
    """
    quoted = readouts.c.kind == "quoted"
    same = [readouts.c.side, *(claims.c[name] for name in _SAID + _SAID_BY)]
    order = (quoted, *_AGE, claims.c.position, claims.c.id)
    rank = func.row_number().over(partition_by=same, order_by=order).label("rank")
    owned = readouts.join(claims, claims.c.readout_id == readouts.c.id)
    current = _current(call_key) & readouts.c.id.not_in(without)
    ranked = select(claims.c.id, claims.c.readout_id, quoted.label("quoted"), rank).select_from(owned)
    every = ranked.where(current).subquery()
    wanted = select(every.c.id, every.c.readout_id).where(every.c.quoted.is_(False) | (every.c.rank == 1))
    kept = connection.execute(wanted).all()
    chosen = readouts.c.id.in_({row.readout_id for row in kept})
    rows = connection.execute(_select_readouts().where(chosen).order_by(*_AGE)).all()
    return _readouts(connection, rows, [row.id for row in kept])


def readouts_of_version(connection: Connection, version_id: int) -> list[Readout]:
    """The readouts that were read from one article version, with their claims."""
    rows = connection.execute(
        _select_readouts().where(readouts.c.version_id == version_id).order_by(readouts.c.id)
    ).all()
    return _readouts(connection, rows)


def readout_by_id(connection: Connection, readout_id: int) -> Readout | None:
    """The readout of an id with its claims, also when a later version replaced it."""
    rows = connection.execute(_select_readouts().where(readouts.c.id == readout_id)).all()
    return next(iter(_readouts(connection, rows)), None)


def supersede_readouts(connection: Connection, version_id: int, *, now: dt.datetime) -> int:
    """Set aside the readouts of a version that a newer one replaced; how many. They stay in the store."""
    current = (readouts.c.version_id == version_id) & readouts.c.superseded_at.is_(None)
    return connection.execute(update(readouts).where(current).values(superseded_at=now)).rowcount


def add_claims(connection: Connection, version_id: int, found: Sequence[Claim]) -> list[int]:
    """Keep the claims of an article version; their ids in the given order. Held ones are not doubled."""
    _add_claims(connection, found, version_id=version_id)
    ids = {row.key: row.id for row in connection.execute(_owned(version_id=version_id))}
    return [ids[claim_key(claim)] for claim in found]


def claims_of(connection: Connection, version_id: int) -> list[Claim]:
    """The claims of an article version, in the order in which they were read."""
    rows = connection.execute(_owned(version_id=version_id).order_by(claims.c.position, claims.c.id)).all()
    return [claim_of(row) for row in rows]


def claim_id_of(
    connection: Connection, claim: Claim, *, version_id: int = 0, readout_id: int = 0
) -> int | None:
    """The id of a claim of one version or one readout; None when it is not held there."""
    owned = _owned(version_id=version_id, readout_id=readout_id).where(claims.c.key == claim_key(claim))
    row = connection.execute(owned).first()
    return None if row is None else int(row.id)


def version_of_claim(connection: Connection, claim: Claim, call_key: str) -> int | None:
    """The article version that a claim of a call's readouts was read from; None when its text is no article's."""
    owned = claims.join(readouts, readouts.c.id == claims.c.readout_id)
    same = (readouts.c.call_key == call_key) & (claims.c.key == claim_key(claim))
    wanted = select(readouts.c.version_id).select_from(owned).where(same & readouts.c.version_id.is_not(None))
    row = connection.execute(wanted.order_by(readouts.c.id)).first()
    return None if row is None else int(row.version_id)


def claim_of(row: Row[Any]) -> Claim:
    """A row of ``claims`` as a value."""
    kept = row._mapping
    speaker = Speaker(
        name=kept["speaker"],
        side=Side(kept["speaker_side"]) if kept["speaker_side"] else None,
        on_record=kept["speaker_on_record"],
        role=kept["speaker_role"],
        chain=tuple(from_json(kept["speaker_chain"])),
        is_outlet=kept["speaker_is_outlet"],
    )
    return Claim(
        speaker=speaker,
        topic=kept["topic"],
        family=Family(kept["family"]),
        proposition=Proposition(kept["proposition"]),
        polarity=Polarity(kept["polarity"]),
        modality=Modality(kept["modality"]),
        scope=Scope(kept["scope"]),
        quote=kept["quote"],
        start=kept["start"],
        end=kept["end"],
        terms=frozenset(from_json(kept["terms"])),
        **{name: kept[name] for name in _ALSO},
    )


def _add_claims(
    connection: Connection,
    found: Iterable[Claim],
    *,
    version_id: int | None = None,
    readout_id: int | None = None,
) -> None:
    rows = []
    for position, claim in enumerate(found):
        values = _claim_values(claim)
        values |= {"call_date": claim.call_date, "position": position, "key": claim_key(claim)}
        rows.append(values | {"version_id": version_id, "readout_id": readout_id})
    insert_many(connection, claims, rows)


def _claim_values(claim: Claim) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(claim, name) for name in _PLAIN + _ALSO}
    values["call_date"] = claim.call_date.isoformat() if claim.call_date else None
    values |= {"terms": to_json(sorted(claim.terms)), "speaker": claim.speaker.name}
    values |= {
        f"speaker_{name}": getattr(claim.speaker, name) for name in ("side", "on_record", "role", "is_outlet")
    }
    return values | {"speaker_chain": to_json(list(claim.speaker.chain))}


def _owned(*, version_id: int = 0, readout_id: int = 0) -> Select[Any]:
    owner = claims.c.version_id == version_id if version_id else claims.c.readout_id == readout_id
    return select(claims).where(owner)


# Oldest first.
_AGE = (func.coalesce(readouts.c.published, readouts.c.first_seen_at), readouts.c.id)


def _current(call_key: str) -> ColumnElement[bool]:
    return (readouts.c.call_key == call_key) & readouts.c.superseded_at.is_(None)


def _text_of(connection: Connection, version_id: int) -> str | None:
    return connection.execute(select(versions.c.text).where(versions.c.id == version_id)).scalar()


def _select_readouts() -> Select[Any]:
    whole = func.coalesce(readouts.c.text, versions.c.text).label("whole_text")
    return select(readouts, whole).outerjoin(versions, versions.c.id == readouts.c.version_id)


def _readouts(
    connection: Connection, rows: Sequence[Row[Any]], only: Sequence[int] | None = None
) -> list[Readout]:
    """The readouts of rows with their claims, or with those claims whose ids are in ``only``."""
    ids = [row.id for row in rows]
    wanted = claims.c.readout_id.in_(ids) if only is None else claims.c.id.in_(only)
    owned = select(claims).where(wanted).order_by(claims.c.position, claims.c.id)
    by_readout: dict[int, list[Claim]] = {}
    for row in connection.execute(owned) if ids else ():
        by_readout.setdefault(row.readout_id, []).append(claim_of(row))
    return [_readout(row, by_readout.get(row.id, [])) for row in rows]


def _readout(row: Row[Any], own: Sequence[Claim]) -> Readout:
    kept = row._mapping
    same = ("issuer", "kind", "outlet", "url", "published", "call_key", "id")
    return Readout(
        side=Side(kept["side"]),
        text=kept["whole_text"],
        claims=tuple(own),
        **{name: kept[name] for name in same},
    )


def _call(row: Row[Any]) -> Call:
    kept = row._mapping
    return Call(**{field.name: kept[field.name] for field in dataclasses.fields(Call)})
