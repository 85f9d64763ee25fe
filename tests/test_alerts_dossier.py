"""The page of one call: silence is told from denial, the three forms agree, nothing fetched acts in it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.dossier import page
from alerts.dossier_facts import facts_of
from alerts.wording import KINDS
from extractors.model import (
    Article,
    Call,
    Claim,
    ContradictionKind,
    Dossier,
    DuplicateKind,
    Family,
    Modality,
    Polarity,
    Proposition,
    Readout,
    Relation,
    RelationKind,
    Scope,
    Side,
    Speaker,
    StoredAlert,
    StoredArticle,
    StoredRelation,
    StoredVersion,
    Verdict,
)
from tests.alert_samples import hostile, urls
from tests.test_alerts_preview import read

CALL = Call("2017-01-28", dt.date(2017, 1, 28), "Donald Trump", "Vladimir Putin")
T0 = dt.datetime(2017, 1, 28, 20, tzinfo=dt.UTC)
US, RU = Side.WHITE_HOUSE, Side.KREMLIN
TOLD, DENIED, OPEN = Polarity.AFFIRMED, Polarity.DENIED, Polarity.UNCERTAIN


def hours(number: float) -> dt.datetime:
    return T0 + dt.timedelta(hours=number)


def claim(quote: str, side: Side | None = US, polarity: Polarity = TOLD, **more: Any) -> Claim:
    values: dict[str, Any] = {
        "speaker": Speaker("an official", side),
        "topic": "sanctions",
        "family": Family.SANCTIONS,
        "proposition": Proposition.DISCUSSED,
        "polarity": polarity,
        "modality": Modality.ASSERTED,
        "scope": Scope.CALL,
        "quote": quote,
        "start": 0,
        "end": len(quote),
    }
    return Claim(**{**values, **more})


def readout(side: Side, *claims: Claim, hour: float = 0, **more: Any) -> Readout:
    text = " ".join(one.quote for one in claims)
    return Readout(side, side.value, text, claims, published=hours(hour), call_key=CALL.key, **more)


WHOLE = (RelationKind.ONE_SIDE_ONLY, RelationKind.DENIES)  # stand here to a silence, or to the whole account


def related(kind: RelationKind, new: Claim, against: Readout, number: int = 1, **more: Any) -> StoredRelation:
    contradiction = ContradictionKind.DISCUSSED_VS_NOT if kind is RelationKind.CONTRADICTS else None
    relation = Relation(
        kind,
        new,
        None if kind in WHOLE else against.claims[0],
        against,
        "a.rule",
        "One says so; the other not.",
        new.topic,
        contradiction,
    )
    return StoredRelation(number, relation, 5, hours(number), **more)


def row_of(readouts: list[Readout], relations: list[StoredRelation] | None = None) -> Any:
    made = facts_of(Dossier(CALL, tuple(readouts), relations=tuple(relations or [])))
    (row,) = made.matrix
    return row


STANCES = {
    "both tell of it": ([readout(US, claim("A.")), readout(RU, claim("B.", RU))], ["told", "told"], "agreed"),
    "both deny it": (
        [readout(US, claim("A.", polarity=DENIED)), readout(RU, claim("B.", RU, DENIED))],
        ["denied", "denied"],
        "agreed",
    ),
    "one tells, one denies": (
        [readout(US, claim("A.", polarity=DENIED)), readout(RU, claim("B.", RU))],
        ["denied", "told"],
        "denied",
    ),
    "silence is not denial": ([readout(RU, claim("B.", RU))], ["silent", "told"], "one side only"),
    "a denial against silence is no contradiction": (
        [
            readout(US, claim("A.", polarity=DENIED)),
            readout(RU, claim("B.", RU, topic="sanctions", polarity=OPEN)),
        ],
        ["denied", "left open"],
        "open",
    ),
    "a side that says both": (
        [readout(US, claim("A."), claim("C.", polarity=DENIED)), readout(RU, claim("B.", RU))],
        ["both", "told"],
        "differs",
    ),
    "a wish is only a mention": (
        [readout(US, claim("A.", modality=Modality.WISHED)), readout(RU, claim("B.", RU))],
        ["mentioned", "told"],
        "open",
    ),
}


@pytest.mark.parametrize(("readouts", "stances", "verdict"), STANCES.values(), ids=STANCES)
def test_the_matrix(readouts: list[Readout], stances: list[str], verdict: str) -> None:
    row = row_of(readouts)
    assert [cell.side for cell in row.cells] == ["White House", "Kremlin"]
    assert [cell.stance for cell in row.cells] == stances
    assert row.verdict == verdict


@pytest.mark.parametrize("scope", [Scope.POSITION, Scope.BACKGROUND, Scope.TEXT])
def test_only_what_is_said_of_the_call_is_in_the_matrix(scope: Scope) -> None:
    made = facts_of(Dossier(CALL, (readout(US, claim("A.", scope=scope)),)))
    assert made.matrix == ()


def test_a_difference_between_the_sides_shows_and_one_by_a_third_party_does_not() -> None:
    both = [readout(US, claim("A.")), readout(RU, claim("B.", RU))]
    assert row_of(both, [related(RelationKind.DIFFERS, claim("B.", RU), both[0])]).verdict == "differs"
    assert row_of(both, [related(RelationKind.CONTRADICTS, claim("B.", RU), both[0])]).verdict == "denied"
    assert row_of(both, [related(RelationKind.CONTRADICTS, claim("C.", None), both[0])]).verdict == "agreed"
    gone = related(
        RelationKind.CONTRADICTS, claim("B.", RU), both[0], withdrawn_at=T0, withdrawn_reason="Corrected."
    )
    assert row_of(both, [gone]).verdict == "agreed"


WHITE_HOUSE = readout(US, claim("Sanctions were not raised.", polarity=DENIED), url="https://wh.test/1", id=1)
KREMLIN = readout(
    RU, claim("Trade was discussed.", RU, topic="trade"), hour=1, kind="quoted", outlet="Gazette"
)
ARTICLE = Article(
    "Sanctions came up, an aide said.",
    title="Aide: sanctions came up",
    url="https://ledger.test/1",
    outlet="Ledger",
    published=hours(48),
    published_precision="minute",
    time_zone="Europe/Moscow",
)
FULL = Dossier(
    CALL,
    (WHITE_HOUSE, KREMLIN),
    (
        StoredArticle(5, ARTICLE, 2, 7, ARTICLE.url, hours(49), gone_at=hours(99), gone_reason="404"),
        StoredArticle(
            6,
            dataclasses.replace(ARTICLE, outlet="Copy", url="https://copy.test/1"),
            1,
            8,
            "https://copy.test/1",
            hours(50),
            Verdict(DuplicateKind.NEAR, 5, 0.98, "97 of 99 sentences are those of the Ledger"),
        ),
    ),
    (
        related(RelationKind.ONE_SIDE_ONLY, claim("Trade was discussed.", RU, topic="trade"), WHITE_HOUSE, 2),
        related(RelationKind.DENIES, claim("No gap between the accounts.", RU), WHITE_HOUSE, 4),
        related(RelationKind.CONTRADICTS, claim("Sanctions came up, an aide said.", None), WHITE_HOUSE, 1),
        related(RelationKind.CONSISTENT, claim("They spoke.", None), WHITE_HOUSE, 3),
    ),
    (
        StoredAlert(
            "k", "k", "post", "sanctions", "discussed_vs_not", "sent", "1.2", hours(49), hours(49.5), 1
        ),
        StoredAlert("k2", "k", "update", "sanctions", "discussed_vs_not", "pending", "", hours(50)),
    ),
    (
        StoredVersion(5, 1, "t", "x", hours(49)),
        StoredVersion(5, 2, "t", "y", hours(60), ("claim removed: sanctions came up",)),
    ),
)


def test_the_pairs_come_worst_first_and_name_both_sources() -> None:
    first, second = facts_of(FULL).pairs
    assert (first.relation, second.relation) == ("contradicts", "denies")
    assert first.readout is not None
    assert first.readout.quote == "Sanctions were not raised."
    assert (first.claim.outlet, first.claim.url) == ("Ledger", "https://ledger.test/1")
    assert first.alert == "post, sent"


def test_what_one_side_alone_tells_of_stands_apart_from_the_differences() -> None:
    made = facts_of(FULL)
    assert [(one.topic, one.readout) for one in made.omissions] == [("trade", None)]
    rows = {row.topic: row.words for row in made.matrix}
    assert rows["trade"] == "only the Kremlin's account mentions it, and says it was so"
    broken = related(
        RelationKind.ONE_SIDE_ONLY, claim("B.", RU), WHITE_HOUSE, withdrawn_at=T0, withdrawn_reason="broken"
    )
    assert facts_of(Dossier(CALL, relations=(broken,))).omissions == ()


def test_a_sentence_that_merely_stands_near_the_call_is_no_part_of_an_account() -> None:
    near = claim("A friend of his spoke up.", rule="nearby", modality=Modality.HEDGED, topic="trade")
    dossier = Dossier(CALL, (readout(US, claim("Trade came up.", rule="discuss", topic="trade"), near),))
    made = facts_of(dossier)
    (row,) = made.matrix
    assert [said.quote for said in row.cells[0].statements] == ["Trade came up."]
    assert [said.quote for said in made.asides] == ["A friend of his spoke up."]
    assert facts_of(Dossier(CALL, (readout(US, near),))).matrix == ()
    html = page(dossier).html
    assert html.index("A friend of his") > html.index("<details>")


def test_the_timeline_is_in_order_and_names_every_kind_of_event() -> None:
    events = facts_of(FULL).timeline
    times = [event.time for event in events]
    assert times == sorted(times)
    said = "\n".join(event.what for event in events)
    parts = ("White House readout", "Kremlin statement, quoted in Gazette", "Ledger: Aide: sanctions came up")
    for part in (
        *parts,
        "contradiction found",
        "denied: One says so",
        "alert sent (post: sanctions)",
        "Ledger changed: claim removed",
    ):
        assert part in said


def test_copies_stand_beside_their_originals_and_count_once() -> None:
    made = facts_of(FULL)
    assert [source.kind.split(":")[0] for source in made.sources] == ["original", "copy"]
    assert made.balance == "1 from news outlets"
    assert made.sources[0].gone.endswith("404")


FORMS = ("html", "markdown", "json")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_same_facts(form: str) -> None:
    text = getattr(page(FULL), form).replace("\\", "")
    for part in ("28 January 2017", "Sanctions were not raised.", "Trade was discussed.", "one side only"):
        assert part in text
    for part in ("Ledger", "https://ledger.test/1", "claim removed", "97 of 99 sentences", "a.rule"):
        assert part in text


@pytest.mark.parametrize("form", FORMS)
def test_a_page_made_again_is_the_same_to_the_byte(form: str) -> None:
    again = dataclasses.replace(FULL)
    assert getattr(page(FULL), form).encode() == getattr(page(again), form).encode()


def test_every_kind_of_contradiction_has_plain_words() -> None:
    assert set(KINDS) == {kind.value for kind in ContradictionKind}
    assert "discussed or not" in page(FULL).html
    assert "discussed_vs_not" not in page(FULL).html
    assert "arms control" in page(Dossier(CALL, (readout(US, claim("A.", topic="arms_control")),))).markdown


def test_a_call_without_anything_still_has_a_page() -> None:
    made = page(Dossier(CALL))
    assert "No readout of either side is stored yet." in made.html
    assert "No readout of either side is stored yet." in made.markdown
    assert json.loads(made.json)["pairs"] == []


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A dossier of fetched text at its worst."""
    quote = draw(hostile)
    said = claim(quote, speaker=Speaker(draw(hostile), US, draw(st.booleans())), topic=draw(hostile))
    official = Readout(
        US, draw(hostile), quote, (said,), outlet=draw(hostile), url=draw(urls), call_key=CALL.key
    )
    article = Article(
        quote,
        title=draw(hostile),
        url=draw(urls),
        outlet=draw(hostile),
        published=draw(st.none() | st.just(T0)),
    )
    stored = StoredArticle(5, article, 2, 7, "", T0, gone_at=T0, gone_reason=draw(hostile))
    version = StoredVersion(5, 2, "", "", T0, (draw(hostile),))
    relation = Relation(
        RelationKind.CONTRADICTS,
        said,
        said,
        official,
        draw(hostile),
        draw(hostile),
        draw(hostile),
        ContradictionKind.SCOPE,
    )
    found = StoredRelation(1, relation, 5, T0, T0, draw(hostile))
    call = Call("2017-01-28", CALL.date, draw(hostile), draw(hostile))
    return Dossier(call, (official,), (stored,), (found,), versions=(version,))


@settings(max_examples=60, deadline=None)
@given(dossiers())
def test_nothing_fetched_acts_in_a_browser(dossier: Dossier) -> None:
    plain = read(page(FULL).html)
    nasty = read(page(dossier).html)
    assert nasty.tags <= plain.tags | {"a", "ul", "li", "blockquote", "small", "table", "tr", "th", "td"}
    assert nasty.attributes <= plain.attributes
    assert all(link.startswith(("http://", "https://")) for link in nasty.links)


@settings(max_examples=60, deadline=None)
@given(dossiers())
def test_nothing_fetched_acts_in_markdown(dossier: Dossier) -> None:
    text = page(dossier).markdown
    unescaped = re.sub(r"\\.", "", text)
    for target in re.findall(r"\]\(([^)]*)\)", unescaped):
        assert re.match(r"<https?://", target)
    for tag in re.findall(r"<[^>]*>", unescaped):
        assert tag == "<br>" or tag.startswith(("<http://", "<https://"))
    table = [line for line in unescaped.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in table} <= {5}


@settings(max_examples=60, deadline=None)
@given(dossiers())
def test_every_form_can_be_written_to_a_file(dossier: Dossier) -> None:
    """Half a surrogate on a page must not cost the whole page."""
    made = page(dossier)
    for form in FORMS:
        getattr(made, form).encode("utf-8")
    assert json.loads(made.json)["key"] == CALL.key
