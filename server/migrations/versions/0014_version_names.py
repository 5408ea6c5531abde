"""Versions that their author gave a name."""

import sqlalchemy as sa
from alembic import op

revision = "0014_version_names"
down_revision = "0013_uploads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shader_versions", sa.Column("name", sa.Text))
    op.create_check_constraint(op.f("ck_shader_versions_name"), "shader_versions", "char_length(name) BETWEEN 1 AND 80")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_shader_versions_name"), "shader_versions")
    op.drop_column("shader_versions", "name")
