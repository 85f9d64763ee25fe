# ruff: noqa: E501 - patterns are read as one line each
"""Which call each sentence of a story is about, once the day of its main call is known."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.calls.anchors import Anchor
from extractors.calls.known_calls import one_known
from extractors.calls.labels import label_of
from extractors.calls.naming import is_of_three
from extractors.calls.numbered import numbered_day
from extractors.calls.telling import Telling
from extractors.calls.turns import aside_call, goes_on, is_of_meeting_before, tells_of_asking, turns_to_others
from extractors.calls.words import arranging_verbs, call_words, words
from extractors.language.dates import DateMention
from extractors.language.people import former_leaders, leaders_now, other_leaders
from extractors.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

# A paragraph that goes on about the conversation of the one before it.
_TAKES_UP = re.compile(
    r"(?:they|both|the (?:two|pair)|(?:in|during|after) (?:it|the (?:call|talk|talks|conversation|meeting))|the (?:call|talk|talks|conversation|exchange|meeting|discussion))\b"
)
_SIDES = re.compile(r"\b(?:putin|trump|biden|obama|kremlin|moscow|russian|white house|washington|american)\b")
# What points back to the call of the paragraph before.
_THAT_ONE = re.compile(
    r"\b(?:on that (?:same )?occasion|(?:in|during) that (?:same )?(?:call|conversation|talk|exchange))\b"
)
# A call is asked for within so many days before it is held.
_ASKED_BEFORE = 10


@dataclass(frozen=True, eq=False)
class SentenceCall:
    """What one sentence says of the call: its day or span, and which kind of conversation.

    ``kind`` is main, background (an older or another call of the two leaders), other (another leader's
    conversation) or none. ``labelled`` is True where a label over the paragraph names the call.
    """

    kind: str
    first: dt.date | None = None
    last: dt.date | None = None
    labelled: bool = False


@dataclass(frozen=True)
class Linking:
    """A story's sentences with the day of its main call: what links each of them to a call, or to none."""

    told: Telling
    main: dt.date | None
    other_main: bool  # the story is about a conversation with another leader

    def sentence_calls(self) -> list[SentenceCall]:
        """Return for every sentence which call it is about; a side's own page is about its call throughout."""
        scenes = self.told.scenes
        if self.told.article.side is not None:
            return [SentenceCall("main", self.main, self.main)] * len(scenes)
        found: list[SentenceCall] = []
        for index, scene in enumerate(scenes):
            same = index > 0 and scenes[index - 1].sentence.paragraph == scene.sentence.paragraph
            back = found and (same or _THAT_ONE.search(scene.text))
            found.append(self._call_of(index, found[-1] if back else None))
        return found

    def _call_of(self, index: int, before: SentenceCall | None) -> SentenceCall:
        """Return the call of one sentence, given that of the sentence before it in the same paragraph."""
        if before is not None and before.labelled:
            return before
        labelled = self._labelled(index) if before is None else None
        if labelled is not None:
            return labelled
        aside = self._aside(index, before)
        if aside is None and (self._is_others(index) or self._goes_on_about_others(index)):
            return SentenceCall("other")
        away = aside or self._numbered_call(index) or self._other_date(index)
        if away is not None:
            return away
        scene = self.told.scenes[index]
        met = before is not None and is_of_meeting_before(scene, self.told.scenes[index - 1])
        older = met or words("earlier").search(scene.text) or self._of_former(scene)
        if older and not (self._names_main(index) or tells_of_asking(scene)):
            return SentenceCall("background")
        return self._main_or(index, before)

    def _aside(self, index: int, before: SentenceCall | None) -> SentenceCall | None:
        """Return the known call that a sentence of a story about others tells of in passing, None where it tells of none."""
        day = aside_call(self.told, index, before.first if before else None) if self.other_main else None
        return SentenceCall("main", day, day) if day is not None else None

    def _is_others(self, index: int) -> bool:
        """Return whether the sentence tells of another leader's conversation."""
        kind, scene = self.told.kinds[index], self.told.scenes[index]
        if kind == "other" or (self.other_main and kind == "none" and other_leaders().search(scene.text)):
            return True
        if is_of_three(scene, self.told.leaders) and not self._names_main(index):
            return True
        named = kind == "pair" and re.search(r"\b(?:kremlin|moscow|washington|white house)\b", scene.text)
        return self.other_main and not (named or self.told.leaders.ru.search(scene.text))

    def _goes_on_about_others(self, index: int) -> bool:
        """Return whether the sentence takes up another conversation told just before it, and names none itself."""
        told, scene = self.told, self.told.scenes[index]
        if index == 0 or told.kinds[index] == "pair":
            return False
        if not told.leaves_to_others[index - 1]:
            same = told.scenes[index - 1].sentence.paragraph == scene.sentence.paragraph
            return same and goes_on(scene) and turns_to_others(told.scenes[index - 1], told.leaders)
        if told.leaders.ru.search(scene.text) and told.leaders.us.search(scene.text):
            return False
        same = told.scenes[index - 1].sentence.paragraph == scene.sentence.paragraph
        # A paragraph that names no call and neither side goes on about it, too.
        silent = told.kinds[index] == "none" and _SIDES.search(scene.text) is None
        return same or silent or _TAKES_UP.match(scene.text) is not None

    def _main_or(self, index: int, before: SentenceCall | None) -> SentenceCall:
        """Return the main call, or that of the sentence before where nothing turns away from it."""
        main = SentenceCall("main", self.main, self.main)
        here = any(self._is_main(d) for d in self.told.dates[index])
        if here or before is None:
            return main
        scene = self.told.scenes[index]
        if self.told.kinds[index] == "pair" and not re.search(r"\bthat|then\b", scene.text):
            return main
        return before

    def _labelled(self, index: int) -> SentenceCall | None:
        """Return the other call that a label over the paragraph names: "FROM THE ARCHIVE, MAY 19, 2025: ..."."""
        label = label_of(self.told, index)
        if label is None or any(self._is_main(d) for d in label.days):
            return None
        days = label.days
        if days and (days[0].last or dt.date.max) < (self.main or dt.date.min):
            return SentenceCall("background", days[0].first, days[0].last, labelled=True)
        return SentenceCall("background", labelled=True) if label.looks_back else None

    def _of_former(self, scene: Scene) -> bool:
        """Return whether the sentence tells of a conversation of a leader who was not in office at the main call."""
        if self.main is None or not call_words().search(scene.text):
            return False
        now = leaders_now(self.main)
        return bool(former_leaders(self.main).search(scene.text)) and not now.search(scene.text)

    def _is_main(self, date: DateMention) -> bool:
        if self.main is None or date.first is None or date.last is None:
            return False
        within = date.first <= self.main <= date.last
        short = (date.last - date.first).days < 8
        return within and (short or one_known(self.told, date) == self.main)

    def _numbered_call(self, index: int) -> SentenceCall | None:
        """Return the call that "the second call" picks among those dated before it, None where it picks none."""
        day = numbered_day(self.told, index)
        if day is None:
            return None
        return SentenceCall("main" if day == self.main or day in self.told.known else "background", day, day)

    def _names_main(self, index: int) -> bool:
        """Return whether a day that hangs on the conversation is the main call's: "when they last spoke, in May"."""
        return any(a.strength > 1 and self._is_main(a.date) for a in self.told.anchors[index])

    def _other_date(self, index: int) -> SentenceCall | None:
        """Return the other call that a sentence dates, None where no time away from the main day hangs on one."""
        for anchor in self.told.anchors[index]:
            date = anchor.date
            if self._said_before(anchor):
                return SentenceCall("background", date.first, date.last)
            if anchor.strength < 2 or date.first is None or date.last is None or self._is_main(date):
                continue
            counted = anchor.token.pos_ in ("VERB", "AUX") or date.kind in ("relative", "ago")
            if anchor.clause.lemma_.lower() in arranging_verbs() and (
                counted or self._is_shortly_before(index, date)
            ):
                continue  # "had asked for the call a day earlier", "for the contact on Saturday" date the asking
            if self.main and (date.first <= self.main <= date.last or date.other == self.main):
                continue
            known = one_known(self.told, date)
            if known is not None:
                return SentenceCall("main", known, known)  # a known call is judged by its own accounts
            return SentenceCall("background", date.first, date.last)
        return None

    def _said_before(self, anchor: Anchor) -> bool:
        """Return whether the sentence was said before the call: "Mr. Peskov said last month that none was prepared"."""
        last = anchor.date.last
        if self.main is None or last is None or last >= self.main or anchor.clause.dep_ != "ROOT":
            return False
        told_then = words("reporting").fullmatch(anchor.token.lower_) is not None
        # A bare weekday may be the one after the call.
        return told_then and anchor.date.kind != "weekday" and anchor.date.other is None

    def _is_shortly_before(self, index: int, date: DateMention) -> bool:
        """Return whether a time that is not joined to its noun by "of" lies in the days before the main call."""
        if self.main is None or date.last is None or date.last in self.told.known:
            return False
        joined = self.told.scenes[index].text[: date.start].rstrip().endswith(" of")
        return not joined and 0 < (self.main - date.last).days <= _ASKED_BEFORE

    def dated_elsewhere(self, index: int, cue: Token) -> bool:
        """Return whether a day that is not the main call's hangs on the act's own verb."""
        if (
            self.main is None
            or words("reporting").fullmatch(cue.lower_)
            or self.told.article.side is not None
        ):
            return False
        for anchor in self.told.anchors[index]:
            date = anchor.date
            if date.kind == "off" and anchor.token.i == cue.i:
                return True  # "two days after the call he was asked about a summit"
            if anchor.token.i != cue.i or date.first is None or date.first != date.last:
                continue
            if self.main not in (date.first, date.other):
                return True
        return False

    def dated_before(self, index: int, clause: Token) -> bool:
        """Return whether a time before the main call hangs on a clause, or on one above it that reports nothing."""
        if self.main is None:
            return False
        reporting = words("reporting")
        scene = self.told.scenes[index]
        beside = [c for c in clause.children if c.dep_ == "advcl" and c.tag_ in ("VBG", "VBN")]
        above = [clause, *beside, *(c for c in scene.ancestors(clause) if not reporting.fullmatch(c.lower_))]
        for anchor in self.told.anchors[index]:
            last = anchor.date.last
            helpers = {c.lower_ for c in anchor.token.children if c.dep_ == "aux"}
            if (anchor.token.tag_ == "VB" and "did" not in helpers) or helpers & {"will", "would"}:
                continue  # "agreed to meet in January": a bare month behind a plan is the coming one
            if (
                last is not None
                and last < self.main
                and anchor.strength > 0
                and any(c.i == anchor.clause.i for c in above)
            ):
                # "who had warned him in 2017": the act's own time, and not that of who tells of it
                return anchor.clause.i == clause.i or not reporting.fullmatch(anchor.clause.lower_)
        return False
