"""Text to parsed sentences: paragraphs, sentence borders and dependency trees, all with offsets into the
text.

People and offices come from a data file, not from the parser's entity recognition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.language.headlines import lowered
from extractors.language.loading import DEFAULT_MODEL, load_model
from extractors.language.quotes import Quote, find_quotes, normalise
from extractors.language.sentences import borders
from extractors.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as TokenSpan

# Longest stretch given to the parser at once, in characters: news paragraphs have under 1,500; a page whose
# line breaks were lost comes as one paragraph of 40,000 words, and memory must not grow with it.
LONGEST_CHUNK = 4000

# In tokens. A longer "sentence" is a table, a menu or a text without stops, and its one tree would be as
# deep as
# it is long; the longest sentence of real news seen has about 120.
LONGEST_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: ``start``/``end`` in the text, ``tokens`` as the parser's span, the paragraph's index.

    ``base`` is what to add to a token's ``idx`` to get an offset into the text.
    """

    start: int
    end: int
    tokens: TokenSpan
    paragraph: int
    base: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its paragraphs, sentences and quotations, before anyone asks who said what."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]


def read(text: str, model: str = DEFAULT_MODEL) -> Parsed:
    """Return the text cut into paragraphs, sentences and quotations; every offset counts in ``text``."""
    paragraphs = tuple(split_paragraphs(text))
    quotes = find_quotes(text, paragraphs)
    sentences = tuple(_sentences(text, paragraphs, quotes, model))
    return Parsed(text, paragraphs, sentences, quotes)


def split_paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs as spans without outer white space; a line that a wrap broke off is joined
    again.
    """
    start: int | None = None
    end = 0
    for line in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c]+", text):
        stripped = line.group().strip()
        if not stripped:
            continue
        first = line.start() + len(line.group()) - len(line.group().lstrip())
        if start is not None and _is_wrapped(text, end, first):
            end = first + len(stripped)
            continue
        if start is not None:
            yield start, end
        start, end = first, first + len(stripped)
    if start is not None:
        yield start, end


def _is_wrapped(text: str, end: int, first: int) -> bool:
    """Return whether one line break only, before a small letter, parts two halves of one sentence."""
    gap = text[end:first]
    return gap.count("\n") <= 1 and text[first].islower() and text[end - 1] not in '.!?:"”'


def _sentences(
    text: str, paragraphs: Sequence[Span], quotes: Sequence[Quote], model: str
) -> Iterator[Sentence]:
    """Yield the parsed sentences of all paragraphs, in order."""
    if not paragraphs:
        return
    import numpy

    clean = lowered(normalise(text), paragraphs)
    nlp = load_model(model)
    chunks = [(index, span) for index, whole in enumerate(paragraphs) for span in _chunks(clean, whole)]
    docs = (_with_borders(nlp.make_doc(clean[start:end])) for _, (start, end) in chunks)
    for (index, (base, _)), doc in zip(chunks, nlp.pipe(docs, batch_size=32), strict=True):
        doc.tensor = numpy.zeros(
            0, dtype="float32"
        )  # the model's inner numbers: most of a parsed text's memory
        for whole in doc.sents:
            if span := _trimmed(whole):
                yield Sentence(base + span.start_char, base + span.end_char, span, index, base)


def _trimmed(span: TokenSpan) -> TokenSpan | None:
    """Return the span without white-space tokens at its ends, None when nothing else is in it."""
    words = [token.i for token in span if not token.is_space]
    return span.doc[words[0] : words[-1] + 1] if words else None


def _chunks(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the paragraph, or its parts of at most LONGEST_CHUNK characters cut where a sentence seems to
    end.
    """
    start, end = paragraph
    while end - start > LONGEST_CHUNK:
        window = text[start : start + LONGEST_CHUNK]
        cuts = [match.end() for match in re.finditer(r"[.!?][\"')]*\s+(?=[\"'(A-Z])", window)]
        cut = cuts[-1] if cuts else max(window.rfind(" ") + 1, 1)
        cut = cut if cut > LONGEST_CHUNK // 4 else LONGEST_CHUNK
        yield start, start + cut
        start += cut
    if start < end:
        yield start, end


def _with_borders(doc: Doc) -> Doc:
    """Set every token's ``is_sent_start``, so that the parser builds trees and cuts no sentences itself."""
    starts = {0, *borders(doc.text)}
    pending, length = False, 0
    for token in doc:
        pending = pending or not starts.isdisjoint(range(token.idx, token.idx + len(token)))
        pending = pending or length >= LONGEST_SENTENCE
        token.is_sent_start = pending and (token.i == 0 or not token.is_space)
        length = 0 if token.is_sent_start else length + 1
        pending = pending and token.is_space
    return doc
