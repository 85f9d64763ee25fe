# ruff: noqa: E501 - patterns and word lists are read as one line each
"""What an agreed or offered thing covers: only some items, some items among others, or anything but some."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Items follow the word ("limited to X"), or stand before it ("X alone", "X were not part of it").
_AHEAD = 90
_ONLY = re.compile(
    r"\b(?:(?:was|were|is|are|be|being)? ?(?:strictly |purely |expressly )?(?:confined|limited|restricted|narrowed) to|(?:covers?|covered|cover|concerns?|concerned|appl(?:y|ies|ied) to|extends?(?:ed)? to|relates? to|affects?|protects?|spares?|includes?|included|involves?|involved|was for|is for|were for|are for|was about|strikes on|attacks on) (?:only|just|solely|exclusively|nothing (?:but|beyond|more than|other than|except))|nothing (?:but|beyond|more than|other than)|(?:only|solely|exclusively|merely|just) (?![^.;]{3,50} (?:left out|excluded|excepted|exempt))(?:to |for |on |about |with )?(?!(?:an?|one|the)? ?(?:hours?|minutes?|days?|weeks?|later|then|after|when|that|if|as|because|said|say|is)\b))"
)
_ALONE = re.compile(
    r"(?P<items>[\w' -]{3,70}?) (?:facilities |targets |sites |installations )?(?:alone|only|exclusively|and (?:on |with |for |to |about |of )?nothing (?:else|more|further|besides)|and no others?|and that was (?:all|it))(?=\W|$)"
)
_INCLUDES = re.compile(
    r"\b(?:covers?|covered|covering|includ(?:es?|ed|ing)|extends? to|extended to|extending to|appl(?:y|ies|ied) to|takes? in|took in|embrac(?:es?|ed|ing)|encompass(?:es|ed|ing)?|comprises?|comprised|involves?|applies|as well as|along with|together with|spans?|spanned|reach(?:es|ed)? (?:as far as|beyond)|goes beyond|went beyond|and also|not (?:only|just))\b(?! only| just| solely| exclusively| nothing)"
)
_INCLUDED_AFTER = re.compile(
    r"(?P<items>[\w' ,-]{3,60}?),? (?:included|among them|as well|were part of it|was part of it|were included|was included)\b"
)
_EXCLUDES = re.compile(
    r"\b(?:exclud(?:es?|ed|ing)|leav(?:es?|ing) out|left out|except(?: for)?|excepting|without|apart from|other than|does not (?:cover|include|extend to|apply to)|did not (?:cover|include|extend to|apply to)|do not (?:cover|include|extend to|apply to)|doesn't (?:cover|include|extend to|apply to)|didn't (?:cover|include|extend to|apply to)|not (?:including|covering|counting)|never (?:covered|included|extended to)|exempts?|no mention of|nothing about)\b"
)
_EXCLUDED_BEFORE = re.compile(
    r"(?P<items>[\w' -]{3,60}?),?(?: they| it| those| these| that)? (?:(?:was|were|is|are) (?:not|never|no) (?:part of|in|included|covered|on offer|among|a part of|mentioned|offered|promised)|(?:was|were|is|are)n't (?:part of|in|included|covered|on offer|among|a part of)|(?:was|were|is|are) (?:left out|excluded|exempt|outside)|stayed? out|played no part in it|formed no part)"
)
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bno longer) (?:\w+ )?$")
_PAIR = re.compile(
    r"\benergy and (?:every other kind of |other |all (?:other )?|all kinds of |civilian |any )?infrastructure\b"
)
_WORD = re.compile(r"[a-z][a-z'-]+")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "to",
        "for",
        "in",
        "on",
        "at",
        "with",
        "by",
        "from",
        "its",
        "his",
        "her",
        "their",
        "any",
        "all",
        "every",
        "other",
        "others",
        "kind",
        "kinds",
        "such",
        "some",
        "no",
        "not",
        "than",
        "that",
        "this",
        "these",
        "those",
        "it",
        "they",
        "them",
        "was",
        "were",
        "be",
        "been",
        "is",
        "are",
        "which",
        "who",
        "part",
        "would",
        "will",
        "could",
        "also",
        "both",
        "own",
        "two",
        "three",
        "only",
        "just",
        "alone",
        "said",
        "say",
        "says",
        "told",
        "including",
        "included",
        "item",
        "items",
        "thing",
        "things",
        "among",
        "more",
        "most",
        "as",
        "well",
        "one",
        "ones",
        "according",
        "either",
        "party",
        "parties",
        "agreed",
        "approved",
        "extend",
        "further",
        "limit",
    ]
)


@dataclass(frozen=True)
class Extent:
    """What is said of the range of a thing: ``kind`` is only, includes or excludes; ``items`` are stems of nouns."""

    kind: str
    items: frozenset[str]

    def to_value(self) -> str:
        """Return the extent as text for a claim's ``value``."""
        return f"{self.kind}:{' '.join(sorted(self.items))}"


def find_extents(text: str) -> list[Extent]:
    """Return what a lower-case sentence says of the range of the thing it is about."""
    found: list[Extent] = []
    if _PAIR.search(text):
        found.append(Extent("includes", frozenset({"infrastructure-other"})))
    for kind, pattern in (("only", _ONLY), ("excludes", _EXCLUDES), ("includes", _INCLUDES)):
        for match in pattern.finditer(text):
            if kind == "includes" and _DENIED.search(text[: match.start()]):
                continue  # "does not apply to": read as what is left out
            found.append(Extent(kind, _items(text[match.end() : match.end() + _AHEAD])))
    for kind, pattern in (("only", _ALONE), ("excludes", _EXCLUDED_BEFORE), ("includes", _INCLUDED_AFTER)):
        for match in pattern.finditer(text):
            found.append(Extent(kind, _items(match["items"], last=True)))
    return [extent for extent in found if extent.items]


_HONORIFIC = re.compile(r"\b(?:mr|mrs|ms|dr|gen|col|sen)\. ")


def _items(piece: str, last: bool = False) -> frozenset[str]:
    """Return the stems of the items in a piece of text, up to the next clause; ``last`` keeps its end only."""
    piece = _HONORIFIC.sub("", piece)
    piece = re.split(
        r"[.;:()\"]|,? (?:except|excepting|save for|apart from|which|who|that|while|because|although|but|after|before|according|if|so|when|where|he|she|they|it) |, an? \w+ ",
        piece,
    )[-1 if last else 0]
    words = [stem(w) for w in _WORD.findall(piece)]
    words = [w for w in words if w not in _STOP and len(w) > 2]
    return frozenset(words[-6:] if last else words[:8])


def items_of(piece: str, last: bool = False) -> frozenset[str]:
    """Return the stems of the items in a piece of text, up to the next clause; ``last`` keeps its end only."""
    return _items(piece, last)


_SAME = {
    "machine": "ventilator", "breath": "ventilator", "breathing": "ventilator", "respirator": "ventilator", "apparatus": "ventilator", "bridg": "transport",
    "bridge": "transport", "rail": "transport", "railway": "transport", "road": "transport", "railroad": "transport", "swab": "test", "kit": "test", "power": "energy", "grid": "energy", "electricity": "energy", "facility": "infrastructure", "installation": "infrastructure", "site": "infrastructure",
    "commerce": "trade", "regiment": "troop", "unit": "troop", "brigade": "troop", "battalion": "troop", "soldier": "troop", "division": "troop", "contingent": "troop",
    "plane": "aircraft", "airplane": "aircraft", "aeroplane": "aircraft", "detainee": "prisoner", "inmate": "prisoner", "captive": "prisoner", "convict": "prisoner",
    "ship": "vessel", "boat": "vessel", "warship": "vessel", "frigate": "vessel", "destroyer": "vessel", "jab": "vaccine", "inoculation": "vaccine", "vaccination": "vaccine",
    "coronavirus": "pandemic", "covid": "pandemic", "virus": "pandemic", "epidemic": "pandemic", "blaze": "fire", "wildfire": "fire", "wheat": "grain", "corn": "grain", "cereal": "grain",
    "brit": "britain", "british": "britain", "french": "france", "german": "germany", "chinese": "china", "israeli": "israel", "iranian": "iran",
    "children": "child", "kid": "child", "rocket": "missile", "weapon": "arms", "armament": "arms", "munition": "arms", "weaponry": "arms", "consulate": "mission", "embassy": "mission",
    "fertiliser": "fertilizer", "film": "movie", "picture": "movie", "photograph": "movie", "photo": "movie", "image": "movie", "ballot": "election", "vote": "election", "poll": "election", "emigration": "migration", "migrant": "migration",
    "target": "infrastructure", "plant": "energy", "station": "energy", "refinery": "energy", "pipeline": "energy", "oil": "energy", "gas": "energy", "pumping": "energy", "fuel": "energy", "mexican": "mexico", "serviceman": "troop", "servicemen": "troop", "military": "troop", "uniform": "troop",
}  # fmt: skip


def stem(word: str) -> str:
    """Return a rough singular of a noun, with the synonyms of things that were offered or spared in calls."""
    word = word.removesuffix("'s").strip("'-")
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return _SAME.get(word, word)
