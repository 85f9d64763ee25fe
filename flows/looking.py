"""Commands that show what is held: the calls, one call's page, a file of sources."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from extractors.model import Call, Dossier, RelationKind, Side, Source
from flows import dossiers, sources_check
from flows.console import both_times, console, table
from flows.desk import agent_name, store_of
from flows.failures import DONE, FAILED, UserError
from flows.fetch import Fetcher
from flows.settings import Settings
from flows.sources import load_sources
from flows.sources_check import CheckedSource
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


def check_sources(settings: Settings, file: Path | None, *, offline: bool) -> int:
    """Fetch every source of a file once and print how it is; ``offline`` checks the file alone.

    Gives the exit code: 1 when a source that is on is not well. Raises SourceError for a file that cannot be
    used.
    """
    listed = load_sources(file or settings.sources)
    if offline:
        rows = [(one.name, one.form, one.kind, one.status, one.url) for one in listed]
        console().print(table("Sources", ["name", "form", "kind", "status", "address"], rows))
        print(f"{len(listed)} sources: the file is in order.")
        return DONE
    checked = asyncio.run(_checked(settings, listed))
    console().print(table("Sources", CHECK_COLUMNS, [_check_row(one, settings.time_zone) for one in checked]))
    bad = [one for one in checked if one.wrong and one.status == "on"]
    print(f"{len(checked)} sources, {len(bad)} of those that are on are not well.")
    return FAILED if bad else DONE


CHECK_COLUMNS = ["name", "kind", "status", "reached", "entries", "newest", "about calls", "what is wrong"]


async def _checked(settings: Settings, listed: Sequence[Source]) -> list[CheckedSource]:
    agent = agent_name(settings)
    async with Fetcher(user_agent=agent, allow_loopback=settings.allow_loopback) as fetcher:
        return await sources_check.check(listed, fetcher)


def _check_row(one: CheckedSource, zone: str) -> tuple[object, ...]:
    newest = both_times(one.newest, zone)
    reached = one.reachable.replace("_", " ")
    return (one.name, one.kind, one.status, reached, one.entries, newest, one.about_calls, one.wrong)
