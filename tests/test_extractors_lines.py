"""The line vote: what two extractors saw stays, what one alone saw goes; and what is no body text leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.boilerplate import body_lines, is_boilerplate, is_caption
from extractors.cleaning import Known
from extractors.lines import best_vote, similarity, vote

ONE = "The presidents spoke by telephone on Saturday for about an hour."
TWO = "Sanctions were not discussed, an official said after the call."
THREE = "The Kremlin published its account some two hours later that evening."
AD = "Buy two subscriptions today and read all winter long for free."
ALONE = Known(frozenset(), frozenset(), frozenset(), frozenset())


def text(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("main", "witnesses", "kept"),
    [
        # a line that no witness saw goes
        (text(ONE, AD, TWO, THREE), [text(ONE, TWO, THREE), ""], (ONE, TWO, THREE)),
        # one witness is enough
        (text(ONE, TWO, THREE), [text(ONE), text(TWO, THREE)], (ONE, TWO, THREE)),
        # a witness that was empty does not vote
        (text(ONE, TWO), ["", ""], (ONE, TWO)),
        # most lines unconfirmed: the witnesses read another part of the page
        (text(ONE, TWO, THREE), [text(AD)], (ONE, TWO, THREE)),
        # three words count as a whole only
        (text("Not at all.", ONE, TWO), [text(ONE, TWO, "not at", "all")], ("Not at all.", ONE, TWO)),
        ("", [text(ONE)], ()),
    ],
)
def test_lines_that_a_witness_confirms_stay(main: str, witnesses: list[str], kept: tuple[str, ...]) -> None:
    assert vote(main, witnesses).lines == kept


def test_two_witnesses_that_read_on_to_the_end_are_believed() -> None:
    long = [f"Paragraph {n} of the long article says something of its own about the call." for n in range(9)]
    found = best_vote(text(*long[:3]), text(*long[3:]), text(*long))
    assert list(found.lines) == long


def test_two_witnesses_that_read_another_part_of_the_page_are_not() -> None:
    other = [f"Comment {n} is from a reader who has thoughts of another kind on this." for n in range(9)]
    assert best_vote(text(ONE, TWO), text(*other), text(*other)).lines == (ONE, TWO)


def test_the_share_kept_is_the_agreement() -> None:
    assert vote(text(ONE, TWO), [text(ONE, TWO)]).kept == 1
    assert 0.3 < vote(text(ONE, TWO), [text(ONE)]).kept < 0.7


@given(st.lists(st.sampled_from([ONE, TWO, THREE, AD, "Short one."]), max_size=8), st.text(max_size=80))
def test_a_vote_never_invents_nor_reorders_lines(lines: list[str], witness: str) -> None:
    kept = iter(vote(text(*lines), [witness]).lines)
    rest = iter(lines)
    assert all(line in rest for line in kept)


def test_similarity_is_one_for_equal_and_nought_for_different_texts() -> None:
    assert similarity(ONE, ONE) == 1
    assert similarity(ONE, AD) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Read more: What the readouts leave out",
        "READ ALSO: The art of the short statement",
        "Related: How a call is prepared",
        "Sign up for our free newsletter",
        "Follow us on Twitter and Facebook",
        "Follow @paper on Telegram for updates",
        "(Reporting by Ann Prior; Editing by Bo Ray)",
        "Ann Prior contributed to this report.",
        "Copyright 2017 Harbour Courier. All rights reserved.",
        "© Обозреватель, 2026",
        "5 min read",
        "Updated: Jan. 30, 2017 10:15 a.m.",
        "January 30, 2017",
        "10:42 GMT",
        "Читайте также: Как готовят разговоры",
        "Photo: R. Blom",
    ],
)
def test_notices_are_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        ONE,
        TWO,
        "More than an hour passed before the first statement was out.",
        "Read the statement closely and the word sanctions is nowhere to be found, aides say.",
        "Sign of the times: nobody hung up.",
        "“More,” he said.",
        "Related matters, such as arms control, were left to the experts, the statement said.",
        "Join us in this fight, Mr. Putin was quoted as saying to the president on the line.",
        "No, he said.",
        "Sanctions stay.",
        "Photographs of the call show the president at his desk.",
        "On January 28, 2017, the two men spoke.",
        "Watch Moscow closely, an aide said after the call.",
        "Published accounts differ on sanctions.",
        "Reported by state media, the call was over in ten minutes.",
        "Join the talks now, Mr. Putin told him.",
        "Follow Putin on this and you are lost, the senator said.",
        "19:50 - It is over, the White House says.",
        "Up next is a meeting in Geneva, the Kremlin said.",
        "Copyright was not discussed.",
        "По теме санкций стороны не договорились.",
        "Подробнее о разговоре рассказал Песков.",
        "Get the sanctions lifted today, he told the caller.",
        "Комментируя разговор, Песков назвал его полезным.",
    ],
)
def test_sentences_are_not(line: str) -> None:
    assert not is_boilerplate(line)
    assert not is_caption(line, ALONE)


@pytest.mark.parametrize(
    "line",
    [
        "President Hale on the telephone, Saturday, Jan. 28, 2017. (AP Photo/Dana Whitfield)",
        "The president at his desk. REUTERS/Carl Bern",
        "A screen in Moscow shows the news. Photograph: Lev Arden/Meridian",
        "Supporters outside the embassy. (Photo by Lena Ko/Quay Images)",
        "Владимир Путин во время разговора. Фото: пресс-служба/ТАСС",
    ],
)
def test_a_credit_at_its_end_makes_a_line_a_caption(line: str) -> None:
    assert is_caption(line, ALONE)


def test_headlines_leave_the_head_of_the_text_only() -> None:
    known = Known(frozenset(), frozenset(), frozenset(), frozenset({"the call"}))
    lines = ["The call", ONE, TWO, THREE, AD, "The call", ONE + " Again."]
    assert body_lines(lines, known) == lines[1:]


def test_teasers_leave_unless_links_are_most_of_the_text() -> None:
    known = Known(frozenset(), frozenset({"spring wheat hits a low"}), frozenset(), frozenset())
    assert body_lines([ONE, "Spring wheat hits a low", TWO], known) == [ONE, TWO]
    assert body_lines(["Spring wheat hits a low"], known) == ["Spring wheat hits a low"]
