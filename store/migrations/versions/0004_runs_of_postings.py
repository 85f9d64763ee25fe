"""The first level of the index of duplicates becomes runs that are never changed, with a head that lists them.

What stands on that level waits among the recent postings for the next merge, which makes a run of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LEVEL = 1 << 48
# So many bytes in one recent row: a look-up reads them all.
ROW = 1 << 20
RUNS = 4 << 48


def upgrade() -> None:
    _to_recent(LEVEL, 2 * LEVEL)
    if op.get_bind().dialect.name == "postgresql":
        # A run is a hundred kilobytes of numbers drawn by lot: trying to compress it is work for nothing.
        op.execute("ALTER TABLE posting_blocks ALTER COLUMN postings SET STORAGE EXTERNAL")


def downgrade() -> None:
    # what the merges had taken of a run comes a second time, which the next merge of both finds
    _to_recent(RUNS, RUNS + LEVEL)
    op.execute(sa.text("DELETE FROM posting_blocks WHERE key >= :first").bindparams(first=RUNS))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE posting_blocks ALTER COLUMN postings SET STORAGE EXTENDED")


def _to_recent(first: int, end: int) -> None:
    """Make recent postings of all blocks from key ``first`` to before ``end``."""
    span = {"first": first, "end": end}
    held = "SELECT postings FROM posting_blocks WHERE key >= :first AND key < :end ORDER BY key"
    blocks = op.get_bind().execute(sa.text(held), span).scalars().all()
    packed = b"".join(blocks)
    for at in range(0, len(packed), ROW // 10 * 10):
        kept = sa.text("INSERT INTO recent_postings (postings) VALUES (:postings)")
        op.get_bind().execute(kept, {"postings": packed[at : at + ROW // 10 * 10]})
    op.get_bind().execute(sa.text("DELETE FROM posting_blocks WHERE key >= :first AND key < :end"), span)
