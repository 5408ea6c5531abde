"""Comments (D009) and the hooks of the creator economy (D011): tables without features."""

import sqlalchemy as sa
from alembic import op

revision = "0005_hooks"
down_revision = "0004_engagement"
branch_labels = None
depends_on = None

NOW = sa.func.now()


def _id(name: str, table: str, *, to: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=f"fk_{table}_{name}_{to}", ondelete=on_delete)


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.Column("edited_at", sa.DateTime(timezone=True)),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.CheckConstraint("char_length(body) BETWEEN 1 AND 4000", name="ck_comments_body_length"),
        _id("shader_id", "comments", to="shaders", on_delete="CASCADE"),
        _id("author_id", "comments", to="users", on_delete="CASCADE"),
        _id("parent_id", "comments", to="comments", on_delete="CASCADE"),
    )
    op.create_index("ix_comments_shader_id_created_at", "comments", ["shader_id", "created_at", "id"])
    op.create_index("ix_comments_author_id", "comments", ["author_id"])
    op.create_index("ix_comments_parent_id", "comments", ["parent_id"])

    op.create_table(
        "creator_payouts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("creator_id", sa.Text, nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="planned"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name="pk_creator_payouts"),
        sa.CheckConstraint("amount_minor > 0", name="ck_creator_payouts_amount_positive"),
        _id("creator_id", "creator_payouts", to="users", on_delete="RESTRICT"),
    )
    op.create_index("ix_creator_payouts_creator_id", "creator_payouts", ["creator_id"])

    op.create_table(
        "source_unlocks",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("buyer_id", sa.Text, nullable=False),
        sa.Column("price_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name="pk_source_unlocks"),
        sa.CheckConstraint("price_minor >= 0", name="ck_source_unlocks_price_not_negative"),
        _id("shader_id", "source_unlocks", to="shaders", on_delete="RESTRICT"),
        _id("buyer_id", "source_unlocks", to="users", on_delete="RESTRICT"),
    )
    op.create_index("uq_source_unlocks_shader_id_buyer_id", "source_unlocks", ["shader_id", "buyer_id"], unique=True)
    op.create_index("ix_source_unlocks_buyer_id", "source_unlocks", ["buyer_id"])

    op.create_table(
        "commercial_licenses",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("licensee_id", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("price_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name="pk_commercial_licenses"),
        sa.CheckConstraint("price_minor >= 0", name="ck_commercial_licenses_price_not_negative"),
        _id("shader_id", "commercial_licenses", to="shaders", on_delete="RESTRICT"),
        _id("licensee_id", "commercial_licenses", to="users", on_delete="RESTRICT"),
    )
    op.create_index("ix_commercial_licenses_shader_id", "commercial_licenses", ["shader_id"])
    op.create_index("ix_commercial_licenses_licensee_id", "commercial_licenses", ["licensee_id"])

    op.create_table(
        "creator_engagement_snapshots",
        sa.Column("creator_id", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("shaders", sa.Integer, nullable=False, server_default="0"),
        sa.Column("views", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("upvotes", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("forks", sa.BigInteger, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("creator_id", "day", name="pk_creator_engagement_snapshots"),
        _id("creator_id", "creator_engagement_snapshots", to="users", on_delete="CASCADE"),
    )


def downgrade() -> None:
    for table in (
        "creator_engagement_snapshots",
        "commercial_licenses",
        "source_unlocks",
        "creator_payouts",
        "comments",
    ):
        op.drop_table(table)
