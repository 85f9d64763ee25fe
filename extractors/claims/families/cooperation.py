"""What the two sides may do together: terrorism, Syria, trade, energy, arms, prisoners, a ceasefire, meetings."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.claims.common import extent_drafts, topic_drafts
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.mentions import mention_drafts
from extractors.claims.nearby import nearby_drafts
from extractors.claims.page import Page
from extractors.claims.presence import presence_drafts
from extractors.claims.recounted import recounted_drafts
from extractors.claims.reunion import reunion_drafts
from extractors.claims.topics import load_topics
from extractors.model import Family

TOPICS = load_topics("cooperation", Family.COOPERATION)


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield the drafts of one sentence: discussed, agreed, proposed or not, and what it covers."""
    drafts = [
        *topic_drafts(page, index, frames, TOPICS),
        *mention_drafts(page, index, frames, TOPICS),
        *extent_drafts(page, index, TOPICS),
        *reunion_drafts(page, index),
    ]
    drafts += presence_drafts(page, index, drafts, TOPICS)
    drafts += recounted_drafts(page, index, drafts, TOPICS)
    yield from drafts or nearby_drafts(page, index, TOPICS)


FAMILY = ClaimFamily("cooperation", TOPICS, read)
