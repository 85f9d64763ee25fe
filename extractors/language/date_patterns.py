# ruff: noqa: E501 - patterns are read as one line each
"""How news texts name days, weeks, months and years: one expression a way, in the order in which they are tried."""

from __future__ import annotations

import re

from extractors.language.numbers import UP_TO_TWELVE

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_DAY_NAMES = "|".join(DAYS)
# Feasts that name a day: month and day, or the days from Easter Sunday.
HOLIDAYS: dict[str, tuple[int, int] | int | str] = {
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "orthodox christmas": (1, 7),
    "valentine's day": (2, 14),
    "victory day": (5, 9),
    "independence day": (7, 4),
    "the fourth of july": (7, 4),
    "thanksgiving": "fourth thursday of november",
    "good friday": -2,
    "easter sunday": 0,
    "easter monday": 1,
}
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(r"(?<![\w-])(?:" + source + r")(?![\w-])", re.IGNORECASE))
    for name, source in (
        ("iso", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
        (
            "day_month",
            r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + _MONTH + r"(?:,? (?P<year>(?:19|20)\d\d))?",
        ),
        ("month_day", _MONTH + r" (?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d)(?:,? (?P<year>(?:19|20)\d\d))?"),
        (
            "holiday",
            r"(?P<eve>(?:on )?(?:the )?eve of )?(?P<holiday>"
            + "|".join(HOLIDAYS)
            + r")(?P<week> week)?(?: of (?P<year>last year|\d{4}))?",
        ),
        (
            "day_of_month",
            # "the 12th" with no month; "the 12th floor" and "the 20th century" are no days
            r"(?<=on )the (?P<day>\d{1,2})(?:st|nd|rd|th)(?: of (?P<of>last|this|that|the same|the previous) month)?"
            r"(?=[,.;:)\"]|$| (?:and|but|when|that|as|which|says?|said|after|before|about|for|by|he|she|they)\b)",
        ),
        (
            "ordinal",
            rf"(?:the )?(?P<nth>first|second|third|fourth|last|final) (?P<name>{_DAY_NAMES}) (?:of|in) (?:{_MONTH},? (?:of )?)?(?P<year>(?:19|20)\d\d)",
        ),
        ("month_year", _MONTH + r",? (?:of )?(?P<year>(?:19|20)\d\d)"),
        ("weekday", rf"(?:(?P<which>last|next|this|the previous|the following) )?(?P<name>{_DAY_NAMES})"),
        (
            "relative",
            r"(?<!ago )today|tonight|the day before yesterday|yesterday|tomorrow|the previous day|the (?:day|morning|afternoon|evening|night) before|a day earlier|a day before|the next day|this morning|this afternoon|this evening|earlier in the day|overnight|last night",
        ),
        (
            "ago",
            r"(?P<n>\d+|a|an|"
            + "|".join(UP_TO_TWELVE)
            + r"|several|couple of) (?P<unit>day|week|month|year)s? (?P<exact>to the day )?(?P<way>ago|earlier|before|previously|later|after|on)(?P<today> today)?",
        ),
        ("that_day", r"(?:that|the same|that same|that very) (?:day|morning|afternoon|evening|night)"),
        ("weekend", r"(?:(?P<which>last|this|next|the previous|over the|at the|the) )weekend"),
        ("week", r"(?P<which>last|this|next|the previous) (?P<unit>week|month|year)(?!end)"),
        ("season", r"(?:last|this|in the|the) (?P<season>spring|summer|autumn|fall|winter)"),
        (
            "month",
            r"(?:in|since|until|by|last|this|of|early|late|mid|mid-|during|the|from|(?:the )?(?:middle|end|start|beginning) of)[ -](?:early |late |mid-?)?"
            + _MONTH.replace("|may|", "|may(?! have| not| be| well)|"),
        ),
        ("month_bare", r"(?:january|february|april|june|july|august|september|october|november|december)"),
        (
            "year",
            r"(?:in|since|of|from|until|by|during|late|early) (?:late |early )?(?P<year>(?:19|20)\d\d)|(?P<year2>(?:19|20)\d\d)",
        ),
    )
)
