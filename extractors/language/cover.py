"""Which spans lie over an offset, in constant time: a text of 40,000 words has thousands of spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.model import Span

# Characters per bucket: a news paragraph, so that a span lies in one or two buckets.
_BUCKET = 1000


@dataclass(slots=True)
class Cover:
    """Spans with an owner's number each."""

    buckets: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    def add(self, owner: int, spans: Iterable[Span]) -> None:
        """Lay the owner's spans."""
        for start, end in spans:
            for bucket in range(start // _BUCKET, max(end - 1, start) // _BUCKET + 1):
                self.buckets.setdefault(bucket, []).append((start, end, owner))

    def owners(self, offset: int) -> list[int]:
        """Return the owners of the spans that hold the character at ``offset``, in the order they were
        laid.
        """
        return [
            owner for start, end, owner in self.buckets.get(offset // _BUCKET, []) if start <= offset < end
        ]
