# ruff: noqa: E501 - patterns and word lists are read as one line each
"""An article prepared for claim families: cleaned, parsed, its call known sentence by sentence, its genre judged."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.calls import SentenceCall, Story, call_words, read_story
from extractors.claims.clean import Cleaned, clean
from extractors.claims.frames import Frame, act_words, find_frames
from extractors.claims.genre import genre_of, is_hearsay
from extractors.claims.topics import Hit, Topic, find_hits, named_topics
from extractors.language import Document, parse
from extractors.language.people import identify, is_person, outsider
from extractors.language.scene import Scene
from extractors.model import Article, Attribution, Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

# A page longer than this (10,000 words) is a live blog or broken markup; read whole, one of 40,000 words took 530 MB.
LONGEST_TEXT = 60_000


@dataclass(frozen=True)
class Page:
    """One article as the claim families read it. Offsets of scenes count in ``cleaned.text``."""

    article: Article
    cleaned: Cleaned
    document: Document
    scenes: tuple[Scene, ...]
    story: Story
    topics: tuple[Topic, ...]

    @property
    def is_readout(self) -> bool:
        """Return whether a side itself published the page."""
        return self.article.side is not None

    @cached_property
    def named(self) -> frozenset[str]:
        """Return the topics that the page names by a word that can mean nothing else."""
        return named_topics(f"{self.story.title}\n{self.cleaned.text}".lower(), self.topics)

    @cached_property
    def hits(self) -> list[list[Hit]]:
        """Return the topics named in each sentence."""
        return [find_hits(scene, self.topics, self.named) for scene in self.scenes]

    def call_of(self, index: int) -> SentenceCall:
        """Return the call that the sentence is about."""
        return self.story.sentence_calls[index]

    def frames(self, index: int) -> list[Frame]:
        """Return the frames of one sentence."""
        scene = self.scenes[index]
        return find_frames(
            scene, self.hits[index], self.story.leaders, self.antecedents(index), self.is_readout
        )

    def short_answer(self, index: int) -> int:
        """Return -1 for "No", "It did not", "Not at all" as a whole remark, 1 for "Yes", 0 for anything else."""
        text = self.scenes[index].text
        if not _ANSWERED.search(self.scenes[index - 1].text if index else "") and not _ANSWERED.search(text):
            return 0
        if _NO.match(text):
            return -1
        return 1 if _YES.match(text) else 0

    def antecedents(self, index: int) -> list[Hit]:
        """Return the topics that a pronoun in the sentence can mean: of the nearest sentence that names one."""
        for step in range(1, 4):
            before = index - step
            if before < 0:
                return []
            gap = self.scenes[index].sentence.paragraph - self.scenes[before].sentence.paragraph
            if gap > 2:
                return []
            if self.hits[before]:
                return self._last_named(before)
        return []

    def _last_named(self, index: int) -> list[Hit]:
        """Return the topics of a sentence; those of its last clause where it asks about one of several."""
        hits = self._of_the_story(self.hits[index])
        asked = re.finditer(
            r"\b(?:asked|about|whether|if|demand|subject|passage|question)\b", self.scenes[index].text
        )
        last = max((match.start() for match in asked), default=None)
        behind = [h for h in hits if last is not None and h.start > last]
        return behind or hits

    def _of_the_story(self, hits: list[Hit]) -> list[Hit]:
        """Return those of several topics that the headline names: "the matter" is what the story is about."""
        headline = named_topics(self.story.title.lower(), self.topics)
        return [h for h in hits if h.topic.name in headline] or hits

    def pronoun_is_other(self, index: int, token: Token) -> bool:
        """Return whether "he" or "she" as subject stands for somebody who is not one of the leaders.

        The nearest subject before it decides; inside a quotation the speaker himself does not count.
        """
        leaders = self.story.leaders
        for place in range(index, max(index - 3, -1), -1):
            scene = self.scenes[place]
            for other in reversed(scene.tokens):
                if place == index and other.i >= token.i:
                    continue
                if other.dep_ not in ("nsubj", "nsubjpass") or other.pos_ not in ("PROPN", "NOUN"):
                    continue
                near = " ".join(t.lower_ for t in (*other.lefts, other))
                if other.head.lemma_.lower() in _SAYING and place != index:
                    continue
                if leaders.us.search(near) or leaders.ru.search(near) or other.lower_ == "president":
                    return False
                if is_person(near):
                    return not self._inside_quote(index, token)
        return False

    def _inside_quote(self, index: int, token: Token) -> bool:
        at = token.idx + self.scenes[index].sentence.base
        return any(quote.start <= at < quote.end for quote in self.document.quotes)

    def said_near(self, index: int) -> Document:
        """Return the document with only the attributions whose content reaches into the sentence.

        Asking the whole document for every sentence took a minute on one paragraph of 40,000 words.
        """
        numbers = self._attributions_by_sentence[index]
        document = self.document
        chosen = tuple(document.attributions[n] for n in numbers)
        sources = {span for one in chosen for span in one.source}
        return replace(
            document,
            attributions=chosen,
            reports=tuple(document.reports[n] for n in numbers if n < len(document.reports)),
            antecedents=tuple(
                (span, self._antecedents[span]) for span in sources if span in self._antecedents
            ),
        )

    @cached_property
    def _antecedents(self) -> dict[Span, Span]:
        return dict(self.document.antecedents)

    @cached_property
    def _attributions_by_sentence(self) -> list[list[int]]:
        """Return for each sentence the numbers of the attributions whose content reaches into it."""
        starts = [scene.sentence.start for scene in self.scenes]
        found: list[list[int]] = [[] for _ in starts]
        for number, one in enumerate(self.document.attributions):
            touched: set[int] = set()
            for start, end in one.content:
                first = max(bisect_right(starts, start) - 1, 0)
                touched.update(
                    i for i in range(first, bisect_left(starts, end)) if self.scenes[i].sentence.end > start
                )
            for i in touched:
                found[i].append(number)
        return found

    def speaker(self, index: int, start: int | None = None, end: int | None = None) -> Speaker:
        """Return who says what stands at ``[start, end)`` of the sentence (its whole by default)."""
        if self.article.side is not None:
            return self._unattributed()
        sentence = self.scenes[index].sentence
        if start is None or end is None:
            spans = self._speaker_of_most(self.said_near(index), sentence.start, sentence.end)
        else:
            spans = self.said_near(index).speaker_of(sentence.start + start, sentence.start + end)
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
        return identify(" ".join(self.cleaned.text[s:e] for s, e in spans), self.story.base)

    def _speaker_of_most(self, near: Document, first: int, last: int) -> tuple[Span, ...]:
        """Return the source spans of the report that most of the sentence stands in.

        Its middle may lie in the tag: "A White House official told reporters later on Saturday that ...".
        """
        best: tuple[int, tuple[Span, ...]] = (0, ())
        for report in near.reports_over(first, last):
            shared = sum(max(0, min(e, last) - max(s, first)) for s, e in report.content)
            if report.source and shared > best[0]:
                best = shared, near.resolved(report)
        return best[1]

    def _unattributed(self) -> Speaker:
        if self.article.side is not None:
            return Speaker(str(self.article.side), self.article.side)
        return Speaker(self.article.outlet or "the article", is_outlet=True)

    def is_outsider(self, index: int) -> bool:
        """Return whether the sentence is said by someone who cannot know: an analyst, a columnist, a retired man."""
        near = self.said_near(index)
        for attribution in near.attributions:
            phrase = " ".join(self.cleaned.text[s:e] for s, e in near.resolved(attribution)).lower()
            if outsider().search(phrase) or is_hearsay(phrase, self.genre):
                return True
            if self.genre == "opinion" and phrase in ("i", "we", "one"):
                return True
        return False

    @cached_property
    def genre(self) -> str:
        """Return news, satire, opinion or fact_check."""
        return genre_of(self.story.title, self.article.outlet, self.cleaned.text)

    @cached_property
    def is_preview(self) -> bool:
        """Return whether the story came out before the call it is about."""
        base, day = self.story.base, self.story.main_date
        if day is None or base is None:
            return False
        return (
            base < day
            or (
                base == day
                and bool(act_words("genre", "preview").search(self.cleaned.text.lower()[:800]))
                and not _PAST_CALL.search(self.cleaned.text.lower())
            )
            or (base == day and bool(_YET.search(self.cleaned.text.lower()[:800])))
        )

    @cached_property
    def callish(self) -> list[bool]:
        """Return for each sentence whether it, or its paragraph before it, speaks of the conversation."""
        found: list[bool] = []
        for index, scene in enumerate(self.scenes):
            own = self.is_readout or self._own_callish(scene)
            same = index > 0 and self.scenes[index - 1].sentence.paragraph == scene.sentence.paragraph
            found.append(own or (same and found[-1]))
        return found

    def speaks_of_call(self, index: int) -> bool:
        """Return whether the sentence itself names the conversation or both leaders."""
        return self._own_callish(self.scenes[index])

    def call_nearby(self, index: int) -> bool:
        """Return whether the conversation is spoken of in the sentence or in the three before it."""
        return any(self.callish[i] for i in range(max(index - 3, 0), index + 1))

    def _own_callish(self, scene: Scene) -> bool:
        leaders = self.story.leaders
        both = leaders.us.search(scene.text) and leaders.ru.search(scene.text)
        return bool(both or call_words().search(scene.text) or _BOTH_LEADERS.search(scene.text))


_BOTH_LEADERS = re.compile(r"\b(?:the|both|two) (?:two )?(?:presidents|leaders|men)\b(?! of (?!the united))")


def _holds(report: Attribution, offset: int) -> bool:
    """Return whether the place stands inside what the report says."""
    return any(s <= offset < e for s, e in report.content)


_SAYING = frozenset(["say", "tell", "add", "report", "write", "explain", "note", "recall", "insist"])
_ANSWERED = re.compile(
    r"\?|\b(?:asked|whether|pressed|wanted to know|question|put to him|put to her|wondered)\b"
)
_NO = re.compile(
    r'"?(?:no(?: way|pe|t at all|t once|t a word|t a bit|t in the least)?|never|absolutely not|of course not|certainly not|it (?:did|was|has|had) ?(?:not|n\'t)|they (?:did|were|had) ?(?:not|n\'t)|he (?:did|had) ?(?:not|n\'t)|we (?:did|had) ?(?:not|n\'t)|(?:s?he|it|they|we) (?:did|had|was|were) ?(?:n\'t|not),? (?:and neither|nor) (?:did|had|was|were) [\w .]{2,30}|nothing(?: at all| whatever| whatsoever)?|not a (?:thing|syllable|single word|peep)|zero|neither of them|nothing of the (?:sort|kind)|none (?:at all|whatever|whatsoever))[,.!"](?=[\s"]|$)'
)
_YES = re.compile(
    r'"?(?:yes|it did|it was|they did|he did|we did|of course|indeed|at length)[,.!"](?=[\s"]|$)'
)
# Said of the call itself, it outweighs any past tense near it: "told a breakfast show", "they talked in March".
_YET = re.compile(
    r"\b(?:call|conversation|talk|contact)s? (?:that |which )?(?:has|have|is|are) yet to\b"
    r"|\b(?:call|conversation) is (?:set|scheduled|planned|due|expected|booked|pencill?ed in)\b"
)
_PAST_CALL = re.compile(
    r"\b(?:spoke|talked|discussed|told|the call (?:lasted|ended|was)|conversation (?:lasted|was|went))\b"
)


def open_page(article: Article, topics: Sequence[Topic], known: Sequence[dt.date] = ()) -> Page:
    """Return the article prepared for reading; ``known`` are the days of known calls."""
    cleaned = clean(article.text[:LONGEST_TEXT])
    document = parse(cleaned.text)
    scenes = tuple(Scene.of(sentence, cleaned.text) for sentence in document.sentences)
    story = read_story(article, scenes, known, clean(article.title).text)
    return Page(article, cleaned, document, scenes, story, tuple(topics))
