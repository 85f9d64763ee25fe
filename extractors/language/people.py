# ruff: noqa: E501 - patterns and word lists are read as one line each
"""People and offices: the leaders of the two sides by date, who speaks for which side, and outsiders.

The table lies in ``data/officials.toml``; the words here are those that need no date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractors.language.wordlists import compile_words, load_table
from extractors.model import Side, Speaker

_SIDES = {"US": Side.WHITE_HOUSE, "RU": Side.KREMLIN}

_US_LEADER = [
  "american|u.s.|us president*|leader*", "president of the united states", "president elect", "president-elect", "leader of the free world", "american head of state",
  "commander in chief", "his american counterpart|colleague|host|interlocutor", "the american", "mr american", "american president-elect", "the occupant of the oval office", "the republican", "the former businessman", "occupant of the white house",
]  # fmt: skip
_RU_LEADER = [
  "russian president*|leader*|ruler", "president of russia", "president of the russian federation", "kremlin chief|leader|boss", "his russian counterpart|colleague|host|interlocutor", "the russian", "russia's president|leader", "leader of russia", "russian head of state", "master of the kremlin", "man in the kremlin", "vladimir vladimirovich",
]  # fmt: skip
# People who do not speak from knowledge of the call, whatever they say about it.
_OUTSIDER = [
  "analyst*", "expert*", "scholar*", "historian*", "columnist*", "strategist*", "economist*", "researcher*", "professor*", "academic*",
  "commentator*", "critics", "observers", "pundit*", "comedian*", "trader*", "broker*", "think tank", "fellow at", "lecturer", "pollster*",
  "retired general|officer|admiral|colonel|diplomat|official", "a retired", "french general", "novelist*", "author of", "biographer*", "blogger", "activist*", "protester*", "teacher", "voter*", "reader*", "fund manager*", "investor*", "specialist*", "watcher*", "hosts", "viewers", "kremlinologist*", "former ambassador", "former * ambassador", "ex-ambassador*", "former german ambassador", "former ukrainian ambassador", "former french ambassador", "former british ambassador", "old hands", "satirist*", "the writer", "political scientist*", "consultant*", "taxi driver", "passers-by", "lawyer*", "editorialist*", "linguist*", "body language", "psychologist*", "psychiatrist*",
]  # fmt: skip
_UNNAMED = [
  "official*", "aide*", "adviser*", "advisor*", "source*", "person*", "people", "diplomat*", "staffer*", "staff member*", "spokesman", "spokeswoman", "spokesperson",
  "deputy", "lawmaker*", "senator", "member of", "participant*", "insider*", "somebody|someone", "minister", "envoy", "interpreter*", "stenographer", "press secretary", "secretary of state", "chief of staff", "security adviser", "notetaker", "note-taker",
]  # fmt: skip


@dataclass(frozen=True)
class Leaders:
    """The words for the two leaders of one day: surnames and descriptions, as expressions over lower-case text."""

    us: re.Pattern[str]
    ru: re.Pattern[str]
    us_name: str
    ru_name: str


def _valid(entry: Mapping[str, Any], day: dt.date | None, slack: int = 0) -> bool:
    """Return whether a table row holds on ``day`` (always, where the day is unknown)."""
    if day is None:
        return True
    step = dt.timedelta(days=slack)
    until = entry.get("until")
    try:
        return bool(entry["from"] - step <= day and (until is None or day <= until + step))
    except OverflowError:
        return False


@cache
def leaders_on(day: dt.date | None) -> Leaders:
    """Return the leaders' words for a day; for an unknown or absurd day every leader in the table counts."""
    rows = load_table("extractors.language.data", "officials.toml")["leader"]
    # A story written weeks after a change of office still tells of the older call.
    valid = [row for row in rows if _valid(row, day, slack=45)] or rows
    names = {side: [n for row in valid if row["side"] == side for n in row["names"]] for side in ("US", "RU")}
    now = [row for row in rows if _valid(row, day)] or rows
    shown = {side: next((r["name"] for r in reversed(now) if r["side"] == side), "") for side in ("US", "RU")}
    return Leaders(
        compile_words([f"{n}|{n}'s" for n in names["US"]] + _US_LEADER),
        compile_words([f"{n}|{n}'s" for n in names["RU"]] + _RU_LEADER),
        shown["US"],
        shown["RU"],
    )


@cache
def leaders_now(day: dt.date) -> re.Pattern[str]:
    """Return the surname of the American leader in office (or elect) on a day, over lower-case text."""
    rows = load_table("extractors.language.data", "officials.toml")["leader"]
    return compile_words(
        [f"{n}|{n}'s" for r in rows if r["side"] == "US" and _valid(r, day) for n in r["names"]]
    )


@cache
def former_leaders(day: dt.date) -> re.Pattern[str]:
    """Return the surnames of American leaders of other years than the day's."""
    rows = load_table("extractors.language.data", "officials.toml")["leader"]
    now = {n for r in rows if r["side"] == "US" and _valid(r, day) for n in r["names"]}
    return compile_words(
        [f"{n}|{n}'s" for r in rows if r["side"] == "US" for n in r["names"] if n not in now]
    )


@cache
def other_leaders() -> re.Pattern[str]:
    """Return the expression for leaders of other countries, over lower-case text."""
    table = load_table("extractors.language.data", "officials.toml")["others"]
    names = [n for n in table["names"] if n not in ("may", "kim", "costa", "xi", "moon", "michel")]
    return compile_words(
        # a bar joins words, so a name of several stands twice
        [form for n in names for form in ((n, f"{n}'s") if " " in n else (f"{n}|{n}'s",))]
        + ["theresa may", "mrs. may", "xi jinping", "kim jong un", *table["generic"]]
    )


@cache
def outsider() -> re.Pattern[str]:
    """Return the expression for people who cannot know what was said in a call."""
    return compile_words(_OUTSIDER)


@cache
def _offices() -> Mapping[str, re.Pattern[str]]:
    table = load_table("extractors.language.data", "officials.toml")["offices"]
    return {side: compile_words(words) for side, words in table.items()}


@cache
def _unnamed() -> re.Pattern[str]:
    return compile_words(_UNNAMED)


@cache
def _officials_on(day: dt.date | None) -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    """Return (expression, side, name, role) of the officials in office on a day."""
    rows = load_table("extractors.language.data", "officials.toml")["official"]
    return tuple(
        (compile_words(r["names"]), r["side"], r["name"], r["role"]) for r in rows if _valid(r, day, 30)
    )


def is_person(phrase: str) -> bool:
    """Return whether a lower-case noun phrase names a person or an office holder, as far as the word lists tell."""
    if _unnamed().search(phrase) or other_leaders().search(phrase) or outsider().search(phrase):
        return True
    return bool(
        re.search(
            r"\b(?:mr|mrs|ms|sen|rep|gen|dr|senators?|lawmakers?|republicans?|democrats?|critics|allies|congress|speaker|governor|chancellor|secretary|minister|premier|king)\b",
            phrase,
        )
    )


@lru_cache(maxsize=2000)  # a page asks for the same speaker again and again
def identify(phrase: str, day: dt.date | None) -> Speaker:
    """Return who a source phrase names: a person of the table, an office, a leader, or the phrase itself.

    ``phrase`` is the source as it stands in the text; ``day`` the day the story was published.
    """
    text = " ".join(phrase.replace("’", "'").split()).lower()
    for words, side, name, role in _officials_on(day):
        if words.search(text):
            return Speaker(name, _SIDES[side], True, role)
    leaders = leaders_on(day)
    unnamed = _unnamed().search(text)
    whole = _NO_LEADER.sub("", _TAIL.split(text)[0])
    # "Trump, speaking Friday at a White House news conference": who speaks stands before the comma
    head = whole.partition(",")[0]
    for side, words, name in (("US", leaders.us, leaders.us_name), ("RU", leaders.ru, leaders.ru_name)):
        if (words.search(whole) and not unnamed) or (words.search(head) and not _unnamed().search(head)):
            return Speaker(name, _SIDES[side], True, "president")
    found = {side: match.start() for side, words in _offices().items() if (match := words.search(text))}
    # "a former State Department official" speaks for nobody any more
    side = min(found, key=lambda s: found[s]) if found and not _FORMER.match(text) else ""
    shown = " ".join(phrase.split())
    nameless = unnamed and not _TITLE_AND_NAME.search(shown)
    return Speaker(shown[:120], _SIDES.get(side), not (nameless or _ROLE_ONLY.match(shown)))


# "A shipowner who is close to the Russian delegation": what tells more of a speaker does not name him, and a leader
# is "the Russian", not the Russian of something.
_TAIL = re.compile(r" (?:who|whose|that|close to|familiar with|briefed (?:by|on)|speaking)\b")
_NO_LEADER = re.compile(
    r"\bthe (?:russian|american) (?!(?:president|leader|ruler|head of state|side)\b)(?=[a-z])"
)
_FORMER = re.compile(
    r"(?:(?:an?|the|one|two|three|several|some) )?(?:[\w-]+ )?(?:former|ex|one-time|onetime|retired|erstwhile|ousted)[ -]"
)
_TITLE_AND_NAME = re.compile(
    r"\b(?:Senator|Sen\.|Representative|Rep\.|General|Gen\.|Minister|Ambassador|Secretary|Mr\.?|Ms\.?|Mrs\.?|Dr\.?) [A-Z]\w+"
)
# "a European ambassador", "two people": a role without a name is nobody on record; "the Kremlin" is an office.
_ROLE_ONLY = re.compile(r"(?:an?|one|two|three|four|several|some|another) (?:[a-z]|[A-Z]\w+ [a-z])")
