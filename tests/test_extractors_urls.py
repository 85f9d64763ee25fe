"""One key for every address of a page, another key for every other page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from url_normalize import url_normalize

from extractors import urls
from extractors.urls import canonical_url

STORY = "https://herald.example/world/2026/02/14/leaders-speak"

SAME_PAGE = [
    # how the reader came
    ("campaign marks", STORY + "?utm_source=feed&utm_medium=rss&UTM_Campaign=x", STORY),
    ("a click id of a social network", STORY + "?fbclid=IwAR0abc", STORY),
    ("a click id of an advertiser", STORY + "?gclid=abc", STORY),
    ("a newsletter's marks", STORY + "?mc_cid=1a&mc_eid=2b", STORY),
    ("a reference by name", STORY + "?ref=homepage", STORY),
    ("a house campaign code", STORY + "?CMP=share_btn_tw", STORY),
    ("another house campaign code", STORY + "?ocid=socialflow", STORY),
    ("a share code", STORY + "?smid=tw-share", STORY),
    ("where the feed was read", STORY + "?at_medium=RSS&at_campaign=KARANGA", STORY),
    ("a source by name", STORY + "?source=rss&from=newsletter", STORY),
    # the form of the page
    ("for the printer", STORY + "?print=1", STORY),
    ("the phone form by parameter", STORY + "?outputType=amp", STORY),
    ("the phone form by a bare parameter", STORY + "?amp", STORY),
    ("the phone form at the end of the path", STORY + "/amp", STORY),
    ("the phone form at the end of the path, with a slash", STORY + "/amp/", STORY),
    ("the phone form before the path", "https://herald.example/amp/world/2026/02/14/leaders-speak", STORY),
    (
        "the phone form in the file name",
        "https://herald.example/a1.amp.html",
        "https://herald.example/a1.html",
    ),
    # hosts
    ("without encryption", STORY.replace("https", "http"), STORY),
    ("the www host", STORY.replace("//", "//www."), STORY),
    ("the second www host", STORY.replace("//", "//www2."), STORY),
    ("the phone host", STORY.replace("//", "//m."), STORY),
    ("the other phone host", STORY.replace("//", "//mobile."), STORY),
    ("the fast host", STORY.replace("//", "//amp."), STORY),
    ("the phone host of the www host", STORY.replace("//", "//www.m."), STORY),
    # copies kept by others
    (
        "a cache of fast pages",
        "https://herald-example.cdn.ampproject.org/c/s/www.herald.example/world/2026/02/14/leaders-speak/amp",
        STORY,
    ),
    (
        "a cache's viewer form",
        "https://herald-example.cdn.ampproject.org/v/s/herald.example/world/2026/02/14/leaders-speak?amp_js_v=1#x",
        STORY + "?amp_js_v=1",
    ),
    (
        "a search engine's viewer",
        "https://www.google.com/amp/s/herald.example/world/2026/02/14/leaders-speak",
        STORY,
    ),
    (
        "an alert feed's redirect",
        "https://www.google.com/url?rct=j&sa=t&url=https://herald.example/world/2026/02/14/leaders-speak&ct=ga",
        STORY,
    ),
    (
        "a social network's redirect",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fherald.example%2Fa%3Fid%3D7&h=AT0",
        "https://herald.example/a?id=7",
    ),
    # spelling
    ("a slash at the end", STORY + "/", STORY),
    ("two slashes", STORY.replace("world/", "world//"), STORY),
    ("a place in the page", STORY + "#comments", STORY),
    ("capitals in the host", STORY.replace("herald", "Herald"), STORY),
    ("capitals in the scheme", STORY.replace("https", "HTTPS"), STORY),
    ("the port that goes without saying", STORY.replace("example/", "example:443/"), STORY),
    ("dots in the path", STORY.replace("world/", "europe/../world/./"), STORY),
    ("a letter in percent code", STORY.replace("-", "%2D"), STORY),
    ("an index page", "https://herald.example/world/index.html", "https://herald.example/world"),
    (
        "an index page with a parameter",
        "https://herald.example/index.php?id=7",
        "https://herald.example/?id=7",
    ),
    ("parameters in another order", "https://herald.example/a?b=2&a=1", "https://herald.example/a?a=1&b=2"),
    ("white space around", f"  {STORY}\n", STORY),
    ("a plus for a space", "https://herald.example/s?q=a+b", "https://herald.example/s?q=a%20b"),
    ("a bare host", "https://herald.example", "https://herald.example/"),
    ("two spellings of a Cyrillic host", "https://новости.example/", "https://xn--b1amnebsh.example/"),
    (
        "a page behind a script",
        "https://herald.example/#!a/7",
        "https://herald.example/?_escaped_fragment_=a/7",
    ),
]

OTHER_PAGES = [
    ("a number in a parameter", "https://herald.example/story?id=123", "https://herald.example/story?id=124"),
    ("a short parameter", "https://herald.example/?p=7", "https://herald.example/?p=8"),
    ("an article parameter", "https://herald.example/?article=123", "https://herald.example/?article=124"),
    ("languages by host", "http://en.kremlin.example/events/7", "http://ru.kremlin.example/events/7"),
    ("languages by path", "https://herald.example/en/events/7", "https://herald.example/ru/events/7"),
    ("pages of one story", STORY + "?page=1", STORY + "?page=2"),
    (
        "a reference that is the story's number",
        "https://w.example/s.php?ref=88123",
        "https://w.example/s.php?ref=88124",
    ),
    (
        "a print page by number",
        "https://w.example/story.php?print=5511",
        "https://w.example/story.php?print=5512",
    ),
    ("scripts' own addresses", "https://herald.example/#!a/7", "https://herald.example/#!a/8"),
    ("ports", "https://herald.example:8080/a", "https://herald.example:8081/a"),
    ("capitals in the path", "https://herald.example/a/Xy1", "https://herald.example/a/xY1"),
    ("letters of an old code page", "https://w.example/?q=%E9", "https://w.example/?q=%E8"),
    ("a site whose name is m", "https://m.co.uk/a", "https://co.uk/a"),
    ("a site whose name is www", "https://www.example/a", "https://example/a"),
    ("an empty parameter", "https://herald.example/?7", "https://herald.example/?8"),
]


@pytest.mark.parametrize(("_case", "given", "expected"), SAME_PAGE, ids=[row[0] for row in SAME_PAGE])
def test_these_are_one_page(_case, given, expected):
    assert canonical_url(given) == canonical_url(expected)


@pytest.mark.parametrize(("_case", "one", "other"), OTHER_PAGES, ids=[row[0] for row in OTHER_PAGES])
def test_these_are_two_pages(_case, one, other):
    assert canonical_url(one) != canonical_url(other)


def test_the_key_itself_is_plain_to_read():
    assert (
        canonical_url("http://www.herald.example/world//a/?utm_source=x&id=7#top")
        == "https://herald.example/world/a?id=7"
    )


@pytest.mark.parametrize(
    "text", ["", "  ", "no address", "mailto:a@b.example", "http://[broken", "tag:x,2026:1", "//"]
)
def test_what_is_no_address_stays_as_it_is(text):
    assert canonical_url(text) == text.strip()


@given(st.text(max_size=60))
def test_nothing_raises(text):
    canonical_url(text)
    canonical_url("https://herald.example/" + text)


@given(
    st.lists(st.sampled_from(["a", "B", "amp", "index.html", "..", "2026", "x-y", "%2D", "é"]), max_size=5),
    st.dictionaries(
        st.sampled_from(["id", "p", "utm_source", "ref", "amp", "q"]), st.text("1a é%&", max_size=4)
    ),
)
def test_the_key_of_a_key_is_the_key(path, query):
    url = "http://www.herald.example/" + "/".join(path) + "?" + "&".join(f"{k}={v}" for k, v in query.items())
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.from_regex(urls._PLAIN, fullmatch=True))
def test_an_address_that_the_library_would_leave_alone_is_not_sent_through_it(address):
    """Only the form of a plain address may be told by a look: its key is that of the library's answer."""
    assert canonical_url(str(url_normalize(address))) == canonical_url(address)
    assert str(url_normalize(address)).rstrip("/") == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b/../c",
        "https://a.example/./c",
        "https://a.example/%7Ec",
        "https://A.example/c",
        "https://a.example:443/c",
        "https://a.example/c#!story/12",
        "https://xn--80ak6aa92e.example/c",
        "https://a.example//c",
        "https://a..example/c",
        "https://a.example",
    ],
)
def test_an_address_that_is_not_plain_goes_through_the_library(address):
    assert not urls._PLAIN.fullmatch(address)
