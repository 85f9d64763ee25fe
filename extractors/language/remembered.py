"""Word classes and lemmas from memory: the parser's own rules are asked once for a word in its place.

The model tells the class ("is" as an auxiliary) and the lemma of a word by rules that look at the word, its tag, its
role in the sentence and at most one neighbour. Applied to every word anew they take two fifths of the whole
parsing; remembered, a small part of that, and the answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# In words in their places; each takes about 300 bytes. A day's news has some ten thousand of them.
MOST_REMEMBERED = 40_000

# Where the model's rules look at two words: "let's", "gonna", "gotta", "ain't", "c'mon", "y'all" ...
_FIRST_OF_TWO = ("ai", "gon", "got", "let", "c'm", "y", "y'")
# ... and "there is", which they know by the role of "there".
_THERE = "expl"

_TOLD: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]

# Word, tag, role; then the word before and the word behind, where a rule looks at both, else 0.
Key = tuple[int, int, int, int, int]
Answer = tuple[int, ...]


class RememberedWords:
    """A component of the parser that gives each word its class, form and lemma, as ``rules`` give them.

    ``rules`` are the model's own components for that, in their order; beyond ``most`` words the memory starts anew.
    """

    def __init__(
        self, vocab: Vocab, rules: Sequence[Callable[[Doc], Doc]], most: int = MOST_REMEMBERED
    ) -> None:
        self._vocab = vocab
        self._most = most
        self._rules = tuple(rules)
        self._known: dict[Key, Answer] = {}
        self._firsts = frozenset(vocab.strings.add(word) for word in _FIRST_OF_TWO)
        self._there = vocab.strings.add(_THERE)

    def __call__(self, doc: Doc) -> Doc:
        """Return the same text with the classes, forms and lemmas of its words set."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Yield each text of the stream with its words set; the rules are asked once for ``batch_size`` texts."""
        import numpy

        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            keys = [self._keys(doc) for doc in docs]
            answers = self._answers({key for row in keys for key in row})
            for doc, row in zip(docs, keys, strict=True):
                told: Any = numpy.array([answers[key] for key in row], dtype="uint64")
                yield doc.from_array(_TOLD, told) if row else doc

    def _keys(self, doc: Doc) -> list[Key]:
        """Return for each word what the rules may look at."""
        rows = doc.to_array(["ORTH", "LOWER", "TAG", "DEP"]).tolist()
        firsts, there = self._firsts, self._there
        keys: list[Key] = []
        before = 0
        for i, (word, lower, tag, role) in enumerate(rows):
            first = lower in firsts
            behind = rows[i + 1][1] if first and i + 1 < len(rows) else 0
            keys.append((word, tag, role, before, behind))
            before = lower if first else there if role == there else 0
        return keys

    def _answers(self, keys: Iterable[Key]) -> dict[Key, Answer]:
        """Return what the rules say of each key, from memory where they were asked before."""
        known = self._known
        new = [key for key in keys if key not in known]
        if new and len(known) + len(new) > self._most:
            known = self._known = {}
            new = list(keys)
        known.update(zip(new, self._ask(new), strict=True) if new else ())
        return known

    def _ask(self, keys: Sequence[Key]) -> list[Answer]:
        """Return what the rules say of new words, shown as one text: each with its neighbour, then a comma."""
        import numpy
        from spacy.tokens import Doc

        strings = self._vocab.strings
        comma, noun = strings.add(","), strings.add("NN")
        places: list[int] = []
        shown: list[tuple[int, int, int]] = []
        for word, tag, role, before, behind in keys:
            shown += [(before, noun, before if before == self._there else 0)] if before else []
            places.append(len(shown))
            shown += [(word, tag, role), *([(behind, noun, 0)] if behind else []), (comma, comma, 0)]
        text = Doc(self._vocab, words=[strings[word] for word, _, _ in shown])
        tags: Any = numpy.array([row[1:] for row in shown], dtype="uint64")
        text.from_array(["TAG", "DEP"], tags)
        for rule in self._rules:
            text = rule(text)
        told = text.to_array(_TOLD).tolist()
        return [tuple(told[place]) for place in places]
