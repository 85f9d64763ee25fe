"""How the accounts of a call stand to each other after a new text: silences and denials, kept and never alerted."""

import datetime as dt

from extractors.model import RelationKind, Side
from flows import corpus
from flows.outcomes import Outcome
from flows.settings import load
from flows.steps.digesting import gather
from store import outbox, repository
from store.engine import reading, writing
from tests.newsroom import NOW, article, queued

CALL = "2017-01-28"
DENIED_AGAIN = (
    "The White House rejected on Tuesday as false a report that sanctions came up in the telephone call of President "
    "Trump and President Putin on Jan. 28.\n\nSanctions were not discussed in the call, Sean Spicer told "
    "reporters, and he dismissed the report as an invention: the two leaders did not discuss sanctions."
)
NO_GAP = (
    "President Trump and President Putin spoke by telephone on Jan. 28.\n\nThere is no contradiction between the two "
    "accounts of the call, Dmitry Peskov told reporters on Tuesday."
)
BALTIC = (
    "In their telephone call on Saturday, President Putin and President Trump discussed the New START treaty, the "
    "Kremlin said in a statement on Tuesday."
)
BALTIC_TOO = (
    "President Trump and President Putin discussed the New START treaty in the call of Jan. 28, the White House said "
    "in a second statement on Wednesday."
)


def of_kind(room, kind):
    """The relations of a kind that still stand, by topic."""
    with reading(room.engine) as connection:
        held = repository.dossier_of(connection, CALL).relations
    return {
        one.relation.topic: one.relation for one in held if one.relation.kind is kind and not one.withdrawn_at
    }


def notes(room):
    """What the conversations were told beside their messages."""
    with reading(room.engine) as connection:
        keys = {alert.parent_key for alert in repository.dossier_of(connection, CALL).alerts}
        rows = [row for key in keys for row in outbox.conversation(connection, key)]
    return [payload for action, payload in rows if action == "note"]


def test_the_corpus_holds_what_only_one_side_told(room):
    """The three stories of the corpus quote both accounts: trade and Iran are the Kremlin's alone."""
    silences = of_kind(room, RelationKind.ONE_SIDE_ONLY)
    assert {"trade", "iran"} <= set(silences)
    assert silences["trade"].readout.side is Side.WHITE_HOUSE
    assert silences["trade"].readout_claim is None
    assert "sanctions" in silences  # that they were not discussed is so far the White House's word alone


def test_a_silence_that_is_broken_is_withdrawn_and_nobody_is_alerted(room):
    room.publish("first", article(BALTIC))
    assert room.follow()["first"].outcome is Outcome.STORED
    assert of_kind(room, RelationKind.ONE_SIDE_ONLY)["arms_control"].readout.side is Side.WHITE_HOUSE
    room.publish("second", article(BALTIC_TOO))
    room.follow()
    assert "arms_control" not in of_kind(room, RelationKind.ONE_SIDE_ONLY)
    assert queued(room.engine) == {}


def test_the_digest_names_the_topics_of_one_account_in_one_line(room):
    with reading(room.engine) as connection:
        data = gather(connection, load({}), NOW.date(), NOW - dt.timedelta(days=1), NOW)
    (line,) = [line.text for line in data.one_sided if "Kremlin" in line.text]
    assert line.startswith("2017-01-28: only the Kremlin's account mentions ")
    assert "trade" in line


def test_a_denial_of_a_report_is_told_in_its_conversation_and_alerts_nobody(room):
    room.publish("leak", article())
    assert room.follow()["leak"].outcome is Outcome.ALERT
    room.publish("denial", article(DENIED_AGAIN))
    assert room.follow()["denial"].outcome is Outcome.STORED
    assert of_kind(room, RelationKind.DENIES)["sanctions"].claim.speaker.side is Side.WHITE_HOUSE
    (note,) = notes(room)
    assert "denies reports to the contrary" in note
    room.publish(
        "again", article(DENIED_AGAIN.replace("Tuesday", "Wednesday") + "\n\nHe took no more questions.")
    )
    room.follow()
    assert len(notes(room)) == 1


def test_a_denial_that_the_accounts_differ_is_kept(room):
    room.publish("word", article(NO_GAP))
    assert room.follow()["word"].outcome is Outcome.STORED
    assert of_kind(room, RelationKind.DENIES)["accounts"].readout_claim is None
    assert queued(room.engine) == {}


def test_a_text_in_another_language_is_set_aside_with_that_outcome(room):
    room.publish("ru", article("Владимир Путин и Дональд Трамп провели телефонный разговор в субботу. " * 5))
    settled = room.follow()["ru"]
    assert (settled.outcome, settled.call_key) == (Outcome.OTHER_LANGUAGE, CALL)
    assert settled.detail == f"call {CALL}; not written in English, so not read"


def test_a_page_too_long_to_be_read_whole_says_so(room):
    room.publish("long", article(BALTIC + "\n\n" + "The weather was fine in the valley. " * 3000))
    assert room.follow()["long"].detail.endswith("; only the first 60,000 of 108,150 characters were read")


def test_a_second_reading_of_the_corpus_changes_nothing(room):
    before = of_kind(room, RelationKind.ONE_SIDE_ONLY)
    corpus.load_once(room.engine, load({}), now=NOW)
    assert of_kind(room, RelationKind.ONE_SIDE_ONLY) == before
    with writing(room.engine) as connection:
        assert len({one.id for one in repository.dossier_of(connection, CALL).relations}) > len(before)
