"""Who says what in an article: the speaker of each sentence, or of one place in it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.claims.genre import is_hearsay
from extractors.language import Document
from extractors.language.people import identify, is_person, outsider
from extractors.language.syntax import Sentence
from extractors.model import Attribution, Side, Span, Speaker

# How many sentences back "it" may point: the authors of a summary are often named once for a paragraph.
_FAR = 4
_OFFICE = re.compile(r"\b(?:Kremlin|White House|Moscow(?=['’]s)|Washington(?=['’]s))")
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing))\b", re.IGNORECASE)
_REJECTS = re.compile(r"\b(?:reject|dismiss|rebut|refut|contest|repudiat|knock)\w*", re.IGNORECASE)
# What is rejected is what somebody says, and no offer of the other leader.
_A_REPORT = re.compile(
    r"\W*(?:as |that |(?:(?:the|a|an|any|such|those|these|all|media|press|news) )*"
    r"(?:reports?|claims?|suggestions?|allegations?|assertions?|accounts?|stor(?:y|ies)|rumou?rs?|notion|idea|talk)\b)",
    re.IGNORECASE,
)
# What makes anybody a witness: "a lawyer who has read the record".
_KNOWS = re.compile(
    r"\bwho (?:had |has |have )?(?:read|seen|heard|reviewed|studied|examined|listened|sat in"
    r"|taken (?:the )?notes|been shown|been briefed)\b"
    r".{0,40}\b(?:records?|transcripts?|notes?|minutes|memo\w*|summary|tape|recording|call|conversation|log)\b"
)
# A profession within an office of a side.
_OF_A_SIDE = re.compile(
    r"\b(?:treasury|(?:state|commerce|energy|justice|defen[cs]e) department|white house|kremlin"
    r"|foreign ministry|pentagon|national security council)"
    r" (?:lawyer|analyst|economist|expert|specialist|adviser|historian)s?\b"
)
# Inside what an outsider says: somebody of a side told it, or it "was told".
_FROM_INSIDE = re.compile(
    r"\b(?:officials?|aides?|advisers?|diplomats?|spokes\w+|ministry|department|embassy|delegation"
    r"|negotiators?|delegates?) (?:[\w',-]+ ){0,6}?"
    r"(?:told|informed|assured|briefed|confided|let (?:[\w'-]+ ){1,5}know)\b"
    r"|\b(?:was|were|been) (?:told|informed|assured|given to understand)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"s?he|they|it|we|i|you|who|one")
# A country or a town is never "he" or "she": "Libya was at no point a subject, she said".
_PLACE = re.compile(
    r"Libya|Syria|Iran|Iraq|Ukraine|Crimea|Donbas|Donbass|Turkey|China|Venezuela|Cuba|Belarus|Georgia|Moldova|Poland"
    r"|Israel|Gaza|Afghanistan|Yemen|Egypt|Japan|Germany|France|Britain|Russia|America|Washington|Moscow|Kyiv|Kiev"
    r"|Tehran|Beijing|Damascus|Tripoli|Ankara|London|Berlin|Paris|Europe|Greenland|Armenia|Azerbaijan|Serbia"
    r"|Kazakhstan|Kosovo|Montenegro|Finland|Sweden|Norway|Estonia|Latvia|Lithuania|Romania|Hungary|India|Pakistan"
    r"|(?:North|South) Korea|Nato|NATO|Aeroflot|Gazprom|Rosneft|Congress"
)
# How far before "she said" somebody may have been introduced without saying anything yet, in characters.
_REACH = 900
_SOMEBODY = re.compile(
    r"\b(?:an?|the|one|his|her)(?: [\w'’-]+){0,6}? (?:officials?|aide|adviser|advisor|diplomat|spokes\w+"
    r"|press secretary|secretary|ambassador|envoy|negotiator|staffer|staff member|member of [\w ]{0,40}?staff)\b",
    re.IGNORECASE,
)
_NO_BODY = re.compile(
    r"\b(?:call|conversation|talk|exchange|pair|meeting|one|side|leader|president)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Voices:
    """The attributions of one text as the claim rules ask for them. Offsets count in ``text``.

    ``sentences`` are those of ``document``; ``day`` is the day the text came out, which settles who held
    which office; ``side`` is set for a side's own page, where that side says everything.
    """

    text: str
    document: Document
    sentences: tuple[Sentence, ...]
    day: dt.date | None
    side: Side | None
    outlet: str

    def said_near(self, index: int) -> Document:
        """Return the document with only the attributions whose content reaches into the sentence.

        Asking the whole document for every sentence took a minute on one paragraph of 40,000 words.
        """
        if index not in self._near:
            self._near[index] = self._document_near(index)
        return self._near[index]

    @cached_property
    def _near(self) -> dict[int, Document]:
        return {}  # a dozen rules ask for the same sentence

    @cached_property
    def _speakers(self) -> dict[tuple[int, int | None, int | None], Speaker]:
        return {}

    @cached_property
    def _outsiders(self) -> dict[tuple[int, str], bool]:
        return {}

    def _document_near(self, index: int) -> Document:
        numbers = self._attributions_by_sentence[index]
        document = self.document
        chosen = tuple(document.attributions[n] for n in numbers)
        sources = {span for one in chosen for span in one.source}
        return replace(
            document,
            attributions=chosen,
            reports=tuple(
                document.reports[n] or self._is_denial(document.attributions[n])
                for n in numbers
                if n < len(document.reports)
            ),
            antecedents=tuple(
                (span, self._known_sources[span]) for span in sources if span in self._known_sources
            ),
        )

    def _is_denial(self, one: Attribution) -> bool:
        """Return whether somebody denies something: his word on the matter as much as if he had said that it is not so.

        "Peskov denied that sanctions had come up" stood as the outlet's own denial.
        """
        cue = " ".join(self.text[s:e] for s, e in one.cue)
        content = self.text[one.content[0][0] : one.content[-1][1]] if one.content else ""
        return bool(_DENIES.search(cue) or (_REJECTS.search(cue) and _A_REPORT.match(content)))

    @cached_property
    def _known_sources(self) -> dict[Span, Span]:
        return dict(self.document.antecedents)

    @cached_property
    def _attributions_by_sentence(self) -> list[list[int]]:
        """Return for each sentence the numbers of the attributions whose content reaches into it."""
        starts = [sentence.start for sentence in self.sentences]
        found: list[list[int]] = [[] for _ in starts]
        for number, one in enumerate(self.document.attributions):
            touched: set[int] = set()
            for start, end in one.content:
                first = max(bisect_right(starts, start) - 1, 0)
                touched.update(
                    i for i in range(first, bisect_left(starts, end)) if self.sentences[i].end > start
                )
            for i in touched:
                found[i].append(number)
        return found

    def speaker(self, index: int, start: int | None = None, end: int | None = None) -> Speaker:
        """Return who says what stands at ``[start, end)`` of the sentence (its whole by default)."""
        asked = (index, start, end)
        if asked not in self._speakers:
            self._speakers[asked] = self._speaker(index, start, end)
        return self._speakers[asked]

    def _speaker(self, index: int, start: int | None, end: int | None) -> Speaker:
        if self.side is not None:
            return self._unattributed()
        sentence = self.sentences[index]
        if start is None or end is None:
            spans = self._speaker_of_most(self.said_near(index), sentence.start, sentence.end)
        else:
            spans = self._speaker_at(self.said_near(index), (2 * sentence.start + start + end) // 2)
        if not spans:
            return self._unattributed()
        found = self._identified(spans)
        if found.role != "president":
            return found
        # "The presidents said ..., the Kremlin's statement said": who passes the leaders' words on is the source.
        near = self.said_near(index)
        for report in near.reports_over(sentence.start, sentence.end):
            outer = self._identified(near.resolved(report)) if report.source else found
            if outer.role != "president" and _holds(report, sentence.start + (start or 0)):
                return outer
        return found

    def _identified(self, spans: tuple[Span, ...]) -> Speaker:
        phrase = " ".join(self.text[s:e] for s, e in spans)
        if phrase.lower() == "it":
            phrase = self._body_before(spans[0][0]) or phrase
        return identify(phrase, self.day)

    def _body_before(self, offset: int) -> str:
        """Return the side's office or paper that "it" before a verb of saying stands for, "" where another may.

        The nearest singular subject of an earlier sentence that is no person decides: "The Kremlin's note ran to
        several paragraphs. Both presidents, it said, were in favour."
        """
        here = max(bisect_right([s.start for s in self.sentences], offset) - 1, 0)
        for sentence in reversed(self.sentences[max(here - _FAR, 0) : here]):
            for token in reversed(list(sentence.tokens)):
                if token.dep_ not in ("nsubj", "nsubjpass"):
                    continue
                near = token.doc[token.left_edge.i : token.i + 1].text
                if token.tag_ not in ("NN", "NNP") or is_person(near.lower()) or _NO_BODY.search(near):
                    continue
                return near if _OFFICE.search(near) else ""
        return ""

    def _speaker_of_most(self, near: Document, first: int, last: int) -> tuple[Span, ...]:
        """Return the source spans of the report that most of the sentence stands in.

        Its middle may lie in the tag: "A White House official told reporters later on Saturday that ...".
        """
        best: tuple[int, tuple[Span, ...]] = (0, ())
        for report in near.reports_over(first, last):
            shared = sum(max(0, min(e, last) - max(s, first)) for s, e in report.content)
            if report.source and shared > best[0]:
                best = shared, self._meant_by(near, report)
        return best[1]

    def _speaker_at(self, near: Document, place: int) -> tuple[Span, ...]:
        """Return the source spans of the innermost report that holds a place, () where the outlet speaks."""
        report = next((r for r in near.reports_over(place, place + 1) if r.source), None)
        return () if report is None else self._meant_by(near, report)

    def _meant_by(self, near: Document, report: Attribution) -> tuple[Span, ...]:
        """Return the spans of who makes a report; "she said" after a president's name is the voice heard before.

        "A press aide was stopped in the street. Had Mr. Putin proposed it? \"Nope,\" she said."
        """
        spans = near.resolved(report)
        word = self.text[slice(*report.source[0])].lower() if len(report.source) == 1 else ""
        if word not in ("he", "she") or not self._is_no_voice(spans, word):
            return spans
        return self._voice_before(report.source[0][0]) or spans

    def _is_no_voice(self, spans: tuple[Span, ...], word: str) -> bool:
        """Return whether "he" or "she" cannot be whom it was taken for: a country, a man for "she"."""
        phrase = " ".join(self.text[s:e] for s, e in spans)
        if identify(phrase, self.day).role == "president":
            return word == "she"
        return _PLACE.fullmatch(phrase) is not None

    def _voice_before(self, offset: int) -> tuple[Span, ...]:
        """Return the nearest source or person of some office before a place, () where none is near."""
        first = max(offset - _REACH, 0)
        near = [span for span in self._sources_in_order if first <= span[0] and span[1] < offset]
        near += [(first + m.start(), first + m.end()) for m in _SOMEBODY.finditer(self.text[first:offset])]
        for start, end in sorted(near, reverse=True):
            phrase = self.text[start:end]
            if identify(phrase, self.day).role != "president" and is_person(phrase.lower()):
                return ((start, end),)
        return ()

    @cached_property
    def _sources_in_order(self) -> list[Span]:
        """Return the sources of the text that are named by more than a short word, in its order."""
        found = {span for one in self.document.attributions for span in one.source if len(one.source) == 1}
        return sorted(span for span in found if not _PRONOUN.fullmatch(self.text[slice(*span)].lower()))

    def _unattributed(self) -> Speaker:
        if self.side is not None:
            return Speaker(str(self.side), self.side)
        return Speaker(self.outlet or "the article", is_outlet=True)

    def is_outsider(self, index: int, genre: str) -> bool:
        """Return whether the sentence is said by someone who cannot know: an analyst, a columnist, a retired man.

        ``genre`` is that of the text: news, satire, opinion or fact_check.
        """
        asked = (index, genre)
        if asked not in self._outsiders:
            self._outsiders[asked] = self._cannot_know(index, genre)
        return self._outsiders[asked]

    def _cannot_know(self, index: int, genre: str) -> bool:
        near = self.said_near(index)
        for attribution in near.attributions:
            phrase = " ".join(self.text[s:e] for s, e in self._meant_by(near, attribution)).lower()
            if _KNOWS.search(phrase):
                continue
            if _OF_A_SIDE.search(phrase):
                continue  # "a Treasury lawyer" works for a side
            if (outsider().search(phrase) or is_hearsay(phrase, genre)) and not self._passes_on(attribution):
                return True
            if genre == "opinion" and phrase in ("i", "we", "one"):
                return True
        return False

    def _passes_on(self, attribution: Attribution) -> bool:
        """Return whether what somebody says is what one who knows told him.

        "According to a specialist, an official let the embassy know that ..."
        """
        return any(_FROM_INSIDE.search(self.text[s:e]) for s, e in attribution.content)

    def sources(self, index: int) -> list[Speaker]:
        """Return everybody who is named as saying a part of the sentence, the outlet not counted."""
        near = self.said_near(index)
        return [self._identified(self._meant_by(near, one)) for one in near.attributions if one.source]


def _holds(report: Attribution, offset: int) -> bool:
    """Return whether the place stands inside what the report says."""
    return any(s <= offset < e for s, e in report.content)
