"""An article prepared for claim families: cleaned, parsed, its call known sentence by sentence, its genre judged."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.calls import SentenceCall, Story, call_words, read_story
from extractors.calls.partners import RU, US
from extractors.claims.clean import Cleaned, clean
from extractors.claims.frames import Frame, act_words, find_frames
from extractors.claims.genre import genre_of
from extractors.claims.pointing import antecedents, headline_topics, pronoun_is_other, short_answer
from extractors.claims.software import is_addressed_to_software
from extractors.claims.topics import Hit, Topic, find_hits, named_topics
from extractors.claims.voices import Voices
from extractors.language import Document, parse
from extractors.language.scene import Scene
from extractors.model import Article, Speaker

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
        return short_answer(self.scenes, index)

    def antecedents(self, index: int) -> list[Hit]:
        """Return the topics that a pronoun in the sentence can mean: of the nearest sentence that names one."""
        return antecedents(self.scenes, self.hits, index, self._headline)

    @cached_property
    def _headline(self) -> frozenset[str]:
        return headline_topics(self.story.title, self.topics)

    def pronoun_is_other(self, index: int, token: Token) -> bool:
        """Return whether "he" or "she" as subject stands for somebody who is not one of the leaders."""
        return pronoun_is_other(self.scenes, self.story.leaders, self.document, index, token)

    @cached_property
    def voices(self) -> Voices:
        """Return who says what on the page."""
        sentences = tuple(scene.sentence for scene in self.scenes)
        article = self.article
        return Voices(
            self.cleaned.text, self.document, sentences, self.story.office_day, article.side, article.outlet
        )

    def said_near(self, index: int) -> Document:
        """Return the document with only the attributions whose content reaches into the sentence."""
        return self.voices.said_near(index)

    def speaker(self, index: int, start: int | None = None, end: int | None = None) -> Speaker:
        """Return who says what stands at ``[start, end)`` of the sentence (its whole by default)."""
        return self.voices.speaker(index, start, end)

    def is_outsider(self, index: int) -> bool:
        """Return whether the sentence is said by someone who cannot know: an analyst, a columnist, a retired man."""
        return self.voices.is_outsider(index, self.genre)

    def is_for_software(self, index: int) -> bool:
        """Return whether the paragraph of the sentence gives orders to a program instead of telling a reader."""
        return self.scenes[index].sentence.paragraph in self._for_software

    @cached_property
    def _for_software(self) -> frozenset[int]:
        paragraphs: dict[int, list[str]] = {}
        for scene in self.scenes:
            paragraphs.setdefault(scene.sentence.paragraph, []).append(scene.text)
        return frozenset(
            number for number, texts in paragraphs.items() if is_addressed_to_software(" ".join(texts))
        )

    @cached_property
    def genre(self) -> str:
        """Return news, satire, opinion or fact_check."""
        # "Understood, I will report nothing": an order to a program, and no writer's own voice
        told = [s for s in self.scenes if s.sentence.paragraph not in self._for_software]
        text = self.cleaned.text
        own = "\n".join(text[s.sentence.start : s.sentence.end] for s in told) if self._for_software else text
        return genre_of(self.story.title, self.article.outlet, own)

    @cached_property
    def american(self) -> str:
        """Return the surname of the American leader of the first conversation that the page tells of, or ""."""
        for scene, talks in zip(self.scenes, self.story.talks, strict=True):
            if any({US, RU} <= company for _, company in talks):
                found = _PRESIDENTS.findall(scene.text)
                if found:
                    return str(found[0])
        return ""

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
            or (base == day and _is_awaited(self.cleaned.text.lower()[:800]))
            or (base == day and self._opens_ahead)
        )

    @cached_property
    def _opens_ahead(self) -> bool:
        """Return whether the story begins with a talk of the leaders that is to come, and tells of none that was."""
        # "WASHINGTON —" may stand as a sentence of its own
        opening = [scene.text for scene in self.scenes[:4] if scene.text.count(" ") > 2][:3]
        leaders = self.story.leaders
        ahead = bool(opening) and _WILL_TALK.search(opening[0]) is not None
        both = ahead and leaders.us.search(opening[0]) and leaders.ru.search(opening[0])
        return bool(both) and not any(_HAVE_TALKED.search(text) for text in opening)

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


_PRESIDENTS = re.compile(r"\b(?:obama|trump|biden)\b")
_BOTH_LEADERS = re.compile(r"\b(?:the|both|two) (?:two )?(?:presidents|leaders|men)\b(?! of (?!the united))")


# Said of the call itself, it outweighs any past tense near it: "told a breakfast show", "they talked in March".
_YET = re.compile(
    r"\b(?:call|conversation|talk|contact)s? (?:that |which )?(?:has|have|is|are) yet to\b"
    r"|\b(?:call|conversation) is (?:set|scheduled|planned|due|expected|booked|pencill?ed in)\b"
)
# "A second conversation is expected once the meeting is over" closes the account of the first.
_FURTHER = re.compile(
    r"\b(?:second|third|another|next|further|new|more|follow-up|future|repeat|fresh|one more) (?:[\w-]+ ){0,2}$"
)
# "Will speak by telephone with President Putin on Thursday": the call of the story is to come.
_WILL_TALK = re.compile(
    r"\b(?:will|(?:is|are|was|were) (?:\w+ )?to|(?:expects?|plans?|prepares?|intends?) to"
    r"|(?:is|are) (?:preparing|going|planning) to) (?:\w+ )?"
    r"(?:speak|talk|call|telephone|phone|hold an? (?:[\w-]+ ){0,2}(?:call|conversation))\b(?! again| once more)"
)
_HAVE_TALKED = re.compile(
    r"\b(?:spoke|talked|telephoned|phoned|rang)\b"
    r"|\b(?:after|since|following) (?:the|a|an|his|their) (?:[\w-]+ ){0,3}(?:call|conversation)\b"
    r"|\b(?:call|conversation) (?:lasted|ended|went|ran|was|took place)\b"
)
_PAST_CALL = re.compile(
    r"\b(?:spoke|talked|discussed|told|telephoned|phoned|rang"
    r"|(?:calls?|conversations?|talks?|exchange) (?:lasted|ended|was|were|ran|went|began|started|took|dealt|covered"
    r"|touched|turned|came|centred|centered|focused)"
    r"|(?:had|held) (?:a|an|his|their) (?:[\w-]+ ){0,3}(?:call|conversation|talk)s?)\b"
)


def _is_awaited(opening: str) -> bool:
    """Return whether a lower-case text says of its call, and not of a further one, that it is still to come."""
    return any(_FURTHER.search(opening[: match.start()]) is None for match in _YET.finditer(opening))


def open_page(article: Article, topics: Sequence[Topic], known: Sequence[dt.date] = ()) -> Page:
    """Return the article prepared for reading; ``known`` are the days of known calls."""
    cleaned = clean(article.text[:LONGEST_TEXT])
    document = parse(cleaned.text)
    scenes = tuple(Scene.of(sentence, cleaned.text) for sentence in document.sentences)
    story = read_story(article, scenes, known, clean(article.title).text)
    return Page(article, cleaned, document, scenes, story, tuple(topics))
