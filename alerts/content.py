"""What one alert says, as a frozen value that lives in the outbox as JSON until it is delivered.

The value holds facts (who, where, when, which words); how they look in Slack is decided when it is sent,
so an alert that waited a day for Slack is still shown by the newest builder.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractors.model import Article, Call, Claim, Readout, Relation, Span, Speaker

SEVERITIES = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Voice:
    """One side of a disagreement: who said it, where it was read, and the sentence itself.

    ``quote`` is verbatim from the stored text that ``text_ref`` names (the flow chooses that name, for
    example "version:12"); ``focus`` is the span of the disputed words in ``quote``. ``published`` is aware
    UTC or None, ``precision`` is minute or day, ``time_zone`` the outlet's IANA zone. ``evidence`` is the
    hash of the stored page, ``evidence_url`` where a browser can see it, or "".
    """

    speaker: str
    quote: str
    side: str = ""
    on_record: bool = True
    is_outlet: bool = False
    chain: tuple[str, ...] = ()
    outlet: str = ""
    url: str = ""
    published: dt.datetime | None = None
    precision: str = "minute"
    time_zone: str = "UTC"
    focus: Span = (0, 0)
    text_ref: str = ""
    evidence: str = ""
    evidence_url: str = ""


@dataclass(frozen=True, slots=True)
class AlertContent:
    """Everything that the message of one contradiction needs.

    ``sources`` are the outlets that reported it independently, first one first (wire copies count once).
    ``status`` is open, strengthened, corrected, withdrawn, confirmed, rejected or snoozed; ``note`` says in
    one sentence why it changed. ``judged_by`` names who gave a verdict. ``raised_to`` is the severity that
    a later source gave it, or "". ``readout_shown`` is True when the conversation already shows this
    readout's words.
    """

    call_key: str
    call_date: dt.date
    topic: str
    kind: str
    reason: str
    rule: str
    confidence: str
    readout: Voice
    claim: Voice
    first_seen: dt.datetime
    sources: tuple[str, ...] = ()
    dossier_url: str = ""
    status: str = "open"
    note: str = ""
    judged_by: str = ""
    raised_to: str = ""
    readout_shown: bool = False

    @property
    def parent_key(self) -> str:
        """The key of the conversation: one Slack message for one call, topic and kind."""
        return f"{self.call_key}|{self.topic}|{self.kind}"

    @property
    def pair_key(self) -> str:
        """The key of the two quotes, whatever run or row they came from: verdicts are kept by it."""
        return pair_key(self.readout.quote, self.claim.quote)

    @property
    def source_key(self) -> str:
        """The key of the article within its conversation; a later run of the same page gives it again."""
        return _digest(self.claim.url or self.claim.text_ref or self.claim.outlet + self.claim.quote)

    @property
    def severity(self) -> str:
        """High, medium or low: how soon an analyst should look. See ``severity``."""
        return severity(self)

    def to_json(self) -> str:
        """The content as JSON text with sorted keys; ``from_json`` gives back an equal value."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True, default=_plain)

    @classmethod
    def from_json(cls, text: str) -> AlertContent:
        """The value that ``to_json`` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        data: dict[str, Any] = json.loads(text)
        data["readout"], data["claim"] = _voice(data["readout"]), _voice(data["claim"])
        data["call_date"] = dt.date.fromisoformat(data["call_date"])
        data["first_seen"] = dt.datetime.fromisoformat(data["first_seen"])
        data["sources"] = tuple(data["sources"])
        return cls(**data)


def severity(content: AlertContent) -> str:
    """High: sure and on record, or one side denies the other's account. Low: unsure. Else medium.

    An unnamed source, or an outlet that names none, is news but not yet a fact, so it is medium however
    sure the comparison is; three independent sources outweigh the missing name. A later source can raise
    it, never lower it.
    """
    return max(_own_severity(content), content.raised_to or "low", key=SEVERITIES.index)


def _own_severity(content: AlertContent) -> str:
    if content.confidence == "low":
        return "low"
    on_record = content.claim.on_record and not content.claim.is_outlet
    named = on_record or content.kind == "official_denial" or len(content.sources) >= 3
    return "high" if content.confidence == "high" and named else "medium"


def content_from(
    relation: Relation,
    article: Article,
    call: Call,
    *,
    first_seen: dt.datetime,
    sources: tuple[str, ...] = (),
    readout_ref: str = "",
    article_ref: str = "",
    readout_evidence: str = "",
    article_evidence: str = "",
    evidence_url: str = "",
    readout_zone: str = "UTC",
    readout_precision: str = "minute",
    dossier_url: str = "",
) -> AlertContent:
    """The alert's content for a contradiction found in ``article`` on ``call``.

    The refs name the stored texts whose substrings the quotes are; ``evidence_url`` is an address pattern
    with ``{sha256}``, or "". ``readout_zone`` (IANA) and ``readout_precision`` (minute or day) are those of
    the text the readout stands in: a readout itself knows neither. Raises ValueError when the relation is
    not a contradiction.
    """
    if relation.contradiction is None:
        raise ValueError(
            f"no alert for a relation of kind {relation.kind.value!r}: only a contradiction alerts"
        )
    return AlertContent(
        call_key=call.key,
        call_date=call.date,
        topic=relation.topic,
        kind=relation.contradiction.value,
        reason=relation.reason,
        rule=relation.rule,
        confidence=relation.confidence,
        readout=dataclasses.replace(
            _readout_voice(relation, readout_ref, readout_zone, readout_evidence, evidence_url),
            precision=readout_precision,
        ),
        claim=_claim_voice(relation.claim, article, article_ref, article_evidence, evidence_url),
        first_seen=first_seen,
        sources=sources or (article.outlet or article.url,),
        dossier_url=dossier_url,
    )


def pair_key(readout_quote: str, claim_quote: str) -> str:
    """A hash of both quotes in normal form: case, blanks and the shape of quotation marks do not count."""
    return _digest(normal(readout_quote) + "\x1f" + normal(claim_quote))


def normal(text: str) -> str:
    """The text in the form in which two printings of one sentence are equal."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_QUOTE_MARKS)
    return " ".join(plain.split())


def focus_of(claim: Claim) -> Span:
    """Where in the claim's quote the disputed words stand: from its first to its last term; else all of it.

    Terms are lemmas, so a word counts when it begins like one ("sanction" finds "sanctions").
    """
    low = claim.quote.lower()
    found = [(at, at + len(term)) for term in claim.terms if term and (at := low.find(term)) >= 0]
    if not found or len(low) != len(claim.quote):
        return (0, len(claim.quote))
    end = max(e for _, e in found)
    word_rest = len(low[end:]) - len(low[end:].lstrip("abcdefghijklmnopqrstuvwxyz"))
    return (min(s for s, _ in found), end + word_rest)


_QUOTE_MARKS = str.maketrans(dict.fromkeys("“”„«»\"‘’‚'`", None) | {"–": "-", "—": "-"})


def _readout_voice(relation: Relation, ref: str, zone: str, evidence: str, pattern: str) -> Voice:
    readout, claim = relation.readout, relation.against
    return Voice(
        **_who(claim.speaker, readout),
        quote=claim.quote,
        focus=focus_of(claim),
        outlet=readout.outlet or readout.issuer,
        url=readout.url,
        published=readout.published,
        time_zone=zone,
        text_ref=ref,
        evidence=evidence,
        evidence_url=_evidence_url(pattern, evidence),
    )


def _claim_voice(claim: Claim, article: Article, ref: str, evidence: str, pattern: str) -> Voice:
    return Voice(
        **_who(claim.speaker, None),
        quote=claim.quote,
        focus=focus_of(claim),
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        precision=article.published_precision or "minute",
        time_zone=article.time_zone,
        text_ref=ref,
        evidence=evidence,
        evidence_url=_evidence_url(pattern, evidence),
    )


def _who(speaker: Speaker, readout: Readout | None) -> dict[str, Any]:
    side = speaker.side or (readout.side if readout else None)
    return {
        "speaker": speaker.name or (readout.issuer if readout else ""),
        "side": side.value if side else "",
        "on_record": speaker.on_record,
        "is_outlet": speaker.is_outlet,
        "chain": speaker.chain,
    }


def _evidence_url(pattern: str, evidence: str) -> str:
    return pattern.replace("{sha256}", evidence) if pattern and evidence else ""


def _voice(data: Mapping[str, Any]) -> Voice:
    values = dict(data)
    values["published"] = dt.datetime.fromisoformat(values["published"]) if values["published"] else None
    start, end = values["focus"]
    return Voice(**{**values, "chain": tuple(values["chain"]), "focus": (int(start), int(end))})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plain(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is a date too
        return value.isoformat()
    raise TypeError(f"cannot be kept in the outbox: {value!r}")
