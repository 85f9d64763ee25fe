"""Who says what: source, cue and content spans, by rules over the dependency tree and the quotations."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from extractors.language.syntax import Parsed, Sentence
from extractors.model import Attribution, Span

_VERBS = frozenset(
    "say tell add claim argue state announce report note explain insist suggest warn write tweet declare believe think "
    "deny confirm acknowledge contend assert call predict".split()
)


def find(parsed: Parsed) -> tuple[tuple[Attribution, ...], tuple[tuple[Span, Span], ...]]:
    """Return the attributions of the text, and pairs of (source span, span of the name it stands for)."""
    found: list[Attribution] = []
    for sentence in parsed.sentences:
        found.extend(_in_sentence(sentence))
    return tuple(found), ()


def _in_sentence(sentence: Sentence) -> Iterator[Attribution]:
    for token in sentence.tokens:
        if token.lemma_ in _VERBS and token.pos_ == "VERB":
            subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            content = next((c for c in token.children if c.dep_ == "ccomp"), None)
            if subject is not None and content is not None:
                yield Attribution(
                    (_tree(sentence, subject),), (_word(sentence, token),), (_tree(sentence, content),)
                )
        elif token.lower_ == "according":
            source = next((g for c in token.children for g in c.children if g.dep_ == "pobj"), None)
            if source is not None:
                yield Attribution(
                    (_tree(sentence, source),), (_word(sentence, token),), (_tree(sentence, token.head),)
                )


def _word(sentence: Sentence, token: Token) -> Span:
    return sentence.base + token.idx, sentence.base + token.idx + len(token)


def _tree(sentence: Sentence, token: Token) -> Span:
    return _word(sentence, token.left_edge)[0], _word(sentence, token.right_edge)[1]
