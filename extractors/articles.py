"""A fetched page to an article: text by the line vote, title, authors, time of publication. Pure.

newspaper3k reads first, trafilatura and readability are its witnesses: each alone loses or adds text on some
pages without saying so, and a line that two of them saw is seldom wrong. The only module that knows newspaper3k.
"""

from __future__ import annotations

import datetime as dt
import functools
import logging
from dataclasses import dataclass

import html_text
import lxml.html
import newspaper
import tldextract
import trafilatura
from newspaper import extractors as newspaper_extractors
from newspaper import urls as newspaper_urls
from newspaper.parsers import Parser
from readability import Document

from extractors.boilerplate import is_boilerplate, page_captions
from extractors.charset import decode, repair_mojibake
from extractors.jsonld import article_objects
from extractors.lines import vote, without_repeats
from extractors.metadata import agency_of, authors_of, title_of
from extractors.model import Article
from extractors.published import choose, finding, from_htmldate, from_json_ld

# newspaper3k takes half a minute on 3.4 MB of paragraphs; no news article is larger.
MAX_HTML = 2_000_000
for _name in ("trafilatura", "readability", "newspaper", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # a page that cannot be read is counted, not logged

# On libxml2 2.14 the original wraps loose text in <span> instead of <p> and newspaper3k then drops it: one
# page fell from 10,328 to 178 characters, without an error.
Parser.textToPara = classmethod(lambda cls, text: lxml.html.fragment_fromstring(text, create_parent="p"))


class _OfflineSuffixes:
    """Splits host names by the list inside the package: the library's own object would fetch one."""

    extract = staticmethod(tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None))


newspaper_urls.tldextract = newspaper_extractors.tldextract = _OfflineSuffixes


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
    page = repair_mojibake(decode(html, "", charset).text).replace("\x00", "")
    tree = _tree(page)
    if tree is None:
        return Article(text="", url=url, language=language or "en", agreement=0.0)
    spoken = language or _language(tree)
    objects = article_objects(tree)
    reading = _newspaper(page, url, spoken)
    main, summary = _trafilatura(page), _readability(page)
    chosen = vote(main or reading.text or summary, [reading.text, summary] if main else [])
    captions = set(page_captions(tree))
    lines = [line for line in chosen.lines if not is_boilerplate(line) and line not in captions]
    text = "\n\n".join(without_repeats(lines))
    found = [
        from_json_ld(objects, time_zone),
        finding("newspaper3k", reading.published, time_zone),
        from_htmldate(tree, url, time_zone),
    ]
    published = choose([one for one in found if one])
    authors = authors_of(objects, reading.authors)
    return Article(
        text=text,
        title=title_of(objects, reading.title),
        url=url,
        authors=authors,
        published=published.moment,
        published_source=published.source,
        published_precision=published.precision,
        published_agreement=published.agreement,
        language=spoken,
        time_zone=time_zone,
        agreement=min(chosen.kept, 1.0) if main else 0.0,
        agency=agency_of(text, authors),
    )


def _tree(page: str) -> lxml.html.HtmlElement | None:
    if not page.strip():
        return None
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    tree = lxml.html.document_fromstring(
        page.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
    )
    return tree if isinstance(tree, lxml.html.HtmlElement) else None


def _language(tree: lxml.html.HtmlElement) -> str:
    """The page's own language, by its html element and else by its script."""
    stated = (tree.get("lang") or "").strip().lower()[:2]
    if stated.isalpha() and len(stated) == 2:
        return stated
    sample = tree.text_content()[:20_000]
    return (
        "ru"
        if sum("а" <= char <= "я" for char in sample) > sum("a" <= char <= "z" for char in sample)
        else "en"
    )


def _newspaper(page: str, url: str, language: str) -> _Newspaper:
    config = newspaper.Config()
    config.fetch_images = False  # it would send requests to hosts that the page names
    config.memoize_articles = False  # its cache unpickles a file from the temporary directory
    config.use_meta_language = False
    if language in _newspaper_languages():
        config.set_language(language)
    article = newspaper.Article(url or "http://page.invalid/", config=config)
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
