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


# "Some fifty prisoners" and "52 prisoners" are two accounts of one number.
_COUNT_MARGIN = 1.15
_EXACT_BELOW = 10


def counts_clash(one: str, other: str) -> bool:
    """Return whether two counts ("count:12 prisoner") are of the same things and clearly different."""
    (_, items_a), (_, items_b) = parse_extent(one), parse_extent(other)
    if _counted(items_a) != _counted(items_b):
        return False
    low, high = sorted(int(i) for i in items_a ^ items_b if i.isdigit()) or [1, 1]
    return low != high and (low < _EXACT_BELOW or high > low * _COUNT_MARGIN)


def _times_clash(one: str, other: str) -> bool:
    """Return whether two terms ("term:168", in hours) or two months in which a thing ends differ clearly."""
    (kind_a, _, a), (kind_b, _, b) = one.partition(":"), other.partition(":")
    if kind_a != kind_b:
        return False
    return _terms_differ(float(a), float(b)) if kind_a == "term" else kind_a == "until" and a != b


def extents_clash(one: str, other: str) -> bool:
    """Return whether both extents (values of extent claims) cannot be true of one thing."""
    if one.startswith(("term:", "until:")):
        return _times_clash(one, other)
    for first, second in ((one, other), (other, one)):
        (kind_a, items_a), (kind_b, items_b) = parse_extent(first), parse_extent(second)
        if kind_a == "only" and kind_b == "includes" and items_b - items_a - _GENERIC:
            return True
        if kind_a == "excludes" and kind_b in ("includes", "only") and (items_a & items_b) - _GENERIC:
            return True
    (kind_a, items_a), (kind_b, items_b) = parse_extent(one), parse_extent(other)
    return kind_a == kind_b == "only" and not items_a & items_b


# Words around the items that are no items: who said it, how it was put, the thing itself.
_LOOSE = frozenset(
    [
        "official",
        "source",
        "aide",
        "diplomat",
        "ministry",
        "person",
        "kremlin",
        "house",
        "white",
        "state",
        "department",
        "kind",
        "sort",
        "group",
        "member",
        "cover",
        "thing",
        "agreed",
        "today",
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "american",
        "russian",
        "president",
        "senior",
        "two",
        "three",
        "part",
        "exchange",
        "swap",
        "moratorium",
        "ceasefire",
        "cut",
        "deal",
        "extension",
        "treaty",
        "apply",
        "alike",
        "altogether",
        "whole",
        "entire",
        "country",
        "else",
        "alike",
        "nothing",
        "nobody",
        "facility",
        "target",
        "general",
        "deputy",
        "minister",
        "foreign",
        "new",
        "producer",
        "every",
        "all",
        "over",
    ]
)


def ranges_clash(one: str, other: str, *, named: bool = True) -> bool:
    """Return whether two ranges of one thing cannot both be true.

    ``named`` is whether both accounts name the thing alike; where one only speaks of the deal, an item must be shared.
    """
    if one.startswith(("term:", "until:")):
        return named and _times_clash(one, other)
    return _range_against(one, other, named) or _range_against(other, one, named)


def _range_against(one: str, other: str, named: bool) -> bool:
    (kind_a, all_a), (kind_b, all_b) = parse_extent(one), parse_extent(other)
    items_a, items_b = all_a - _GENERIC - _LOOSE, all_b - _GENERIC - _LOOSE
    shared = items_a & items_b
    if kind_a == "count" or kind_b == "names":
        return _parts_against(one, other, shared)
    if kind_a in ("allbut", "wider"):
        return kind_b == "covers" and bool(shared)
    if kind_a == "only" and items_a:
        if kind_b in ("all", "wider"):
            return named or bool(shared)
        return kind_b == "covers" and bool(items_b - items_a) and (named or bool(shared))
    if kind_a == "excludes":
        # "throughout Syria" leaves no part of it out
        everywhere = kind_b == "all" and named and bool(items_a)
        return everywhere or (kind_b in ("covers", "only", "all") and bool(shared))
    return (
        named
        and kind_a == "all"
        and kind_b == "covers"
        and not shared
        and bool(items_b)
        and one != other
        and _is_partial(items_b)
    )


def _parts_against(one: str, other: str, shared: frozenset[str]) -> bool:
    """Return whether the number of parts differs, or some of the parts that a readout lists are left out."""
    (kind_a, items_a), (_, items_b) = parse_extent(one), parse_extent(other)
    if kind_a == "count":
        return False  # what is counted needs no thing: see counts_clash
    left_out = items_b - items_a - _GENERIC - _LOOSE
    return bool(shared) and (kind_a in ("excludes", "wider") or (kind_a == "only" and bool(left_out)))


def _counted(items: frozenset[str]) -> frozenset[str]:
    """Return what is counted, without how many of it."""
    return frozenset(item for item in items if not item.isdigit())


def _is_partial(items: frozenset[str]) -> bool:
    """Return whether the items name a part of a country or of a class of arms."""
    return bool(
        items
        & {
            "southwest",
            "southeast",
            "northwest",
            "northeast",
            "south",
            "north",
            "east",
            "west",
            "strategic",
            "energy",
        }
    )
