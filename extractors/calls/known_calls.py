"""The known call that a story without a day of its own is about, and what a known day settles."""

from __future__ import annotations

import datetime as dt
import re

from extractors.calls.partners import OTHER, RU
from extractors.calls.telling import Telling
from extractors.calls.words import both_words, words
from extractors.language.dates import DateMention
from extractors.language.scene import Scene

# A preview comes a few days before its call.
LONGEST_BEFORE_DAYS = 4
# A story without any day in it is about a call of the last fortnight.
UNDATED_DAYS = 16
# "Trump and Putin discuss Iran": a headline in the present tells of a call of these days, not of an older one.
FRESH_DAYS = 3
_TALK_NOW = (
    r"(?:discuss|speak|talk|confer|agree|hold (?:a |their )?(?:[\w-]+ ){0,2}(?:call|talks|conversation))\b"
)
# A month frames what is told this many sentences on.
_FRAME = 2
# Headlines of other pages, one beside the other.
_MENU = 2
_NAMES_PAIR = re.compile(
    r"\b(?:kremlin|moscow|russian?|vladimir|donald|white house|both presidents|the presidents)\b"
)
_FULL = frozenset(["iso", "day_month", "month_day", "ordinal", "holiday"])
# Whoever is president-elect is so from the election to the oath.
_ELECT = re.compile(r"\bpresident-elect(?:'s)?\b")
_ELECTED, _SWORN_IN = (11, 3), (1, 20)


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
    # The night of the call, not one in which drones flew.
    late = any(
        kind != "none" and words("night").search(s.text)
        for kind, s in zip(told.kinds, told.scenes, strict=True)
    )
    if before in told.known and late:
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
    found = [day for day in told.known if day in days or _is_named_apart(told, day)]
    return found[0] if len(found) == 1 else None


def _is_named_apart(told: Telling, day: dt.date) -> bool:
    """Return whether a story names the day and, elsewhere, its year: "on May 7 ... for nine weeks in 2020"."""
    dates = [d for found in told.dates for d in found]
    return any(d.yearless and d.month_day == (day.month, day.day) for d in dates) and any(
        d.kind == "year" and d.first is not None and d.first.year == day.year for d in dates
    )


def _of_transition(told: Telling) -> dt.date | None:
    """Return the one known call that fell between an election and the inauguration, where the story is about that one.

    "An account of the president-elect's first contact with Vladimir Putin", in a report of four years later.
    """
    ours = any(_ELECT.search(s.text) and told.leaders.ru.search(s.text) for s in told.scenes)
    found = [
        day for day in told.known if (day.month, day.day) >= _ELECTED or (day.month, day.day) < _SWORN_IN
    ]
    found = [day for day in found if (day.year if day.month > 1 else day.year - 1) % 4 == 0]
    return found[0] if ours and len(found) == 1 else None


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
        # "Print and digital: call us between 9 and 5" is of no leader
        named = kind in ("pair", "other") or leaders.us.search(scene.text) or leaders.ru.search(scene.text)
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
    elected = _of_transition(told)
    if elected is not None:
        return elected
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
