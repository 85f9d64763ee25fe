"""What a run shows in Prefect's own pages: its name, its progress, a table of entries, the contradictions.

Outside a flow run, and when Prefect's server does not answer, nothing is shown and nothing fails.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Sequence
from typing import Any

from flows.outcomes import CONTRADICTIONS, Settled, Told, tally
from flows.passes import Report

log = logging.getLogger(__name__)
# Prefect's page shows a table of a few hundred rows well; the store has them all.
TABLE_ROWS = 500
# Each look costs the server a write; with its database on SQLite it has few to give.
PAUSE_SECONDS = 10.0
# Prefect's client repeats a request for minutes while its server is away; the store is what counts.
PATIENCE_SECONDS = 15.0


def started_name() -> str:
    """A run's name while it works; ``publish`` puts what it did in its place."""
    from prefect import runtime

    due = runtime.flow_run.scheduled_start_time
    return f"{runtime.flow_run.flow_name or 'run'} of {due:%Y-%m-%d %H:%M}" if due else "run"


async def progress(report: Report) -> None:
    """Show how many of the pass's entries have reached their outcome, every ten seconds at most."""
    now = time.monotonic()
    if not report.to_follow or now < report.shown_at + PAUSE_SECONDS or not _in_a_run():
        return
    report.shown_at = now
    share = 100.0 * len(report.settled) / report.to_follow
    await _shown(_show_progress(report, share), "progress")


async def _show_progress(report: Report, share: float) -> None:
    from prefect import artifacts

    if report.progress_id is None:
        report.progress_id = await artifacts.acreate_progress_artifact(
            share, key="entries-followed", description=f"of {report.to_follow} entries"
        )
    else:
        await artifacts.aupdate_progress_artifact(report.progress_id, share)


async def _shown(work: Coroutine[Any, Any, None], what: str) -> None:
    """Wait a little for Prefect's server; a pass never waits long for being looked at."""
    try:
        await asyncio.wait_for(work, PATIENCE_SECONDS)
    except Exception as error:
        log.warning("%s could not be shown: %s", what, error or type(error).__name__)


async def publish(report: Report) -> None:
    """Show what became of every entry, each contradiction with its quotes; name the run by what it did."""
    if _in_a_run():
        await _shown(_publish(report), "the run's artifacts")


async def _publish(report: Report) -> None:
    from prefect import artifacts

    await _rename(report.in_words())
    if report.settled:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in tally(report.settled).items())
        await artifacts.acreate_table_artifact(entry_rows(report.settled), key="entries", description=counts)
    if found := contradiction_page(report.settled):
        await artifacts.acreate_markdown_artifact(found, key="contradictions")


def entry_rows(settled: Sequence[Settled]) -> list[dict[str, Any]]:
    """What became of every entry, as rows of a table."""
    return [
        # what is asked for first stands first: Prefect's page cuts off a wide table's right side
        {
            "outcome": one.outcome.value,
            "title": one.title,
            "detail": one.detail,
            "source": one.source,
            "address": one.url,
        }
        for one in settled[:TABLE_ROWS]
    ]


def contradiction_page(settled: Sequence[Settled]) -> str:
    """The contradictions of a pass as Markdown, with both quotes; "" when there are none."""
    parts = []
    for one in settled:
        if one.outcome in CONTRADICTIONS:
            head = f"### {plain(one.title)}\n\n{plain(one.source)} · <{one.url}>\n"
            parts.append("\n".join([head, *(_quotes(pair) for pair in one.told)]))
    return "\n\n---\n\n".join(parts)


def _quotes(pair: Told) -> str:
    call, topic, _ = (*pair.conversation.split("|"), "", "")[:3]
    about = " on ".join(part for part in (f"Call of {call}", plain(topic.replace("_", " "))) if part)
    said = pair.outcome.value.removeprefix("contradiction: ")
    return (
        f"**{about}: {said}.** {plain(pair.reason)}\n\n"
        f"The readout: \n> {plain(pair.readout_quote)}\n\nThis article: \n> {plain(pair.claim_quote)}\n"
    )


def plain(text: str) -> str:
    """Outside text without what Markdown would act on: titles come from anywhere."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|" else sign for sign in " ".join(text.split()))


def _in_a_run() -> bool:
    import sys

    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None


async def _rename(words: str) -> None:
    from prefect import runtime
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        await client.update_flow_run(runtime.flow_run.id, name=f"{runtime.flow_run.flow_name}: {words}"[:200])
