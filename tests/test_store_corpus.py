"""The seed corpus is shipped whole, and a store that holds it asks for nothing more."""

import datetime as dt

from extractors.corpus_text import clean_page
from extractors.duplicates import find_duplicate, fingerprint
from store.corpus import corpus_texts, missing_texts
from store.engine import reading, writing
from store.repository import add_article, common_paragraphs, duplicate_candidates, index_article

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def load(connection, found):
    for text in found:
        page = clean_page(text.raw)
        article = text.article(title=page.title, text=page.text)
        finding = find_duplicate(
            article.text,
            common=lambda hashes: common_paragraphs(connection, hashes),
            candidates=lambda own: duplicate_candidates(connection, own),
        )
        added = add_article(
            connection,
            article,
            canonical_url=text.key,
            fingerprint=finding.fingerprint,
            duplicate=finding.verdict,
            now=NOW,
            origin="corpus",
        )
        index_article(connection, added.article_id, finding.to_index, now=NOW)
        yield finding


def test_three_texts_are_shipped_with_what_is_known_of_them():
    texts = corpus_texts()
    assert len(texts) == 3
    for text in texts:
        assert text.outlet and text.known and text.raw
        assert text.published.date() in (dt.date(2017, 1, 28), dt.date(2017, 1, 29))
        assert text.published.utcoffset() == dt.timedelta(0)


def test_loading_is_done_once_and_no_text_is_taken_for_another(store):
    with writing(store) as connection:
        findings = list(load(connection, missing_texts(connection)))
        assert [finding.verdict for finding in findings] == [None, None, None]
    with reading(store) as connection:
        assert missing_texts(connection) == []


def test_the_cleaned_texts_hold_the_story_and_no_furniture():
    for text in corpus_texts():
        page = clean_page(text.raw)
        assert len(page.text.split()) > 250
        for word in ("Advertisement", "Reading Time", "Select Voice", "Photo:", "---", "**", "date 2017"):
            assert word not in page.text, (text.file, word)
    joined = clean_page(corpus_texts()[1].raw).text
    assert "pushed to their worst level since the Cold War" in joined
    assert "forcefully responding to Moscow's meddling" in joined


def test_what_is_shipped_has_the_shape_the_index_was_made_for():
    assert all(len(fingerprint(text.raw).shingles) >= 20 for text in corpus_texts())
