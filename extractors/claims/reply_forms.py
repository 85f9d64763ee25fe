# ruff: noqa: E501 - patterns are read as one line each
"""The shapes of a remark without a matter of its own: "Not a thing", "nobody went there", "that is an addition"."""

from __future__ import annotations

import re
from functools import cache

from extractors.claims.answers import NONE_OF_IT
from extractors.claims.frames import act_words
from extractors.claims.matters import is_matter, stance_set
from extractors.claims.page import Page
from extractors.claims.recounted_verb import verbs_of_talk
from extractors.claims.words import words
from extractors.language.people import other_leaders
from extractors.language.wordlists import compile_words, load_table
from extractors.model import UTTERED

# A whole remark: longer ones have a verb of their own.
_SHORT = 8
# "Nobody so much as cleared his throat", "neither of them went near it", "no one went there".
_NOBODY = re.compile(
    r"\b(?:nobody|no one|neither(?: of (?:them|the two|us)| (?:man|leader|side|president|party))?|none of (?:them|us)|nothing)\b(?! (?:in|at|from|else|here|could|can|would|will|knows?|is|has|to|on that|new|about)\b)"
)
_PAST = ("VBD", "VBN")
_FRAGMENT = re.compile(
    r"(?:(?:oh|well|why|look|but|and|simply|frankly|honestly|sorry|alas|sir|with respect|no),? )*"
    r"(?:no|nope|nah|never(?: ever| once)?|not (?:a|one|at|by|in|from|once|even|so|the|any|for|that)\b.{0,40}|nothing(?: at all| whatever| whatsoever| of .{3,20}| doing)?|none(?: at all| of .{2,20}| whatever)?|neither(?: of .{2,14})?"
    r"|nobody(?: did| has)?|no one(?: did)?|(?:by|from|to|for|of) (?:him|her|them|me|us|both|either)\W+(?:by|from|to|for|of) (?:nobody|no one|none|neither)|(?:by|from|to) (?:nobody|no one|neither(?: of .{2,14})?)|zero|nil|zip|nada|zilch|nowhere|(?:it|he|she|they|we|that|those|this|neither|nobody) (?:did|had|was|were|has|have|would)(?:n't| not)(?: have)?|(?:it|he|she|they|we|that) never (?:did|was|were|had|has))"
)
_NO_FRAGMENT = re.compile(
    r"\b(?:yet|comment|add|say|sure|know|certain|necessarily|exactly|really|quite|entirely|true|me|now|today|only|just|so fast|time|enough|long|much|many|all|always|idea|problem|longer|question)\b"
)
_THERE = re.compile(
    r"\bthere (?:was|were|had been|wasn't|weren't|had come|came|has been) (?:no\b|none\b|nothing\b|not\b|never\b)|\bhad (?:come|been) (?:no|none|nothing|not)\b"
)
# "We had a quarter of an hour of it": a share of the talk for what was put.
_SHARE = re.compile(
    r"\b(?:seconds?|minutes?|quarter|half|third|hour|time|times|lot|deal|plenty|much|most|little else|nothing else)\b(?: [\w'-]+){0,4}? (?:of|on|to|about|for|but) (?:it|that|this|them|those|these)\b"
    r"|\b(?:nothing|little|hardly anything|not much) (?:else|but)\b"
)
_ME = re.compile(
    r"\b(?:i|we) (?:did(?:n't| not)|never|have(?:n't| not)) (?:said?|say|confirm\w*|deny|claim\w*|told|tell)\b"
)
# "That subject had been conspicuous by its absence", "it stayed in the folder", "they were the dog that didn't bark".
_STAYED_OUT = re.compile(
    r"\b(?:that|this|it|they|those|these|(?:the|that|this) (?:subject|topic|matter|question|issue|theme|item|name|word|file|folder|page|point|part|whole (?:business|matter|subject)))"
    r"(?:'d| had| has| was| were| might as well have)?(?: been| simply| just| never)? (?:conspicuous (?:by|for)|(?:stayed|remained|kept|left|lay|sat|rested) (?:out|outside|in the (?:folder|drawer|file|briefcase|bag)|on the (?:paper|shelf|page)|in its|untouched|unopened|unsaid|shut|closed)"
    r"|the dog that (?:did not|didn't) bark|nowhere|on the moon|on (?:another|a different) planet|absent|missing|spared|given a miss|left alone|did(?: not|n't) (?:sound|figure|feature|arise|come|surface))\b"
)
_NEGATES = re.compile(
    r"\b(?:not|no|never|first|news|surprise|none|nothing|vain|where|wrong|backwards?|upside|confused|thinking|unaware)\b|n't\b"
)
WAS_TOLD = re.compile(r"\b(?:was|were|been) (?:told|assured|informed|given to understand)\b")
# "It was a tough call, and nobody should mistake it": what is joined is not said of the account.
_JOINED = re.compile(r"[,;] (?:and|but|so|while|though)\b|; |\. ")
_QUOTED = re.compile(r'"([^"]+)"?')
_TAG = re.compile(
    r"[,\"] ?(?:[\w.' -]+ )?(?:said|says|replied|answered|told|insisted|added|explained)\b[^,]*[.]?$"
)
_SAYING = frozenset(["say", "tell", "add", "reply", "answer", "insist", "explain"])
_LEAST = frozenset(
    [
        "clear",
        "breathe",
        "cough",
        "blink",
        "stir",
        "sneeze",
        "whisper",
        "murmur",
        "utter",
        "dream",
        "bother",
        "think",
        "happen",
        "occur",
    ]
)


@cache
def _field(name: str) -> re.Pattern[str]:
    return compile_words(load_table("extractors.claims", "replies.toml")[name])


def form_of(page: Page, index: int) -> str | None:
    """Return which kind of reply the sentence is: fragment, unreal, nobody, none or (an affirmation) share; else None."""
    if not _may_be_reply(page, index):
        return None
    remark = remark_of(page.scenes[index].text)
    if (_field("unknown").search(remark) and _NEGATES.search(remark)) or (
        _points_at_account(remark) and _field("unreal").search(_JOINED.split(remark)[0])
    ):
        return "unreal"
    if NONE_OF_IT.search(remark) or _STAYED_OUT.search(remark):
        return "none"
    return None if _names_matter(page, index) else _bare_form(page, index, remark)


def _bare_form(page: Page, index: int, remark: str) -> str | None:
    """Return the form of a remark that names nothing at all."""
    scene = page.scenes[index]
    if len(remark.split()) <= _SHORT and _FRAGMENT.fullmatch(remark) and not _NO_FRAGMENT.search(remark):
        return "fragment"
    if any(t.lemma_.lower() in stance_set("consent_nouns") for t in scene.tokens):
        return None  # "There was no agreement" leaves room for talk
    forms = {
        "share": _SHARE.search(remark) and _is_past(page, index) and not scene.negated,
        "nobody": _NOBODY.search(remark) and not WAS_TOLD.search(remark) and _nobody_talks(page, index),
        "none": _THERE.search(remark),
    }
    return next((name for name, found in forms.items() if found), None)


def _may_be_reply(page: Page, index: int) -> bool:
    """Return whether the sentence is a statement of a report of the call that names no topic and evades nothing."""
    text = page.scenes[index].text
    if page.is_readout or page.is_preview or page.genre != "news" or index == 0:
        return False
    if page.call_of(index).kind != "main" or page.is_outsider(index) or text.rstrip("\"' ").endswith("?"):
        return False
    if act_words("evade").search(text) or _ME.search(text) or other_leaders().search(text):
        return False
    remark = remark_of(text)
    named = [h for h in page.hits[index] if text[h.start : h.end] in remark and h.topic.name not in UTTERED]
    return all(_field("bare").search(text[h.start : h.end]) for h in named)


def remark_of(text: str) -> str:
    """Return what is quoted in the sentence, or else the sentence without the words that say who says it."""
    if text.count('"') == 1 and not text.startswith('"'):
        text = text.partition('"')[0]  # 'By nobody," said the aide': the quotation began a sentence before
    quoted = _QUOTED.findall(text)
    remark = " ".join(quoted) if quoted else _TAG.sub("", text)
    return remark.strip(" \"'.,;:!—–-")


def _points_at_account(remark: str) -> bool:
    """Return whether the remark is about what was said before it: "that is", "those are", "the sentence was"."""
    return (
        re.match(
            r"(?:no, |well, |look, |all (?:of )?)?(?:no, )?(?:that|this|it|they|those|these|he|she|you|we|the (?:passage|sentence|remark|line|lines|paragraph|words?|quote|quotation|version|story|account|phrase|part|bit|claim))(?: (?:part|bit|passage|sentence|remark|line|paragraph|word|words|quote|story|account|phrase|thing|claim|stuff|whole (?:thing|passage|story)))?(?:'s|'re)?\b",
            remark,
        )
        is not None
        or WAS_TOLD.search(remark) is not None
    )


def _names_matter(page: Page, index: int) -> bool:
    """Return whether the remark names a matter of its own by a noun that is no mere word of talk."""
    scene = page.scenes[index]
    quotes = [m.span() for m in _QUOTED.finditer(scene.text)]
    for token in scene.tokens:
        at = scene.offset_of(token)
        if quotes and not any(s <= at < e for s, e in quotes):
            continue
        if (
            not is_matter(token)
            or words("persons").fullmatch(token.lower_)
            or _field("bare").fullmatch(token.lower_)
            or _field("unreal").search(token.lower_)
        ):
            continue
        if token.pos_ == "PROPN" or (token.dep_ == "nsubj" and token.head.lemma_.lower() in _SAYING):
            continue  # who speaks, a day, a place
        return True
    return False


def _nobody_talks(page: Page, index: int) -> bool:
    """Return whether a past verb of talk or of the least sound is denied: "nothing fundamental had changed" tells of none."""
    scene = page.scenes[index]
    return any(
        t.tag_ in _PAST
        and t.pos_ == "VERB"
        and scene.clause_of[t.i].i in scene.negated
        and (t.lemma_.lower() in verbs_of_talk() or t.lemma_.lower() in _LEAST)
        for t in scene.tokens
    )


def _is_past(page: Page, index: int) -> bool:
    """Return whether the sentence tells of something past in a clause of its own."""
    return any(t.tag_ in _PAST and t.pos_ in ("VERB", "AUX") for t in page.scenes[index].tokens)


__all__ = ["WAS_TOLD", "form_of", "remark_of"]
