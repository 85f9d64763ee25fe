"""What a claim family hands to the engine: the family itself and the drafts of its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from extractors.claims.frames import Frame
from extractors.claims.page import Page
from extractors.claims.topics import Topic
from extractors.model import Family, Modality, Polarity, Proposition, Scope


@dataclass(frozen=True)
class Draft:
    """A claim before it has speaker, quote and call: what one sentence asserts of one topic.

    ``at`` is the span in the sentence that decides who speaks (the cue's clause), None for the whole.
    """

    topic: str
    family: Family
    proposition: Proposition
    polarity: Polarity
    modality: Modality = Modality.ASSERTED
    scope: Scope = Scope.CALL
    holder: str = ""
    value: str = ""
    terms: frozenset[str] = field(default_factory=frozenset)
    rule: str = ""
    at: tuple[int, int] | None = None


@dataclass(frozen=True)
class ClaimFamily:
    """One family of claims: its topics and the function that reads one sentence of a page.

    ``read`` gets the page, the index of the sentence and the sentence's frames, and yields drafts.
    """

    name: str
    topics: tuple[Topic, ...]
    read: Callable[[Page, int, list[Frame]], Iterable[Draft]]
