"""The day that a page shows its readers, although the head of every page shows today's."""

import datetime as dt

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.articles import read_article
from extractors.page_dates import from_page

TEXT = "".join(
    f"<p>The presidents spoke of matter {n} for long, they said. Talks on March 3, 2019 are possible.</p>"
    for n in range(8)
)


def page(shown: str, head: str = "") -> str:
    top = "<div>Sunday, November 22, 2026</div>"
    teaser = '<aside><time datetime="2026-11-20T10:00:00Z">Friday</time><a href=x>Teaser</a></aside>'
    article = f"<article><h1>Leaders speak by phone</h1>{shown}{TEXT}</article>"
    title = "<title>Leaders speak by phone</title>"
    return f"<html><head>{title}{head}</head><body>{top}{article}{teaser}</body></html>"


@pytest.mark.parametrize(
    ("shown", "clock"),
    [
        ("<time>17 December 2018</time>", ""),
        ("<!-- date --><p><!-- x -->17 December 2018</p>", ""),
        ('<time datetime="2018-12-17T14:05:00Z">yesterday</time>', "14:05"),
        ("<span>December 17, 2018</span>", ""),
        ("<span>12/17/2018</span>", ""),
        ("<span>17.12.2018, 14:05</span>", "14:05"),
        ("<div>17 декабря 2018, 14:05</div>", "14:05"),
        ("<div>17 декабря 2018 г., 17:05 МСК</div>", "14:05"),
        ("<p>By Ann Prior | Published: Dec. 17, 2018 2:05 p.m.</p>", "14:05"),
        ("<p>Monday, Dec. 17th, 2018 at 9:05 a.m. EST</p>", "14:05"),
        ("<p>For Immediate Release</p><p>December 17, 2018</p>", ""),
        ("<p>Updated January 9, 2019 | Published December 17, 2018</p>", ""),
        ("<p>WASHINGTON, Dec. 17, 2018 (Wire) — They spoke.</p>", ""),
    ],
)
def test_the_day_beside_the_headline_is_the_day_of_publication(shown: str, clock: str) -> None:
    """Not the day at the top of the page, of a teaser, of a change, or of the meeting that the text names."""
    found = read_article(page(shown).encode(), "")
    assert found.published
    assert found.published.date() == dt.date(2018, 12, 17)
    assert found.published_source == "page"
    assert found.published_precision == ("minute" if clock else "day")
    assert not clock or f"{found.published:%H:%M}" == clock


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta property="article:published_time" content="2018-12-17T10:00:00Z">', "newspaper3k"),
        ('<meta itemprop="datePublished" content="2018-12-17T10:00:00Z">', "metadata"),
    ],
)
def test_what_the_tags_state_is_trusted_more(head: str, source: str) -> None:
    assert read_article(page("<span>January 2, 2019</span>", head).encode(), "").published_source == source


def test_a_change_is_better_than_a_guess_and_worse_than_the_shown_day() -> None:
    head = '<meta property="article:modified_time" content="2019-02-01T10:00:00Z">'
    assert read_article(page("", head).encode(), "").published_source == "modified"
    assert read_article(page("<span>December 17, 2018</span>", head).encode(), "").published_source == "page"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_it_raise(shown: str) -> None:
    tree = lxml.html.document_fromstring("<html><body><h1>Call</h1><p></p></body></html>")
    tree.find(".//p").text = "".join(char for char in shown if char.isprintable())
    found = from_page(tree)
    assert found is None or found.source == "page"
