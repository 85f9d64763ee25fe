"""What only one side's account tells of, and what denies a contradiction: kept, and never a contradiction itself."""

import datetime as dt
from typing import Any

import pytest

from alerts.contradictions import relations
from alerts.omissions import one_sided
from extractors.model import Claim, Modality, Polarity, Readout, RelationKind, Scope, Side, Speaker
from tests.model_makers import claim, readout

US, RU = Side.WHITE_HOUSE, Side.KREMLIN
TOLD, DENIED = Polarity.AFFIRMED, Polarity.DENIED


def said(side: Side | None, topic: str = "trade", polarity: Polarity = TOLD, **more: Any) -> Claim:
    """A claim of a side (or of an unnamed source) about a topic of the call."""
    name = {US: "Sean Spicer", RU: "Dmitry Peskov", None: "an aide"}[side]
    quote = more.pop("quote", f"{name} spoke of {topic}.")
    return claim(quote, speaker=Speaker(name, side), topic=topic, polarity=polarity, **more)


def account(side: Side, *claims: Claim, **more: Any) -> Readout:
    """A readout in which each claim's quote stands as a sentence."""
    text = " ".join(one.quote for one in claims) or "They spoke."
    moved = [
        claim(
            one.quote,
            speaker=one.speaker,
            topic=one.topic,
            polarity=one.polarity,
            proposition=one.proposition,
            modality=one.modality,
            rule=one.rule,
            start=text.index(one.quote),
            end=text.index(one.quote) + len(one.quote),
        )
        for one in claims
    ]
    return readout(*moved, text=text, side=side, issuer=str(side), **more)


def kinds(claims: list[Claim], readouts: list[Readout]) -> list[tuple[RelationKind, str]]:
    return [(one.kind, one.topic) for one in relations(claims, readouts)]


def test_what_the_other_account_says_nothing_of_is_told_by_one_side_only() -> None:
    (found,) = relations([said(RU)], [account(US, said(US, "sanctions"))])
    assert (found.kind, found.readout_claim, found.contradiction) == (RelationKind.ONE_SIDE_ONLY, None, None)
    assert found.reason == (
        "Only the Kremlin's account says that trade was discussed; that of the White House says nothing of it."
    )
    with pytest.raises(ValueError, match="stands against no claim"):
        _ = found.against


SILENT: dict[str, tuple[list[Claim], list[Readout]]] = {
    "no account of the other side is stored": ([said(RU)], [account(RU, said(RU, "sanctions"))]),
    "the other account speaks of it": ([said(RU)], [account(US, said(US))]),
    "the other account will not say": ([said(RU)], [account(US, said(US, polarity=Polarity.UNCERTAIN))]),
    "the side had said so before": ([said(RU)], [account(US, said(US, "sanctions")), account(RU, said(RU))]),
    "nobody's official says it": ([said(None)], [account(US, said(US, "sanctions"))]),
    "it is a wish": ([said(RU, modality=Modality.WISHED)], [account(US, said(US, "sanctions"))]),
    "it is a standing position": ([said(RU, scope=Scope.POSITION)], [account(US, said(US, "sanctions"))]),
    "it is of another call": (
        [said(RU, call_date=dt.date(2017, 5, 2))],
        [account(US, said(US, "sanctions"))],
    ),
    "the same article quotes the other side on it": (
        [said(RU), said(US)],
        [account(US, said(US, "sanctions"))],
    ),
}


@pytest.mark.parametrize(("claims", "readouts"), SILENT.values(), ids=SILENT)
def test_no_omission_where(claims: list[Claim], readouts: list[Readout]) -> None:
    assert all(kind is not RelationKind.ONE_SIDE_ONLY for kind, _ in kinds(claims, readouts))


def test_an_account_known_from_quotations_alone_may_hold_more() -> None:
    (whole,) = relations([said(RU)], [account(US, said(US, "sanctions"))])
    (quoted,) = relations([said(RU)], [account(US, said(US, "sanctions"), kind="quoted")])
    assert (whole.confidence, quoted.confidence) == ("high", "low")
    assert "as far as it is quoted" in quoted.reason


def test_two_accounts_side_by_side_name_each_topic_that_one_lacks() -> None:
    white_house = account(US, said(US, "sanctions", DENIED), said(US, "syria"))
    kremlin = account(RU, said(RU, "syria"), said(RU, "trade"))
    found = {(one.topic, one.readout.side) for one in one_sided([white_house, kremlin])}
    assert found == {("sanctions", RU), ("trade", US)}
    assert one_sided([white_house]) == []
    assert one_sided([account(US, said(US)), account(RU, said(RU))]) == []


def test_a_side_that_stands_by_its_denial_against_a_report_denies_and_does_not_contradict() -> None:
    before = said(US, "sanctions", DENIED, quote="Sanctions were not discussed.")
    other = account(RU, said(RU, "sanctions"))
    again = said(
        US, "sanctions", DENIED, quote="Spicer dismissed as false the report that sanctions came up."
    )
    (found,) = relations([again], [account(US, before), other])
    assert (found.kind, found.against.quote) == (RelationKind.DENIES, "Sanctions were not discussed.")
    assert found.reason == (
        "Sean Spicer denies reports to the contrary: "
        "the White House's account says that sanctions were not discussed."
    )


def test_a_first_denial_of_the_other_account_is_a_contradiction_still() -> None:
    denial = said(US, "sanctions", DENIED, quote="Spicer denied that sanctions came up.")
    assert kinds([denial], [account(RU, said(RU, "sanctions"))]) == [(RelationKind.CONTRADICTS, "sanctions")]


def test_a_repetition_without_a_word_of_denial_is_merely_consistent() -> None:
    before = account(US, said(US, "sanctions", DENIED))
    assert kinds([said(US, "sanctions", DENIED)], [before]) == [(RelationKind.CONSISTENT, "sanctions")]


def test_a_word_on_the_accounts_themselves_stands_to_the_other_one_as_a_whole() -> None:
    word = said(RU, "accounts", DENIED, quote="There is no contradiction between the two accounts, he said.")
    (found,) = relations([word], [account(US, said(US, "sanctions", DENIED))])
    assert (found.kind, found.readout_claim, found.rule) == (RelationKind.DENIES, None, "accounts-agree")
    assert relations([said(None, "accounts", DENIED)], [account(US, said(US))]) == []
