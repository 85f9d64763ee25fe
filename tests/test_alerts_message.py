"""The one builder of Slack messages: what an alert shows, within limits, safe with any page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings

from alerts import message as built
from alerts.content import AlertContent
from alerts.message import Message, build, build_change, build_notice, build_plain, build_reply, moment
from alerts.text import clean, escape
from tests.alert_samples import DENIAL, NOW, REPORT, SAMPLE, content, contents, hostile_long
from tests.slack_limits import links, mrkdwn_texts, pings, refusal


def sent(message: Message) -> dict[str, Any]:
    """The message as it goes over the wire."""
    return json.loads(message.to_json())


def words(message: Message) -> str:
    """Every text of the blocks and attachments, one a line."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") in {"mrkdwn", "plain_text"}:
                found.append(part["text"])
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list | tuple):
            for inner in part:
                walk(inner)

    walk([*message.blocks, *message.attachments])
    return "\n".join(found)


SHOWN = {
    "the header names topic and call": "Contradiction: sanctions, call of 28 January 2017",
    "severity as a word": "*Severity: medium.*",
    "the reason with both speakers": "Two people say that sanctions were discussed; a White House official",
    "the readout's speaker": "*Readout: a White House official*",
    "its standing, outlet, both times": "anonymous · Morning Gazette · 29 January 2017, 10:01 UTC (15:31",
    "the readout's words": f"“{DENIAL}”",
    "the new source's speaker": "*New source: two people*",
    "its outlet and both times": "Potomac Ledger · 31 January 2017, 11:05 UTC (06:05 in New York)",
    "the new source's words": f"“{REPORT}”",
    "the rule": "Rule sanctions.discussed",
    "the confidence band": "high confidence",
    "the independent sources": "1 independent source ",
    "first seen, and how late": "first seen 31 January 2017, 11:20 UTC · 15 min after publication",
    "the live page": "<https://ledger.test/transcript|Article>",
    "the stored copy": "stored copy ab12ab12ab12",
    "the readout's page": "<https://gazette.test/readout|Readout>",
    "how to judge it": "React with",
}


@pytest.mark.parametrize("wanted", SHOWN.values(), ids=SHOWN)
def test_an_alert_shows(wanted: str) -> None:
    assert wanted in words(build(SAMPLE))


def test_the_readout_stands_first() -> None:
    text = words(build(SAMPLE))
    assert text.index(DENIAL) < text.index(REPORT)


def test_the_fallback_is_the_headline_with_the_severity() -> None:
    assert build(SAMPLE).text == "Contradiction: sanctions, call of 28 January 2017 (severity: medium)"


def test_metadata_holds_the_key_by_which_the_message_is_found_again() -> None:
    assert build(SAMPLE).metadata["event_payload"]["dedupe_key"] == SAMPLE.parent_key
    assert build_reply(SAMPLE, "a key").metadata["event_payload"]["dedupe_key"] == "a key"


VARIANTS: dict[str, tuple[AlertContent, str]] = {
    "on record": (content(claim={"on_record": True}), "on record · Potomac Ledger"),
    "nobody is named": (content(claim={"is_outlet": True}), "reported by the outlet as fact"),
    "a nested source": (content(claim={"chain": ("Interfax",)}), "two people, according to Interfax"),
    "the side, where the name does not tell it": (content(claim={"side": "Kremlin"}), "two people (Kremlin)"),
    "a second call on one day": (content(call_key="2017-01-28-2"), "call of 28 January 2017 (2)"),
    "a topic of two words": (content(topic="nuclear_arms"), "Contradiction: nuclear arms, call"),
    "an unknown time": (content(claim={"published": None}), "Potomac Ledger · time unknown"),
    "a day without an hour": (content(claim={"precision": "day"}), "31 January 2017 (hour unknown)"),
    "no address": (content(claim={"url": ""}), "Article without address"),
    "a dossier that is not on the web": (SAMPLE, "dossier: readout-watch dossier 2017-01-28"),
    "a dossier on the web": (content(dossier_url="https://desk.test/d"), "<https://desk.test/d|Dossier>"),
    "a dossier in a file": (content(dossier_url="var/2017.html"), "dossier: var/2017.html"),
    "a stored copy on the web": (
        content(claim={"evidence_url": "https://desk.test/e"}),
        "<https://desk.test/e|stored copy ab12ab12ab12>",
    ),
    "later sources": (content(sources=("A", "B")), "*2 independent sources:* A, B"),
    "many sources": (content(sources=tuple("ABCDEFGHIJ")), "A, B, C, D, E, F, G, H and 2 more"),
    "withdrawn": (
        content(status="withdrawn", note="The page was corrected."),
        "*Withdrawn:* The page was corrected.",
    ),
    "judged": (
        content(status="confirmed", note="Judged correct.", judged_by="Anna"),
        "*Contradiction, confirmed:* Judged correct. Judged by Anna.",
    ),
}


@pytest.mark.parametrize(("made", "wanted"), VARIANTS.values(), ids=VARIANTS)
def test_variants(made: AlertContent, wanted: str) -> None:
    assert wanted in words(build(made))


def test_severity_is_a_colour_too_and_a_closed_alert_turns_grey() -> None:
    colours = {
        build(content(confidence=confidence, claim={"on_record": True})).attachments[0]["color"]
        for confidence in ("high", "medium", "low")
    }
    assert len(colours) == 3
    assert build(content(status="withdrawn")).attachments[0]["color"] not in colours


MOMENTS = {
    "both times": ("Europe/Moscow", "28 January 2017, 22:30 UTC (29 January 2017, 01:30 in Moscow)"),
    "UTC alone where it is the local time": ("UTC", "28 January 2017, 22:30 UTC"),
    "London in winter": ("Europe/London", "28 January 2017, 22:30 UTC"),
    "an unknown zone": ("Not/AZone", "28 January 2017, 22:30 UTC"),
    "a path instead of a zone": ("../../etc/passwd", "28 January 2017, 22:30 UTC"),
}


@pytest.mark.parametrize(("zone", "wanted"), MOMENTS.values(), ids=MOMENTS)
def test_moment(zone: str, wanted: str) -> None:
    assert moment(dt.datetime(2017, 1, 28, 22, 30, tzinfo=dt.UTC), zone) == wanted


@pytest.mark.parametrize(
    ("late", "wanted"), [(5, "5 min"), (200, "3 h"), (5000, "3 days"), (5_000_000, "9 years"), (-60, "")]
)
def test_delay_from_publication(late: int, wanted: str) -> None:
    made = content(claim={"published": NOW - dt.timedelta(minutes=late)})
    shown = words(build(made))
    assert (f"{wanted} after publication" in shown) if wanted else ("after publication" not in shown)


def test_a_reply_shows_its_own_source_only() -> None:
    text = words(build_reply(content(readout_shown=True), "key"))
    assert "Also reported by Potomac Ledger" in text
    assert REPORT in text
    assert DENIAL not in text


def test_a_reply_shows_the_readout_when_its_words_are_new_to_the_conversation() -> None:
    text = words(build_reply(SAMPLE, "key"))
    assert text.index(DENIAL) < text.index(REPORT)


def test_a_change_says_why() -> None:
    made = build_change(content(status="withdrawn", note="The page was corrected."), "key")
    assert made.text == "Withdrawn: The page was corrected."


def test_the_plain_form_holds_both_quotes() -> None:
    plain = build_plain(build(SAMPLE), SAMPLE)
    assert not plain.blocks and not plain.attachments
    assert DENIAL in plain.text and REPORT in plain.text
    assert plain.metadata == build(SAMPLE).metadata


def test_a_long_quote_is_cut_at_a_sentence_and_keeps_the_disputed_words() -> None:
    filler = "This sentence says nothing at all. "
    quote = filler * 300 + "Sanctions did come up. " + filler * 300
    start = quote.index("Sanctions")
    made = content(claim={"quote": quote, "focus": (start, start + len("Sanctions did come up"))})
    text = words(build(made))
    assert "Sanctions did come up." in text
    assert "“[…] This sentence says nothing at all." in text
    assert "nothing at all. […]”" in text


def test_disputed_words_that_do_not_fit_are_not_cut_but_referred_to() -> None:
    quote = "sanctions " * 500
    text = words(build(content(claim={"quote": quote, "focus": (0, len(quote))})))
    assert "too long for Slack: see the dossier" in text
    assert "sanctions sanctions" not in text


def all_forms(made: AlertContent) -> list[Message]:
    parent = build(made)
    return [parent, build_reply(made, "reply"), build_change(made, "note"), build_plain(parent, made)]


@settings(max_examples=100, deadline=None)
@given(contents())
def test_slack_takes_whatever_was_fetched(made: AlertContent) -> None:
    """No length, no sign and no empty field makes a message that Slack refuses."""
    assert [refusal(sent(message)) for message in all_forms(made)] == [""] * 4


@settings(max_examples=100, deadline=None)
@given(contents())
def test_no_fetched_text_pings_anybody(made: AlertContent) -> None:
    assert [pings(sent(message)) for message in all_forms(made)] == [[]] * 4


@settings(max_examples=100, deadline=None)
@given(contents())
def test_no_fetched_text_makes_a_link(made: AlertContent) -> None:
    """Every link is one that the builder made, with a label of its own, to an http address."""
    ours = ("Article", "Readout", "Dossier", "stored copy")
    for message in all_forms(made):
        for address, label in links(sent(message)):
            assert address.startswith(("http://", "https://"))
            assert label.startswith(ours)
        texts = list(mrkdwn_texts([*message.blocks, *message.attachments]))
        assert all(
            not set("`~_") & set(text.replace(":white_check_mark:", ""))
            for text in texts
            if "<http" not in text
        )


@settings(max_examples=100, deadline=None)
@given(contents())
def test_a_quote_is_shown_verbatim_or_marked_as_cut(made: AlertContent) -> None:
    plain = [
        b["text"]["text"]
        for b in build(made).blocks
        if b["type"] == "section" and b["text"]["type"] == "plain_text"
    ]
    assert len(plain) == 2
    for shown, voice in zip(plain, (made.readout, made.claim), strict=True):
        whole = escape(clean(voice.quote).strip())
        assert shown == f"“{whole}”" or "[…]" in shown or "see the dossier" in shown


@settings(deadline=None)
@given(contents())
def test_the_whole_message_stays_under_slacks_limit(made: AlertContent) -> None:
    assert all(message.size() <= built.MESSAGE_LIMIT for message in all_forms(made))


def test_the_longest_alert_of_all_still_fits() -> None:
    """Quotation marks count twice in what is sent, and four addresses can be a thousand signs each."""
    quote = '"""""" ' * 1000
    address = "https://paper.test/" + "a" * 970
    made = content(
        reason="word " * 500,
        note="word " * 500,
        status="withdrawn",
        sources=tuple("long name " * 20 for _ in range(20)),
        dossier_url=address,
        claim={"quote": quote, "url": address, "evidence_url": address, "outlet": "long " * 90},
        readout={"quote": quote, "url": address, "outlet": "long " * 90},
    )
    for message in all_forms(made):
        assert refusal(sent(message)) == ""
        assert message.size() <= built.MESSAGE_LIMIT


@settings(deadline=None)
@given(hostile_long)
def test_a_notice_is_safe_too(text: str) -> None:
    notice = sent(build_notice(text, "key"))
    assert pings(notice) == []
    assert refusal(notice) == ""


@settings(deadline=None)
@given(contents())
def test_a_message_comes_back_from_json(made: AlertContent) -> None:
    message = build(made)
    assert Message.from_json(message.to_json()) == dataclasses.replace(message)
