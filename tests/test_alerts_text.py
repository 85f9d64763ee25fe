"""Outside text in Slack: escaped, linked only to web pages, cut without hurting the disputed words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts import text
from tests.alert_samples import NASTY, hostile, hostile_long, urls

ESCAPED = {
    "a mention of everybody": ("<!channel> now", "&lt;!channel&gt; now"),
    "an ampersand first, so that nothing is escaped twice": ("&lt;", "&amp;lt;"),
    "a control sign": ("a\x1b[2Jb\x00", "a[2Jb"),
    "a right-to-left mark": ("abc\u202edef", "abcdef"),
    "half a surrogate": ("a\ud800b", "a�b"),
    "Russian stays as it is": ("Санкции & торговля", "Санкции &amp; торговля"),
}

LINKS = {
    "https": ("https://paper.test/a?b=1&c=2", "https://paper.test/a?b=1&c=2"),
    "http": ("http://paper.test", "http://paper.test"),
    "a sign that would end the link": (
        "https://paper.test/a|b>c<d e",
        "https://paper.test/a%7Cb%3Ec%3Cd%20e",
    ),
    "javascript": ("javascript:alert(1)", ""),
    "data": ("data:text/html,hi", ""),
    "a file": ("file:///etc/passwd", ""),
    "no host": ("https://", ""),
    "a broken address": ("https://[::1", ""),
    "no scheme": ("//paper.test/a", ""),
    "longer than any honest address": ("https://paper.test/" + "a" * 1000, ""),
    "an empty one": ("", ""),
}

CUTS = {
    "a text that fits": ("One. Two.", 20, None, "One. Two."),
    "at a sentence end": ("One two three. Four five six seven.", 24, None, "One two three. […]"),
    "at a word where the first sentence is too long": (
        "alpha beta gamma delta epsilon",
        20,
        None,
        "alpha beta […]",
    ),
    "the disputed words stand late": (
        "First one here. Second one here. Sanctions were not raised. Last one here.",
        40,
        (33, 58),
        "[…] Sanctions were not raised. […]",
    ),
    "the disputed words alone are too long": ("word " * 40, 50, (0, 199), ""),
    "one word without an end": ("a" * 50, 20, None, "a" * 16 + " […]"),
}


@pytest.mark.parametrize(("raw", "wanted"), ESCAPED.values(), ids=ESCAPED)
def test_escape(raw: str, wanted: str) -> None:
    assert text.escape(raw) == wanted


@pytest.mark.parametrize(("url", "wanted"), LINKS.values(), ids=LINKS)
def test_only_web_addresses_become_links(url: str, wanted: str) -> None:
    assert text.safe_url(url) == wanted


@pytest.mark.parametrize(("raw", "limit", "keep", "wanted"), CUTS.values(), ids=CUTS)
def test_shorten(raw: str, limit: int, keep: tuple[int, int] | None, wanted: str) -> None:
    assert text.shorten(raw, limit, keep) == wanted


def test_a_label_cannot_end_its_link() -> None:
    assert text.link("https://paper.test", "a|b>c") == "<https://paper.test|a¦b&gt;c>"
    assert text.link("javascript:x", "a") == "a"


def test_a_name_cannot_format() -> None:
    assert not set("*_~`") & set(text.name("*bold* _it_ ~no~ `code`"))


@settings(deadline=None)
@given(hostile_long, st.integers(20, 400), st.data())
def test_a_cut_fits_and_keeps_the_disputed_words(raw: str, limit: int, data: st.DataObject) -> None:
    raw = text.clean(raw)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    cut = text.shorten(raw, limit, (start, end))
    assert text.size(cut) <= limit
    whole = cut.removesuffix(text.ELLIPSIS).removeprefix(text.ELLIPSIS.strip() + " ")
    assert whole in raw
    if cut:
        assert raw[start:end].strip() in whole


@settings(deadline=None)
@given(hostile)
def test_nothing_escaped_holds_a_sign_that_slack_reads(raw: str) -> None:
    assert not set("<>") & set(text.escape(raw))


@settings(deadline=None)
@given(urls, hostile)
def test_a_link_is_one_link_or_none(url: str, label: str) -> None:
    made = text.link(url, label)
    assert made.count("<") == made.count(">") == (1 if text.safe_url(url) else 0)
    if text.safe_url(url):
        assert made.startswith(("<http://", "<https://"))
        assert not set(' \n"') & set(made.split("|")[0])


def test_the_nasty_list_is_nasty() -> None:
    """A list that lost its teeth would make every property above pass."""
    assert sum(text.escape(raw) != raw for raw in NASTY) > 15
