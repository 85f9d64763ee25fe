"""Chores that mend the store: a new index of copies, a wrong clock, room on the disk, evidence read anew."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.articles import read_article
from extractors.corpus_text import clean_page
from extractors.duplicates import fingerprint, lacking
from extractors.model import Fingerprint, StoredArticle, StoredVersion
from extractors.shingles import SCHEME
from flows.desk import store_of, utc_now
from flows.failures import DONE
from flows.settings import Settings
from flows.steps.intake import charset_of
from store import Connection, Engine, articles, repository
from store.corpus import ORIGIN
from store.engine import reading, writing
from store.errors import StoreBrokenError
from store.evidence import Evidence
from store.retention import Retention


def reindex(settings: Settings) -> int:
    """Make the index of copies anew with this program's scheme, all or nothing. Gives the exit code."""
    now = utc_now()
    with store_of(settings, create=False) as engine, writing(engine) as connection:
        repository.forget_index(connection)
        held = list(articles.all_articles(connection))
        texts = {one.id: one.article.text for one in held}
        for one in held:
            whole = _mark(connection, one.article.text)
            articles.set_fingerprint(connection, one.id, whole)
            repository.index_article(connection, one.id, _of_its_own(connection, one, whole, texts), now=now)
    print(f"{len(held)} articles are in the index of copies, by scheme {SCHEME}.")
    return DONE


def _mark(connection: Connection, text: str) -> Fingerprint:
    plain = fingerprint(text)
    return fingerprint(text, repository.common_paragraphs(connection, plain.paragraphs))


def _of_its_own(
    connection: Connection, one: StoredArticle, whole: Fingerprint, texts: dict[int, str]
) -> Fingerprint:
    """What goes into the index of an article: of a copy only what its original lacks."""
    original = texts.get(one.duplicate.original_id) if one.duplicate else None
    return whole if original is None else lacking(whole, [_mark(connection, original)])


def accept_clock(settings: Settings) -> int:
    """Take the present time for the right one after a clock that ran ahead. Gives the exit code."""
    now = utc_now()
    with store_of(settings, create=False) as engine, writing(engine) as connection:
        repository.accept_clock(connection, now=now)
    print(f"The store goes by {now:%Y-%m-%d %H:%M} UTC from now on.")
    return DONE


def tidy(settings: Settings, policy: Retention) -> int:
    """Delete what the policy lets go and give the room back to the disk. Gives the exit code."""
    with store_of(settings, create=False) as engine:
        gone = repository.forget(engine, policy, now=utc_now())
        repository.vacuum(engine)
    print(
        f"Deleted: {gone.evidence} pages that became no article, {gone.shingles} rows of the index of "
        f"copies, {gone.runs} runs, {gone.polls} polls."
    )
    return DONE


def would_differ(engine: Engine) -> Iterator[str]:
    """Read every kept page again; a line for each state of an article that would now come out differently.

    Damaged pages are passed over: the check of the hashes names them.
    """
    with reading(engine) as connection:
        for evidence_id, version in articles.versions_with_evidence(connection):
            held = articles.article_by_id(connection, version.article_id)
            try:
                kept = repository.evidence_of(connection, evidence_id)
            except StoreBrokenError:
                continue
            assert held is not None  # noqa: S101 - a foreign key holds it
            if difference := _difference(kept, held, version):
                yield f"article {version.article_id}, state {version.number}, {kept.url}: {difference}"


def _difference(kept: Evidence, held: StoredArticle, version: StoredVersion) -> str:
    """How a page reads now against how it was read, in words; "" when the same."""
    title, text = _read_again(kept, held)
    if text != version.text:
        return f"{len(version.text.split())} words then, {len(text.split())} now"
    # a page without a title of its own got the feed's
    return f"the title was {version.title!r}, now {title!r}" if title and title != version.title else ""


def _read_again(kept: Evidence, held: StoredArticle) -> tuple[str, str]:
    """The title and the text that this program reads out of kept bytes."""
    if held.origin == ORIGIN:
        page = clean_page(kept.body.decode("utf-8"))
        return page.title, page.text
    article = read_article(
        kept.body,
        kept.final_url,
        language=held.article.language or None,
        charset=charset_of(kept.headers),
        time_zone=held.article.time_zone,
    )
    return article.title, article.text
