# ruff: noqa: E501, PLR0911 - patterns are read as one line each; rules stand in order, each with its answer
"""Whether a stretch of time in a sentence is the length of the leaders' whole call, and which range it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.calls import both_words, call_words
from extractors.claims.call_lasting import is_monologue, is_of_somebody_else, is_supposed, verb_lasts
from extractors.claims.call_span import is_bare_answer, spans_call
from extractors.claims.durations import Duration, corrected, find_durations
from extractors.claims.page import Page
from extractors.language.people import other_leaders
from extractors.language.scene import Scene

if TYPE_CHECKING:
    pass

# Minutes; no call of the two leaders went on for longer.
LONGEST_CALL = 600
_LASTING = re.compile(
    r"\b(?:last(?:s|ed|ing)?|need(?:s|ed)?|pass(?:ed)?|ran|run|runs|running|went on|goes on|go on|took|take|takes|taking|dragged on|stretch(?:ed|es|ing)?|kept|on the (?:phone|line|telephone|call)|spoke|spoken|speak|talked|talking|been on|continued|"
    r"(?:over|done|finished|completed|concluded|through|ended) (?:in|inside|within|under)|wrapped up|spent|spend|cover everything|everything in|long|length|conversation of|(?:affair|matter|business) of|call of|discussion of|talk of|exchange of|-hour|-minute|hour-?long|half-hour|clocked|held|at it for|chatted|conferred|exceed\w*|put the|for|went by|gone by|go by|passed|elapsed|ticked (?:by|away)|wore on|occupied|consumed|filled|timed|were through|was through|needed|all told|in all|devoted|gave each other)\b|^an? |-(?:hour|minute)"
)
_NOT_WHOLE = re.compile(
    r"\b(?:after|within|before|later|earlier|ago|ahead|into|the (?:first|last|next|opening|closing)|every|another|several|until|behind|late|delayed?|waiting|wait|waited|drive|flight|notice|past the hour|per|beforehand|prior)\b"
)
# What else goes on for hours: a time beside one of them is its length where the sentence names no call.
_EVENTS = re.compile(
    r"\b(?:briefing|flight|speech|press conference|news conference|meeting|debate|hearing|drive|film|interview|negotiations?|session|dinner|lunch|truce|ceasefire|pause|match|concert|alarm|rehearsal|tour|visit|summit)\b"
)
# "The meeting before the call lasted two hours", "the briefing on the call"
_ABOUT_IT = re.compile(
    r"\b(?:meeting|briefing|session|dinner|lunch|hearing|debate|conference)\b[^,;.]{0,40}\b(?:before|after|on|about|of|following) (?:the|their|that|this) (?:\w+ )?(?:call|conversation|talk)\b[^,;.]{0,20}$"
)
# Who hangs up ends a call.
_HUNG_UP = re.compile(
    r"\b(?:hung up|hang up|hanging up|rang off|put down the (?:phone|receiver|telephone)|put the (?:phone|receiver) down|replaced the receiver|signed off)\b"
)


def call_length(page: Page, index: int) -> tuple[Duration, str] | None:
    """Return the first length of the whole call in a sentence and its range of minutes as "low-high", else None."""
    text = page.scenes[index].text
    found = find_durations(text)
    if len(found) > 1 and _OVERRAN.search(text[found[0].end : found[1].start]):
        planned, more = found[0], found[1]
        whole = Duration(planned.start, more.end, planned.low + more.low, planned.high + more.high)
        return (whole, f"{whole.low:.0f}-{whole.high:.0f}") if page.call_nearby(index) else None
    for number, duration in enumerate(found):
        if _DISOWNED.search(text[: duration.start]):
            put_right = found[number + 1 :] or corrected(text, duration)
            found = put_right if _CORRECTED.search(text[duration.end :]) else []
            if found and (page.callish[index] or page.call_nearby(index)):
                return found[0], _range_of(page, index, found[0])
            return None
        if _is_whole_call(page, index, duration):
            return duration, _range_of(page, index, duration)
    return None


# "I had cleared thirty minutes in his diary, and they ran over by an hour."
_OVERRAN = re.compile(
    r"\b(?:ran|went|run|gone) over(?: the \w+| it| that)? by (?:another |a further )?$|\boverran(?: it| them)? by $"
)
# "It was not the fifty minutes of the press release but nearer a hundred and ten."
_DISOWNED = re.compile(r"\b(?:not|n't|never|anything but|far from) (?:the|those|a|an|just|for)? ?$")
_CORRECTED = re.compile(r"\bbut\b|\brather\b|\bmore like\b|\binstead\b|[;:—–]")


def _range_of(page: Page, index: int, duration: Duration) -> str:
    """Return the range of minutes as a value; time spent on one subject is only the least that the call took."""
    piece = page.scenes[index].text[: duration.start]
    talked = re.search(r"\b(?:spoke|spoken|talk\w*|discuss\w*|convers\w+)\b", piece)
    on_one = talked and any(talked.end() <= h.start < duration.start for h in page.hits[index])
    return f"{duration.low:.0f}-{max(duration.high, LONGEST_CALL) if on_one else duration.high:.0f}"


def _is_whole_call(page: Page, index: int, duration: Duration) -> bool:
    """Return whether a stretch of time is the length of the whole conversation of the two leaders."""
    scene = page.scenes[index]
    if is_of_somebody_else(scene, duration) or is_supposed(scene, duration):
        return False
    before = scene.text[max(duration.start - 30, 0) : duration.start]
    after = scene.text[duration.end : duration.end + 25]
    if page.is_readout or page.call_nearby(index):
        told_before = page.scenes[index - 1].text if index else ""
        if is_bare_answer(scene.text, told_before, duration) or (
            spans_call(scene.text, duration) and not _is_strangers(page, scene)
        ):
            return True
    if (not duration.clock and re.search(_NOT_WHOLE.pattern + r"\W*(?:\w+\W+)?$", before)) or re.match(
        r"\W*(?:ago|later|earlier|before|beforehand|after|past|into|of (?:\w+ )?(?:flight|debate)|away|to (?!talk|speak|discuss|cover|run|go|get|work|complete|say|deal|the)\w+)\b",
        after,
    ):
        return False
    # "By the time he hung up, two hours had gone by, and the lunch was cold"
    clause = scene.text if _HUNG_UP.search(scene.text) else _clause_text(scene, duration)
    named = page.story.leaders
    if other_leaders().search(clause) and not (named.us.search(clause) and named.ru.search(clause)):
        return False
    if _ABOUT_IT.search(scene.text[: duration.start]):
        return False
    if _EVENTS.search(clause) and not (call_words().search(clause) or _HUNG_UP.search(clause)):
        return False
    if not (duration.clock or verb_lasts(page, scene, duration)) or is_monologue(page, scene, duration):
        return False
    if not (duration.clock or _LASTING.search(clause)) or _is_part(scene, duration, clause):
        return False
    subject_is_call = bool(
        call_words().search(clause)
        or both_words().search(clause)
        or _HUNG_UP.search(clause)
        or re.search(
            r"\bit\b|\bthe whole thing\b|\bthey\b|\beverything\b|\bthe length\b|\b(?:the|his|her|their|that) talk\b|\bmen\b|\bexchange\b|\bline\b|\blog\b|\bconnected\b",
            clause,
        )
    )
    if not page.is_readout and (
        _is_unnamed_exchange(page, index) or _is_of_event_before(page, index, clause)
    ):
        return False
    return subject_is_call and (page.is_readout or page.callish[index] or page.story.main_date is not None)


def _is_unnamed_exchange(page: Page, index: int) -> bool:
    """Return whether the sentence stands before any that names the call: "The exchange took less than five minutes." of prisoners."""
    told = page.story.kinds[: index + 1]
    return page.scenes[index].text.startswith("the exchange") and "pair" not in told


def _is_of_event_before(page: Page, index: int, clause: str) -> bool:
    """Return whether "it" is the meeting of the sentence before: "The meeting took longer. It went on for three hours"."""
    if not re.match(r"\W*it\b", clause) or index == 0:
        return False
    before = page.scenes[index - 1].text
    return bool(_EVENTS.search(before)) and not call_words().search(before)


def _is_strangers(page: Page, scene: Scene) -> bool:
    """Return whether the sentence names another leader and not both of the two, or another event than a call."""
    named = page.story.leaders
    if other_leaders().search(scene.text) and not (
        named.us.search(scene.text) and named.ru.search(scene.text)
    ):
        return True
    return bool(_EVENTS.search(scene.text)) and not call_words().search(scene.text)


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
