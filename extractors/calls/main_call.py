# ruff: noqa: PLR0911 - rules stand in order, each with its answer
"""The day of the call that a story is about: a day in it, or else the known call nearest before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from extractors.calls.known_calls import LONGEST_BEFORE_DAYS, one_known
from extractors.calls.partners import OTHER, RU, US, addresses_another
from extractors.calls.telling import Mention, Telling
from extractors.calls.words import call_words
from extractors.language.dates import DateMention, find_dates
from extractors.language.people import other_leaders

# A later story may come out weeks after the call (12 and 13 days were met in 2017 and 2018, five weeks in
# invented ones).
LONGEST_AFTER_DAYS = 45

# Kinds of mention with the last paragraph in which they count, likelier ones first; "known": surely a known call.
_TIERS = ((("pair",), 1), (("known",), 3), (("pair",), 3), (("pair",), 99), (("unclear", "none"), 99))
# Paragraphs (counted from 0) in which a story says what it is about.
_OPENING = 1
# A headline that names the partner: "Between golf and guest, a word with the Kremlin".
_WITH_MOSCOW = re.compile(r"\b(?:with|to|from) (?:the )?(?:kremlin|moscow)\b")
# "White House plays down Saturday call": the day in front of the call's name.
_NAMES_CALL = re.compile(r"(?:'s|’s)?\W+(?:\w+\W+)?(?:call|conversation|talk)\b")
_LONG = frozenset(["month", "month_bare", "month_year", "year", "season", "week"])

_NAMED_MONTHS = frozenset(["month", "month_bare", "month_year"])

_OF_US = re.compile(r"\b(?:white house|washington|american?s?|united states|u\.s\.)\b")
_OF_RU = re.compile(r"\b(?:kremlin|moscow|russians?|russia)\b")

Span = tuple[dt.date, dt.date]


def is_about_another(told: Telling) -> bool:
    """Return whether the story is about a conversation with another leader.

    The first conversation that a main clause of the opening tells decides; after it, who is named with a call.
    """
    title = told.title.lower().replace("-", " ")  # "Hopes for Trump-Putin summit dashed"
    us, ru = told.leaders.us.search(title), told.leaders.ru.search(title)
    if (us and ru) or _WITH_MOSCOW.search(title):
        return False
    for index, scene in enumerate(told.scenes):
        if scene.sentence.paragraph > 1:
            break
        for in_main, company in told.talks[index]:
            if in_main and {US, RU} <= company:
                return False
            if in_main and OTHER in company and company & {US, RU}:
                return not _goes_on_about_the_pair(told, index)
            if (
                in_main
                and company == {OTHER}
                and not (us or ru or _names_a_leader(told) or _tells_of_pair(told))
            ):
                return True  # two ministers on the telephone
    if other_leaders().search(title) and (us or ru) and not _tells_of_pair(told, _OPENING):
        return True  # "Zelensky on two hours with Trump", and no conversation of the pair in the opening
    return not ru and (_names_others_first(told) or _opens_with_others(told))


def _opens_with_others(told: Telling) -> bool:
    """Return whether the opening names a call, another leader and one of the two alone: "Xi told Trump that ..."."""
    scenes = [s for s in told.scenes if s.sentence.paragraph <= _OPENING]
    text = " ".join(s.text for s in scenes)
    us = told.leaders.us.search(text) or _OF_US.search(text)
    ru = told.leaders.ru.search(text) or _OF_RU.search(text)
    if bool(us) == bool(ru) or not call_words().search(text):
        return False
    return any(addresses_another(s, told.leaders) for s in scenes if s.sentence.paragraph == 0)


def _names_a_leader(told: Telling) -> bool:
    """Return whether the story names the Russian leader, or the American one."""
    opening = " ".join(s.text for s in told.scenes)
    names = (told.leaders.us_name, told.leaders.ru_name)
    return any(name.split()[-1].lower() in opening for name in names if name)


def _tells_of_pair(told: Telling, paragraphs: int = 10_000) -> bool:
    """Return whether a main clause of the first paragraphs tells of a conversation of the two leaders."""
    return any(
        in_main and {US, RU} <= company
        for scene, talks in zip(told.scenes, told.talks, strict=True)
        if scene.sentence.paragraph <= paragraphs
        for in_main, company in talks
    )


def _goes_on_about_the_pair(told: Telling, after: int) -> bool:
    """Return whether more of the following conversations are those of the two leaders than others."""
    rest = [company for talks in told.talks[after + 1 :] for in_main, company in talks if in_main]
    pairs = sum({US, RU} <= company for company in rest)
    return pairs > sum(OTHER in company for company in rest) + 1


def _names_others_first(told: Telling) -> bool:
    lead = [m for m in told.mentions if told.scenes[m.index].sentence.paragraph <= 1]
    pairs = sum(m.kind == "pair" for m in lead)
    others = sum(m.kind == "other" for m in lead)
    all_pairs = sum(m.kind == "pair" for m in told.mentions)
    first = lead[0].kind == "other" if lead else False
    return (others > 0 and pairs == 0 and all_pairs <= 1) or (first and pairs <= others and all_pairs <= 1)


def span_of_main(told: Telling) -> Span | None:
    """Return the day (or span of days) of the call the story is about, None when it names none."""
    titled = _span_of_title(told)
    if titled is not None:
        return titled
    fit = [m for m in told.mentions if m.kind != "other" and not m.earlier and m.anchor is not None]
    return _span_among(told, [m for m in fit if not _is_anothers(told, m)])


def _is_anothers(told: Telling, mention: Mention) -> bool:
    """Return whether a talk is another ruler's: "Ukraine's president, after his own talk with Trump on Wednesday"."""
    text = told.scenes[mention.index].text
    return mention.kind == "none" and bool(other_leaders().search(text)) and not told.leaders.ru.search(text)


def span_of_earlier(told: Telling) -> Span | None:
    """Return the known call that a story looks back to where it tells of no other: "when they last spoke, in May"."""
    fit = [m for m in told.mentions if m.kind != "other" and m.earlier and m.anchor is not None]
    span = _span_among(told, fit)
    return span if span is not None and any(span[0] <= day <= span[1] for day in told.known) else None


def _span_among(told: Telling, fit: Sequence[Mention]) -> Span | None:
    """Return the day or span of the likeliest of these mentions."""
    three = [m for m in fit if _is_of_three(told, m)]
    rest = [m for m in fit if m not in three]
    # A story that opens with a call of three is about that one, whatever it says behind of the pair's.
    opens = three and three[0] is fit[0] and not any(_is_opening(told, m) for m in rest)
    for group in (three, rest) if opens else (rest, three):
        span = _best_span(told, group)
        if span is not None:
            return span
    return None


def _best_span(told: Telling, fit: Sequence[Mention]) -> Span | None:
    """Return the day or span of the first mention of the best kind whose time fits the story."""
    # A day beats a week or a month, a sentence with both leaders beats one with neither, the lead beats the rest.
    for days in (True, False):
        for kinds, depth in (
            (("pair",), 1),
            (("known",), 3),
            (("pair",), 3),
            (("pair",), 99),
            (("unclear", "none"), 99),
        ):
            for mention in fit:
                near = told.scenes[mention.index].sentence.paragraph <= depth
                if (
                    (_rank(told, mention) in kinds or (kinds == ("known",) and _dates_known(told, mention)))
                    and near
                    and _is_day(told, mention) == days
                    and mention.anchor
                ):
                    span = _plausible(told, mention.anchor.date, mention.future)
                    if span is not None:
                        return span
    return None


def _dates_known(told: Telling, mention: Mention) -> bool:
    """Return whether a call named without its leaders is surely a known one: "was not decided on Thursday's call"."""
    anchor = mention.anchor
    return (
        mention.kind == "unclear"
        and anchor is not None
        and anchor.strength > 2
        and anchor.date.first == anchor.date.last
        and anchor.date.first in told.known
    )


def _is_of_three(told: Telling, mention: Mention) -> bool:
    """Return whether the mention's conversation was one of the pair with somebody else on the line."""
    return any({US, RU, OTHER} <= company for _, company in told.talks[mention.index])


def _is_opening(told: Telling, mention: Mention) -> bool:
    return told.scenes[mention.index].sentence.paragraph <= _OPENING


def _is_day(told: Telling, mention: Mention) -> bool:
    """Return whether the mention's time names one day, or a longer time with one known call in it."""
    if mention.anchor is None:
        return False
    date = mention.anchor.date
    # "their second conversation this month" counts calls, it dates none of them
    return date.kind not in _LONG or (date.kind in _NAMED_MONTHS and one_known(told, date) is not None)


def _rank(told: Telling, mention: Mention) -> str:
    """Return the mention's kind; one that names a leader and surely a conversation is as good as one of the pair."""
    text = told.scenes[mention.index].text
    named = told.leaders.us.search(text) or told.leaders.ru.search(text)
    sure = mention.anchor is not None and mention.anchor.strength > 2
    return "pair" if mention.kind == "unclear" and named and sure else mention.kind


def _span_of_title(told: Telling) -> Span | None:
    """Return the day that the headline gives the call."""
    for date in find_dates(told.title, told.base):
        behind = told.title[date.end : date.end + 25].lower()
        if date.first and date.last and _NAMES_CALL.match(behind):
            return _plausible(told, date, future=False) if told.scenes else None
    return None


def _plausible(told: Telling, date: DateMention, future: bool) -> Span | None:
    """Return the days of a time if a story of this date can be about them; ``future``: said of a call to come."""
    if date.first is None or date.last is None:
        return _by_known(told, date)
    if date.yearless and date.first not in told.known and _by_known(told, date) is not None:
        return _by_known(told, date)  # "the condolence call of April 3", in a story of the next spring
    if date.first != date.last and (known := one_known(told, date)) is not None:
        return known, known
    if date.kind in _LONG:
        return None
    if date.other is not None and _is_coming(told, date) and (future or date.other in told.known):
        return date.other, date.other
    if told.base is None:
        return (date.first, date.last) if date.kind in ("iso", "day_month", "month_day") else None
    age = (told.base - date.first).days
    late = date.first == date.last and date.first + dt.timedelta(days=1) in told.known
    if -LONGEST_BEFORE_DAYS <= age <= LONGEST_AFTER_DAYS or date.first in told.known or late:
        return date.first, date.last
    return None


def _is_coming(told: Telling, date: DateMention) -> bool:
    """Return whether a bare weekday said of a call to come can mean the coming one."""
    return date.first not in told.known and (date.other in told.known or not told.known)


def _by_known(told: Telling, date: DateMention) -> Span | None:
    """Return the known call that a day without a year can mean."""
    for day in told.known:
        if date.month_day == (day.month, day.day):
            return day, day
    return None
