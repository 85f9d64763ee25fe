"""Which call a story and each of its sentences is about."""

import datetime as dt

import pytest

from extractors.calls import Story, unread_call_date
from extractors.claims import page_of
from extractors.model import Article

CALL = dt.date(2017, 1, 28)  # a Saturday


def story(
    text: str, published: str = "2017-01-30T15:00:00", known: tuple[dt.date, ...] = (), title: str = ""
) -> Story:
    moment = dt.datetime.fromisoformat(published).replace(tzinfo=dt.UTC) if published else None
    page = page_of(Article(text=text, title=title, published=moment), known)
    assert page is not None
    return page.story


@pytest.mark.parametrize(
    "text",
    [
        "Donald Trump and Vladimir Putin spoke by telephone on Saturday about Syria and trade.",
        "Mr. Trump's call with Mr. Putin on January 28 covered a good deal of ground, aides said.",
        "On Saturday Mr. Trump told Mr. Putin that he hopes for better relations, a White House aide said on Sunday.",
        "In Saturday's telephone conversation with Vladimir Putin, Donald Trump was friendly, the Kremlin said Monday.",
    ],
)
def test_a_weekday_or_a_date_that_hangs_on_the_call_dates_it(text: str) -> None:
    assert story(text).main_date == CALL


def test_the_day_on_which_somebody_reported_it_is_not_the_day_of_the_call() -> None:
    text = (
        "The Kremlin said on Monday that Mr. Trump and Mr. Putin had agreed to meet. They spoke on Saturday."
    )
    assert story(text).main_date == CALL


def test_a_weekday_counts_from_the_place_in_the_dateline() -> None:
    # Early on Sunday in London it is still Saturday in Washington: "today" is the 28th there.
    text = "WASHINGTON — President Trump spoke today by phone with President Putin, aides said."
    assert story(text, "2017-01-29T02:30:00").main_date == CALL


def test_a_story_without_any_day_is_about_the_latest_known_call_before_it() -> None:
    text = "Mr. Trump and Mr. Putin had talked about sanctions on the phone, two officials said."
    assert story(text, "2017-02-03T10:00:00", known=(dt.date(2016, 11, 14), CALL)).main_date == CALL


def test_a_story_weeks_later_links_by_its_month() -> None:
    text = "A detail of the January telephone conversation between Mr. Trump and Mr. Putin has come to light."
    assert story(text, "2017-03-02T10:00:00", known=(CALL,)).main_date == CALL


def test_two_calls_a_day_apart_stay_two() -> None:
    days = (dt.date(2025, 12, 28), dt.date(2025, 12, 29))
    text = "Donald Trump and Vladimir Putin spoke by phone on {}, the Kremlin said."
    found = [
        story(text.format(day), "2025-12-30T12:00:00", known=days).main_date for day in ("Sunday", "Monday")
    ]
    assert found == list(days)


def test_a_call_with_another_leader_on_the_same_day_is_not_this_call() -> None:
    text = "Angela Merkel and Donald Trump spoke by telephone on Saturday about sanctions. Ms. Merkel was satisfied."
    assert story(text, known=(CALL,)).main_date is None


def test_a_preview_is_about_the_call_to_come() -> None:
    text = "President Trump will speak with President Putin by phone on Saturday, aides said on Friday."
    assert story(text, "2017-01-27T15:00:00", known=(CALL,)).main_date == CALL


def test_a_background_sentence_goes_to_the_older_call() -> None:
    text = (
        "Mr. Trump and Mr. Putin spoke by phone on Saturday.\n\n"
        "The two had talked once before, in November. Sanctions were not mentioned on that occasion."
    )
    calls = story(text, known=(CALL,)).sentence_calls
    assert [call.kind for call in calls] == ["main", "background", "background"]


def test_a_month_and_day_without_a_year_mean_the_known_call() -> None:
    text = "On Tuesday, May 2, the American and Russian presidents talked by phone about Syria."
    assert story(text, "", known=(dt.date(2017, 5, 2),)).main_date == dt.date(2017, 5, 2)


@pytest.mark.parametrize("published", ["", "0001-01-01T00:00:00", "9999-12-31T23:59:59"])
def test_a_missing_or_absurd_publication_time_raises_nothing(published: str) -> None:
    text = "Mr. Trump and Mr. Putin spoke on Saturday, two days ago, last week, in May and yesterday."
    assert story(text, published, known=(CALL,)).sentence_calls[0].kind == "main"


def test_a_text_that_is_not_read_is_linked_by_names_and_day() -> None:
    text = "Путин и Трамп поговорили по телефону."
    article = Article(text=text, published=dt.datetime(2017, 1, 28, 20, tzinfo=dt.UTC))
    assert unread_call_date(article, [CALL]) == CALL
    late = Article(text=text, published=dt.datetime(2017, 3, 28, 20, tzinfo=dt.UTC))
    assert unread_call_date(late, [CALL]) is None


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"])
@pytest.mark.parametrize(
    "when", ["on Saturday", "yesterday", "on December 30", "in December", "two weeks ago"]
)
def test_no_expression_of_time_is_counted_from_an_absurd_date(published: str, when: str) -> None:
    # "On Saturday" counted from the first day there is fell out of the calendar, and the page with it.
    assert story(f"Mr. Trump spoke with Mr. Putin by telephone {when}.", published).base is None
