"""Which works are enjoyed by the same people, as it was worked out last night."""

import sqlalchemy as sa
from alembic import op

revision = "0023_neighbours"
down_revision = "0022_heirs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shader_neighbours",
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("other_id", sa.Text, nullable=False),
        sa.Column("weight", sa.REAL, nullable=False),
        sa.PrimaryKeyConstraint("shader_id", "other_id", name="pk_shader_neighbours"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["shaders.id"], name=f"fk_shader_neighbours_{column}_shaders", ondelete="CASCADE"
            )
            for column in ("shader_id", "other_id")
        ),
    )
    op.create_index("ix_shader_neighbours_other_id", "shader_neighbours", ["other_id"])


def downgrade() -> None:
    op.drop_table("shader_neighbours")
