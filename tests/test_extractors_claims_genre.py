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
    "a report that was withdrawn": (
        "Site withdraws story of the harbour",
        "A harbour news site on Tuesday withdrew its report that the president had given the port away.",
    ),
    "a story taken down": (
        "Editor sorry for a story",
        "A website that told of a secret pact on the port has taken the story down.",
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
    "an agency's initials are no writer": (
        "Agencies played down tip",
        "An official of the C.I.A. said that nobody had signed up. The C.I.A. is not ours to lead, he told us.",
    ),
    "a meeting by video is no video": (
        "Dispute over embassies",
        "Tanks dominated the video meeting. A spokesman of the embassy said that the claim was false. "
        '"It is false," she said of the video call.',
    ),
    "a book whose author is said to be rich": (
        "A former aide looks back",
        "The memoir, for which the author is said to have received a fortune, tells of the call.",
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


OWN_VIEWS = {
    "an I and hardly a source": (
        "Biden wasted his call",
        "What he should have said is simple. He did not say it. I doubt that the bounties were on his card.",
    ),
    "mockery and the writer's own question": (
        "Two friends chat",
        "What a relief that sanctions never came up. Naturally they did not. "
        "The Kremlin says so, and when has it ever told us anything but the truth?",
    ),
    "a cynic of his own calling": (
        "A call about nothing",
        "Call me a cynic. And of course a meeting was discussed. The denial should not detain us.",
    ),
}


@pytest.mark.parametrize("name", OWN_VIEWS)
def test_the_writers_own_view_is_an_opinion(name):
    title, text = OWN_VIEWS[name]
    assert genre_of(title, "Harbor Gazette", text) == "opinion"
