"""Commands that show what is held: the calls, one call's page, a file of sources."""

from __future__ import annotations

from pathlib import Path

from extractors.model import Call, Dossier, RelationKind, Side
from flows import dossiers
from flows.console import both_times, console, table
from flows.desk import store_of
from flows.failures import UserError
from flows.settings import Settings
from flows.sources import load_sources
from store import Engine, repository
from store.engine import reading


def list_calls(settings: Settings) -> int:
    """Print the known calls. Gives the exit code."""
    with store_of(settings) as engine, reading(engine) as connection:
        held = [repository.dossier_of(connection, call.key) for call in repository.all_calls(connection)]
    rows = [_call_row(one) for one in held if one is not None]
    if not rows:
        print("No calls yet: `readout-watch run` loads the seed corpus and polls the sources.")
        return 0
    columns = ["call", "leaders", "status", *Side, "articles", "contradictions", "alerts"]
    console().print(table("Calls", [str(column) for column in columns], rows))
    return 0


def _call_row(held: Dossier) -> tuple[object, ...]:
    standing = [one for one in held.relations if one.withdrawn_at is None]
    return (
        held.call.key,
        leaders(held.call),
        held.call.status,
        *(sum(readout.side is side for readout in held.readouts) for side in Side),
        len(held.articles),
        sum(one.relation.kind is RelationKind.CONTRADICTS for one in standing),
        len({alert.parent_key for alert in held.alerts}),
    )


def leaders(call: Call) -> str:
    """The two leaders of a call, as far as they are known."""
    return " - ".join(name or "?" for name in (call.us_leader, call.ru_leader))


def show_dossier(settings: Settings, key: str) -> int:
    """Print one call's page as Markdown, and write all its forms. Gives the exit code."""
    with store_of(settings) as engine:
        page = dossiers.page_of(engine, key)
        if page is None:
            raise UserError(f"no call is known as {key!r}; known are: {known_keys(engine)}")
        path = dossiers.write_one(engine, settings.dossiers, key)
    print(page.markdown)
    print(f"Written to {path} (and .md, .json beside it).")
    return 0


def known_keys(engine: Engine) -> str:
    """The keys of the known calls, for a message."""
    with reading(engine) as connection:
        return ", ".join(call.key for call in repository.all_calls(connection)) or "none yet"


def check_sources(settings: Settings, file: Path | None) -> int:
    """Print what a file of sources holds. Raises SourceError for one that cannot be used."""
    listed = load_sources(file or settings.sources)
    rows = [
        (source.name, source.form, source.kind, source.status, f"{source.interval_minutes} min", source.url)
        for source in listed
    ]
    console().print(table("Sources", ["name", "form", "kind", "status", "every", "address"], rows))
    on = sum(source.status == "on" for source in listed)
    print(f"{len(listed)} sources, {on} of them on: the file is in order.")
    return 0


def source_times(settings: Settings, engine: Engine) -> list[tuple[str, str]]:
    """Each source with when it was last read well, in UTC and local time."""
    with reading(engine) as connection:
        states = repository.source_states(connection)
    return [(state.source.name, both_times(state.last_ok_at, settings.time_zone)) for state in states]
