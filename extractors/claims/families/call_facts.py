# ruff: noqa: E501 - patterns and word lists are read as one line each
"""The facts of the call: how long it lasted, who placed it, and whether it took place at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.calls import both_words, call_words
from extractors.claims.draft import ClaimFamily, Draft
from extractors.claims.durations import Duration, find_durations
from extractors.claims.frames import Frame
from extractors.claims.initiator import caller_of
from extractors.claims.page import Page
from extractors.claims.topics import load_topics
from extractors.claims.words import word_set
from extractors.language.people import other_leaders
from extractors.language.scene import Scene
from extractors.model import Family, Modality, Polarity, Proposition, Scope

TOPICS = load_topics("call_facts", Family.CALL_FACTS)

# Minutes; no call of the two leaders went on for longer.
LONGEST_CALL = 600
_LASTING = re.compile(
    r"\b(?:last(?:s|ed|ing)?|need(?:s|ed)?|pass(?:ed)?|ran|run|runs|running|went on|goes on|go on|took|take|takes|taking|dragged on|stretch(?:ed|es|ing)?|kept|on the (?:phone|line|telephone|call)|spoke|spoken|speak|talked|talking|been on|continued|"
    r"(?:over|done|finished|completed|concluded|through|ended) (?:in|inside|within|under)|wrapped up|spent|spend|cover everything|everything in|long|length|conversation of|(?:affair|matter|business) of|call of|discussion of|talk of|exchange of|-hour|-minute|hour-?long|half-hour|clocked|held|at it for|chatted|conferred|exceed\w*|put the|for|went by|gone by|go by|passed|elapsed|ticked (?:by|away)|wore on|occupied|consumed|filled|timed|were through|was through|needed|all told|in all|devoted|gave each other)\b|^an? |-(?:hour|minute)"
)
_NOT_WHOLE = re.compile(
    r"\b(?:after|within|before|later|earlier|ago|ahead|into|the (?:first|last|next|opening|closing)|every|another|several|until|behind|late|delayed?|drive|flight|notice|past the hour|per|beforehand|prior)\b"
)


def read(page: Page, index: int, frames: list[Frame]) -> Iterator[Draft]:
    """Yield what one sentence says of the call's length, its initiator and its taking place."""
    if page.call_of(index).kind == "other":
        return
    yield from _durations(page, index)
    yield from _initiators(page, index)
    yield from _occurrence(page, index)


def _scope(page: Page, index: int) -> Scope:
    return Scope.BACKGROUND if page.call_of(index).kind == "background" else Scope.CALL


def _modality(page: Page, index: int) -> Modality:
    scene = page.scenes[index]
    if page.is_preview:
        return Modality.FUTURE
    return Modality.QUESTIONED if scene.text.rstrip("\"' ").endswith("?") else Modality.ASSERTED


def _durations(page: Page, index: int) -> Iterator[Draft]:
    scene = page.scenes[index]
    for duration in find_durations(scene.text):
        if _is_whole_call(page, index, duration):
            yield Draft(
                "duration", Family.CALL_FACTS, Proposition.DURATION, Polarity.AFFIRMED, _modality(page, index),
                _scope(page, index), value=_range_of(page, index, duration), rule="duration", at=(duration.start, duration.end),
            )  # fmt: skip
            return


def _range_of(page: Page, index: int, duration: Duration) -> str:
    """Return the range of minutes as a value; time spent on one subject is only the least that the call took."""
    piece = page.scenes[index].text[: duration.start]
    talked = re.search(r"\b(?:spoke|spoken|talk\w*|discuss\w*|convers\w+)\b", piece)
    on_one = talked and any(talked.end() <= h.start < duration.start for h in page.hits[index])
    return f"{duration.low:.0f}-{max(duration.high, LONGEST_CALL) if on_one else duration.high:.0f}"


def _is_whole_call(page: Page, index: int, duration: Duration) -> bool:
    """Return whether a stretch of time is the length of the whole conversation of the two leaders."""
    scene = page.scenes[index]
    before = scene.text[max(duration.start - 30, 0) : duration.start]
    after = scene.text[duration.end : duration.end + 25]
    if re.search(_NOT_WHOLE.pattern + r"\W*(?:\w+\W+)?$", before) or re.match(
        r"\W*(?:ago|later|earlier|before|after|into|of (?:\w+ )?(?:flight|debate)|away|to (?!talk|speak|discuss|cover|run|go|get|work|complete|say|deal|the)\w+)\b",
        after,
    ):
        return False
    # "By the time he hung up, two hours had gone by, and the lunch was cold"
    clause = scene.text if _HUNG_UP.search(scene.text) else _clause_text(scene, duration)
    named = page.story.leaders
    if other_leaders().search(clause) and not (named.us.search(clause) and named.ru.search(clause)):
        return False
    if re.search(
        r"\b(?:briefing|flight|speech|press conference|news conference|meeting|debate|hearing|drive|film|interview|negotiations?|session|dinner|lunch|truce|ceasefire|pause)\b",
        clause,
    ) and not (call_words().search(clause) or _HUNG_UP.search(clause)):
        return False
    if not (duration.clock or _verb_lasts(scene, duration)):
        return False
    if not (duration.clock or _LASTING.search(clause)) or _is_part(scene, duration, clause):
        return False
    subject_is_call = bool(
        call_words().search(clause)
        or both_words().search(clause)
        or _HUNG_UP.search(clause)
        or re.search(
            r"\bit\b|\bthe whole thing\b|\bthey\b|\beverything\b|\bthe length\b|\bthe talk\b|\bmen\b|\bexchange\b",
            clause,
        )
    )
    return subject_is_call and (page.is_readout or page.callish[index] or page.story.main_date is not None)


# "completed his call of two hours": the noun gives the length, whatever the verb.
_CALL_OF = re.compile(
    r"\b(?:call|conversation|talk|talks|exchange|discussion|chat) (?:of|lasting|that lasted|which lasted) (?:[\w-]+ ){0,2}$"
)
# Who hangs up ends a call.
_HUNG_UP = re.compile(
    r"\b(?:hung up|hang up|hanging up|rang off|put down the (?:phone|receiver|telephone)|put the (?:phone|receiver) down|replaced the receiver|signed off)\b"
)


def _verb_lasts(scene: Scene, duration: Duration) -> bool:
    """Return whether the verb a stretch of time hangs on can tell a call's length: not "met the governor for ..."."""
    tokens = scene.tokens_at(duration.start, duration.end)
    if not tokens:
        return False
    if _CALL_OF.search(scene.text[: duration.start]):
        return True
    head = scene.clause_of[tokens[0].i]
    return head.pos_ not in ("VERB",) or head.lemma_.lower() in word_set("lasting")


def _is_part(scene: Scene, duration: Duration, clause: str) -> bool:
    """Return whether the time went to one subject only: "spent ten minutes on Syria", "took up several minutes"."""
    around = scene.text[max(duration.start - 40, 0) : duration.end + 40]
    return bool(
        re.search(
            r"\bspen[dt]\b.*\b(?:on (?!the (?:phone|line|telephone|call))|arguing|not asking|discussing|talking about|explaining|complaining)",
            around,
        )
        or re.search(r"\btook up\b(?!.*\bhour)", around)
        or re.search(
            r"\b(?:of the|to) (?:hour|minutes)\b|(?:minutes|hour|half) of (?:the|that|their|saturday's|monday's|the whole) (?:\w+ )?(?:call|conversation|talk)|\bneed(?:ed|s)? (?:[\w-]+ ){0,6}?to \w+|\bon (?:syria|ukraine|iran|trade|sanctions)\b",
            around,
        )
    )


def _clause_text(scene: Scene, duration: Duration) -> str:
    """Return the clause that gives the length, with those above it where it has no subject of its own."""
    tokens = scene.tokens_at(duration.start, duration.end)
    if not tokens or duration.clock:
        return scene.text
    head = scene.clause_of[tokens[0].i]
    for _ in range(4):
        bare = not any(c.dep_ in ("nsubj", "nsubjpass") for c in head.children)
        if head.dep_ not in ("relcl", "acl") and not (
            bare and head.dep_ in ("conj", "advcl", "xcomp", "ccomp")
        ):
            break
        head = scene.clause_of[head.head.i]
    return scene.subtree_text(head)


_US = r"(?:(?:president |mr\.? |donald |joe |joseph |barack |donald j\. |president-elect )*{us}|the american(?: (?:leader|president|side))?|(?:the )?(?:u\.s\.|us) (?:leader|president|side)|the white house|washington|the americans|the (?:new |incoming )?(?:american|biden|trump) (?:administration|team|government)|american (?:diplomats|officials|aides|staff)|the american side|president of the united states(?: of america)?)"
_RU = r"(?:(?:president |mr\.? |vladimir (?:v\. )?)*{ru}|the russian(?: (?:leader|president|side))?|the russians|the kremlin|moscow|the russian embassy|the russian side|president of russia|russian (?:diplomats|officials|aides|staff)|russia's (?:president|leader|embassy|diplomats))"
_DIAL = r"(?:called(?! (?:on|off|for|it|the|him a|\"))|phoned|telephoned|rang(?: up)?|dialled|dialed|placed (?:the|a|his) (?:call|phone call|telephone call)|made the call|initiated|picked up the (?:phone|telephone|receiver)|put (?:the|a) call through|put in (?:the|a) call|reached out|asked for (?:the|a) (?:call|conversation|talk)|requested (?:the|a|this)|sought (?:the|a) (?:call|conversation)|proposed the call|had (?:rung|called|phoned|dialled|telephoned)|was (?:the one )?(?:calling|who (?:called|rang|dialled|phoned)))"
_RECEIVED = r"(?:took|received|accepted|fielded|answered|got|had|picked up) (?:a|the|this) (?:\w+ ){0,3}?(?:call|phone call|telephone call)"


def _initiators(page: Page, index: int) -> Iterator[Draft]:
    if _others_call(page, index):
        return
    side = initiator_of(page, index) or _they_asked(page, index) or _caller(page, index)
    if side:
        polarity = Polarity.AFFIRMED
        yield Draft(
            "initiator", Family.CALL_FACTS, Proposition.INITIATOR, polarity, _modality(page, index), _scope(page, index),
            value=side, rule="initiator",
        )  # fmt: skip


def initiator_of(page: Page, index: int) -> str:
    """Return US or RU where the sentence says whose call it was, else ""."""
    text = page.scenes[index].text
    us = _US.format(us="(?:trump|biden|obama)")
    ru = _RU.format(ru="(?:putin|medvedev)")
    if re.search(r"\b(?:not|n't|never|neither|denied|nor)\b", text) and not re.search(
        r"\bnot (?:only|the other)\b", text
    ):
        return ""
    for side, me, you in (("US", us, ru), ("RU", ru, us)):
        patterns = (
            rf"\b{me}(?:'s)?(?:,[^,]{{0,60}},)? (?:\w+ ){{0,2}}?{_DIAL}(?: {you}\b(?! (?:an?|the|his|her|\"|'|names|out)\b)(?! \")|[^.;]{{0,12}}$|[^.;]{{0,40}}\b{you}\b(?! (?:an?|the|his|her)\b))",
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
        if any(re.search(p, text) for p in patterns):
            return side
    return ""


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
            for subject in (c for c in token.children if c.dep_ == "nsubj" and c.pos_ == "PROPN"):
                near = " ".join(t.lower_ for t in (*subject.lefts, subject))
                known = leaders.us.search(near) or leaders.ru.search(near) or _HOUSES.search(near)
                if not known:
                    return True
    return False


_HOUSES = re.compile(
    r"\b(?:house|kremlin|moscow|washington|americans?|russians?|embassy|states|russia|america)\b"
)


def _caller(page: Page, index: int) -> str:
    """Return the side that rang or asked for the call, with "we" and "they" as the speaker means them."""
    side = page.speaker(index).side
    speaker = "" if side is None or page.is_readout else {"White House": "US", "Kremlin": "RU"}[str(side)]
    return caller_of(page.scenes[index].text, page.story.leaders, speaker)


_THEY_ASKED = re.compile(
    r"\"[^\"]*\b(?:they|the other side) (?:wanted it|wanted to talk|asked(?! (?:about|why|how|whether|if|what))|called us|rang us|phoned us|came to us|requested it|approached us|sought it|reached out)\b|\bwe (?:said fine|obliged|agreed to take it|took the call)\b[^\"]*\""
)


_WE_ASKED = re.compile(
    r"\"[^\"]*\b(?:we|our side) (?:reached out|called them|rang them|phoned them|asked for (?:it|the call|the conversation)|requested (?:it|the call)|initiated (?:it|the call)|placed the call|proposed it|sought (?:it|the call))\b"
)


def _they_asked(page: Page, index: int) -> str:
    """Return the side that an official of the other one calls "they": "They asked, we obliged"."""
    text = page.scenes[index].text
    if not (_THEY_ASKED.search(text) or _WE_ASKED.search(text)):
        return ""
    side = page.speaker(index).side
    if side is not None and _WE_ASKED.search(page.scenes[index].text):
        return {"White House": "US", "Kremlin": "RU"}[str(side)]
    return "" if side is None else {"White House": "RU", "Kremlin": "US"}[str(side)]


_NO_CALL = re.compile(
    r"\bno (?:such )?(?:telephone |phone )?(?:conversation|call|contact|talk)s?\b.{0,80}\b(?:took place|happened|occurred|between|was held|were held|on)\b|\bthere was no (?:such )?(?:telephone |phone )?(?:conversation|call|talk)\b"
    r"|\b(?:did not|didn't|never) (?:speak|spoke|talk|talked|call|called|phone|phoned|have (?:a|any) (?:conversation|call))\b(?! (?:about|of|up|on))|\b(?:call|conversation) (?:never|did not|didn't) (?:took|take|happen)"
)
_HELD = re.compile(
    r"\b(?:spoke|spoken|talked|had (?:a|his) (?:\w+ ){0,3}(?:call|conversation)|phoned|telephoned|rang|called|on the phone|held (?:a|an|their))\b"
)


def _occurrence(page: Page, index: int) -> Iterator[Draft]:
    """Yield that the conversation took place, or that it did not."""
    scene = page.scenes[index]
    leaders = page.story.leaders
    if not (
        leaders.ru.search(scene.text) and (leaders.us.search(scene.text) or both_words().search(scene.text))
    ):
        return
    if _NO_CALL.search(scene.text):
        yield Draft(
            "call",
            Family.CALL_FACTS,
            Proposition.OCCURRED,
            Polarity.DENIED,
            _modality(page, index),
            _scope(page, index),
            rule="no-call",
        )
    elif _HELD.search(scene.text) and not page.is_readout and call_words().search(scene.text):
        yield Draft(
            "call",
            Family.CALL_FACTS,
            Proposition.OCCURRED,
            Polarity.AFFIRMED,
            _modality(page, index),
            _scope(page, index),
            rule="call",
        )


FAMILY = ClaimFamily("call_facts", (), read)
