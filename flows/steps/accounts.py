"""What a new text changes in how the two sides' accounts stand to each other: silences and denials."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from alerts import conversation
from alerts.omissions import one_sided
from extractors.model import Relation, RelationKind, StoredRelation
from flows.settings import Settings
from flows.steps import announce
from store import Connection, calls, outbox, relations

BROKEN = "the other side's account speaks of it by now, or the first one no longer does"


def settle_silences(connection: Connection, call_keys: Sequence[str], *, now: dt.datetime) -> None:
    """Keep what only one side's account of these calls tells of, and withdraw what is so no longer.

    The whole account counts, not one text: a page may break a silence that ten stories had found.
    """
    for key in dict.fromkeys(call_keys):
        found = one_sided(calls.distinct_readouts_of(connection, key))
        names = {_name(relation) for relation in found}
        # only this kind: to read all relations of a call for each of its articles takes longer with each
        silences = relations.relations_of_call(connection, key, RelationKind.ONE_SIDE_ONLY)
        standing = [one for one in silences if one.withdrawn_at is None]
        for stored in standing:
            if _name(stored.relation) not in names:
                relations.withdraw_relation(connection, stored.id, BROKEN, now=now)
        held = {_name(stored.relation) for stored in standing}
        for relation in found:
            version_id = calls.version_of_claim(connection, relation.claim, key)
            if _name(relation) not in held and version_id is not None:
                relations.add_relations(connection, [relation], version_id=version_id, now=now)


def _name(relation: Relation) -> tuple[str, str]:
    """A silence is one of a side on a topic, whichever texts show it."""
    return relation.topic, relation.readout.side


def tell_denials(
    connection: Connection,
    fresh: announce.Fresh,
    outlet: str,
    settings: Settings,
    *,
    now: dt.datetime,
) -> None:
    """Note a side's first denial of a contradiction in its conversation; a denial is never an alert itself.

    ``fresh`` holds new relations with their row ids. A conversation that was never opened, or in which the
    side's own denial is what contradicts, is told nothing.
    """
    for relation, row_id in fresh:
        if relation.kind is not RelationKind.DENIES:
            continue
        held = relations.relations_of_call(connection, relation.readout.call_key)
        # Earlier ones only: of two sentences of one text that deny it, each waited for the other.
        if any(one.id < row_id and _same_denial(one.relation, relation) for one in held):
            continue
        note = f"{relation.reason} {outlet or 'A further source'}: “{relation.claim.quote}”"
        for key in dict.fromkeys(_conversation(one) for one in held if _is_denied(one, relation)):
            for row in _rows(connection, key, note, settings):
                announce.queue(connection, row, row_id, now)


def _same_denial(one: Relation, other: Relation) -> bool:
    same = one.kind is other.kind and one.topic == other.topic
    return same and one.claim.speaker.side is other.claim.speaker.side


def _is_denied(stored: StoredRelation, denial: Relation) -> bool:
    """Whether a stored contradiction is the one that a side denies: of its account, or of the accounts at all."""
    told = stored.relation
    if told.contradiction is None or stored.withdrawn_at is not None:
        return False
    if denial.readout_claim is None:  # "the accounts do not contradict each other"
        return told.claim.speaker.side is not None
    return told.topic == denial.topic and told.claim.speaker.side is not denial.claim.speaker.side


def _conversation(stored: StoredRelation) -> str:
    relation = stored.relation
    return f"{relation.readout.call_key}|{relation.topic}|{relation.contradiction or ''}"


def _rows(connection: Connection, key: str, note: str, settings: Settings) -> list[conversation.Outgoing]:
    said = outbox.conversation(connection, key)
    if not said:
        return []
    return conversation.change_everywhere(
        key,
        lambda one: outbox.conversation(connection, one),
        conversation.latest(said).status,
        note,
        rules=announce.channel_rules(settings.channels),
    )
