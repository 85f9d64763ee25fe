"""Word classes and lemmas from memory are those that the parser's own rules give, word for word."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from extractors.language.loading import DEFAULT_MODEL, load_model
from extractors.language.remembered import RememberedWords

TEXTS = [
    "The presidents spoke by phone, and there were no agreements.",
    "Let's say there is a deal. Let 's see what there was.",
    "They ain't gonna lift them; we gotta wait, y'all said. C'mon, it is not over.",
    "He's said that he'd had the sanctions lifted, which she'd do.",
    "The talks have been hard and they have agreed to talk; that is what it does.",
    "May\u00ad called  Putin\ton May 2.",
    "",
    " ",
]


def _slots(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.text) for t in doc]


def test_a_memory_gives_the_answers_of_the_rules_whatever_was_asked_before() -> None:
    language = spacy.load(DEFAULT_MODEL, exclude=["ner", "senter"])
    rules = [language.remove_pipe(name)[1] for name in ("attribute_ruler", "lemmatizer")]
    for most in (100_000, 5):  # a memory of five words forgets all the time
        memory = RememberedWords(language.vocab, rules, most)
        for batch in (1, 3, 50):
            docs = list(language.pipe(TEXTS))
            plain = [doc.copy() for doc in docs]
            for rule in rules:
                plain = [rule(doc) for doc in plain]
            assert [_slots(d) for d in memory.pipe(docs, batch_size=batch)] == [_slots(d) for d in plain]


def test_the_model_is_loaded_with_a_memory_and_cuts_words_as_the_plain_one() -> None:
    plain = spacy.load(DEFAULT_MODEL, exclude=["ner", "senter"])
    model = load_model()
    assert "lemmatizer" not in model.pipe_names
    assert [_slots(model(text)) for text in TEXTS] == [_slots(plain(text)) for text in TEXTS]
    odd = "Mr. Orlov's U.S.-Russia talks (5p.m.), don't e-mail: http://a.ru/x?y=1 ... 'Tis so!"
    assert [t.text for t in model.make_doc(odd)] == [t.text for t in plain.make_doc(odd)]
