"""The sample site: what a reader of feeds, sitemaps and pages can count on when it is served."""

import io
import json
import re
import socket
import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import feedparser
import lxml.etree
import lxml.html
import pytest

from extractors.articles import read_article
from extractors.feeds import read_feed
from extractors.listings import read_listing
from extractors.relevance import entry_may_matter, text_may_matter
from extractors.sitemaps import read_sitemap
from flows.samples import SITE, sample_sources, serve_samples

GONE = "correction-to-our-report-on-the-call.html"
COOKIE_WALL = "moscow-readout-annotated.html"
NOT_STORIES = {"index.html", "latest.html", COOKIE_WALL}
STORIES = sorted(p.name for p in SITE.glob("*.html") if p.name not in NOT_STORIES)
LOADS = {"img": ("src", "srcset"), "script": ("src",), "iframe": ("src",), "source": ("src", "srcset")}


@pytest.fixture(scope="module")
def base():
    with serve_samples(port=0) as url:
        yield url


def get(url, **headers):
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def feed_entries(base):
    url = f"{base}/feed.xml"
    _, headers, body = get(url)
    feed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": headers["Content-Type"], "content-location": url},
    )
    assert not feed.bozo
    return feed.entries


def sitemap_links(base):
    _, _, body = get(f"{base}/sitemap.xml")
    return [e.text for e in lxml.etree.fromstring(body).iter("{*}loc")]


def listing_links(base):
    page = lxml.html.fromstring(get(f"{base}/latest.html")[2])
    selector = sample_sources(base)[2].selector
    tag, _, name = selector.partition(".")
    return [urljoin(f"{base}/", a.get("href")) for a in page.iter(tag) if a.get("class") == name]


def json_ld_articles(page):
    for script in page.xpath("//script[@type='application/ld+json']"):
        value = json.loads(script.text)
        yield from (x for x in value.get("@graph", [value]) if x["@type"] == "NewsArticle")


def test_the_feed_has_fifteen_entries_with_identity_time_and_description(base):
    entries = feed_entries(base)
    assert len(entries) == 15
    assert len({e.id for e in entries}) == 15
    assert all(e.title and e.description and e.published_parsed for e in entries)


def test_relative_links_of_the_feed_lead_back_to_the_same_server(base):
    assert {urlsplit(e.link)._replace(path="").geturl() for e in feed_entries(base)} == {base}


def test_the_identity_of_an_entry_does_not_name_the_port(base):
    port = str(urlsplit(base).port)
    assert not [e.id for e in feed_entries(base) if port in e.id or "127.0.0.1" in e.id]


def test_every_page_that_a_source_names_exists_except_the_one_that_is_gone(base):
    links = [*(e.link for e in feed_entries(base)), *sitemap_links(base), *listing_links(base)]
    assert len(links) == len(set(links)) == 19
    status = {urlsplit(link).path.strip("/"): get(link)[0] for link in links}
    assert {name for name, code in status.items() if code != 200} == {GONE}
    assert status[GONE] == 404


def test_every_story_page_is_named_by_a_source(base):
    links = [*(e.link for e in feed_entries(base)), *sitemap_links(base), *listing_links(base)]
    assert {urlsplit(link).path.strip("/") for link in links} == {*STORIES, GONE, COOKIE_WALL}


@pytest.mark.parametrize("name", STORIES)
def test_a_story_page_says_its_title_time_and_outlet_as_news_pages_do(name):
    page = lxml.html.fromstring((SITE / name).read_bytes())
    (article,) = json_ld_articles(page)
    published = datetime.fromisoformat(article["datePublished"])
    assert published.tzinfo is not None
    assert [t.get("datetime") for t in page.iter("time")] == [article["datePublished"]]
    assert page.xpath("string(//h1)") == article["headline"]
    assert page.xpath("string(//meta[@property='og:site_name']/@content)") == article["publisher"]["name"]


def test_the_feed_gives_the_same_time_as_the_page(base):
    for entry in feed_entries(base):
        path = SITE / urlsplit(entry.link).path.strip("/")
        if path.name in {GONE, COOKIE_WALL}:
            continue
        (article,) = json_ld_articles(lxml.html.fromstring(path.read_bytes()))
        assert datetime.fromisoformat(article["datePublished"]) == datetime.strptime(
            entry.published, "%a, %d %b %Y %H:%M:%S %z"
        )


@pytest.mark.parametrize("name", [*STORIES, *sorted(NOT_STORIES)])
def test_a_page_loads_nothing_from_elsewhere_and_links_only_to_its_own_site(name):
    page = lxml.html.fromstring((SITE / name).read_bytes())
    loads = [e.get(a) for tag, names in LOADS.items() for e in page.iter(tag) for a in names if e.get(a)]
    loads += [e.get("href") for e in page.iter("link")]
    assert not [x for x in loads if urlsplit(x).scheme not in ("", "data") or x.startswith("//")]
    own = {p.name for p in SITE.iterdir()}
    links = [e.get("href") for e in page.iter("a") if not e.get("href", "#").startswith("#")]
    assert set(links) <= own
    assert not re.search(r"url\(|@import", page.xpath("string(//style)"))


@pytest.mark.parametrize("name", STORIES)
def test_a_page_says_in_its_source_that_it_is_for_demonstration(name):
    assert b"demonstration" in (SITE / name).read_bytes()[:400]


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("feed.xml", "application/rss+xml"), ("sitemap.xml", "application/xml"), ("latest.html", "text/html")],
)
def test_a_client_that_holds_the_state_gets_304_without_a_body(base, name, content_type):
    status, headers, body = get(f"{base}/{name}")
    assert (status, headers.get_content_type()) == (200, content_type)
    assert body
    for held in (
        {"If_None_Match": headers["ETag"]},
        {"If_None_Match": f'"other", W/{headers["ETag"]}'},
        {"If_Modified_Since": headers["Last-Modified"]},
    ):
        status, again, rest = get(f"{base}/{name}", **held)
        assert (status, rest) == (304, b"")
        assert again["ETag"] == headers["ETag"]


def test_a_client_that_holds_another_state_gets_the_file(base):
    modified = get(f"{base}/feed.xml")[1]["Last-Modified"]
    assert get(f"{base}/feed.xml", If_None_Match='"other"', If_Modified_Since=modified)[0] == 200


@pytest.mark.parametrize(
    "path", ["/../__init__.py", "/%2e%2e/server.py", "/site", "/README.md", "//etc/passwd"]
)
def test_nothing_outside_the_site_is_answered(base, path):
    assert get(base + path)[0] == 404


def test_the_sources_are_a_feed_a_sitemap_and_a_listing_with_pages_behind_them(base):
    sources = sample_sources(base)
    assert [s.form for s in sources] == ["feed", "sitemap", "listing"]
    assert [get(s.url)[0] for s in sources] == [200, 200, 200]


def test_a_port_in_use_is_no_obstacle_and_the_site_is_gone_after_its_block():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve_samples(port=port) as url:
            assert urlsplit(url).port != port
            assert get(f"{url}/robots.txt")[0] == 200
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/feed.xml", timeout=2)


def entries_of_all(base):
    feed, sitemap, listing = sample_sources(base)
    answers = {s.form: get(s.url) for s in (feed, sitemap, listing)}
    return (
        *read_feed(answers["feed"][2], {}, feed.url).entries,
        *read_sitemap(answers["sitemap"][2], {}, sitemap.url).entries,
        *read_listing(answers["listing"][2], {}, listing.url, selector=listing.selector).entries,
    )


def test_our_own_readers_find_all_nineteen_entries_with_title_and_time(base):
    entries = entries_of_all(base)
    assert len({e.key for e in entries}) == 19
    assert all(e.title and e.published for e in entries)


def test_hockey_is_dropped_by_its_entry_and_snow_that_came_without_a_summary_by_its_text(base):
    dropped = {urlsplit(e.url).path for e in entries_of_all(base) if not entry_may_matter(e)}
    assert dropped == {"/bears-take-derby-in-overtime.html"}
    off = {
        n
        for n in STORIES
        if not text_may_matter(read_article((SITE / n).read_bytes(), f"http://x.test/{n}").text)
    }
    assert off == {"bears-take-derby-in-overtime.html", "snow-shuts-harbour-tunnel.html"}


FURNITURE = "//figcaption | //li | //aside | //*[@class='wp-caption-text' or @class='cap' or @class='also']"


@pytest.mark.parametrize("name", STORIES)
def test_the_text_of_a_story_is_read_without_the_furniture_of_its_page(name):
    html = (SITE / name).read_bytes()
    article = read_article(html, f"http://127.0.0.1/{name}")
    page = lxml.html.fromstring(html)
    (stated,) = json_ld_articles(page)
    assert article.title == stated["headline"]
    assert article.published == datetime.fromisoformat(stated["datePublished"])
    assert len(article.text.split()) > 150
    found = [e.text_content().strip() for e in page.xpath(FURNITURE)]
    assert found
    assert [x for x in found if len(x) > 12 and x in article.text] == []
    assert not re.search(
        "advertisement|sign up for|cookies|continue reading|read more", article.text, re.IGNORECASE
    )


def test_the_cookie_wall_has_no_text_that_could_matter():
    article = read_article((SITE / COOKIE_WALL).read_bytes(), f"http://127.0.0.1/{COOKIE_WALL}")
    assert not text_may_matter(article.text)
