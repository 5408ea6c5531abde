"""The values and presets of a version's parameters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012_parameters"
down_revision = "0011_origins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "shader_versions",
        sa.Column("parameters", JSONB, nullable=False, server_default=sa.text("""'{"values": {}, "presets": []}'""")),
    )


def downgrade() -> None:
    op.drop_column("shader_versions", "parameters")
