"""Every table of the store. ``docs/columns.md`` says what each column means in users' words.

Times are aware and in UTC on the way in and on the way out. Lists and mappings are kept as JSON text with
sorted keys, so that two stores with the same content hold the same bytes. The migrations under
``store/migrations`` build these tables; a test compares the two.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

# Constraints have names so that a later migration can drop them on both engines.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcTime(TypeDecorator[dt.datetime]):
    """An aware moment, kept in UTC: SQLite has no zone of its own, so the zone is put back on reading.

    A naive value is refused with ValueError: Moscow's 18:00 once became 18:00 UTC that way in other tools.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware moment of any zone into what the engine keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Give back the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0, server_default="0")


sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    _text("form"),
    _text("kind"),
    Column("side", Text),
    _text("outlet"),
    _text("language"),
    _text("time_zone"),
    _text("status"),
    _text("checked"),
    _text("reason"),
    _text("selector"),
    _text("link_path"),
    _count("interval_minutes"),
    _count("expected_silence_hours"),
    Column("never_disable", Boolean, nullable=False, default=False),
    Column("listed", Boolean, nullable=False, default=True),
    # what the polls have taught
    _text("etag"),
    _text("last_modified"),
    _text("body_sha256"),
    Column("failures", Float, nullable=False, default=0.0, server_default="0"),
    Column("next_poll_at", UtcTime),
    Column("last_polled_at", UtcTime),
    Column("last_ok_at", UtcTime),
    Column("last_new_at", UtcTime),
    _text("last_outcome"),
    _text("last_detail"),
    Column("disabled_at", UtcTime),
)

polls = Table(
    "polls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False, index=True),
    Column("polled_at", UtcTime, nullable=False),
    _text("outcome"),
    _text("detail"),
    _count("status"),
    _count("entries"),
    _count("new_entries"),
)

evidence_bodies = Table(
    "evidence_bodies",
    metadata,
    Column("sha256", Text, primary_key=True),
    _text("codec"),
    _count("size"),
    Column("data", LargeBinary, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, index=True),
    _text("final_url"),
    _count("status"),
    Column("headers", Text, nullable=False, default="{}", server_default="{}"),
    Column("sha256", ForeignKey("evidence_bodies.sha256"), nullable=False, index=True),
    Column("fetched_at", UtcTime, nullable=False, index=True),
    _text("extractor_version"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("url"),
    Column("canonical_url", Text, unique=True),  # NULL for a text without an address
    _text("outlet"),
    Column("authors", Text, nullable=False, default="[]", server_default="[]"),
    Column("published", UtcTime, index=True),
    _text("published_source"),
    _text("published_precision"),
    _count("published_agreement"),
    _text("language"),
    _text("time_zone"),
    Column("side", Text),
    Column("agreement", Float, nullable=False, default=1.0, server_default="1"),
    _text("agency"),
    _text("origin"),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False, default=1, server_default="1"),
    Column("text_hash", Text, nullable=False, index=True),
    _text("shingle_scheme"),
    _text("duplicate_kind"),
    Column("original_id", ForeignKey("articles.id"), index=True),
    Column("duplicate_score", Float),
    _text("duplicate_reason"),
    Column("call_key", ForeignKey("calls.key"), index=True),
    Column("next_visit_at", UtcTime, index=True),
    Column("last_visited_at", UtcTime),
    _count("visits"),
    Column("gone_at", UtcTime),
    _text("gone_reason"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    _text("title"),
    Column("text", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("evidence_id", ForeignKey("evidence.id"), index=True),
    Column("changes", Text, nullable=False, default="[]", server_default="[]"),
    UniqueConstraint("article_id", "number"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("key", Text, nullable=False),
    _text("url"),
    Column("canonical_url", Text, nullable=False, default="", index=True),
    _text("title"),
    _text("summary"),
    Column("published", UtcTime),
    _text("published_raw"),
    Column("first_seen_at", UtcTime, nullable=False),
    _text("outcome"),
    _text("detail"),
    _count("attempts"),
    Column("next_attempt_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("article_id", ForeignKey("articles.id"), index=True),
    UniqueConstraint("source_id", "key"),
    Index("ix_entries_pending", "finished_at", "next_attempt_at"),
)

calls = Table(
    "calls",
    metadata,
    Column("key", Text, primary_key=True),
    Column("date", Date, nullable=False, index=True),
    _text("us_leader"),
    _text("ru_leader"),
    _text("format"),
    _text("status"),
    _text("origin"),
    Column("first_seen_at", UtcTime, nullable=False),
)

readouts = Table(
    "readouts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("call_key", ForeignKey("calls.key"), nullable=False, index=True),
    Column("side", Text, nullable=False),
    _text("issuer"),
    _text("kind"),
    _text("outlet"),
    _text("url"),
    Column("published", UtcTime),
    Column("version_id", ForeignKey("versions.id"), index=True),
    Column("text", Text),  # NULL when the text is that of the article version
    Column("first_seen_at", UtcTime, nullable=False),
    Column("superseded_at", UtcTime),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), index=True),
    Column("readout_id", ForeignKey("readouts.id"), index=True),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("call_date", Date),
    Column("speaker", Text, nullable=False),
    Column("speaker_side", Text),
    Column("speaker_on_record", Boolean, nullable=False),
    _text("speaker_role"),
    Column("speaker_chain", Text, nullable=False, default="[]", server_default="[]"),
    Column("speaker_is_outlet", Boolean, nullable=False, default=False),
    Column("topic", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("proposition", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("holder"),
    _text("value"),
    Column("terms", Text, nullable=False, default="[]", server_default="[]"),
    _text("rule"),
    UniqueConstraint("version_id", "key"),
    UniqueConstraint("readout_id", "key"),
)

relations = Table(
    "relations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_key", ForeignKey("calls.key"), nullable=False, index=True),
    Column("claim_id", ForeignKey("claims.id"), nullable=False),
    Column("readout_claim_id", ForeignKey("claims.id"), index=True),  # NULL: the readout says nothing of it
    Column("readout_id", ForeignKey("readouts.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    _text("contradiction"),
    Column("topic", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("found_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    _text("withdrawn_reason"),
    UniqueConstraint("claim_id", "readout_claim_id", "kind", "contradiction", name="uq_relations_pair"),
    # NULL equals nothing, so the pairs without a readout's claim need a key of their own.
    Index(
        "uq_relations_silence",
        "claim_id",
        "readout_id",
        "kind",
        unique=True,
        sqlite_where=text("readout_claim_id IS NULL"),
        postgresql_where=text("readout_claim_id IS NULL"),
    ),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dedupe_key", Text, nullable=False, unique=True),
    Column("parent_key", Text, nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("call_key", Text),
    _text("topic"),
    _text("kind"),
    Column("relation_id", ForeignKey("relations.id"), index=True),
    _text("channel"),
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False),
    _text("ts"),
    _count("attempts"),
    Column("next_attempt_at", UtcTime),
    Column("lease_until", UtcTime),
    _text("last_error"),
    Column("created_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Index("ix_alerts_due", "state", "next_attempt_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pair_key", Text, nullable=False, index=True),
    _text("alert_key"),
    Column("verdict", Text, nullable=False),
    _text("judged_by"),
    Column("judged_at", UtcTime, nullable=False),
    _text("rule"),
    _text("source"),
)

recent_postings = Table(
    "recent_postings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("postings", LargeBinary, nullable=False),
)

posting_blocks = Table(
    "posting_blocks",
    metadata,
    # On SQLite the row's own number: a key beside it would double the pages that a look-up reads.
    Column("key", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("postings", LargeBinary, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("acquired_at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
)

watermarks = Table(
    "watermarks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("flow", Text, nullable=False, index=True),
    Column("started_at", UtcTime, nullable=False, index=True),
    Column("finished_at", UtcTime),
    Column("state", Text, nullable=False),
    Column("counters", Text, nullable=False, default="{}", server_default="{}"),
    _text("detail"),
)
