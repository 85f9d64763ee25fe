"""A parsed text with its attributions, and the questions that claim families ask of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.language.syntax import Parsed, Sentence
from extractors.model import Attribution, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Document(Parsed):
    """A text with paragraphs, sentences, quotations and attributions; every offset counts in ``text``.

    ``antecedents`` says for the source span of an attribution which named source it stands for: "the
    official", "he" and "the statement" point at the spans of the last source that was named. ``reports`` says
    for each attribution whether it tells what was said, and not only what was wished, praised or
    done; ``listed`` marks the outermost ones, and within them the speech of somebody named.
    """

    attributions: tuple[Attribution, ...] = ()
    antecedents: tuple[tuple[Span, Span], ...] = ()
    reports: tuple[bool, ...] = ()
    listed: tuple[bool, ...] = ()

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds the character at ``offset``, or the one before a gap; None if
        empty.
        """
        starts = [sentence.start for sentence in self.sentences]
        index = bisect_right(starts, offset) - 1
        return self.sentences[index] if index >= 0 else None

    def attributions_over(self, start: int, end: int) -> tuple[Attribution, ...]:
        """Return the attributions whose content shares a character with ``[start, end)``, innermost first."""
        found = [a for a in self.attributions if any(s < end and start < e for s, e in a.content)]
        return tuple(sorted(found, key=lambda a: sum(e - s for s, e in a.content)))

    def speaker_of(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source spans of the innermost report of speech that covers the middle of ``[start,
        end)``.

        What someone wants, praises or does is no report: "Orlov said the minister wants talks" is said by
        Orlov. A pronoun or a bare "the official" is replaced by the named source it stands for. Empty when
        the outlet itself speaks.
        """
        middle = (start + end) // 2
        for attribution in self.reports_over(middle, middle + 1):
            if attribution.source:
                return self.resolved(attribution)
        return ()

    def reports_over(self, start: int, end: int) -> tuple[Attribution, ...]:
        """Return the reports of speech whose content shares a character with ``[start, end)``, innermost
        first.
        """
        said = {id(a) for a, reports in zip(self.attributions, self.reports, strict=False) if reports}
        return tuple(a for a in self.attributions_over(start, end) if id(a) in said)

    def resolved(self, attribution: Attribution) -> tuple[Span, ...]:
        """Return the attribution's source spans, or the span of the named source that they stand for."""
        named = dict(self.antecedents)
        return tuple(named.get(span, span) for span in attribution.source)

    def root_verb(self, sentence: Sentence) -> Token:
        """Return the root token of the sentence (a verb in a full sentence)."""
        return sentence.tokens.root

    def quoted(self, span: Span) -> str:
        """Return the text of the span, verbatim."""
        return self.text[span[0] : span[1]]
