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
# What answers the telephone for a side: "the White House switchboard", "the Kremlin's protocol office".
_ARM = r"(?:'s )?(?:switchboard|operators?|protocol(?: office| service)?|telephone exchange|aides|staff|officials|scheduler|people|men|office|side)"
_CODES = {US: "US", RU: "RU"}
_TITLES = r"(?:(?:the )?(?:then )?(?:u\.s\. |us |american |russian )?(?:president(?:-elect)? |mr\.? |leader ))?(?:donald (?:j\. )?|joseph (?:r\. )?|joe |barack |vladimir (?:v\. )?|dmitry )?"
_PEOPLE = r"(?:president(?:-elect)?|leader|side|team|administration|embassy|government|party|diplomats|officials|aides|staff|partners?|colleagues?|counterpart|head of state)"
# A country stands for its side where it asks for the call: "Russia requested the call".
_SEEKS = r"(?= (?:had |has )?(?:requested|asked for|sought|initiated|proposed|placed|suggested|wanted) (?:the|this|a|that) (?:[\w-]+ ){0,2}?(?:call|conversation|talk)\b)"
_OFFICES = {
    US: rf"(?:the |his |their )?(?:american|u\.s\.|us) {_PEOPLE}|the white house|washington|the americans|the oval office|president of the united states(?: of america)?|(?:american|u\.s\.)(?= (?:initiative|request|urging|suggestion|behest|insistence))|the united states{_SEEKS}|(?<=initiative was )american|(?<=idea was )american",
    RU: rf"(?:the |his |their )?russian {_PEOPLE}|the kremlin|moscow|the russians|president of (?:russia|the russian federation)|russia's (?:president|leader|embassy)|russian(?= (?:initiative|request|urging|suggestion|behest|insistence))|russia{_SEEKS}|(?<=initiative was )russian|(?<=idea was )russian",
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
        # "Who placed the call? The White House says that Biden did, after the Russians had asked for one before."
        rf"\bwho (?:had )?(?:placed|made|called|rang|phoned|telephoned|initiated|asked|requested|proposed)\b[^?]{{0,40}}\?.{{0,60}}\b{_S} (?:did|had)(?=[.,;\"]|$)",
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
_PHONE = r"(?:phone|telephone|receiver|handset|line)"
_ASK = r"(?:ask(?:ed|ing)?|request(?:ed|ing)?|appl(?:ied|ying)|press(?:ed|ing)|push(?:ed|ing)|plead(?:ed|ing)|begg(?:ed|ing)|lobb(?:ied|ying)|angl(?:ed|ing)|campaign(?:ed|ing)|clamou?r(?:ed|ing)|petition(?:ed|ing)|fish(?:ed|ing)|wait(?:ed|ing)|put(?:ting)? in|seek(?:ing)?|sought|chas(?:ed|ing)|bid|bidding|hanker(?:ed|ing)|pin(?:ed|ing))"
_KEEN = r"(?:want(?:ed|s|ing)?|wish(?:ed|es)?|desired|hoped|longed|(?:was|were|been) (?:the (?:one|ones) )?(?:keen|eager|anxious|impatient|itching|desperate|the one who wanted)|needed|insisted on)"
_MORE = tuple(
    re.compile(source)
    for source in (
        # Who reached for the phone, or made the first move.
        rf"\b{_S}(?:,[^,;]{{0,60}},)? (?:[\w']+ ){{0,4}}?(?:pick(?:ed)? up|lift(?:ed)?|reach(?:ed)? for|grabbed|seized|took hold of|got on) (?:the|his|a) (?:[\w-]+ )?{_PHONE}\b(?! (?:when|after|because|to find|to hear))",
        rf"\b{_S}(?:,[^,;]{{0,60}},)? (?:had |has |have )?(?:[\w]+ly )?(?:reached out|got in touch|made the (?:call|first (?:move|step))|(?:made|placed|put in|put through) (?:that|the|this|his) (?:[\w-]+ )?(?:call|phone call)|took the first step|came (?:knocking|calling)|did the (?:ringing|calling|dialling|dialing|phoning|asking|inviting)|was (?:the )?first (?:on|to (?:ring|call|phone|ask))|put (?:himself|itself|themselves) through|had (?:himself )?(?:put|patched) through|sought (?:him|us|them) out|had sought (?:him|us|them) out|was (?:the caller|calling|the one calling|behind the call))\b",
        rf"\b{_S} (?:[\w']+ ){{0,6}}?to (?:ring|phone|telephone|call) (?:up )?(?:{_OTHER}(?!'s){_AFTER}|him{_AFTER})",
        rf"\b(?:operators?|switchboard|usher|secretary|aide|orderly)\b.{{0,40}}\b{_S} was on the (?:line|phone|telephone)\b",
        # Who asked for it.
        rf"\b{_S} (?:[\w']+ ){{0,5}}?{_ASK}(?: again| repeatedly| for days| for weeks)? (?:for )?{_A}{_TALK}\b(?! of (?!course))",
        rf"\b{_S} (?:[\w']+ ){{0,3}}?(?:{_KEEN}|{_ASK}) (?:it\b(?! to)|to (?:talk|speak|be put through|be connected)\b(?! (?:about|of)\b)|(?:talking|speaking) (?:to|with)\b|(?:a|the|this) (?:[\w-]+ )?{_TALK}\b)",
        rf"\b{_TALK}(?:,)? (?:that |which )?{_S} (?:himself |itself )?(?:had |has )?(?:[\w]+ly )?(?:requested|asked for|sought|wanted|initiated|placed|made|put through|put in|proposed|pressed for|arranged|set up)\b",
        rf"\b(?:because|since|after|as|when) {_S} (?:had )?(?:asked|requested it|wanted it|rang|called|phoned|telephoned)(?=[.,;\"]|$| for it| to)",
        # The asking as a thing, and where it came from.
        rf"\b(?:requests?|proposals?|suggestions?|initiatives?|overtures?|approach(?:es)?|feelers?|wish|impulse|impetus|idea|bid|call|ring|invitation|message)\b (?:[\w'-]+ ){{0,6}}?(?:came|come|arrived|originated|emanated|issued|went out|reached us|landed|was made|had been made|was put|was received|started|went|travelled|passed|was sent|had gone)(?: in| over| through| first| out)? from {_S}\b",
        rf"\b(?:got|had|received|been handed|fielded|was|were|with) (?:an? |the )(?:[\w-]+ ){{0,2}}?(?:request|call|ring|proposal|message asking|plea) (?:for (?:an? )?(?:call|conversation|talk) )?from {_S}\b",
        rf"\bfrom {_S}(?:,[^,]{{0,40}},)? (?:and not from {_OTHER} )?that (?:the )?(?:[\w-]+ ){{0,3}}?(?:request|proposal|suggestion|call|initiative|idea|overture|wish|impulse)\b",
        rf"\b{_S}'s (?:own )?(?:idea|doing|initiative|wish|request|call to make)(?=[.,;\"]|$| (?:to (?:talk|speak)|and|not|that))",
        rf"\b(?:at|on|upon|through|thanks to) {_S}'s(?: own)?(?: (?:{_URGING}|prompting|insistence|bidding|asking))?(?=[.,;\"]|$| that)",
        rf"\b(?:down to|the work of|the doing of|the idea of|owed to|due to) {_S}(?=[.,;\"]|$)",
        rf"\b(?:request|initiative|idea|move|wish|proposal|suggestion) (?:[\w'-]+ ){{0,3}}?(?:was|had been|is|were) {_S}(?:'s)?(?=[.,;\"]|$)",
        # Passives: by whom, and from where.
        rf"\b(?:rung|phoned|telephoned|dialled|dialed)(?: up)? by {_S}\b",
        rf"\b(?:call|number|conversation|connection|line)\b (?:[\w'-]+ ){{0,4}}?(?:placed|dialled|dialed|made|put through|initiated|booked|ordered|opened|set up|requested) (?:from|in|by|on the initiative of) {_S}\b",
        rf"\b(?:been|was|were) called (?:up )?by {_S}(?=[.,;\"]|$| (?:on|at|late|early))",
        # Whose call another took or gave back.
        rf"\b{_OTHER} (?:[\w']+ ){{0,4}}?(?:return(?:ing|ed)|answer(?:ing|ed)|tak(?:e|ing)|took|accept(?:ed|ing)) (?:a |the )?(?:[\w-]+ )?(?:call|request)s? (?:that |which )?(?:from )?{_S}\b",
        rf"\b(?:who|which side|whoever)\b[^.;]{{0,60}}\b(?:phone|telephone|call(?:ed)?|r[au]ng|dial\w*|ask(?:ed)?|receiver|first)\b[^.;]{{0,90}}\b(?:it was|that it was|name[sd]?|answer is|points? to|was) {_S}(?=[.,;\"]|$)",
        rf"\b{_S} (?:[\w']+ ){{0,4}}?(?:trying|tried|seeking|sought|working|worked|pushing|hoping|striving) to (?:arrange|set up|get|schedule|organi[sz]e|fix|fix up|book|bring about|secure) {_A}{_TALK}\b",
        # The first step, and what the call followed.
        rf"\b{_S} (?:had )?(?:been|was|were) the ones? (?:to|who) (?:call(?:ed)?|ring|rang|phoned?|telephoned?|ask(?:ed)?|initiated?|request(?:ed)?|pick(?:ed)? up|reach(?:ed)? (?:out|for)|place[d]?|propose[d]?|seek|sought|suggest(?:ed)?)\b(?! (?:about|up the (?:matter|subject|issue|topic)))",
        rf"\b{_S} (?:[\w']+ ){{0,2}}?(?:made|taken|took) the (?:first|initial|opening) (?:approach|contact|overture|advance|call|step|move)\b",
        rf"\b{_S} (?:[\w']+ ){{0,2}}?(?:approached|contacted|got in touch with|wrote to|sounded out|turned to) {_OTHER} (?:about|for|over|regarding|to (?:ask for|request|propose|arrange|set up)) {_A}{_TALK}\b",
        rf"\b{_TALK} (?:[\w'-]+ ){{0,3}}?(?:followed|was the result of|came after|came in (?:response|answer) to|was held (?:after|following)|took place (?:after|following)|answered|met|granted) (?:an? |the )?(?:[\w-]+ )?{_S}(?:'s)? (?:own )?(?:request|proposal|initiative|approach|overture|suggestion)\b(?! (?:to|that|on|about|of))",
        rf"\bit was {_S},? (?:and not {_OTHER},? )?(?:who|that|which) (?:[\w']+ ){{0,3}}?(?:{_RANG}|{_KEEN}|{_ASK}|wished|did the|made the|came to)\b(?! (?:about|up the|for (?!the call|a call|the conversation|a conversation|it|this|the talk|a word)))",
    )
)
# Whoever only took the call, or said yes to it, did not place it.
_TOOK = re.compile(
    rf"\b{_S} (?:had )?(?:only|merely|just|simply|did no more than|did nothing but|agreed to|consented to|was asked to) (?:t(?:ake|ook)|pick(?:ed)? up|answer(?:ed)?|accept(?:ed)?|respond(?:ed)?|return(?:ed)?)(?: (?:the|a|that|his) (?:[\w-]+ )?(?:call|{_PHONE}|request))?\b"
    rf"|\b{_S} (?:had )?(?:accepted|granted|acceded to|agreed to|answered) (?:the|a|that|his|their) (?:[\w-]+ )?(?:call|request)(?=[.,;\"]|$| (?:on|at|for))"
)
# "Our president did not call anyone": then it was the other one who did.
_NEVER_RANG = re.compile(
    rf"\b{_S} (?:[\w']+ ){{0,2}}?(?:did not|didn't|never|had not|hadn't) (?:[\w]+ly )?(?:call(?:ed)?|r[iau]ng|phone[d]?|telephone[d]?|dial(?:led)?|reach(?:ed)? out to|ask(?:ed)? for|request(?:ed)?|seek|sought|initiate[d]?|place[d]?|propose[d]?)(?= (?:{_OTHER}|anyone|anybody|him|us|them|the call|it|this call|that call|the conversation|a call|a conversation)\b)"
)
# Somebody else wanted a side to ring.
_SENT = re.compile(
    r"\b(?:asked|urged|told|advised|pressed|wanted|encouraged|persuaded|begged|pushed|asking|urging|telling|advising|pressing|encouraging|persuading|prompted|implored|lobbied|want|wants|got|for) (?:the |president |mr\. )?$"
)
_NEGATED = re.compile(r"\b(?:nobody|no one|none|not|n't|never|neither|nor|denied|denies|deny|without)\b")
# "The Russians wanted it, not we", "no more than that": what stands in the clause itself is said.
_IDLE = re.compile(
    rf",? (?:and )?(?:not|never) (?:by |from |in |at |on )?{_OTHER}(?:'s)?\b|\bno (?:more than that|doubt|plans?\b.{{0,60}} until|secret|question)\b|\bnot for the first time\b|\bnot (?:only|until|been expecting \w+)\b|\bwithout (?:waiting|warning|notice|delay)\b|\bno (?:longer|sooner)\b"
)
_BUT = re.compile(r"[;:—–]|, (?:and|but|while|whereas|although|not)\b|\bbut\b|\brather than\b|\binstead of\b")
_WE = re.compile(r"\b(?:we|our (?:president|leader|side|people|end)|us)\b")
_THEY = re.compile(r"\b(?:they|them|the other (?:side|end|party)|their (?:president|leader|side))\b")
_I = re.compile(r"\b(?:i|me)\b(?!')")
_HE = re.compile(r"\b(?:he|him)\b(?!')")


@cache
def _sides(us: re.Pattern[str], ru: re.Pattern[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return for each side the expression of everything it is called."""
    return tuple(
        (
            word,
            re.compile(
                rf"(?<![\w'-])(?:(?:{_OFFICES[word]})(?:{_ARM})?|{_TITLES}{leader.pattern}(?:,? jr\.?,?)?(?: of (?:russia|the russian federation|the united states(?: of america)?))?(?:{_ARM})?)(?P<of>'s)?(?!\w)"
            ),
        )
        for word, leader in ((US, us), (RU, ru))
    )


def _coded(word: str, match: re.Match[str]) -> str:
    """Return the code word for a name, with the possessive where the name has one."""
    return word + ("'s" if match.group().endswith("'s") else "")


# What may be asked for beside a talk: documents, a meeting, a call with somebody else's men.
_OTHER_ASKING = re.compile(
    r"\b(?:further|another|next|second|new|follow-up|future) (?:[\w-]+ )?(?:call|conversation|talk)\b|\b(?:exchange|talks?) of (?!course)\w+|\btalks? (?:on|about|between)\b|\bmeeting\b"
)


_OTHER_ARRANGED = re.compile(
    r"\b(?:meeting|visit|trip|session|summit|round|delivery)s? (?:had been|has been|have been|was|were|is) (?:[a-z]+ )?(?:by|at) "
)
_CLEFT = re.compile(rf"\bit (?:was|had been|is) {_S},? (?:and not {_OTHER},? )?(?:who|that|which)\b")


def caller_of(text: str, leaders: Leaders, speaker: str = "", himself: bool = False) -> str:
    """Return US or RU where a lower-case sentence says who rang or asked for the call, else "".

    ``speaker`` is the side (US, RU or "") of the one who speaks: it says whom "we" and "they" mean, and, where the
    leader ``himself`` speaks, whom "I" and "he" mean.
    """
    coded = text
    for word, names in _sides(leaders.us, leaders.ru):
        coded = names.sub(partial(_coded, word), coded)
    if speaker:
        own, other = (US, RU) if speaker == "US" else (RU, US)
        coded = _THEY.sub(other, _WE.sub(own, coded))
        if himself:
            coded = _HE.sub(other, _I.sub(own, coded))
    if US not in coded and RU not in coded:
        return ""  # every pattern names a side
    return _caller_in(coded) or _caller_in(_CLEFT.sub(r"\1", coded))


def _caller_in(coded: str) -> str:
    """Return US or RU where a sentence with coded sides says who rang, else ""."""
    never = _NEVER_RANG.search(coded)
    if never:
        return _CODES[RU if never[1] == US else US]
    for piece in _BUT.split(coded):
        if _NEGATED.search(_IDLE.sub(" ", piece)):
            continue
        called = _CALLED.search(piece)
        if called:
            return _CODES[RU if called[1] == US else US]
        for pattern in (*_PATTERNS, *_MORE):
            match = pattern.search(piece)
            if match and _SENT.search(piece[: match.start(match.lastindex or 1)]):
                continue  # "Merkel had asked Putin to call Trump"
            if match and _OTHER_ARRANGED.search(piece[: match.end()]):
                continue  # "The ministers' meeting had been arranged by the presidents in a call"
            if match and not _OTHER_ASKING.search(piece[match.start() : match.end() + 30]):
                return _CODES[match[match.lastindex or 1]]
        took = _TOOK.search(piece)
        if took:
            return _CODES[RU if US in (took[1], took[2]) else US]
    return ""
