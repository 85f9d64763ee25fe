# ruff: noqa: PLR0911 - rules stand in order, each with its answer
"""The day of the call that a story is about: a day in it, or else the known call nearest before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from extractors.calls.partners import OTHER, RU, US
from extractors.calls.telling import Mention, Telling
from extractors.calls.words import both_words, words
from extractors.language.dates import DateMention, find_dates
from extractors.language.people import other_leaders
from extractors.language.scene import Scene

# A later story may come out weeks after the call (12 and 13 days were met in 2017 and 2018, five weeks in
# invented ones); a preview comes a few days before it.
LONGEST_AFTER_DAYS = 45
LONGEST_BEFORE_DAYS = 4
# A story without any day in it is about a call of the last fortnight.
UNDATED_DAYS = 16

# "Trump and Putin discuss Iran": a headline in the present tells of a call of these days, not of an older one.
FRESH_DAYS = 3
_TALK_NOW = (
    r"(?:discuss|speak|talk|confer|agree|hold (?:a |their )?(?:[\w-]+ ){0,2}(?:call|talks|conversation))\b"
)

# A headline that names the partner: "Between golf and guest, a word with the Kremlin".
_WITH_MOSCOW = re.compile(r"\b(?:with|to|from) (?:the )?(?:kremlin|moscow)\b")
# "White House plays down Saturday call": the day in front of the call's name.
_NAMES_CALL = re.compile(r"(?:'s|’s)?\W+(?:\w+\W+)?(?:call|conversation|talk)\b")
_FULL = frozenset(["iso", "day_month", "month_day", "ordinal", "holiday"])
_LONG = frozenset(["month", "month_bare", "month_year", "year", "season", "week"])

# A month frames what is told this many sentences on.
_FRAME = 2
# Headlines of other pages, one beside the other.
_MENU = 2
_NAMES_PAIR = re.compile(
    r"\b(?:kremlin|moscow|russian?|vladimir|donald|white house|both presidents|the presidents)\b"
)
_NAMED_MONTHS = frozenset(["month", "month_bare", "month_year"])

Span = tuple[dt.date, dt.date]


def is_about_another(told: Telling) -> bool:
    """Return whether the story is about a conversation with another leader.

    The first conversation that a main clause of the opening tells decides; after it, who is named with a call.
    """
    title = told.title.lower()
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
    if other_leaders().search(title) and (us or ru) and not _tells_of_pair(told):
        return True  # "Zelensky on two hours with Trump", and no conversation of the pair in the opening
    return not ru and _names_others_first(told)


def _names_a_leader(told: Telling) -> bool:
    """Return whether the story names the Russian leader, or the American one."""
    opening = " ".join(s.text for s in told.scenes)
    names = (told.leaders.us_name, told.leaders.ru_name)
    return any(name.split()[-1].lower() in opening for name in names if name)


def _tells_of_pair(told: Telling) -> bool:
    """Return whether a main clause of the story tells of a conversation of the two leaders."""
    return any(in_main and {US, RU} <= company for talks in told.talks for in_main, company in talks)


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
    return _span_among(told, fit)


def span_of_earlier(told: Telling) -> Span | None:
    """Return the known call that a story looks back to where it tells of no other: "when they last spoke, in May"."""
    fit = [m for m in told.mentions if m.kind != "other" and m.earlier and m.anchor is not None]
    span = _span_among(told, fit)
    return span if span is not None and any(span[0] <= day <= span[1] for day in told.known) else None


def _span_among(told: Telling, fit: Sequence[Mention]) -> Span | None:
    """Return the day or span of the likeliest of these mentions."""
    three = [m for m in fit if _is_of_three(told, m)]
    for group in ([m for m in fit if m not in three], three):
        span = _best_span(told, group)
        if span is not None:
            return span
    return None


def _best_span(told: Telling, fit: Sequence[Mention]) -> Span | None:
    """Return the day or span of the first mention of the best kind whose time fits the story."""
    # A day beats a week or a month, a sentence with both leaders beats one with neither, the lead beats the rest.
    for days in (True, False):
        for kinds, depth in ((("pair",), 3), (("pair",), 99), (("unclear", "none"), 99)):
            for mention in fit:
                near = told.scenes[mention.index].sentence.paragraph <= depth
                if (
                    _rank(told, mention) in kinds
                    and near
                    and _is_day(told, mention) == days
                    and mention.anchor
                ):
                    span = _plausible(told, mention.anchor.date, mention.future)
                    if span is not None:
                        return span
    return None


def _is_of_three(told: Telling, mention: Mention) -> bool:
    """Return whether the mention's conversation was one of the pair with somebody else on the line."""
    return any({US, RU, OTHER} <= company for _, company in told.talks[mention.index])


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
    if date.other is not None and future and _is_coming(told, date):
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


def one_known(told: Telling, date: DateMention) -> dt.date | None:
    """Return the one known call in the days of a time; None where there are several, and for a whole year."""
    if date.first is None or date.last is None or date.kind == "year":
        return None
    found = [day for day in told.known if date.first <= day <= date.last]
    return found[0] if len(found) == 1 else None


def settled(told: Telling, first: dt.date, last: dt.date) -> dt.date:
    """Return the known day in the span; a call that ran over midnight in Moscow is the day before."""
    for day in told.known:
        if first <= day <= last:
            return day
    before = first - dt.timedelta(days=1)
    if before in told.known and any(words("night").search(s.text) for s in told.scenes):
        return before
    # A statement that came out the day after the call and names no day gives the call its own day.
    after = last + dt.timedelta(days=1)
    if first == last and after in told.known and told.base is not None and told.base >= after:
        named = {d.first for dates in told.dates for d in dates if d.first == d.last}
        if after not in named or told.base == after:
            return after
    return first


def _named_known(told: Telling) -> dt.date | None:
    """Return the one known call whose day the story names in full: "the entry for April 10, 2020"."""
    days = {d.first for dates in told.dates for d in dates if d.kind in _FULL and d.first == d.last}
    found = [day for day in told.known if day in days]
    return found[0] if len(found) == 1 else None


def _framed_known(told: Telling) -> dt.date | None:
    """Return the one known call of the month or season in which sentences before the pair's conversation stand.

    "Prosecutors look at May 2019 and a call from the residence. Mr. Trump and Mr. Putin discussed ..."
    """
    for index, kind in enumerate(told.kinds):
        ours = any(RU in company and OTHER not in company for _, company in told.talks[index])
        if not (kind == "pair" or ours) or any(d.first == d.last for d in told.dates[index] if d.first):
            continue
        for at in range(index, max(index - _FRAME, 0) - 1, -1):
            for date in reversed(told.dates[at]):
                known = one_known(told, date)
                if known is not None and not _is_modifier(told.scenes[at], date):
                    return known
    return None


def _is_modifier(scene: Scene, date: DateMention) -> bool:
    """Return whether a time only names another thing: "the November election"."""
    tokens = scene.tokens_at(date.start, date.end)
    return bool(tokens) and tokens[-1].dep_ in ("compound", "nmod", "amod")


def _has_text(told: Telling) -> bool:
    """Return whether a sentence, not a menu ("Most read | Putin | Trump | Weather"), names a call or a leader."""
    leaders = told.leaders
    for kind, scene in zip(told.kinds, told.scenes, strict=True):
        named = kind != "none" or leaders.us.search(scene.text) or leaders.ru.search(scene.text)
        if (named or both_words().search(scene.text) or _NAMES_PAIR.search(scene.text)) and scene.text.count(
            " | "
        ) < _MENU:
            return True
    return False


def nearest_known(told: Telling) -> dt.date | None:
    """Return the known call a story without a day is about: one it names, else the latest one not long before it."""
    named = _named_known(told)
    if named is not None:
        return named
    if not _has_text(told):
        return None
    if told.base is None:
        return max(told.known, default=None) if len(told.known) == 1 else None
    longest = FRESH_DAYS if _titled_now(told) else UNDATED_DAYS
    fit = [d for d in told.known if -LONGEST_BEFORE_DAYS <= (told.base - d).days <= longest]
    near = max((d for d in fit if d <= told.base), default=min(fit, default=None))
    # Only a story with no call of its own days looks back to a month: "the November election" once outweighed them.
    return near or _framed_known(told)


def _titled_now(told: Telling) -> bool:
    """Return whether the headline tells in the present tense that the two leaders talk."""
    us, ru = (
        name.split()[-1].lower() if name else "" for name in (told.leaders.us_name, told.leaders.ru_name)
    )
    if not (us and ru):
        return False
    first, last = re.escape(us), re.escape(ru)
    pair = rf"\b(?:{first}(?:,| and| &) (?:\w+ )?{last}|{last}(?:,| and| &) (?:\w+ )?{first}) {_TALK_NOW}"
    return re.search(pair, told.title.lower()) is not None
