"""Where imported works came from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011_origins"
down_revision = "0010_operations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shaders", sa.Column("origin", JSONB))
    op.add_column("shaders", sa.Column("original", sa.Text))


def downgrade() -> None:
    op.drop_column("shaders", "original")
    op.drop_column("shaders", "origin")
