"""How far a clause that somebody says reaches: the parser cuts long ones short and hangs others on them."""

from __future__ import annotations

from extractors.language import tree
from extractors.language.lexicon import Lexicon, load
from extractors.language.nodes import Node


def others(verb: Node, content: set[int], lexicon: Lexicon) -> set[int]:
    """Return what within the content the writer says of another cue: ", but he said ...", ", adding ...".

    The parser hangs such clauses on the last verb before them.
    """
    cut: set[int] = set()
    for index in sorted(content):
        token = verb.doc[index]
        if index <= verb.i or token.pos_ not in ("VERB", "AUX") or index in cut:
            continue
        own = tree.child(token, "nsubj") is not None
        takes = lexicon.takes(tree.lemma(token))
        if "tag" not in takes and not (token.tag_ == "VBG" and takes & {"clause", "as"}):
            continue
        comma = verb.doc[token.left_edge.i - 1].text == "," or verb.doc[token.i - 1].text == ","
        aside = token.dep_ == "advcl" and (
            (token.tag_ == "VBG" and comma) or (own and has_mark(token, "while", "though", "although", "as"))
        )
        if (token.dep_ == "conj" and own and tree.child(token, "ccomp") is not None) or aside:
            cut |= token.indices
            link = [
                c.i
                for c in token.head.children
                if c.dep_ == "cc" and c.i < token.left_edge.i and c.i > token.head.i
            ]
            cut |= set(link[-1:])
    return cut


def says_as(verb: Node) -> bool:
    """Return whether the verb stands in "as Orlov noted": the clause it hangs on is the content."""
    return any(c.lower_ == "as" and c.dep_ in ("mark", "advmod") for c in verb.children) and not any(
        c.dep_ in ("dobj", "xcomp", "acomp") for c in verb.children
    )


def has_mark(clause: Node, *words: str) -> bool:
    """Return whether the clause is opened by one of the words."""
    return any(c.dep_ == "mark" and c.lower_ in words for c in clause.children)


def tail(verb: Node, clause: Node) -> set[int]:
    """Return what the parser hung on the verb but stands behind its clause without a comma, and so within it.

    "said the bank would close because it had lost money": the reason belongs to what was said. A clause
    joined by "and" or "but" goes on with what was said when its subject is a pronoun.
    """
    edge = clause.right_edge.i
    found: set[int] = set()
    for kid in verb.children:
        if kid.left_edge.i <= edge or clause.i < verb.i:
            continue
        comma = kid.doc[kid.left_edge.i - 1].text in (",", ";", "-", "--", "–", "—")
        own = tree.child(kid, "nsubj")
        goes_on = (
            kid.dep_ == "conj" and own is not None and own.pos_ in ("PRON", "NOUN") and not _reports(kid)
        )
        goes_on = goes_on or (kid.dep_ in ("conj", "ccomp") and has_mark(kid, "that"))
        reason = (
            kid.dep_ == "advcl"
            and kid.tag_ != "VBG"
            and (not comma or has_mark(kid, "because", "if", "unless"))
        )
        loose = kid.dep_ in ("prep", "xcomp", "ccomp") and not comma and not _is_occasion(kid)
        if goes_on or reason or loose:
            found |= set(range(clause.right_edge.i + 1, kid.left_edge.i)) | tree.subtree(kid)
            edge = kid.right_edge.i
    return found


def _reports(verb: Node) -> bool:
    """Return whether the verb tells what somebody does with words: "but he urged ..." is the writer's."""
    return bool(load().takes(tree.lemma(verb)) & {"as", "person", "tag"}) and verb.tag_ != "VB"


def _is_occasion(link: Node) -> bool:
    """Return whether the phrase says when or where it was said: "in a statement", "on Tuesday"."""
    thing = tree.child(link, "pobj")
    return thing is not None and thing.lemma_.lower() in load().occasions


def set_off(verb: Node) -> set[int]:
    """Return the rest of the sentence when the verb's own words stand behind a comma: "..., he said (...)".

    The parser often gives only a part of a long clause before the verb.
    """
    group = _own_words(verb)
    if not group or _has_thing(verb):
        return set()
    first, last = group[0], _end_of_group(verb, group[-1])
    doc, end = verb.doc, verb.sent.end
    left = set(range(verb.sent.start, first))
    behind = [i for i in range(last + 1, end) if not doc[i].is_punct]
    if not behind:
        return left if len(left) > 2 and not _only_aside(doc, left) else set()
    if verb.dep_ in ("relcl", "acl", "conj") or _has_clause_behind(verb, last):
        return set()
    rest, comma = doc[behind[0]], doc[last + 1].text == ","
    if comma and rest.tag_ != "VBG" and rest.lower_ not in load().asides:
        return left | set(range(last + 1, end))
    has_verb = any(doc[i].pos_ in ("VERB", "AUX") for i in left)
    closes = comma or rest.dep_ in ("prep", "npadvmod", "advmod", "advcl", "dative")
    return left if has_verb and closes and rest.lower_ != "that" and not _mark_inside(verb, left) else set()


def _has_thing(verb: Node) -> bool:
    """Return whether an object behind the verb is what is said: "In a study, the group found support ..."."""
    thing = tree.child(verb, "dobj")
    return thing is not None and thing.i > verb.i and verb.lemma_.lower() not in TOLD


# Verbs whose object is the one spoken to.
TOLD = frozenset(
    ["tell", "assure", "inform", "remind", "ask", "warn", "convince", "persuade", "advise", "show"]
)


def _own_words(verb: Node) -> list[int]:
    """Return the indices of a finite verb and its subject, in order, if a comma stands before them."""
    holder = tree.child(verb, "nsubj") or tree.child(verb, "dobj", "attr")
    if verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or holder is None:
        return []
    near = [c for c in verb.children if c.dep_ in ("aux", "neg", "advmod", "prt") and abs(c.i - verb.i) <= 3]
    group = sorted({verb.i, *(c.i for c in near)} | tree.subtree(holder))
    first = group[0]
    if first < verb.sent.start + 2 or verb.doc[first - 1].text != "," or group[-1] - first > _LONGEST_TAG:
        return []
    return group


# In words: "said Orlov, the deputy head of the ministry's department for ..." is about the longest.
_LONGEST_TAG = 25


def _has_clause_behind(verb: Node, last: int) -> bool:
    """Return whether what is said follows the verb, so that the words before it are no part of it."""
    return any(c.dep_ == "ccomp" and c.i > verb.i and c.left_edge.i <= last + 2 for c in verb.children)


def _end_of_group(verb: Node, last: int) -> int:
    """Return the index where the verb's own words end: "he said in a tweet Friday" up to the comma."""
    for kid in verb.children:
        if (
            kid.i > last
            and kid.dep_ in ("prep", "npadvmod", "advmod", "dative", "dobj")
            and kid.left_edge.i <= last + 1
        ):
            edge = kid.right_edge.i
            commas = [i for i in range(kid.i, edge + 1) if verb.doc[i].text == ","]
            last = commas[0] - 1 if commas else edge
    return last


def _only_aside(doc: list[Node], left: set[int]) -> bool:
    """Return whether the words before the verb hold no verb at all: "On Friday, Orlov announced talks." """
    verbless = not any(doc[i].pos_ in ("VERB", "AUX") for i in left)
    return verbless and (len(left) > 4 or doc[min(left)].pos_ in ("ADP", "SCONJ", "ADV", "CCONJ"))


def _mark_inside(verb: Node, left: set[int]) -> bool:
    """Return whether the words before the verb are only an adverbial clause: "If he wins, he said, ..." is
    not.
    """
    tops = [c for c in verb.children if c.i in left and c.dep_ not in ("punct",)]
    return bool(tops) and all(c.dep_ in ("advcl", "prep", "npadvmod", "advmod", "cc") for c in tops)
