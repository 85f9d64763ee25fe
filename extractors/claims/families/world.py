"""Every other matter of a call: Ukraine, aid, elections, cyberattacks, human rights, and what was uttered."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.claims.common import extent_drafts, topic_drafts
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.frames import Frame
from extractors.claims.mentions import mention_drafts
from extractors.claims.page import Page
from extractors.claims.presence import presence_drafts
from extractors.claims.recounted import recounted_drafts
from extractors.claims.topics import load_topics
from extractors.model import Family

TOPICS = load_topics("world", Family.OTHER)


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield the drafts of one sentence: discussed, agreed, proposed or not."""
    drafts = [*topic_drafts(page, index, frames, TOPICS), *mention_drafts(page, index, frames, TOPICS)]
    drafts = [*drafts, *presence_drafts(page, index, drafts, TOPICS)]
    yield from drafts
    yield from recounted_drafts(page, index, drafts, TOPICS)
    yield from extent_drafts(page, index, TOPICS)


FAMILY = ClaimFamily("world", TOPICS, read)
