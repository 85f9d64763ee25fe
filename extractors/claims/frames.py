# ruff: noqa: PLR0917, E501 - patterns and word lists are read as one line each; rules stand in order, each with its answer
"""Frames: what the leaders are said to have done about which topics, clause by clause.

A frame joins an act (discuss, agree, propose, tell) with its polarity, its topics, who did it and how it
is put. Claim families turn frames into claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.claims.actors import INTRANSITIVE, actor_of, addresses
from extractors.claims.borrowing import borrowed_hits, may_borrow
from extractors.claims.carrying import (
    about_the_call,
    carries,
    is_deed_to_come,
    refuses_to_answer,
    turns_down_an_account,
)
from extractors.claims.cues import Cue, Frame, act_words, find_cues, with_hits
from extractors.claims.evasion import keeps_silent
from extractors.claims.governing import denied_hits, governs, in_time_phrase
from extractors.claims.modality import is_rumoured, modality_of, wider
from extractors.claims.polarity import is_imperative, sign_of
from extractors.claims.topics import Hit
from extractors.language.people import Leaders
from extractors.language.scene import Scene
from extractors.model import UTTERED, Modality


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
            # "Libya was at no point a subject, she said": the tag has no matter of its own to take it away with
            and not (f.borrowed and f.act == "tell")
            # "no consent to an arrangement under which Europe would vouch": what was refused was not done
            and not (frame.polarity < 0 and f.modality is Modality.FUTURE)
        ]  # fmt: skip
        taken = {(h.topic.name, h.token.i) for f in nearer for h in f.hits}
        hits = [h for h in frame.hits if (h.topic.name, h.token.i) not in taken]
        if hits:
            kept.append(with_hits(frame, hits))
    return kept


def bare_frame(scene: Scene, cue: Cue, leaders: Leaders, readout: bool) -> Frame | None:
    """Return the frame of an act without regard to topics, None where the cue carries no act."""
    if not carries(cue) or is_imperative(cue.token):
        return None
    actor = actor_of(scene, cue, leaders)
    actor = "topic" if actor == "other" and INTRANSITIVE.match(scene.text[cue.start : cue.end]) else actor
    return Frame(
        cue.act,
        sign_of(scene, cue),
        cue.clause,
        cue.token,
        scene.text[cue.start : cue.end],
        (),
        modality_of(scene, cue, readout),
        actor,
    )


# "They were not at the center of it": what did not dominate the talk may well have come up in it.
_PROMINENT = re.compile(
    r"\b(?:cent(?:re|er)(?:ed|red|ing)?|central|main|chief|focus\w*|priority|dominat\w*|loom\w*|top|high|revolv\w*|consumed|fill(?:ed)?|foremost|dwel[lt]\w*|harp\w*|stress|emphasis)\b"
)
# "Was not entirely settled", but not "was left out entirely".
_NOT_WHOLLY = re.compile(r"\b(?:fully|completely|entirely)\b")


def _frame(
    scene: Scene, cue: Cue, hits: Sequence[Hit], leaders: Leaders, earlier: Sequence[Hit], readout: bool
) -> Frame | None:
    if not carries(cue) or is_imperative(cue.token) or refuses_to_answer(scene, cue):
        return None
    if is_deed_to_come(scene, cue) or turns_down_an_account(cue) or keeps_silent(scene, leaders, cue.clause):
        return None
    actor = actor_of(scene, cue, leaders, hits)
    told = cue.act == "tell" and addresses(scene, cue, leaders, actor)
    polarity = sign_of(scene, cue)
    if cue.act == "discuss" and about_the_call(cue):
        return None
    if cue.act == "discuss" and cue.words[-1] in ("list", "table", "agenda", "menu"):
        # "One of the sites on the list": the words of the act are not what it is about.
        hits = [h for h in hits if not (cue.start <= h.start and h.end <= cue.end)]
    own = [h for h in hits if governs(scene, cue, h, polarity)]
    if polarity >= 0 and not readout:
        own = [h for h in own if not in_time_phrase(h, cue)]
    if polarity < 0:
        own = denied_hits(scene, own, cue)
    borrowed = False
    if not own and may_borrow(scene, cue, polarity, readout):
        own, borrowed = borrowed_hits(scene, cue, hits, earlier), True
        # "Nobody signed up for it" takes back no thanks that were named before
        own = [h for h in own if cue.act not in ("agree", "propose") or h.topic.name not in UTTERED]
    if not own:
        return None
    modality = modality_of(scene, cue, readout)
    if cue.act == "agree" and re.search(
        r"\b(?:desire|wish|hope|interest)\b", scene.text[cue.start : cue.end]
    ):
        modality = Modality.WISHED
    if modality is Modality.QUESTIONED and keeps_silent(scene, leaders):
        polarity = 0  # "had no idea whether sanctions had come up"
    # "The claim that it had not been raised is false" says that it was
    turned = cue.sign < 0 or cue.clause.i in scene.negated
    if polarity > 0 and modality is Modality.ASSERTED and not (readout or turned) and is_rumoured(cue):
        modality = Modality.QUESTIONED
    weakened = (
        bool(
            re.search(
                r"\bspecifically\b|\bin (?:any )?detail\b|\bpoint by point\b|\bby name\b|\bat (?:any )?length\b|\bin depth\b|\bas such\b|\bformally\b|\bpublicly\b|\bin full\b"
                # "Barely came up" and "very briefly" are two honest accounts of one thing.
                r"|\bhardly\b|\bscarcely\b|\bbarely\b|\bin passing\b|(?:not|n't|nothing|neither|nobody|no one|none) (?:\w+ ){0,3}?(?:much(?! as\b)|a great deal|a lot)\b|\bextensively\b|\bseriously\b",
                scene.text,
            )
            or wider().search(scene.text)
        )
        and polarity < 0
    )
    if (
        polarity < 0
        and cue.sign > 0
        and (_NOT_WHOLLY.search(scene.text) or _PROMINENT.search(" ".join(cue.words)))
    ):
        weakened = True
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


__all__ = ["Cue", "Frame", "act_words", "bare_frame", "find_cues", "find_frames", "with_hits"]
