# ruff: noqa: E501 - patterns are read as one line each
"""How far an agreed thing reaches: what falls under it, what alone, what not, and whether it covers everything.

A range is read of any agreed thing (truce, exchange, cut, treaty, deal), named in the sentence or pointed at by
"it"; it is compared with a range of the same thing, or of one that is only called the deal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from extractors.claims.draft import Draft
from extractors.claims.extents import items_of
from extractors.claims.page import Page
from extractors.claims.parts import counts_in, parts_in
from extractors.claims.slots import scope_of_text
from extractors.claims.terms import amounts_in, places_in, terms_in
from extractors.model import Family, Modality, Polarity, Proposition

TOPIC, RULE = "other", "range"
_CLASSES = {
    "truce": r"truces?|cease-?fires?|cessation|calm|refrain(?:ed|ing)? from (?=strik|attack|shell|bomb)|moratorium|pause|halt|freeze|stop|lull|standstill|silence",
    "swap": r"exchange|swap|prisoner trade|release",
    "cut": r"cuts?|cutbacks?|reductions?|curbs?|quotas?|output|barrels?|production",
    "treaty": r"treaty|extension|pact|new start|term of the treaty|limits?",
    "aid": r"aid|help|assistance|shipments?|consignment|deliver(?:y|ies)|package|gift|supplies",
    "accord": r"deal|(?<!in )agreement|understanding|arrangement|accord|bargain|settlement|what (?:was|had been|they|[\w. ]{3,60}?) (?:had )?(?:agreed|settled)|settled (?:on|between)|what was (?:agreed|settled)|terms",
    "talks": r"dialogue|consultations|negotiations",
    "group": r"(?:working |expert |joint )?groups?|panels?|commissions?",
    "access": r"crossings?|corridors?|checkpoints?",
    "patrol": r"patrols?|exercises?|inspections?|manoeuvres|maneuvers|drills?",
    "joint": r"work together|work jointly|cooperation|co-operation|collaboration|working together|joint work",
    "deal": r"offer(?:ed|s)?|initiative|commitment|promise|undertaking|the list|list",
}  # fmt: skip
_THING = {name: re.compile(rf"\b(?:{source})\b") for name, source in _CLASSES.items()}
_BE = r"(?:lies?|lay|stands?|stood|remains?|remained|is|are|was|were|be|been|being|has been|have been|had been|will be|would be|comes?|fall(?:s)?|fell|got|gets)"
_SHARE = r"(?:included|covered|protected|spared|embraced|off[ -]limits|part of (?:it|them|the \w+)|in it|in(?:to)? the (?:\w+ )?(?:deal|bargain|truce|package|list)|(?:brought |come |comes |came |falls? |fell )?(?:within|under|inside) (?:it|its \w+|the \w+)|belong(?:s|ed)? to it|counted in|on the list)"
# What falls under it; the items follow.
_COVERS = re.compile(
    r"\b(?:widened to|cover(?:s|ed|ing)?|extend(?:s|ed|ing)? (?:also )?(?:to|over)|appl(?:y|ies|ied) (?:also |equally )?to|take in|tak(?:es|e|ing) in|took in|embrac(?:es?|ed|ing)|encompass(?:es|ed)?|compris(?:es?|ed)|includ(?:es?|ed|ing)|reach(?:es|ed)? (?:as far as|(?:down )?(?:to|into))|stretch(?:es|ed)? to|span(?:s|ned)?|concern(?:s|ed)?|protect(?:s|ed)?|shield(?:s|ed)?|spar(?:es|ed|ing)|hold(?:s)? (?:good )?(?:for|in)|(?:is|are|was) (?:valid|in force|binding|in effect|good|meant|open) (?:for|in|on|over|to)|bring(?:s)? (?=.{3,60} within)|(?:is|are|was|were) (?:for|about|to do with)|goes for|(?:it's|it is)(?= (?:for|about|on|only|all|every|both|the whole|just)\b))\b"
    r"(?! (?:the )?(?:front pages?|story))"
)
_ALIKE = re.compile(
    r"(?P<items>(?:on|at|in|from|by|to|over) [\w' ,-]{3,60}? and [\w' -]{2,30}?) (?:alike|as well)\b"
)
_BUT_ALSO = re.compile(
    r"\bnot (?:just|only|merely) (?:to |for |on |about )?[^.;]{3,60}? but (?:also )?(?:to |for |on |about )?"
)
_SHARED = re.compile(
    rf"(?P<items>[\w' ,-]{{3,90}}?)(?:,[^,]{{3,50}}(?:said|says|stressed|insisted|added),)? (?:also |too |as well )?(?:(?:{_BE} )?(?:\w+ly )?(?:also |all |both )?{_SHARE}\b|included\b)"
)
_BELONGS = re.compile(
    r"(?P<items>[\w' ,-]{3,60}?) (?:belong(?:s|ed)? to|come(?:s)? under|came under|fall(?:s)? under|fell under|come(?:s)? within|count(?:s|ed)? under) (?:it|them|the (?:\w+ )?(?:truce|ceasefire|deal|agreement|arrangement|accord|treaty|moratorium|pause|exchange|swap|cut|pact|extension))\b"
)
_EXCLUDES = re.compile(
    r"\b(?:exclud(?:es?|ed|ing)|exempt(?:s|ed|ing)?|leav(?:es?|ing) out|left out|leaves? aside|shuts? out|shut out|bars?|barr(?:ed|ing)|omits?|omitted|omitting|skips?|skipped|stop(?:s|ped)? short of|pass(?:es|ed)? over|spar(?:es|ed) (?=\w+ the (?:cut|reduction))|with the exception of|except(?:ing|ed)?(?: for| in)?|save(?: for| in)|everywhere but(?: in)?|everyone but|everybody but|all but|anyone but|bar|minus|but not|and not|(?:do|does|did|would)(?:es)?(?: not|n't) (?:cover|include|extend to|apply to|reach|concern|touch|protect|bind|affect|hold (?:for|in))|no room for|nothing (?:for|about|on)|outside|is no use to|without)\b(?! (?:delay|doubt|exception|saying|waiting|further))"
)
_LEFT_OUT = re.compile(
    rf"(?P<items>[\w' ,-]{{3,70}}?),?(?: that| which)? (?:itself |alone )?(?:{_BE} )?(?:also |all |altogether |entirely |expressly |specifically )?(?:not (?:part of|in|included|covered|bound|among|on|under|a part of|affected)|n't (?:part of|in|included|covered|bound|among|on)|exempt(?:ed)?|excused|excluded|left (?:out|off|aside)|let off|shut out|carved out|ruled out|omitted|outside (?:it|the \w+)|free of it|no part of (?:it|the \w+)|itself carved out|itself exempted|kept out|unaffected|untouched|stayed? out|beyond (?:it|its \w+))\b"
)
# "With only the two groups left out" leaves out no more than them.
_ONLY_OUT = re.compile(
    r"\bonly (?P<items>[\w' ,-]{3,50}?) (?:is |are |was |were |being )?(?:left out|excluded|excepted|exempt(?:ed)?)\b"
)
_DENIED = re.compile(r"n't\b|\b(?:not|never|no longer)\b(?! (?:only|just|merely))")
_NOT_UNDER = re.compile(
    r"(?P<items>[\w' ,-]{3,60}?) (?:do|does|did|will|would) ?(?:not|n't) (?:come|fall|belong|count|rank) (?:under|within|to|among|in) (?:it|them|the \w+)\b"
)
# "Calm in the capital and south of it; the rest is a war zone".
_REST = re.compile(
    r"(?P<items>[\w' ,-]{3,60}?)[;,:] (?:and )?(?:the rest|everything else|nothing else|all else) (?:is|are|was|were|stays?|remains?|does|did|would)\b"
)
_NONE_UNDER = re.compile(
    r"\b(?:no|not a(?: single)?|none of the) (?P<items>[\w' -]{3,50}?) (?:falls?|fell|comes?|came|is|are|was|were|has been|will be) (?:\w+ )?(?:under|within|covered|included|part|affected|in it|on the list|bound)\b"
)
_ONLY = re.compile(
    r"\b(?:(?:strictly |purely |expressly )?(?:confined|limited|restricted|narrowed|reserved) to|(?:cover|appl|concern|extend|relat|affect|protect|spar|includ|involv|is for|are for|is about|are about)\w*(?: to| for)? (?:only|just|solely|exclusively|nothing (?:but|beyond|more than|other than|except))|goes? no (?:further|farther|wider|deeper) than|went no further than|reaches no further than|stops? at|ends? (?:at|with)|does not go beyond|nothing (?:but|beyond|more than|other than)|(?:nobody|no one|none) but|(?:only|solely|exclusively|merely) (?:to|for|on|about|with))(?= )"
)
_ALONE = re.compile(
    r"(?P<items>[\w' -]{3,70}?),? (?:alone|only(?=[.,;\"]|$)|exclusively|and (?:on |with |for |to |about |of |in )?(?:nothing|nobody|no one|nowhere) (?:else|more|further|besides)|and no others?|and that (?:was|is) (?:all|it))(?=\W|$)"
)
_WIDER = re.compile(
    r"\b(?:not|n't|by no means|far from|never|anything but) (?:just |merely |at all )?(?:confined to|limited to|restricted to|stop(?:s|ped)? (?:at|with)|end(?:s|ed)? (?:at|with)|only (?:for |about |on |in |to )?|just (?:for |about |on )?)|\b(?:goes|go|went|reach(?:es)?) (?:well |far |way )?beyond|\bnot (?:to|for|about|on|in) (?=[\w ]{3,30} alone\b)"
)
_BROADER = re.compile(
    r"\b(?:wider|broader|larger|bigger|more) than (?:moscow|washington|the kremlin|the white house|\w+ )?(?:lets? on|admits?|says?|was said|announced|reported|claimed|has been said)"
)
# "Water bombers and not merely photographs".
_NOT_MERELY = re.compile(r"\b(?:and|,) not (?:merely|only|just|simply) (?P<items>[\w' -]{3,40})")
# "Power plants and every other kind of infrastructure": more than the one kind.
_OTHER_KINDS = re.compile(
    r"\b(?:and|or|also|as well as) (?:every|any|all) other (?:kinds?|sorts?|types?|forms?) of (?P<items>[\w' -]{3,30})"
)
_ALL = re.compile(
    r"\b(?:(?:the )?(?:whole|entire|full) (?:of )?(?:the )?(?!world|thing|affair)\w+|all over (?:the )?\w+|throughout(?: the)? \w+|across the (?:whole )?\w+|nation-?wide|country-?wide|every (?:kind|sort|type|class|category|province|one|part|target|region|inch|city)\b[\w ]*|(?:of|in) every (?:kind|sort|class|type)|all (?:kinds?|sorts?|attacks?|strikes?|targets?|provinces?|fronts?|categories|weapons|arms|prisoners|producers|infrastructure|of it)\b|any (?:target|kind|attack|strike)|without exceptions?|no matter (?:what|which|where|who)|everywhere(?! (?:but|except|save))|everything|anywhere)"
)
# Not what was agreed, but what somebody would like, asks or expects.
_UNREAL = re.compile(
    r"\b(?:would like|wants?|wanted|wishe[sd]?|hopes?|hoped|would prefer|would rather|asks? for|asked for|asked to|urge[sd]?|demand(?:s|ed)?|calls? for|called for|may|might|could|should|ought|if|unless|proposes? to|seeks?|sought|next (?:step|round)|one day|ready to|in future|later on|had wanted|pleads?|insist(?:s|ed)? (?:that|on)|expects?|expected|plans?|planned|intends?|suggests? that|would be|how many|whether)\b"
)


_WISHED = re.compile(
    r"\b(?:would like|(?:had )?wanted|wants|wishes|hopes|hoped|would prefer|had asked for|asks for|calls? for|pleads? for|sought) "
)


def is_unreal(text: str) -> bool:
    """Return whether a sentence tells what somebody would like, asked for or plans, not what was agreed."""
    return _WISHED.search(text) is not None


def range_drafts(page: Page, index: int) -> Iterator[Draft]:
    """Yield how far the agreed thing of one sentence reaches: only, covers, excludes, wider or all, with its items."""
    scene = page.scenes[index]
    call = page.call_of(index)
    if call.kind != "main" or scene.text.rstrip('" ').endswith("?") or page.is_preview:
        return
    if not page.is_readout and not any(page.callish[max(index - 4, 0) : index + 1]):
        return
    if page.is_readout and re.search(r"\b(?:might|could|questions?(?! of\b)|whether|if)\b", scene.text):
        return  # what was asked is no range of anything agreed
    if _is_of_old(page, index):
        return
    thing = _thing_of(page, index)
    counted = [("count", items, 0) for items in amounts_in(scene)]
    told = [(*value.partition(":")[::2], 0) for value in terms_in(scene)]
    lasting = [(kind, frozenset({number}), at) for kind, number, at in told]
    named = [*(parts_in(scene.text) if page.is_readout else ()), *counts_in(scene.text)] if thing else []
    ranges = [*ranges_in(scene.text), *((kind, items, 0) for kind, items in named), *lasting] if thing else []
    thing |= places_in(scene)
    for kind, items, at in (*ranges, *counted):
        if not page.is_readout and _UNREAL.search(scene.text[: at + 12]):
            continue
        yield Draft(
            TOPIC,
            Family.OTHER,
            Proposition.EXTENT,
            Polarity.AFFIRMED,
            Modality.ASSERTED,
            scope_of_text(page, index),
            value=f"{kind}:{' '.join(sorted(items))}",
            terms=thing,
            rule=RULE,
        )


@cache
def _tail_of(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return what a pattern has behind the items it begins with, itself when it begins otherwise.

    Items begin at every letter of a sentence: to look for the fixed words first takes a tenth of the time.
    """
    first, found, rest = pattern.pattern.partition("}?)")
    return re.compile(rest) if found and first.startswith("(?P<items>") else pattern


def ranges_in(text: str) -> Iterator[tuple[str, frozenset[str], int]]:
    """Yield (kind, stems of the items, where) of the ranges that a lower-case sentence gives."""
    taken: list[tuple[int, int]] = []
    if _BROADER.search(text):
        yield "wider", frozenset(), 0
    for match in _NOT_MERELY.finditer(text):
        yield "wider", items_of(match["items"]), match.start()
    for match in _OTHER_KINDS.finditer(text):
        yield "wider", items_of(match["items"]), match.start()
    for match in _ALL_BUT.finditer(text):
        taken.append(match.span())
        yield "allbut", items_of(text[match.end() : match.end() + 60]), match.start()
    for match in _ALL.finditer(text):
        yield "all", items_of(match.group()), match.start()
    for kind, pattern in (("excludes", _ONLY_OUT), ("excludes", _NOT_UNDER), ("only", _REST), ("covers", _BUT_ALSO), ("wider", _WIDER), ("excludes", _NONE_UNDER), ("excludes", _LEFT_OUT), ("excludes", _EXCLUDES),
                          ("only", _ONLY), ("only", _ALONE), ("covers", _COVERS), ("covers", _ALIKE), ("covers", _SHARED), ("covers", _BELONGS)):  # fmt: skip
        if not _tail_of(pattern).search(text):
            continue
        for match in pattern.finditer(text):
            if kind == "covers" and _DENIED.search(text[match.start() : match.end()]):
                continue  # "missiles aren't part of the pause"
            behind = "items" not in match.groupdict()
            cue = (match.start(), match.end()) if behind else (match.end("items"), match.end())
            if any(a < cue[1] and cue[0] < b for a, b in taken):
                continue
            items = (
                items_of(text[match.end() : match.end() + 90])
                if behind
                else items_of(match["items"], last=True)
            )
            if items and not items & _TIMES and _is_near(text, cue, match.start()):
                taken.append(cue)
                yield kind, items, match.start()


# "All parties except two of them": what is left out is left out in both accounts.
_ALL_BUT = re.compile(
    r"\b(?:all|every|everyone|everybody|everything|any|the whole)\b[\w' ]{0,40}?,? (?:except|excepting|but|other than|apart from|save|with the exception of)(?: for)? (?!also\b)"
)
_TIMES = frozenset(
    [
        "week",
        "year",
        "month",
        "day",
        "hour",
        "time",
        "let",
        "century",
        "decade",
        "morning",
        "evening",
        "summer",
        "winter",
        "minute",
    ]
)
_ANY_THING = re.compile(
    rf"\b(?:{'|'.join(_CLASSES.values())}|it|its|them|they|this|everyone|everybody|nobody|what)\b"
)


def _is_near(text: str, cue: tuple[int, int], start: int) -> bool:
    """Return whether an agreed thing, or a pronoun for it, stands close to the words of the range."""
    return _ANY_THING.search(text[max(min(start, cue[0]) - 60, 0) : cue[1] + 45]) is not None


def _is_of_old(page: Page, index: int) -> bool:
    """Return whether the sentence is about an agreement of another time: "a truce of 2016 had covered ..."."""
    main = page.story.main_date
    dates = page.story.dates[index]
    return main is not None and any(d.last is not None and d.last < main - _RECENT for d in dates)


_RECENT = dt.timedelta(days=20)


def _thing_of(page: Page, index: int) -> frozenset[str]:
    """Return the classes of agreed things that the sentence names, or that its "it" can mean."""
    for number in range(index, max(index - 3, -1), -1):
        text = page.scenes[number].text
        found = frozenset(name for name, source in _THING.items() if source.search(text))
        if found:
            return found
        if not _POINTS.search(page.scenes[index].text):
            return frozenset()
    return frozenset({"deal"})


_POINTS = re.compile(r"\b(?:it|its|them|they|this|that|these|those|less|everyone|nobody)\b")
