"""A fetched page to an article: text by the line vote, title, authors, time of publication. Pure.

newspaper3k reads first, trafilatura and readability are its witnesses: each alone loses or adds text on some
pages without saying so, and a line that two of them saw is seldom wrong. No other module knows newspaper3k.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import html_text
import lxml.html
import newspaper
import tldextract
import trafilatura
from newspaper import extractors as newspaper_extractors
from newspaper import urls as newspaper_urls
from newspaper.parsers import Parser
from readability import Document

from extractors.boilerplate import body_lines
from extractors.charset import decode, repair_mojibake
from extractors.cleaning import (
    clear_by_class,
    clear_by_tag,
    headlines_of,
    recognise,
    shorten,
    unfold_layout_tables,
)
from extractors.jsonld import article_objects
from extractors.lines import best_vote, vote
from extractors.metadata import agency_of, authors_of, language_of, outlet_of, title_of
from extractors.model import Article
from extractors.page_dates import from_page
from extractors.published import (
    Finding,
    Published,
    choose,
    finding,
    from_change,
    from_htmldate,
    from_json_ld,
    from_metadata,
    read_time,
)

# newspaper3k takes half a minute on 3.4 MB of paragraphs; no news article is larger.
MAX_HTML = 2_000_000
# Less is a scrap of something that is no article ("%PDF-1.7").
_FEWEST_WORDS = 3
for _name in ("trafilatura", "readability", "newspaper", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # a page that cannot be read is counted, not logged

# On libxml2 2.14 the original wraps loose text in <span> instead of <p> and newspaper3k then drops it: one
# page fell from 10,328 to 178 characters, without an error.
Parser.textToPara = classmethod(lambda cls, text: lxml.html.fragment_fromstring(text, create_parent="p"))

_PLAIN_XPATH_RE = Parser.xpath_re
_BY_ATTRIBUTE = re.compile(r"//\*\[re:test\(@(\w+), '(.*)', 'i'\)\]", re.DOTALL)


def _by_attribute(cls: type[Parser], node: Any, expression: str) -> Any:
    """newspaper3k's search of nodes by a pattern on one attribute: the same nodes in a fifth of the time.

    Its own way crosses from C to Python for every element of the page, fifteen times a page.
    """
    known = _BY_ATTRIBUTE.fullmatch(expression)
    if not known:
        return _PLAIN_XPATH_RE(node, expression)
    name, pattern = known.group(1), re.compile(known.group(2), re.IGNORECASE)
    return [one for one in node.xpath(f"//*[@{name}]") if pattern.search(one.get(name))]


Parser.xpath_re = classmethod(_by_attribute)


class _OfflineSuffixes:
    """Splits host names by the list inside the package: the library's own object would fetch one."""

    extract = staticmethod(tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None))


newspaper_urls.tldextract = newspaper_extractors.tldextract = _OfflineSuffixes
# The original warns of every zone abbreviation it does not know, and will one day raise.
newspaper_extractors.date_parser = read_time


@dataclass(frozen=True, slots=True)
class _Newspaper:
    """What newspaper3k found on a page."""

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: dt.datetime | None = None


def read_article(
    html: bytes,
    url: str,
    *,
    language: str | None = None,
    charset: str | None = None,
    time_zone: str = "UTC",
) -> Article:
    """Return the article on a page; on hostile or empty input one with an empty text. Never raises.

    ``language`` is the source's (newspaper3k reads Russian pages as empty when left to guess); ``charset`` is
    that of the response header; ``time_zone`` (IANA) is the outlet's, for times that state no offset.
    ``published`` is aware UTC; ``agreement`` says how far the extractors agreed.
    """
    try:
        return _read(html[:MAX_HTML], url, language, charset, time_zone)
    except Exception:  # three parsers on bytes from anywhere: what they raise is beyond listing
        return Article(text="", url=url, language=language or "en", agreement=0.0)


def _read(html: bytes, url: str, language: str | None, charset: str | None, time_zone: str) -> Article:
    page = decode(html, "", charset).text.replace("\x00", "")
    tree = _tree(page)
    if tree is None:
        return Article(text="", url=url, language=language or "en", agreement=0.0)
    spoken = language or language_of(tree)
    objects = article_objects(tree, headlines_of(tree))
    stated = authors_of(tree, objects)
    reading, lines, kept = _body(tree, url, spoken, want_authors=not stated)
    published = _published(page, url, objects, reading, time_zone)
    text = repair_mojibake("\n\n".join(lines))
    if len(text.split()) < _FEWEST_WORDS:
        text = ""
    authors = stated or reading.authors
    return Article(
        text=text,
        title=repair_mojibake(title_of(tree, objects, reading.title)),
        url=url,
        outlet=repair_mojibake(outlet_of(tree, objects)),
        authors=authors,
        published=published.moment,
        published_source=published.source,
        published_precision=published.precision,
        published_agreement=published.agreement,
        language=spoken,
        time_zone=time_zone,
        agreement=round(kept, 3),
        agency=agency_of(text, authors),
    )


def _body(
    tree: lxml.html.HtmlElement, url: str, language: str, *, want_authors: bool
) -> tuple[_Newspaper, list[str], float]:
    """newspaper3k's reading, the lines of the body by the vote, and the share of them that was confirmed."""
    known = recognise(tree)
    clear_by_tag(tree)
    main = _trafilatura(_markup(tree))
    clear_by_class(tree)
    page = _markup(tree)
    reading, summary = _newspaper(page, url, language, want_authors), _readability(page)
    voted = best_vote(main, reading.text, summary) if main else vote(reading.text or summary, [summary])
    return reading, body_lines(voted.lines, known), voted.kept


def _published(
    page: str, url: str, objects: list[dict[str, Any]], reading: _Newspaper, time_zone: str
) -> Published:
    tree = _tree(page)
    finders: tuple[Callable[[], Finding | None], ...] = (
        lambda: from_json_ld(objects, time_zone),
        lambda: finding("newspaper3k", reading.published, time_zone),
        lambda: from_metadata(tree, time_zone),
        lambda: from_page(tree, time_zone),
        lambda: from_change(tree, objects, time_zone),
        lambda: from_htmldate(tree, url, time_zone),
    )
    return choose([one for one in map(_found, finders) if one])


def _found(finder: Callable[[], Finding | None]) -> Finding | None:
    """What a finder found; one that stumbles over a page's tags must not cost the page its text."""
    try:
        return finder()
    except Exception:
        return None


def _markup(tree: lxml.html.HtmlElement) -> str:
    return str(lxml.html.tostring(tree, encoding="unicode"))


def _tree(page: str) -> lxml.html.HtmlElement | None:
    if not page.strip():
        return None
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    tree = lxml.html.document_fromstring(
        page.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
    )
    if not isinstance(tree, lxml.html.HtmlElement):
        return None
    shorten(tree)
    unfold_layout_tables(tree)
    return tree


def _newspaper(page: str, url: str, language: str, want_authors: bool) -> _Newspaper:
    config = newspaper.Config()
    config.fetch_images = False  # it would send requests to hosts that the page names
    config.memoize_articles = False  # its cache unpickles a file from the temporary directory
    config.use_meta_language = False
    if language in _newspaper_languages():
        config.set_language(language)
    article = newspaper.Article(url or "http://page.invalid/", config=config)
    if not want_authors:
        article.extractor.get_authors = lambda doc: []  # a fifth of its time, for what is known already
    try:
        article.download(input_html=page)
        article.parse()
    except Exception:
        return _Newspaper()
    published = article.publish_date if isinstance(article.publish_date, dt.datetime) else None
    return _Newspaper(article.text, article.title, tuple(article.authors), published)


@functools.cache
def _newspaper_languages() -> frozenset[str]:
    return frozenset(newspaper.utils.get_available_languages())


def _trafilatura(page: str) -> str:
    try:
        return trafilatura.extract(page, include_comments=False, fast=True) or ""
    except Exception:
        return ""


def _readability(page: str) -> str:
    try:
        return str(html_text.extract_text(Document(page).summary(html_partial=True)))
    except Exception:
        return ""
