"""Whose deliveries are, and in which round it is their turn."""

import sqlalchemy as sa
from alembic import op

revision = "0016_turns"
down_revision = "0015_passports"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'running') AND owner IS NOT NULL")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("owner", sa.Text))
    op.add_column("deliveries", sa.Column("turn", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("ix_deliveries_turn", "deliveries", ["task", "turn", "id"], postgresql_where=OPEN)
    op.create_index("ix_deliveries_owner", "deliveries", ["owner", "task", "turn"], postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_deliveries_owner", "deliveries")
    op.drop_index("ix_deliveries_turn", "deliveries")
    op.drop_column("deliveries", "turn")
    op.drop_column("deliveries", "owner")
