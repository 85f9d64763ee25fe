"""Who does what a verb says: its own subject, or the one meant where the sentence names none beside it."""

from __future__ import annotations

from extractors.language.lexicon import load
from extractors.language.nodes import Node
from extractors.language.tree import RELATIVES, SUBJECTS, agent, child, is_passive, lemma


def nearest(verb: Node, *deps: str) -> Node | None:
    """Return the last child before the verb with one of the labels, or the first behind it, or None.

    "Speaking in Oslo, Norway, Orlov went after Hale" has both "Norway" and "Orlov" as subjects; of "Orlov, who lost,
    called for a strike" it is never "who", as long as there is another.
    """
    found = [c for c in verb.children if c.dep_ in deps]
    before = [c for c in found if c.i < verb.i]
    before = [c for c in before if c.lower_ not in RELATIVES] or before
    return (before or found)[-1 if before else 0] if found else None


def subject(verb: Node) -> Node | None:
    """Return the token that heads the verb's subject, found over conjunctions, participles and infinitives.

    A passive has its agent ("by ...") as the subject, or None.
    """
    if is_passive(verb) or (verb.tag_ == "VBN" and child(verb, "agent") is not None):
        return agent(verb)
    own = nearest(verb, *SUBJECTS)
    if own is not None:
        return own
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in ("quote", "cite"):
        return child(verb.head.head, "dobj", "nsubjpass")  # "Tass quoted Orlov as saying": Orlov says
    if verb.dep_ == "acl" and verb.tag_ in ("VBG", "VBN"):
        return _issuer(verb.head) or _doer(verb) or verb.head
    found = _called_upon(verb) or _climb(verb)
    has_done = found is None and verb.tag_ == "VBN" and child(verb, "aux") is not None
    finite = has_done or verb.tag_ in ("VBD", "VBZ", "VBP", "MD")
    if finite and (found is None or verb.dep_ not in ("conj", "relcl")):
        return _beside(verb) or found
    return found


def _doer(verb: Node) -> Node | None:
    """Return who says it where the parser hung the participle on the noun before it: "took turns rebutting".

    A comma parts it from the noun, or the noun is no more than what somebody spends on saying it, or the one told.
    """
    noun, above = verb.head, verb.head.head
    if verb.tag_ != "VBG" or noun.dep_ != "dobj" or above.pos_ not in ("VERB", "AUX"):
        return None
    apart = verb.i > 0 and verb.doc[verb.i - 1].text in (",", "-", "--", "–", "—")
    told = bool(load().takes(lemma(above)) & {"person", "quote"}) and noun.pos_ in ("NOUN", "PROPN")
    spent = noun.lemma_.lower() in load().spent
    return subject(above) if apart or spent or told else None


def _issuer(text: Node) -> Node | None:
    """Return who puts out a text that says something: "The ministry issued a statement saying ..."."""
    if text.lemma_.lower() not in load().texts or text.dep_ not in ("dobj", "pobj"):
        return None
    above = text.head if text.dep_ == "dobj" else text.head.head
    return child(above, "nsubj") or (_beside(above) if above.tag_ in ("VBD", "VBZ", "VBP") else None)


def somebody(holder: Node | None, cue: Node) -> Node | None:
    """Return the subject unless it stands for nobody: "it is hard to say ...", "there are doubts about ..."."""
    if holder is None:
        return None
    empty = holder.lower_ == "there" or (
        holder.lower_ == "it" and holder.head.i != cue.i and _is_being(holder.head)
    )
    return None if empty else holder


def _is_being(verb: Node) -> bool:
    """Return whether the verb is "be" with an adjective or a noun."""
    return verb.lemma_ == "be" and child(verb, "acomp", "attr") is not None


def _climb(verb: Node) -> Node | None:
    """Return the subject of the nearest clause above a verb that has none of its own."""
    below, above = verb, verb.head
    for _ in range(8):
        if above.i == below.i:
            return None
        if below.dep_ == "xcomp":
            person = child(above, "dobj", "dative")
            if person is not None and person.i < verb.i and above.lemma_ in load().hands_on:
                return person
        if below.i == verb.i and verb.dep_ == "pcomp" and above.lower_ == "for" and above.dep_ == "prep":
            person = child(above.head, "dobj", "nsubjpass")
            if person is not None and person.i < verb.i and above.head.pos_ == "VERB":
                return person  # "blamed Orlov for refusing ..."
        if above.pos_ in ("NOUN", "PROPN"):
            owner = child(above, "poss")
            if owner is not None and below.dep_ == "acl":
                return owner
        aside = below.i == verb.i and verb.dep_ == "advcl" and verb.tag_ == "VBG"
        if aside and above.dep_ == "ccomp" and above.head.i < above.i and _is_set_apart(verb):
            below, above = above, above.head  # "said talks failed, adding ...": the one who said it adds
            continue
        if aside and _is_set_apart(verb):
            above = _last_joined(above, verb)
        holder = nearest(above, "nsubj", "nsubjpass", "csubj")
        if holder is not None and holder.i != below.i:
            return holder
        below, above = above, above.head
    return None


def _called_upon(verb: Node) -> Node | None:
    """Return who is to say it: "relied on users to report ...", "there is pressure on her to say ..."."""
    to = child(verb, "aux")
    if to is None or to.tag_ != "TO" or to.i <= verb.sent.start:
        return None
    person = verb.doc[to.i - 1]
    of_its_own = verb.dep_ in ("acl", "relcl") and verb.head.i == person.i and person.pos_ == "NOUN"
    several = person.pos_ == "PRON" or person.tag_ == "NNS"
    # "on" with a name is a day or a place: "went there on Sunday to explain ..."
    upon = ("for",) if person.pos_ == "PROPN" else ("on", "upon", "for") if several else ()
    return person if person.dep_ == "pobj" and person.head.lower_ in upon and not of_its_own else None


def _last_joined(clause: Node, verb: Node) -> Node:
    """Return the last clause with a subject that is joined to the clause before the participle.

    In "Orlov left and Hale dismissed the envoy, saying ..." it is Hale who says it.
    """
    joined = [c for c in clause.children if c.dep_ == "conj" and clause.i < c.i < verb.i]
    last = next((c for c in reversed(joined) if child(c, "nsubj") is not None), None)
    return last if last is not None and joined[-1].i == last.i else clause


def _is_set_apart(verb: Node) -> bool:
    """Return whether a comma or a dash stands before the word, or a comma within the mark that closes a quotation."""
    before = verb.doc[verb.i - 1].text
    return before in (",", "-", "--", "–", "—") or (before in ('"', "'") and verb.doc[verb.i - 2].text == ",")


def _beside(verb: Node) -> Node | None:
    """Return the noun right before a finite verb, or right behind it: what the parser failed to attach."""
    first = min(
        [verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "neg", "advmod") and c.i < verb.i)]
    )
    before = verb.doc[first - 1] if first > verb.sent.start else None
    if before is not None and before.text == "," and first - 2 >= verb.sent.start:
        before = _before_aside(before)
    if before is not None and before.pos_ in ("PROPN", "NOUN", "PRON", "NUM"):
        return _top_of_phrase(before, verb)
    behind = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    if behind is not None and (behind.pos_ in ("PROPN", "PRON", "DET")) and behind.head.i != verb.i:
        return behind.head if behind.head.i > behind.i and behind.head.pos_ in ("PROPN", "NOUN") else behind
    return None


def _before_aside(comma: Node) -> Node:
    """Return the word before the asides that a comma closes, or the word before the comma where none does.

    "Orlov, meanwhile, who failed to win the vote, called for a strike": it is Orlov who calls for it.
    """
    last = comma.doc[comma.i - 1]
    closing = comma.i
    for index in range(comma.i - 1, comma.sent.start, -1):
        if comma.doc[index].text == ",":
            if not _opens_aside(comma.doc[index + 1], closing):
                break
            closing = index
    before = comma.doc[closing - 1]
    return before if before.pos_ in ("PROPN", "NOUN", "PRON") else last


def _opens_aside(word: Node, closing: int) -> bool:
    """Return whether the word behind a comma begins what is told by the way up to the comma at ``closing``."""
    alone = word.pos_ == "ADV" and word.i + 1 == closing
    return alone or word.lower_ in RELATIVES or word.tag_ in ("VBG", "VBN", "IN")


def _top_of_phrase(noun: Node, verb: Node) -> Node:
    """Return the noun that the phrase before a verb hangs on: of "Orlov, who leads the party, has said" it is Orlov."""
    top = noun
    while top.head.i != top.i and verb.sent.start <= top.head.i < noun.i:
        top = top.head
    return top if top.pos_ in ("PROPN", "NOUN", "PRON", "NUM") else noun
