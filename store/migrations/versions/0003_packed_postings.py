"""The index of duplicates packed: ten bytes a posting instead of a row of 18 (SQLite) or 80 (PostgreSQL)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Rows are moved in so many parts, or a million articles would not fit in memory.
PARTS = 512
HASHES = 1 << 47
LAST_LEVEL = 3 << 48
BLOCK = 48
# Until now a paragraph had a count and no articles; three are as good as a thousand. Nobody has these numbers.
_OLD = """
SELECT hash * 2 AS mark, article_id AS article FROM shingles WHERE hash >= :low AND hash < :high
UNION ALL
SELECT hash * 2 + 1, -n.n FROM paragraphs JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2) AS n
ON n.n < articles WHERE hash >= :low AND hash < :high
ORDER BY 1, 2
"""


def upgrade() -> None:
    op.create_table(
        "recent_postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("postings", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recent_postings")),
    )
    op.create_table(
        "posting_blocks",
        sa.Column("key", _number(), autoincrement=False, nullable=False),
        sa.Column("postings", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_posting_blocks")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Each merge leaves rows behind that only a vacuum frees; the usual fifth of the table is too late.
        op.execute("ALTER TABLE posting_blocks SET (autovacuum_vacuum_scale_factor = 0.02)")
    for low, high in _parts(HASHES):
        rows = op.get_bind().execute(sa.text(_OLD), {"low": low, "high": high}).all()
        if blocks := _blocks([(mark, article) for mark, article in rows]):
            op.get_bind().execute(_insert_blocks(), blocks)
    op.drop_table("shingles")
    op.drop_table("paragraphs")


def downgrade() -> None:
    op.create_table(
        "paragraphs",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("articles", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_paragraphs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shingles",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "article_id", name=op.f("pk_shingles")),
        sqlite_with_rowid=False,
    )
    _unpack("SELECT postings FROM recent_postings", {})
    for level in (1 << 48, 2 << 48, LAST_LEVEL):
        for low, high in _parts(2 * HASHES):
            inside = "SELECT postings FROM posting_blocks WHERE key >= :low AND key < :high"
            _unpack(inside, {"low": level + low, "high": level + high})
    op.drop_table("posting_blocks")
    op.drop_table("recent_postings")


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _parts(end: int) -> list[tuple[int, int]]:
    return [(end * part // PARTS, end * (part + 1) // PARTS) for part in range(PARTS)]


def _insert_blocks() -> sa.TextClause:
    return sa.text("INSERT INTO posting_blocks (key, postings) VALUES (:key, :postings)")


def _blocks(rows: list[tuple[int, int]]) -> list[dict[str, object]]:
    """Some thirty postings each, all of one mark in one block: mark in six bytes, article in four."""
    found: list[list[tuple[int, int]]] = []
    for mark, article in rows:
        if not found or (len(found[-1]) >= BLOCK and mark != found[-1][-1][0]):
            found.append([])
        found[-1].append((mark, article))
    return [{"key": LAST_LEVEL + held[0][0], "postings": _packed(held)} for held in found]


def _packed(held: list[tuple[int, int]]) -> bytes:
    return b"".join((mark << 32 | article & 0xFFFFFFFF).to_bytes(10, "big") for mark, article in held)


def _unpack(query: str, bounds: dict[str, int]) -> None:
    found: list[tuple[int, int]] = []
    for packed in op.get_bind().execute(sa.text(query), bounds).scalars().all():
        pieces = [packed[at : at + 10] for at in range(0, len(packed), 10)]
        found += [(int.from_bytes(one[:6], "big"), int.from_bytes(one[6:], "big")) for one in pieces]
    _run(
        "INSERT INTO shingles (hash, article_id) VALUES (:hash, :article) ON CONFLICT DO NOTHING",
        [{"hash": mark // 2, "article": article} for mark, article in found if mark % 2 == 0],
    )
    _run(
        "INSERT INTO paragraphs (hash, articles) VALUES (:hash, 1) "
        "ON CONFLICT (hash) DO UPDATE SET articles = paragraphs.articles + 1",
        [{"hash": mark // 2} for mark, _ in found if mark % 2],
    )


def _run(statement: str, rows: list[dict[str, int]]) -> None:
    if rows:
        op.get_bind().execute(sa.text(statement), rows)
