"""What a story tells near the call without an act that the rules know: kept as an aside, and never alerted.

The sentences lie in ``data/asides.toml``; of the wordings that must be found each row states in ``floor`` how many are.
"""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from extractors.claims import claims_in
from extractors.model import Article, Modality

LEAD = "WASHINGTON — President Donald Trump and President Vladimir Putin of Russia spoke by phone on Tuesday."
CLOSE = "The two have met twice this year."
ASIDES = tomllib.loads((Path(__file__).parent / "data" / "asides.toml").read_text(encoding="utf-8"))["aside"]
TOLD = [row for row in ASIDES if row["polarity"]]
NOTHING = [
    (row["family"], sentence) for row in ASIDES if not row["polarity"] for sentence in row["sentences"]
]


def claims_of(sentence, before=""):
    """Return the claims of one sentence in a short story, the sentence before it given."""
    text = f"{LEAD}\n\n{before} {sentence}\n\n{CLOSE}" if before else f"{LEAD}\n\n{sentence}\n\n{CLOSE}"
    published = dt.datetime(2017, 11, 23, 15, tzinfo=dt.UTC)
    article = Article(
        text, title="More on the Trump-Putin call", outlet="The Daily Sample", published=published
    )
    start = text.index(sentence)
    return [
        claim for claim in claims_in(article) if claim.start >= start and claim.end <= start + len(sentence)
    ]


@pytest.mark.parametrize("row", TOLD, ids=[row["name"] for row in TOLD])
def test_what_is_told_near_the_call_is_kept_in_most_of_its_wordings(row):
    found = {
        sentence: {(str(c.family), str(c.polarity)) for c in claims_of(sentence, row["before"])}
        for sentence in row["sentences"]
    }
    missed = [s for s, told in found.items() if (row["family"], row["polarity"]) not in told]
    assert len(found) - len(missed) >= row["floor"], missed


@pytest.mark.parametrize(("family", "sentence"), NOTHING)
def test_what_nobody_tells_of_the_call_is_no_claim_about_it(family, sentence):
    assert [claim for claim in claims_of(sentence) if claim.family == family] == []


def test_an_aside_is_hedged_so_that_it_contradicts_nobody():
    told = claims_of(
        "Mr. Trump's answer was that he would look at the file.",
        "Sanctions were put to Mr. Trump by the Russian leader, a diplomat in Vienna said.",
    )
    assert {(claim.rule, claim.modality) for claim in told} == {("nearby", Modality.HEDGED)}


def test_a_speaker_is_not_the_leader_whom_a_clause_about_him_names():
    told = claims_of("A shipowner who is close to the Russian delegation said that sanctions came up twice.")
    assert {claim.speaker.role for claim in told if claim.family == "sanctions"} == {""}


def test_a_story_of_one_endless_paragraph_is_read_to_its_end():
    text = LEAD + " " + "It was, he went on, a matter of sanctions. " * 900
    assert claims_in(Article(text, published=dt.datetime(2017, 11, 23, 15, tzinfo=dt.UTC)))
