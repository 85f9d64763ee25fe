# ruff: noqa: E501 - patterns are read as one line each
"""Whether a matter had a place in the talk: "not a minute went on sanctions", "the shield took up half of it".

No verb of speaking has the matter as its object there, so no frame opens. The rule joins broad fields of words
(units of speech, shares of time, predicates of absence) to the matter by its place in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.claims.cues import Cue
from extractors.claims.draft import Draft
from extractors.claims.evasion import keeps_silent
from extractors.claims.frames import act_words
from extractors.claims.modality import modality_of
from extractors.claims.page import Page
from extractors.claims.silence import is_about_text
from extractors.claims.slots import scope_of_text
from extractors.claims.teller import may_tell
from extractors.claims.topics import Hit, Topic
from extractors.language.people import other_leaders
from extractors.language.wordlists import load_table, pattern_of
from extractors.model import Polarity, Proposition, Scope

# The words of a noun phrase before and behind the topic's own: "any request for the seized", "on Russian banks".
_LEFT = r"(?:(?!(?:that|but|because|who|which|said|and)\b)[\w'.-]+[ ,]+){0,6}$"
_RIGHT = r"(?:[ ,-]+(?!(?:that|but|because|who|which|said|if|when)\b)[\w'.-]+){0,7}?(?:, [^,]{1,50},)?"
_NIL = r"(?:not (?:even |so much as |for )?(?:an?|one|a single|the slightest|any)|n't (?:even )?(?:an?|one|a single|any)|no|zero|never (?:an?|one)|nor (?:an?|one)|without an?y?)"
_IN_TALK = (
    r"(?:conversation|call|talk|talks|exchange|discussion|it|agenda|list|hour|minutes|line|phone|telephone)"
)


@cache
def _field(name: str) -> str:
    """Return the expression of one list of ``presence.toml``."""
    phrases = load_table("extractors.claims", "presence.toml")[name]
    return "(?:" + "|".join(sorted((pattern_of(p) for p in phrases), key=len, reverse=True)) + ")"


@cache
def _denials() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how a sentence says that the matter was not there; L looks left of its name, R right, W at both."""
    f = _field
    left = [
        rf"\b{_NIL} (?:[\w-]+ ){{0,2}}?{f('units')}\b(?:[ ,]+(?!that\b)[\w'-]+){{0,6}}? {f('reaching')} {_LEFT}",
        rf"\b(?:nothing|not a thing|not anything|zero|nil)(?: at all| whatever| whatsoever)?(?: (?:was|were|had been|is) (?:said|heard|spoken|uttered|raised|asked|done|exchanged))?(?: (?:at all|by either (?:man|leader|side|president)|on the (?:phone|line)))?,? (?:about|on|of|regarding|concerning) {_LEFT}",
        rf"\bnobody (?:on the (?:call|line) |at either end )?(?:so much as )?(?:[\w-]+ )?(?:said|spoke|talked|uttered|breathed|mentioned|raised|asked|touched|proposed|brought up|alluded|referred)(?: (?:a word|anything|a thing))?(?: (?:about|of|on|to|upon|up))? {_LEFT}",
        rf"\b(?:nobody|no one|neither(?: man| leader| side| president| of them)?|none of them|never|did not|didn't) (?:[\w'-]+ ){{1,3}}?(?:so much as |even )?(?:an?|one|a single|any) (?:[\w-]+ )?{f('units')}\b(?: [\w'-]+){{0,3}}? {f('reaching')} {_LEFT}",
        rf"\ball (?:[\w'-]+ ){{1,4}}?(?:and|but) no {_LEFT}",
        rf"^\W*zero {_LEFT}",
        rf"^\W*(?:entirely |wholly |altogether |notably |conspicuously )?(?:absent|missing|gone|excluded|left out) from (?:[\w'-]+ ){{0,4}}?{_IN_TALK}(?: was| were|,)(?: any| all)? {_LEFT}",
        # "Before we got to Aleppo" tells that they did; "hung up before they had got to it" that they did not.
        rf"\b(?:{f('ended')}\b[^.;]{{0,40}}? before|without) (?:[\w'-]+ ){{0,3}}?(?:had |having )?(?:ever )?{f('getting')} {_LEFT}",
        rf"\bnever (?:got|came|strayed|turned|moved|drifted|wandered|reached|touched|extended|went)(?: (?:round|around|on|as far as|near|anywhere near|down|over))*(?: (?:to|on|into|upon|onto))?(?: (?:a |the |any )?(?:discussion|talk|mention|exchange|debate) (?:of|about|on))? {_LEFT}",
    ]
    right = [
        rf"^{_RIGHT} (?:was|were|is|are|had been|'s)(?: simply| just| really)?(?: not|n't| at no point| never| hardly| in no way| no)(?: so much as| even| ever| in fact| really)?(?: an?| the| any| among| one of| on| in| anywhere on| anywhere in| part of)*(?: \w+){{0,2}} {f('matter_nouns')}\b",
        rf"^{_RIGHT} (?:was|were|is|are|had been|remained|stayed|stays)(?: [\w-]+)?(?: not| the great| the big| the| altogether| entirely| wholly| completely| simply| conspicuously)*(?: [\w-]+)? {f('absent')}\b",
        rf"^{_RIGHT} (?:got|received|had|earned|rated|merited|was given|were given|drew|found|gets|enjoyed|commanded|made)(?: precisely| exactly)? (?:{_NIL}|not an?|not one) (?:[\w-]+ )?{f('units')}\b",
        rf"^{_RIGHT} (?:did not|didn't|never) (?:rate|get|merit|earn|receive|find|draw|have|win|command|take up)(?: even| so much as)? (?:an?|any|one|a single) (?:[\w-]+ )?(?:{f('units')}|{f('shares')})\b",
        rf"^{_RIGHT} (?:did not|didn't|never) (?:come (?:into (?:it|the|that|play)|up|in)|enter (?:into )?(?:it|the)|cross|pass|feature|figure|surface|arise|crop up|make (?:it|an appearance)|get a look-in|form part|play (?:a|any) (?:part|role))\b",
        rf"^{_RIGHT} (?:played|had|formed) no (?:part|role|place)\b",
    ]
    both = [
        r"\b(?:word|name|term|phrase|expression|label|acronym)s? (?:[\w'-]+ ){0,2}\W{0,2}@\W{0,2} (?:(?:was|were|did|had|has)(?:n't| not| never)|never)[^.;]{0,24}? ?(?:fall|fell|fallen|uttered|pronounced|voiced|breathed|whispered|said|mentioned|invoked|spoken|heard|used|dropped|pass|passed|cross|crossed|mentioned|come|came|leave|left|surface|surfaced)\b",
        rf"\b(?:the |that |this |all |any |their )?{f('tellings')} (?:about|on|of|concerning|regarding|with) @ (?:is|was|are|were)(?: just| simply| pure| purely| sheer| entirely| wholly| completely| utter| plain)* {f('false_words')}\b",
    ]
    return (
        *(("L", re.compile(s)) for s in left),
        *(("R", re.compile(s)) for s in right),
        *(("W", re.compile(s.replace("@", r"[^.;]{0,40}?¤[^.;]{0,40}?"))) for s in both),
    )


@cache
def _affirmations() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how a sentence says that the matter had its place: a share of the time, the turn of the talk."""
    f = _field
    share = rf"(?:[\w'-]+ ){{0,6}}?{f('shares')}\b"
    left = [
        rf"\b(?:talk|conversation|discussion|exchange|call|it|they|leaders|presidents|two|men|pair)(?: then| soon| quickly| also| had)? (?:turned|moved(?: on)?|shifted|drifted|switched|passed|came(?: round| back| around)?|went(?: on| over)?|got(?: on| round| around)?|jumped|strayed|revolved|centred|centered|dwelt|dwelled) (?:to|on|onto|into|around|over) {_LEFT}",
        rf"\b(?:some|much|a (?:good |great )?deal of|plenty of|a lot of|a bit of|a long|a brief|a heated|an|a) (?:[\w-]+ ){{0,3}}?(?:back and forth|back-and-forth|to and fro|give and take|exchange|earful|argument|debate|wrangle|dispute|lecture|monologue|tirade|discussion|conversation|talk|spat|words|quarrel|haggling|bargaining|tussle|sparring|aside) (?:about|on|over|of|regarding|concerning) {_LEFT}",
        rf"\b(?:minutes|hour|half-hour|quarter|half|third|most|much|bulk|part|rest|share|time|stretch|chunk) (?:of (?:[\w'-]+ ){{1,5}}?)?(?:was|were|had been|went|being|gone) (?:spent|devoted|given|used|taken|over|on|to|dedicated)(?: (?:over|up|on|to|with|by|for|discussing|arguing|talking))* {_LEFT}",
    ]
    right = [
        rf"^{_RIGHT} {f('taking')}(?: up)? {share}",
        rf"^{_RIGHT} (?:was|were) (?:very much |most certainly |certainly |definitely |indeed |also |clearly )*(?:an?|the|one of the|among the)(?: \w+)? (?:subjects?|topics?|themes?|items?|talking points?|(?:issue|matter|subject|point|bone) (?:of|between|for) (?:\w+ )?(?:discussion|contention|talk|conversation|call|two|men|them|leaders|presidents|pair|debate))\b",
        rf"^{_RIGHT} (?:was|were) (?:very much |squarely |firmly |high |also |always |certainly |definitely |most definitely )*(?:on|in|among|part of|at)(?: the| that| their| his)?(?: \w+){{0,2}} (?:table|agenda|list|menu|conversation|mix|topics|subjects|themes|matters|talk|discussion|items)\b",
    ]
    return (*(("L", re.compile(s)) for s in left), *(("R", re.compile(s)) for s in right))


# Who listened in and heard nothing of it tells of the call.
_HEARD = re.compile(r"\bheard (?:\w+ )?nothing\b")


def presence_drafts(
    page: Page, index: int, known: Sequence[Draft], topics: Sequence[Topic]
) -> Iterator[Draft]:
    """Yield for each topic of the family without a draft among ``known`` whether it is said to have had a place."""
    if not _may_tell(page, index):
        return
    names = {topic.name for topic in topics} - {draft.topic for draft in known}
    for hit in page.hits[index]:
        if hit.topic.name not in names:
            continue
        found = _place_of(page, index, hit)
        if found is None:
            continue
        denied, cue = found
        scene = page.scenes[index]
        if denied and not _HEARD.search(scene.text) and keeps_silent(scene, page.story.leaders, cue.clause):
            continue  # "The White House published no account and so said nothing about Iran"
        modality = modality_of(page.scenes[index], cue, page.is_readout)
        about_text = denied and is_about_text(page, index, cue.clause)
        yield Draft(
            hit.topic.name,
            hit.topic.family,
            Proposition.DISCUSSED,
            Polarity.DENIED if denied else Polarity.AFFIRMED,
            modality,
            Scope.TEXT if about_text else scope_of_text(page, index),
            terms=hit.matters,
            rule="presence",
            at=(cue.start, cue.end),
        )


def _place_of(page: Page, index: int, hit: Hit) -> tuple[bool, Cue] | None:
    """Return whether the matter is said not to have been there, and the words that say so."""
    scene = page.scenes[index]
    text = scene.text
    masked = text[: hit.start] + "¤" + text[hit.end :]
    for denied, forms in ((True, _denials()), (False, _affirmations())):
        if not denied and (scene.negated or act_words("deny").search(text)):
            return None
        for where, form in forms:
            if where == "W":
                match, shift = form.search(masked), 0
            elif where == "L":
                match, shift = form.search(text[: hit.start]), 0
            else:
                match, shift = form.match(text[hit.end :]), hit.end
            if match is None:
                continue
            start = match.start() + shift
            end = min(max(match.end() + shift, start + 1), len(text))
            tokens = [t for t in scene.tokens_at(start, end) if t.pos_ in ("VERB", "AUX", "NOUN")]
            token = next((t for t in tokens if t.pos_ in ("VERB", "AUX")), tokens[0] if tokens else hit.token)
            absent = denied and not _TURNED.search(text[:start])
            return absent, Cue("discuss", -1 if absent else 1, start, end, token, scene.clause_of[token.i])
    return None


# "It is not true that nothing was said about arms": two negations.
_TURNED = re.compile(
    r"\b(?:not (?:true|so|correct|the case|accurate|right)|untrue|false|wrong|incorrect|a lie|nonsense|absurd|a myth)(?: to (?:say|claim|suggest|pretend|think))?,? that [^.;]{0,60}$"
)

# A talk, text or place of others: "not a word about it at the ministers' session".
_ELSEWHERE = re.compile(
    r"\b(?:at|in|during|after|from) (?:the|their|his|that|this|a|its|last \w+'s|\w+'s) (?:[\w'-]+ ){0,3}?(?:meetings?|summit|session|hearing|briefing|council|conference|interview|speech|dinner|ministry|letter|tweet|post|article|programme|program|debate|congress|senate|campaign)\b"
    r"|\bwhen (?:they|the two|the pair|mr\. \w+ and mr\. \w+) (?:last )?met\b|\b(?:since|so far|yet|recently|until now|in public|publicly)\b"
)


def _may_tell(page: Page, index: int) -> bool:
    """Return whether the sentence is told of the call by somebody who can know, and not of a text or another occasion."""
    scene, speaker = page.scenes[index], page.speaker(index)
    if page.is_readout or not may_tell(page, index) or not page.call_nearby(index):
        return False
    if _ELSEWHERE.search(scene.text) or other_leaders().search(scene.text) or speaker.role == "president":
        return False
    # "The Kremlin's account differs: it says nothing of New START" tells of the account
    return not act_words("text_nouns").fullmatch(speaker.name.lower().split()[-1] if speaker.name else "")


__all__ = ["presence_drafts"]
