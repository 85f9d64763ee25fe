"""Who says what: direct speech and the cues of the dependency tree, put together into one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from extractors.language import frames, lexicon, speech, tree
from extractors.language.quotes import Quote
from extractors.language.syntax import Parsed, Sentence
from extractors.model import Attribution, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before nesting is settled; ``at`` is the offset of its cue."""

    at: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    word: str


def find(parsed: Parsed) -> tuple[tuple[Attribution, ...], tuple[tuple[Span, Span], ...]]:
    """Return the attributions of the text, and pairs of (source span, span of the name it stands for)."""
    return tuple(Attribution(d.source, d.cue, d.content) for d in kept(parsed)), ()


def kept(parsed: Parsed) -> list[Draft]:
    """Return the outermost attributions."""
    drafts = list(_drafts(parsed))
    return sorted((d for d in drafts if not _is_nested(d, drafts)), key=lambda d: d.at)


def _is_nested(draft: Draft, others: Iterable[Draft]) -> bool:
    return any(o is not draft and any(s <= draft.at < e for s, e in o.content) for o in others)


def _drafts(parsed: Parsed) -> Iterator[Draft]:
    words = lexicon.load()
    used: set[tuple[int, int]] = set()
    quoted: list[Span] = []
    for item in speech.speeches(parsed, words):
        if item.cue is not None:
            used.add((item.sentence.base, item.cue.i))
        quoted.extend(item.parts)
        yield _from_speech(item)
    for sentence in parsed.sentences:
        for frame in frames.frames(iter(sentence.tokens), words):
            at = sentence.base + frame.anchor.idx
            if (sentence.base, frame.anchor.i) in used or any(s <= at < e for s, e in quoted):
                continue
            yield _from_frame(sentence, frame)


def _from_speech(item: speech.Speech) -> Draft:
    base = item.sentence.base
    doc = item.sentence.tokens.doc
    at = base + item.cue.idx if item.cue is not None else item.parts[0][0]
    cue = tree.spans((doc[i] for i in tree.cue_words(item.cue)), base) if item.cue is not None else ()
    source = (
        tree.spans((doc[i] for i in tree.noun_phrase(item.source)), base) if item.source is not None else ()
    )
    return Draft(
        at, source, cue, tuple(sorted(item.parts)), "speech", item.cue.lemma_ if item.cue is not None else ""
    )


def _from_frame(sentence: Sentence, frame: frames.Frame) -> Draft:
    doc, base = sentence.tokens.doc, sentence.base
    source = (
        tree.spans((doc[i] for i in tree.noun_phrase(frame.source) - frame.content - frame.cue), base)
        if frame.source is not None
        else ()
    )
    return Draft(
        base + frame.anchor.idx,
        source,
        tree.spans((doc[i] for i in frame.cue), base),
        tree.spans((doc[i] for i in frame.content), base),
        frame.kind,
        tree.lemma(frame.anchor),
    )
