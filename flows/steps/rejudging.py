"""Contradictions that rest on a changed page, judged again: withdrawn, strengthened, corrected, and told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from alerts import conversation, revisions
from alerts.contradictions import relations as relations_of
from alerts.revisions import AlertFate, Rejudged
from extractors.model import Readout, StoredRelation
from flows.reading import Reading
from flows.settings import Settings
from flows.steps import announce
from store import Connection, calls, outbox, relations


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is kept (aware UTC), and under which settings: of the present or of a replay."""

    settings: Settings
    now: dt.datetime


def settle_own(connection: Connection, at: Moment, stored: Sequence[StoredRelation], read: Reading) -> None:
    """Withdraw, strengthen or correct the contradictions that the page's old state led to."""
    for judged in revisions.rejudge(stored, read.relations):
        _settle(connection, at, judged)


def settle_others(connection: Connection, at: Moment, old: Sequence[Readout], new: Sequence[Readout]) -> None:
    """Judge again what other articles contradicted in a readout that was edited."""
    for readout in old:
        stored = standing(relations.relations_with_readout(connection, readout.id or 0))
        said = [*new, *_said_elsewhere(connection, readout)] if stored else []
        now = relations_of([one.relation.claim for one in stored], said)
        for judged in revisions.rejudge(stored, now):
            _settle(connection, at, judged)


def _said_elsewhere(connection: Connection, old: Readout) -> list[Readout]:
    """What other texts quote the side of a quotation with: a claim is compared with the first of equal ones.

    A side's own document that is edited takes its words back, whoever still quotes them.
    """
    if old.kind != "quoted":
        return []
    held = calls.distinct_readouts_of(connection, old.call_key)
    return [one for one in held if one.side is old.side]


def standing(stored: Sequence[StoredRelation]) -> list[StoredRelation]:
    """The contradictions among stored relations that were not withdrawn."""
    return [one for one in stored if one.withdrawn_at is None and one.relation.contradiction is not None]


def _settle(connection: Connection, at: Moment, judged: Rejudged) -> None:
    if judged.fate is AlertFate.STANDS:
        return
    if judged.fate is AlertFate.WITHDRAWN:
        relations.withdraw_relation(connection, judged.stored.id, judged.reason, now=at.now)
        others = _others_stand(connection, judged.stored)
        tell(connection, at, judged.stored, "corrected" if others else "withdrawn", judged.reason)
        return
    status = "strengthened" if judged.fate is AlertFate.STRENGTHENED else "corrected"
    tell(connection, at, judged.stored, status, judged.reason)


def _others_stand(connection: Connection, stored: StoredRelation) -> bool:
    """Whether another article still bears out the same contradiction."""
    mine = _parent_key(stored)
    held = relations.relations_of_call(connection, stored.relation.readout.call_key)
    return any(_parent_key(one) == mine and one.article_id != stored.article_id for one in standing(held))


def _parent_key(stored: StoredRelation) -> str:
    relation = stored.relation
    kind = relation.contradiction.value if relation.contradiction else ""
    return f"{relation.readout.call_key}|{relation.topic}|{kind}"


def tell(connection: Connection, at: Moment, stored: StoredRelation, status: str, note: str) -> None:
    """Say a change in every conversation of a contradiction; ``status`` "" leaves the status as it is."""
    key = _parent_key(stored)
    said = outbox.conversation(connection, key)
    if not said:
        return
    rows = conversation.change_everywhere(
        key,
        lambda one: outbox.conversation(connection, one),
        status or conversation.latest(said).status,
        note,
        rules=announce.channel_rules(at.settings.channels),
    )
    for row in rows:
        announce.queue(connection, row, stored.id, at.now)
