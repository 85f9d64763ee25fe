"""Previews: a terminal and a browser show what Slack would show, and nothing of a page takes effect there."""

from __future__ import annotations

import html.parser
import unicodedata

from hypothesis import given, settings

from alerts.content import AlertContent
from alerts.message import build, build_change, build_notice, build_plain, build_reply
from alerts.preview import ConsoleDoor, as_html, as_text
from tests.alert_samples import DENIAL, REPORT, SAMPLE, content, contents, source


def flat(text: str) -> str:
    """The text without wrapping, indents and bars."""
    return " ".join(" ".join(line.lstrip(" >▌") for line in text.splitlines()).split())


class Reader(html.parser.HTMLParser):
    """Collects what a browser would act on: elements, links, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_a_terminal_shows_everything_in_order() -> None:
    text = flat(as_text(build(SAMPLE)))
    parts = ["Contradiction: sanctions, call of 28 January 2017", "Severity: medium.", DENIAL, REPORT]
    parts += [
        "Rule sanctions.discussed",
        "Article (https://ledger.test/transcript)",
        "✅ correct, ❌ not a contradiction",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "*" not in text


def test_lines_fit_a_terminal() -> None:
    assert max(map(len, as_text(build(content(reason="word " * 100)), width=80).splitlines())) <= 80


def test_a_message_of_text_alone() -> None:
    assert as_text(build_plain(build(SAMPLE), SAMPLE)).startswith("Contradiction: sanctions")
    assert "A & B <c>" in as_text(build_notice("A & B <c>", "key"))


def test_a_page_shows_the_message_and_its_thread() -> None:
    page = as_html(
        [build(SAMPLE), build_reply(source(2), "k"), build_change(content(status="withdrawn"), "k")]
    )
    reader = read(page)
    text = " ".join("".join(reader.words).split())
    for part in ("Severity: medium.", DENIAL, REPORT, "2 replies", "Also reported by Paper 2", "Withdrawn"):
        assert part in text
    assert "https://ledger.test/transcript" in reader.links
    assert "script" not in reader.tags


def test_a_script_in_a_quote_is_shown_and_not_run() -> None:
    nasty = "<script>alert(1)</script>"
    reader = read(as_html([build(content(claim={"quote": nasty}))]))
    assert "script" not in reader.tags
    assert nasty in "".join(reader.words)


@settings(max_examples=60, deadline=None)
@given(contents())
def test_nothing_of_a_page_takes_effect_in_the_browser(made: AlertContent) -> None:
    parent = build(made)
    reader = read(
        as_html([parent, build_reply(made, "k"), build_change(made, "k"), build_plain(parent, made)])
    )
    known = {"html", "head", "meta", "title", "style", "body", "div", "span", "strong", "a"}
    assert reader.tags <= known
    assert reader.attributes <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "style",
        "href",
        "rel",
    }
    assert all(link.startswith(("http://", "https://")) for link in reader.links)


@settings(max_examples=60, deadline=None)
@given(contents())
def test_nothing_of_a_page_takes_effect_in_the_terminal(made: AlertContent) -> None:
    """A page must not clear the screen, ring a bell or write backwards."""
    shown = as_text(build(made))
    assert not [sign for sign in shown if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]
    assert not set("\u202e\u2066") & set(shown)


def test_a_page_is_the_same_each_time() -> None:
    assert as_html([build(SAMPLE)]) == as_html([build(SAMPLE)])


def test_the_console_says_what_each_message_is() -> None:
    shown: list[str] = []
    door = ConsoleDoor(shown.append)
    parent = door.post(build(SAMPLE), "console")
    door.post(build_reply(source(2), "k"), "console", parent.ts)
    door.update(build(SAMPLE), "console", parent.ts)
    titles = [line for line in shown if line.startswith("--- ")]
    assert [title.strip("- ") for title in titles] == [
        "Slack message",
        "Slack reply in the thread",
        "Slack message above, edited",
    ]
    assert door.find("key", "console", 0.0) == ""
