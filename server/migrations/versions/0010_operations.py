"""What the meters of operation ask often."""

import sqlalchemy as sa
from alembic import op

revision = "0010_operations"
down_revision = "0009_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_renders_finished_at", "renders", ["finished_at"])
    op.create_index("ix_deliveries_failed", "deliveries", ["task"], postgresql_where=sa.text("state = 'failed'"))


def downgrade() -> None:
    op.drop_index("ix_deliveries_failed", "deliveries")
    op.drop_index("ix_renders_finished_at", "renders")
