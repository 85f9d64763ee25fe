"""A relation to a readout that says nothing of the matter: it stands against no claim.

SQLite cannot let go of NOT NULL: the table is built anew and takes the place of the old one. The alerts point
at its rows, and dropping a table that is pointed at is refused, so they let go of them meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SILENT = sa.text("readout_claim_id IS NULL")


def upgrade() -> None:
    _rebuilt(nullable=True)
    op.create_index(
        "uq_relations_silence",
        "relations",
        ["claim_id", "readout_id", "kind"],
        unique=True,
        sqlite_where=_SILENT,
        postgresql_where=_SILENT,
    )


def downgrade() -> None:
    op.drop_index("uq_relations_silence", table_name="relations")
    op.execute("DELETE FROM relations WHERE readout_claim_id IS NULL")
    _rebuilt(nullable=False)


def _rebuilt(*, nullable: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("relations", "readout_claim_id", existing_type=sa.Integer(), nullable=nullable)
        return
    op.execute("CREATE TEMP TABLE told AS SELECT id, relation_id FROM alerts WHERE relation_id IS NOT NULL")
    op.execute("UPDATE alerts SET relation_id = NULL")
    with op.batch_alter_table("relations", recreate="always") as batch:
        batch.alter_column("readout_claim_id", existing_type=sa.Integer(), nullable=nullable)
    op.execute(
        "UPDATE alerts SET relation_id = (SELECT told.relation_id FROM told WHERE told.id = alerts.id) "
        "WHERE id IN (SELECT id FROM told)"
    )
    op.execute("DROP TABLE told")
