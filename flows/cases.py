"""Prediction on case files: every case on a store of its own, through the same reading as the monitor."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from extractors.duplicates import judge
from extractors.model import (
    Article,
    Call,
    Candidate,
    Claim,
    DuplicateKind,
    Readout,
    Relation,
    RelationKind,
    Side,
    Verdict,
)
from flows.reading import Reading, read
from flows.steps.news import news_only

# Of an update only what its original lacks is read as news; a copy's claims are listed, but contradict nothing.
_COPIES = frozenset({DuplicateKind.EXACT, DuplicateKind.NEAR, DuplicateKind.CONTAINED})
# Words changed here and there leave a text about as long as it was; an update adds a paragraph at least.
_LIGHT_EDIT = 1.1


class CaseError(ValueError):
    """A line of a case file that cannot be read; the message names the line and how to mend it."""


def predict_cases(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield one prediction a case line, in order; blank lines are skipped.

    ``call_date`` and ``expected`` of a case are never read. Raises CaseError on a broken line.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield predict_case(_parsed(line, number))


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except ValueError as error:
        raise CaseError(f"line {number}: not JSON ({error}); every line must be one JSON object") from None
    if (
        not isinstance(case, dict)
        or not isinstance(case.get("article"), dict)
        or not isinstance(case.get("id"), str)
    ):
        raise CaseError(f"line {number}: a case needs an id (text) and an article (object)")
    if not isinstance(case.get("stored", []), list):
        raise CaseError(f"line {number}: stored must be a list of objects")
    return {key: case.get(key) for key in ("id", "stored", "article")}


def predict_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the prediction for one parsed case."""
    readings = [_stored(entry) for entry in case["stored"] or []]
    calls = {c.key: c for reading in readings for c in ([reading.main_call] if reading.main_call else [])}
    stored = [r for reading in readings for r in reading.readouts]
    article = article_of(case["article"])
    verdict = _original(article, case["stored"] or [])
    copied = verdict is not None and verdict.kind in _COPIES
    news = verdict.new_text if verdict is not None and not copied else None
    reading = read(article, list(calls.values()), lambda key: [r for r in stored if r.call_key == key], news)
    judged = reading
    if verdict is not None:  # as the monitor does: what the original says already contradicts nothing anew
        said = readings[verdict.original_id].claims
        judged = news_only(reading, verdict, said)
    same = reading.main_call is not None and reading.main_call.key in calls
    return {
        "id": case["id"],
        "duplicate_of": _duplicate_of(article, verdict, case["stored"]),
        "same_call": same,
        "claims": [_claim(c) for c in reading.claims if c.family in ("sanctions", "cooperation")],
        "contradictions": _contradictions(judged.relations),
    }


def _duplicate_of(
    article: Article, verdict: Verdict | None, stored: Sequence[Mapping[str, Any]]
) -> str | None:
    """Return the id of the stored text that the article copies, light edits included; None for a real update."""
    if verdict is None:
        return None
    entry = stored[verdict.original_id]
    longer = len(article.text) > _LIGHT_EDIT * len(article_of(entry).text)
    return None if verdict.kind not in _COPIES and longer else str(entry["id"])


def _original(article: Article, stored: Sequence[Mapping[str, Any]]) -> Verdict | None:
    """Return which stored text the article repeats and how; ``original_id`` counts in ``stored``."""
    held = [article_of(entry) for entry in stored]
    return judge(
        article.text, [Candidate(i, one.text, side=one.side) for i, one in enumerate(held)], side=article.side
    )


def _stored(entry: Mapping[str, Any]) -> Reading:
    """Return the reading of one stored readout."""
    return read(article_of(entry), [], lambda key: [])


def article_of(entry: Mapping[str, Any]) -> Article:
    """Return the article of a case's ``article`` or ``stored`` object; a repeated text is written out."""
    text = entry.get("text") or ""
    if isinstance(text, dict):
        text = str(text.get("unit", "")) * int(text.get("repeat", 0))
    side = side_of(str(entry.get("source", ""))) if entry.get("kind") == "readout" else None
    return Article(
        text=str(text),
        title=str(entry.get("title") or ""),
        url=str(entry.get("url") or ""),
        outlet=str(entry.get("outlet") or entry.get("source") or ""),
        published=_moment(entry.get("published")),
        side=side,
    )


def side_of(source: str) -> Side:
    """Return the side that a readout's source name speaks for."""
    russian = ("kremlin", "russia", "moscow")
    return Side.KREMLIN if any(word in source.lower() for word in russian) else Side.WHITE_HOUSE


def _moment(value: object) -> dt.datetime | None:
    """Return an ISO time as aware UTC, None where it is missing or absurd."""
    try:
        moment = dt.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "topic": str(claim.family),
        "polarity": str(claim.polarity),
        "speaker": claim.speaker.name,
        "sentence": claim.quote,
    }


def _contradictions(found: Sequence[Relation]) -> list[dict[str, Any]]:
    """Return the contradictions, one for a pair of sentences."""
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    for relation in found:
        if relation.kind is RelationKind.CONTRADICTS:
            pairs.setdefault((relation.against.quote, relation.claim.quote), _pair(relation))
    return list(pairs.values())


def _pair(relation: Relation) -> dict[str, Any]:
    return {
        "topic": relation.topic,
        "kind": str(relation.contradiction),
        "stored_sentence": relation.against.quote,
        "article_sentence": relation.claim.quote,
        "rule": relation.rule,
        "reason": relation.reason,
    }


__all__ = ["Call", "CaseError", "Readout", "article_of", "predict_case", "predict_cases", "side_of"]
