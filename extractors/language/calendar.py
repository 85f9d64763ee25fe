"""Days of the calendar: feasts, weekends, days of a month, and steps that never leave the calendar."""

from __future__ import annotations

import datetime as dt
import re

from extractors.language.date_patterns import HOLIDAYS

Days = tuple[dt.date | None, dt.date | None, dt.date | None]  # first and last day, and a second reading


def safe_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, None where the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shift(day: dt.date, days: int) -> dt.date:
    """Return the day so many days on; the day itself at the end of the calendar."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return day


def holiday(match: re.Match[str], base: dt.date) -> Days:
    """Return the latest such feast that is not more than 60 days after the base, its eve, or its week."""
    year = match["year"] or ""
    years = (base.year + 1, base.year, base.year - 1)
    if year:
        years = (base.year - 1 if year.lower() == "last year" else int(year),) * 3
    for one in years:
        day = _feast(HOLIDAYS[match["holiday"].lower()], one)
        if day is not None and day <= base + dt.timedelta(days=60):
            day = shift(day, -1) if match["eve"] else day
            monday = shift(day, -day.weekday())
            return (monday, shift(monday, 6), None) if match["week"] else (day, day, None)
    return None, None, None


def _feast(rule: tuple[int, int] | int | str, year: int) -> dt.date | None:
    """Return a feast's day in a year: a fixed one, one counted from Easter, or the fourth Thursday of November."""
    if isinstance(rule, str):
        first = dt.date(year, 11, 1)
        return first + dt.timedelta(days=(3 - first.weekday()) % 7 + 21)
    return _easter(year) + dt.timedelta(days=rule) if isinstance(rule, int) else safe_day(year, *rule)


def _easter(year: int) -> dt.date:
    """Return Easter Sunday of the western churches (the anonymous Gregorian rule)."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def day_of_month(match: re.Match[str], base: dt.date) -> Days:
    """Return the latest such day of a month on or before the base; "of last month" goes one month back."""
    back = 1 if (match["of"] or "").lower() in ("last", "the previous") else 0
    for step in range(back, 4):
        index = base.year * 12 + base.month - 1 - step
        day = safe_day(max(index // 12, 1), index % 12 + 1, int(match["day"]))
        if day is not None and day <= base:
            return day, day, None
    return None, None, None


def weekend(match: re.Match[str], base: dt.date) -> Days:
    """Return the Saturday and Sunday of the weekend meant: the latest one begun, the one before it, the coming one."""
    which = (match["which"] or "").lower()
    saturday = shift(base, -((base.weekday() - 5) % 7))
    if which == "next":
        saturday = shift(saturday, 7)
    elif which in ("last", "the previous") and base.weekday() >= 5:
        saturday = shift(saturday, -7)
    return saturday, shift(saturday, 1), None
