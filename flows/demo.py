"""The demonstration: the whole path on bundled samples, through the real fetcher on loopback."""

from __future__ import annotations

import dataclasses
import json
import os
import zlib
from collections.abc import Iterable
from pathlib import Path

from extractors.model import Source
from flows import running
from flows.console import console
from flows.desk import store_of
from flows.failures import UserError
from flows.samples import sample_sources, serve_samples
from flows.settings import Settings, load
from store import repository
from store.engine import reading

SAMPLE_PREFIX = "sample-"


# Ports above those that systems hand out to services and below those they hand out to clients.
_FIRST_PORT, _PORTS = 18_000, 4_000


def sample_port(home: Path) -> int:
    """The port on which the samples of one folder are served: always the same one, and another one for another folder.

    Entries of a sitemap and of a listing are known by their address alone, so a second run must find the samples
    where the first did, and two demonstrations at once must not take each other's place.
    """
    return _FIRST_PORT + zlib.crc32(str(home.resolve()).encode()) % _PORTS


def run(settings: Settings) -> int:
    """Load the corpus, make one monitor pass over the samples, show every step. Gives the exit code."""
    out = console()
    keep_apart(settings)
    # The flow reads its own settings, as on a worker; and only here may it fetch from this machine.
    os.environ["READOUT_WATCH_ALLOW_LOOPBACK"] = "true"
    settings = load()
    with serve_samples(port=sample_port(settings.home)) as base_url:
        file = write_sources(settings.home / "samples.toml", sample_sources(base_url))
        out.print(f"Bundled sample sources are served on {base_url}; the store is {settings.store}.")
        out.print("Starting Prefect's temporary server, loading the seed corpus, following every entry ...")
        report = running.make_pass(settings, file)
    return running.finish(settings, report, out)


def keep_apart(settings: Settings) -> None:
    """Refuse a store that watches real sources: the samples are invented and must not stand among news."""
    with store_of(settings) as engine, reading(engine) as connection:
        real = [
            state.source.name
            for state in repository.source_states(connection)
            if not state.source.name.startswith(SAMPLE_PREFIX)
        ]
    if real:
        raise UserError(
            f"the store {settings.store} watches {real[0]} and other real sources; the samples are invented "
            "stories, so give the demonstration a store of its own: READOUT_WATCH_HOME=var/demo"
        )


def write_sources(path: Path, listed: Iterable[Source]) -> Path:
    """Write sources as a file that ``flows.sources`` reads; gives its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_table(source) for source in listed), encoding="utf-8")
    return path


def _table(source: Source) -> str:
    """One source as a table of TOML; JSON's texts, numbers and truth values are TOML's too."""
    values = {name: value for name, value in dataclasses.asdict(source).items() if value is not None}
    return "\n".join(
        ["[[sources]]", *(f"{name} = {json.dumps(value)}" for name, value in values.items()), ""]
    )
