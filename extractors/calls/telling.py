# ruff: noqa: E501 - patterns are read as one line each
"""A story's sentences with the conversations they name and the days that hang on these."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property

from extractors.calls.anchors import Anchor, anchor_of, anchor_of_numbered
from extractors.calls.counting import counted
from extractors.calls.naming import companies, is_his_with_ru, kind_of
from extractors.calls.partners import OTHER, RU, US, foreground, talks_of
from extractors.calls.words import call_words, words
from extractors.language.datelines import dateline_end
from extractors.language.dates import DateMention, find_dates
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene, has_had
from extractors.model import Article


@dataclass(frozen=True, eq=False)
class Mention:
    """A sentence that names a conversation, with the time that hangs on it."""

    index: int
    kind: str  # pair, other, unclear or none
    anchor: Anchor | None
    future: bool
    earlier: bool


@dataclass(frozen=True)
class Telling:
    """An article's sentences with the days and leaders of its conversations.

    ``base`` is the publication day at the place of the dateline, None when nothing tells it. ``known`` are
    days of calls that are known, which settle what a date without a year or a bare weekday means.
    """

    article: Article
    scenes: tuple[Scene, ...]
    title: str
    base: dt.date | None
    leaders: Leaders
    known: tuple[dt.date, ...] = field(default=())
    place: str = ""  # the IANA zone of the dateline, "" where there is none

    @cached_property
    def dates(self) -> list[list[DateMention]]:
        """Return the expressions of time of each sentence."""
        found = [find_dates(scene.sentence_text, self.base) for scene in self.scenes]
        if found:
            # "WARSAW, 6 December - ... his call on Tuesday": the day of filing dates nothing in the sentence
            filed = dateline_end(self.scenes[0].sentence_text)
            found[0] = [date for date in found[0] if date.start >= filed]
        return list(counted([s.text for s in self.scenes], found, self.base, self.known))

    @cached_property
    def anchors(self) -> list[list[Anchor]]:
        """Return for each sentence its expressions of time and what they hang on."""
        found: list[list[Anchor]] = []
        before = ""
        for scene, dates in zip(self.scenes, self.dates, strict=True):
            anchors = [
                anchor_of_numbered(scene, before, date) or anchor_of(scene, date, self.leaders)
                for date in dates
            ]
            found.append([anchor for anchor in anchors if anchor is not None])
            before = scene.text
        return found

    @cached_property
    def kinds(self) -> list[str]:
        """Return for each sentence whose conversation it names: pair, other, unclear or none."""
        company = companies(self.scenes, self.leaders)
        return [
            "pair" if kind == "other" and is_his_with_ru(self.scenes, i, self.leaders) else kind
            for i, kind in enumerate(
                kind_of(scene, self.leaders, company[i]) for i, scene in enumerate(self.scenes)
            )
        ]

    @cached_property
    def talks(self) -> list[list[tuple[bool, frozenset[str]]]]:
        """Return for each sentence its conversations: told in a main clause or not, and who takes part."""
        return [list(talks_of(scene, self.leaders)) for scene in self.scenes]

    @cached_property
    def leaves_to_others(self) -> list[bool]:
        """Return for each sentence that names the pair whether its main clause tells of another conversation.

        "Ban Ki-moon spoke with Mr. Putin some hours before Mr. Putin rang Mr. Obama": what follows is Ban's.
        """
        return [self.kinds[i] == "pair" and self._is_of_others(i) for i in range(len(self.scenes))]

    def _is_of_others(self, index: int) -> bool:
        told = list(foreground(self.scenes[index], self.leaders))
        if any({US, RU} <= company for company in told):
            return False
        return any(OTHER in company and company & {US, RU} for company in told)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Return the sentences that name a conversation, in order."""
        return [m for i in range(len(self.scenes)) if (m := self._mention(i)) is not None]

    def _mention(self, index: int) -> Mention | None:
        scene = self.scenes[index]
        kind = self.kinds[index]
        anchors = sorted(
            self.anchors[index], key=lambda a: (-a.strength, a.date.first not in self.known, a.date.start)
        )
        best = anchors[0] if anchors and anchors[0].strength > 1 else None
        if kind == "none" and best is None:
            return None
        earlier = (
            bool(words("earlier").search(scene.text))
            or self._had_been(best)
            or (
                best is not None
                and best.date.first is not None
                and best.date.first not in self.known
                and _is_relative(best.date, scene)
            )
        )
        return Mention(index, kind, best, bool(words("future").search(scene.text)), earlier)

    def _had_been(self, anchor: Anchor | None) -> bool:
        """Return whether a day before a known call hangs on a past perfect: "had been discussed in the call of June 14"."""
        if anchor is None or anchor.date.last is None or self.base is None:
            return False
        last, base = anchor.date.last, self.base
        if last in self.known or not any(last < day <= base for day in self.known):
            return False
        verbs = (anchor.clause, anchor.token)
        return any(has_had(verb) for verb in verbs)

    @cached_property
    def has_pair(self) -> bool:
        """Return whether the story names two of: the Russian side, the American side, the leaders or their call."""
        # "The Trump-Putin call": a name inside a compound is a name.
        text = f"{self.title}\n{self.article.text}".lower().replace("-", " ")
        ru = self.leaders.ru.search(text) or _RUSSIA.search(text)
        us = self.leaders.us.search(text) or _AMERICA.search(text)
        call = re.search(r"\b(?:presidents|leaders)\b", text) or call_words().search(text)
        if bool(ru) + bool(us) + bool(call) >= 2:
            return True
        # "Mr. Trump consented on Thursday to a joint unit with Russia": both countries, and the day of a known call
        named = any(d.first in self.known and d.first == d.last for dates in self.dates for d in dates)
        if named and call and not other_leaders().search(text):
            return bool(ru or us or re.search(r"\bthe (?:two )?(?:presidents|leaders)\b", text))
        return named and bool(
            (ru or _RUSSIANS.search(text) or self.place in ("Europe/Moscow", "Asia/Yekaterinburg"))
            and (us or _AMERICANS.search(text))
        )


_RUSSIA = re.compile(
    r"\b(?:kremlin|moscow|presidents of (?:the united states|america) and russia|vladimir)\b"
)
_RUSSIANS = re.compile(r"\brussians?\b|\brussia(?:'s)?\b|\bpresidential administration\b")
_AMERICANS = re.compile(r"\bamericans?\b|\bunited states\b|\bu\.s\.|\bour president\b")
_AMERICA = re.compile(
    r"white house|washington|oval office|\bpresidents of (?:russia and (?:the united states|america))\b|\bpresidents of america\b|\bdonald\b"
)


def _is_relative(date: DateMention, scene: Scene) -> bool:
    """Return whether the time counts from another day of the story: "two days earlier"."""
    phrase = scene.text[date.start : date.end]
    return (date.kind == "ago" and not phrase.endswith("ago")) or phrase in (
        "the next day",
        "the following day",
    )
