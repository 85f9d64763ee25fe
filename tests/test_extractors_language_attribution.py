"""Who says what: one row a form of attribution, in invented sentences; the parser is part of the test."""

from __future__ import annotations

import pytest

from extractors.language import attributions, parse
from extractors.model import Attribution, Span


def said(text: str, spans: tuple[Span, ...]) -> str:
    """The spans' text, parts joined by a bar."""
    return " | ".join(text[start:end] for start, end in spans)


def rows(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of every listed attribution, as text."""
    return [(said(text, a.source), said(text, a.cue), said(text, a.content)) for a in attributions(text)]


def saying(text: str, word: str) -> Attribution:
    """The innermost report of speech, nested ones included, whose content holds the word."""
    document = parse(text)
    at = text.index(word)
    return document.reports_over(at, at + len(word))[0]


FORMS = [
    # indirect speech, source before, behind and in the middle
    (
        "Orlov said that the talks had failed.",
        ("Orlov", "said", "that the talks had failed"),
    ),
    (
        "The ministry said the talks had failed.",
        ("The ministry", "said", "the talks had failed"),
    ),
    (
        "The talks had failed, Orlov said.",
        ("Orlov", "said", "The talks had failed"),
    ),
    (
        "The talks, Orlov said, had failed.",
        ("Orlov", "said", "The talks | had failed"),
    ),
    (
        "The talks had failed, said Orlov, the deputy minister.",
        ("Orlov, the deputy minister", "said", "The talks had failed"),
    ),
    # direct speech
    (
        '"The talks have failed," Orlov said.',
        ("Orlov", "said", '"The talks have failed,"'),
    ),
    (
        "Orlov said: “The talks have failed.”",
        ("Orlov", "said", "“The talks have failed.”"),
    ),
    (
        '"The talks," Orlov said, "have failed again."',
        ("Orlov", "said", '"The talks," | "have failed again."'),
    ),
    (
        '"The talks have failed," Orlov said. "We will try again."',
        ("Orlov", "said", '"The talks have failed," | "We will try again."'),
    ),
    (
        "Orlov added, ‘The talks have failed.’",
        ("Orlov", "added", "‘The talks have failed.’"),
    ),
    (
        "''The talks have failed,'' Orlov said.",
        ("Orlov", "said", "''The talks have failed,''"),
    ),
    # mixed speech
    (
        'Orlov said the talks were "a waste of time" and would end.',
        ("Orlov", "said", 'the talks were "a waste of time" and would end'),
    ),
    (
        'Orlov called the offer "absurd".',
        ("Orlov", "called", 'the offer "absurd"'),
    ),
    # according to, as ... said
    (
        "The talks failed, according to the ministry.",
        ("the ministry", "according to", "The talks failed"),
    ),
    (
        "As Orlov noted, the talks failed last year.",
        ("Orlov", "noted", "the talks failed last year"),
    ),
    # nouns as cues
    (
        "His claim that the talks failed was wrong.",
        ("His", "claim", "that the talks failed"),
    ),
    (
        "Orlov's support for the deal grew last year.",
        ("Orlov's", "support for", "the deal"),
    ),
    (
        "The statement said the talks had failed.",
        ("The statement", "said", "the talks had failed"),
    ),
    # judgement, wish, promise, denial, demand
    (
        "Orlov accused the bank of fraud.",
        ("Orlov", "accused", "the bank of fraud"),
    ),
    (
        "Orlov called for new talks.",
        ("Orlov", "called for", "new talks"),
    ),
    (
        "Orlov believes the talks will fail.",
        ("Orlov", "believes", "the talks will fail"),
    ),
    (
        "Orlov wants to leave the pact.",
        ("Orlov", "wants", "to leave the pact"),
    ),
    (
        "Orlov hopes the talks succeed.",
        ("Orlov", "hopes", "the talks succeed"),
    ),
    (
        "Orlov denied that the talks had failed.",
        ("Orlov", "denied", "that the talks had failed"),
    ),
    (
        "Orlov urged the bank to pay.",
        ("Orlov", "urged", "the bank to pay"),
    ),
    (
        "Orlov criticized the deal.",
        ("Orlov", "criticized", "the deal"),
    ),
    (
        "Orlov is confident that the talks will succeed.",
        ("Orlov", "is confident", "that the talks will succeed"),
    ),
    # surveys, questions, headlines
    (
        "A new poll shows that most voters oppose the deal.",
        ("A new poll", "shows", "that most voters oppose the deal"),
    ),
    (
        "A reporter asked whether the talks had failed.",
        ("A reporter", "asked", "whether the talks had failed"),
    ),
    (
        "Kremlin: Talks with Washington failed",
        ("Kremlin", ":", "Talks with Washington failed"),
    ),
    # a closing mark lost
    (
        '"The talks have failed, Orlov said.',
        ("Orlov", "said", '"The talks have failed,'),
    ),
    # nobody named
    (
        "It was reported that the talks failed.",
        ("", "was reported", "that the talks failed"),
    ),
    (
        "The bank is expected to close in May.",
        ("", "is expected", "The bank | to close in May"),
    ),
    # a participle that the parser hung on the noun before it, and a verb whose subject it lost
    (
        "The ministers took turns rebutting the claims.",
        ("The ministers", "rebutting", "the claims"),
    ),
    (
        "The envoy made a third attempt to explain the plan, writing that the truce would hold.",
        ("The envoy", "writing", "that the truce would hold"),
    ),
    (
        'Orlov told Tass that Hale "had a bad plan," adding, "He lost every vote we had."',
        ("Orlov", "adding", '"He lost every vote we had."'),
    ),
    (
        "Asked by Lind if the talks had failed, Orlov said no.",
        ("Lind", "Asked", "if the talks had failed"),
    ),
    (
        "Nearly 6 in 10 say they want a truce.",
        ("Nearly 6 in 10", "say", "they want a truce"),
    ),
    (
        'Dmitry Orlov, the envoy, tweeted: "It is time to stop the war."',
        ("Dmitry Orlov, the envoy", "tweeted", '"It is time to stop the war."'),
    ),
    # "his" is the one who shows it
    (
        "Orlov has signalled his desire to end the war.",
        ("Orlov", "desire", "to end the war"),
    ),
    # "Will" is a man where no modal can stand
    (
        "Instead, Will called for new talks.",
        ("Will", "called for", "new talks"),
    ),
    # one is called upon to say it
    (
        "The vote raises the pressure on her to say whether she backs the treaty.",
        ("her", "to say", "whether she backs the treaty"),
    ),
    # the last of two joined clauses has its participle
    (
        "Lind left the room and Hale dismissed the envoy, saying that the talks had failed.",
        ("Hale", "saying", "that the talks had failed"),
    ),
    # of two subjects that the parser hangs on one verb, the nearest before it speaks
    (
        "At a rally in Salem, New Hampshire, Hale criticized the treaty as a gift to Moscow.",
        ("Hale", "criticized", "the treaty as a gift to Moscow"),
    ),
    # an aside that the comma closes, and its "who", say nothing
    (
        "Orlov, meanwhile, who failed to win the vote, called for a strike.",
        ("Orlov", "called for", "a strike"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_each_form_of_attribution_gives_source_cue_and_content(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert expected in rows(text)


def test_a_participle_before_a_colon_has_the_subject_of_its_sentence() -> None:
    text = 'Orlov rejected the plan, telling reporters Friday: "It is dead. We will not sign it."'
    assert ("Orlov", "telling", '"It is dead. We will not sign it."') in rows(text)


def test_a_participle_behind_indirect_speech_belongs_to_the_speaker_not_to_the_clause() -> None:
    text = "Orlov said the talks failed, adding that they would resume."
    assert ("Orlov", "adding", "that they would resume") in rows(text)


def test_a_quotation_over_several_paragraphs_has_one_speaker() -> None:
    text = '"The talks failed," Orlov said.\n\n"We will try again next week.\n\n"After that we will go home."'
    source, cue, content = rows(text)[0]
    assert (source, cue) == ("Orlov", "said")
    assert content.count("|") == 2


def test_a_quotation_behind_a_colon_in_the_paragraph_before_finds_its_speaker() -> None:
    text = 'Orlov was blunt and said:\n\n"The talks have failed and will not be held again."'
    assert rows(text) == [("Orlov", "said", '"The talks have failed and will not be held again."')]


def test_both_sides_of_a_contrast_keep_their_speakers() -> None:
    text = "While the White House said sanctions were not discussed, the Kremlin said they came up twice."
    assert said(text, saying(text, "not discussed").source) == "the White House"
    assert said(text, saying(text, "came up").source) == "the Kremlin"


def test_nested_speech_has_its_outer_sources_as_a_chain_outermost_first() -> None:
    text = "According to Tass, Peskov said that Putin had told Trump the penalties were illegal."
    inner = saying(text, "illegal")
    assert said(text, inner.source) == "Putin"
    assert [said(text, source) for source in inner.chain] == ["Tass", "Peskov"]
    assert said(text, inner.content) == "the penalties were illegal"


def test_who_is_quoted_as_saying_is_the_source_and_who_quotes_is_the_chain() -> None:
    text = "Interfax quoted Yuri Ushakov as saying that no date was set."
    inner = saying(text, "no date")
    assert said(text, inner.source) == "Yuri Ushakov"
    assert [said(text, source) for source in inner.chain] == ["Interfax"]


def test_who_shows_his_own_word_is_not_who_the_lawmaker_is() -> None:
    text = (
        "Ivan Orlov sits in parliament. Orlov said the talks were long. In Oslo Jonas Hale gave Vera Lind his "
        "agreement to lift the ban, the lawmaker told Tass."
    )
    document = parse(text)
    assert said(text, document.speaker_of(text.index("gave"), text.index("ban"))) == "Orlov"


def test_what_someone_within_a_quotation_thinks_is_not_listed_but_known() -> None:
    text = '"I think they want new talks," Orlov said.'
    assert [source for source, _, _ in rows(text)] == ["Orlov"]
    assert len(parse(text).attributions) > 1


def test_a_dateline_is_no_speaker() -> None:
    text = "MOSCOW, Jan. 28 (Interfax) - Dmitry Orlov said the call lasted an hour."
    assert rows(text) == [("Dmitry Orlov", "said", "the call lasted an hour")]


def test_a_headline_in_capitals_is_read() -> None:
    text = (
        "Orlov Denies That Talks Failed After Call\n\n"
        "Orlov denies everything. He said that talks failed after the call."
    )
    assert rows(text)[0][:2] == ("Orlov", "Denies")
