"""Saved pages lose what stood around the story and nothing of the story."""

import pytest

from extractors.corpus_text import clean_page

STORY = "The two leaders spoke for forty minutes on Saturday, officials of both sides said afterwards."
MORE = "They agreed to stay in touch, according to the statement that was published in the evening."


def page(*lines):
    return "\n\n".join(lines)


@pytest.mark.parametrize(
    "furniture",
    [
        " date 2016-11-15 Herald reports;",
        "Advertisement",
        "Reading Time:3 minutes",
        "Why you can trust the Herald",
        "Select Voice",
        "Choose your listening speed",
        "Get through articles 2x faster",
        "1.25x",
        "250 WPM",
        "Average",
        "Agencies",
        "29/01/2017 15:31 by admin",
        "### **The president speaks on the telephone with his counterpart**",
        "The president in his office on Saturday during the long call. Photo: Newsfoto",
        "...",
        "World",
        "Donald Trump",
        "- (With AP inputs)",
        "---",
    ],
)
def test_furniture_goes_wherever_it_stands(furniture):
    for lines in ([furniture, STORY, MORE], [STORY, furniture, MORE], [STORY, MORE, furniture]):
        found = clean_page(page(*lines))
        assert "".join(found.text.split()) == "".join((STORY + MORE).split()), lines


def test_a_sentence_cut_by_a_page_turn_is_whole_again():
    cut = "Relations were pushed to their worst\n\n---\n\nlevel since the Cold War, the statement said."
    whole = "Relations were pushed to their worst level since the Cold War, the statement said."
    assert clean_page(cut).text == whole


def test_a_caption_that_stands_twice_goes_twice():
    caption = "He told his counterpart that he ‘sees the country as a partner’. Photo: Newsfoto"
    assert clean_page(page(STORY, f"{caption}\n{caption}", MORE)).text == page(STORY, MORE)


def test_a_paragraph_that_stands_twice_is_kept_once():
    assert clean_page(page(STORY, MORE, STORY)).text == page(STORY, MORE)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (page("## **Leaders agree to talk 'as equals'**", STORY), "Leaders agree to talk 'as equals'"),
        (
            page("Advertisement\nDonald Trump", "Leaders agree on their first call", STORY),
            "Leaders agree on their first call",
        ),
        (STORY, ""),
        ("", ""),
    ],
)
def test_the_title_is_found_and_is_not_part_of_the_text(raw, title):
    found = clean_page(raw)
    assert found.title == title
    assert not title or title not in found.text


def test_bold_datelines_go_and_speakers_stay():
    assert clean_page("**Moscow:** " + STORY).text == STORY
    assert clean_page("Putin: " + STORY).text == "Putin: " + STORY


def test_a_short_sentence_of_the_story_stays():
    whole = page(STORY, "It failed.", "“We agreed.”", MORE)
    assert clean_page(whole).text == whole
