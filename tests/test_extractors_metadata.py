"""Title, authors and language of a page, from tags that say one thing in many ways."""

import lxml.html
import pytest

from extractors.jsonld import article_objects
from extractors.metadata import authors_of, language_of, outlet_of, title_of


def tree(head: str = "", body: str = "", lang: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Leaders speak | The Paper</title>", "<h1>Leaders speak</h1>", "Leaders speak"),
        ("<title>Leaders speak by phone | The Paper</title>", "", "Leaders speak by phone"),
        (
            "<title>Trump - Putin call - The Paper</title><meta property='og:site_name' content='The Paper'>",
            "", "Trump - Putin call",
        ),
        ("<meta property='og:title' content='Leaders speak now'>", "<h1>The Paper</h1>", "Leaders speak now"),
        ("<title>The Paper</title>", "<h1>Leaders speak by phone</h1>", "Leaders speak by phone"),
        ("", "<h1>Leaders speak</h1>", "Leaders speak"),
        ("", "", "fallback"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_name_of_the_site(head: str, body: str, title: str) -> None:
    assert title_of(tree(head, body), [], "fallback" if not (head or body) else "") == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('{"@type": "Person", "name": "Ann Prior"}', ("Ann Prior",)),
        ('["By Ann Prior", {"name": "Bo Ray, Senior Correspondent"}]', ("Ann Prior", "Bo Ray")),
        ('[{"name": ["Ann Prior", "Bo Ray"]}]', ("Ann Prior", "Bo Ray")),
        ('"Ann Prior and Bo Ray"', ("Ann Prior", "Bo Ray")),
        ('"https://paper.example/staff/7"', ()),
        ("null", ()),
    ],
)
def test_authors_of_json_ld_are_names(author: str, names: tuple[str, ...]) -> None:
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'
    page = tree(script)
    assert authors_of(page, article_objects(page)) == names


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name='author' content='Ann Prior'>", ""),
        ("", "<a rel='author'>Ann Prior</a>"),
        ("", "<span class='byline'>By Ann Prior</span>"),
        ("", "<h1>Call</h1><p>By Ann Prior | Published: Jan 30, 2017</p>"),
    ],
)
def test_authors_are_found_without_json_ld(head: str, body: str) -> None:
    assert authors_of(tree(head, body), []) == ("Ann Prior",)


@pytest.mark.parametrize(
    ("lang", "text", "language"),
    [
        ("en-US", "The two presidents spoke.", "en"),
        ("", "The two presidents spoke.", "en"),
        ("", "Президенты двух стран поговорили.", "ru"),
        ("en", "Президенты двух стран поговорили.", "ru"),
        ("uk", "Президенти двох країн поговорили.", "uk"),
        ("de", "Die Präsidenten sprachen miteinander.", "de"),
        ("x'><script>", "The two presidents spoke.", "en"),
    ],
)
def test_the_language_is_the_stated_one_unless_the_letters_say_otherwise(
    lang: str, text: str, language: str
) -> None:
    assert language_of(tree(body=f"<p>{text}</p>", lang=lang.replace("'", ""))) == language


def test_the_object_that_bears_the_headline_comes_alone() -> None:
    """Pages describe their teasers too: the first date on a page was that of another story."""
    objects = "".join(
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{name}"}}</script>'
        for name in ("Grain talks end", "Leaders speak by phone")
    )
    found = article_objects(tree(objects), ["leaders speak by phone the paper"])
    assert [item["headline"] for item in found] == ["Leaders speak by phone"]


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("<meta property='og:site_name' content=' Harrow &amp; Vale  Gazette '>", "Harrow & Vale Gazette"),
        (
            "<script type='application/ld+json'>"
            '{"@type": "NewsArticle", "headline": "x", "publisher": {"name": "Cobalt Bay Times"}}</script>',
            "Cobalt Bay Times",
        ),
        (
            "<script type='application/ld+json'>"
            '{"@type": "NewsArticle", "headline": "x", "publisher": ["?", 7]}</script>',
            "",
        ),
        ("", ""),
    ],
)
def test_the_outlet_is_what_the_page_calls_its_publisher(head: str, outlet: str) -> None:
    page = tree(head)
    assert outlet_of(page, article_objects(page)) == outlet
