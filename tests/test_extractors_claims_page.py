"""When a story was written: one that tells what the leaders will say to each other is no account of their call."""

from datetime import UTC, datetime

import pytest

from extractors.claims import page_of
from extractors.model import Article

AHEAD = {
    "a first sentence in the future": "Mr. Trump will telephone Mr. Putin on Thursday, officials told the press.",
    "a plan": "Mr. Trump plans to call Mr. Putin on Thursday about grain, an aide told the press.",
    "a thing expected": "Mr. Trump and Mr. Putin are expected to talk on Thursday, the Kremlin told an agency.",
}
AFTER = {
    "an account": "President Trump told President Putin on Thursday that the grain would be shipped.",
    "another partner to come": "Mr. Trump spoke with Mr. Putin on Thursday and will call Mr. Zelensky later.",
}


def is_preview(text):
    """Return whether a page of the day of the call, with this first sentence, counts as written before it."""
    article = Article(
        url="https://a.example/1",
        title="Grain and the telephone",
        text=f"WASHINGTON — {text}\n\nThe harbours are full. Nobody knows how long they will be.",
        outlet="The Daily Sample",
        published=datetime(2025, 10, 16, 15, tzinfo=UTC),
    )
    return page_of(article).is_preview


@pytest.mark.parametrize("text", AHEAD.values(), ids=AHEAD)
def test_a_story_that_opens_with_what_will_be_said_was_written_before_the_call(text):
    assert is_preview(text)


@pytest.mark.parametrize("text", AFTER.values(), ids=AFTER)
def test_a_story_that_opens_with_what_was_said_was_written_after_it(text):
    assert not is_preview(text)
