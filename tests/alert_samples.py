"""Alert contents for tests: one plain sample, and texts as nasty as a page can be."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from hypothesis import strategies as st

from alerts.content import AlertContent, Voice

NOW = dt.datetime(2017, 1, 31, 11, 20, tzinfo=dt.UTC)
DENIAL = "The two leaders did not discuss sanctions in Saturday's call, an official later said."
REPORT = "Sanctions took up a third of the hour, two people who read the transcript said."

READOUT = Voice(
    speaker="a White House official",
    quote=DENIAL,
    side="White House",
    on_record=False,
    outlet="Morning Gazette",
    url="https://gazette.test/readout",
    published=dt.datetime(2017, 1, 29, 10, 1, tzinfo=dt.UTC),
    time_zone="Asia/Kolkata",
    text_ref="readout:1",
)
CLAIM = Voice(
    speaker="two people",
    quote=REPORT,
    on_record=False,
    outlet="Potomac Ledger",
    url="https://ledger.test/transcript",
    published=dt.datetime(2017, 1, 31, 11, 5, tzinfo=dt.UTC),
    time_zone="America/New_York",
    text_ref="article:1:1",
    evidence="ab12" * 16,
)
SAMPLE = AlertContent(
    call_key="2017-01-28",
    call_date=dt.date(2017, 1, 28),
    topic="sanctions",
    kind="discussed_vs_not",
    reason="Two people say that sanctions were discussed; a White House official says that they were not.",
    rule="sanctions.discussed",
    confidence="high",
    readout=READOUT,
    claim=CLAIM,
    first_seen=NOW,
    sources=("Potomac Ledger",),
)
TEXTS = {"readout:1": f"Statement. {DENIAL} End.", "article:1:1": f"WASHINGTON. {REPORT} More."}


def content(
    *, claim: dict[str, Any] | None = None, readout: dict[str, Any] | None = None, **rest: Any
) -> AlertContent:
    """The sample with some fields changed; those of the two voices by their own names."""
    return dataclasses.replace(
        SAMPLE,
        claim=dataclasses.replace(CLAIM, **(claim or {})),
        readout=dataclasses.replace(READOUT, **(readout or {})),
        **rest,
    )


def source(number: int) -> AlertContent:
    """A further independent source of the same contradiction: its own outlet, page and words."""
    words = f"Sanctions came up, source {number} said."
    outlet = f"Paper {number}"
    said = {
        "outlet": outlet,
        "url": f"https://paper{number}.test/story",
        "quote": words,
        "text_ref": f"article:{number}:1",
    }
    return content(claim=said, sources=(outlet,))


NASTY = (
    *(
        "<!channel>",
        "<!here>",
        "<!everyone>",
        "<@U0ANNA>",
        "<#C0ALERTS>",
        "<!subteam^S1>",
        "@channel",
        "@here",
    ),
    *(
        "<https://evil.test|click here>",
        "https://evil.test",
        "<mailto:a@evil.test|write>",
        "|",
        ">",
        "<",
        "&",
    ),
    *("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "*", "_", "~", "`", "```", "\n>", "\r\n", ":x:", "]]>"),
    *(
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\ud800",
        "</script><script>alert(1)</script>",
        '"onmouseover="',
    ),
    *("{{ 7*7 }}", "{% raw %}", "«»“”", "Санкции", "制裁", "🔥🔥🔥"),
)

# Drawn from a list, not from all of Unicode: an alert has twenty such texts, and each draw costs.
WORDS = ("sanctions", "were", "raised.", " ", "“Never,” he said. ", "\n\n", "a" * 300)
pieces = st.lists(st.sampled_from(NASTY + WORDS), max_size=6).map("".join)
hostile = st.one_of(pieces, pieces, st.text(max_size=8))
hostile_long = st.builds(lambda text, times: text * times, hostile, st.integers(1, 400))
urls = st.one_of(
    hostile,
    st.builds("https://paper.test/{}".format, hostile),
    st.sampled_from(
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//evil.test",
            "http://",
            "https://[::1",
        ]
    ),
    st.builds(lambda path: "https://paper.test/" + "a&" * path, st.integers(0, 2000)),
)
moments = st.integers(631_152_000, 4_102_444_800).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC))
zones = st.sampled_from(["UTC", "Europe/Moscow", "America/New_York", "Not/AZone", "../../etc/passwd", ""])


@st.composite
def voices(draw: st.DrawFn) -> Voice:
    """A voice of fetched text at its worst, with disputed words anywhere in its quote."""
    quote = draw(hostile_long)
    spots = sorted((draw(st.integers(0, len(quote))), draw(st.integers(0, len(quote)))))
    return Voice(
        speaker=draw(hostile),
        quote=quote,
        side=draw(st.sampled_from(["", "White House", "Kremlin"])),
        on_record=draw(st.booleans()),
        is_outlet=draw(st.booleans()),
        chain=tuple(draw(st.lists(pieces, max_size=4))),
        outlet=draw(hostile),
        url=draw(urls),
        published=draw(st.none() | moments),
        precision=draw(st.sampled_from(["minute", "day", ""])),
        time_zone=draw(zones),
        focus=(spots[0], spots[1]),
        text_ref=draw(st.text(max_size=5)),
        evidence=draw(st.sampled_from(["", "ab" * 32])),
        evidence_url=draw(urls),
    )


@st.composite
def contents(draw: st.DrawFn) -> AlertContent:
    """An alert of fetched text at its worst."""
    return AlertContent(
        call_key=draw(st.sampled_from(["2017-01-28", "2017-01-28-2"])),
        call_date=dt.date(2017, 1, 28),
        topic=draw(hostile),
        kind=draw(st.sampled_from(["discussed_vs_not", "official_denial"])),
        reason=draw(hostile_long),
        rule=draw(hostile),
        confidence=draw(st.sampled_from(["high", "medium", "low", "odd"])),
        readout=draw(voices()),
        claim=draw(voices()),
        first_seen=draw(moments),
        sources=tuple(draw(st.lists(pieces, max_size=10))),
        dossier_url=draw(urls),
        status=draw(st.sampled_from(["open", "strengthened", "withdrawn", "rejected", "odd"])),
        note=draw(hostile),
        judged_by=draw(hostile),
        readout_shown=draw(st.booleans()),
        raised_to=draw(st.sampled_from(["", "medium", "high"])),
    )
