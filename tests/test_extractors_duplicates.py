"""Copies, cuts and updates are told from stories of their own; what is new in an update is found."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.altered import sentences
from extractors.duplicates import (
    find_duplicate,
    fingerprint,
    judge,
    lacking,
    paragraph_hashes,
)
from extractors.model import Candidate, DuplicateKind, Side
from extractors.shingles import SCHEME, Text, normal_words
from store.corpus import corpus_texts
from tests.news_maker import news_texts

FIRST, SECOND, THIRD = news_texts(7, 3)


def held(*texts, side=None):
    return [Candidate(number, text, side=side) for number, text in enumerate(texts, start=1)]


def half(text):
    return text[: text.index("\n\n", len(text) // 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Kremlin's “readout”", ["the", "kremlins", "readout"]),
        ("the kremlin’s 'READOUT'", ["the", "kremlins", "readout"]),
        ("Café naïve Ёлка", ["cafe", "naive", "елка"]),
        ("snake_case e-mail 1,500", ["snake", "case", "e", "mail", "1", "500"]),
        ("", []),
    ],
)
def test_words_are_compared_without_what_copying_changes(text, words):
    assert normal_words(text) == words


@given(
    st.text(
        st.sampled_from("abXY09 .,-_'’`ʼ“–…\n\r\t\x1c\x85\u2028éßİﬁ½Ё\u0301‿") | st.characters(), max_size=80
    )
)
def test_the_words_are_those_of_the_recipe_whichever_way_is_quicker(text):
    for apostrophe in "'’‘`´ʼ":
        text = text.replace(apostrophe, "")
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text)).lower()
    assert normal_words(text) == re.findall(r"[^\W_]+", plain)
    counts = [len(re.findall(r"[^\W_]+", line)) for line in plain.split("\n")]
    assert [len(words) for words in Text(text).lines] == [count for count in counts if count]


COPIES = [
    ("the same text", FIRST, DuplicateKind.EXACT),
    (
        "other white space and quotation marks",
        FIRST.replace("\n\n", "\r\n").replace(" ", "  "),
        DuplicateKind.EXACT,
    ),
    ("in capitals", FIRST.upper(), DuplicateKind.EXACT),
    ("the first half", half(FIRST), DuplicateKind.CONTAINED),
    ("a teaser", " ".join(FIRST.split()[:45]), DuplicateKind.CONTAINED),
    ("with the paragraphs turned round", "\n\n".join(reversed(FIRST.split("\n\n"))), DuplicateKind.NEAR),
    ("with as much again of its own", FIRST + "\n\n" + SECOND, DuplicateKind.CONTAINS),
    ("with one more sentence", FIRST + "\n\nThe Kremlin denied all of it on Sunday.", DuplicateKind.CONTAINS),
]


@pytest.mark.parametrize(("_case", "text", "kind"), COPIES, ids=[row[0] for row in COPIES])
def test_a_copy_is_known_with_its_kind_and_its_original(_case, text, kind):
    verdict = judge(text, held(THIRD, FIRST))
    assert verdict is not None
    assert (verdict.kind, verdict.original_id) == (kind, 2)
    assert "article 2" in verdict.reason
    assert 0.4 <= verdict.score <= 1


def test_which_side_contains_the_other_follows_the_order():
    assert judge(half(FIRST), held(FIRST)).kind is DuplicateKind.CONTAINED
    assert judge(FIRST, held(half(FIRST))).kind is DuplicateKind.CONTAINS


def test_a_story_of_its_own_is_no_copy():
    assert judge(FIRST, held(SECOND, THIRD)) is None


@pytest.mark.parametrize("text", ["", "\n", "…", "—"])
def test_a_text_without_words_copies_nothing(text):
    assert judge(text, held(text, FIRST)) is None


def test_a_brief_is_only_a_copy_of_the_same_brief():
    brief = "The presidents spoke on Saturday."
    assert judge(brief, held(brief)).kind is DuplicateKind.EXACT
    assert judge(brief, held(FIRST + "\n\n" + brief)) is None


def test_the_closest_of_several_originals_is_named():
    update = FIRST + "\n\n" + half(SECOND)
    assert judge(update, held(FIRST, update)).original_id == 2
    assert judge(FIRST, held(FIRST, FIRST)).original_id == 1, "of equals the one that came first"


def test_the_three_seed_stories_of_one_call_stay_three():
    seeds = [text.raw for text in corpus_texts()]
    for text in seeds:
        assert judge(text, held(*(other for other in seeds if other is not text))) is None


def test_a_readout_is_no_copy_of_the_newspaper_that_printed_it():
    paper = SECOND + "\n\n" + FIRST
    assert judge(FIRST, held(paper), side=Side.KREMLIN) is None
    assert judge(FIRST, held(paper, side=Side.WHITE_HOUSE), side=Side.KREMLIN) is None
    assert judge(FIRST, held(FIRST, side=Side.KREMLIN), side=Side.KREMLIN).kind is DuplicateKind.EXACT
    assert judge(paper, held(FIRST, side=Side.KREMLIN)).kind is DuplicateKind.CONTAINS


def spans_of(text, verdict):
    return [text[start:end] for start, end in verdict.new_text]


def test_only_the_new_sentences_of_an_update_are_news():
    new = "The spokesman denied it on Sunday. He gave no reasons for that."
    paragraphs = FIRST.split("\n\n")
    update = "\n\n".join([*paragraphs[:2], new, *paragraphs[2:]])
    assert spans_of(update, judge(update, held(FIRST))) == [new]


def test_one_turned_word_makes_a_sentence_news():
    """Twenty words in common and one "not" between them is the very thing to be told."""
    told = "The two leaders did not discuss the sanctions in the call of Saturday, an official said."
    story = FIRST + "\n\n" + told
    turned = FIRST + "\n\n" + told.replace("did not discuss", "did discuss")
    verdict = judge(turned, held(story))
    assert verdict.kind is DuplicateKind.CONTAINS
    assert spans_of(turned, verdict) == [told.replace("did not discuss", "did discuss")]


def test_what_stands_in_any_of_two_merged_originals_is_not_news():
    merged = FIRST + "\n\n" + SECOND
    assert judge(merged, held(FIRST, SECOND)).new_text == ()


def test_a_short_sentence_goes_with_the_one_before_it():
    update = FIRST + "\n\nThe spokesman denied it on Sunday. No. He left the room at once."
    assert spans_of(update, judge(update, held(FIRST))) == [update[len(FIRST) + 2 :]]


def test_the_spans_lie_in_the_text_in_order():
    for seed in range(20):
        rng = random.Random(seed)
        text = "\n\n".join(rng.sample(sentences(FIRST) + sentences(SECOND), 20))
        verdict = judge(text, held(FIRST))
        ends = [0] + [place for span in (verdict.new_text if verdict else ()) for place in span]
        assert ends == sorted(ends) and ends[-1] <= len(text)


NOTICE = "Subscribe to our morning letter and never miss a story from the valley, the harbour and the hills."


def test_two_stories_that_print_one_statement_are_two_stories():
    """The statement is longer than either story; on word pairs alone they would be near copies."""
    statement = THIRD
    one, other = half(FIRST) + "\n\n" + statement, half(SECOND) + "\n\n" + statement
    assert judge(one, held(other)) is None
    assert judge(one, held(one + "\n\nMore to come.")) is not None


def test_boilerplate_makes_no_copies():
    """A brief has too few words of its own to tell; what helps is that the store knows the notice."""
    house = THIRD
    one, other = FIRST[:200] + "\n\n" + house, SECOND[:200] + "\n\n" + house
    assert judge(one, held(other)) is not None
    assert judge(one, held(other), common=set(paragraph_hashes(house))) is None


def test_a_text_that_is_all_boilerplate_is_still_looked_at():
    assert fingerprint(NOTICE, set(paragraph_hashes(NOTICE))).shingles == fingerprint(NOTICE).shingles


def test_the_store_is_asked_for_the_paragraphs_of_the_candidates_too():
    """The candidate may carry a notice that the new text lacks, and would then look longer than it is."""
    asked = []

    def common(hashes):
        asked.append(set(hashes))
        return ()

    find_duplicate(FIRST, common=common, candidates=lambda _: held(SECOND))
    assert asked == [set(paragraph_hashes(FIRST)), set(paragraph_hashes(SECOND))]


def test_of_a_copy_only_what_is_new_goes_into_the_index():
    update = FIRST + "\n\n" + SECOND
    finding = find_duplicate(update, common=lambda _: (), candidates=lambda _: held(FIRST))
    fresh = set(finding.to_index.shingles)
    assert fresh.isdisjoint(fingerprint(FIRST).shingles)
    assert set(fingerprint(SECOND).shingles) <= fresh
    assert set(finding.to_index.paragraphs) == set(paragraph_hashes(SECOND))
    copy = find_duplicate(FIRST, common=lambda _: (), candidates=lambda _: held(FIRST))
    assert (copy.to_index.shingles, copy.to_index.paragraphs) == ((), ())


def test_a_story_of_its_own_is_indexed_whole():
    finding = find_duplicate(FIRST, common=lambda _: (), candidates=lambda _: held(SECOND))
    assert finding.verdict is None
    assert finding.to_index == finding.fingerprint == fingerprint(FIRST)
    assert lacking(finding.fingerprint, []) == finding.fingerprint


def test_the_recipe_of_the_stored_hashes_is_as_its_name_promises():
    """Stored hashes are compared for years: change SCHEME when this fails for a good reason."""
    mark = fingerprint("The two presidents spoke by telephone on Saturday, both of the sides said.")
    assert SCHEME == mark.scheme == "words6-mod4-xxh3-1"
    assert mark.text_hash == "f0b874f1c2b4ebc4e4fa98a789b1ef8a"
    assert mark.shingles[0] == 15365447559885
    assert mark.paragraphs == (39152457094711,)


@given(st.text(max_size=400))
def test_any_text_has_a_fingerprint_of_numbers_that_fit_six_bytes(text):
    mark = fingerprint(text)
    assert all(0 <= hash_ < 2**47 for hash_ in (*mark.shingles, *mark.paragraphs))


@given(st.integers(0, 10**6), st.floats(0.0, 0.5))
def test_a_text_without_half_of_its_sentences_is_still_found(seed, share):
    rng = random.Random(seed)
    text = news_texts(seed, 1)[0]
    kept = [sentence for sentence in sentences(text) if rng.random() >= share]
    if len(kept) >= len(sentences(text)) / 2:
        assert judge("\n".join(kept), held(text)) is not None
