"""A story as the claim rules use it: its sentences, its main call, and the call of each sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.calls.known_calls import nearest_known, settled
from extractors.calls.leaders import office_day
from extractors.calls.main_call import is_about_another, span_of_earlier, span_of_main
from extractors.calls.sentences import Linking, SentenceCall
from extractors.calls.telling import Telling
from extractors.language.datelines import local_day, read_dateline
from extractors.language.people import leaders_on
from extractors.language.scene import Scene
from extractors.model import Article

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Story(Telling):
    """An article's sentences with the call it is about and the call of each of them.

    ``office_day`` is the day whose office holders speak in it.
    """

    office_day: dt.date | None = None

    @cached_property
    def other_main(self) -> bool:
        """Return whether the story is about a conversation with another leader."""
        return is_about_another(self)

    @cached_property
    def main_span(self) -> tuple[dt.date, dt.date] | None:
        """Return the day (or span of days) of the call the story is about, None when it names none."""
        return None if self.other_main else span_of_main(self)

    @cached_property
    def main_date(self) -> dt.date | None:
        """Return the day of the call the story is about; a known call settles what the text leaves open."""
        if self.main_span is not None:
            return settled(self, *self.main_span)
        if self.other_main or not self.has_pair:
            return None
        earlier = span_of_earlier(self)
        return settled(self, *earlier) if earlier is not None else nearest_known(self)

    @property
    def _linking(self) -> Linking:
        # Made anew each time: kept, it would hold the story and the story it, and a parsed page would outlive its use.
        return Linking(self, self.main_date, self.other_main)

    @cached_property
    def sentence_calls(self) -> list[SentenceCall]:
        """Return for every sentence which call it is about; a side's own page is about its call throughout."""
        return self._linking.sentence_calls()

    def _linking_at(self, index: int) -> Linking:
        """Return the linking for which the sentence's own call is the main one."""
        call = self.sentence_calls[index]
        day = call.first if call.kind == "main" and call.first is not None else self.main_date
        return Linking(self, day, self.other_main)

    def dated_elsewhere(self, index: int, cue: Token) -> bool:
        """Return whether a day that is not the sentence's own call's hangs on the act's own verb."""
        return self._linking_at(index).dated_elsewhere(index, cue)

    def dated_before(self, index: int, clause: Token) -> bool:
        """Return whether a time before the main call hangs on a clause, or on one above it that reports nothing."""
        return self._linking_at(index).dated_before(index, clause)


def read_story(
    article: Article, scenes: Sequence[Scene], known: Sequence[dt.date] = (), title: str = ""
) -> Story:
    """Return the story of an article's parsed sentences; ``known`` are the days of known calls."""
    line = read_dateline(article.text)
    zone = article.time_zone if article.time_zone not in ("", "UTC") else line.zone
    if not zone and article.side is not None:
        zone = "America/New_York"
    base = local_day(article.published, zone or "UTC")
    day = office_day(f"{title}\n{article.text}".lower(), base)
    return Story(
        article, tuple(scenes), title, base, leaders_on(day), tuple(sorted(set(known))), line.zone, day
    )
