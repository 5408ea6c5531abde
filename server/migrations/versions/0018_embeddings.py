"""Works as vectors, and the spaces that they lie in."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0018_embeddings"
down_revision = "0017_signals"
branch_labels = None
depends_on = None

STANDING = sa.text("state <> 'retired'")


def upgrade() -> None:
    op.create_table(
        "shader_features",
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("recipe", sa.Integer, nullable=False, server_default="0"),
        sa.Column("words", sa.LargeBinary),
        sa.Column("look", sa.LargeBinary),
        sa.Column("code", sa.LargeBinary),
        sa.Column("traits", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("made_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("shader_id", name="pk_shader_features"),
        sa.ForeignKeyConstraint(
            ["shader_id"], ["shaders.id"], name="fk_shader_features_shader_id_shaders", ondelete="CASCADE"
        ),
    )

    op.create_table(
        "embedding_models",
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("slot", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("recipe", sa.Integer, nullable=False),
        sa.Column("mean", sa.LargeBinary, nullable=False),
        sa.Column("scale", sa.LargeBinary, nullable=False),
        sa.Column("axes", sa.LargeBinary, nullable=False),
        sa.Column("moods", JSONB, nullable=False),
        sa.Column("fitted_on", sa.Integer, nullable=False),
        sa.Column("explained", sa.Double, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("version", name="pk_embedding_models"),
        sa.CheckConstraint("state IN ('filling', 'active', 'retired')", name=op.f("ck_embedding_models_state")),
        sa.CheckConstraint("slot IN (0, 1)", name=op.f("ck_embedding_models_slot")),
    )
    for column in ("state", "slot"):
        op.create_index(
            f"uq_embedding_models_{column}", "embedding_models", [column], unique=True, postgresql_where=STANDING
        )

    op.create_table(
        "shader_embeddings",
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("slot", sa.SmallInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("x", HALFVEC(128), nullable=False),
        sa.PrimaryKeyConstraint("shader_id", "slot", name="pk_shader_embeddings"),
        sa.ForeignKeyConstraint(
            ["shader_id"], ["shaders.id"], name="fk_shader_embeddings_shader_id_shaders", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version"],
            ["embedding_models.version"],
            name="fk_shader_embeddings_version_embedding_models",
        ),
        sa.CheckConstraint("slot IN (0, 1)", name=op.f("ck_shader_embeddings_slot")),
    )
    for slot in (0, 1):
        op.create_index(
            f"ix_shader_embeddings_x_{slot}",
            "shader_embeddings",
            ["x"],
            postgresql_using="hnsw",
            postgresql_with={"m": 16, "ef_construction": 64},
            postgresql_ops={"x": "halfvec_cosine_ops"},
            postgresql_where=sa.text(f"slot = {slot}"),
        )


def downgrade() -> None:
    op.drop_table("shader_embeddings")
    op.drop_table("embedding_models")
    op.drop_table("shader_features")
