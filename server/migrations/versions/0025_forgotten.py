"""Interests that somebody wants forgotten: what was liked of them until then no longer counts."""

import sqlalchemy as sa
from alembic import op

revision = "0025_forgotten"
down_revision = "0024_lessons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten_interests",
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("interest", sa.Text, nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("works", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("weight", sa.REAL, nullable=False),
        sa.Column("muted", sa.Boolean, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("viewer_id", "interest", "forgotten_at", name="pk_forgotten_interests"),
        sa.ForeignKeyConstraint(
            ["viewer_id"],
            ["tastes.viewer_id"],
            name="fk_forgotten_interests_viewer_id_tastes",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("forgotten_interests")
