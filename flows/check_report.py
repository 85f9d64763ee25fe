"""What ``readout-watch check`` found in one article: for an analyst to read, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from alerts.wording import spaced
from extractors.model import Claim, Readout, Relation, RelationKind, Scope, Speaker
from flows.console import both_times
from flows.outcomes import counted
from flows.steps.thinking import Thought

# What an analyst looks at first; agreement comes last, in one line each.
_ORDER = tuple(RelationKind)
# Claims that only the comparison needs: the loose nouns of a sentence, and topics that it merely names.
_LOOSE, _ASIDE = "other", "nearby"
_SCOPES = {
    Scope.CALL: "about the call",
    Scope.POSITION: "a standing position",
    Scope.BACKGROUND: "about an older call",
    Scope.TEXT: "about what a statement says",
}


def show(out: Console, thought: Thought, zone: str) -> None:
    """Print what was thought of an article; ``zone`` (IANA) is the reader's own."""
    article, read = thought.article, thought.reading
    _line(out, article.title or "(no title)", "bold")
    _line(
        out, f"{article.outlet or 'outlet unknown'} · {both_times(article.published, zone) or 'time unknown'}"
    )
    if thought.copy.verdict:
        _line(out, f"Duplicate: {thought.copy.verdict.reason}")
        if not read.claims:
            _line(out, "A copy brings nothing new: it is not compared with the readouts again.")
            return
    if read.note:
        _line(out, f"Note: {read.note}")
    _line(out, f"Call: {read.main_call.key if read.main_call else 'none that is told from the text'}")
    others = [call.key for call in read.calls if call != read.main_call]
    if others:
        _line(out, f"Also about: {', '.join(others)}")
    _show_claims(out, read.claims)
    _show_relations(out, read.relations)


def _show_claims(out: Console, claims: Sequence[Claim]) -> None:
    """Print the claims sentence by sentence, each sentence once."""
    shown = [claim for claim in claims if claim.topic != _LOOSE and claim.rule != _ASIDE]
    out.print()
    _line(out, counted(len(shown), "claim") if shown else "No claim about a call.", "bold")
    for quote in dict.fromkeys(claim.quote for claim in shown):
        own = [claim for claim in shown if claim.quote == quote]
        out.print()
        for speaker in dict.fromkeys(claim.speaker for claim in own):
            _line(out, who(speaker), indent=2)
            _line(out, f"> {quote}", indent=4)
            for claim in own:
                if claim.speaker == speaker:
                    _line(out, f"- {slots(claim)}", indent=6)
    aside = [
        claim for claim in claims if claim.rule == _ASIDE and claim.quote not in {c.quote for c in shown}
    ]
    if aside:
        out.print()
        _line(out, "Named near the call, and compared with nothing:")
    for quote in dict.fromkeys(claim.quote for claim in aside):
        topics = ", ".join(spaced(claim.topic) for claim in aside if claim.quote == quote)
        _line(out, f"{topics} > {quote}", "dim", indent=2)


def _show_relations(out: Console, relations: Sequence[Relation]) -> None:
    """Print how the claims stand to the stored readouts: contradictions first, each with both quotes."""
    out.print()
    told = [one for one in relations if one.topic != _LOOSE or one.kind is RelationKind.CONTRADICTS]
    if not told:
        _line(out, "Nothing in it stands for or against a stored readout.")
    for kind in _ORDER:
        same = [one for one in told if one.kind is kind]
        if not same:
            continue
        _line(out, f"{kind.upper()} ({len(same)})", "bold")
        for relation in same:
            _show_relation(out, relation)
        out.print()


def _show_relation(out: Console, relation: Relation) -> None:
    kind = f"{spaced(relation.contradiction)}, " if relation.contradiction else ""
    about = f"{kind}{spaced(relation.topic)}; rule {relation.rule}, {relation.confidence} confidence"
    _line(out, f"{relation.reason} ({about})", indent=2)
    if relation.kind is RelationKind.CONSISTENT:
        return
    _line(out, f"this article > {relation.claim.quote}", indent=4)
    if relation.readout_claim is not None:
        _line(out, f"{_source(relation.readout)} > {relation.readout_claim.quote}", indent=4)


def who(speaker: Speaker) -> str:
    """Return who speaks, for which side, and through whom."""
    side = f" [{speaker.side}]" if speaker.side and str(speaker.side) not in speaker.name else ""
    anonymous = "" if speaker.on_record or speaker.is_outlet else ", not named"
    chain = f", as told by {', '.join(reversed(speaker.chain))}" if speaker.chain else ""
    return f"{speaker.name}{side}{anonymous}{chain}"


def slots(claim: Claim) -> str:
    """Return the slots of a claim in one line: matter, act, polarity, modality, scope, and the rule that read it."""
    value = f" ({claim.value})" if claim.value else ""
    holder = f" by {claim.holder}" if claim.holder else ""
    parts = [f"{spaced(claim.topic)}: {claim.proposition}{value}{holder}, {claim.polarity}"]
    parts.append(str(claim.modality))
    parts.append(_SCOPES[claim.scope] + (f" of {claim.call_date}" if claim.call_date else ", no call known"))
    if claim.terms:
        parts.append(f"of it: {', '.join(sorted(spaced(term) for term in claim.terms))}")
    return f"{'; '.join(parts)} [{claim.rule}]"


def _source(readout: Readout) -> str:
    own = readout.kind == "document"
    return (
        f"{readout.side}'s own page"
        if own
        else f"{readout.side}, quoted by {readout.outlet or readout.issuer}"
    )


def _line(out: Console, text: str, style: str = "", indent: int = 0) -> None:
    out.print(Padding(Text(text, style=style), (0, 0, 0, indent), expand=False))


def as_data(thought: Thought, raw: str) -> dict[str, Any]:
    """What was thought of an article as plain data; offsets count in ``text``, or in the given text file."""
    read, verdict = thought.reading, thought.copy.verdict
    return {
        "title": thought.article.title,
        "outlet": thought.article.outlet,
        "published": thought.article.published.isoformat() if thought.article.published else None,
        "read": read.read,
        "note": read.note,
        "call": read.main_call.key if read.main_call else None,
        "calls": [call.key for call in read.calls],
        "duplicate": {"of": verdict.original_id, "kind": verdict.kind, "reason": verdict.reason}
        if verdict
        else None,
        "claims": [_claim_data(claim, raw) for claim in read.claims],
        "relations": [_relation_data(relation, raw) for relation in _worst_first(read.relations)],
    }


def _worst_first(relations: Iterable[Relation]) -> list[Relation]:
    return sorted(relations, key=lambda one: _ORDER.index(one.kind))


def _claim_data(claim: Claim, raw: str) -> dict[str, Any]:
    start, end = _place(claim, raw)
    return {
        "topic": claim.topic,
        "family": claim.family,
        "proposition": claim.proposition,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "scope": claim.scope,
        "speaker": claim.speaker.name,
        "side": claim.speaker.side,
        "on_record": claim.speaker.on_record,
        "chain": list(claim.speaker.chain),
        "holder": claim.holder,
        "value": claim.value,
        "terms": sorted(claim.terms),
        "call_date": claim.call_date.isoformat() if claim.call_date else None,
        "quote": claim.quote,
        "start": start,
        "end": end,
        "rule": claim.rule,
    }


def _place(claim: Claim, raw: str) -> tuple[int | None, int | None]:
    """Return where the claim's quote stands in the file as given; None where cleaning changed its letters."""
    at = raw.find(claim.quote) if raw else claim.start
    return (at, at + len(claim.quote)) if at >= 0 else (None, None)


def _relation_data(relation: Relation, raw: str) -> dict[str, Any]:
    start, end = _place(relation.claim, raw)
    stored, readout = relation.readout_claim, relation.readout
    return {
        "kind": relation.kind,
        "contradiction": relation.contradiction,
        "topic": relation.topic,
        "reason": relation.reason,
        "confidence": relation.confidence,
        "rule": relation.rule,
        "article_quote": relation.claim.quote,
        "article_start": start,
        "article_end": end,
        "readout_quote": stored.quote if stored else None,
        "readout_start": stored.start if stored else None,
        "readout_end": stored.end if stored else None,
        "readout": f"{readout.side} as told by {readout.outlet or readout.issuer}",
        "readout_side": readout.side,
        "readout_kind": readout.kind,
        "readout_url": readout.url,
    }
