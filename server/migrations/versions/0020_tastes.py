"""What people say of their taste: which of it to mute or keep, how much surprise, and from when on it counts."""

import sqlalchemy as sa
from alembic import op

revision = "0020_tastes"
down_revision = "0019_redraws"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tastes",
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("surprise", sa.REAL),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("session_since", sa.DateTime(timezone=True)),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("viewer_id", name="pk_tastes"),
        sa.CheckConstraint("surprise BETWEEN 0 AND 1", name=op.f("ck_tastes_surprise")),
    )
    op.create_index(
        "ix_tastes_visitors", "tastes", ["changed_at"], postgresql_where=sa.text("starts_with(viewer_id, 'v-')")
    )
    op.create_table(
        "steers",
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("interest", sa.Text, nullable=False),
        sa.Column("works", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("weight", sa.REAL, nullable=False),
        sa.Column("muted", sa.Boolean, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("viewer_id", "interest", name="pk_steers"),
        sa.ForeignKeyConstraint(
            ["viewer_id"],
            ["tastes.viewer_id"],
            name="fk_steers_viewer_id_tastes",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.CheckConstraint("muted <> pinned", name=op.f("ck_steers_one")),
    )


def downgrade() -> None:
    op.drop_table("steers")
    op.drop_table("tastes")
