"""What analysts say of the alerts in Slack, kept as verdicts and shown on the message they judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from alerts import feedback as verdicts
from alerts import listening
from alerts.listening import Ear, Opinion
from alerts.message import build_notice
from flows.steps import announce
from store import Connection, Engine, feedback, outbox, troubles
from store.engine import reading, writing

# A told trouble with a colon is one that delivery never takes for mended by a message that went out.
_TOLD = "rule under its floor:"


def listen(
    engine: Engine,
    ear: Ear,
    bot: str,
    *,
    now: dt.datetime,
    days: int,
    sleep: Callable[[float], None],
) -> dict[str, int]:
    """Read the reactions on the alerts of the last ``days`` days; gives how many verdicts are new.

    ``bot`` is the bot's own user id. Raises SlackTroubleError; what was read before it is kept.
    """
    with reading(engine) as connection:
        messages = feedback.judgeable(connection, since=now - dt.timedelta(days=days))
    counts = {"messages read": 0, "new verdicts": 0}
    for opinion in listening.listen(ear, messages, bot=bot, sleep=sleep):
        counts["messages read"] += 1
        with writing(engine) as connection:
            counts["new verdicts"] += keep(connection, opinion, now)
    with writing(engine) as connection:
        tell_demotions(connection, now)
    return counts


def tell_demotions(connection: Connection, now: dt.datetime) -> list[str]:
    """Queue a line for the channel on each rule that fell under its floor; gives the rules.

    A rule is told of once, and again only after its precision had come back in between.
    """
    known = {name.removeprefix(_TOLD) for name in troubles.told(connection) if name.startswith(_TOLD)}
    rules = {rule.name: rule for rule in announce.precision_of_rules(connection)}
    fallen = announce.rules_under_their_floor(connection)
    for name in sorted(fallen - known):
        key = f"notice|rule under its floor|{name}|{now.isoformat()}"
        payload = build_notice(verdicts.demotion_notice(rules[name]), key).to_json()
        outbox.enqueue(connection, dedupe_key=key, parent_key=key, action="notice", payload=payload, now=now)
        troubles.remember_told(connection, _TOLD + name, payload, now=now)
    troubles.forget_told(connection, [_TOLD + name for name in known - fallen])
    return sorted(fallen - known)


def keep(connection: Connection, opinion: Opinion, now: dt.datetime) -> bool:
    """Keep one opinion and queue what follows from it, in one transaction; False when it was known."""
    new = feedback.record_verdict(
        connection,
        pair_key=opinion.content.pair_key,
        verdict=opinion.verdict,
        judged_by=opinion.judged_by,
        now=now,
        alert_key=opinion.message.dedupe_key,
        rule=opinion.content.rule,
        source=opinion.content.claim.outlet,
    )
    if new:
        said = outbox.conversation(connection, opinion.message.parent_key)
        for row in listening.consequences(opinion, said):
            announce.queue(connection, row, None, now)
    return new
