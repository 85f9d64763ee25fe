# ruff: noqa: E501 - patterns are read as one line each
"""The shapes in which a sentence gives the length of a whole call without a verb of lasting.

From the start or up to the end of a call ("an hour before either rang off"), as a bare answer ("Ten minutes, no
longer"), as the measure of the call's name ("a half-hour conversation"), as a figure put right ("an hour would be
nearer the truth").
"""

from __future__ import annotations

import re

from extractors.claims.durations import Duration

# The end of a call, and its beginning, as somebody on the spot sees them.
_END = (
    r"(?:hung up|hang(?:ing)? up|rang off|ring(?:ing)? off|rung off|signed off|sign(?:ing)? off|put(?:ting)? down the (?:phone|receiver|telephone)|put(?:ting)? (?:the (?:phone|receiver|telephone)|it) (?:back )?down(?: again)?"
    r"|replac(?:ed|ing) the (?:receiver|handset)|said (?:goodbye|good-bye|farewell|their goodbyes)|saying (?:goodbye|good-bye)|took (?:their |his )?leave|bade (?:each other|him) (?:goodbye|farewell)|the line (?:had )?(?:went|gone|fell|fallen) (?:dead|silent|quiet)"
    r"|(?:came|got|were|was|be) off the (?:line|phone|telephone)|broke (?:off|the connection)|cut the (?:line|connection)|closed the line|let (?:each other|one another|him) go|(?:were|was|had been|been) (?:done|through|finished|over)|re-?emerged|(?:was|were) back (?:among|with|at|in)|the connection (?:was|had been) (?:cut|closed|broken))"
)
_START = r"(?:put (?:the \w+ |him |them |\w+ )?through|picked (?:it )?up|(?:was|were|had been) connected|said hello|phone (?:had )?r[au]ng|lifted the (?:receiver|phone)|came on the (?:line|phone)|(?:the )?(?:call|conversation) (?:had )?(?:began|begun|started)|it (?:had )?(?:began|begun|started)|the first hello|the line (?:was|had been) opened)"
_GONE = r"(?:had |have |has )?(?:passed|gone by|gone|elapsed|ticked (?:by|away)|slipped (?:by|away)|worn on|was gone|were gone|was up|were up|flown(?: by)?|went by)"
_WHOLE = r"(?:it|that|this|the (?:whole )?(?:thing|call|conversation|talk|exchange|business|affair|chat|matter)|they|both|everything|all|the (?:two|pair|leaders|presidents)(?: men)?|their (?:\w+ )?(?:call|conversation|talk|exchange|chat))"
_CALLS = r"(?:call|conversation|chat|talk|exchange|phone call|telephone call|telephone conversation|tete-a-tete|phone-in|telephonic marathon)"
_ANY_CALL = (
    rf"(?:it|that|(?:the|their|his|that|this|\w+day's)(?: whole| entire)? (?:[\w-]+ ){{0,2}}?{_CALLS})"
)
_NAMED_CALL = rf"(?:the|their|his|that|this|\w+day's) (?:[\w-]+ ){{0,2}}?{_CALLS}"
# ``§`` stands for the stretch of time.
_SHAPES = (
    rf"§[^.;]{{0,30}}\b(?:before|until|till|when|by the time)\b[^.;]{{0,70}}\b{_END}",
    rf"\b{_END}[^.;]{{0,50}}\b(?:after|at the end of|following)\b[^.;]{{0,25}}§",
    rf"\b(?:by the time|when|before|until|till|as)\b[^;]{{0,80}}\b{_END}[^.;]{{0,30}}§ {_GONE}",
    rf"§ {_GONE}[^.;]{{0,30}}\b(?:before|until|till|when|by the time)\b[^.;]{{0,70}}\b{_END}",
    rf"\b(?:{_END}|talk\w*|spoke|conversation|on the (?:line|phone|telephone))\b[^;]{{0,60}}§ (?:after|from the moment)\b[^.;]{{0,60}}\b{_START}",
    r"\bfrom (?:the )?(?:hello|start|beginning|greeting|first word|dial tone|pick-?up|first hello)\w*(?: to| till| until)(?: the)? (?:goodbye|good-bye|finish|end|farewell|last word|hang-?up)\w*,?[^.;]{0,25}§",
    r"§,? from (?:the )?(?:hello|start|beginning|greeting|first word|first hello)\w*(?: to| till| until)(?: the)? (?:goodbye|good-bye|finish|end|farewell|last word)",
    r"^\W*(?:after |in |within |inside )?§(?: flat)?,? (?:and|then) (?:it|that|they|the whole thing|the line|all) (?:was|were|had been|went) (?:done|over|all|through|finished|it|dead|that)\b",
    rf"\b{_WHOLE}\b(?: \w+){{0,3}}? (?:was|were|had been|been|is) (?:\w+ )?(?:over|done|through|finished|wrapped up|settled|dispatched|dealt with|all over|off (?:the|their) (?:lines?|phones?|telephones?))\b[^.;]{{0,25}}§",
    r"\b(?:put|puts|timed|clocked|clocks|logged|logs|measured|gives?|gave|has|had|records?|recorded|reckons?|reckoned) (?:it|the (?:whole )?(?:thing|call|conversation|talk)|them|their (?:call|talk|conversation)|both)(?: at| as| to| with| down as| running to)?:? (?:\w+ )?§",
    r"\b(?:timed|clocked) it:? §",
    # "Mr. Trump and Mr. Putin were finished inside of half an hour"
    r"\b(?:and|&) (?:\w+\.? ){1,3}(?:were|had|was) (?:finished|done|through|off the (?:line|phone|telephone)) (?:inside(?: of)?|within|in|after|in under)[^.;]{0,15}§",
    r"§ (?:is|was|would be|would have been|seems|sounds|will be|comes) (?:\w+ )?(?:right|about right|nearer|closer|nearest|the truth|correct|more like it|the real figure|what it took|all (?:it|they) (?:took|needed|had)|the (?:length|whole|total)|as long as)\b",
    r"\b(?:nearer|closer to|nearest) (?:to )?(?:the )?(?:truth|mark|reality)(?: would be| is| was|:)?[^.;]{0,20}§",
    r"§ (?:had been|was|were|proved|is) (?:\w+ )?(?:enough|plenty|sufficient|ample|all (?:they|it) (?:needed|took|had together|had))\b",
    r"\b(?:the|a|its|their) (?:\w+ )?(?:line|connection|circuit|secure line)\b[^.;]{0,30}\b(?:open|engaged|busy|occupied|live|up|tied up)\b[^.;]{0,15}§",
    r"\b(?:held|tied up|occupied|blocked|hogged|monopoli[sz]ed|kept) (?:the |a )?(?:\w+ )?(?:line|telephone|phone|connection)\b[^.;]{0,40}§",
    r"\b(?:interpreters?|note-?takers?|stenographers?|translators?)\b[^.;]{0,90}\b(?:work\w*|busy|scribbl\w+|writ\w+|going|at it|translat\w+|interpret\w*)\b[^.;]{0,30}\bfor §",
    r"\b(?:talk\w*|chatt\w+|jaw\w+|gossip\w*) (?:[\w']+ )?§ away\b",
    r"\b(?:been|were|was|kept|still|went on|sat) (?:\w+ )?(?:chatting|talking|at it|speaking|conversing|jawing|conferring|going|on the (?:line|phone|telephone))(?: to each other| together)? for §",
    rf"§[- ]?(?:long )?(?:[a-z-]+ )?{_CALLS}\b",
    r"\bthere was (?:only )?§ (?:of (?:it|talk|conversation)|between them)\b",
    # "The call, which an aide put at 25 minutes", "came to an end after less than 20", "gave the duration as an hour"
    r"\b(?:which|that) (?:[\w.'-]+ ){1,6}?(?:put|puts|timed|clocked|logged|measured|estimated|reckoned) (?:down )?(?:at|as) (?:\w+ )?§",
    rf"\b{_ANY_CALL} (?:[\w']+ ){{0,2}}?(?:came to (?:an end|a close)|drew to (?:an end|a close)|wound (?:up|down)|ended|finished|concluded|broke up|stopped) (?:(?:just|barely|only|some|fully|exactly) )?(?:after|inside(?: of)?|within|in|at)? ?§(?! (?:before|after|later|earlier|ahead|late|early|behind))",
    rf"\b{_ANY_CALL} (?:was|had been|proved) (?:[\w-]+ ){{0,3}}?(?:brief|short|long|lengthy|quick|one|affair|hurried|perfunctory)[,:]? (?:at|just|only|lasting|no more than)? ?§",
    rf"\b(?:length|duration) of (?:the |their |that |this )?(?:[\w-]+ ){{0,2}}?{_CALLS},? (?:(?:was|is|at|as|had been|put|given|to be) ){{0,3}}(?:at |as )?§",
    # "The conversation had been under half an hour", "It was 20 minutes, tops", "The discussion, lasting an hour,"
    rf"\b{_NAMED_CALL} (?:was|had been) (?:only |just )?§(?! (?:ago|away|late|early|long ago|after|before|behind|into|old))",
    r"^\W*(?:it|that) (?:was|had been) (?:only |just |maybe |perhaps )?§,? ?(?:tops|flat|at (?:most|best|least)|in all|all told|no (?:more|longer)|maximum|or less)?\W*(?:\"|$)",
    rf"\b(?:{_CALLS}|(?:the|their) (?:\w+ )?discussion),? (?:lasting|running|(?:which|that) (?:lasted|ran|took)) §",
    r"\b(?:gave|give|gives|put|puts|set|listed|lists|recorded|records) (?:the|its|their) (?:length|duration|running time) (?:as|at|down as) §",
    rf"§ (?:after|from the time|from when) (?:it|the {_CALLS}|they) (?:had )?(?:began|begun|started|opened|been connected|were connected)\b[^.;]{{0,60}}\b(?:over|finished|done|through|ended|at an end|hung up|rang off|concluded)\b",
)
_COMPILED = tuple(re.compile(shape) for shape in _SHAPES)
# Words that a bare answer may hold beside the figure.
_ANSWER = re.compile(
    r"\b(?:it|was|were|they|and|not|a|an|the|no|longer|more|less|minute|second|at|most|least|near|nearly|enough|or|so|said|just|only|about|roughly|exactly|all|told|in|flat|tops|give|take|say|perhaps|maybe|well|over|under|by|my|our|watch|clock|count|that|is|yes|sir|for|to|one|of|of course|i|we|would|put|it|call|quite|rather|little|bit|some|somewhat|them|had|been|very)\b"
)
_ASKED = re.compile(
    r"\b(?:how long|length|long|clock|watch|minutes?|hours?|half-hour|duration|figure|time|timed|brief|short)\b"
)
_SAID = re.compile(
    r",?\"? (?:[\w'. -]+ )?(?:said|says|replied|answered|insisted|maintained|claimed|recalled|according to)\b.*$|^according to [^,]+, "
)
_ANOTHER = re.compile(
    r"\b(?:another|other|previous|earlier|first|second|last|next|april|march|january|february|june|july|august|september|october|november|december|monthly|weekly) $"
)


def spans_call(text: str, duration: Duration) -> bool:
    """Return whether a lower-case sentence gives the stretch of time as that from a call's start to its end."""
    if _ANOTHER.search(text[max(duration.start - 12, 0) : duration.start]):
        return False
    marked = f"{text[: duration.start]}§{text[duration.end :]}"
    return any(shape.search(marked) for shape in _COMPILED)


def is_bare_answer(text: str, before: str, duration: Duration) -> bool:
    """Return whether the sentence is little more than the figure, after one (``before``) that speaks of length or asks."""
    if not (_ASKED.search(before) or before.rstrip('" ').endswith("?")):
        return False
    marked = f"{text[: duration.start]}§{text[duration.end :]}"
    quoted = re.search(r"\"([^\"]*§[^\"]*)\"?", marked)
    core = quoted[1] if quoted else _SAID.sub("", marked)
    if "§" not in core:
        return False
    return not re.findall(r"[a-z]+", _ANSWER.sub(" ", core))
