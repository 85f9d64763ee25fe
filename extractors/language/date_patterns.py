# ruff: noqa: E501 - patterns are read as one line each
"""How news texts name days, weeks, months and years: one expression a way, in the order in which they are tried."""

from __future__ import annotations

import re

from extractors.language.numbers import UP_TO_TWELVE

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_DAY_NAMES = "|".join(DAYS)
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(r"(?<![\w-])(?:" + source + r")(?![\w-])", re.IGNORECASE))
    for name, source in (
        ("iso", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
        (
            "day_month",
            r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + _MONTH + r"(?:,? (?P<year>(?:19|20)\d\d))?",
        ),
        ("month_day", _MONTH + r" (?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:)(?:,? (?P<year>(?:19|20)\d\d))?"),
        (
            "ordinal",
            rf"(?:the )?(?P<nth>first|second|third|fourth|last|final) (?P<name>{_DAY_NAMES}) (?:of|in) (?:{_MONTH},? (?:of )?)?(?P<year>(?:19|20)\d\d)",
        ),
        ("month_year", _MONTH + r",? (?:of )?(?P<year>(?:19|20)\d\d)"),
        ("weekday", rf"(?:(?P<which>last|next|this|the previous|the following) )?(?P<name>{_DAY_NAMES})"),
        (
            "relative",
            r"today|tonight|yesterday|tomorrow|the previous day|the day before|a day earlier|a day before|the next day|this morning|this afternoon|this evening|earlier in the day|overnight|last night",
        ),
        (
            "ago",
            r"(?P<n>\d+|a|an|"
            + "|".join(UP_TO_TWELVE)
            + r"|several|couple of) (?P<unit>day|week|month|year)s? (?P<way>ago|earlier|before|previously|later|after|on)",
        ),
        ("week", r"(?P<which>last|this|next|the previous) (?P<unit>week|month|year)(?:end)?"),
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
