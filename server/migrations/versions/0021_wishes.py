"""More, or less, like this: kept with the showing that it was said of, and with the view."""

import sqlalchemy as sa
from alembic import op

revision = "0021_wishes"
down_revision = "0020_tastes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Partitions follow their parent.
    for table in ("impressions", "views"):
        op.add_column(table, sa.Column("wish", sa.SmallInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    for table in ("views", "impressions"):
        op.drop_column(table, "wish")
