"""Chores that mend the store: a new index of copies, a wrong clock, room on the disk, evidence read anew."""

import datetime as dt

import pytest
from sqlalchemy import select, text

from extractors.duplicates import find_duplicate, fingerprint
from extractors.model import Article, DuplicateKind, Verdict
from extractors.shingles import SCHEME
from flows import keeping, mending
from flows.settings import Settings
from store import postings, tables
from store import repository as verbs
from store.engine import open_store, reading, writing
from store.errors import SchemeMismatchError
from store.retention import Retention
from tests.model_makers import NOW
from tests.news_maker import news_texts

ONE, TWO = news_texts(21, 2)


@pytest.fixture
def settings(store_url, tmp_path):
    """Settings that name a store on each engine."""
    return Settings(home=tmp_path, store_url=store_url)


@pytest.fixture
def engine(settings):
    engine = open_store(settings.store)
    yield engine
    engine.dispose()


def keep(connection, story, url, **known):
    mark = fingerprint(story)
    added = verbs.add_article(
        connection, Article(story, url=url), canonical_url=url, fingerprint=mark, now=NOW, **known
    )
    verbs.index_article(connection, added.article_id, mark, now=NOW)
    return added.article_id


def held(engine):
    with reading(engine) as connection:
        return set(postings.all_postings(connection))


def test_an_index_of_another_scheme_is_made_anew_and_finds_copies_again(settings, engine, capsys):
    with writing(engine) as connection:
        first = keep(connection, ONE, "https://a.example/")
        copy = Verdict(DuplicateKind.EXACT, first, 1.0, "same words")
        keep(connection, ONE, "https://b.example/", duplicate=copy)
        keep(connection, TWO, "https://c.example/")
        verbs.set_watermark(connection, "shingle scheme", "words5-mod8-old", now=NOW)
        connection.execute(text("UPDATE articles SET shingle_scheme = 'words5-mod8-old', text_hash = 'old'"))
    with reading(engine) as connection, pytest.raises(SchemeMismatchError, match="`readout-watch reindex`"):
        verbs.duplicate_candidates(connection, fingerprint(ONE))
    assert mending.reindex(settings) == 0
    assert f"3 articles are in the index of copies, by scheme {SCHEME}." in capsys.readouterr().out
    with reading(engine) as connection:
        finding = find_duplicate(
            ONE + "\n\nMore.",
            common=lambda hashes: verbs.common_paragraphs(connection, hashes),
            candidates=lambda own: verbs.duplicate_candidates(connection, own),
        )
        schemes = connection.execute(select(tables.articles.c.shingle_scheme)).scalars().all()
    assert finding.verdict.original_id == first
    assert set(schemes) == {SCHEME}
    assert {article_id for _, article_id in held(engine)} == {first, first + 2}, "the copy adds nothing"


def test_making_the_index_anew_changes_nothing_when_nothing_changed(settings, engine):
    with writing(engine) as connection:
        for number, story in enumerate((ONE, TWO)):
            keep(connection, story, f"https://{number}.example/")
    before = held(engine)
    mending.reindex(settings)
    assert held(engine) == before


def test_a_clock_that_ran_ahead_is_put_right(settings, engine):
    ahead = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    with writing(engine) as connection:
        verbs.start_run(connection, "monitor", now=ahead)
    assert mending.accept_clock(settings) == 0
    with writing(engine) as connection:
        verbs.check_clock(connection, now=dt.datetime.now(dt.UTC))


def test_what_is_old_and_beside_the_point_is_deleted(settings, engine, capsys):
    with writing(engine) as connection:
        verbs.add_evidence(
            connection, url="https://a.example/", body=b"x", fetched_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
        )
    assert mending.tidy(settings, Retention()) == 0
    assert "Deleted: 1 pages that became no article" in capsys.readouterr().out


PAGE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
)


def page(story):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.split("\n\n"))
    return PAGE.format(title="The harbour pilot and the bridge", body=body).encode()


def test_evidence_that_would_now_be_read_differently_is_named(settings, engine, capsys):
    from extractors.articles import read_article

    with writing(engine) as connection:
        for number, story in enumerate((ONE, TWO)):
            url = f"https://herald.example/{number}"
            kept = verbs.add_evidence(connection, url=url, body=page(story), fetched_at=NOW)
            read = read_article(page(story), url)
            told = (
                read if number else Article(text="The words of an older reader.", title=read.title, url=url)
            )
            verbs.add_article(
                connection,
                told,
                canonical_url=url,
                fingerprint=fingerprint(told.text),
                now=NOW,
                evidence_id=kept,
            )
    [line] = list(mending.would_differ(engine))
    assert line.startswith("article 1, state 1, https://herald.example/0: 6 words then, ")
    assert keeping.verify_evidence(settings) == 0
    told = capsys.readouterr().out
    assert line in told
    assert "2 pieces of evidence, 0 damaged; 1 would now read differently." in told
