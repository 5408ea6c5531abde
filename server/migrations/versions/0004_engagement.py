"""Votes."""

import sqlalchemy as sa
from alembic import op

revision = "0004_engagement"
down_revision = "0003_shaders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("value", sa.SmallInteger, nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "shader_id", name="pk_votes"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_votes_user_id_users", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["shader_id"], ["shaders.id"], name="fk_votes_shader_id_shaders", ondelete="CASCADE"),
        sa.CheckConstraint("value IN (-1, 1)", name=op.f("ck_votes_value")),
    )
    op.create_index("ix_votes_shader_id", "votes", ["shader_id"])


def downgrade() -> None:
    op.drop_table("votes")
