"""Pages that are linked to a call whole: a side's own page, and a text in a language that is not read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from extractors.calls.main_call import LONGEST_AFTER_DAYS
from extractors.calls.story import Story
from extractors.language.datelines import local_day
from extractors.language.dates import find_dates
from extractors.model import Article

# A text that is not read is only linked while its call is news; later ones may be about anything.
_UNREAD_DAYS = 4
_RU_NAMES = re.compile(r"putin|poutine|пут[иі]н|medvedev|медведев")
_US_NAMES = re.compile(r"trump|biden|obama|трамп|байден|обам")
_CALL_ROOTS = re.compile(
    r"телефон|разговор|позвони|бесед|розмов|telefon|anruf|gespräch|appel|entretien|llam|rozmow|hovor|puhelu|conversa"
)
_OF_CALL = re.compile(r"(?:call|conversation|talk|spoke)\W+(?:\w+\W+){0,12}$")


def readout_date(article: Article, story: Story) -> dt.date | None:
    """Return the day of the call that a side's own page is about: a day in the text, else its own day."""
    text = article.text
    dated = [
        d for d in find_dates(text, story.base) if d.kind in ("iso", "day_month", "month_day") and d.first
    ]
    about = [d for d in dated if _OF_CALL.search(text[: d.start].lower())]
    if (
        about
        and about[0].first
        and story.base
        and 0 <= (story.base - about[0].first).days <= LONGEST_AFTER_DAYS
    ):
        return about[0].first
    return story.main_date or local_day(article.published, "America/New_York")


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
