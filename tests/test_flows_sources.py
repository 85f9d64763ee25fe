"""The list of sources: the shipped one is whole, a wrong line of one's own is named with its number."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Side
from flows.sources import SHIPPED, SourceError, load_sources

GOOD = """
[[sources]]
name = "one"
url = "https://paper.example/feed"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my.toml"


def test_the_shipped_list_has_both_sides_agencies_papers_searches_sitemaps_and_pages() -> None:
    sources = load_sources()
    kinds = Counter(source.kind for source in sources)
    forms = Counter(source.form for source in sources)
    sides = Counter(source.side for source in sources)
    assert len(sources) >= 25
    assert all(kinds[kind] for kind in ("official", "agency", "paper", "search"))
    assert all(forms[form] for form in ("feed", "sitemap", "listing"))
    assert sides[Side.WHITE_HOUSE] >= 3
    assert sides[Side.KREMLIN] >= 3


def test_every_shipped_source_says_when_it_was_checked_and_why_it_is_off() -> None:
    for source in load_sources():
        assert dt.date.fromisoformat(source.checked), source.name
        assert source.status == "on" or source.reason, source.name
        assert source.never_disable or source.side is None, source.name


def test_a_file_replaces_the_shipped_list(file: Path) -> None:
    file.write_text(GOOD)
    assert [source.name for source in load_sources(file)] == ["one"]


def test_a_file_that_extends_adds_and_replaces_by_name(file: Path) -> None:
    file.write_text(
        "extends = true\n" + GOOD + '[[sources]]\nname = "tass-en"\nurl = "https://mirror.example/"\n'
    )
    sources = {source.name: source for source in load_sources(file)}
    assert len(sources) == len(load_sources()) + 1
    assert sources["tass-en"].url == "https://mirror.example/"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD + 'kind = "papper"', 5, '"papper" is none of official, agency, paper, search'),
        (GOOD + 'form = "rss"', 5, '"rss" is none of feed, sitemap, listing'),
        (GOOD + 'side = "Moscow"', 5, '"Moscow" is none of White House, Kremlin'),
        (GOOD + 'time_zone = "Moscow"', 5, '"Moscow" is no IANA time zone'),
        (GOOD + "interval_minutes = 1", 5, "the least interval is 10 minutes"),
        (GOOD + 'interval_minutes = "15"', 5, "interval_minutes must be a whole number"),
        (GOOD + "never_disable = 1", 5, "never_disable must be true or false"),
        (GOOD + 'intervall_minutes = "15"', 5, '"intervall_minutes" is not known'),
        (GOOD + 'checked = "yesterday"', 5, '"yesterday" is no day'),
        (GOOD + 'link_path = "("', 5, "link_path is no regular expression"),
        (GOOD + 'selector = "a["', 5, "selector is no CSS selector"),
        (GOOD + 'status = "off"', 5, "add reason"),
        (GOOD + 'form = "listing"', 5, "a listing needs selector"),
        (GOOD + "\n# a note\n" + GOOD, 9, 'the name "one" is used twice'),
        ('[[sources]]\nname = "two"\n', 1, "this source has no url"),
        ('\n\n[[sources]]\nname = "x"\nurl = "ftp://h/"\n', 5, "url must begin with http"),
        ('[[sources]]\nname = "x\n', 2, "not TOML"),
        ("extends = 1\n" + GOOD, 1, "extends is true or false"),
        ('colour = "red"\n' + GOOD, 1, '"colour" is not known'),
        ('sources = "all"\n', 1, "begins with [[sources]]"),
    ],
)
def test_a_wrong_line_is_named_with_its_number_and_the_remedy(
    file: Path, text: str, line: int, says: str
) -> None:
    file.write_text(text)
    with pytest.raises(SourceError) as caught:
        load_sources(file)
    assert str(caught.value).startswith(f"{file} line {line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        load_sources(tmp_path / "none.toml")


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_a_named_fault(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("s") / "s.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        assert isinstance(load_sources(path), tuple)
    except SourceError as error:
        assert str(path) in str(error)


def test_the_comment_of_the_shipped_list_is_honest_about_what_was_tried() -> None:
    assert "None of these addresses was tried live" in SHIPPED.read_text(encoding="utf-8")
