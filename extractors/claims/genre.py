# ruff: noqa: E501 - patterns are read as one line each
"""What kind of text a page is: a report, an opinion piece, satire or a fact check.

Only a report's own voice asserts anything about a call: a columnist, a satirist and the claim that a fact
check is about know nothing of it.
"""

from __future__ import annotations

import re

from extractors.claims.frames import act_words

_QUOTED = re.compile(r"\"[^\"\n]*\"?")
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})
# The writer's own "I", "we", "you" and "!" outside quotation marks; an outlet's "our correspondent" is none.
_PERSONAL = re.compile(
    # the I of "C.I.A." is no writer
    r"(?<!\.)\b(?:I(?!\.[A-Z])|I'm|I've|I'd|I'll|me|my|mine|myself|[Yy]ou(?:r|rs|'ll|'d|'ve|'re)?"
    r"|(?<!told )us|ours?|(?:[Ww]e|[Oo]ur|[Ww]e've|[Ww]e'd|[Ww]e'll)"
    r"(?! (?:correspondent|reporter|newspaper|readers|colleague|rating)))\b|!"
)
# Of 134 texts made for testing every column and sketch has three or more such words, every report at most two.
_PERSONAL_VOICE = 3
# The writer alone: no report has a "my" or an "I" of its own, unless it is one of somebody who was there.
_ALONE = re.compile(r"(?<!\.)\b(?:I(?!\.[A-Z])|I'm|I've|I'd|I'll|(?<!click )me|my|mine|myself)\b")
_OPINION_TITLE = re.compile(
    r"(?:\w+ ){0,2}(?:opinion|op-ed|column|editorial|commentary|comment|viewpoint|"
    r"perspective|essay|letters?"
    r"|diary|the view from)\b(?= ?[:|–—-]|$)|(?:opinion|op-ed|editorial|commentary)\b"
)
_OPINION_MARK = re.compile(
    r"\b(?:in my (?:view|opinion)|to my mind|i have no doubt"
    r"|the (?:writer|author|columnist) (?:is (?!said|reported|understood|believed|thought|known)|served|teaches|lives|works))\b"
)
# One word of each field stands in sound stories too ("a video posted by the Kremlin", "untrue, he said").
_RUMOUR_MARKS = 3
_FACT_OUTLET = re.compile(r"\b(?:fact|facts|verif\w+|verity|truth|check|checks|checker|debunk\w*)\b")
_VERDICT = re.compile(
    r"\b(?:the claim|our (?:rating|ruling|verdict)|we rate|rated|what we found|where it comes from|verdict)\b ?[:]"
    r"|\bwe rate\b|\bis fake\b|\bis a (?:forgery|hoax)\b"
)
# Sources that pass on what nobody vouches for.
_HEARSAY = re.compile(
    r"\b(?:claims?|rumou?rs?|gossip|hoax\w*|forger\w+|fakes?|memes?|conspiracy|legend|myth|whispers?|grapevine|imagination|budgerigar)\b"
)
# What is passed round: nobody who was there speaks in it.
_SHARED = re.compile(r"\b(?:viral|memes?|screenshots?|(?:a|the|one|another) (?:video|clip|recording)s?)\b")
_POSTED = re.compile(
    r"\b(?:videos?|clips?|posts?|tweets?|threads?|screenshots?|channels?|transcripts?|accounts?|users?|bloggers?)\b"
)


# An outlet that calls itself one of satire reports nothing.
_SATIRE_OUTLET = re.compile(r"\b(?:satir\w*|parod\w*|spoof\w*|lampoon\w*)\b")


def genre_of(title: str, outlet: str, text: str) -> str:
    """Return news, satire, opinion or fact_check for a page's title, outlet and text."""
    headline, body = title.lower(), text.lower()
    satire = act_words("genre", "satire")
    if _SATIRE_OUTLET.search(outlet.lower()):
        return "satire"
    # "Its subjects made jokes. ... The jokes dried up": one word told twice is no show
    if len(set(satire.findall(f"{headline}\n{body}"))) >= 2 or satire.search(headline):
        return "satire"
    if (
        _OPINION_TITLE.match(headline)
        or _OPINION_MARK.search(body)
        or personal_words(text) >= _PERSONAL_VOICE
        or _is_own_view(text)
    ):
        return "opinion"
    return "fact_check" if _is_fact_check(headline, outlet.lower(), body) else "news"


# What no report says in its own voice: "Hurrah, two working groups!", "No doubt he was promised the Baltic".
_MOCKING = re.compile(
    r"\b(?:hurrah|hooray|rejoice|hallelujah|heavens?|splendid|marvell?ous|alas|bravo|lo and behold|one (?:hopes|pictures|imagines|wonders|marvels|can only|gathers|assumes|suspects|would think)"
    r"|no doubt|of course|naturally|evidently|surely|obviously|frankly|needless to say|as everybody knows|that shyest|how (?:sad|nice|touching|kind|thoughtful|lovely|reassuring|convenient|noble|generous)"
    r"|what an? (?:relief|surprise|triumph|coincidence|pity|farce|joke|show|spectacle|comfort|delight)|(?:oh|ah|well),|make no mistake|ask yourself|call me|let us|let me|the sooner|absurd|farce|charade|so (?:nicely|kindly|politely)"
    r"|on excellent authority|excellent sources|good news, then|sleep soundly|poor (?:man|fellow|thing)|bless (?:him|them|her)|who would|who (?:needs|cares|knew)|what could possibly|ever (?:told|lied|said))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:said|says|told|according to|reported|announced|confirmed)\b", re.IGNORECASE)
_MOCKERY = 2  # one "of course" stands in sound stories too
_LEAST_TOLD = 2  # a report has its sources; a sketch has hardly one
_SHARP = 3  # marks of mockery and questions of the writer's own that no report of two sources has
_FEW_TOLD = 3
_ENDS = re.compile(r"(?<=[.?!])\s+")


def _is_own_view(text: str) -> bool:
    """Return whether the writer thinks or mocks: words of his own outside quotation marks, and hardly a source.

    Of 2,000 texts made for testing no report with fewer than three verbs of saying has an "I" of its own.
    """
    own = _QUOTED.sub(" ", text.translate(_TYPOGRAPHY))
    told, mocking = len(_TOLD.findall(own)), len(_MOCKING.findall(own))
    # "I heard nothing of it, a note-taker said": his word, though no quotation marks stand about it
    alone = sum(len(_ALONE.findall(part)) for part in _ENDS.split(own) if not _TOLD.search(part))
    if mocking >= _MOCKERY and (
        told < _LEAST_TOLD or (told < _FEW_TOLD and mocking + own.count("?") >= _SHARP)
    ):
        return True
    return alone > 0 and told < _FEW_TOLD + (alone > 1)


# "How a false report about visas crossed three borders": the headline says what the story is about.
_FALSE_STORY = re.compile(
    r"\b(?:false|bogus|fake|phony|invented|made-up|debunked|baseless|untrue|fictitious) (?:[\w-]+ ){0,2}?"
    r"(?:reports?|story|stories|claims?|tales?|quotes?|posts?|videos?|transcripts?|rumou?rs?|news|letters?|readouts?)\b"
)


# "Fact focus: ...", "No, a leaked 'transcript' does not show ...", "Did Trump drop sanctions for a vaccine? No"
_CHECK_TITLE = re.compile(
    r"(?:fact|reality|truth|claim|rumou?r)[- ](?:check|checks|checked|focus|file|watch|desk|checker)\b|(?:no|nope|sorry), |verified\b"
    r"|.{5,120}\? (?:no|nope|not so|not quite|not really|(?:he|she|it|they) (?:did|has|had|have|was|were|does|do) ?n[o']t)\b"
)
_CHECK_FORM = re.compile(
    r"(?:^|\n)\W*(?:the )?(?:claim|allegation|rumou?r)s? ?[:.\u2014-].{0,2000}?\n\W*(?:the )?(?:facts?|truth|verdict|reality|rating|where it comes from|what we found) ?[:.\u2014-]",
    re.DOTALL,
)


# "The leaders' video meeting" is no video that was passed round.
_VIDEO_CALL = re.compile(
    r"\bvideo[- ](?:calls?|meetings?|conferences?|conversations?|talks?|links?|summits?|exchanges?)\b"
)


# "A news site withdrew its report that ...", "the site has taken the story down": the story is one of that report.
_PIECE = r"(?:reports?|story|stories|article|item|post|tale|dispatch|broadcast|claim)"
_WITHDRAWN = re.compile(
    rf"\b(?:withdr(?:ew|aws?|awing)|retract(?:s|ed|ing)|took down|takes down|deleted|apologi[sz]ed for|disowned) (?:[\w-]+ ){{0,3}}?{_PIECE}\b"
    rf"|\b{_PIECE}\b[^.\n]{{0,90}}\b(?:(?:is|was|were|been|has been|have been|as) (?:[a-z]+ )?(?:withdrawn|retracted|taken down|deleted|removed)|withdrawn|retracted)\b"
    rf"|\btak(?:en|ing|es) (?:the|its|that|their) {_PIECE} down\b"
)


def _is_fact_check(headline: str, outlet: str, body: str) -> bool:
    if _FALSE_STORY.search(headline) or _CHECK_FORM.search(body[:3000]):
        return True
    if _WITHDRAWN.search(headline) or _WITHDRAWN.search(body[:500]):
        return True
    words = act_words("genre", "fact_check")
    marks = len(words.findall(f"{headline}\n{body}"))
    if marks >= 2 and words.search(f"{headline}\n{body[:600]}"):
        return True
    if marks >= 1 and bool(_VERDICT.search(body) or _FACT_OUTLET.search(outlet)):
        return True
    refuted = len(act_words("genre", "refuted").findall(body))
    passed_on = len(act_words("genre", "passed_on").findall(_VIDEO_CALL.sub(" ", body[:900])))
    if _CHECK_TITLE.match(headline) or _FACT_OUTLET.search(outlet):
        return refuted >= 1 or passed_on >= 1
    # What was passed round and then found false, both said early and more than once: the story of a rumour.
    return (
        refuted >= 1
        and passed_on >= 1
        and refuted + passed_on >= _RUMOUR_MARKS
        and bool(act_words("genre", "refuted").search(body[:1200]))
    )


def personal_words(text: str) -> int:
    """Return how often the writer speaks of himself or to the reader, quotations left out."""
    return len(_PERSONAL.findall(_QUOTED.sub(" ", text.translate(_TYPOGRAPHY))))


def is_hearsay(source: str, genre: str) -> bool:
    """Return whether a source phrase names a rumour, or what a fact check is about, instead of a witness."""
    phrase = source.lower()
    return bool(
        _HEARSAY.search(phrase)
        or _SHARED.search(phrase)
        or (genre == "fact_check" and _POSTED.search(phrase))
    )
