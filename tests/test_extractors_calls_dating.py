# ruff: noqa: E501 - a case is read as one line
"""Days that a story counts from something else: an event, a feast, a month, another call."""

import datetime as dt

import pytest

from extractors.calls import Story
from extractors.claims import page_of
from extractors.language.dates import find_dates
from extractors.model import Article


def story(text: str, published: str, *known: str) -> Story:
    moment = dt.datetime.fromisoformat(f"{published}T15:00:00+00:00")
    page = page_of(Article(text=text, published=moment), tuple(map(dt.date.fromisoformat, known)))
    assert page is not None
    return page.story


def day_of(text: str, base: str) -> str:
    found = find_dates(text, dt.date.fromisoformat(base))
    assert len(found) == 1, found
    first, last = found[0].first, found[0].last
    return f"{first}" if first == last else f"{first}..{last}"


@pytest.mark.parametrize(
    ("text", "base", "day"),
    [
        ("they spoke on Good Friday", "2020-04-13", "2020-04-10"),
        ("they spoke on the eve of New Year's Eve", "2022-01-09", "2021-12-30"),
        ("it is set in Thanksgiving week of last year", "2018-10-09", "2017-11-20..2017-11-26"),
        ("over the weekend he was on the telephone", "2022-02-14", "2022-02-12..2022-02-13"),
        ("they talked on the 20th of last month", "2018-04-02", "2018-03-20"),
        ("a year ago today he picked up the phone", "2018-01-28", "2017-01-28"),
        ("a week ago today they spoke", "2019-05-10", "2019-05-03"),
        ("the day before yesterday they spoke", "2019-05-10", "2019-05-08"),
    ],
)
def test_feasts_weekends_and_days_of_a_month(text: str, base: str, day: str) -> None:
    assert day_of(text, base) == day


@pytest.mark.parametrize("text", ["on the 20th century", "on the 12th floor", "on the 70th anniversary"])
def test_an_ordinal_of_something_else_is_no_day(text: str) -> None:
    assert find_dates(text, dt.date(2020, 5, 1)) == []


def test_a_weekday_beside_a_day_tells_its_year() -> None:
    # January 28 fell on a Saturday in 2017, and not in the year in which the log was published.
    found = find_dates("an entry for noon on Saturday, Jan. 28", dt.date(2018, 5, 30))
    assert {d.first for d in found} == {dt.date(2017, 1, 28)}


@pytest.mark.parametrize(
    ("text", "published", "known"),
    [
        # an event that every reader knows
        ("Two days after Russia's election Donald Trump was on the phone to Vladimir Putin.", "2018-04-20", "2018-03-20"),
        ("Three days after the handshake in Alaska, Mr. Trump rang Mr. Putin.", "2025-11-08", "2025-08-18"),
        ("On the day of the metro bombing Mr. Trump told Mr. Putin on the phone how sorry he was.", "2017-06-28", "2017-04-03"),
        # a day, a month or a call that the story itself has named
        ("Gunships fired on Feb. 7, 2018. Donald Trump told Vladimir Putin on the phone the next Monday that it was his men.", "2021-09-12", "2018-02-12"),
        ("He dates the turn to the middle of February. In the call on the 12th Joe Biden put a question to Vladimir Putin.", "2022-04-28", "2022-02-12"),
        ("Mr. Trump received Mr. Zelensky on Friday, a day after his call with Vladimir Putin. Mr. Trump had told Mr. Putin so.", "2025-10-18", "2025-10-16"),
        # looking back where no other call is told of
        ("Mr. Trump and Mr. Putin discussed it when they last spoke, in the middle of October.", "2025-12-03", "2025-10-16"),
        ("In their last telephone conversation, in early May, Mr. Trump and Mr. Putin argued.", "2019-06-27", "2019-05-03"),
    ],
)  # fmt: skip
def test_a_call_is_found_by_what_its_day_is_counted_from(text: str, published: str, known: str) -> None:
    told = story(text, published, known)
    linked = [call.first for call in told.sentence_calls if call.kind == "main"]
    assert dt.date.fromisoformat(known) in linked


def test_a_count_beside_an_event_nobody_dates_names_no_day() -> None:
    # Counted from the day of publication, "two days after the vote" once fell into the week to come.
    told = story("Two days after the vote Donald Trump rang Vladimir Putin.", "2018-03-22", "2018-03-20")
    assert [a.date.first for anchors in told.anchors for a in anchors] == [None]
    assert told.main_date == dt.date(2018, 3, 20)


def test_the_second_call_is_the_second_of_those_dated_before_it() -> None:
    told = story(
        "Mr. Trump rang Mr. Putin on Sunday. On Monday they spoke again.\n\nThe second call lasted twenty minutes.",
        "2025-12-31",
        "2025-12-28",
    )
    assert told.sentence_calls[-1].first == dt.date(2025, 12, 29)
    assert told.sentence_calls[-1].kind == "background"


@pytest.mark.parametrize(
    "text",
    [
        "Ban Ki-moon spoke by phone with Vladimir Putin, hours before Mr. Putin rang Barack Obama. They discussed sanctions.",
        "Mr. Obama received Sergei Lavrov some days after his phone call with Vladimir Putin.\n\nSanctions were discussed, the minister said.",
    ],
)
def test_what_follows_another_conversation_is_told_of_that_one(text: str) -> None:
    told = story(text, "2014-03-29", "2014-03-28")
    assert told.sentence_calls[-1].kind == "other"


def test_a_known_call_in_a_story_about_a_later_one_keeps_its_claims() -> None:
    text = (
        "Joe Biden and Vladimir Putin spoke by phone on Thursday.\n\n"
        "In their video call on December 7 Mr. Biden and Mr. Putin discussed NATO, an aide said."
    )
    told = story(text, "2021-12-31", "2021-12-07", "2021-12-30")
    assert [call.first for call in told.sentence_calls] == [dt.date(2021, 12, 30), dt.date(2021, 12, 7)]
    assert {call.kind for call in told.sentence_calls} == {"main"}


def test_his_talk_is_that_of_the_subject_before_it() -> None:
    text = (
        "Donald Trump is sure of it. After his talk with Vladimir Putin last Sunday, and a lunch with "
        "Volodymyr Zelensky, he said so."
    )
    assert story(text, "2026-01-03", "2025-12-28").main_date == dt.date(2025, 12, 28)


def test_the_day_of_the_call_may_hang_on_its_hours() -> None:
    text = "The presidents of the United States and Russia were on the telephone for two hours on Thursday."
    assert story(text, "2025-07-04", "2025-07-03").main_date == dt.date(2025, 7, 3)


def test_an_older_call_told_in_the_past_perfect_is_not_what_the_story_is_about() -> None:
    text = (
        "The Kremlin has forgiven Mr. Trump, an aide to Mr. Putin said.\n\n"
        "A meeting had been discussed in their call of June 14, when Mr. Putin rang Mr. Trump."
    )
    assert story(text, "2025-07-06", "2025-07-03").main_date == dt.date(2025, 7, 3)


def test_a_conversation_of_three_is_another_one() -> None:
    text = (
        "Mr. Trump spoke with Mr. Putin by telephone on Friday.\n\n"
        "Later he spoke with Mr. Putin and King Salman together."
    )
    told = story(text, "2020-04-13", "2020-04-10")
    assert [call.kind for call in told.sentence_calls] == ["main", "other"]


def test_a_menu_is_about_no_call() -> None:
    text = "Already a member? Log in.\n\nMost read | Putin | Trump | Sanctions | The call nobody answered | Weather"
    assert story(text, "2020-06-02", "2020-06-01").main_date is None


def test_a_month_that_names_another_event_dates_no_call() -> None:
    text = (
        "American agencies found that Vladimir Putin had tried to swing the November election.\n\n"
        "Mr. Putin told Mr. Trump on the phone that he sees him as a partner, the Kremlin said."
    )
    assert story(text, "2017-01-29", "2016-11-14", "2017-01-28").main_date == dt.date(2017, 1, 28)


@pytest.mark.parametrize(
    ("title", "linked"),
    [
        (
            "Trump and Putin discuss grain in hour-long call",
            False,
        ),  # told as of these days: a call of its own
        ("Putin, Trump talk grain", False),
        ("Aides quarrel over what Trump told Putin", True),
        ("What Trump and Putin discussed", True),
    ],
)
def test_a_headline_in_the_present_tense_is_about_no_call_of_two_weeks_ago(title: str, linked: bool) -> None:
    text = "The two men talked for an hour, Donald Trump wrote. Vladimir Putin spoke of grain, an aide said."
    moment = dt.datetime(2025, 6, 4, 21, tzinfo=dt.UTC)
    page = page_of(Article(text=text, title=title, published=moment), (dt.date(2025, 5, 19),))
    assert page is not None
    assert (page.story.main_date == dt.date(2025, 5, 19)) is linked
