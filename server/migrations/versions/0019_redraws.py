"""Posters in several sizes, more in the passports, and wishes to draw many pictures again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019_redraws"
down_revision = "0018_embeddings"
branch_labels = None
depends_on = None

MORE = '\'{"clock": null, "probes": null, "loop": null}\'::jsonb'


def upgrade() -> None:
    op.add_column("renders", sa.Column("posters", JSONB, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("renders", sa.Column("redrawn_at", sa.DateTime(timezone=True)))
    op.execute(f"UPDATE renders SET facts = {MORE} || facts WHERE jsonb_typeof(facts) = 'object'")
    op.execute(
        f"UPDATE shaders SET render = jsonb_set(render, '{{facts}}', {MORE} || (render -> 'facts')) "
        "WHERE jsonb_typeof(render -> 'facts') = 'object'"
    )
    op.execute("UPDATE shaders SET render = '{\"posters\": []}'::jsonb || render")
    op.create_table(
        "redraws",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("renderer", sa.Text, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failed", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("scope IN ('outdated', 'failed', 'all')", name=op.f("ck_redraws_scope")),
    )
    op.create_table(
        "retired_media",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_retired_media_retired_at", "retired_media", ["retired_at"])
    op.create_index(
        "uq_redraws_going_on",
        "redraws",
        [sa.text("(ended_at IS NULL)")],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("retired_media")
    op.drop_table("redraws")
    op.execute(
        "UPDATE shaders SET render = render - 'posters' #- '{facts,clock}' #- '{facts,probes}' #- '{facts,loop}'"
    )
    op.execute("UPDATE renders SET facts = facts - 'clock' - 'probes' - 'loop' WHERE jsonb_typeof(facts) = 'object'")
    op.drop_column("renders", "redrawn_at")
    op.drop_column("renders", "posters")
