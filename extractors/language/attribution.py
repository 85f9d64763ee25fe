"""Who says what: direct speech and the cues of the dependency tree, put together into one list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.language import carry, frames, lexicon, speech, tree
from extractors.language.carry import Mention, antecedents, mention_of
from extractors.language.cover import Cover
from extractors.language.frame import Frame
from extractors.language.nodes import Line, Node, lines
from extractors.language.regraft import join_reports, lift_participles
from extractors.language.repair import mend_sources
from extractors.language.syntax import Parsed
from extractors.language.verbs import verb_frame
from extractors.model import Attribution, Span


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


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who says what in one text: all attributions in order, and who "he" is.

    ``reports`` marks those that tell what was said, ``listed`` those that a reader would list: the outermost,
    and within them only speech of somebody named.
    """

    attributions: tuple[Attribution, ...]
    reports: tuple[bool, ...]
    listed: tuple[bool, ...]
    antecedents: tuple[tuple[Span, Span], ...]


def find(parsed: Parsed) -> Attributed:
    """Return the attributions of the text, the nested ones with the chain of their outer sources."""
    rows = _lines(parsed)
    drafts, orphans = _drafts(parsed, rows)
    above = _nesting(drafts)
    everything: list[tuple[Draft, tuple[tuple[Span, ...], ...], bool]] = [
        (draft, (), True) for draft in _outermost(parsed, drafts, above, orphans)
    ]
    quoted = _quoted(parsed)
    everything += [
        (drafts[n], _chain(n, above, drafts), _is_told(drafts[n]) and not quoted.owners(drafts[n].at))
        for n in above
    ]
    everything.sort(key=lambda item: item[0].at)
    return Attributed(
        tuple(Attribution(draft.source, draft.cue, draft.content, chain) for draft, chain, _ in everything),
        tuple(draft.reports for draft, _, _ in everything),
        tuple(listed for _, _, listed in everything),
        tuple(antecedents(_mentions(rows, [draft for draft, _, _ in everything]))),
    )


def _is_told(draft: Draft) -> bool:
    """Return whether a nested attribution is worth a place of its own: plain speech of somebody named."""
    plain = draft.kind == "according" or draft.word in lexicon.load().plain
    return draft.reports and plain and draft.who is not None and draft.who.named


def _lines(parsed: Parsed) -> list[Line]:
    """Return the sentences as nodes, with the subjects that the parser took for appositions given back."""
    words = lexicon.load()
    saying = frozenset(word for word, takes in words.verbs.items() if "tag" in takes)
    rows = lines(parsed)
    for row in rows:
        mend_sources(row.tokens, saying)
        join_reports(row.tokens, words)
        lift_participles(row.tokens, words)
    return rows


def kept(parsed: Parsed) -> list[Draft]:
    """Return the outermost attributions as drafts."""
    drafts, orphans = _drafts(parsed, _lines(parsed))
    return sorted(_outermost(parsed, drafts, _nesting(drafts), orphans), key=lambda d: d.at)


def _outermost(
    parsed: Parsed, drafts: Sequence[Draft], above: dict[int, int], orphans: Sequence[Draft]
) -> Iterator[Draft]:
    """Yield the attributions that stand in no other's content, with the quotations that go on from them."""
    quoted = _quoted(parsed)
    outer = [d for number, d in enumerate(drafts) if number not in above and not quoted.owners(d.at)]
    yield from _with_orphans(parsed, outer, orphans)


def _quoted(parsed: Parsed) -> Cover:
    """Return which characters stand between quotation marks."""
    quoted = Cover()
    quoted.add(0, ((quote.start, quote.end) for quote in parsed.quotes))
    return quoted


def _chain(number: int, above: dict[int, int], drafts: Sequence[Draft]) -> tuple[tuple[Span, ...], ...]:
    """Return the sources above a nested attribution, outermost first; those that name nobody are left out."""
    found: list[tuple[Span, ...]] = []
    seen = {number}
    while number in above and above[number] not in seen:
        number = above[number]
        seen.add(number)
        found.append(drafts[number].source)
    return tuple(source for source in reversed(found) if source)


def _mentions(rows: Sequence[Line], drafts: Sequence[Draft]) -> list[Mention]:
    """Return the sources of the attributions and the named subjects of the sentences, in text order."""
    found = {d.who.span: d.who for d in drafts if d.who is not None}
    for row in rows:
        for node in carry.subjects(row):
            mention = mention_of(row, node, tree.noun_phrase(node), False)
            found.setdefault(mention.span, mention)
    return sorted(found.values(), key=lambda m: m.span)


def _nesting(drafts: Sequence[Draft]) -> dict[int, int]:
    """Return for each nested attribution the number of the smallest one whose content its cue stands in.

    Of two that hold each other's cue ("A, B said, C thinks") the longer is the outer one.
    """
    cover = Cover()
    for number, draft in enumerate(drafts):
        cover.add(number, draft.content)
    above: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        outer = [o for o in cover.owners(draft.at) if o != number and not _holds(draft, drafts[o])]
        if outer:
            above[number] = min(outer, key=lambda o: _size(drafts[o]))
    return above


def _holds(draft: Draft, other: Draft) -> bool:
    """Return whether the attribution is outside the other although each holds the other's cue."""
    return _size(draft) > _size(other) and any(s <= other.at < e for s, e in draft.content)


def _size(draft: Draft) -> int:
    return sum(end - start for start, end in draft.content)


def _drafts(parsed: Parsed, rows: Sequence[Line]) -> tuple[list[Draft], list[Draft]]:
    """Return every attribution, nested ones too, and the quotations that nothing introduces."""
    words = lexicon.load()
    used: set[tuple[int, int]] = set()
    found: list[Draft] = []
    orphans: list[Draft] = []
    for item in speech.speeches(parsed, rows, words):
        if item.cue is not None:
            used.add((item.sentence.base, item.cue.i))
        (orphans if item.cue is None else found).append(_from_speech(item, words))
    for row in rows:
        for frame in frames.frames(row.tokens, words):
            if (row.base, frame.anchor.i) not in used:
                found.append(_from_frame(parsed, row, frame, words))
    return sorted(found, key=lambda d: d.at), orphans


# What a quotation without a cue can go on from: someone says or thinks something, and is named.
_GOES_ON = frozenset(
    ["clause", "label", "speech", "as", "object", "person", "preposition", "infinitive", "according"]
)


def _with_orphans(parsed: Parsed, drafts: Sequence[Draft], orphans: Sequence[Draft]) -> Iterator[Draft]:
    """Give each quotation without a cue to the attribution before it, in its own or the paragraph before."""
    more: dict[int, list[Span]] = {}
    speakers = [
        (draft.at, number) for number, draft in enumerate(drafts) if draft.kind in _GOES_ON and draft.source
    ]
    for orphan in orphans:
        before = bisect_right(speakers, (orphan.at, 0)) - 1
        last = speakers[before] if before >= 0 else None
        if (
            any(s <= orphan.at < e for d in (drafts[last[1]],) if last for s, e in d.content)
            if last
            else False
        ):
            continue
        if last is not None and _paragraph(parsed, orphan.at) - _paragraph(parsed, last[0]) <= 1:
            more.setdefault(last[1], []).extend(orphan.content)
    for number, draft in enumerate(drafts):
        extra = more.get(number)
        yield replace(draft, content=_merged((*draft.content, *extra))) if extra else draft


def _paragraph(parsed: Parsed, offset: int) -> int:
    return bisect_right(parsed.paragraphs, (offset, len(parsed.text) + 1)) - 1


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap joined."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _from_speech(item: speech.Speech, words: lexicon.Lexicon) -> Draft:
    """Return direct speech as a draft."""
    base, doc = item.sentence.base, item.sentence.doc
    at = base + item.cue.idx if item.cue is not None else item.parts[0][0]
    cue = tree.spans((doc[i] for i in tree.cue_words(item.cue)), base) if item.cue is not None else ()
    cue = cue or (((at, at + len(item.cue)),) if item.cue is not None else ())
    source, who = _source(item.sentence, item.source, frozenset())
    content = _merged((*item.parts, *_clause_before(item, words)))
    word = item.cue.lemma_ if item.cue is not None else ""
    return Draft(at, source, cue, content, "speech", word, True, who)


def _source(
    line: Line, head: Node | None, without: frozenset[int]
) -> tuple[tuple[Span, ...], Mention | None]:
    """Return the spans of the source's noun phrase, less the given tokens, and the mention it is."""
    indices = tree.noun_phrase(head) - without if head is not None else set()
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


def _begins_clause(words: Sequence[Node]) -> bool:
    """Return whether the words before "he said" are the subject of the quotation: 'The deal, he said, "is bad".'"""
    return (
        len(words) > 1
        and words[0].pos_ in ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM")
        and not any(word.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBG") for word in words)
    )


def _from_frame(parsed: Parsed, line: Line, frame: Frame, words: lexicon.Lexicon) -> Draft:
    """Return a cue of the dependency tree as a draft."""
    doc, base = line.doc, line.base
    source, who = _source(line, frame.source, frame.content | frame.cue)
    content = _to_closing_marks(parsed, line, tree.spans((doc[i] for i in frame.content), base))
    at = base + frame.anchor.idx
    cue = tree.spans((doc[i] for i in frame.cue), base) or ((at, at + len(frame.anchor)),)
    word = tree.lemma(frame.anchor)
    reports = frame.kind == "according" or (frame.kind == "clause" and "tag" in words.takes(word))
    return Draft(at, source, cue, content, frame.kind, word, reports, who)


def _to_closing_marks(parsed: Parsed, sentence: Line, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the content with the rest of a quotation that begins in it and runs on over sentences."""
    more = [
        (quote.start, quote.end)
        for quote in parsed.quotes
        if quote.start < sentence.end < quote.end and any(s <= quote.inner[0] < e for s, e in content)
    ]
    return _with_marks(parsed, _merged((*content, *more)))


def _with_marks(parsed: Parsed, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans widened to the marks of a quotation that fills their beginning or their end."""
    opens = {quote.inner[0]: quote.start for quote in parsed.quotes}
    closes = {quote.inner[1]: quote.end for quote in parsed.quotes}
    return tuple((opens.get(start, start), closes.get(end, end)) for start, end in content)
