# ruff: noqa: E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Which call a story, and each sentence of it, is about. Dates are local to Washington; nothing is looked up.

A story may tell of several conversations: the one it is about, older ones in background paragraphs, calls
with other leaders on the same day. Every sentence is linked on its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from extractors.language.dates import DateMention, find_dates, local_day, read_dateline
from extractors.language.people import Leaders, former_leaders, leaders_now, leaders_on, other_leaders
from extractors.language.scene import Scene
from extractors.language.wordlists import compile_words, load_table
from extractors.model import Article

if TYPE_CHECKING:
    from spacy.tokens import Token

# A later story may come out weeks after the call (12 and 13 days were met in 2017 and 2018, five weeks in
# invented ones); a preview comes a few days before it.
LONGEST_AFTER_DAYS = 45
LONGEST_BEFORE_DAYS = 4
# A story without any day in it is about a call of the last fortnight.
UNDATED_DAYS = 16

_REPORTING = compile_words(
    [
        "said",
        "say",
        "says",
        "told",
        "tell",
        "tells",
        "reported",
        "report",
        "reports",
        "announced",
        "wrote",
        "posted",
        "tweeted",
        "added",
        "confirmed",
        "briefed",
        "published",
        "issued",
        "released",
        "stated",
        "noted",
        "answered",
        "replied",
        "asked",
        "commented",
        "disclosed",
        "revealed",
        "acknowledged",
        "insisted",
        "testified",
        "explained",
        "recalled",
        "conceded",
        "declared",
        "predicted",
        "warned",
    ]
)
_EARLIER = compile_words(
    ["once before", "last time", "earlier call|conversation|talk|exchange|contact|phone", "previous call|conversation|talk|exchange|contact|phone", "that occasion", "the time before",
     "the first such call", "an earlier", "the earlier", "last spoke|talked", "first call in|of", "on an earlier", "prior call|conversation", "back then", "at that time", "in that call|conversation of",
     "when the two last", "the last call", "the last published", "the last conversation", "since the call of", "their last", "first video", "the first was", "a similar exchange", "then, too", "other presidents",
     "earlier in the year|month|week|spring|summer|winter|autumn|fall|season", "earlier that year|month|week", "earlier this year|month", "in past calls|conversations|talks",
     "in earlier calls|conversations|talks", "in previous calls|conversations|talks", "on previous|earlier|past occasions", "on a previous|different occasion"]
)  # fmt: skip
_CALL_NOUNS = compile_words(
    [
        "call",
        "calls",
        "call's",
        "conversation*",
        "talk",
        "talks",
        "exchange",
        "discussion",
        "videoconference",
        "chat",
        "contact",
        "diplomacy",
    ]
)
_PUBLISHING = compile_words(
    [
        "statement",
        "summary",
        "readout",
        "version",
        "account",
        "briefing",
        "details|particulars of",
        "confirmed",
        "acknowledged",
        "pushed",
        "denied",
        "disputed",
        "report",
    ]
)
_NIGHT = compile_words(
    [
        "early hours",
        "after midnight",
        "past midnight",
        "overnight",
        "in the night",
        "at night",
        "late at night",
        "on the night of",
        "small hours",
        "a.m. moscow",
    ]
)
_FUTURE = compile_words(
    [
        "will",
        "'ll",
        "would",
        "is to",
        "are to",
        "is set",
        "are set",
        "scheduled",
        "is due",
        "are due",
        "planned",
        "upcoming",
        "ahead of",
        "expected",
        "expect",
        "is going to",
        "plans to",
        "before the",
        "next",
    ]
)

_LIMIT = re.compile(r"\b(?:after|before|until|till|since|by)\s+(?:the\s+)?$")
_ARRANGING = frozenset(
    [
        "ask",
        "request",
        "seek",
        "propose",
        "arrange",
        "apply",
        "plan",
        "schedule",
        "suggest",
        "offer",
        "announce",
        "agree",
        "want",
        "prepare",
        "set",
    ]
)
# A label in front of a paragraph: capitals or a date, closed by a colon, a dash or a bar.
_LABEL = re.compile(r"(?:[A-Z0-9][A-Z0-9 ,.'&/-]{2,70}|[\w ,.]{0,40}\d{4}[\w ,.]{0,10}) ?[:|–—](?= )")
_ARCHIVE = re.compile(
    r"\b(?:archives?|flashback|background|timeline|on this day|previously|recap|related|read more|history|throwback|look back|looking back|years? ago|poll|quiz|correction|advertisement|sponsored)\b"
)


# A headline that names the partner: "Between golf and guest, a word with the Kremlin".
_WITH_MOSCOW = re.compile(r"\b(?:with|to|from) (?:the )?(?:kremlin|moscow)\b")


def _is_day(mention: Mention) -> bool:
    """Return whether the mention's time names one day."""
    date = mention.anchor.date if mention.anchor else None
    return date is not None and date.kind not in (
        "month",
        "month_bare",
        "month_year",
        "year",
        "season",
        "week",
    )


def _is_relative(date: DateMention, scene: Scene) -> bool:
    """Return whether the time counts from another day of the story: "two days earlier"."""
    phrase = scene.text[date.start : date.end]
    return (date.kind == "ago" and not phrase.endswith("ago")) or phrase in (
        "the next day",
        "the following day",
    )


@cache
def _words(section: str, name: str) -> re.Pattern[str]:
    return compile_words(load_table("extractors.claims", "acts.toml")[section][name])


@cache
def call_words() -> re.Pattern[str]:
    """Return the expression for words that name a leaders' call or the act of calling."""
    return _words("call", "strong")


@cache
def both_words() -> re.Pattern[str]:
    """Return the expression for words that mean the two leaders together."""
    return _words("leaders_both", "words")


@dataclass(frozen=True, eq=False)
class SentenceCall:
    """What one sentence says of the call: its day or span, and which kind of conversation.

    ``kind`` is main, background (an older or another call of the two leaders), other (another leader's
    conversation) or none.
    """

    kind: str
    first: dt.date | None = None
    last: dt.date | None = None
    labelled: bool = False


@dataclass(frozen=True, eq=False)
class Anchor:
    """What an expression of time hangs on: 3 the conversation itself, 2 one leader addressing the other, 1 else."""

    date: DateMention
    strength: int
    clause: Token
    token: Token


@dataclass(frozen=True, eq=False)
class Mention:
    """A sentence that names a conversation, with the time that hangs on it."""

    index: int
    kind: str  # pair, other or unclear
    anchor: Anchor | None
    future: bool
    earlier: bool


@dataclass(frozen=True)
class Story:
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

    @cached_property
    def dates(self) -> list[list[DateMention]]:
        """Return the expressions of time of each sentence."""
        return [find_dates(scene.sentence_text, self.base) for scene in self.scenes]

    @cached_property
    def mentions(self) -> list[Mention]:
        """Return the sentences that name a conversation, in order."""
        return [m for i in range(len(self.scenes)) if (m := self._mention(i)) is not None]

    def _mention(self, index: int) -> Mention | None:
        scene = self.scenes[index]
        kind = self.kind_of(index)
        anchors = sorted(self.anchors[index], key=lambda a: (-a.strength, a.date.start))
        best = anchors[0] if anchors and anchors[0].strength > 1 else None
        if kind == "none" and best is None:
            return None
        earlier = bool(_EARLIER.search(scene.text)) or (best is not None and _is_relative(best.date, scene))
        return Mention(index, kind, best, bool(_FUTURE.search(scene.text)), earlier)

    @cached_property
    def anchors(self) -> list[list[Anchor]]:
        """Return for each sentence its expressions of time and what they hang on."""
        return [
            [a for d in self.dates[i] if (a := self._anchor(scene, d)) is not None]
            for i, scene in enumerate(self.scenes)
        ]

    def _anchor(self, scene: Scene, date: DateMention) -> Anchor | None:
        tokens = scene.tokens_at(date.start, date.end)
        if not tokens:
            return None
        inside = {t.i for t in tokens}
        token = tokens[0]
        if date.kind != "ago" and _LIMIT.search(scene.text[max(date.start - 12, 0) : date.start]):
            return None  # "not now or after January" sets a limit, it dates no event
        for _ in range(30):
            if (
                token.i not in inside
                # "On Sunday President Trump took a call": the parser makes the day a part of the name.
                and token.pos_ not in ("ADP", "NUM", "SCONJ", "PROPN")
                and token.dep_ not in ("prep", "npadvmod")
            ):
                break
            if token.head.i == token.i:
                break
            token = token.head
        return Anchor(date, self._strength(scene, token), scene.clause_of[token.i], token)

    def _strength(self, scene: Scene, token: Token) -> int:
        """Return how firmly a time that hangs on ``token`` dates the conversation."""
        if token.pos_ not in ("VERB", "AUX"):
            return 3 if _CALL_NOUNS.fullmatch(token.lower_) else 0
        if token.dep_ == "relcl" and any(
            _CALL_NOUNS.fullmatch(t.lower_) for t in (token.head, token.head.head, token.head.head.head)
        ):
            return 3
        own = scene.own_text(token)
        if call_words().fullmatch(token.lower_) or (scene.starts_like_a_call() and token.dep_ == "ROOT"):
            return 3
        if _REPORTING.fullmatch(token.lower_):
            return 2 if self._to_leader(scene, token) else 1
        if call_words().search(own) and not _PUBLISHING.search(own):
            return 3
        return 2 if self._to_leader(scene, token) else 1

    def kind_of(self, index: int) -> str:
        """Return whose conversation a sentence names: pair, other, unclear, or none where it names none."""
        scene = self.scenes[index]
        text = scene.text
        call = bool(call_words().search(text)) or scene.starts_like_a_call()
        if not call:
            return "none"
        us = bool(self.leaders.us.search(text) or re.search(r"white house|washington|american side", text))
        ru = bool(self.leaders.ru.search(text) or re.search(r"kremlin|moscow|russian side", text))
        both = bool(both_words().search(text))
        other = bool(other_leaders().search(text))
        if both and not (ru or us or other) and self.company[index] == "other":
            return "other"
        if (ru and (us or both)) or (both and not other) or (ru and not other):
            return "pair"
        if other:
            return "other"
        return "unclear"

    @cached_property
    def company(self) -> list[str]:
        """Return for each sentence whom "the two presidents" means: pair, or other after another leader was named."""
        found: list[str] = []
        now = "pair"
        for scene in self.scenes:
            us = self.leaders.us.search(scene.text) or re.search(r"white house|washington", scene.text)
            if self.leaders.ru.search(scene.text):
                now = "pair"
            elif other_leaders().search(scene.text) and (us or call_words().search(scene.text)):
                now = "other"
            found.append(now)
        return found

    def _to_leader(self, scene: Scene, verb: Token) -> bool:
        """Return whether one leader is the subject of a verb and the other the one addressed."""
        near = [c for c in verb.children if c.dep_ in ("nsubj", "dobj", "dative", "nsubjpass")]
        prepositions = [c for c in verb.children if c.dep_ in ("prep", "agent", "dative")]
        near += [g for c in prepositions for g in c.children if g.dep_ == "pobj"]
        near += [t for c in near for t in c.conjuncts]
        text = " ".join(t.lower_ for c in near for t in (*c.lefts, c))
        us, ru = self.leaders.us.search(text), self.leaders.ru.search(text)
        if re.search(r"\beach other\b|\bone another\b", text) and both_words().search(scene.text):
            return True
        return bool(
            (us and ru)
            or ((us or ru) and re.search(r"\bcounterpart|\bcolleague|\binterlocutor|\bhim\b", text))
        )

    @cached_property
    def has_pair(self) -> bool:
        """Return whether the story names two of: the Russian side, the American side, the leaders or their call."""
        text = f"{self.title}\n{self.article.text}".lower()
        ru = self.leaders.ru.search(text) or re.search(r"\bkremlin\b|\bmoscow\b", text)
        us = self.leaders.us.search(text) or re.search(r"white house|washington|oval office", text)
        call = re.search(r"\b(?:presidents|leaders)\b", text) or call_words().search(text)
        return bool(ru) + bool(us) + bool(call) >= 2

    @cached_property
    def other_main(self) -> bool:
        """Return whether the story is about a conversation with another leader."""
        title = self.title.lower()
        if self.leaders.ru.search(title) or _WITH_MOSCOW.search(title):
            return False
        lead = [m for m in self.mentions if self.scenes[m.index].sentence.paragraph <= 1]
        pairs = sum(m.kind == "pair" for m in lead)
        others = sum(m.kind == "other" for m in lead)
        all_pairs = sum(m.kind == "pair" for m in self.mentions)
        first = lead[0].kind == "other" if lead else False
        return (others > 0 and pairs == 0 and all_pairs <= 1) or (
            first and pairs <= others and all_pairs <= 1
        )

    @cached_property
    def main_span(self) -> tuple[dt.date, dt.date] | None:
        """Return the day (or span of days) of the call the story is about, None when it names none."""
        if self.other_main:
            return None
        titled = self._title_span()
        if titled is not None:
            return titled
        fit = [m for m in self.mentions if m.kind != "other" and not m.earlier and m.anchor is not None]
        # A day beats a week or a month, a sentence with both leaders beats one with neither, the lead beats the rest.
        for days in (True, False):
            for kinds, depth in ((("pair",), 3), (("pair",), 99), (("unclear", "none"), 99)):
                for mention in fit:
                    near = self.scenes[mention.index].sentence.paragraph <= depth
                    if mention.kind in kinds and near and _is_day(mention) == days:
                        span = self._plausible(mention)
                        if span is not None:
                            return span
        return None

    def _title_span(self) -> tuple[dt.date, dt.date] | None:
        """Return the day that the headline gives the call: "White House plays down Saturday call"."""
        for date in find_dates(self.title, self.base):
            behind = self.title[date.end : date.end + 25].lower()
            if (
                date.first
                and date.last
                and re.match(r"(?:'s|’s)?\W+(?:\w+\W+)?(?:call|conversation|talk)\b", behind)
            ):
                return (
                    self._plausible(
                        Mention(
                            -1,
                            "pair",
                            Anchor(date, 3, self.scenes[0].tokens[0], self.scenes[0].tokens[0]),
                            False,
                            False,
                        )
                    )
                    if self.scenes
                    else None
                )
        return None

    def _plausible(self, mention: Mention) -> tuple[dt.date, dt.date] | None:
        """Return the mention's days if a story of this date can be about them."""
        if mention.anchor is None:
            return None
        date = mention.anchor.date
        if date.first is None or date.last is None:
            return self._by_known(date)
        if date.kind in ("month", "month_bare", "month_year", "year", "season", "week"):
            return self._known_within(date.first, date.last)
        if date.other is not None and self._preview(mention, date):
            return date.other, date.other
        if self.base is None:
            return (date.first, date.last) if date.kind in ("iso", "day_month", "month_day") else None
        age = (self.base - date.first).days
        if -LONGEST_BEFORE_DAYS <= age <= LONGEST_AFTER_DAYS or date.first in self.known:
            return date.first, date.last
        return None

    def _preview(self, mention: Mention, date: DateMention) -> bool:
        """Return whether a bare weekday means the coming one: said of a call to come."""
        if not mention.future or date.first in self.known:
            return False
        return date.other in self.known or not self.known

    def _by_known(self, date: DateMention) -> tuple[dt.date, dt.date] | None:
        """Return the known call that a day without a year can mean."""
        for day in self.known:
            if date.month_day == (day.month, day.day):
                return day, day
        return None

    def _known_within(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
        found = [day for day in self.known if first <= day <= last]
        return (found[0], found[0]) if len(found) == 1 else None

    @cached_property
    def main_date(self) -> dt.date | None:
        """Return the day of the call the story is about; a known call settles what the text leaves open."""
        if self.main_span is not None:
            return self._settle(*self.main_span)
        if self.other_main or not self.has_pair:
            return None
        return self._nearest_known()

    def _settle(self, first: dt.date, last: dt.date) -> dt.date:
        """Return the known day in the span; a call that ran over midnight in Moscow is the day before."""
        for day in self.known:
            if first <= day <= last:
                return day
        before = first - dt.timedelta(days=1)
        if before in self.known and any(_NIGHT.search(s.text) for s in self.scenes):
            return before
        return first

    def _nearest_known(self) -> dt.date | None:
        """Return the known call a story without a day is about: the latest one not long before it."""
        if self.base is None:
            return max(self.known, default=None) if len(self.known) == 1 else None
        fit = [d for d in self.known if -LONGEST_BEFORE_DAYS <= (self.base - d).days <= UNDATED_DAYS]
        return max((d for d in fit if d <= self.base), default=min(fit, default=None))

    @cached_property
    def sentence_calls(self) -> list[SentenceCall]:
        """Return for every sentence which call it is about; a side's own page is about its call throughout."""
        if self.article.side is not None:
            return [SentenceCall("main", self.main_date, self.main_date)] * len(self.scenes)
        found: list[SentenceCall] = []
        for index, scene in enumerate(self.scenes):
            same = index > 0 and self.scenes[index - 1].sentence.paragraph == scene.sentence.paragraph
            found.append(self._sentence_call(index, found[-1] if same and found else None))
        return found

    def _sentence_call(self, index: int, before: SentenceCall | None) -> SentenceCall:
        """Return the call of one sentence, given that of the sentence before it in the same paragraph."""
        scene = self.scenes[index]
        kind = self.kind_of(index)
        main = SentenceCall("main", self.main_date, self.main_date)
        if before is not None and before.labelled:
            return before
        labelled = self._labelled(index) if before is None else None
        if labelled is not None:
            return labelled
        if kind == "other":
            return SentenceCall("other")
        named = kind == "pair" and re.search(r"\b(?:kremlin|moscow|washington|white house)\b", scene.text)
        if self.other_main and not (named or self.leaders.ru.search(scene.text)):
            return SentenceCall("other")
        away = self._other_date(index)
        if away is not None:
            return away
        if _EARLIER.search(scene.text) or self._of_former(scene):
            return SentenceCall("background")
        here = any(self._is_main(d) for d in self.dates[index])
        if here or before is None:
            return main
        if kind == "pair" and not re.search(r"\bthat|then\b", scene.text):
            return main
        return before

    def _labelled(self, index: int) -> SentenceCall | None:
        """Return the other call that a label over the paragraph names: "FROM THE ARCHIVE, MAY 19, 2025: ..."."""
        match = _LABEL.match(self.scenes[index].sentence_text)
        if match is None:
            return None
        label = match.group()
        days = [d for d in self.dates[index] if d.end <= len(label) and d.first is not None]
        if any(self._is_main(d) for d in days):
            return None
        if days and (days[0].last or dt.date.max) < (self.main_date or dt.date.min):
            return SentenceCall("background", days[0].first, days[0].last, labelled=True)
        return SentenceCall("background", labelled=True) if _ARCHIVE.search(label.lower()) else None

    def _of_former(self, scene: Scene) -> bool:
        """Return whether the sentence tells of a conversation of a leader who was not in office at the main call."""
        if self.main_date is None or not call_words().search(scene.text):
            return False
        now = leaders_now(self.main_date)
        return bool(former_leaders(self.main_date).search(scene.text)) and not now.search(scene.text)

    def _is_main(self, date: DateMention) -> bool:
        if self.main_date is None or date.first is None or date.last is None:
            return False
        return date.first <= self.main_date <= date.last and (date.last - date.first).days < 8

    def _other_date(self, index: int) -> SentenceCall | None:
        """Return the other call that a sentence dates, None where no time away from the main day hangs on one."""
        for anchor in self.anchors[index]:
            date = anchor.date
            if anchor.strength < 2 or date.first is None or date.last is None or self._is_main(date):
                continue
            counted = anchor.token.pos_ in ("VERB", "AUX") or date.kind in ("relative", "ago")
            if counted and anchor.clause.lemma_.lower() in _ARRANGING:
                continue  # "had asked for the call a day earlier" dates the asking
            if self.main_date and (date.first <= self.main_date <= date.last or date.other == self.main_date):
                continue
            return SentenceCall("background", date.first, date.last)
        return None

    def dated_elsewhere(self, index: int, cue: Token) -> bool:
        """Return whether a day that is not the main call's hangs on the act's own verb."""
        if self.main_date is None or _REPORTING.fullmatch(cue.lower_) or self.article.side is not None:
            return False
        for anchor in self.anchors[index]:
            date = anchor.date
            if anchor.token.i != cue.i or date.first is None or date.first != date.last:
                continue
            if self.main_date not in (date.first, date.other):
                return True
        return False

    def dated_before(self, index: int, clause: Token) -> bool:
        """Return whether a time before the main call hangs on a clause, or on one above it that reports nothing."""
        if self.main_date is None:
            return False
        scene = self.scenes[index]
        beside = [c for c in clause.children if c.dep_ == "advcl" and c.tag_ in ("VBG", "VBN")]
        above = [clause, *beside, *(c for c in scene.ancestors(clause) if not _REPORTING.fullmatch(c.lower_))]
        for anchor in self.anchors[index]:
            last = anchor.date.last
            if anchor.token.tag_ == "VB" or any(c.lower_ in ("will", "would") for c in anchor.token.children):
                continue  # "agreed to meet in January": a bare month behind a plan is the coming one
            if (
                last is not None
                and last < self.main_date
                and anchor.strength > 0
                and any(c.i == anchor.clause.i for c in above)
            ):
                return not _REPORTING.fullmatch(anchor.clause.lower_)
        return False


def read_story(
    article: Article, scenes: Sequence[Scene], known: Sequence[dt.date] = (), title: str = ""
) -> Story:
    """Return the story of an article's parsed sentences; ``known`` are the days of known calls."""
    line = read_dateline(article.text)
    zone = article.time_zone if article.time_zone not in ("", "UTC") else line.zone
    if not zone and article.side is not None:
        zone = "America/New_York"
    base = local_day(article.published, zone or "UTC")
    return Story(article, tuple(scenes), title, base, leaders_on(base), tuple(sorted(set(known))))


def readout_date(article: Article, story: Story) -> dt.date | None:
    """Return the day of the call that a side's own page is about: a day in the text, else its own day."""
    text = article.text
    dated = [
        d for d in find_dates(text, story.base) if d.kind in ("iso", "day_month", "month_day") and d.first
    ]
    about = [
        d
        for d in dated
        if re.search(r"(?:call|conversation|talk|spoke)\W+(?:\w+\W+){0,12}$", text[: d.start].lower())
    ]
    if (
        about
        and about[0].first
        and story.base
        and 0 <= (story.base - about[0].first).days <= LONGEST_AFTER_DAYS
    ):
        return about[0].first
    return story.main_date or local_day(article.published, "America/New_York")


# A text that is not read is only linked while its call is news; later ones may be about anything.
_UNREAD_DAYS = 4
_RU_NAMES = re.compile(r"putin|poutine|пут[иі]н|medvedev|медведев")
_US_NAMES = re.compile(r"trump|biden|obama|трамп|байден|обам")
_CALL_ROOTS = re.compile(
    r"телефон|разговор|позвони|бесед|розмов|telefon|anruf|gespräch|appel|entretien|llam|rozmow|hovor|puhelu|conversa"
)


def unread_call_date(article: Article, known: Sequence[dt.date]) -> dt.date | None:
    """Return the known call that a text in another language is about: both leaders, a call, a few days at most."""
    text = f"{article.title}\n{article.text}".lower()
    if not (_RU_NAMES.search(text) and _US_NAMES.search(text) and _CALL_ROOTS.search(text)):
        return None
    base = local_day(article.published, article.time_zone or "UTC")
    if base is None:
        return None
    near = [day for day in known if -1 <= (base - day).days <= _UNREAD_DAYS]
    return max(near, default=None)
