"""One attribution each from a speech or from a cue of the dependency tree: source, cue and content as spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.language import lexicon, speech, tree
from extractors.language.carry import Mention, mention_of
from extractors.language.frame import Frame
from extractors.language.nodes import Line, Node
from extractors.language.syntax import Parsed
from extractors.language.verbs import verb_frame
from extractors.model import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before nesting is settled.

    ``at`` is the offset of its cue, ``kind`` the complement it was read from, ``word`` the cue's lemma,
    ``reports`` whether it tells what was said (and not what was wished, praised or done), ``who`` the mention
    of its source.
    """

    at: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    word: str
    reports: bool = False
    who: Mention | None = None


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap joined."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def from_speech(item: speech.Speech, words: lexicon.Lexicon) -> Draft:
    """Return direct speech as a draft."""
    base, doc = item.sentence.base, item.sentence.doc
    at = base + item.cue.idx if item.cue is not None else item.parts[0][0]
    cue = tree.spans((doc[i] for i in tree.cue_words(item.cue)), base) if item.cue is not None else ()
    cue = cue or (((at, at + len(item.cue)),) if item.cue is not None else ())
    source, who = _source(item.sentence, item.source, frozenset())
    content = merged((*item.parts, *_clause_before(item, words)))
    word = item.cue.lemma_ if item.cue is not None else ""
    return Draft(at, source, cue, content, "speech", word, True, who)


def _source(
    line: Line, head: Node | None, without: frozenset[int]
) -> tuple[tuple[Span, ...], Mention | None]:
    """Return the spans of the source's noun phrase, less the given tokens, and the mention it is."""
    indices = tree.noun_phrase(head) - without if head is not None else set()
    noun = tree.antecedent(head) if head is not None else None
    if head is not None and noun is not None:
        indices |= {i for i in tree.noun_phrase(noun) if i < head.i} - without
        head = noun
    if head is None or not indices:
        return (), None
    return tree.spans((line.doc[i] for i in indices), line.base), mention_of(line, head, indices, True)


def _clause_before(item: speech.Speech, words: lexicon.Lexicon) -> tuple[Span, ...]:
    """Return the indirect speech that leads into the quotation: 'said the deal was bad, "a disgrace"'.

    Where the cue stands behind, the clause that the quotation completes is said too: 'The two leaders discussed
    "a range of topics," the statement said'.
    """
    if item.cue is None or item.cue.pos_ not in ("VERB", "AUX"):
        return ()
    lead = _lead_in(item, words)
    if lead:
        return tree.spans(lead, item.sentence.base)
    frame = verb_frame(item.cue, words)
    if frame is None or frame.kind != "clause":
        return ()
    base, doc = item.sentence.base, item.sentence.doc
    first = min(start for start, _ in item.parts)
    behind = base + item.cue.idx > first
    said = frame.content
    if not behind and _begins_clause([doc[i] for i in sorted(said) if i < item.cue.i]):
        return tree.spans((doc[i] for i in said), base)
    lead = [doc[i] for i in said if (behind or i > item.cue.i) and base + doc[i].idx < first]
    if len(lead) < 2 or not any(t.pos_ in ("VERB", "AUX") for t in lead):
        return ()
    return tree.spans((doc[i] for i in said if behind or i > item.cue.i), base)


def _lead_in(item: speech.Speech, words: lexicon.Lexicon) -> list[Node]:
    """Return the words that a quotation goes on from, its cue behind: 'The plan "is dead," Orlov said'."""
    line, cue = item.sentence, item.cue
    first = min(start for start, _ in item.parts)
    lead = [node for node in line.tokens if line.base + node.idx < first]
    said = [node for node in line.tokens[len(lead) :] if node.text[0].isalnum()]
    if cue is None or cue in lead or not lead or not said or not said[0].text[0].islower():
        return []
    apart = any(node.text in ('"', ":") or _introduces(node, words) for node in lead)
    return [] if apart else lead


def _introduces(node: Node, words: lexicon.Lexicon) -> bool:
    """Return whether the word is a verb that has a quotation of its own."""
    return node.pos_ == "VERB" and "quote" in words.takes(tree.lemma(node))


def _begins_clause(words: Sequence[Node]) -> bool:
    """Return whether the words before "he said" are the subject of the quotation: 'The deal, he said, "is bad".'"""
    return (
        len(words) > 1
        and words[0].pos_ in ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM")
        and not any(word.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBG") for word in words)
    )


def from_frame(parsed: Parsed, line: Line, frame: Frame, words: lexicon.Lexicon) -> Draft:
    """Return a cue of the dependency tree as a draft."""
    doc, base = line.doc, line.base
    without = frame.content | frame.cue
    if frame.source is not None and frame.kind != "noun":
        without |= tree.noun_phrase(frame.source) - tree.source_phrase(frame.source, frame.anchor)
    source, who = _source(line, frame.source, without)
    owner = _own_word(frame)
    if owner is not None:
        _, who = _source(line, owner, without)
    content = _to_closing_marks(parsed, line, tree.spans((doc[i] for i in frame.content), base))
    at = base + frame.anchor.idx
    cue = tree.spans((doc[i] for i in frame.cue), base) or ((at, at + len(frame.anchor)),)
    word = tree.lemma(frame.anchor)
    reports = frame.kind == "according" or (frame.kind == "clause" and "tag" in words.takes(word))
    return Draft(at, source, cue, content, frame.kind, word, reports, who)


def _own_word(frame: Frame) -> Node | None:
    """Return "his" where somebody shows or gives his own word: "Hale gave his agreement" tells the reader nothing.

    So "the lawmaker" or "he" behind it is still the last one who told something.
    """
    owner = tree.child(frame.anchor, "poss") if frame.kind == "noun" else None
    return owner if owner is not None and frame.source is not owner else None


def _to_closing_marks(parsed: Parsed, sentence: Line, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the content with the rest of a quotation that begins in it and runs on over sentences."""
    more = [
        (quote.start, quote.end)
        for quote in parsed.quotes
        if quote.start < sentence.end < quote.end and any(s <= quote.inner[0] < e for s, e in content)
    ]
    return _with_marks(parsed, merged((*content, *more)))


def _with_marks(parsed: Parsed, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans widened to the marks of a quotation that fills their beginning or their end."""
    opens = {quote.inner[0]: quote.start for quote in parsed.quotes}
    closes = {quote.inner[1]: quote.end for quote in parsed.quotes}
    return tuple((opens.get(start, start), closes.get(end, end)) for start, end in content)
