"""The scheduled flow that looks at pages again: edits and removals reach the alerts they touch."""

from __future__ import annotations

from collections import Counter

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from extractors.model import StoredArticle
from flows import artifacts, dossiers, passes
from flows.desk import Desk, open_desk, store_of
from flows.settings import load
from flows.steps import revisiting
from flows.steps.revisiting import Look


@flow(name="revisit", flow_run_name=artifacts.started_name, persist_result=False)
async def revisit(limit: int = 50) -> dict[str, int]:
    """Look again at the pages whose time has come, at most ``limit``; gives how many were found how."""
    settings = load()
    with store_of(settings) as engine, passes.working(engine, settings, "revisit") as (run, _):
        if run is None:
            return {}
        async with open_desk(settings, engine) as desk:
            desk.lease = run.lease
            held = revisiting.due(desk, limit)
            looks = await look_again(desk, held) if held else []
        run.counters.update(Counter(look.seen.value for look in looks))
        dossiers.write(engine, settings, {one.call_key for one in held if one.call_key})
        return dict(run.counters)


@task(name="look again", cache_policy=NO_CACHE, persist_result=False)
async def look_again(desk: Desk, held: list[StoredArticle]) -> list[Look]:
    """One page after the other: a few dozen a pass, and each may touch the same conversations."""
    return [await revisiting.look_again(desk, one) for one in held]
