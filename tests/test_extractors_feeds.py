"""Feeds, news sitemaps and listing pages: bytes in, entries out, and no bytes that can do harm."""

import datetime as dt
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.entries import read_entries
from extractors.feeds import MAX_DEPTH, FeedReading, entry_key, read_feed, web_url
from extractors.listings import read_listing
from extractors.model import Source
from extractors.sitemaps import MAX_CHILDREN, read_sitemap

BASE = "https://paper.example/feed"


def rss(items: str, channel: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>Paper</title>{channel}{items}</channel></rss>'.encode()


ITEM = (
    "<item><title>Call &amp; readout</title><link>/2017/call</link><guid isPermaLink='false'>g1</guid>"
    "<description>&lt;p&gt;They &lt;b&gt;spoke&lt;/b&gt;.&lt;/p&gt;</description>"
    "<pubDate>Sat, 28 Jan 2017 21:30:00 +0300</pubDate></item>"
)


def test_an_item_becomes_an_entry_with_plain_words_and_utc() -> None:
    [entry] = read_feed(rss(ITEM), {}, BASE).entries
    assert (entry.key, entry.url, entry.title) == ("g1", "https://paper.example/2017/call", "Call & readout")
    assert entry.summary == "They spoke ."
    assert entry.published == dt.datetime(2017, 1, 28, 18, 30, tzinfo=dt.UTC)


def test_the_content_stands_in_for_an_empty_summary() -> None:
    """The Kremlin's feed leaves the summary empty."""
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>K</title><entry><id>1</id><title>T</title>'
        b'<link href="/e/1"/><summary></summary><content type="html">Phone call</content></entry></feed>'
    )
    [entry] = read_feed(atom, {}, BASE).entries
    assert entry.summary == "Phone call"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty body"),
        (b"  \n", "empty body"),
        (b"<!DOCTYPE html><html><body>Just a moment</body></html>", "an html page, not a feed"),
        (b'{"error": 1}', "not xml"),
        (b"<opml><body/></opml>", "not a feed"),
        (rss("<a>" * (MAX_DEPTH + 1)), "nested too deep"),
    ],
)
def test_what_is_no_feed_is_named_and_never_an_empty_feed(body: bytes, problem: str) -> None:
    """feedparser shows an empty body, a challenge page and a quiet feed alike."""
    assert read_feed(body, {}, BASE) == FeedReading(problem=problem)


def test_a_quiet_feed_is_no_problem() -> None:
    assert read_feed(rss(""), {}, BASE).problem == ""


def test_what_the_feed_asks_for_between_polls_is_kept() -> None:
    assert read_feed(rss(ITEM, "<ttl>90</ttl>"), {}, BASE).minutes_between == 90


@pytest.mark.parametrize(
    ("identity", "url", "expected"),
    [
        (" id ", "https://h/a", "id"),
        ("", "https://h/a", "https://h/a"),
    ],
)
def test_the_key_is_the_id_else_the_link(identity: str, url: str, expected: str) -> None:
    assert entry_key(identity, url, "t", "s") == expected


def test_without_id_and_link_the_words_are_the_key() -> None:
    assert entry_key("", "", "one", "") != entry_key("", "", "two", "")
    assert entry_key("", "", "one", "") == entry_key("", "", "one", "")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a", "https://paper.example/a"),
        ("http://other.example/b", "http://other.example/b"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_links(link: str, expected: str) -> None:
    assert web_url(BASE, link) == expected


NEWS = b"""<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://agency.example/a</loc><n:news><n:publication_date>2017-01-28T18:00:00-05:00</n:publication_date>
<n:title>Trump, Putin speak</n:title></n:news></url>
<url><loc>https://agency.example/b</loc><lastmod>2017-01-27</lastmod></url>
</urlset>"""


@pytest.mark.parametrize("body", [NEWS, gzip.compress(NEWS)], ids=["plain", "gzip file"])
def test_a_news_sitemap_gives_titles_and_times_before_any_page_is_fetched(body: bytes) -> None:
    first, second = read_sitemap(body, {}, "https://agency.example/").entries
    assert first.title == "Trump, Putin speak"
    assert first.published == dt.datetime(2017, 1, 28, 23, 0, tzinfo=dt.UTC)
    assert second.url == "https://agency.example/b"


def test_an_index_gives_its_newest_children() -> None:
    rows = "".join(
        f"<sitemap><loc>https://a.example/{day:02d}.xml</loc><lastmod>2017-01-{day:02d}</lastmod></sitemap>"
        for day in range(1, 31)
    )
    reading = read_sitemap(f"<sitemapindex>{rows}</sitemapindex>".encode(), {}, "https://a.example/")
    assert reading.children[0] == "https://a.example/30.xml"
    assert len(reading.children) == MAX_CHILDREN
    assert not reading.problem


def test_a_sitemap_entity_reads_no_file() -> None:
    body = b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://h/&f;</loc></url></urlset>'
    [entry] = read_sitemap(body, {}, "http://h/").entries
    assert entry.url == "http://h/"


LISTING = b"""<html><body><ul>
<li class="row"><h3><a href="/actions/20170128">Sanctions list update</a></h3>
<time datetime="2017-01-28">28 Jan</time></li>
<li class="row"><h3><a href="/actions/20170127#top">General licence</a></h3><time>Jan 27, 2017</time></li>
<li class="row"><a href="/about">About us</a></li></ul></body></html>"""


def test_a_listing_gives_the_links_that_match_with_the_dates_beside_them() -> None:
    reading = read_listing(
        LISTING, {}, "https://office.example/x", selector=".row a", link_path=r"/actions/\d{8}"
    )
    assert [(entry.title, entry.url) for entry in reading.entries] == [
        ("Sanctions list update", "https://office.example/actions/20170128"),
        ("General licence", "https://office.example/actions/20170127"),
    ]
    assert [entry.published and entry.published.day for entry in reading.entries] == [28, 27]


@pytest.mark.parametrize(("selector", "link_path"), [("a[", ""), ("a", "(")])
def test_a_selector_that_cannot_be_used_is_a_named_problem(selector: str, link_path: str) -> None:
    assert "cannot be used" in read_listing(LISTING, {}, BASE, selector=selector, link_path=link_path).problem


def test_a_listing_without_its_links_says_so() -> None:
    assert read_listing(LISTING, {}, BASE, selector=".gone a").problem == "no link matches the selector"


@pytest.mark.parametrize("form", ["feed", "sitemap", "listing"])
def test_a_challenge_in_place_of_a_list_is_called_one(form: str) -> None:
    wall = b"<html><title>Just a moment...</title><body>Checking your browser</body></html>"
    source = Source("s", BASE, form=form, selector=".row a")
    assert read_entries(source, wall, {}, BASE).problem == "challenge page"


BYTES = st.one_of(
    st.binary(max_size=400), st.text(max_size=200).map(lambda text: f"<rss>{text}</rss>".encode())
)


@given(BYTES)
def test_no_bytes_make_a_reader_raise(body: bytes) -> None:
    """Each reader answers with entries or a problem, for anything."""
    for reading in (read_feed(body, {}, BASE), read_sitemap(body, {}, BASE), read_listing(body, {}, BASE)):
        assert isinstance(reading, FeedReading)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=8))
def test_entries_of_one_reading_never_share_a_key(items: list[tuple[str, str]]) -> None:
    """An entry is counted once: two items with one identity are one entry."""
    from xml.sax.saxutils import escape

    body = rss("".join(f"<item><guid>{escape(g)}</guid><title>{escape(t)}</title></item>" for g, t in items))
    found = read_feed(body, {}, BASE).entries
    assert len({entry.key for entry in found}) == len(found)
