"""What every claim family needs of a text: sentences, quotations, and who says what.

Importing the package is cheap; the parser is loaded at the first text.
"""

from __future__ import annotations

from functools import lru_cache

from extractors.language.document import Document
from extractors.language.loading import DEFAULT_MODEL
from extractors.model import Attribution

__all__ = ["Document", "attributions", "parse"]


@lru_cache(maxsize=16)
def parse(text: str, model: str = DEFAULT_MODEL) -> Document:
    """Return the text with its sentences, quotations and attributions; never raises for any text.

    ``model`` names the installed spaCy package. The last few texts are kept, so asking twice is free.
    Raises OSError when no parser is installed.
    """
    from extractors.language import attribution, syntax

    parsed = syntax.read(text, model)
    found = attribution.find(parsed)
    return Document(
        parsed.text,
        parsed.paragraphs,
        parsed.sentences,
        parsed.quotes,
        found.attributions,
        found.antecedents,
        found.reports,
        found.listed,
    )


def attributions(text: str) -> list[Attribution]:
    """Return who says what in the text, in order; offsets count characters of ``text`` as given.

    An attribution within another's content is listed when it reports the speech of somebody named, with the
    outer sources as its ``chain``; ``parse(text).attributions`` has all of them.
    """
    document = parse(text)
    return [found for found, listed in zip(document.attributions, document.listed, strict=True) if listed]
