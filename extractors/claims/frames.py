# ruff: noqa: PLR0917, SIM102, E501, PLR0911 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Frames: what the leaders are said to have done about which topics, clause by clause.

A frame joins an act (discuss, agree, propose, tell) with its polarity, its topics, who did it and how it
is put. Claim families turn frames into claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extractors.claims.prospect import is_prospective
from extractors.claims.topics import Hit, head_hits
from extractors.language.people import Leaders, other_leaders
from extractors.language.scene import Scene, agents, is_clause, subjects
from extractors.language.wordlists import compile_words, load_table
from extractors.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUNS = frozenset(
    [
        "it",
        "that",
        "this",
        "they",
        "these",
        "those",
        "them",
        "such",
        "so",
        "which",
        "what",
        "none",
        "neither",
        "one",
    ]
)
_MODALS = {"will": Modality.FUTURE, "'ll": Modality.FUTURE, "would": Modality.FUTURE, "shall": Modality.FUTURE,
           "should": Modality.WISHED, "ought": Modality.WISHED, "must": Modality.WISHED,
           "may": Modality.QUESTIONED, "might": Modality.QUESTIONED, "could": Modality.QUESTIONED, "can": Modality.QUESTIONED}  # fmt: skip
_WISHES = compile_words([
    "hope|hopes|hoped|hoping", "wants|want|wanted", "asked|asks to", "urged", "wish|wishes", "urge|urges|urging", "prefer|prefers", "would like", "'d like", "demand|demands",
    "would rather", "call|calls|called for", "had better", "insist on", "need|needs to", "ought to",
])  # fmt: skip
_OPINIONS = compile_words(
    [
        "think",
        "thinks",
        "thought",
        "believe",
        "believes",
        "believed",
        "doubt",
        "doubts",
        "doubted",
        "suspect",
        "suspects",
        "suspected",
        "guess",
        "guesses",
        "imagine",
        "imagines",
        "suppose",
        "supposes",
        "reckon",
        "reckons",
        "reckoned",
        "feel",
        "feels",
        "felt",
        "speculate",
        "speculates",
        "speculated",
        "predict",
        "predicts",
        "predicted",
        "forecast",
        "expect",
        "expects",
        "expected",
        "assume",
        "assumes",
        "assumed",
        "fear",
        "fears",
        "feared",
        "in my opinion",
        "in my view",
        "in his view",
        "in her view",
        "in our view",
        "i have no doubt",
        "no doubt that",
        "as if",
        "as though",
        "speculation",
        "seems",
        "seemed",
        "appears to",
        "appeared to",
        "apparently",
        "perhaps",
        "presumably",
        "probably",
        "likely",
        "maybe",
        "conventional wisdom",
    ]
)
_IF = re.compile(r"^(?:if|unless|provided|supposing|suppose|assuming|lest|should|had|were)\b")
_ASKED = compile_words(
    [
        "asked",
        "asks",
        "ask",
        "asking",
        "wondered",
        "wonders",
        "wanted to know",
        "wondering",
        "question*",
        "pressed",
        "quizzed",
        "inquired",
        "enquired",
        "queried",
        "demanded to know",
        "would|'d like to know",
        "want|wants to know",
        "find|finding out",
        "curious",
        "puzzled",
        "mystery",
        "remains to be seen",
        "put to him|her",
    ]
)


@dataclass(frozen=True, eq=False)
class Frame:
    """One act in one clause.

    ``polarity`` is 1, -1 or 0 (the source could not or would not say). ``actor`` is US, RU, both, call
    (the conversation itself), topic (a passive or the topic as subject), other, or "" (nobody named).
    ``told`` is True when one leader addresses the other. ``borrowed`` is True when the topics come from
    the sentence before, for a pronoun or an ellipsis.
    """

    act: str
    polarity: int
    clause: Token
    cue: Token
    cue_text: str
    hits: tuple[Hit, ...]
    modality: Modality = Modality.ASSERTED
    actor: str = ""
    told: bool = False
    borrowed: bool = False
    weakened: bool = False


@cache
def act_words(act: str, name: str = "words") -> re.Pattern[str]:
    """Return the expression of one word list of ``acts.toml``."""
    return compile_words(load_table("extractors.claims", "acts.toml")[act][name])


# Which list holds the intrinsic opposite of which act.
_ACTS = (("unraised", "discuss", -1), ("refuse", "agree", -1), ("discuss", "discuss", 1), ("agree", "agree", 1),
         ("propose", "propose", 1), ("tell", "tell", 1))  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cue:
    """A word of one of the act lists, with the token it stands on."""

    act: str
    sign: int
    start: int
    end: int
    token: Token
    clause: Token
    words: tuple[str, ...] = ()
    behind: str = ""


def find_cues(scene: Scene) -> list[Cue]:
    """Return the act words of a sentence; a word in an opposite list is not read again as the plain act."""
    found: list[Cue] = []
    for name, act, sign in _ACTS:
        for match in act_words(name).finditer(scene.text):
            taken = any(c.act == act and c.start < match.end() and match.start() < c.end for c in found)
            cue = None if taken else _cue(scene, act, sign, match.start(), match.end())
            # "went unmentioned in the conversation": the opposite word is the clause's act, the rest its place.
            if cue is not None and not any(
                c.act == act and c.sign < sign and c.clause.i == cue.clause.i for c in found
            ):
                found.append(cue)
    return found


def _cue(scene: Scene, act: str, sign: int, start: int, end: int) -> Cue | None:
    tokens = scene.tokens_at(start, end)
    verbs = [t for t in tokens if t.pos_ in ("VERB", "NOUN", "AUX", "ADJ", "PROPN")] or tokens
    if not verbs:
        return None
    inside = {t.i for t in tokens}
    token = next((t for t in verbs if t.head.i not in inside or t.head.i == t.i), verbs[0])
    return Cue(
        act,
        sign,
        start,
        end,
        token,
        scene.clause_of[token.i],
        tuple(scene.text[start:end].split()),
        scene.text[end : end + 40],
    )


def find_frames(
    scene: Scene, hits: Sequence[Hit], leaders: Leaders, earlier: Sequence[Hit], readout: bool
) -> list[Frame]:
    """Return the frames of a sentence.

    ``earlier`` are the topics of the text before, for pronouns. ``readout`` says that the sentence comes
    from a side's own page, where a leader's saying is always said in the call.
    """
    frames: dict[tuple[str, int, int], Frame] = {}
    for cue in find_cues(scene):
        frame = _frame(scene, cue, hits, leaders, earlier, readout)
        if frame is not None:
            frames.setdefault((frame.act, frame.clause.i, frame.polarity), frame)
    return _nearest_wins(scene, list(frames.values()))


def _nearest_wins(scene: Scene, frames: Sequence[Frame]) -> list[Frame]:
    """Take from an act the topics that a nearer act turns round: "agreed on Iran, and sanctions were left out"."""
    kept: list[Frame] = []
    for frame in frames:
        nearer = [
            f for f in frames
            if f.polarity == -frame.polarity and f.clause.i != frame.clause.i and scene.below(f.clause, frame.clause)
        ]  # fmt: skip
        taken = {(h.topic.name, h.token.i) for f in nearer for h in f.hits}
        hits = [h for h in frame.hits if (h.topic.name, h.token.i) not in taken]
        if hits:
            kept.append(with_hits(frame, hits))
    return kept


def bare_frame(scene: Scene, cue: Cue, leaders: Leaders, readout: bool) -> Frame | None:
    """Return the frame of an act without regard to topics, None where the cue carries no act."""
    if not _carries(cue) or _is_imperative(cue.token):
        return None
    actor = actor_of(scene, cue, leaders)
    actor = "topic" if actor == "other" and _INTRANSITIVE.match(scene.text[cue.start : cue.end]) else actor
    return Frame(
        cue.act,
        _polarity(scene, cue),
        cue.clause,
        cue.token,
        scene.text[cue.start : cue.end],
        (),
        modality_of(scene, cue, readout),
        actor,
    )


def _frame(
    scene: Scene, cue: Cue, hits: Sequence[Hit], leaders: Leaders, earlier: Sequence[Hit], readout: bool
) -> Frame | None:
    if not _carries(cue) or _is_imperative(cue.token) or _refuses_to_answer(scene, cue):
        return None
    actor = actor_of(scene, cue, leaders, hits)
    told = cue.act == "tell" and _addresses(scene, cue, leaders, actor)
    polarity = _polarity(scene, cue)
    if cue.act == "discuss" and _about_the_call(cue):
        return None
    own = [h for h in hits if _governs(scene, cue, h, polarity)]
    if polarity >= 0 and not readout:
        own = [h for h in own if not _in_time_phrase(h, cue)]
    if polarity < 0:
        own = _denied_hits(scene, own, cue)
    borrowed = False
    if not own and _may_borrow(scene, cue, polarity, readout):
        own, borrowed = _borrowed(scene, cue, hits, earlier), True
    if not own:
        return None
    modality = modality_of(scene, cue, readout)
    if cue.act == "agree" and re.search(
        r"\b(?:desire|wish|hope|interest)\b", scene.text[cue.start : cue.end]
    ):
        modality = Modality.WISHED
    if polarity > 0 and modality is Modality.ASSERTED and not readout and _is_rumoured(cue):
        modality = Modality.QUESTIONED
    weakened = (
        bool(
            re.search(
                r"\bspecifically\b|\bin (?:any )?detail\b|\bpoint by point\b|\bby name\b|\bat (?:any )?length\b|\bin depth\b|\bas such\b|\bformally\b|\bpublicly\b|\bfully\b|\bcompletely\b|\bentirely\b|\bin full\b"
                # "Barely came up" and "very briefly" are two honest accounts of one thing.
                r"|\bhardly\b|\bscarcely\b|\bbarely\b|\bin passing\b|(?:not|n't|nothing|neither|nobody|no one|none) (?:\w+ ){0,3}?(?:much(?! as\b)|a great deal|a lot)\b|\bextensively\b|\bseriously\b",
                scene.text,
            )
        )
        and polarity < 0
    )
    return Frame(
        cue.act,
        polarity,
        cue.clause,
        cue.token,
        scene.text[cue.start : cue.end],
        tuple(own),
        modality,
        actor,
        told,
        borrowed,
        weakened,
    )


# What talk itself does: "no talk of it was heard", "the discussion turned to"; "talks have not begun" is no act.
_HAPPEN = frozenset(
    [
        "be",
        "have",
        "take",
        "hold",
        "hear",
        "go",
        "turn",
        "touch",
        "come",
        "cover",
        "concern",
        "range",
        "include",
        "deal",
        "focus",
        "center",
        "centre",
        "dwell",
        "get",
        "make",
        "arise",
        "occur",
        "happen",
        "pass",
        "move",
        "drift",
        "run",
        "stray",
        "extend",
        "reach",
        "feature",
        "fall",
        "revolve",
        "devote",
        "spend",
    ]
)
# "A rumor that X", "speculation that X", "the possibility that X": nobody vouches for X.
_RUMOURS = frozenset(
    [
        "rumor",
        "rumour",
        "speculation",
        "gossip",
        "suspicion",
        "theory",
        "talk",
        "whisper",
        "possibility",
        "idea",
        "notion",
        "fear",
        "hope",
        "suggestion",
        "question",
        "claim",
        "report",
        "allegation",
        "story",
        "accusation",
        "charge",
        "hint",
        "impression",
        "belief",
        "expectation",
        "prediction",
        "forecast",
        "guess",
        "wish",
        "worry",
        "concern",
        "doubt",
        "assumption",
    ]
)


def _is_rumoured(cue: Cue) -> bool:
    """Return whether the act stands in a clause that a noun of hearsay governs."""
    clause = cue.clause
    for _ in range(12):
        if (
            clause.dep_ in ("acl", "relcl", "ccomp")
            and clause.head.pos_ == "NOUN"
            and clause.head.lemma_.lower() in _RUMOURS
        ):
            return any(c.dep_ == "mark" for c in clause.children)
        if clause.head.i == clause.i:
            return False
        clause = clause.head
    return False


# "raised questions over the fate of sanctions" raises no subject with anybody.
_RAISES = re.compile(
    r"\W+(?:\w+ )?(?:questions|eyebrows|doubts|fears|hopes|alarm|money|taxes|tariffs|suspicions?|hackles|the prospect)\b"
)
_LIGHT = frozenset(
    [
        "reach",
        "make",
        "give",
        "be",
        "come",
        "have",
        "get",
        "secure",
        "win",
        "find",
        "announce",
        "welcome",
        "confirm",
        "conclude",
        "strike",
        "offer",
        "obtain",
        "extract",
        "receive",
        "hear",
        "take",
        "express",
        "voice",
        "put",
        "forward",
        "float",
        "hold",
        "set",
        "sign",
        "seal",
        "honour",
        "honor",
        "want",
        "seek",
        "bring",
        "issue",
        "repeat",
        "renew",
        "mean",
        "remain",
        "go",
        "say",
        "describe",
        "extend",
        "send",
        "convey",
        "accept",
        "decline",
        "reject",
        "break",
        "arrive",
        "emerge",
        "exist",
        "do",
        "see",
        "leave",
        "fall",
        "involve",
        "include",
        "produce",
        "yield",
        "amount",
        "achieve",
        "broker",
        "negotiate",
        "announce",
        "report",
        "claim",
        "cite",
        "mention",
        "note",
        "table",
        "pledge",
        "advance",
        "discuss",
        "consider",
        "raise",
        "touch",
        "convey",
        "call",
    ]
)


def _refuses_to_answer(scene: Scene, cue: Cue) -> bool:
    """Return whether a refusal is one to the press: "refused to comment", "declined to say"."""
    if cue.act != "agree" or cue.sign > 0:
        return False
    taken = [c.lower_ for c in cue.token.children if c.dep_ == "dobj"]
    if taken and not set(taken) & {"comment", "comments", "interview", "question", "questions", "answer"}:
        return False  # "declined the invitation" is said to the other side
    return any(m.start() <= cue.start < m.end() for m in act_words("evade").finditer(scene.text)) or bool(
        re.match(
            r"\w+ to (?:comment|say|answer|discuss|elaborate|confirm|take|speak)\b", scene.text[cue.start :]
        )
    )


def _carries(cue: Cue) -> bool:
    """Return whether a noun cue is what the clause tells of ("no agreement was reached"), not a mere name ("the INF agreement")."""
    token = cue.token
    if cue.act == "tell" and token.pos_ in ("NOUN", "PROPN") and cue.words[0] in ("call", "calls"):
        return False  # "in his condolence call on Monday" calls on nobody
    if cue.act == "discuss" and token.pos_ == "NOUN" and token.lower_ == "return":
        return False  # "did not exclude a return to talks" goes back to no subject
    if cue.act == "tell" and token.pos_ not in ("VERB", "AUX"):
        return False
    if cue.words[0].startswith("rais") and _RAISES.match(cue.behind):
        return False
    if (
        token.pos_ not in ("NOUN", "PROPN")
        or cue.act not in ("agree", "propose", "discuss")
        or len(cue.words) > 2
    ):
        return True
    if (
        cue.act == "discuss"
        and token.dep_ == "nsubj"
        and cue.clause.pos_ == "AUX"
        and cue.words[0] in ("talk", "word", "discussion")
    ):
        return False  # "talk of meddling was a hoax" tells of rumours
    if cue.act == "discuss":
        return not (
            token.dep_ in ("nsubj", "nsubjpass")
            and cue.clause.lemma_.lower() not in _HAPPEN
            and cue.clause.pos_ == "VERB"
        )
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    if (
        token.dep_ == "pobj"
        and token.head.lower_ == "to"
        and token.head.head.lemma_.lower() in ("come", "arrive", "lead")
    ):
        return True
    if token.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr", "ROOT", "appos"):
        return False
    return token.head.lemma_.lower() in _LIGHT or token.dep_ == "ROOT"


def _is_circumstance(clause: Token) -> bool:
    """Return whether a clause tells when or amid what something happened, not what was said: "as the pair seek to ..."."""
    return any(
        c.dep_ in ("mark", "advmod")
        and c.lower_ in ("as", "after", "since", "while", "because", "amid", "before")
        for c in clause.children
    )


def _about_the_call(cue: Cue) -> bool:
    """Return whether what is talked about is the call itself: "he had not talked to Mr. Trump about the call"."""
    if cue.token.pos_ not in ("VERB", "AUX"):
        return False  # "not a subject of the conversation"
    return any(
        g.dep_ == "pobj" and g.lower_ in ("call", "conversation", "calls", "conversations") and g.lower_ not in cue.words
        for c in cue.token.children if c.dep_ == "prep" and c.lower_ in ("about", "of")
        for g in c.children
    )  # fmt: skip


def _governs(scene: Scene, cue: Cue, hit: Hit, polarity: int) -> bool:
    """Return whether the topic stands in what the act's clause governs."""
    if (
        hit.start < cue.end
        and cue.start < hit.end
        and hit.end - hit.start <= cue.end - cue.start
        and cue.act == "tell"
    ):
        return True
    clause = cue.clause
    if polarity < 0 and ";" in scene.text[hit.end : cue.start]:
        return False
    token = hit.token
    for _ in range(60):
        if token.i == clause.i:
            return True
        if token.head.i == token.i:
            break
        if polarity >= 0 and token.dep_ == "advcl" and _is_circumstance(token):
            return False
        if (
            polarity < 0
            and is_clause(token)
            and token.dep_ in ("advcl", "relcl", "conj", "parataxis")
            and not _is_infinitive(token)
        ):
            return False
        token = token.head
    if (
        clause.dep_ != "conj"
        and clause.head.dep_ == "ROOT"
        and clause.head.pos_ in ("NOUN", "PROPN")
        and clause.head.i != clause.i
    ):
        # The parser took the verb of "The bill now before the Senate was not mentioned" for an adjunct of its subject.
        return (
            hit.end <= cue.start
            and scene.below(hit.token, clause.head)
            and not scene.below(clause.head, clause)
        )
    # "sanctions, which were not discussed": the topic is what the relative clause hangs on.
    return clause.dep_ in ("relcl", "acl") and clause.head.i == hit.token.i


def _is_infinitive(clause: Token) -> bool:
    """Return whether a clause is an infinitive: "gave no undertaking to set up a center"."""
    return clause.dep_ != "conj" and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


def _denied_hits(scene: Scene, hits: Sequence[Hit], cue: Cue) -> list[Hit]:
    """Return the topics a denial is about: heads of phrases only, and none behind "after" or "when"."""
    found = [h for h in head_hits(hits) if not _in_time_phrase(h, cue) and not _is_detail(h, hits, cue)]
    matter = _own_matter(cue, hits)
    return [h for h in found if matter is None or _hangs_on(h.token, matter)]


def _own_matter(cue: Cue, hits: Sequence[Hit]) -> Token | None:
    """Return the noun that an agreement's denial is about where it is no listed topic: the date in "no date was agreed"."""
    if cue.act != "agree" or cue.token.pos_ != "VERB":
        return None
    named = {h.token.i for h in hits}
    for child in cue.token.children:
        if (
            child.dep_ in ("nsubjpass", "dobj")
            and child.pos_ == "NOUN"
            and child.i not in named
            and not _WIDE.fullmatch(child.lower_)
        ):
            return child
    return None


def _hangs_on(token: Token, noun: Token) -> bool:
    """Return whether a topic word is the compound or the possessor of a noun ("sanctions relief")."""
    return token.head.i == noun.i and token.dep_ in ("compound", "amod", "nmod", "poss")


_WIDE = compile_words(
    [
        "subject",
        "subjects",
        "topic",
        "topics",
        "issue",
        "issues",
        "question",
        "questions",
        "matter",
        "matters",
        "point",
        "points",
        "theme",
        "themes",
        "idea",
        "ideas",
        "talk",
        "talks",
        "discussion",
        "discussions",
        "plan",
        "plans",
        "prospect",
        "prospects",
        "possibility",
        "fate",
        "situation",
        "crisis",
        "war",
        "conflict",
        "case",
        "name",
        "word",
        "words",
        "mention",
        "problem",
        "problems",
        "role",
        "future",
        "state",
        "agreement",
        "deal",
        "understanding",
        "accord",
        "commitment",
        "promise",
        "undertaking",
        "assurance",
        "guarantee",
        "reference",
        "line",
        "part",
        "aspect",
        "aspects",
        "any",
        "one",
        "none",
        "all",
        "some",
        "proposal",
        "suggestion",
        "request",
        "demand",
        "treatment",
        "story",
        "theft",
        "seizure",
        "use",
        "kind",
        "sort",
        "form",
        "lifting",
        "easing",
        "removal",
        "imposition",
        "resumption",
        "restoration",
        "return",
        "release",
        "halt",
        "end",
        "start",
        "beginning",
        "exchange",
        "supply",
        "supplies",
        "delivery",
        "deliveries",
        "shipment",
        "concept",
        "notion",
        "poisoning",
        "arrest",
        "jailing",
        "killing",
        "attack",
        "attacks",
        "exclusion",
        "expansion",
        "enlargement",
        "holding",
        "creation",
        "establishment",
        "opening",
        "extension",
        "prolongation",
        "renewal",
        "cooperation",
        "coordination",
        "fight",
        "struggle",
        "work",
        "operations",
        "operation",
        "planning",
        "sharing",
        "provision",
        "transfer",
        "sale",
        "development",
        "settlement",
        "resolution",
        "withdrawal",
        "presence",
        "meddling",
        "interference",
        "hacking",
        "safety",
        "concession",
        "concessions",
        "help",
        "side",
        "sides",
        "thing",
        "things",
        "anything",
        "nothing",
        "something",
        "record",
        "mention",
        "whiff",
        "hint",
        "trace",
        "syllable",
        "breath",
        "shadow",
        "subject-matter",
    ]
)


def _is_detail(hit: Hit, hits: Sequence[Hit], cue: Cue) -> bool:
    """Return whether only a detail of the topic is denied: "no date was agreed for the meeting"."""
    token = hit.token
    for _ in range(12):
        if token.head.i == token.i or token.head.pos_ in ("VERB", "AUX") or token.head.i == cue.token.i:
            break
        token = token.head
        if token.dep_ in ("conj", "appos"):
            return False
    if token.pos_ not in ("NOUN", "PROPN") or any(h.token.i == token.i for h in hits):
        return False
    return token.i != hit.token.i and not _WIDE.fullmatch(token.lower_) and not _inside(hit, token)


def _inside(hit: Hit, token: Token) -> bool:
    """Return whether the noun is part of the hit itself, or only carries it as a compound ("trade ties")."""
    near = hit.token
    while near.dep_ in ("compound", "amod", "nmod", "poss") and near.head.i != near.i:
        near = near.head
        if near.i == token.i:
            return True
    return False


def _in_time_phrase(hit: Hit, cue: Cue) -> bool:
    token = hit.token
    for _ in range(20):
        if token.i in (cue.token.i, cue.clause.i) or token.head.i == token.i:
            return False
        if token.dep_ == "prep" and token.lower_ in (
            "after",
            "since",
            "before",
            "during",
            "until",
            "amid",
            "despite",
        ):
            return True
        if (
            token.dep_ == "prep"
            and token.lower_ in ("in", "on")
            and any(c.lower_ in ("call", "conversation") for c in token.children)
        ):
            return True  # "in his condolence call": what the call is named by
        token = token.head
    return False


# "The two had not spoken" denies the conversation, not the matter that was named before it.
_MERE_TALK = re.compile(r"spoke|spoken|speaks?|talk|talks|talked|calls?|called")
# "They talked of nothing else": what was named before it was talked about.
_EXHAUSTIVE = re.compile(
    r"\b(?:nothing|anything|little|no one|not much) (?:else|more|further|beyond|besides|other)\b|\b(?:no|any) other\b"
)
# Nouns that only point back at a matter: "the subject never came up", "made no mention", "reached no agreement".
_POINTERS = frozenset(
    [
        "subject",
        "topic",
        "issue",
        "matter",
        "question",
        "idea",
        "point",
        "score",
        "kind",
        "sort",
        "thing",
        "possibility",
        "suggestion",
        "request",
        "demand",
        "proposal",
        "notion",
        "theme",
        "item",
        "word",
        "words",
        "mention",
        "reference",
        "agreement",
        "deal",
        "accord",
        "understanding",
        "promise",
        "pledge",
        "commitment",
        "decision",
        "consent",
        "undertaking",
        "assurance",
        "answer",
        "reply",
        "hint",
        "syllable",
        "breath",
        "talk",
        "discussion",
        "conversation",
        "call",
        "exchange",
        "chat",
        "phone",
        "telephone",
        "occasion",
        "time",
        "day",
        "minute",
        "hour",
        "moment",
        "stage",
        "list",
        "agenda",
        "table",
        "record",
        "part",
        "place",
        "claim",
        "report",
        "story",
        "account",
        "allegation",
        "version",
        "assertion",
        "statement",
        "suggestion",
        "passage",
        "sentence",
        "line",
        "course",
        "way",
        "end",
        "detail",
        "length",
        "progress",
        "concession",
        "guarantee",
        "offer",
        "approval",
        "nothing",
        "none",
        "something",
        "anything",
    ]
)


def _names_own_matter(cue: Cue) -> bool:
    """Return whether the act's clause names a matter that no topic knows: a pronoun's topic must not be put in its place."""
    verbs = [cue.clause] if cue.token.i == cue.clause.i else [cue.clause, cue.token]
    for verb in verbs:
        for child in verb.children:
            if (
                child.dep_ in ("nsubjpass", "dobj", "attr", "oprd")
                or (child.dep_ == "nsubj" and verb.lemma_.lower() in _RISING)
            ) and _is_matter(child, cue):
                return True
            if child.dep_ == "prep" and child.lower_ in ("about", "on", "of", "over", "to", "into", "upon"):
                if any(g.dep_ == "pobj" and _is_matter(g, cue) for g in child.children):
                    return True
    return False


def _is_matter(token: Token, cue: Cue) -> bool:
    """Return whether a noun names something of its own: no pronoun, no person, no mere "subject", no weekday."""
    if (
        token.pos_ not in ("NOUN", "PROPN")
        or token.i == cue.token.i
        or token.lower_ in _BOTH
        or token.lower_ in _CALL
    ):
        return False
    if (
        token.ent_type_ == "PERSON"
        or _PERSONS.fullmatch(token.lower_)
        or re.fullmatch(
            r"\w+day|call\w*|presidents?|leaders?|heads?|chiefs?|capitals?|reporters?|sides?", token.lower_
        )
    ):
        return False
    if token.pos_ == "PROPN" and token.dep_ != "nsubjpass" and _is_name(token):
        return False
    return token.lemma_.lower() not in _POINTERS


def _may_borrow(scene: Scene, cue: Cue, polarity: int, readout: bool) -> bool:
    """Return whether an act without a topic of its own takes that of the sentence before."""
    if (
        readout
        or _MERE_TALK.fullmatch(scene.text[cue.start : cue.end])
        or _EXHAUSTIVE.search(scene.own_text(cue.clause))
        or _names_own_matter(cue)
        or not _is_bare(scene, cue)
    ):
        return False
    if polarity < 0 and cue.act == "tell":
        return bool(_SUCH.search(scene.text))
    if cue.act == "agree" and re.search(r"\bthat (?:is|was)(?: exactly| precisely)? what\b", scene.text):
        return True
    if cue.act == "tell" and re.match(
        r"\W*(?:[\w.']+ ){0,3}?(?:so|as much|exactly that|just that)\b", scene.text[cue.end :]
    ):
        return True
    if cue.act == "tell":
        return (
            cue.token.tag_ == "VBN"
            and cue.token.lemma_.lower() in _PASSED_ON
            and any(c.dep_ == "auxpass" for c in cue.token.children)
            and not any(c.dep_ == "agent" for c in cue.token.children)
        )
    if polarity <= 0:
        return True
    if cue.act == "agree" and cue.token.pos_ == "NOUN":
        return any(c.lower_ in ("the", "that", "this", "his", "such") for c in cue.token.children)
    if cue.act == "discuss" and any(
        c.dep_ == "dobj" and c.lower_ in ("it", "them", "this", "that") for c in cue.token.children
    ):
        return True
    subject = [t.lower_ for t in subjects(cue.clause)]
    subject += [t.lower_ for t in scene.tokens if t.dep_ == "pobj" and t.head.head.i == cue.token.i]
    return cue.act == "discuss" and any(
        s in ("it", "that", "this", "subject", "topic", "issue", "matter", "question") for s in subject
    )


# Passives by which one leader's words reach the other: "it was conveyed", not "he is said to", "when he was asked".
_PASSED_ON = frozenset(
    [
        "convey",
        "stress",
        "emphasise",
        "emphasize",
        "underline",
        "underscore",
        "raise",
        "relay",
        "express",
        "voice",
        "state",
        "note",
        "point",
    ]
)
_SUCH = re.compile(
    r"\b(?:of the sort|of the kind|no such|those words|such words|that sentence|such a thing|the words|any such|used the phrase|those lines)\b"
)


def _borrowed(scene: Scene, cue: Cue, hits: Sequence[Hit], earlier: Sequence[Hit]) -> list[Hit]:
    """Return the topics a pronoun means: those named before it in its own sentence, else those of the text before."""
    own = [
        h
        for h in hits
        if _is_argument(h.token)
        and (
            h.end <= cue.start
            # "the matter played no part in a courtesy with a few minutes on Syria": the clause of Syria is another
            or (h.token.head.lower_ in ("of", "about", "on") and scene.clause_of[h.token.i].i == cue.clause.i)
        )
    ]
    return own or list(earlier)


def _is_argument(token: Token) -> bool:
    """Return whether a topic word is a subject, an object, or what is asked or talked "about"; so is what it describes."""
    for _ in range(6):
        noun = token.dep_ == "pobj" and token.head.lower_ in ("of", "for") and token.head.head.pos_ == "NOUN"
        if token.dep_ not in ("compound", "amod", "nmod", "poss") and not noun:
            break
        token = token.head.head if noun else token.head
    if token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "ROOT"):
        return True
    if (
        token.dep_ == "pobj"
        and token.head.lower_ in ("for", "regarding", "concerning")
        and token.head.head.lower_ in ("as", "said")
    ):
        return True  # "As for Syria, the subject had not been touched"
    return token.dep_ in ("pobj", "pcomp") and token.head.lower_ in (
        "on",
        "about",
        "of",
        "to",
        "over",
        "regarding",
    )


def _is_bare(scene: Scene, cue: Cue) -> bool:
    """Return whether the act's topic is a pronoun, a bare "the subject", or nothing at all."""
    named = re.search(
        r"\b(?:subjects?|topics?|issues?|matters?|questions?|ideas?|points?|score|kind|sort|such|so|possibility|suggestion|request|demand)\b",
        scene.text,
    )
    if named or any(t.lower_ in _PRONOUNS and scene.clause_of[t.i].i == cue.clause.i for t in scene.tokens):
        return True
    own = [t for t in scene.tokens if scene.clause_of[t.i].i == cue.clause.i]
    return len([t for t in own if t.pos_ in ("NOUN", "PROPN")]) <= 6


# Acts whose subject is the matter itself: "Ukraine came up", "Syria figured".
_INTRANSITIVE = re.compile(
    r"(?:came|come|crop|ar[io]s|surfac|figur|featur|enter|play|was|were|took up|take up|got|get|loom|dominat|occup|form|went|gone|go |in the|on the|among|topic|the topic|the subject|main|left|absent|missing|unmentioned|off |out of|part of|did figure|did feature|priority|no part|not so|took cent|take cent)"
)


def actor_of(scene: Scene, cue: Cue, leaders: Leaders, hits: Sequence[Hit] = ()) -> str:
    """Return who does the act: US, RU, both, call, topic, other or ""."""
    verb = cue.clause
    named = {h.token.i for h in hits}
    rising = _INTRANSITIVE.match(scene.text[cue.start : cue.end]) is not None or _is_passive(cue.token)
    found = [
        "topic" if rising and (t.i in named or t.lower_ in ("they", "these", "those")) else kind
        for token in (*agents(verb), *subjects(cue.token), *subjects(verb))
        for t in _meant(token)
        if (kind := _kind_of(scene, t, leaders))
    ]
    if not found or (found[0] in ("other", "topic") and cue.act != "discuss"):
        found = _just_before(scene, cue, leaders) or found or _controlled(scene, cue, leaders)
    if not found:
        return ""
    if "US" in found and "RU" in found:
        return "both"
    return found[0]


def _is_passive(verb: Token) -> bool:
    """Return whether a participle is passive, its auxiliary turned round or lost included: "Not once was Syria mentioned"."""
    return verb.tag_ == "VBN" and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def _meant(token: Token) -> list[Token]:
    """Return whom a relative pronoun stands for: in "Trump was the one who raised it" the subject of "was"."""
    if token.lower_ not in ("who", "that", "which") or token.head.dep_ != "relcl":
        return [token]
    noun = token.head.head
    if noun.dep_ == "attr" and noun.lower_ in ("one", "man", "person", "leader", "first", "side", "it"):
        return subjects(noun.head) or [noun]
    return [noun]


def _just_before(scene: Scene, cue: Cue, leaders: Leaders) -> list[str]:
    """Return the leader named right before a verb; the parser loses a subject in one long sentence in ten."""
    if cue.token.pos_ not in ("VERB", "AUX"):
        return []
    piece = re.split(r"[,;:\"]|\b(?:that|who|when|by)\b", scene.text[: cue.start])[-1][-45:]
    us, ru = bool(leaders.us.search(piece)), bool(leaders.ru.search(piece))
    if us and ru:
        return ["both"] if re.search(r"\band\b", piece) else []
    return ["US"] if us else ["RU"] if ru else []


def _controlled(scene: Scene, cue: Cue, leaders: Leaders) -> list[str]:
    """Return the actors of a verb without a subject: those of the nearest clause above that has one."""
    if cue.token.pos_ not in ("VERB", "AUX"):
        return []
    if cue.clause.dep_ in ("ccomp", "ROOT", "parataxis"):
        return []
    for clause in scene.ancestors(cue.clause):
        above = subjects(clause)
        if above:
            return [kind for t in above if (kind := _kind_of(scene, t, leaders))]
    return []


_BOTH = frozenset(
    [
        "they",
        "leaders",
        "presidents",
        "men",
        "pair",
        "both",
        "two",
        "neither",
        "sides",
        "we",
        "nobody",
        "none",
        "each",
        "principals",
    ]
)
_CALL = frozenset(
    [
        "call",
        "conversation",
        "talk",
        "talks",
        "discussion",
        "exchange",
        "hour",
        "minutes",
        "phone",
        "contact",
        "half",
        "third",
        "call's",
    ]
)
_PERSONS = compile_words(
    [
        "official",
        "officials",
        "aide",
        "aides",
        "adviser",
        "advisers",
        "minister",
        "ministers",
        "senator",
        "senators",
        "lawmaker",
        "lawmakers",
        "spokesman",
        "spokeswoman",
        "ambassador",
        "diplomat",
        "diplomats",
        "deputy",
        "chancellor",
        "king",
        "prime",
        "congress",
        "parliament",
        "duma",
        "treasury",
        "pentagon",
        "bank",
        "banks",
        "company",
        "companies",
        "court",
        "government",
        "governments",
        "administration",
        "ministry",
        "department",
        "europe",
        "union",
        "allies",
        "brussels",
        "kyiv",
        "kiev",
        "berlin",
        "london",
        "paris",
        "beijing",
        "ankara",
        "analyst",
        "analysts",
        "expert",
        "experts",
        "critics",
        "reporter",
        "reporters",
        "correspondent",
        "journalist",
        "journalists",
        "who",
        "envoy",
        "committee",
        "lawyers",
    ]
)


def _kind_of(scene: Scene, token: Token, leaders: Leaders) -> str:
    """Return which actor a subject token is."""
    word = token.lower_
    near = " ".join(t.lower_ for t in (*token.lefts, token))
    if word in _BOTH or (
        word in ("leader", "president", "man", "side")
        and re.search(r"\b(?:neither|either|both|each)\b", near)
    ):
        return "both"
    us, ru = bool(leaders.us.search(near)), bool(leaders.ru.search(near))
    if us and ru:
        return "both"
    if us or ru or word in ("side", "party", "team"):
        return "RU" if ru or "russian" in near else "US"
    if word in ("president", "he", "she", "former", "latter", "i", "his", "boss"):
        return "US" if word == "president" else "he"
    if word in _CALL:
        return "call"
    if other_leaders().search(near):
        return "foreign"
    if _PERSONS.fullmatch(word):
        return "other"
    if token.pos_ == "PROPN" and (_is_name(token) or not _may_be_topic(token)):
        return "other"
    return "topic"


_RISING = frozenset(
    [
        "come",
        "arise",
        "crop",
        "surface",
        "figure",
        "feature",
        "be",
        "go",
        "remain",
        "play",
        "take",
        "get",
        "loom",
        "dominate",
        "occupy",
        "stay",
        "receive",
    ]
)


def _may_be_topic(token: Token) -> bool:
    """Return whether a name as subject is what was talked about: in a passive, or of "come up", "figure"."""
    return token.dep_ in {"nsubjpass", "conj"} or token.head.lemma_.lower() in _RISING


def _is_name(token: Token) -> bool:
    """Return whether a proper noun is more likely a person than a matter: a title or a first name before it."""
    return any(
        t.pos_ == "PROPN" or t.lower_ in ("mr.", "mr", "mrs.", "ms.", "sen.", "rep.", "gen.")
        for t in token.lefts
    )


def _addresses(scene: Scene, cue: Cue, leaders: Leaders, actor: str) -> bool:
    """Return whether one leader addresses the other with this verb."""
    if actor not in ("US", "RU", "he", "both"):
        return False
    objects = [c for c in cue.token.children if c.dep_ in ("dobj", "dative", "iobj", "pobj", "nsubj", "oprd")]
    objects += [
        g for c in cue.token.children if c.dep_ in ("prep", "dative") for g in c.children if g.dep_ == "pobj"
    ]
    objects += [g for c in cue.token.children if c.dep_ == "ccomp" for g in c.children if g.dep_ == "nsubj"]
    for token in objects:
        near = " ".join(t.lower_ for t in (*token.lefts, token))
        if (actor != "RU" and leaders.ru.search(near)) or (actor != "US" and leaders.us.search(near)):
            return True
        if re.search(r"\b(?:counterpart|colleague|interlocutor|partner|him|other)\b", near):
            return True
    return False


def _polarity(scene: Scene, cue: Cue) -> int:
    """Return 1, -1 or 0 from the negation of the clause, the word itself and the verbs it hangs on."""
    sign = cue.sign
    negator = scene.negated.get(cue.clause.i)
    inside = cue.sign < 0 and negator is not None and cue.start <= scene.offset_of(negator) < cue.end
    if negator is not None and not inside:
        if cue.sign < 0 and cue.act == "agree":
            return 0  # "did not rule out", "did not reject": neither agreed nor refused
        sign = -sign
    if (
        negator is None
        and _is_infinitive(cue.clause)
        and cue.clause.dep_ in ("advcl", "acl", "xcomp", "relcl")
    ):
        # The parser hangs "to set up" on "gave" in "gave no undertaking to set up a center".
        if scene.clause_of[cue.clause.head.i].i in scene.negated:
            sign = -sign
    if _evaded(scene, cue):
        return 0
    if _REFUSED_REPORT.search(scene.text[: cue.start]) or _is_branded(scene, cue):
        sign = -sign
    for clause in _governing(scene, cue):
        sign *= _sign_of_governor(scene, clause, cue)
        if sign == 0:
            return 0
    return sign


def _is_branded(scene: Scene, cue: Cue) -> bool:
    """Return whether what the cue tells is called false behind it: "called a claim that he had offered X fiction"."""
    if not re.search(
        r"\b(?:call|term|brand|label|describ)(?:ed|s|ing)\b.{0,60}\bthat\b", scene.text[: cue.start]
    ):
        return False
    return any(m.start() > cue.end for m in act_words("deny").finditer(scene.text))


# "rejected the account according to which ...": no clause of its own for the parser.
_REFUSED_REPORT = re.compile(
    r"\b(?:reject|den|disput|dismiss|refut|contradict|disavow|repudiat)(?:ed|s|ies|ied|es|ing) (?:[\w'-]+ ){0,4}?(?:account|version|report|claim|story|suggestion|notion|idea)s? (?:according to which|whereby|in which)\b[^.;]*$"
)
# Nouns whose clause is what they report: "the claim that", "a report that".
_REPORTS = compile_words(
    [
        "claim",
        "claims",
        "report",
        "reports",
        "rumor",
        "rumors",
        "rumour",
        "rumours",
        "story",
        "stories",
        "suggestion",
        "suggestions",
        "idea",
        "notion",
        "assertion",
        "allegation",
        "allegations",
        "contention",
        "speculation",
        "talk",
        "account",
        "accounts",
        "tale",
        "line",
        "charge",
        "insinuation",
        "belief",
        "impression",
        "fact",
        "news",
    ]
)


def _governing(scene: Scene, cue: Cue) -> Iterator[Token]:
    """Yield the clauses whose complement (not mere adjunct) the cue's clause is, nearest first."""
    clause = cue.clause
    for above in scene.ancestors(clause):
        if clause.dep_ in ("ccomp", "acl", "relcl", "csubj", "csubjpass", "advcl", "pcomp"):
            if clause.dep_ == "advcl" or (
                clause.dep_ == "relcl" and not _REPORTS.fullmatch(clause.head.lower_)
            ):
                return
            yield above
        clause = above


def _is_imperative(token: Token) -> bool:
    """Return whether a verb gives an order: the bare form at the head of a sentence, without a subject."""
    return (
        token.tag_ == "VB"
        and token.dep_ == "ROOT"
        and not subjects(token)
        and not any(c.dep_ == "aux" for c in token.children)
    )


def _own_text(scene: Scene, clause: Token) -> str:
    """Return the words of a clause without those of clauses below it."""
    return " ".join(t.lower_ for t in scene.tokens if scene.clause_of[t.i].i == clause.i)


def _sign_of_governor(scene: Scene, clause: Token, cue: Cue) -> int:
    """Return how a governing clause turns what hangs on it: -1 opposite, 0 unknown, 1 unchanged."""
    text = _own_text(scene, clause)
    negated = clause.i in scene.negated
    if act_words("deny").search(text) and not _is_imperative(clause):
        return 0 if negated else -1
    if negated and re.search(
        r"\b(?:say|confirm|know|claim|disclose|reveal|specify|state|mean|clear|certain|sure)\b", text
    ):
        return 0
    if negated and re.search(r"\b(?:true|case|think|believe|happen|recall|remember)\b", text):
        return -1
    return 1


def _evaded(scene: Scene, cue: Cue) -> bool:
    """Return whether the source could not or would not say: the words stand above or beside the act."""
    for match in act_words("evade").finditer(scene.text):
        if match.start() < cue.end and cue.start < match.end():
            continue
        tokens = scene.tokens_at(match.start(), match.end())
        if not tokens:
            continue
        clause = scene.clause_of[tokens[0].i]
        if clause.i != cue.clause.i and (
            scene.below(cue.clause, clause) or re.search(r"\bwhether\b", scene.text)
        ):
            return True
    return False


def modality_of(scene: Scene, cue: Cue, readout: bool) -> Modality:
    """Return how the act is put: asserted, conditional, future, wished or questioned."""
    if scene.is_question(cue.start):
        return Modality.QUESTIONED
    if not readout and is_prospective(scene.text, cue.start):
        return Modality.FUTURE
    negated = cue.clause.i in scene.negated or cue.sign < 0
    if not (readout or negated) and cue.token.i != cue.clause.i and _is_mere_aim(cue.token):
        return Modality.FUTURE
    chain = [cue.clause, *list(scene.ancestors(cue.clause))]
    joined = False
    for number, clause in enumerate(chain):
        found = Modality.ASSERTED if joined else _clause_modality(scene, clause, number, readout)
        if found is not Modality.ASSERTED:
            return found
        if clause.dep_ == "parataxis":
            break
        # A joined clause shares what governs its partner, not what the partner says: "know what ... and why ...".
        joined = clause.dep_ == "conj"
    return Modality.ASSERTED


def _clause_modality(scene: Scene, clause: Token, depth: int, readout: bool) -> Modality:
    """Return the modality one clause gives to itself and what hangs on it."""
    words = [t for t in scene.tokens if scene.clause_of[t.i].i == clause.i]
    mark = next((t.lower_ for t in words if t.dep_ == "mark"), "")
    first = next((t.lower_ for t in words if not t.is_punct), "")
    if mark in ("if", "unless", "lest", "provided", "whether") or _inverted(words, first):
        return Modality.QUESTIONED if mark == "whether" else Modality.CONDITIONAL
    text = " ".join(t.lower_ for t in words)
    if (
        depth > 0
        and _ASKED.search(text)
        and any(t.lower_ in ("whether", "if", "why", "what", "how") for t in scene.tokens)
    ):
        return Modality.QUESTIONED
    if any(c.dep_ == "advcl" and _is_if(c) for c in clause.children) and re.search(
        r"\bwould|could|might\b", text
    ):
        return Modality.CONDITIONAL
    modal = next(
        (
            _MODALS[t.lower_]
            for t in words
            if t.dep_ == "aux" and t.lower_ in _MODALS and t.head.i == clause.i
        ),
        None,
    )
    if modal is not None and depth == 0 and not readout:
        return modal
    if depth == 0 and not readout and _is_mere_aim(clause):
        return Modality.FUTURE
    if modal in (Modality.WISHED,) and depth == 0:
        return modal
    if depth > 0 and not readout:
        if _WISHES.search(text):
            return Modality.WISHED
        if _OPINIONS.search(text):
            return Modality.QUESTIONED
    return Modality.ASSERTED


_FACTIVE = frozenset(
    ["manage", "get", "begin", "go", "continue", "come", "proceed", "happen", "use", "start", "return"]
)


def _is_mere_aim(verb: Token) -> bool:
    """Return whether a verb stands in the infinitive beneath one that does not say it was done: "early to be talking about"."""
    if not any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children):
        return False
    return (
        verb.dep_ in ("xcomp", "acl", "advcl", "ROOT", "ccomp", "relcl")
        and verb.head.lemma_.lower() not in _FACTIVE
    )


def _inverted(words: Sequence[Token], first: str) -> bool:
    """Return whether the clause is a conditional without "if": "Had he agreed", "Were they to"."""
    if first not in ("had", "were", "should") or len(words) < 3:
        return False
    return words[0].dep_ in ("aux", "auxpass", "ROOT", "advcl") and words[1].dep_ in (
        "nsubj",
        "det",
        "nsubjpass",
        "compound",
        "amod",
        "poss",
    )


def _is_if(token: Token) -> bool:
    return any(
        c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children
    ) or token.left_edge.lower_ in ("had", "were", "should")


def with_hits(frame: Frame, hits: Sequence[Hit]) -> Frame:
    """Return the frame with other topics."""
    return replace(frame, hits=tuple(hits))
