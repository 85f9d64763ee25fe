"""The verbs of the store, each on SQLite and on PostgreSQL."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from extractors.model import (
    Article,
    Call,
    ContradictionKind,
    DuplicateKind,
    Entry,
    Fingerprint,
    Polarity,
    RelationKind,
    Side,
    Source,
    Verdict,
)
from store import postings, repository, tables
from store.calls import claim_key, readout_key
from store.engine import reading, writing
from store.errors import ClockJumpedBackError, LeaseLostError, SchemeMismatchError
from store.repository import (
    Poll,
    add_article,
    add_call,
    add_claims,
    add_entries,
    add_readout,
    add_relations,
    add_version,
    due_sources,
    finish_entry,
    pending_entries,
    record_poll,
    remember_sources,
)
from tests.model_makers import CALL, NOW, articles, claim, claims, readout, readouts, relation

HOUR = dt.timedelta(hours=1)
MARK = Fingerprint("s1", "h1", (1, 2, 3), (9,))

# A store for every example would take a second each: the examples share one and roll back.
on_one_store = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def connection(store):
    """One writing transaction, rolled back behind the test."""
    with writing(store) as connection:
        yield connection
        connection.rollback()


def keep(connection, article=None, url="https://herald.example/1", **known):
    """An article kept, with its call."""
    add_call(connection, CALL, now=NOW)
    made = article or Article("They did not discuss sanctions.", url=url)
    return add_article(
        connection, made, canonical_url=url, fingerprint=MARK, now=NOW, call_key=CALL.key, **known
    )


# sources


HERALD = Source("herald", "https://herald.example/feed")
KREMLIN = Source("kremlin", "https://kremlin.example/feed", kind="official", side=Side.KREMLIN)


def names(states):
    return [state.source.name for state in states]


def test_sources_come_back_as_they_were_listed(connection):
    odd = dataclasses.replace(
        KREMLIN, never_disable=True, interval_minutes=7, selector="a.item", reason="why"
    )
    remember_sources(connection, [odd], now=NOW)
    assert due_sources(connection, now=NOW)[0].source == odd


def test_a_polled_source_is_due_again_at_its_time(connection):
    ids = remember_sources(connection, [HERALD, KREMLIN], now=NOW)
    record_poll(connection, ids["herald"], Poll("ok", ok=True, next_poll_at=NOW + HOUR), now=NOW)
    assert names(due_sources(connection, now=NOW)) == ["kremlin"]
    assert names(due_sources(connection, now=NOW + HOUR)) == ["kremlin", "herald"]


@pytest.mark.parametrize("off", [{"status": "off"}, None])
def test_a_source_that_is_off_or_not_listed_is_not_polled(connection, off):
    remember_sources(connection, [HERALD], now=NOW)
    remember_sources(connection, [dataclasses.replace(HERALD, **off)] if off else [], now=NOW)
    assert due_sources(connection, now=NOW + HOUR) == []


def test_what_polls_taught_outlives_a_new_listing_of_the_same_address(connection):
    ids = remember_sources(connection, [HERALD], now=NOW)
    poll = Poll(
        "ok", ok=True, next_poll_at=NOW + HOUR, etag="e", last_modified="m", body_sha256="b", new_entries=2
    )
    record_poll(connection, ids["herald"], poll, now=NOW)
    remember_sources(connection, [dataclasses.replace(HERALD, interval_minutes=5)], now=NOW)
    [state] = repository.source_states(connection)
    assert (state.etag, state.last_modified, state.body_sha256) == ("e", "m", "b")
    assert (state.last_ok_at, state.last_new_at, state.source.interval_minutes) == (NOW, NOW, 5)
    remember_sources(connection, [dataclasses.replace(HERALD, url="https://new.example/feed")], now=NOW)
    [state] = repository.source_states(connection)
    assert (state.etag, state.next_poll_at) == ("", NOW)


def test_a_failed_poll_keeps_the_validators_of_the_last_good_one(connection):
    ids = remember_sources(connection, [HERALD], now=NOW)
    record_poll(connection, ids["herald"], Poll("ok", ok=True, next_poll_at=NOW, etag="e"), now=NOW)
    record_poll(
        connection, ids["herald"], Poll("timed_out", ok=False, next_poll_at=NOW, failures=0.5), now=NOW
    )
    [state] = due_sources(connection, now=NOW)
    assert (state.etag, state.failures, state.last_outcome) == ("e", 0.5, "timed_out")


def test_a_disabled_source_rests_until_it_is_enabled(connection):
    ids = remember_sources(connection, [HERALD], now=NOW)
    record_poll(connection, ids["herald"], Poll("gone", ok=False, next_poll_at=NOW, disable=True), now=NOW)
    assert due_sources(connection, now=NOW) == []
    assert repository.enable_source(connection, "herald", now=NOW)
    assert names(due_sources(connection, now=NOW)) == ["herald"]
    assert not repository.enable_source(connection, "nobody", now=NOW)


def test_the_last_thirty_polls_of_each_source_are_kept(connection):
    ids = remember_sources(connection, [HERALD, KREMLIN], now=NOW)
    record_poll(connection, ids["kremlin"], Poll("ok", ok=True, next_poll_at=NOW), now=NOW)
    for number in range(35):
        record_poll(connection, ids["herald"], Poll(f"{number}", ok=True, next_poll_at=NOW), now=NOW)
    assert [poll.outcome for poll in repository.polls_of(connection, ids["herald"])] == [
        f"{number}" for number in range(34, 4, -1)
    ]
    assert len(repository.polls_of(connection, ids["kremlin"])) == 1


# entries


def test_only_entries_never_seen_of_the_source_are_new(connection):
    ids = remember_sources(connection, [HERALD, KREMLIN], now=NOW)
    one, two = Entry("k1", "https://a.example/1"), Entry("k2", "https://a.example/2", published=NOW)
    assert [new.entry for new in add_entries(connection, ids["herald"], [one, one], now=NOW)] == [one]
    assert [new.entry for new in add_entries(connection, ids["herald"], [one, two], now=NOW)] == [two]
    assert [new.source_name for new in add_entries(connection, ids["kremlin"], [one], now=NOW)] == ["kremlin"]


def test_an_entry_waits_until_it_has_an_outcome(connection):
    ids = remember_sources(connection, [HERALD], now=NOW)
    [entry] = add_entries(
        connection, ids["herald"], [Entry("k", "http://A.example/")], now=NOW, canonical=str.lower
    )
    assert [waiting.id for waiting in pending_entries(connection, now=NOW)] == [entry.id]
    assert entry.canonical_url == "http://a.example/"
    repository.postpone_entry(connection, entry.id, "timed_out", "after 10 s", next_attempt_at=NOW + HOUR)
    assert pending_entries(connection, now=NOW) == []
    [again] = pending_entries(connection, now=NOW + HOUR)
    assert (again.attempts, again.outcome) == (1, "timed_out")
    kept = keep(connection)
    assert finish_entry(connection, entry.id, "read", "2 claims", now=NOW + HOUR, article_id=kept.article_id)
    assert not finish_entry(connection, entry.id, "failed", now=NOW + HOUR), "an outcome is final"
    assert pending_entries(connection, now=NOW + 9 * HOUR) == []
    [done] = repository.finished_since(connection, NOW + HOUR)
    assert (done.outcome, done.detail, done.article_id) == ("read", "2 claims", kept.article_id)
    assert repository.outcome_counts(connection) == {"read": 1}


def test_entries_can_be_taken_a_few_at_a_time(connection):
    ids = remember_sources(connection, [HERALD], now=NOW)
    add_entries(connection, ids["herald"], [Entry(f"k{n}", "http://a.example/") for n in range(5)], now=NOW)
    assert [entry.entry.key for entry in pending_entries(connection, now=NOW, limit=2)] == ["k0", "k1"]


# articles and versions


@on_one_store
@given(article=articles)
def test_any_article_comes_back_as_it_was_kept(store, article):
    with writing(store) as connection:
        added = add_article(connection, article, canonical_url="", fingerprint=MARK, now=NOW)
        held = repository.article_by_id(connection, added.article_id)
        connection.rollback()
    assert held.article == article
    assert (held.version, held.version_id, held.first_seen_at) == (1, added.version_id, NOW)


def test_an_address_is_held_once_and_the_first_article_stays(connection):
    first = keep(connection, Article("one"))
    second = keep(connection, Article("two"))
    assert first.new and not second.new
    assert second[:2] == first[:2]
    assert repository.article_by_url(connection, "https://herald.example/1").article.text == "one"
    assert repository.article_count(connection) == 1


def test_texts_without_an_address_do_not_clash(connection):
    assert keep(connection, url="").article_id != keep(connection, url="").article_id


def test_a_copy_says_of_what_and_why(connection):
    original = keep(connection)
    verdict = Verdict(DuplicateKind.CONTAINED, original.article_id, 0.93, "93% of it stands in article 1")
    copy = keep(connection, url="https://b.example/", duplicate=verdict)
    assert repository.article_by_id(connection, copy.article_id).duplicate == verdict
    assert repository.article_by_id(connection, original.article_id).duplicate is None


def test_an_edit_makes_a_version_and_the_old_one_stays(connection):
    kept = keep(connection, Article("old text", title="Old", outlet="Herald", authors=("A. Writer",)))
    new = Article("new text", title="New")
    version_id = add_version(
        connection,
        kept.article_id,
        new,
        fingerprint=dataclasses.replace(MARK, text_hash="h2"),
        now=NOW + HOUR,
        changes=["added: x"],
    )
    held = repository.article_by_id(connection, kept.article_id)
    assert (held.version, held.version_id, held.article.text, held.article.title) == (
        2,
        version_id,
        "new text",
        "New",
    )
    assert held.article.outlet == "Herald", "what the new state does not say stays known"
    assert held.article.authors == ("A. Writer",)
    old, latest = repository.versions_of(connection, kept.article_id)
    assert (old.text, old.changes, old.seen_at) == ("old text", (), NOW)
    assert (latest.text, latest.changes, latest.seen_at) == ("new text", ("added: x",), NOW + HOUR)
    assert repository.article_by_hash(connection, "h2").id == kept.article_id
    assert repository.article_by_hash(connection, "h1") is None


def test_articles_are_revisited_when_their_time_comes_and_not_when_gone(connection):
    one = keep(connection, url="https://a.example/", next_visit_at=NOW + HOUR)
    keep(connection, url="https://b.example/", next_visit_at=None)
    assert repository.articles_to_revisit(connection, now=NOW) == []
    assert [due.id for due in repository.articles_to_revisit(connection, now=NOW + HOUR)] == [one.article_id]
    repository.record_visit(connection, one.article_id, now=NOW + HOUR, next_visit_at=NOW + 2 * HOUR)
    assert repository.articles_to_revisit(connection, now=NOW + HOUR) == []
    assert repository.mark_gone(connection, one.article_id, "404", now=NOW)
    assert not repository.mark_gone(connection, one.article_id, "404", now=NOW), "told once"
    assert repository.articles_to_revisit(connection, now=NOW + 9 * HOUR) == []
    assert repository.article_by_id(connection, one.article_id).gone_reason == "404"
    repository.mark_back(connection, one.article_id)
    assert repository.article_by_id(connection, one.article_id).gone_at is None


def test_the_articles_of_a_call_come_in_order_of_publication(connection):
    late = keep(connection, Article("b", published=NOW), url="https://b.example/")
    early = keep(connection, Article("a", published=NOW - HOUR), url="https://a.example/")
    other = keep(connection, Article("c"), url="https://c.example/")
    repository.set_call(connection, other.article_id, "")
    found = repository.articles_of_call(connection, CALL.key)
    assert [article.id for article in found] == [early.article_id, late.article_id]


def test_a_time_without_a_zone_is_refused(connection):
    with pytest.raises(ValueError, match="without a zone"):
        keep(connection, Article("x", published=dt.datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_time_of_another_zone_is_kept_as_the_same_moment(connection):
    moscow = dt.datetime(2026, 1, 1, 18, tzinfo=dt.timezone(3 * HOUR))
    kept = keep(connection, Article("x", published=moscow))
    published = repository.article_by_id(connection, kept.article_id).article.published
    assert (published, published.hour, published.tzinfo) == (moscow, 15, dt.UTC)


# calls, readouts, claims


def test_a_call_gains_what_was_unknown_and_is_never_demoted(connection):
    add_call(connection, Call("2017-01-28", CALL.date, status="reported"), now=NOW)
    assert add_call(connection, CALL, now=NOW) == CALL
    blank = Call("2017-01-28", CALL.date, us_leader="Somebody Else", status="reported")
    assert add_call(connection, blank, now=NOW) == CALL


def test_calls_are_found_by_key_and_by_days(connection):
    second = Call("2017-01-28-2", CALL.date)
    autumn = Call("2016-11-14", dt.date(2016, 11, 14))
    for call in (second, CALL, autumn):
        add_call(connection, call, now=NOW)
    assert repository.all_calls(connection) == [autumn, CALL, second]
    assert repository.calls_between(connection, CALL.date, CALL.date) == [CALL, second]
    assert repository.call_by_key(connection, "2016-11-14") == autumn
    assert repository.call_by_key(connection, "1999-01-01") is None


@on_one_store
@given(found=st.lists(claims, max_size=4, unique=True))
def test_any_claims_come_back_as_they_were_kept(store, found):
    with writing(store) as connection:
        kept = keep(connection)
        ids = add_claims(connection, kept.version_id, found)
        assert add_claims(connection, kept.version_id, found) == ids, "kept once"
        assert repository.claims_of(connection, kept.version_id) == found
        connection.rollback()


@on_one_store
@given(made=readouts)
def test_any_readout_comes_back_as_it_was_kept(store, made):
    with writing(store) as connection:
        add_call(connection, CALL, now=NOW)
        kept = add_readout(connection, made, now=NOW)
        assert add_readout(connection, made, now=NOW).id == kept.id, "kept once"
        assert repository.readouts_of(connection, CALL.key) == [kept]
        assert kept == dataclasses.replace(made, id=kept.id)
        connection.rollback()


def test_the_text_of_a_quoted_readout_is_kept_with_its_article_only(connection):
    kept = keep(connection)
    text_ = "They did not discuss sanctions."
    quoted = add_readout(
        connection, readout(claim(text_), kind="quoted"), now=NOW, version_id=kept.version_id
    )
    other = add_readout(connection, readout(text="Another."), now=NOW, version_id=kept.version_id)
    stored = connection.execute(select(tables.readouts.c.text).order_by(tables.readouts.c.id)).scalars().all()
    assert stored == [None, "Another."]
    assert [one.text for one in repository.readouts_of(connection, CALL.key)] == [text_, "Another."]
    assert repository.readouts_of_version(connection, kept.version_id) == [quoted, other]


def test_a_superseded_readout_stays_in_the_store_and_leaves_the_comparison(connection):
    kept = keep(connection)
    made = add_readout(connection, readout(claim()), now=NOW, version_id=kept.version_id)
    assert repository.supersede_readouts(connection, kept.version_id, now=NOW) == 1
    assert repository.readouts_of(connection, CALL.key) == []
    assert repository.readout_by_id(connection, made.id) == made
    assert repository.readout_by_id(connection, 999) is None


def test_equal_claims_of_two_versions_are_two_rows(connection):
    kept = keep(connection)
    later = add_version(connection, kept.article_id, Article("x"), fingerprint=MARK, now=NOW)
    assert add_claims(connection, kept.version_id, [claim()]) != add_claims(connection, later, [claim()])


@given(one=claims, other=claims)
def test_a_claims_key_is_its_content(one, other):
    assert (claim_key(one) == claim_key(other)) == (one == other)


def test_a_readouts_key_tells_calls_sides_and_texts_apart():
    made = readout(claim())
    keys = {
        readout_key(dataclasses.replace(made, **change))
        for change in (
            {},
            {"call_key": "x"},
            {"side": Side.KREMLIN},
            {"text": "x"},
            {"kind": "remark"},
            {"url": "x"},
        )
    }
    assert len(keys) == 6
    assert readout_key(made) == readout_key(dataclasses.replace(made, id=7, published=NOW, claims=()))


# relations


def contradiction(connection):
    """A kept contradiction: (article, relation, its row)."""
    said = claim("They did not discuss sanctions.")
    of = add_readout(connection, readout(said), now=NOW) if keep(connection) else None
    told = claim("He did raise them.", polarity=Polarity.AFFIRMED)
    found = relation(
        told,
        said,
        of,
        kind=RelationKind.CONTRADICTS,
        contradiction=ContradictionKind.DISCUSSED_VS_NOT,
    )
    article = keep(connection, Article("He did raise them."), url="https://b.example/")
    [row] = add_relations(connection, [found], version_id=article.version_id, now=NOW)
    return article, found, row


def test_a_relation_comes_back_as_it_was_kept_and_is_kept_once(connection):
    article, found, row = contradiction(connection)
    [again] = add_relations(connection, [found], version_id=article.version_id, now=NOW + HOUR)
    assert row.new and again == (row.id, False)
    [stored] = repository.relations_of_call(connection, CALL.key)
    assert stored.relation == found
    assert (stored.id, stored.article_id, stored.found_at) == (row.id, article.article_id, NOW)
    assert repository.relations_of_article(connection, article.article_id) == [stored]
    assert repository.relations_with_readout(connection, found.readout.id) == [stored]


def test_a_relation_may_come_before_its_claim_and_its_readout(connection):
    keep(connection)
    said, told = claim("a"), claim("b")
    article = keep(connection, url="https://b.example/")
    unstored = readout(said, text="a")
    add_relations(connection, [relation(told, said, unstored)], version_id=article.version_id, now=NOW)
    [stored] = repository.relations_of_call(connection, CALL.key)
    assert stored.relation.readout == dataclasses.replace(unstored, id=stored.relation.readout.id)
    assert repository.claims_of(connection, article.version_id) == [told]


def test_a_withdrawn_relation_stays_with_its_reason(connection):
    _, _, row = contradiction(connection)
    assert repository.withdraw_relation(connection, row.id, "the page no longer says so", now=NOW)
    assert not repository.withdraw_relation(connection, row.id, "again", now=NOW)
    [stored] = repository.relations_of_call(connection, CALL.key)
    assert (stored.withdrawn_at, stored.withdrawn_reason) == (NOW, "the page no longer says so")


def test_the_dossier_holds_all_of_its_call_and_nothing_of_another(connection):
    article, found, row = contradiction(connection)
    add_call(connection, Call("2016-11-14", dt.date(2016, 11, 14)), now=NOW)
    add_readout(connection, readout(claim("x"), text="x", call_key="2016-11-14"), now=NOW)
    dossier = repository.dossier_of(connection, CALL.key)
    assert dossier.call == CALL
    assert dossier.readouts == (found.readout,)
    assert [one.id for one in dossier.relations] == [row.id]
    assert [one.claims for one in dossier.articles if one.id == article.article_id] == [(found.claim,)]
    assert len(dossier.versions) == len(dossier.articles) == 2
    assert repository.dossier_of(connection, "1999-01-01") is None


# leases, watermarks, runs


def test_a_lease_is_for_one_holder_until_it_ends(connection):
    take = repository.acquire_lease
    assert take(connection, "monitor", "a", now=NOW, seconds=60)
    assert take(connection, "monitor", "a", now=NOW, seconds=60), "its holder may take it again"
    assert not take(connection, "monitor", "b", now=NOW, seconds=60)
    assert take(connection, "deliver", "b", now=NOW, seconds=60), "another lease is another matter"
    assert repository.lease_holder(connection, "monitor", now=NOW) == "a"
    late = NOW + dt.timedelta(seconds=60)
    assert repository.lease_holder(connection, "monitor", now=late) == ""
    assert take(connection, "monitor", "b", now=late, seconds=60)
    with pytest.raises(LeaseLostError, match="no longer held by a"):
        repository.renew_lease(connection, "monitor", "a", now=late, seconds=60)


def test_a_renewed_lease_lasts_longer_and_a_released_one_is_free(connection):
    repository.acquire_lease(connection, "monitor", "a", now=NOW, seconds=60)
    repository.renew_lease(connection, "monitor", "a", now=NOW + dt.timedelta(seconds=50), seconds=60)
    assert repository.lease_holder(connection, "monitor", now=NOW + dt.timedelta(seconds=100)) == "a"
    repository.release_lease(connection, "monitor", "b")
    assert repository.lease_holder(connection, "monitor", now=NOW) == "a"
    repository.release_lease(connection, "monitor", "a")
    assert repository.acquire_lease(connection, "monitor", "b", now=NOW, seconds=60)


def test_a_watermark_keeps_its_last_value(connection):
    assert repository.watermark(connection, "digest") == ""
    for value in ("1", "2"):
        repository.set_watermark(connection, "digest", value, now=NOW)
    assert repository.watermark(connection, "digest") == "2"


def test_runs_are_logged_with_what_they_counted(connection):
    first = repository.start_run(connection, "monitor", now=NOW)
    repository.finish_run(connection, first, now=NOW + HOUR, counters={"new": 3}, detail="done")
    second = repository.start_run(connection, "deliver", now=NOW + HOUR)
    newest, oldest = repository.last_runs(connection)
    assert (newest.id, newest.state, newest.finished_at) == (second, "running", None)
    assert (oldest.state, oldest.counters, oldest.finished_at) == ("done", {"new": 3}, NOW + HOUR)
    assert [run.id for run in repository.last_runs(connection, "monitor")] == [first]
    assert repository.run_count(connection) == 2


def test_a_clock_that_jumped_back_is_refused_until_it_is_accepted(connection):
    repository.start_run(connection, "monitor", now=NOW)
    repository.start_run(connection, "monitor", now=NOW - dt.timedelta(minutes=4))
    repository.acquire_lease(connection, "monitor", "a", now=NOW, seconds=9e6)
    with pytest.raises(ClockJumpedBackError, match=r"says 2026-03-01 11:00 UTC .* seen 2026-03-01 12:00 UTC"):
        repository.start_run(connection, "monitor", now=NOW - HOUR)
    repository.accept_clock(connection, now=NOW - HOUR)
    repository.start_run(connection, "monitor", now=NOW - HOUR)
    assert repository.acquire_lease(connection, "monitor", "b", now=NOW - HOUR, seconds=60)


# the duplicate index


def indexed(connection, number, shingles, paragraphs=(), text_="x"):
    """An article with these hashes in the index; its id."""
    mark = Fingerprint("s1", f"h{number}", tuple(shingles), tuple(paragraphs))
    added = add_article(connection, Article(text_), canonical_url="", fingerprint=mark, now=NOW)
    repository.index_article(connection, added.article_id, mark, now=NOW)
    return added.article_id


def asks(connection, shingles, text_hash="none"):
    mark = Fingerprint("s1", text_hash, tuple(shingles), ())
    return [(one.article_id, one.shared) for one in repository.duplicate_candidates(connection, mark)]


def test_candidates_share_two_hashes_most_first(connection):
    big = [2**47 - 1, 2**46, 0, 5]
    one = indexed(connection, 1, big[:2])
    two = indexed(connection, 2, big[:3])
    indexed(connection, 3, big[:1])
    assert asks(connection, big) == [(two, 3), (one, 2)]
    assert asks(connection, []) == []


def test_at_most_eight_candidates_come_back(connection):
    ids = [indexed(connection, number, [1, 2]) for number in range(10)]
    assert asks(connection, [1, 2]) == [(one, 2) for one in ids[:8]]


def test_an_article_of_the_same_words_comes_first_even_when_it_shares_no_hash(connection):
    near = indexed(connection, 1, [1, 2])
    same = indexed(connection, 2, [])
    assert [key for key, _ in asks(connection, [1, 2], text_hash="h2")] == [same, near]


def test_a_hash_of_more_than_forty_articles_does_not_count(connection):
    for number in range(41):
        indexed(connection, number, [1, 2] if number < 40 else [1])
    one = indexed(connection, 99, [3, 4, 1])
    assert asks(connection, [1, 2]) == [], "hash 1 is a set phrase, 2 alone is too little"
    assert asks(connection, [1, 3, 4]) == [(one, 2)]


def test_a_set_phrase_is_not_kept_without_end(connection):
    for number in range(60):
        indexed(connection, number, [1])
    postings.merge_everything(connection)
    assert len(list(postings.all_postings(connection))) == 41


def test_a_paragraph_of_three_articles_is_common(connection):
    for number in range(3):
        assert repository.common_paragraphs(connection, [7, 8]) == frozenset()
        indexed(connection, number, [], [7, 7, 8] if number else [7])
    assert repository.common_paragraphs(connection, [7, 8]) == {7}
    assert repository.common_paragraphs(connection, []) == frozenset()


def test_a_candidate_carries_every_state_of_its_text_and_its_side(connection):
    one = indexed(connection, 1, [1, 2], text_="old")
    official = Article("new", side=Side.KREMLIN)
    add_version(connection, one, official, fingerprint=dataclasses.replace(MARK, text_hash="n"), now=NOW)
    found = repository.duplicate_candidates(connection, Fingerprint("s1", "x", (1, 2), ()))
    assert [(state.article_id, state.text, state.side) for state in found] == [
        (one, "new", Side.KREMLIN),
        (one, "old", Side.KREMLIN),
    ]


def test_hashes_of_another_scheme_are_refused_until_the_index_is_made_anew(connection):
    indexed(connection, 1, [1, 2], [7])
    other = Fingerprint("s2", "x", (1, 2), ())
    for refused in (
        lambda: repository.duplicate_candidates(connection, other),
        lambda: repository.index_article(connection, 1, other, now=NOW),
    ):
        with pytest.raises(SchemeMismatchError, match="made by scheme 's1', this readout-watch uses 's2'"):
            refused()
    repository.forget_index(connection)
    repository.index_article(connection, 1, other, now=NOW)
    assert [one.article_id for one in repository.duplicate_candidates(connection, other)] == [1]


# what the database itself holds


def test_evidence_cannot_be_changed_even_by_a_fault_of_the_program(store):
    with writing(store) as connection:
        repository.add_evidence(connection, url="https://a.example/", body=b"x", fetched_at=NOW)
    for statement in ("UPDATE evidence SET url = 'y'", "UPDATE evidence_bodies SET size = 9"):
        with pytest.raises(DBAPIError, match="is never replaced"), writing(store) as connection:
            connection.execute(text(statement))


def test_a_row_cannot_point_at_nothing(store):
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), writing(store) as connection:
        add_readout(connection, readout(), now=NOW)
    with reading(store) as connection:
        assert connection.execute(select(tables.readouts)).all() == []


def test_every_verb_is_listed_at_the_door():
    assert sorted(repository.__all__) == repository.__all__
    assert all(hasattr(repository, name) for name in repository.__all__)
