"""Works, their versions, and their pictures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

revision = "0003_shaders"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None

LISTED = "status = 'published' AND visibility = 'public' AND NOT broken"


def upgrade() -> None:
    op.create_table(
        "shaders",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("tags", ARRAY(sa.Text), nullable=False),
        sa.Column("licence", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.Column("parent_version", sa.Integer),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("up", sa.Integer, nullable=False, server_default="0"),
        sa.Column("down", sa.Integer, nullable=False, server_default="0"),
        sa.Column("forks", sa.Integer, nullable=False, server_default="0"),
        sa.Column("score", sa.Integer, sa.Computed("up - down", persisted=True), nullable=False),
        sa.Column("heat", sa.Double, nullable=False, server_default="0"),
        sa.Column("render", JSONB, nullable=False),
        sa.Column("render_error", JSONB),
        sa.Column("broken", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("listed", sa.Boolean, sa.Computed(LISTED, persisted=True), nullable=False),
        sa.Column("search", TSVECTOR, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shaders"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_shaders_author_id_users", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["shaders.id"], name="fk_shaders_parent_id_shaders", ondelete="SET NULL"
        ),
        sa.CheckConstraint("status IN ('draft', 'published', 'archived')", name=op.f("ck_shaders_status")),
        sa.CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name=op.f("ck_shaders_visibility")),
        sa.CheckConstraint("up >= 0 AND down >= 0 AND forks >= 0", name=op.f("ck_shaders_counters")),
        sa.CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name=op.f("ck_shaders_published_at")),
    )
    listed = sa.text("listed")
    newest = [sa.text("published_at DESC"), sa.text("id DESC")]
    op.create_index("ix_shaders_heat", "shaders", [sa.text("heat DESC"), sa.text("id DESC")], postgresql_where=listed)
    op.create_index("ix_shaders_published_at", "shaders", newest, postgresql_where=listed)
    op.create_index("ix_shaders_score", "shaders", [sa.text("score DESC"), sa.text("id DESC")], postgresql_where=listed)
    op.create_index(
        "ix_shaders_author_id_updated_at", "shaders", ["author_id", sa.text("updated_at DESC"), sa.text("id DESC")]
    )
    op.create_index("ix_shaders_parent_id_published_at", "shaders", ["parent_id", *newest])
    op.create_index("ix_shaders_search", "shaders", ["search"], postgresql_using="gin", postgresql_where=listed)
    op.create_index("ix_shaders_tags", "shaders", ["tags"], postgresql_using="gin", postgresql_where=listed)

    op.create_table(
        "shader_versions",
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("tags", ARRAY(sa.Text), nullable=False),
        sa.Column("licence", sa.Text),
        sa.Column("poster_at", sa.Double),
        sa.Column("passes", JSONB, nullable=False),
        sa.Column("total_bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("shader_id", "number", name="pk_shader_versions"),
        sa.ForeignKeyConstraint(
            ["shader_id"], ["shaders.id"], name="fk_shader_versions_shader_id_shaders", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name="fk_shader_versions_author_id_users", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_shader_versions_author_id", "shader_versions", ["author_id"])

    op.create_table(
        "renders",
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False, server_default="pending"),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("renderer", sa.Text),
        sa.Column("poster_url", sa.Text),
        sa.Column("films", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("facts", JSONB),
        sa.Column("error", JSONB),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("shader_id", "version", name="pk_renders"),
        sa.ForeignKeyConstraint(
            ["shader_id", "version"],
            ["shader_versions.shader_id", "shader_versions.number"],
            name="fk_renders_shader_id_version_shader_versions",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("status IN ('pending', 'ready', 'failed')", name=op.f("ck_renders_status")),
    )
    op.create_index(
        "ix_renders_content_hash", "renders", ["content_hash"], postgresql_where=sa.text("status = 'ready'")
    )


def downgrade() -> None:
    op.drop_table("renders")
    op.drop_table("shader_versions")
    op.drop_table("shaders")
