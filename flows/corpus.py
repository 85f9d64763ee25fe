"""The seed corpus enters the store by the monitor's own path from text to relations. It alerts nobody."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files

from extractors.corpus_text import clean_page
from extractors.model import Call
from flows.settings import Settings
from flows.steps import intake, judge
from store import Connection, Engine, calls, evidence
from store.corpus import ORIGIN, CorpusText, missing_texts
from store.engine import reading, writing


def load_once(engine: Engine, settings: Settings, *, now: dt.datetime) -> int:
    """Store the corpus texts that are not held yet, oldest first; gives how many.

    Loading again changes nothing, and a load that was broken off is completed by the next.
    """
    with reading(engine) as connection:
        missing = missing_texts(connection)
    if missing:
        with writing(engine) as connection:
            for call in corpus_calls():
                calls.add_call(connection, call, now=now, origin=ORIGIN)
    for text in sorted(missing, key=lambda one: one.published):
        page = clean_page(text.raw)
        with writing(engine) as connection:
            evidence_id = _keep_raw(connection, text, now)
        judge.settle(
            engine,
            text.article(title=page.title, text=page.text),
            settings,
            now=now,
            evidence_id=evidence_id,
            origin=ORIGIN,
            canonical=text.key,
        )
    return len(missing)


@cache
def corpus_calls() -> tuple[Call, ...]:
    """The calls that the corpus tells of without saying their day."""
    listed = tomllib.loads((files("store.corpus") / "calls.toml").read_text("utf-8"))["call"]
    names = [field.name for field in fields(Call)]
    return tuple(Call(**{name: one[name] for name in names if name in one}) for one in listed)


def _keep_raw(connection: Connection, text: CorpusText, now: dt.datetime) -> int:
    return evidence.add_evidence(
        connection,
        url=text.key,
        body=text.raw.encode("utf-8"),
        fetched_at=now,
        extractor_version=intake.extractor_version(),
    )
