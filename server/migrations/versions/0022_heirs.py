"""Visitors who have become accounts, for as long as something may still be reported under their old names."""

import sqlalchemy as sa
from alembic import op

revision = "0022_heirs"
down_revision = "0021_wishes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heirs",
        sa.Column("visitor_id", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("visitor_id", name="pk_heirs"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_heirs_user_id_users", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("heirs")
