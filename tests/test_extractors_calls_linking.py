# ruff: noqa: E501 - a case is read as one line
"""Which of several conversations a story is about, and which one its sentences tell of."""

import datetime as dt

import pytest

from extractors.calls import Story
from extractors.claims import page_of
from extractors.model import Article


def story(text: str, published: str, *known: str, title: str = "") -> Story:
    moment = dt.datetime.fromisoformat(f"{published}T15:00:00+00:00")
    article = Article(text=text, published=moment, title=title)
    page = page_of(article, tuple(map(dt.date.fromisoformat, known)))
    assert page is not None
    return page.story


MAIN = [
    (
        "the day of filing dates nothing in the first sentence",
        "WARSAW, 6 December — Joe Biden will end his video call with Vladimir Putin on Tuesday having promised nothing.",
        "2021-12-06",
        ("2021-12-07",),
        "2021-12-07",
    ),
    (
        "talks of delegations at a place are no call",
        "Donald Trump will put a date to Vladimir Putin on Monday when the two get on the line. The talks in Istanbul on Friday brought no truce.",
        "2025-05-18",
        ("2025-05-19",),
        "2025-05-19",
    ),
    (
        "a call joined to the verb that carries the day",
        "Vladimir Putin gave his thanks on Sunday, and he picked up the telephone for it. The call to Donald Trump was his idea.",
        "2017-12-18",
        ("2017-12-14",),
        "2017-12-17",
    ),
    (
        "a story of years later names the day and the year apart",
        "For nine weeks in 2020 a guest house stood empty. On May 7 Mr. Trump put it to Mr. Putin that they get together, the ambassador writes of the call.",
        "2023-03-11",
        ("2020-05-07",),
        "2020-05-07",
    ),
    (
        "the contact of a president-elect fell before his oath",
        "The volume holds an account of the president-elect's first contact with Vladimir Putin. Mr. Trump brought it up twice, an aide said of the call.",
        "2020-08-20",
        ("2016-11-14",),
        "2016-11-14",
    ),
    (
        "calling a conversation businesslike is no ringing",
        "The Kremlin on Wednesday called the first conversation between Vladimir Putin and Joe Biden businesslike.",
        "2021-01-27",
        ("2021-01-26",),
        "2021-01-26",
    ),
    (
        "a call named by its weekday alone is the known one, not an older one told of behind",
        "Mr. Biden will not fly to see Mr. Putin, officials said.\n\nThat was not decided on Thursday's call, one of them said.\n\nNobody was surprised.\n\nIn their video call on Dec. 7 Mr. Biden and Mr. Putin had left it open.",
        "2021-12-31",
        ("2021-12-07", "2021-12-30"),
        "2021-12-30",
    ),
    (
        "a story that opens with a call of three is about that one",
        "Donald Trump and Vladimir Putin spoke on Thursday in a three-way telephone call with King Salman of Saudi Arabia.\n\nOil fell.\n\nMr. Trump and Mr. Putin also spoke late last month.",
        "2020-04-09",
        ("2020-03-30",),
        "2020-04-09",
    ),
]


@pytest.mark.parametrize(
    ("text", "published", "known", "day"), [c[1:] for c in MAIN], ids=[c[0] for c in MAIN]
)
def test_the_story_is_about_this_call(text: str, published: str, known: tuple[str, ...], day: str) -> None:
    assert str(story(text, published, *known).main_date) == day


def test_a_coming_weekday_is_the_known_call() -> None:
    text = (
        "President Joe Biden will tell Vladimir Putin in a video call on Tuesday what an invasion would cost."
    )
    told = story(text, "2021-12-06", "2021-12-07", title="Biden to warn Putin in Tuesday video call")
    assert told.main_date == dt.date(2021, 12, 7)


def test_a_page_without_a_story_is_about_no_call() -> None:
    text = "Print and digital: call us between 9 and 5.\n\nLatest | Politics | Kremlin | Oil | Trump | Virus"
    assert story(text, "2020-04-13", "2020-04-12").main_date is None


def test_the_popes_call_is_another_one() -> None:
    text = "Pope Leo asked Vladimir Putin on Wednesday in a telephone conversation to make a gesture.\n\nIran was not discussed.\n\nThe city was hot.\n\nEarlier Mr. Putin had spoken with Donald Trump."
    told = story(text, "2025-06-04", "2025-06-04", title="Pope Leo and Putin speak of children")
    assert told.main_date is None
    assert told.other_main


def test_a_known_call_is_told_in_passing_in_a_story_about_a_guest() -> None:
    text = (
        "President Donald Trump hosted President Volodymyr Zelensky on Sunday.\n\nHe had spoken with Russian President Vladimir Putin before his guest pulled in. "
        "The two presidents wrapped up in less than 25 minutes."
    )
    told = story(text, "2025-12-28", "2025-12-28", title="Trump, Zelensky report progress")
    assert [c.first for c in told.sentence_calls[1:3]] == [dt.date(2025, 12, 28)] * 2


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("Earlier Mr. Putin met Angela Merkel in Sochi.", "They discussed the Minsk agreement."),
        ("Mr. Rubio and Mr. Lavrov spoke by phone on Monday.", "They did not discuss sanctions."),
        ("Mr. Trump had spoken with European leaders.", "They discussed sanctions."),
        ("Mr. Putin had met Mr. Trump at a summit in Helsinki.", "Sanctions were discussed there."),
    ],
)
def test_a_pronoun_goes_on_about_the_talk_before_it(before: str, behind: str) -> None:
    text = f"Donald Trump and Vladimir Putin spoke by phone on Thursday.\n\n{before} {behind}"
    assert story(text, "2025-10-17", "2025-10-16").sentence_calls[-1].kind in ("other", "background")


def test_what_was_said_before_the_call_is_not_of_it() -> None:
    text = "Donald Trump and Vladimir Putin spoke by phone on Tuesday.\n\nDmitry Peskov said last month that no session had been prepared."
    assert story(text, "2017-05-03", "2017-05-02").sentence_calls[-1].kind == "background"


def test_the_day_on_which_a_call_was_asked_for_is_not_its_own() -> None:
    text = "Vladimir Putin and Donald Trump spoke by telephone on Sunday. Washington had asked for the contact on Saturday, an aide said."
    assert {c.first for c in story(text, "2025-12-28", "2025-12-28").sentence_calls} == {
        dt.date(2025, 12, 28)
    }
