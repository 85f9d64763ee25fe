"""What a page is when it is no article: a challenge, a consent wall, an error sent with status 200."""

from __future__ import annotations

import re

from extractors.charset import decode

_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|noscript|svg|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_MARKUP = re.compile(r"<[^>]{0,2000}>")
_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,300}?)</title", re.DOTALL | re.IGNORECASE)
# Only a short page can be one of these: an article about consent walls is none.
_SHORT = 2_500

# Script names and phrases that only the walls of the big providers carry.
_CHALLENGE_MARKS = re.compile(
    r"cf-browser-verification|cf_chl_|challenge-platform|_Incapsula_Resource|px-captcha|datadome|"
    r"ddos-guard|captcha-delivery|/_sec/cp_challenge|servicepipe|qrator",
    re.IGNORECASE,
)
_CHALLENGE_WORDS = re.compile(
    r"just a moment|attention required|are you a (human|robot)|verify(ing)? (that )?you are (a )?human|"
    r"checking your browser|enable javascript and cookies|access denied|unusual traffic|request unsuccessful|"
    r"pardon our interruption|"
    r"проверка браузера|подтвердите, что вы не робот",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(
    r"before you continue|we value your privacy|we and our \d* ?partners|accept (all )?cookies|"
    r"cookie (consent|settings|preferences)|"
    r"manage (your )?(consent|cookies)|consent to the use|мы используем (файлы )?cookie",
    re.IGNORECASE,
)
_ERROR_TITLES = re.compile(
    r"\b(404|403|500|502|503)\b|not found|page (is )?(unavailable|missing)|internal server error|bad gateway|"
    r"service unavailable|maintenance|страница не найдена|ошибка",
    re.IGNORECASE,
)


def page_problem(html: bytes) -> str:
    """Name what stands in the article's place, "" when nothing speaks against the page.

    One of: empty page, challenge page, consent wall, error page. Cheap: no parser, a few milliseconds.
    """
    page = decode(html).text
    text = " ".join(_MARKUP.sub(" ", _HIDDEN.sub(" ", page)).split())
    title = _TITLE.search(page)
    heading = " ".join(title.group(1).split()) if title else ""
    if len(text) > _SHORT:
        return ""
    if _CHALLENGE_MARKS.search(page) or _CHALLENGE_WORDS.search(f"{heading} {text}"):
        return "challenge page"
    if _CONSENT_WORDS.search(text):
        return "consent wall"
    if _ERROR_TITLES.search(heading) or (len(text) < 400 and _ERROR_TITLES.search(text)):
        return "error page"
    return "" if text else "empty page"
