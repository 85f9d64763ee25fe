"""The slots of a claim as a frame fills them: polarity, modality, scope, matters, and where the act stands."""

from __future__ import annotations

import re

from extractors.claims.frames import Frame
from extractors.claims.page import Page
from extractors.claims.silence import is_about_text
from extractors.claims.topics import Hit, sentence_matters
from extractors.model import Modality, Polarity, Scope

# "The summary says as little about arms as the post does": what a text leaves out.
_LITTLE = re.compile(r"\b(?:as|so|very|too|precious) little\b")


def polarity_of(frame: Frame) -> Polarity:
    """Return the claim's polarity for a frame's sign."""
    return {1: Polarity.AFFIRMED, -1: Polarity.DENIED, 0: Polarity.UNCERTAIN}[frame.polarity]


def modality_of(page: Page, frame: Frame) -> Modality:
    """Return the frame's modality; what a story says before the call is about the future, however put."""
    if page.is_preview and frame.modality is Modality.ASSERTED:
        return Modality.FUTURE
    if frame.weakened and frame.modality is Modality.ASSERTED:
        return Modality.HEDGED
    return frame.modality


def scope_of(page: Page, index: int, frame: Frame) -> Scope:
    """Return what the frame is about: the call, an older one, or merely a statement's text."""
    denied = frame.polarity < 0 or _LITTLE.search(page.scenes[index].own_text(frame.clause))
    if not page.is_readout and denied and is_about_text(page, index, frame.clause):
        return Scope.TEXT
    return Scope.BACKGROUND if page.call_of(index).kind == "background" else Scope.CALL


def scope_of_text(page: Page, index: int) -> Scope:
    """Return whether the sentence is about the call or about an older one."""
    return Scope.BACKGROUND if page.call_of(index).kind == "background" else Scope.CALL


def matters_of(page: Page, index: int, frame: Frame, hit: Hit) -> frozenset[str]:
    """Return the matters a claim is about: of a denial those in its own phrase, of a report all that are named.

    A denial that names a narrower matter must not be read as one of the whole topic, and a report that
    names a matter anywhere in its sentence tells of it.
    """
    if frame.polarity < 0 or frame.borrowed:
        clause = page.scenes[index].own_text(frame.clause)
        # "No date has been set for the meeting" denies the date, not the meeting.
        return hit.matters | hit.topic.matters.named(clause)
    return hit.matters | sentence_matters(page.scenes[index], hit.topic)


def place_of(page: Page, index: int, frame: Frame) -> tuple[int, int]:
    """Return where in its sentence a frame's act stands: whoever is quoted there says it."""
    start = page.scenes[index].offset_of(frame.cue)
    return start, start + len(frame.cue)
