"""Numbers written out: one list for days, durations, clock times and terms (``data/numbers.toml``)."""

from __future__ import annotations

from extractors.language.wordlists import load_table

_TABLE = load_table("extractors.language.data", "numbers.toml")
SMALL: tuple[str, ...] = tuple(_TABLE["small"])  # zero to nineteen, each at its own place
TENS: dict[str, int] = dict(_TABLE["tens"])  # twenty to ninety
UP_TO_TWELVE: tuple[str, ...] = SMALL[1:13]  # as hours of the clock and counts of days are written
VALUES: dict[str, int] = {word: n for n, word in enumerate(SMALL)} | TENS
