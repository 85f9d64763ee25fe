"""Direct speech: each quotation finds the verb that introduces it, before, behind or between its parts.

A quotation without a verb of its own goes on with the speaker before it: "..., he said. "And ...".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.language import doers, tree
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Line, Node
from extractors.language.quotes import Quote
from extractors.language.syntax import Parsed
from extractors.model import Span

# A quotation of fewer words inside a clause is a borrowed phrase, not an utterance.
SHORTEST_UTTERANCE = 4


@dataclass(slots=True)
class Speech:
    """The quotations that one cue introduces, as they are put together.

    ``cue`` is the verb or the colon, None for a quotation that nothing introduces; ``source`` the head of the
    speaker's noun phrase, None when nobody is named.
    """

    sentence: Line
    cue: Node | None
    source: Node | None
    parts: list[Span] = field(default_factory=list)
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: its first and last sentence, and the unquoted words beside it in them.

    ``between`` is True when another quotation stands before those words in the same sentence.
    """

    quote: Quote
    first: Line
    last: Line
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    said: str
    previous: Line | None
    between: bool

    @property
    def whole(self) -> bool:
        """Whether nothing but the quotation stands in its sentences."""
        return not self.before and not self.after


def speeches(parsed: Parsed, lines: Sequence[Line], lexicon: Lexicon) -> list[Speech]:
    """Return the direct speech of the text; a quotation that nothing introduces comes without a cue."""
    found: list[Speech] = []
    by_cue: dict[tuple[int, int], Speech] = {}
    current: Speech | None = None
    for place in places(parsed, lines):
        if not _is_utterance(place, lexicon):
            continue
        cue, sentence = _cue(place, lexicon)
        if cue is None and current is not None and _goes_on(place, current):
            _give(current, place)
            continue
        key = (sentence.start, cue.i) if cue is not None else (place.quote.start, -1)
        if key not in by_cue:
            by_cue[key] = Speech(sentence, cue, _speaker(cue, place))
            _take_over(by_cue[key], current, place, found)
            found.append(by_cue[key])
        current = by_cue[key]
        _give(current, place)
    return found


def _take_over(new: Speech, current: Speech | None, place: Place, found: list[Speech]) -> None:
    """Give quotations that wait for a cue in the same paragraph to the speech that has one."""
    if (
        current is not None
        and current.cue is None
        and new.cue is not None
        and current.paragraph == place.quote.paragraph
    ):
        new.parts.extend(current.parts)
        found.remove(current)


def _give(speech: Speech, place: Place) -> None:
    """Add the quotation to the speech."""
    speech.parts.append((place.quote.start, place.quote.end))
    speech.paragraph = place.quote.paragraph


def _goes_on(place: Place, current: Speech) -> bool:
    """Return whether a quotation without a cue belongs to the speech before it."""
    gap = place.quote.paragraph - current.paragraph
    return gap == 0 or (gap == 1 and (place.quote.continued or place.whole))


def places(parsed: Parsed, lines: Sequence[Line]) -> Iterator[Place]:
    """Yield every quotation with its sentences and the unquoted words around it."""
    sentences, index = lines, 0
    for number, quote in enumerate(parsed.quotes):
        while index < len(sentences) and sentences[index].end <= quote.inner[0]:
            index += 1
        last = index
        while last + 1 < len(sentences) and sentences[last + 1].start < quote.inner[1]:
            last += 1
        if index >= len(sentences) or sentences[index].start >= quote.end:
            continue
        left = parsed.quotes[number - 1].end if number else 0
        right = parsed.quotes[number + 1].start if number + 1 < len(parsed.quotes) else len(parsed.text)
        before = _words(sentences[index], left, quote.start)
        after = _words(sentences[last], quote.end, right)
        said = parsed.text[quote.inner[0] : quote.inner[1]].strip()
        yield Place(
            quote,
            sentences[index],
            sentences[last],
            before,
            after,
            said,
            sentences[index - 1] if index else None,
            bool(number) and left > sentences[index].start,
        )


def _words(sentence: Line, start: int, end: int) -> tuple[Node, ...]:
    """Return the sentence's tokens that lie within [start, end), marks of quotation left out."""
    return tuple(
        t
        for t in sentence.tokens
        if start <= sentence.base + t.idx
        and sentence.base + t.idx + len(t) <= end
        and t.text not in ('"', "'")
        and not t.is_space
    )


def _is_utterance(place: Place, lexicon: Lexicon) -> bool:
    """Return whether someone says the quotation as a sentence, rather than the writer borrowing a phrase."""
    if not place.said:
        return False
    words = len(place.said.split())
    closes = place.said[-1] in ",.?!—-…:" or (place.after and place.after[0].text == ",")
    starts_big = place.said[:1].isupper() or not place.said[0].isalpha()
    goes_on = all(t.dep_ == "cc" for t in place.before)  # 'But "it helps."' goes on with the speech before
    if not place.before or (goes_on and not place.after and words >= SHORTEST_UTTERANCE):
        return bool(closes or not place.after or words >= 2 * SHORTEST_UTTERANCE)
    if place.before[-1].text in (":", ","):
        if place.between and _verb_before(place.before, lexicon) is not None:
            return True  # '"The talks," Orlov said, "failed."'
        return (
            words >= SHORTEST_UTTERANCE
            or (starts_big and closes)
            or (place.said[-1] == "," and bool(place.after))
        )
    if place.said[-1] in ",?!" and place.after and _verb_after(place, lexicon) is not None:
        return words >= SHORTEST_UTTERANCE
    return (
        starts_big
        and not place.after
        and words >= SHORTEST_UTTERANCE
        and _takes_quote(place.before[-1], lexicon)
    )


def _takes_quote(token: Node, lexicon: Lexicon) -> bool:
    return token.pos_ in ("VERB", "AUX") and "quote" in lexicon.takes(tree.lemma(token))


def _cue(place: Place, lexicon: Lexicon) -> tuple[Node | None, Line]:
    """Return the verb (or colon) that introduces the quotation, or None, with its sentence."""
    behind = _verb_after(place, lexicon) if place.after else None
    if behind is not None and _closes_with_tag(place, behind, lexicon):
        return behind, place.last
    verb = _verb_before(place.before, lexicon)
    if verb is None and behind is not None:
        return behind, place.last
    if verb is not None:
        return verb, place.first
    if place.before and place.before[-1].text == ":":
        return _colon_cue(place.before), place.first
    previous = place.previous
    if not place.before and previous is not None and previous.tokens[-1].text == ":":
        words = _words(previous, previous.start, previous.end)
        return _verb_before(words, lexicon) or _colon_cue(words), previous
    return None, place.first


def _closes_with_tag(place: Place, verb: Node, lexicon: Lexicon) -> bool:
    """Return whether "..., she said" stands right behind the quotation: nearer than any verb before it."""
    return (
        place.said[-1] in ",?!"
        and place.after[0].dep_ != "cc"
        and "tag" in lexicon.takes(tree.lemma(verb))
        and tree.child(verb, "nsubj") is not None
        and verb.i - place.after[0].i <= 6
    )


def _colon_cue(words: Sequence[Node]) -> Node:
    """Return the main verb of the words before a colon, or the colon itself ("Orlov: ...")."""
    main = next((t for t in words if t.pos_ == "VERB" and t.dep_ in ("ROOT", "conj")), None)
    return main or next((t for t in words if _has_subject(t)), words[-1])


def _has_subject(token: Node) -> bool:
    """Return whether a word is a finite verb with a subject of its own, which the parser hung beneath another."""
    return (
        token.tag_ in ("VBD", "VBZ", "VBP")
        and tree.child(token, "nsubj") is not None
        and token.dep_ != "relcl"
    )


def _verb_before(words: Sequence[Node], lexicon: Lexicon) -> Node | None:
    """Return the last verb of saying before the quotation, one outside relative clauses if there is one."""
    verbs = [t for t in words if _takes_quote(t, lexicon)]
    plain = [t for t in verbs if t.dep_ != "relcl"]
    return (plain or verbs)[-1] if verbs else None


def _verb_after(place: Place, lexicon: Lexicon) -> Node | None:
    """Return the first verb of saying behind the quotation; behind a comma any verb with a subject."""
    verbs = [t for t in place.after if t.pos_ in ("VERB", "AUX") and t.dep_ != "relcl"]
    saying = [t for t in verbs if _takes_quote(t, lexicon)]
    if saying:
        return saying[0]
    if place.said[-1] == "," and verbs and tree.child(verbs[0], *tree.SUBJECTS) is not None:
        return verbs[0]
    return None


def _speaker(cue: Node | None, place: Place) -> Node | None:
    """Return the head of the speaker's noun phrase: the verb's subject, or the noun nearest to the verb."""
    if cue is None:
        return None
    if cue.pos_ not in ("VERB", "AUX"):
        nouns = [
            t
            for t in place.before or (place.previous.tokens if place.previous else ())
            if t.pos_ in ("PROPN", "NOUN")
        ]
        return nouns[-1] if nouns else None
    found = doers.subject(cue) or _taken_for_adjective(cue)
    side = {t.i for t in (*place.before, *place.after)}
    if found is not None and (found.i in side or not side or found.doc is not cue.doc):
        return found
    near = [
        t
        for t in place.after
        if t.pos_ in ("PROPN", "NOUN", "PRON") and t.dep_ not in ("compound", "npadvmod", "pobj", "appos")
    ]
    near = near or [t for t in place.before if t.dep_ in tree.SUBJECTS]
    return near[0] if near and not tree.is_passive(cue) else found


def _taken_for_adjective(cue: Node) -> Node | None:
    """Return the speaker whose verb the parser read as what tells more of him: "Orlov, the envoy, tweeted: ..."."""
    named = cue.head.pos_ == "PROPN" or (cue.dep_ == "acl" and cue.head.pos_ == "NOUN")
    read_so = cue.tag_ == "VBN" and cue.dep_ in ("acl", "amod") and named
    return cue.head if read_so and tree.child(cue, "auxpass", "agent") is None else None
