"""What kind of text a page is: only a report's own voice asserts anything about a call."""

import pytest

from extractors.claims.genre import genre_of

NEWS = "WASHINGTON — The two presidents spoke for an hour on Tuesday, the White House said.\n\n"
RUMOURS = {
    "the form of a fact check": (
        "What the president promised",
        "CLAIM: In their call the president promised to return the estates.\n\nTHE FACTS: No record shows it.",
    ),
    "a headline that answers itself": (
        "Did Putin hang up on Trump? No",
        "A clip with four million views says so. The line was cut by the operator.",
    ),
    "a headline that names the check": (
        "Fact focus: the call about grain",
        "Posts seen across three networks say that grain was promised. There is nothing to it.",
    ),
    "the story of a rumour": (
        "How nine minutes of trading went wrong",
        "The world believed on Friday that the two had agreed on a cut. The post came from an account "
        "posing as an agency, and the agency disowned it.",
    ),
    "a machine's voice": (
        "A voice on the telephone",
        "Eleven million people have listened to the recording. The audio was stitched together from "
        "speeches, two laboratories found.",
    ),
}
REPORTS = {
    "a denial by one side": (
        "Kremlin disputes account of call",
        NEWS + "The Kremlin's spokesman said that the report was false: sanctions had not been raised.",
    ),
    "a post as the source of a statement": (
        "Trump announces talks",
        NEWS
        + "In a post on his network the president said the two had agreed to meet. The video was shared.",
    ),
    "a memoir": (
        "A former aide looks back",
        NEWS + "The author was in the room. He writes that the estates came up twice.",
    ),
}


@pytest.mark.parametrize("name", RUMOURS)
def test_what_was_passed_round_and_found_false_is_a_fact_check(name):
    title, text = RUMOURS[name]
    assert genre_of(title, "Harbor Gazette", text) == "fact_check"


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_stays_a_report(name):
    title, text = REPORTS[name]
    assert genre_of(title, "Harbor Gazette", text) == "news"
