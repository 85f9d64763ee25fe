"""The first tables: sources to alerts, evidence that cannot be changed, the index of duplicates."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# What was fetched is never replaced, not even by a fault of this program: the database refuses.
KEPT = ("evidence", "evidence_bodies")


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("us_leader", sa.Text(), server_default="", nullable=False),
        sa.Column("ru_leader", sa.Text(), server_default="", nullable=False),
        sa.Column("format", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_calls")),
    )
    op.create_index(op.f("ix_calls_date"), "calls", ["date"], unique=False)
    op.create_table(
        "evidence_bodies",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("codec", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_evidence_bodies")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_key", sa.Text(), nullable=False),
        sa.Column("alert_key", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Text(), server_default="", nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_pair_key"), "feedback", ["pair_key"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("acquired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "paragraphs",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("articles", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_paragraphs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("counters", sa.Text(), server_default="{}", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_flow"), "runs", ["flow"], unique=False)
    op.create_index(op.f("ix_runs_started_at"), "runs", ["started_at"], unique=False)
    op.create_table(
        "shingles",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "article_id", name=op.f("pk_shingles")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("checked", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("selector", sa.Text(), server_default="", nullable=False),
        sa.Column("link_path", sa.Text(), server_default="", nullable=False),
        sa.Column("interval_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("expected_silence_hours", sa.Integer(), server_default="0", nullable=False),
        sa.Column("never_disable", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("body_sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("failures", sa.Float(), server_default="0", nullable=False),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_polled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_new_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("last_detail", sa.Text(), server_default="", nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_sources_name")),
    )
    op.create_table(
        "watermarks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_watermarks")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), server_default="", nullable=False),
        sa.Column("authors", sa.Text(), server_default="[]", nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_source", sa.Text(), server_default="", nullable=False),
        sa.Column("published_precision", sa.Text(), server_default="", nullable=False),
        sa.Column("published_agreement", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="", nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("agreement", sa.Float(), server_default="1", nullable=False),
        sa.Column("agency", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("shingle_scheme", sa.Text(), server_default="", nullable=False),
        sa.Column("duplicate_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_score", sa.Float(), nullable=True),
        sa.Column("duplicate_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("call_key", sa.Text(), nullable=True),
        sa.Column("next_visit_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], name=op.f("fk_articles_call_key_calls")),
        sa.ForeignKeyConstraint(
            ["original_id"], ["articles.id"], name=op.f("fk_articles_original_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("canonical_url", name=op.f("uq_articles_canonical_url")),
    )
    op.create_index(op.f("ix_articles_call_key"), "articles", ["call_key"], unique=False)
    op.create_index(op.f("ix_articles_next_visit_at"), "articles", ["next_visit_at"], unique=False)
    op.create_index(op.f("ix_articles_original_id"), "articles", ["original_id"], unique=False)
    op.create_index(op.f("ix_articles_published"), "articles", ["published"], unique=False)
    op.create_index(op.f("ix_articles_text_hash"), "articles", ["text_hash"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Integer(), server_default="0", nullable=False),
        sa.Column("headers", sa.Text(), server_default="{}", nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extractor_version", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence_bodies.sha256"], name=op.f("fk_evidence_sha256_evidence_bodies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_fetched_at"), "evidence", ["fetched_at"], unique=False)
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"], unique=False)
    op.create_index(op.f("ix_evidence_url"), "evidence", ["url"], unique=False)
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Integer(), server_default="0", nullable=False),
        sa.Column("entries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new_entries", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_polls_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    op.create_index(op.f("ix_polls_source_id"), "polls", ["source_id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_raw", sa.Text(), server_default="", nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_entries_article_id_articles")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_entries_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("source_id", "key", name=op.f("uq_entries_source_id_key")),
    )
    op.create_index(op.f("ix_entries_article_id"), "entries", ["article_id"], unique=False)
    op.create_index(op.f("ix_entries_canonical_url"), "entries", ["canonical_url"], unique=False)
    op.create_index("ix_entries_pending", "entries", ["finished_at", "next_attempt_at"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.Text(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_versions_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_versions_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_versions_article_id_number")),
    )
    op.create_index(op.f("ix_versions_evidence_id"), "versions", ["evidence_id"], unique=False)
    op.create_table(
        "readouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("call_key", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("outlet", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], name=op.f("fk_readouts_call_key_calls")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_readouts_version_id_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readouts")),
        sa.UniqueConstraint("key", name=op.f("uq_readouts_key")),
    )
    op.create_index(op.f("ix_readouts_call_key"), "readouts", ["call_key"], unique=False)
    op.create_index(op.f("ix_readouts_version_id"), "readouts", ["version_id"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("readout_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("call_date", sa.Date(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("speaker_side", sa.Text(), nullable=True),
        sa.Column("speaker_on_record", sa.Boolean(), nullable=False),
        sa.Column("speaker_role", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker_chain", sa.Text(), server_default="[]", nullable=False),
        sa.Column("speaker_is_outlet", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("proposition", sa.Text(), nullable=False),
        sa.Column("polarity", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("terms", sa.Text(), server_default="[]", nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["readout_id"], ["readouts.id"], name=op.f("fk_claims_readout_id_readouts")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_claims_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("readout_id", "key", name=op.f("uq_claims_readout_id_key")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_claims_version_id_key")),
    )
    op.create_index(op.f("ix_claims_readout_id"), "claims", ["readout_id"], unique=False)
    op.create_index(op.f("ix_claims_version_id"), "claims", ["version_id"], unique=False)
    op.create_table(
        "relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_key", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("readout_claim_id", sa.Integer(), nullable=False),
        sa.Column("readout_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contradiction", sa.Text(), server_default="", nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], name=op.f("fk_relations_call_key_calls")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_relations_claim_id_claims")),
        sa.ForeignKeyConstraint(
            ["readout_claim_id"], ["claims.id"], name=op.f("fk_relations_readout_claim_id_claims")
        ),
        sa.ForeignKeyConstraint(
            ["readout_id"], ["readouts.id"], name=op.f("fk_relations_readout_id_readouts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
        sa.UniqueConstraint(
            "claim_id", "readout_claim_id", "kind", "contradiction", name="uq_relations_pair"
        ),
    )
    op.create_index(op.f("ix_relations_call_key"), "relations", ["call_key"], unique=False)
    op.create_index(op.f("ix_relations_readout_claim_id"), "relations", ["readout_claim_id"], unique=False)
    op.create_index(op.f("ix_relations_readout_id"), "relations", ["readout_id"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("parent_key", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("call_key", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("relation_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["relation_id"], ["relations.id"], name=op.f("fk_alerts_relation_id_relations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_alerts_dedupe_key")),
    )
    op.create_index("ix_alerts_due", "alerts", ["state", "next_attempt_at"], unique=False)
    op.create_index(op.f("ix_alerts_parent_key"), "alerts", ["parent_key"], unique=False)
    op.create_index(op.f("ix_alerts_relation_id"), "alerts", ["relation_id"], unique=False)
    for table in KEPT:
        _refuse_changes(table)


def downgrade() -> None:
    for table in KEPT:
        _allow_changes(table)
    op.drop_index(op.f("ix_alerts_relation_id"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_parent_key"), table_name="alerts")
    op.drop_index("ix_alerts_due", table_name="alerts")
    op.drop_table("alerts")
    op.drop_index(op.f("ix_relations_readout_id"), table_name="relations")
    op.drop_index(op.f("ix_relations_readout_claim_id"), table_name="relations")
    op.drop_index(op.f("ix_relations_call_key"), table_name="relations")
    op.drop_table("relations")
    op.drop_index(op.f("ix_claims_version_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_readout_id"), table_name="claims")
    op.drop_table("claims")
    op.drop_index(op.f("ix_readouts_version_id"), table_name="readouts")
    op.drop_index(op.f("ix_readouts_call_key"), table_name="readouts")
    op.drop_table("readouts")
    op.drop_index(op.f("ix_versions_evidence_id"), table_name="versions")
    op.drop_table("versions")
    op.drop_index("ix_entries_pending", table_name="entries")
    op.drop_index(op.f("ix_entries_canonical_url"), table_name="entries")
    op.drop_index(op.f("ix_entries_article_id"), table_name="entries")
    op.drop_table("entries")
    op.drop_index(op.f("ix_polls_source_id"), table_name="polls")
    op.drop_table("polls")
    op.drop_index(op.f("ix_evidence_url"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_sha256"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_fetched_at"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_articles_text_hash"), table_name="articles")
    op.drop_index(op.f("ix_articles_published"), table_name="articles")
    op.drop_index(op.f("ix_articles_original_id"), table_name="articles")
    op.drop_index(op.f("ix_articles_next_visit_at"), table_name="articles")
    op.drop_index(op.f("ix_articles_call_key"), table_name="articles")
    op.drop_table("articles")
    op.drop_table("watermarks")
    op.drop_table("sources")
    op.drop_table("shingles")
    op.drop_index(op.f("ix_runs_started_at"), table_name="runs")
    op.drop_index(op.f("ix_runs_flow"), table_name="runs")
    op.drop_table("runs")
    op.drop_table("paragraphs")
    op.drop_table("leases")
    op.drop_index(op.f("ix_feedback_pair_key"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_table("evidence_bodies")
    op.drop_index(op.f("ix_calls_date"), table_name="calls")
    op.drop_table("calls")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is never replaced'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is never replaced'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()"
    )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_kept")
        return
    op.execute(f"DROP TRIGGER {table}_kept ON {table}")
    op.execute(f"DROP FUNCTION {table}_kept()")
