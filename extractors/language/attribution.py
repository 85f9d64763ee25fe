"""Who says what: direct speech and the cues of the dependency tree, put together into one list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.language import carry, frames, lexicon, speech, tree
from extractors.language.blocks import block_speeches
from extractors.language.carry import Mention, antecedents, mention_of
from extractors.language.cover import Cover
from extractors.language.drafts import Draft, from_frame, from_speech, merged
from extractors.language.nodes import Line, lines
from extractors.language.regraft import join_reports, lift_participles
from extractors.language.repair import mend_sources
from extractors.language.syntax import Parsed
from extractors.model import Attribution, Span


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
    told = speech.speeches(parsed, rows, words)
    for item in (*told, *block_speeches(parsed, rows, words)):
        if item.cue is not None:
            used.add((item.sentence.base, item.cue.i))
        (orphans if item.cue is None else found).append(from_speech(item, words))
    for row in rows:
        for frame in frames.frames(row.tokens, words):
            if (row.base, frame.anchor.i) not in used:
                found.append(from_frame(parsed, row, frame, words))
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
        yield replace(draft, content=merged((*draft.content, *extra))) if extra else draft


def _paragraph(parsed: Parsed, offset: int) -> int:
    return bisect_right(parsed.paragraphs, (offset, len(parsed.text) + 1)) - 1
