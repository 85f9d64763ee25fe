"""The words of the product as frozen values: article, attribution, claim, call, readout, relation.

Every offset is a half-open range of characters ``[start, end)`` into the text that the value names.
Every ``datetime`` is aware and in UTC; a local time is made for display only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]


class Side(StrEnum):
    """The two sides that publish readouts, with the officials who speak for each."""

    WHITE_HOUSE = "White House"
    KREMLIN = "Kremlin"


class Family(StrEnum):
    """Which claim family a topic belongs to."""

    SANCTIONS = "sanctions"
    COOPERATION = "cooperation"
    CALL_FACTS = "call_facts"
    OTHER = "other"


class Proposition(StrEnum):
    """What a claim asserts of its topic."""

    DISCUSSED = "discussed"
    AGREED = "agreed"
    PROPOSED = "proposed"
    IMPOSED = "imposed"
    LIFTED = "lifted"
    EASED = "eased"
    MAINTAINED = "maintained"
    OCCURRED = "occurred"  # the call itself, or an act or an utterance within it, took place
    DURATION = "duration"
    INITIATOR = "initiator"
    MEETING = "meeting"
    EXTENT = "extent"


class Polarity(StrEnum):
    """Whether the speaker affirms the proposition, denies it, or could or would not say."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNCERTAIN = "uncertain"


class Modality(StrEnum):
    """How the proposition is put forward. Only ASSERTED and HEDGED can contradict."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    FUTURE = "future"
    WISHED = "wished"
    QUESTIONED = "questioned"


class Scope(StrEnum):
    """What the claim is about: the call, a standing position, older history, or a readout's text."""

    CALL = "call"
    POSITION = "position"
    BACKGROUND = "background"
    TEXT = "text"  # about what a statement says or leaves out: never about the call (silence is not denial)


class RelationKind(StrEnum):
    """How a claim stands to a readout claim."""

    CONTRADICTS = "contradicts"
    DENIES = "denies"  # a side denies that there is a contradiction, or what was told against its account
    DIFFERS = "differs"
    ONE_SIDE_ONLY = "one side only"  # the readout says nothing of it: silence is not denial
    CONSISTENT = "consistent"


class ContradictionKind(StrEnum):
    """The eight ways in which two accounts of one call cannot both be true."""

    DISCUSSED_VS_NOT = "discussed_vs_not"
    AGREED_VS_NOT = "agreed_vs_not"
    SANCTIONS_ACTION = "sanctions_action"
    DURATION = "duration"
    INITIATOR = "initiator"
    MEETING_PLANNED = "meeting_planned"
    SCOPE = "scope"
    OFFICIAL_DENIAL = "official_denial"


# Topics that are things uttered in a call: a denial that they were uttered disowns the other account of it.
UTTERED = frozenset(
    ["outrage", "approval", "apology", "congratulations", "threat", "requests", "praise", "thanks", "concern"]
)


@dataclass(frozen=True, slots=True)
class Article:
    """A page's text with what is known of it.

    ``published`` is aware UTC or None; ``published_source`` says how it was found (json-ld, newspaper3k,
    metadata, page for a date that readers see, modified for the time of the last change, htmldate, feed,
    given or ""), ``published_precision`` is minute, day or "", and ``published_agreement`` counts the
    finders that named the same day. ``time_zone`` is the outlet's IANA zone. ``side`` is set when the page
    was published by that side itself. ``agreement`` (0..1) is how far the text extractors agreed. ``agency``
    is the wire service credited, or "".
    """

    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    published: dt.datetime | None = None
    published_source: str = ""
    published_precision: str = ""
    published_agreement: int = 0
    language: str = "en"
    time_zone: str = "UTC"
    side: Side | None = None
    agreement: float = 1.0
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: source, cue and content spans into one text; a role that is absent is empty.

    ``chain`` holds the outer sources of a nested attribution, outermost first (agency, then aide), each as
    its spans; the innermost source is ``source`` itself.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    chain: tuple[tuple[Span, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a claim is attributed to.

    ``name`` is how to show the speaker ("Dmitry Peskov", "a White House official", "two people").
    ``side`` is the side the speaker speaks for, None for anyone else. ``on_record`` is False for unnamed
    officials and sources. ``chain`` names the outer sources, outermost first. ``is_outlet`` is True when
    nobody is named and the outlet reports the matter as fact.
    """

    name: str
    side: Side | None = None
    on_record: bool = True
    role: str = ""
    chain: tuple[str, ...] = ()
    is_outlet: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about a leaders' call, as attributed.

    ``quote`` equals ``text[start:end]`` of the article or readout the claim was read from: the whole
    sentence that makes it. ``call_date`` is the local date of the call it is about, None when it is about
    no call that could be dated. ``holder`` is whose act or wish the proposition is ("Trump", "Putin",
    "both" or ""). ``value`` carries what a value proposition needs, as text: duration
    "low-high" in minutes, initiator "US" or "RU", extent the terms covered. ``terms`` are the lower-case
    lemmas that say which matter within the topic is meant. ``rule`` names the rule that made the claim.
    """

    speaker: Speaker
    topic: str
    family: Family
    proposition: Proposition
    polarity: Polarity
    modality: Modality
    scope: Scope
    quote: str
    start: int
    end: int
    call_date: dt.date | None = None
    holder: str = ""
    value: str = ""
    terms: frozenset[str] = field(default_factory=frozenset)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One conversation of the two leaders. ``date`` is the date in Washington.

    ``key`` names it in commands and messages: the ISO date, with "-2" for a second call on one day.
    ``status`` is official (a side published it), reported (only articles tell of it) or disputed.
    """

    key: str
    date: dt.date
    us_leader: str = ""
    ru_leader: str = ""
    format: str = "phone"
    status: str = "official"


@dataclass(frozen=True, slots=True)
class Readout:
    """What one side officially said about one call: a document, or a statement as an article quotes it.

    ``text`` is the stored text that the offsets of ``claims`` count in: the document itself, or the text
    of the article that quotes it. ``kind`` is document, remark or quoted. ``outlet`` names the publisher
    of ``text``.
    """

    side: Side
    issuer: str
    text: str
    claims: tuple[Claim, ...]
    kind: str = "document"
    outlet: str = ""
    url: str = ""
    published: dt.datetime | None = None
    call_key: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How a new claim stands to one claim of a stored readout, with the reason in one plain sentence.

    ``readout`` is the readout that ``readout_claim`` belongs to; ``readout_claim`` is None where that readout
    says nothing of the matter (ONE_SIDE_ONLY) or is meant as a whole (DENIES). ``contradiction`` is set exactly
    when ``kind`` is CONTRADICTS. ``rule`` is a stable id; ``confidence`` is high, medium or low.
    """

    kind: RelationKind
    claim: Claim
    readout_claim: Claim | None
    readout: Readout
    rule: str
    reason: str
    topic: str
    contradiction: ContradictionKind | None = None
    confidence: str = "high"

    @property
    def against(self) -> Claim:
        """The readout's claim. Raises ValueError where the relation is to a readout's silence or its whole."""
        if self.readout_claim is None:
            raise ValueError(f"a relation of kind {self.kind.value!r} stands against no claim of the readout")
        return self.readout_claim


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a source, not yet fetched. ``key`` is its identity within the source: id, link or hash."""

    key: str
    url: str
    title: str = ""
    summary: str = ""
    published: dt.datetime | None = None
    published_raw: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap, listing page or search feed that is polled; one table of ``sources.toml``.

    ``form`` is feed, sitemap or listing; ``kind`` is official, agency, paper or search. ``side`` is set
    for official sources of the two sides. ``time_zone`` is IANA. ``status`` is on or off; ``checked`` is the
    day it was last looked at and ``reason`` says why it is off. ``selector`` picks the links of a listing
    page; ``link_path`` is a pattern every good item link matches. ``interval_minutes`` is the wished pause
    between polls; ``expected_silence_hours`` is how long it may be quiet before it counts as dead.
    """

    name: str
    url: str
    form: str = "feed"
    kind: str = "paper"
    side: Side | None = None
    outlet: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    status: str = "on"
    checked: str = ""
    reason: str = ""
    selector: str = ""
    link_path: str = ""
    interval_minutes: int = 30
    expected_silence_hours: int = 72
    never_disable: bool = False


class DuplicateKind(StrEnum):
    """How an article's text stands to one already held: which of the two contains the other."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINED = "contained"  # the article is a teaser or a cut of the original
    CONTAINS = "contains"  # the article is an update that holds the original and adds to it


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the duplicate index keeps of one text. Hashes are whole numbers below 2**47, made by ``scheme``.

    ``text_hash`` names the normal words of the whole text. ``shingles`` are the sampled word shingles of the
    text without the paragraphs known as boilerplate; ``paragraphs`` has one hash for each paragraph.
    """

    scheme: str
    text_hash: str
    shingles: tuple[int, ...]
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored article that may be the original of a new one: its id, and its text to compare with.

    ``shared`` counts the sampled shingles they share; ``side`` is set when a side published it itself.
    """

    article_id: int
    text: str
    shared: int = 0
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which stored article a text duplicates, how, and why in one plain sentence.

    ``score`` is the Jaccard index (exact, near) or the containment (contained, contains), 0..1.
    ``new_text`` are the spans of the new text that the original does not hold; only these are news.
    """

    kind: DuplicateKind
    original_id: int
    score: float
    reason: str
    new_text: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the store holds it, in its newest version.

    ``version_id`` is the row its claims hang from. ``duplicate`` says what it is a copy of and why; its
    ``new_text`` is always empty here. ``origin`` is how it came in: monitor, corpus, backfill or by hand.
    ``claims`` is filled only by a dossier.
    """

    id: int
    article: Article
    version: int
    version_id: int
    canonical_url: str
    first_seen_at: dt.datetime
    duplicate: Verdict | None = None
    call_key: str = ""
    origin: str = ""
    gone_at: dt.datetime | None = None
    gone_reason: str = ""
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One state of an article: ``changes`` are sentences on how its claims differ from the state before."""

    article_id: int
    number: int
    title: str
    text: str
    seen_at: dt.datetime
    changes: tuple[str, ...] = ()
    id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredRelation:
    """A relation as the store holds it, with the article that made the claim."""

    id: int
    relation: Relation
    article_id: int
    found_at: dt.datetime
    withdrawn_at: dt.datetime | None = None
    withdrawn_reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """One row of the outbox as a dossier shows it: what was or will be said, and whether it went out."""

    dedupe_key: str
    parent_key: str
    action: str
    topic: str
    kind: str
    state: str
    ts: str
    created_at: dt.datetime
    sent_at: dt.datetime | None = None
    relation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything stored about one call, oldest first in each part; copies stand beside their originals."""

    call: Call
    readouts: tuple[Readout, ...] = ()
    articles: tuple[StoredArticle, ...] = ()
    relations: tuple[StoredRelation, ...] = ()
    alerts: tuple[StoredAlert, ...] = ()
    versions: tuple[StoredVersion, ...] = ()
