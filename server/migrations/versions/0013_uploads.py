"""People's own pictures, by their content."""

import sqlalchemy as sa
from alembic import op

revision = "0013_uploads"
down_revision = "0012_parameters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("channels", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "sha256", name="pk_uploads"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_uploads_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_uploads_sha256")),
        sa.CheckConstraint("bytes > 0 AND width > 0 AND height > 0", name=op.f("ck_uploads_sizes")),
    )
    op.create_index("ix_uploads_sha256", "uploads", ["sha256"])

    op.create_table(
        "upload_uses",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "shader_id", name="pk_upload_uses"),
        sa.ForeignKeyConstraint(
            ["shader_id"], ["shaders.id"], name="fk_upload_uses_shader_id_shaders", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_upload_uses_shader_id", "upload_uses", ["shader_id"])


def downgrade() -> None:
    op.drop_table("upload_uses")
    op.drop_table("uploads")
