"""What the feed went by when it showed a work, and the weights that are fitted to what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0024_lessons"
down_revision = "0023_neighbours"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Partitions follow their parent.
    op.add_column("impressions", sa.Column("features", sa.LargeBinary))
    op.create_table(
        "ranking_weights",
        sa.Column("number", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weights", sa.ARRAY(sa.Double), nullable=False),
        sa.Column("views", sa.Integer, nullable=False),
        sa.Column("loss", sa.Double, nullable=False),
        sa.Column("loss_by_hand", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_ranking_weights"),
    )


def downgrade() -> None:
    op.drop_table("ranking_weights")
    op.drop_column("impressions", "features")
