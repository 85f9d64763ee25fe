"""Relevance loses no readout, and keeps most unrelated pages from the extractors."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Entry
from extractors.relevance import entry_may_matter, page_may_matter, text_may_matter

# Invented headlines and first lines of stories on calls, in the many ways they are told.
ABOUT = [
    ("Putin and Trump talk by phone", "The presidents discussed sanctions, the White House said."),
    (
        "After the phone call, a footnote from Moscow",
        "Syria played no part in it, the Kremlin says; Washington differs.",
    ),
    ("Who said anything about a summit?", "Trump and Putin spoke on Tuesday; a meeting was not arranged."),
    (
        "'Green light' claim falls apart",
        "An alleged transcript of the call between Biden and Putin is a fake.",
    ),
    ("Путин поблагодарил Трампа", "Президент России позвонил президенту США, сообщили в Кремле."),
    ("Readout of the President's call", "President Biden spoke with President Putin of Russia."),
    ("Состоялся телефонный разговор", "Владимир Путин обсудил с Дональдом Трампом отношения двух стран."),
]
# Invented pages that have nothing to do with one.
UNRELATED = [
    "The bakery on the corner has won the county prize for its rye bread for the third time in a row.",
    "The striker scored twice as the home side came from behind to win the derby in front of 40,000.",
    "Researchers have found water under the ice of a distant moon, a journal reports.",
    "The city council voted to repave Main Street; the mayor called the plan overdue.",
    "Shares of the phone maker fell after it said that sales would be flat in the coming quarter.",
    "Парк в центре города откроют весной, рассказали в мэрии.",
]


@pytest.mark.parametrize(("title", "first"), ABOUT)
def test_a_story_about_a_call_passes_every_gate(title: str, first: str) -> None:
    """As an entry with a summary, as an entry with a title only, as a page, as a text."""
    assert entry_may_matter(Entry("k", "https://p.example/a", title, first))
    assert entry_may_matter(Entry("k", "https://p.example/a", title))
    assert page_may_matter(f"<html><body><h1>{title}</h1><p>{first}</p></body></html>".encode())
    assert text_may_matter(f"{title}\n{first}")


@pytest.mark.parametrize("text", UNRELATED)
def test_an_unrelated_story_reaches_no_extractor(text: str) -> None:
    """Not even where the menu of the page names both presidents."""
    menu = "<nav><a href=/t>Trump</a> <a href=/p>Putin</a> <a href=/c>Call us</a></nav>"
    script = "<script>var topics = 'Putin Trump phone call'</script>"
    assert not page_may_matter(f"<html><body>{menu}{script}<p>{text}</p></body></html>".encode())
    assert not entry_may_matter(Entry("k", "https://p.example/a", "From the county", text))


def test_a_title_alone_is_turned_away_only_when_it_names_another_world() -> None:
    assert not entry_may_matter(Entry("k", "https://p.example/sport/derby-report", "Late goals settle derby"))
    assert entry_may_matter(Entry("k", "https://p.example/world/1", "A footnote"))


def test_a_page_in_an_undeclared_charset_passes() -> None:
    page = "<html><body><p>Путин и Трамп провели телефонный разговор, сообщил Песков.</p></body></html>"
    assert page_may_matter(page.encode("cp1251"))


def test_the_seed_corpus_passes() -> None:
    folder = Path(__file__).resolve().parent.parent / "store" / "corpus"
    texts = sorted(folder.rglob("*.txt"))
    assert texts
    for path in texts:
        assert text_may_matter(path.read_text(encoding="utf-8")), path.name


def test_every_case_of_the_bundled_set_passes() -> None:
    """Where a set of cases is bundled with the tests, none that is about a call may be lost."""
    folder = Path(__file__).with_name("data")
    for path in folder.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if not case.get("expected", {}).get("same_call") or not isinstance(case["article"]["text"], str):
                continue
            article = case["article"]
            assert text_may_matter(f"{article['title']}\n{article['text']}"), case["id"]


@given(st.binary(max_size=300))
def test_no_bytes_make_the_page_gate_raise(body: bytes) -> None:
    assert page_may_matter(body) in (True, False)
