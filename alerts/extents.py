"""Whether two accounts of what an agreed or offered thing covers can both be true. Pure."""

from __future__ import annotations

# Words for the thing itself: naming it says nothing of its range.
_GENERIC = frozenset(
    {"infrastructure", "equipment", "strike", "attack", "offer", "truce", "understanding", "agreement", "day"}
)


def parse_extent(value: str) -> tuple[str, frozenset[str]]:
    """Return (only, includes or excludes; the items) of an extent claim's ``value`` ("only:energy grid")."""
    kind, _, items = value.partition(":")
    return kind, frozenset(items.split())


def _terms_differ(one: float, other: float) -> bool:
    """Return whether two stretches of hours are clearly different: a month and thirty days are not."""
    return max(one, other) > 1.3 * min(one, other)


def extents_clash(one: str, other: str) -> bool:
    """Return whether both extents (values of extent claims) cannot be true of one thing."""
    if one.startswith("term:") and other.startswith("term:"):
        return _terms_differ(float(one[5:]), float(other[5:]))
    for first, second in ((one, other), (other, one)):
        (kind_a, items_a), (kind_b, items_b) = parse_extent(first), parse_extent(second)
        if kind_a == "only" and kind_b == "includes" and items_b - items_a - _GENERIC:
            return True
        if kind_a == "excludes" and kind_b in ("includes", "only") and (items_a & items_b) - _GENERIC:
            return True
    (kind_a, items_a), (kind_b, items_b) = parse_extent(one), parse_extent(other)
    return kind_a == kind_b == "only" and not items_a & items_b
