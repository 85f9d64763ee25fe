"""A page that is no article is called what it is; an article about such a page is an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pages import page_problem


def page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


STORY = "<p>The two presidents spoke for about an hour, officials said. Access denied, joked one.</p>" * 30


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (page("Just a moment...", "Checking your browser before accessing"), "challenge page"),
        (page("x", "<p>Hi</p><script src='/cdn-cgi/challenge-platform/h'></script>"), "challenge page"),
        (page("Access Denied", "You don't have permission. Reference #18"), "challenge page"),
        (page("Проверка браузера", "Подтвердите, что вы не робот"), "challenge page"),
        (page("Consent", "Before you continue. We value your privacy."), "consent wall"),
        (page("404 Not Found", "<h1>Not Found</h1>"), "error page"),
        (page("Paper", "<h1>Page not found</h1>"), "error page"),
        (page("Service Unavailable", "Back soon"), "error page"),
        (page("", "<script>app()</script>"), "empty page"),
        (b"", "empty page"),
        (page("Call of the leaders", STORY), ""),
        (page("Why 404 is not found in the treaty", STORY), ""),
        (page("Short flash", "<p>The two presidents are speaking by telephone.</p>"), ""),
    ],
)
def test_a_page_is_called_what_it_is(html: bytes, problem: str) -> None:
    assert page_problem(html) == problem


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(html: bytes) -> None:
    assert isinstance(page_problem(html), str)
