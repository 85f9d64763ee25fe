"""An official source gone dark speaks at once, to operations; all other trouble waits for the digest."""

from __future__ import annotations

from collections.abc import Sequence

from flows import health, notices
from flows.desk import Desk
from store import repository, troubles
from store.engine import reading, writing
from store.sources import SourceState

# Told troubles with a colon are those that delivery never takes for mended by a message that went out.
_TOLD = "dark source:"


def tell_dark(desk: Desk, listed: Sequence[SourceState]) -> list[str]:
    """Queue a line for operations on each official source of ``listed`` that has gone dark; gives the lines.

    Call it after the polls: the sources' present state is read from the store. A source is told of once, and
    again only after a pass that found it well, though it may be dark in one way first and then in another.
    """
    ours = {state.id for state in listed}
    with reading(desk.engine) as connection:
        known = troubles.told(connection)
        states = [state for state in repository.source_states(connection) if state.id in ours]
    now, lines, well = desk.now(), [], []
    for state in states:
        name, dark = _TOLD + state.source.name, health.gone_dark(state, now)
        if dark is None:
            well.append(name)
        elif name not in known:
            notices.tell(desk.engine, desk.settings, dark.line, dark.key, now=now)
            with writing(desk.engine) as connection:
                troubles.remember_told(connection, name, dark.line, now=now)
            lines.append(dark.line)
    if mended := known.intersection(well):
        with writing(desk.engine) as connection:
            troubles.forget_told(connection, mended)
    return lines
