"""Sources without a verb of saying: "according to Orlov", "reportedly", "Orlov: talks failed"."""

from __future__ import annotations

from extractors.language import tree
from extractors.language.frame import Frame
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node

# In words: "Former Defense Secretary William Perry" has five.
_LONGEST_LABEL = 8
# In words: "Orlov: No to talks" has three.
_LONGEST_WITHOUT_VERB = 12
# In words: "Joel Benenson" or "Alex Seitz-Wald" (four with its hyphen); a longer label may be a sentence's subject.
_LONGEST_NAME = 4


def according_frame(word: Node) -> Frame | None:
    """Return what stands "according to" someone: the clause that the phrase is attached to."""
    if word.lower_ != "according":
        return None
    link = next((c for c in word.children if c.lower_ == "to"), None)
    source = tree.child(link, "pobj", "pcomp") if link is not None else None
    if link is None or source is None:
        return None
    top = word.head
    while top.pos_ not in ("VERB", "AUX") and top.head.i != top.i:
        top = top.head
    if _is_set_off(word):
        while top.dep_ in ("conj", "advcl") and top.head.i < top.i:
            top = top.head
    content = tree.subtree(top, word)
    return Frame(word, frozenset({word.i, link.i}), source, frozenset(content), "according")


def _is_set_off(word: Node) -> bool:
    """Return whether "according to ..." ends its sentence behind a comma: the whole sentence is the source's."""
    return word.doc[word.i - 1].text == "," and word.right_edge.i >= word.sent.end - 2


def adverb_frame(word: Node, lexicon: Lexicon) -> Frame | None:
    """Return the clause that a hearsay adverb marks: "reportedly", "allegedly"."""
    if word.lower_ not in lexicon.adverbs or word.dep_ != "advmod":
        return None
    head = word.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    return Frame(word, frozenset({word.i}), None, frozenset(tree.subtree(head) - {word.i}), "adverb")


def survey_frame(link: Node, lexicon: Lexicon) -> Frame | None:
    """Return what stands in a survey, or in somebody's view: "In the latest poll, Hale leads by 8 points"."""
    thing = tree.child(link, "pobj")
    if link.lower_ not in ("in", "by") or link.dep_ != "prep" or thing is None:
        return None
    owner = tree.child(thing, "poss")
    if thing.lemma_.lower() in lexicon.views and owner is not None:
        source, cue = owner, {link.i, thing.i}
    elif thing.lemma_.lower() in lexicon.surveys:
        source, cue = thing, {link.i}
    else:
        return None
    top = link.head
    if top.pos_ not in ("VERB", "AUX") or top.dep_ not in ("ROOT", "conj", "ccomp"):
        return None
    if link.i > top.i and not any(c.dep_ in ("amod", "compound", "nmod") for c in thing.children):
        return None  # "slid in the polls": what happened, and no survey that tells it
    if "tag" in lexicon.takes(tree.lemma(top)):
        return None  # "In a poll, voters said ...": the voters say it
    content = tree.subtree(top, link) - cue
    return Frame(link, frozenset(cue), source, frozenset(content), "survey")


def label_frame(colon: Node, lexicon: Lexicon) -> Frame | None:
    """Return what stands behind a speaker's name and a colon: 'Orlov: Talks failed', 'ORLOV: We will see.'

    In a transcript the whole paragraph is the speaker's.
    """
    first = colon.sent.start
    before = colon.doc[first : colon.i]
    behind = [node for node in colon.doc[colon.i + 1 : colon.sent.end] if _is_word(node)]
    if not 1 <= len(before) <= _LONGEST_LABEL or len(behind) < 3:
        return None
    if len(behind) > _LONGEST_WITHOUT_VERB and not any(node.pos_ in ("VERB", "AUX") for node in behind):
        return None  # a list of names
    if any(node.pos_ in ("VERB", "AUX") for node in before) or not lexicon.no_labels.isdisjoint(
        n.lower_ for n in before[:2]
    ):
        return None
    name = first == 0 and len(before) <= _LONGEST_NAME and all(node.text[0].isupper() for node in before)
    if not name and not any(n.pos_ == "PROPN" or n.lemma_.lower() in lexicon.documents for n in before):
        return None
    rest = colon.doc[colon.sent.end :]
    if name and not any(node.text == '"' for node in rest):
        behind += [node for node in rest if _is_word(node)]
    heads = [node for node in before if node.pos_ in ("PROPN", "NOUN")] or before
    top = next((node for node in heads if node.head not in before), heads[-1])
    return Frame(colon, frozenset({colon.i}), top, frozenset(node.i for node in behind), "label")


def _is_word(node: Node) -> bool:
    return not node.is_punct and not node.is_space
