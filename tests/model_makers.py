"""Hypothesis strategies for the values of extractors.model, and plain examples of them."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from extractors.model import (
    Article,
    Call,
    Claim,
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
)

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
CALL = Call("2017-01-28", dt.date(2017, 1, 28), "Donald Trump", "Vladimir Putin")

# PostgreSQL keeps no NUL in text and no lone surrogate is UTF-8; the readers of pages let neither through.
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)
moments = st.integers(0, 4 * 10**15).map(
    lambda us: dt.datetime.fromtimestamp(0, dt.UTC) + us * dt.timedelta(microseconds=1)
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
sides = st.none() | st.sampled_from(Side)

speakers = st.builds(
    Speaker,
    name=texts,
    side=sides,
    on_record=st.booleans(),
    role=texts,
    chain=st.lists(texts, max_size=3).map(tuple),
    is_outlet=st.booleans(),
)
claims = st.builds(
    Claim,
    speaker=speakers,
    topic=texts,
    family=st.sampled_from(Family),
    proposition=st.sampled_from(Proposition),
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    scope=st.sampled_from(Scope),
    quote=texts,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    call_date=st.none() | days,
    holder=texts,
    value=texts,
    terms=st.frozensets(texts, max_size=4),
    rule=texts,
)
readouts = st.builds(
    Readout,
    side=st.sampled_from(Side),
    issuer=texts,
    text=texts,
    claims=st.lists(claims, max_size=4, unique=True).map(tuple),
    kind=st.sampled_from(["document", "remark", "quoted"]),
    outlet=texts,
    url=texts,
    published=st.none() | moments,
    call_key=st.just(CALL.key),
)
articles = st.builds(
    Article,
    text=texts,
    title=texts,
    url=texts,
    outlet=texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    published=st.none() | moments,
    published_source=texts,
    published_precision=st.sampled_from(["minute", "day", ""]),
    published_agreement=st.integers(0, 9),
    language=texts,
    time_zone=texts,
    side=sides,
    agreement=st.floats(0, 1),
    agency=texts,
)


def claim(quote: str = "They did not discuss sanctions.", **other: Any) -> Claim:
    """A claim of the White House that sanctions were not discussed; ``other`` replaces its parts."""
    given: dict[str, Any] = {
        "speaker": Speaker("a White House official", Side.WHITE_HOUSE, on_record=False),
        "topic": "sanctions",
        "family": Family.SANCTIONS,
        "proposition": Proposition.DISCUSSED,
        "polarity": Polarity.DENIED,
        "modality": Modality.ASSERTED,
        "scope": Scope.CALL,
        "start": 0,
        "end": len(quote),
        "call_date": CALL.date,
    }
    return Claim(quote=quote, **(given | other))


def readout(*claims: Claim, text: str = "They did not discuss sanctions.", **other: Any) -> Readout:
    """A readout of the White House with these claims; ``other`` replaces its parts."""
    given: dict[str, Any] = {"side": Side.WHITE_HOUSE, "issuer": "White House", "call_key": CALL.key}
    return Readout(text=text, claims=claims, **(given | other))


def relation(made: Claim, against: Claim, of: Readout, **other: Any) -> Relation:
    """A relation of the claim ``made`` to the claim ``against`` of a readout; consistent unless told."""
    given: dict[str, Any] = {
        "kind": RelationKind.CONSISTENT,
        "rule": "same",
        "reason": "Both say so.",
        "topic": made.topic,
    }
    return Relation(claim=made, readout_claim=against, readout=of, **(given | other))
