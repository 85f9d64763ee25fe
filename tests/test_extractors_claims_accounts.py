"""What a side says of the two accounts themselves: a denial that they contradict each other, and nothing else."""

import datetime as dt

import pytest

from extractors.claims import claims_in
from extractors.model import Article, Polarity, Side

LEAD = "President Donald Trump and President Vladimir Putin of Russia spoke by telephone on Tuesday."


def read(sentence: str) -> list[tuple[Side | None, Polarity]]:
    published = dt.datetime(2017, 11, 23, 15, tzinfo=dt.UTC)
    article = Article(text=f"{LEAD}\n\n{sentence}", published=published)
    return [(one.speaker.side, one.polarity) for one in claims_in(article) if one.topic == "accounts"]


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no contradiction between the two accounts of the call, Dmitry Peskov said.",
        '"The two statements do not contradict each other," Dmitry Peskov told reporters.',
        "Dmitry Peskov denied that the accounts of the call differed.",
        "Dmitry Peskov dismissed talk of a discrepancy between the two readouts.",
        '"I see no inconsistency in the versions," Mr. Peskov said on Thursday.',
    ],
)
def test_a_side_says_that_the_accounts_agree(sentence: str) -> None:
    assert read(sentence) == [(Side.KREMLIN, Polarity.DENIED)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The two accounts of the call differ, Dmitry Peskov said.",
        "Dmitry Peskov did not deny that the accounts of the call differed.",
        "Dmitry Peskov would not say whether the accounts contradict each other.",
        "Asked why the accounts did not differ, Dmitry Peskov shrugged.",
        "There is no contradiction between the two accounts, an analyst in Riga said.",
        "There was no disagreement between the presidents on Syria, Dmitry Peskov said.",
    ],
)
def test_anything_else_is_no_denial_of_a_contradiction(sentence: str) -> None:
    assert read(sentence) == []
