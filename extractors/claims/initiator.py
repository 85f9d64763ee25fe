# ruff: noqa: E501 - patterns and word lists are read as one line each
"""Whose call it was: who rang, asked for the conversation or proposed it.

The two sides are first replaced by one word each, so that every pattern is written once for both of them;
"we" and "they" are the sides as the speaker sees them.
"""

from __future__ import annotations

import re
from functools import cache, partial

from extractors.language.people import Leaders

US, RU = "usside", "ruside"
_CODES = {US: "US", RU: "RU"}
_TITLES = r"(?:(?:the )?(?:then )?(?:u\.s\. |us |american |russian )?(?:president(?:-elect)? |mr\.? |leader ))?(?:donald (?:j\. )?|joseph (?:r\. )?|joe |barack |vladimir (?:v\. )?|dmitry )?"
_PEOPLE = r"(?:president(?:-elect)?|leader|side|team|administration|embassy|government|party|diplomats|officials|aides|staff|partners?|colleagues?|counterpart|head of state)"
_OFFICES = {
    US: rf"(?:the |his |their )?(?:american|u\.s\.|us) {_PEOPLE}|the white house|washington|the americans|the oval office|president of the united states(?: of america)?|(?:american|u\.s\.)(?= (?:initiative|request|urging|suggestion|behest|insistence))",
    RU: rf"(?:the |his |their )?russian {_PEOPLE}|the kremlin|moscow|the russians|president of (?:russia|the russian federation)|russia's (?:president|leader|embassy)|russian(?= (?:initiative|request|urging|suggestion|behest|insistence))",
}
_S = f"({US}|{RU})"
_OTHER = f"(?:{US}|{RU})"
_TALK = r"(?:phone |telephone |video )?(?:call|conversation|talk|exchange|contact|chat|phone-call|discussion|teleconference|slot)s?"
_A = r"(?:(?:the|a|an|this|that|such|\w+day's|today's|yesterday's) )(?:[\w-]+ ){0,2}?"
# What may follow the one who was rung: "called Putin a strong leader" rings nobody.
_AFTER = r"(?=[.,;:)\"—–-]|$| (?:on|in|at|to|late|early|from|this|last|after|before|and|for (?:the|a)|with|again|first|himself|about|directly|by|over|that|when|while|because|yesterday|today|\w+day|up|back|as|,))"
_RANG = r"(?:called|phoned|telephoned|rang|rung|dialled|dialed|buzzed|been (?:the one )?(?:calling|phoning|ringing))"
_WANTED = r"(?:initiated|placed|made|originated|requested|sought|asked for|proposed|suggested|arranged|set up|applied for|lobbied for|pushed for|pressed for|angled for|wanted|instigated|ordered|booked|called for|put in (?:a|the) (?:request|bid) for|put in for|asked again for|put in|bid for|begged for|fished for|campaigned for|petitioned for|pleaded for|been after|been asking for|been seeking|been requesting|been wanting)"
_URGING = r"(?:initiative|request|urging|suggestion|behest|instigation|invitation|insistence|prompting|asking|instance|wish|proposal)"
_MOVE = r"(?:call|request|initiative|idea|approach|overture|feeler|first move|impulse|impetus|suggestion|proposal|wish|invitation|bid)"
_PATTERNS = tuple(
    re.compile(source)
    for source in (
        rf"\b{_S}(?:,[^,;]{{0,60}},)?(?: himself)? (?:[\w']+ ){{0,2}}?{_RANG}(?: up)? (?:{_OTHER}(?!'s){_AFTER}|him{_AFTER}|first\b|earlier\b)",
        rf"\b{_S} (?:had )?(?:{_RANG})(?: first| up)?(?=[.,;]|$)",
        rf"\b{_S}(?:,[^,;]{{0,60}},)? (?:[\w']+ ){{0,3}}?{_WANTED} {_A}{_TALK}\b",
        rf"\b{_S} (?:[\w']+ ){{0,2}}?(?:asked|requested|sought|applied|wanted|wished|proposed|offered) (?:to (?:speak|talk|be put through)|for a word|a word)\b(?! (?:about|of))",
        rf"\b{_TALK} (?:[\w'-]+ ){{0,6}}?(?:was|were|had been|is|being) (?:[\w]+ly |first )?(?:{_WANTED}|requested|put through|{_RANG}) (?:by|from) {_S}\b",
        rf"\b(?:initiated|requested|instigated|sought|placed|proposed) by {_S}\b",
        rf"\b(?:at|on|upon|following|after|by) {_S}'s (?:own |express )?{_URGING}\b",
        rf"\b(?:at|on|upon) the (?:\w+ )?{_URGING} of {_S}\b",
        rf"\b(?:at|on) {_S} {_URGING}\b",
        rf"\b{_MOVE} (?:[\w'-]+ ){{0,5}}?(?:came|come|comes|originated|emanated|issued|went out|started|began|arrived|proceeded) (?:not from {_OTHER} but )?(?:from|with|in) {_S}\b",
        rf"\b{_MOVE} (?:(?:of|for|to) [\w' -]{{2,30}} )?(?:was|had been|is|were) (?:entirely |wholly |all )?{_S}'s?(?=[.,;]|$)",
        rf"\b{_MOVE} (?:[\w'-]+ ){{0,4}}?(?:lay|rested|belonged) (?:with|to) {_S}\b",
        rf"\b{_OTHER} (?:[\w']+ ){{0,2}}?(?:took|received|accepted|fielded|answered|got|had|picked up) (?:a|the|this|that) (?:[\w-]+ ){{0,3}}?(?:call|ring)(?: [\w-]+){{0,3}} from {_S}\b",
        rf"\bit was {_S} (?:who|that|which) (?:[\w']+ ){{0,4}}?(?:{_RANG}|rang|picked up|reached (?:out|for)|asked|requested|wanted|sought|initiated|placed|made|proposed|suggested|dialled|took the (?:first step|initiative)|had (?:the|his|an) )",
        rf"\b{_S} (?:had|ordered|told|asked|instructed|got) (?:the|his|an?|white house|kremlin) (?:[\w]+ )?(?:operators?|switchboard|aides?|staff|assistants?|secretary|interpreter) (?:to )?(?:find|get|raise|reach|connect|call|ring|dial|put|place|track|set)\b",
        rf"\b{_S} (?:[\w']+ ){{0,2}}?(?:reached out to|got in touch with|got hold of|put (?:a|the) call through to|placed (?:a|the) (?:[\w-]+ )?call to|put in a call to|picked up the (?:phone|telephone|receiver)|made the call|lifted the receiver|took the first step|took the initiative) ?",
        rf"\b{_S} was (?:the caller|the one (?:who (?:called|rang|phoned|telephoned|dialled|asked)|calling)|calling)\b",
        rf"\bthe caller was {_S}\b",
        rf"\b(?:call|conversation) (?:came|arrived|was) from {_S}\b",
    )
)
# Whoever was called did not call.
_CALLED = re.compile(
    rf"\b{_S} (?:was|were|had been) (?:only |merely |just |simply )?(?:on|at) the receiving end\b"
)
_NEGATED = re.compile(r"\b(?:not|n't|never|neither|nor|denied|denies|deny|without)\b")
_BUT = re.compile(r"[;:—–]|, (?:and|but|while|whereas|although|not)\b|\bbut\b|\brather than\b|\binstead of\b")
_WE = re.compile(r"\b(?:we|our (?:president|leader|side)|us)\b")
_THEY = re.compile(r"\b(?:they|them|the other side|their (?:president|leader|side))\b")


@cache
def _sides(us: re.Pattern[str], ru: re.Pattern[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return for each side the expression of everything it is called."""
    return tuple(
        (word, re.compile(rf"(?<![\w'-])(?:{_TITLES}{leader.pattern}|{_OFFICES[word]})(?P<of>'s)?(?!\w)"))
        for word, leader in ((US, us), (RU, ru))
    )


def _coded(word: str, match: re.Match[str]) -> str:
    """Return the code word for a name, with the possessive where the name has one."""
    return word + ("'s" if match.group().endswith("'s") else "")


def caller_of(text: str, leaders: Leaders, speaker: str = "") -> str:
    """Return US or RU where a lower-case sentence says who rang or asked for the call, else "".

    ``speaker`` is the side (US, RU or "") of the one who speaks: it says whom "we" and "they" mean.
    """
    coded = text
    for word, names in _sides(leaders.us, leaders.ru):
        coded = names.sub(partial(_coded, word), coded)
    if speaker:
        own, other = (US, RU) if speaker == "US" else (RU, US)
        coded = _THEY.sub(other, _WE.sub(own, coded))
    for piece in _BUT.split(coded):
        if _NEGATED.search(piece):
            continue
        called = _CALLED.search(piece)
        if called:
            return _CODES[RU if called[1] == US else US]
        for pattern in _PATTERNS:
            match = pattern.search(piece)
            if match:
                return _CODES[match[match.lastindex or 1]]
    return ""
