"""Every cue of a sentence with what it introduces, by the class of its word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.language.frame import Frame
from extractors.language.lexicon import Lexicon
from extractors.language.nodes import Node
from extractors.language.nouns import adjective_frame, noun_frame
from extractors.language.phrases import according_frame, adverb_frame, label_frame, survey_frame
from extractors.language.verbs import verb_frame


def frames(tokens: Iterable[Node], lexicon: Lexicon) -> Iterator[Frame]:
    """Yield every cue of the tokens with what it introduces."""
    for token in tokens:
        found: Frame | None = None
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            found = according_frame(token) or verb_frame(token, lexicon)
        elif token.pos_ == "NOUN":
            found = noun_frame(token, lexicon)
        elif token.pos_ == "ADJ":
            found = adjective_frame(token, lexicon)
        elif token.pos_ == "ADV":
            found = adverb_frame(token, lexicon)
        elif token.pos_ == "ADP":
            found = survey_frame(token, lexicon)
        elif token.text == ":":
            found = label_frame(token, lexicon)
        found = found or according_frame(token)
        if found is not None and found.content:
            yield found
