# ruff: noqa: E501 - patterns are read as one line each
"""Which side placed the call or asked for it, as one sentence says it."""

from __future__ import annotations

import re
from functools import cache

from extractors.calls import call_words
from extractors.claims.initiator import caller_of
from extractors.claims.modality import is_inverted
from extractors.claims.page import Page
from extractors.language.scene import Scene, subjects

_US = r"(?:(?:president |mr\.? |donald |joe |joseph |barack |donald j\. |president-elect )*{us}|the american(?: (?:leader|president|side))?|(?:the )?(?:u\.s\.|us) (?:leader|president|side)|the white house|washington|the americans|the (?:new |incoming )?(?:american|biden|trump) (?:administration|team|government)|american (?:diplomats|officials|aides|staff)|the american side|president of the united states(?: of america)?)"
_RU = r"(?:(?:president |mr\.? |vladimir (?:v\. )?)*{ru}|the russian(?: (?:leader|president|side))?|the russians|the kremlin|moscow|the russian embassy|the russian side|president of russia|russian (?:diplomats|officials|aides|staff)|russia's (?:president|leader|embassy|diplomats))"
_DIAL = r"(?:called(?! (?:on|off|for|it|the|him a|me|us|\"))|phoned|telephoned|rang(?: up)?|dialled|dialed|placed (?:the|a|his) (?:call|phone call|telephone call)|made the call|initiated|picked up the (?:phone|telephone|receiver)|put (?:the|a) call through|put in (?:the|a) call|reached out|asked for (?:the|a) (?:call|conversation|talk)|requested (?:the|a|this) (?:[\w-]+ ){0,2}?(?:call|conversation|talk|contact)|sought (?:the|a) (?:call|conversation)|proposed the call|had (?:rung|called|phoned|dialled|telephoned)|was (?:the one )?(?:calling|who (?:called|rang|dialled|phoned)))"
_RECEIVED = r"(?:took|received|accepted|fielded|answered|got|had|picked up) (?:a|the|this) (?:\w+ ){0,3}?(?:call|phone call|telephone call)"
_DENIED = re.compile(r"\b(?:not|n't|never|neither|denied|nor)\b")
_CONTACT = re.compile(
    r"calls?|conversations?|talks?|contacts?|exchanges?|initiative|request|idea|line|chat|word"
)
_IDLE = re.compile(r"\bnot (?:only|the other)\b")
_HOUSES = re.compile(
    r"\b(?:house|kremlin|moscow|washington|americans?|russians?|embassy|states|russia|america)\b"
)
_THEY_ASKED = re.compile(
    r"\"[^\"]*\b(?:they|the other side) (?:wanted it|wanted to talk|asked(?! (?:about|why|how|whether|if|what))|called us|rang us|phoned us|came to us|requested it|approached us|sought it|reached out)\b|\bwe (?:said fine|obliged|agreed to take it|took the call)\b[^\"]*\""
)
_WE_ASKED = re.compile(
    r"\"[^\"]*\b(?:we|our side) (?:reached out|called them|rang them|phoned them|asked for (?:it|the call|the conversation)|requested (?:it|the call)|initiated (?:it|the call)|placed the call|proposed it|sought (?:it|the call))\b"
)


_ASKING = frozenset(["ask", "request", "seek", "propose", "initiate", "place", "want", "pick"])
_DIALS = re.compile(r"call(?:ed)?|phoned|telephoned|rang|rung|dialled|dialed")
_WHO_RANG = re.compile(
    r"\bwho (?:had )?(?:placed|made|called|rang|phoned|telephoned|initiated|asked|requested|proposed)\b[^?]{0,40}\?\W*$"
)


def initiator_of(page: Page, index: int) -> str:
    """Return US or RU where the sentence says whose call it was, else ""."""
    if _others_call(page, index) or _asks_for_something_else(page, index):
        return ""
    if _is_supposed(page.scenes[index]):
        return ""
    return _answered(page, index) or _told(page, index) or _they_asked(page, index) or _caller(page, index)


def _asks_for_something_else(page: Page, index: int) -> bool:
    """Return whether what a side proposed or asked for is no call: "No summit was proposed by the Americans"."""
    scene = page.scenes[index]
    if call_words().search(scene.text):
        return False
    for token in scene.tokens:
        if token.tag_ == "VBN" and any(c.dep_ == "agent" for c in token.children):
            asked = [c for c in token.children if c.dep_ == "nsubjpass"]
            asked += [token.head] if token.dep_ == "acl" else []
            if any(t.pos_ == "NOUN" and not _CONTACT.fullmatch(t.lower_) for t in asked):
                return True
    return False


def _is_supposed(scene: Scene) -> bool:
    """Return whether the ringing or asking is only supposed: "Had Putin called, Trump would have answered"."""
    for token in scene.tokens:
        if token.lemma_.lower() not in _ASKING and not _DIALS.fullmatch(token.lower_):
            continue
        own = [t for t in scene.tokens if scene.clause_of[t.i].i == token.i and not t.is_punct]
        if is_inverted(own) or any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children):
            return True
    return False


def _answered(page: Page, index: int) -> str:
    """Return the side that answers the question before: "Who rang? The Americans did, though the others had asked"."""
    before = page.scenes[index - 1].text if index else ""
    if not _WHO_RANG.search(before):
        return ""
    return caller_of(f"{before} {page.scenes[index].text}", page.story.leaders)


def _told(page: Page, index: int) -> str:
    """Return US or RU where the sentence names who rang, asked or was rung, else ""."""
    text = page.scenes[index].text
    if _DENIED.search(text) and not _IDLE.search(text):
        return ""
    return next((side for side in ("US", "RU") if any(p.search(text) for p in _patterns(side))), "")


@cache
def _patterns(side: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways to say that a side (US or RU) rang or asked for the call."""
    us, ru = _US.format(us="(?:trump|biden|obama)"), _RU.format(ru="(?:putin|medvedev)")
    me, you = (us, ru) if side == "US" else (ru, us)
    return tuple(
        re.compile(source)
        for source in (
            rf"\b{me}(?:'s)?(?:,[^,]{{0,60}},)? (?:\w+ ){{0,2}}?{_DIAL}(?: {you}\b(?!'s)(?! (?:an?|the|his|her|\"|'|names|out)\b)(?! \")|[^.;]{{0,12}}$|[^.;]{{0,40}}\b{you}\b(?!'s)(?! (?:an?|the|his|her)\b))",
            rf"\bit was {me} (?:who|that|which) (?:\w+ ){{0,2}}?{_DIAL}",
            rf"\bit was {me} (?:who|that|which) (?:\w+ )?(?:rang|called|phoned|dialled|dialed|telephoned)",
            rf"\b{you} (?:\w+ )?{_RECEIVED} (?:\w+ ){{0,3}}?from {me}\b",
            rf"\b(?:a|another|this|that|his) (?:[\w-]+ ){{0,2}}?(?:call|conversation) from {me}\b",
            rf"\bat the (?:initiative|request|suggestion|instigation|behest|invitation) of (?:the )?{me}\b",
            rf"\bat {me}'s (?:initiative|request|suggestion|instigation|behest|own request)\b",
            rf"\b(?:initiated|requested|sought|placed|asked for|instigated|proposed|set up|arranged) by (?:the )?{me}\b",
            rf"\b(?:the )?(?:request|initiative|idea|suggestion|proposal|overture|approach|impulse|impetus|wish) (?:for (?:the|a) (?:call|conversation|talk) |of (?:talking|speaking|a call|a conversation|the call)(?: [a-z]+){{0,2}} |to (?:talk|speak)(?: [a-z]+){{0,2}} )?(?:had )?(?:came|come|comes|originated) from (?:the )?{me}\b",
            rf"\b{me} (?:had )?(?:been )?(?:ask(?:ed|ing)|request(?:ed|ing)|plead(?:ed|ing)|pester(?:ed|ing)|badger(?:ed|ing)|beg(?:ged|ging)|push(?:ed|ing)|press(?:ed|ing)|chas(?:ed|ing)|nagg(?:ed|ing)|knock(?:ed|ing)|campaign(?:ed|ing)|wait(?:ed|ing)|appl(?:ied|ying)|press(?:ed|ing)|sought|seeking|angl(?:ed|ing)|lobb(?:ied|ying))[^.;]{{0,40}}\b(?:for (?:the|a|this) (?:\w+ ){{0,2}}?(?:call|conversation|slot|talk|phone|contact)|to (?:speak|talk) (?:with|to))",
            rf"\b(?:on|the) {me}'s (?:initiative|request)\b",
            rf"\b{me}\b[^.;]{{0,60}}\b(?:get|put|have|reach|raise) {you} on the (?:line|phone|telephone)\b",
            rf"\b{me}\b[^.;]{{0,40}}\breached for the (?:phone|telephone|receiver)\b",
        )
    )


def _others_call(page: Page, index: int) -> bool:
    """Return whether somebody who is neither leader nor side rings or talks in the sentence: a minister, an envoy."""
    leaders = page.story.leaders
    for token in page.scenes[index].tokens:
        if token.pos_ == "VERB" and token.lemma_.lower() in (
            "call",
            "phone",
            "telephone",
            "ring",
            "speak",
            "talk",
        ):
            named = [c for c in token.children if c.dep_ == "nsubj" and c.pos_ == "PROPN"]
            near = " ".join(t.lower_ for one in named for t in one.subtree)
            if near and not (leaders.us.search(near) or leaders.ru.search(near) or _HOUSES.search(near)):
                return True
    return False


def _caller(page: Page, index: int) -> str:
    """Return the side that rang or asked for the call, with "we" and "they" as the speaker means them."""
    teller = page.speaker(index)
    side = teller.side
    speaker = "" if side is None or page.is_readout else {"White House": "US", "Kremlin": "RU"}[str(side)]
    himself = bool(speaker) and teller.role == "president"
    if teller.name.lower() in ("i", "he", "the president"):
        speaker = _leader_before(page, index)
        himself = bool(speaker)
    text = page.scenes[index].text
    if himself:  # only what he says himself is in his own words
        quoted = re.search(r"\"([^\"]+)\"?", text)
        text = quoted[1] if quoted else text
        himself = quoted is not None
    return caller_of(text, page.story.leaders, speaker, himself)


def _leader_before(page: Page, index: int) -> str:
    """Return the side of the one leader who is the subject of the sentences before: "he" and "I" are his."""
    leaders = page.story.leaders
    for scene in reversed(page.scenes[max(index - 2, 0) : index]):
        roots = [t for t in scene.tokens if t.dep_ == "ROOT"]
        text = " ".join(" ".join(t.lower_ for t in s.subtree) for root in roots for s in subjects(root))
        us, ru = leaders.us.search(text), leaders.ru.search(text)
        if us or ru:
            return "" if us and ru else ("US" if us else "RU")
    return ""


def _they_asked(page: Page, index: int) -> str:
    """Return the side that an official of the other one calls "they": "They asked, we obliged"."""
    text = page.scenes[index].text
    if not (_THEY_ASKED.search(text) or _WE_ASKED.search(text)):
        return ""
    side = page.speaker(index).side
    if side is not None and _WE_ASKED.search(page.scenes[index].text):
        return {"White House": "US", "Kremlin": "RU"}[str(side)]
    return "" if side is None else {"White House": "RU", "Kremlin": "US"}[str(side)]
