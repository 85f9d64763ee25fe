"""Title, authors, language and agency credit of a page: what stands about the text rather than in it."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import lxml.html

from extractors.cleaning import key_of

_AGENCIES = Path(__file__).with_name("agencies.toml")
_MAX_TITLE = 300
_MAX_AUTHORS = 10
_MAX_OUTLET = 80
# A title of so few words is the name of the site when the page has a longer headline.
_SITE_NAME = 3
# What stands before and after names in a byline.
_BEFORE_NAME = re.compile(
    r"^(?:written |posted |reported |story |words )?(?:by|from|автор|текст)\b[:\s]+", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|\||/|\band\b|&|\bи\b)\s*", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|Автор:?)\s((?:[A-ZА-ЯЁ][\w’'.-]+(?:\s|, | and |$)){2,8})")
_NO_NAME = re.compile(
    r"https?:|@|\d|\b(?:staff|editor|reporter|correspondent|writer|news desk|bureau chief)\b",
    re.IGNORECASE,
)
# Languages written in Cyrillic letters: a page that says one of these is believed.
_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"})


def language_of(tree: lxml.html.HtmlElement) -> str:
    """Two letters: what the page states, unless its script says otherwise ("en" on Russian text)."""
    stated = (tree.get("lang") or "").strip().lower()[:2]
    stated = stated if stated.isascii() and stated.isalpha() and len(stated) == 2 else ""
    sample = "".join(tree.itertext("p", "h1", "div"))[:20_000]
    cyrillic = len(re.findall(r"[а-яё]", sample))
    if cyrillic > len(re.findall(r"[a-z]", sample)):
        return stated if stated in _CYRILLIC else "ru"
    return stated or "en"


def title_of(tree: lxml.html.HtmlElement, objects: list[dict[str, Any]], fallback: str) -> str:
    """The headline: the h1 that the page's own metadata confirm, else what those say, else ``fallback``."""
    headings = [_line(node.text_content()) for node in tree.iter("h1")]
    stated = [value for value in _stated_titles(tree, objects) if value]
    keys = [key_of(value) for value in stated]
    for heading in headings:
        key = key_of(heading)
        if key in keys or (len(key.split()) > 2 and any(key in other for other in keys)):
            return heading[:_MAX_TITLE]
    title = next(iter(stated), "") or fallback
    if len(headings) == 1 and len(headings[0].split()) > len(title.split()) <= _SITE_NAME:
        title = headings[0]
    return title[:_MAX_TITLE]


def _stated_titles(tree: lxml.html.HtmlElement, objects: list[dict[str, Any]]) -> Iterator[str]:
    site = _line(" ".join(tree.xpath("//meta[@property='og:site_name']/@content")[:1]))
    for item in objects:
        if isinstance(item.get("headline"), str):
            yield _line(item["headline"])
    for value in tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content"):
        yield _without_site(_line(str(value)), site)
    for node in tree.iter("title"):
        yield _without_site(_line(node.text_content()), site)


def outlet_of(tree: lxml.html.HtmlElement, objects: list[dict[str, Any]]) -> str:
    """The outlet's name as the page itself states it: og:site_name, else its JSON-LD publisher; else ""."""
    stated = [str(value) for value in tree.xpath("//meta[@property='og:site_name']/@content")]
    for item in objects:
        publisher = item.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                stated.append(one["name"])
    return next((name[:_MAX_OUTLET] for name in map(_line, stated) if name), "")


def _without_site(title: str, site: str) -> str:
    """Cut the site's name off the end; without a known name only after a bar, which headlines do not hold."""
    if site:
        title = re.sub(rf"\s*[|\-–—:•·]\s*{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE)
    head, bar, tail = title.rpartition(" | ")
    return head if bar and len(head.split()) > 1 and len(tail.split()) <= 5 else title


def authors_of(tree: lxml.html.HtmlElement, objects: list[dict[str, Any]]) -> tuple[str, ...]:
    """The authors as JSON-LD names them, else as the page's tags and byline do; empty when nobody does."""
    named = [name for item in objects for name in _named(item.get("author"))]
    found = _names(named)
    if not found:
        found = _names(str(value) for value in tree.xpath("//meta[@name='author' or @name='byl']/@content"))
    if not found:
        path = "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')]"
        found = _names(node.text_content() for node in tree.xpath(path)[:6])
    if not found:
        found = _names(_bylines(tree))
    return found[:_MAX_AUTHORS]


def _bylines(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The first short line after the headline that says "By Somebody", up to a bar or a date."""
    for node in tree.xpath("//h1/following::*[self::p or self::div or self::span][position() <= 12]"):
        text = _line(node.text_content())
        if len(text) < 160 and (found := _BYLINE.match(text)):
            yield found.group(1)
            return


def _named(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        for part in name if isinstance(name, list) else [name]:
            if isinstance(part, str):
                yield part


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    """Names out of bylines: "By Ann Lee and Bo Ray, Staff Writers" is two."""
    names: dict[str, None] = {}
    for text in texts:
        if "://" in text:
            continue
        for part in _BETWEEN_NAMES.split(_BEFORE_NAME.sub("", _line(text)[:300])):
            name = _BEFORE_NAME.sub("", part).strip(" .-–—•")
            if 2 <= len(name) <= 60 and len(name.split()) <= 5 and not _NO_NAME.search(name):
                names.setdefault(name)
    return tuple(names)


def agency_of(text: str, authors: tuple[str, ...]) -> str:
    """The wire service the page credits: in dateline, byline or closing line; else ""."""
    head, tail = text[:300], text[-300:]
    for name, words in _agencies().items():
        one = "|".join(map(re.escape, words))
        if re.search(
            rf"[(/\[]\s?(?:{one})(?:\s?[,;/&][^()\[\]]{{0,30}})?\s?[)/\]]|[.,]\s(?:{one})[.,]\s", head
        ):
            return name
        if any(re.fullmatch(rf"(?:The )?(?:{one})(?: (?:staff|news agency))?", author) for author in authors):
            return name
        if re.search(rf"(?:Source|Источник): ?(?:{one})\b|[-–—(] ?(?:{one})\)?\s*$", tail):
            return name
    return ""


@functools.cache
def _agencies() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads(_AGENCIES.read_text(encoding="utf-8"))
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
