"""A page looked at again: what an edit or a removal does to versions, relations and conversations."""

import asyncio
import datetime as dt

import pytest

from extractors.model import Polarity, Side
from flows.fetched import FetchOutcome
from flows.outcomes import Outcome
from flows.steps import revisiting
from flows.steps.revisiting import Seen
from store import articles, outbox, relations
from store.engine import reading
from tests.newsroom import DENIAL, OTHER_WORDS, article

MENDED = DENIAL.replace("a person familiar", "a person who is familiar")
TAKEN_BACK = (
    "Vladimir Putin and Donald Trump spoke by telephone on Saturday, Jan. 28.\n\nThe White House said that "
    "the two leaders did not discuss sanctions in the call.\n\nCorrection: An earlier version was wrong."
)


@pytest.fixture
def told(room):
    """A newsroom in which one story has alerted."""
    room.publish("story", article())
    assert room.follow()["story"].outcome is Outcome.ALERT
    return room


def look_again(room) -> revisiting.Look:
    """Look at the one story again, an hour later."""
    (held,) = [one for one in revisiting.due(room.later(), 10) if one.article.url.endswith("story")]
    return asyncio.run(revisiting.look_again(room.desk, held))


def actions(room) -> list[str]:
    """What the outbox would do, in order."""
    with reading(room.engine) as connection:
        return [row.action for row in outbox.everything(connection)]


def standing(room) -> int:
    """How many contradictions that rest on the story's first state still stand."""
    with reading(room.engine) as connection:
        held = articles.article_by_url(connection, "https://herald.example/story")
        found = relations.relations_of_article(connection, held.id)
    mine = [one for one in found if one.relation.claim.polarity is Polarity.AFFIRMED]
    return sum(one.withdrawn_at is None and one.relation.contradiction is not None for one in mine)


def test_an_unchanged_page_is_silent(told):
    """Nothing is stored but the visit."""
    assert look_again(told).seen is Seen.UNCHANGED
    assert actions(told) == ["post"]


def test_a_mended_typing_error_is_silent(told):
    """A version is kept, nobody is told."""
    told.rewrite("story", MENDED)
    look = look_again(told)
    assert (look.seen, look.changes) == (Seen.EDITED, ())
    assert actions(told) == ["post"]
    assert standing(told) >= 1


def test_a_story_that_takes_it_back_withdraws_its_alert(told):
    """The message is edited and its thread told; the old version stays in the store."""
    told.rewrite("story", TAKEN_BACK)
    look = look_again(told)
    assert look.seen is Seen.CLAIMS_CHANGED
    assert actions(told) == ["post", "update", "note"]
    assert standing(told) == 0
    with reading(told.engine) as connection:
        held = articles.article_by_url(connection, "https://herald.example/story")
        assert [one.text for one in articles.versions_of(connection, held.id)] == [DENIAL, TAKEN_BACK]


def test_an_alert_with_another_source_is_corrected_not_withdrawn(told):
    """What a second article says still stands."""
    told.publish("second", article(OTHER_WORDS))
    assert told.follow()["second"].outcome is Outcome.JOINED
    told.rewrite("story", TAKEN_BACK)
    look_again(told)
    with reading(told.engine) as connection:
        payloads = [row.payload for row in outbox.everything(connection) if row.action == "note"]
    assert len(payloads) == 1
    assert '"status": "corrected"' in payloads[0]


@pytest.mark.parametrize("gone", [FetchOutcome.NOT_FOUND, FetchOutcome.GONE])
def test_a_removed_page_is_told_once_and_never_asked_for_again(told, gone):
    """What it said is kept; its conversation hears that the page is gone."""
    told.web.pages["https://herald.example/story"] = gone
    assert look_again(told).seen is Seen.GONE
    assert actions(told) == ["post", "update", "note"]
    assert revisiting.due(told.later(dt.timedelta(days=9)), 10) == []
    assert standing(told) >= 1


def test_a_server_in_trouble_says_nothing_of_the_page(told):
    """It is looked at again later."""
    told.web.pages["https://herald.example/story"] = FetchOutcome.SERVER_ERROR
    assert look_again(told).seen is Seen.UNREACHED
    assert actions(told) == ["post"]


def test_a_page_is_not_looked_at_before_its_time(told):
    """Edits come in the first hours, so looks grow rarer with a page's age."""
    assert revisiting.due(told.desk, 10) == []


QUOTED = {
    "first": "Donald Trump and Vladimir Putin spoke by telephone on Saturday, Jan. 28.\n\nThe White House said "
    "that the two presidents did not discuss Venezuela in the call.",
    "second": "It was the first long talk of the two men since the inauguration, on Jan. 28, and it went on for "
    "most of an hour.\n\nVenezuela was not discussed by President Trump and President Putin in their telephone "
    "call, a White House spokesman told reporters on Monday.",
}
VENEZUELA = (
    "President Trump discussed Venezuela with President Putin in their telephone call of Jan. 28, a person "
    "familiar with the conversation said."
)


@pytest.mark.parametrize(("quoted_by", "last"), [(["first", "second"], "post"), (["first"], "note")])
def test_a_quotation_that_others_print_too_stands_when_one_takes_it_back(room, quoted_by, last):
    """The contradicted words were stored from the first of two stories; the second holds them up."""
    for slug in quoted_by:
        room.publish(slug, article(QUOTED[slug]))
        room.follow()
    room.publish("aide", article(VENEZUELA))
    assert room.follow()["aide"].outcome is Outcome.ALERT
    room.rewrite("first", "Donald Trump and Vladimir Putin spoke by telephone on Saturday, Jan. 28.")
    held = next(one for one in revisiting.due(room.later(), 10) if one.article.url.endswith("first"))
    asyncio.run(revisiting.look_again(room.desk, held))
    assert actions(room)[-1] == last


# official pages

OFFICIAL = (
    "President Vladimir Putin had a telephone conversation with President Donald Trump on Jan. 28.\n\n"
    "The presidents discussed Venezuela. The conversation lasted an hour."
)
REVERSED = OFFICIAL.replace("The presidents discussed", "The presidents did not discuss")


@pytest.fixture
def official(room):
    """A newsroom that holds one page of the Kremlin on a call."""
    room.publish("story", article(OFFICIAL, side=Side.KREMLIN))
    assert room.follow()["story"].outcome is Outcome.STORED
    return room


def notices(room) -> list[str]:
    """What the channel is told in lines of their own."""
    with reading(room.engine) as connection:
        return [row.payload for row in outbox.everything(connection) if row.action == "notice"]


def test_a_silent_edit_of_an_official_page_is_told_by_itself(official):
    official.rewrite("story", REVERSED)
    assert look_again(official).seen is Seen.CLAIMS_CHANGED
    [line] = notices(official)
    assert "edited what it said of the call without a word on the page" in line
    assert "did not discuss Venezuela" in line


def test_an_edit_that_the_page_owns_up_to_is_told_as_such(official):
    official.rewrite("story", REVERSED + "\n\nThis page was updated on Jan. 30.")
    look_again(official)
    [line] = notices(official)
    assert "and says that it was changed" in line


def test_a_mended_typing_error_of_an_official_page_is_silent(official):
    official.rewrite("story", OFFICIAL.replace("telephone conversation", "phone conversation"))
    assert look_again(official).seen is Seen.EDITED
    assert notices(official) == []


def test_an_official_page_that_is_gone_is_told_by_itself(official):
    official.web.pages["https://herald.example/story"] = FetchOutcome.NOT_FOUND
    assert look_again(official).seen is Seen.GONE
    [line] = notices(official)
    assert "the page with its account of the call was removed" in line


def test_a_newspapers_page_that_is_gone_is_told_in_its_conversations_only(told):
    told.web.pages["https://herald.example/story"] = FetchOutcome.NOT_FOUND
    look_again(told)
    assert notices(told) == []


# versions and copies

ADDED = (
    "\n\nThe two leaders also talked about a meeting in the summer, about which nobody had heard before, "
    "and about a joint mission of their two space agencies to the far side of the Moon, the aide said later."
)


def test_a_copy_of_what_an_edit_added_points_to_the_edited_story(told):
    told.rewrite("story", DENIAL + ADDED)
    look_again(told)
    told.publish("copy", article("Trump and Putin spoke by telephone." + ADDED))
    told.follow()
    assert original_of(told, "copy") == "https://herald.example/story"


def test_a_copy_of_the_first_state_points_to_the_story_whatever_it_says_today(told):
    told.rewrite("story", OTHER_WORDS)
    look_again(told)
    told.publish("copy", article(DENIAL + " It was a long call."))
    told.follow()
    assert original_of(told, "copy") == "https://herald.example/story"


def original_of(room, slug) -> str:
    """The address of the article that another one was found to copy; "" for a story of its own."""
    with reading(room.engine) as connection:
        held = articles.article_by_url(connection, f"https://herald.example/{slug}")
        if held.duplicate is None:
            return ""
        return articles.article_by_id(connection, held.duplicate.original_id).canonical_url


def test_a_copy_that_mends_a_word_brings_none_of_its_originals_claims(told):
    """Only what the copy itself adds was ever judged; its edit is compared with that and the original."""
    told.publish("copy", article(f"{DENIAL} The Russian economy was not discussed in the call."))
    told.follow()
    assert original_of(told, "copy") == "https://herald.example/story"
    before = actions(told)
    told.rewrite("copy", f"{MENDED} The Russian economy was not discussed in the call.")
    due = [one for one in revisiting.due(told.later(), 10) if one.article.url.endswith("copy")]
    for held in due:
        look = asyncio.run(revisiting.look_again(told.desk, held))
        assert (look.seen, look.changes) == (Seen.EDITED, ())
    assert due, "the copy has claims of its own, so it is visited"
    assert actions(told) == before
