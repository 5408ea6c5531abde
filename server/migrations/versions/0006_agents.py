"""Programs that act for people, what they did, and which works they made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0006_agents"
down_revision = "0005_hooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("prefix", sa.Text),
        sa.Column("secret_hash", sa.LargeBinary),
        sa.Column("per_minute", sa.Integer),
        sa.Column("client_id", sa.Text),
        sa.Column("resource", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_agents_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("kind IN ('key', 'oauth')", name=op.f("ck_agents_kind")),
        sa.CheckConstraint(
            "(kind = 'key') = (secret_hash IS NOT NULL AND prefix IS NOT NULL)", name=op.f("ck_agents_secret")
        ),
        sa.UniqueConstraint("prefix", name="uq_agents_prefix"),
    )
    op.create_index(
        "ix_agents_user_id_created_at", "agents", ["user_id", sa.text("created_at DESC"), sa.text("id DESC")]
    )

    op.create_table(
        "agent_actions",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("target", sa.Text),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("summed", sa.Boolean, nullable=False),
        sa.Column("count", sa.Integer, nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("id", name="pk_agent_actions"),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name="fk_agent_actions_agent_id_agents", ondelete="CASCADE"
        ),
        sa.CheckConstraint("via IN ('rest', 'mcp')", name=op.f("ck_agent_actions_via")),
    )
    op.create_index(
        "ix_agent_actions_agent_id_at", "agent_actions", ["agent_id", sa.text("at DESC"), sa.text("id DESC")]
    )
    op.create_index("ix_agent_actions_at", "agent_actions", ["at"], postgresql_using="brin")
    op.create_index(
        "uq_agent_actions_reads",
        "agent_actions",
        ["agent_id", "at", "via", "action", "status"],
        unique=True,
        postgresql_where=sa.text("summed"),
    )

    op.add_column("shaders", sa.Column("agent", sa.Text))
    op.add_column("shader_versions", sa.Column("agent", sa.Text))


def downgrade() -> None:
    op.drop_column("shader_versions", "agent")
    op.drop_column("shaders", "agent")
    op.drop_table("agent_actions")
    op.drop_table("agents")
