"""The scheduled flow that watches: the whole path of the data, in order, on one screen.

sources -> entries -> (is it about such a call?) -> evidence -> article -> duplicate? -> claims -> which
call? -> relations to stored readouts -> contradiction -> outbox. ``flows.deliver`` goes on to Slack.

Prefect wraps a task around each feed and around each batch of entries; what they do is plain functions in
``flows.steps``. The store is the truth: no task is cached, no result is persisted, every write has a unique
key, so that a run may be repeated, skipped, late or doubled without harm.
"""

from __future__ import annotations

import asyncio

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import artifacts, passes
from flows.desk import Desk
from flows.outcomes import Settled
from flows.passes import Report
from flows.settings import load
from flows.steps import darkness, polling, settling
from flows.steps.polling import Polled
from flows.steps.settling import Batch
from store.sources import SourceState


@flow(name="monitor", flow_run_name=artifacts.started_name, persist_result=False)
async def monitor(sources_file: str | None = None, shard: str = "1/1", every_source: bool = False) -> Report:
    """One pass: poll the due sources and follow every new entry to its one outcome.

    ``sources_file`` replaces the set file of sources; ``shard`` "2/3" takes the second third of the sources;
    ``every_source`` polls also those that are not due yet.
    """
    async with passes.begin(load(), shard) as (desk, report):
        if desk is not None:
            listed = polling.listed_sources(desk, sources_file, shard)
            due = polling.due(listed, desk.now(), every_source=every_source)
            report.polls += await asyncio.gather(*(poll(desk, source) for source in due))
            darkness.tell_dark(desk, listed)
            batches = settling.batches(desk, listed)
            report.to_follow = sum(len(batch.waiting) for batch in batches)
            for batch in batches:
                report.settled += await follow(desk, batch)
                await artifacts.progress(report)
    await artifacts.publish(report)
    return report


@task(name="poll", task_run_name="poll {source.source.name}", cache_policy=NO_CACHE, persist_result=False)
async def poll(desk: Desk, source: SourceState) -> Polled:
    """sources -> entries: ask one source for its entries; the new ones are stored as waiting."""
    return await polling.poll_source(desk, source)


@task(name="follow", task_run_name="follow {batch.name}", cache_policy=NO_CACHE, persist_result=False)
async def follow(desk: Desk, batch: Batch) -> list[Settled]:
    """entries -> outbox: fetch and read side by side, then judge one after the other, oldest first."""
    arrived = await asyncio.gather(*(settling.to_article(desk, waiting) for waiting in batch.waiting))
    return [settling.to_outcome(desk, one) for one in settling.oldest_first(arrived)]
