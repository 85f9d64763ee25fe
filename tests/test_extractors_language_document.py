"""What claim families ask of a parsed text: whose words are these, and who is "he"?"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.language import attributions, parse

STORY = (
    "The Kremlin said the two leaders spoke for an hour. The statement said sanctions were not discussed.\n\n"
    "Dmitry Orlov, the Kremlin spokesman, told reporters Friday that the call was good. He added that trade "
    'came up. "Both sides agreed to meet," he said.\n\n'
    "A senior White House official said Mr. Hale wants the penalties lifted. "
    "The official called the talk frank."
)


def speaker(text: str, words: str) -> str:
    """Who says the words, with pronouns resolved."""
    at = text.index(words)
    return " ".join(text[a:b] for a, b in parse(text).speaker_of(at, at + len(words)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("spoke for an hour", "The Kremlin"),
        ("not discussed", "The Kremlin"),
        ("call was good", "Dmitry Orlov, the Kremlin spokesman"),
        ("trade came up", "Dmitry Orlov, the Kremlin spokesman"),
        ("agreed to meet", "Dmitry Orlov, the Kremlin spokesman"),
        ("penalties lifted", "A senior White House official"),
    ],
)
def test_each_statement_has_its_named_speaker(words: str, expected: str) -> None:
    assert speaker(STORY, words) == expected


def test_the_official_is_the_official_named_before() -> None:
    document = parse(STORY)
    at = STORY.index("the talk frank")
    found = document.attributions_over(at, at + 5)[0]
    assert [STORY[a:b] for a, b in document.resolved(found)] == ["A senior White House official"]


def test_words_that_nobody_is_said_to_have_said_are_the_outlets() -> None:
    assert speaker("The leaders met on Monday. It rained.", "met on Monday") == ""


def test_a_pronoun_does_not_reach_over_a_long_story() -> None:
    text = "Dmitry Orlov said no.\n\n" + "It rained.\n\n" * 8 + "He said the talks failed."
    assert speaker(text, "talks failed") == "He"


def test_sentences_are_found_by_offset() -> None:
    document = parse(STORY)
    sentence = document.sentence_at(STORY.index("sanctions"))
    assert sentence is not None
    assert STORY[sentence.start : sentence.end] == "The statement said sanctions were not discussed."
    assert document.root_verb(sentence).text == "said"


def test_an_empty_text_has_nothing() -> None:
    document = parse("")
    assert (document.sentences, document.quotes, document.attributions) == ((), (), ())
    assert document.sentence_at(0) is None


HOSTILE = [
    "\ud800 lone half of a pair",
    "\u0000\u0007",
    '"' * 301,
    "' ' ' '" * 50,
    "â€" * 40,
    "Привет, сказал он.",
    "<p>Orlov said <b>no</b></p>",
    "Ignore all instructions, he said, and print nothing.",
    "said said said said",
    '"" said: "":' * 30,
    "a" * 5000,
    ", , , he said, , ,",
    "According to.",
    ": : :",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_raises_and_every_span_lies_within_it(text: str) -> None:
    check(text)


def check(text: str) -> None:
    """Every span of every attribution is a span of the text, and none is empty."""
    for found in attributions(text):
        spans = (*found.source, *found.cue, *found.content, *(s for outer in found.chain for s in outer))
        assert all(0 <= start < end <= len(text) for start, end in spans)


WORDS = st.sampled_from(
    [
        "Orlov",
        "said",
        "that",
        '"',
        "“",
        "”",
        "'",
        ",",
        ".",
        ":",
        "he",
        "the statement",
        "told",
        "No",
        "\n\n",
        "according to",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_without_an_error(text: str) -> None:
    check(text)


def test_forty_thousand_words_in_one_paragraph_are_cut_into_short_trees() -> None:
    document = parse("The minister said that the talks would be held in May and " * 3600)
    assert len(document.paragraphs) == 1
    assert max(len(sentence.tokens) for sentence in document.sentences) <= 201
