"""Clients of OAuth, and the codes and tokens that they were given."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007_oauth"
down_revision = "0006_agents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "uq_agents_grant",
        "agents",
        ["user_id", "client_id", "resource"],
        unique=True,
        postgresql_where=sa.text("kind = 'oauth' AND revoked_at IS NULL"),
    )

    op.create_table(
        "grant_tokens",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("token_hash", name="pk_grant_tokens"),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name="fk_grant_tokens_agent_id_agents", ondelete="CASCADE"
        ),
        sa.CheckConstraint("kind IN ('access', 'refresh')", name=op.f("ck_grant_tokens_kind")),
    )
    op.create_index("ix_grant_tokens_agent_id_family", "grant_tokens", ["agent_id", "family"])
    op.create_index("ix_grant_tokens_family", "grant_tokens", ["family"])
    op.create_index("ix_grant_tokens_expires_at", "grant_tokens", ["expires_at"])

    op.create_table(
        "oauth_clients",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("uri", sa.Text),
        sa.Column("redirect_uris", ARRAY(sa.Text), nullable=False),
        sa.Column("auth_method", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("fresh_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_oauth_clients"),
        sa.CheckConstraint("kind IN ('document', 'registered')", name=op.f("ck_oauth_clients_kind")),
        sa.CheckConstraint("(kind = 'document') = (fresh_until IS NOT NULL)", name=op.f("ck_oauth_clients_freshness")),
    )
    op.create_index("ix_oauth_clients_created_at", "oauth_clients", ["created_at"])

    op.create_table(
        "oauth_requests",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("redirect_uri", sa.Text, nullable=False),
        sa.Column("redirect_given", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("user_id", sa.Text),
        sa.Column("granted", ARRAY(sa.Text)),
        sa.Column("code_hash", sa.LargeBinary),
        sa.Column("code_expires_at", sa.DateTime(timezone=True)),
        sa.Column("code_used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_oauth_requests"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oauth_clients.id"], name="fk_oauth_requests_client_id_oauth_clients", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_oauth_requests_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("audience IN ('mcp', 'rest')", name=op.f("ck_oauth_requests_audience")),
        sa.CheckConstraint("(code_hash IS NULL) = (code_expires_at IS NULL)", name=op.f("ck_oauth_requests_code")),
        sa.UniqueConstraint("code_hash", name="uq_oauth_requests_code_hash"),
    )
    op.create_index("ix_oauth_requests_expires_at", "oauth_requests", ["expires_at"])
    op.create_index("ix_oauth_requests_client_id", "oauth_requests", ["client_id"])
    op.create_index("ix_oauth_requests_user_id", "oauth_requests", ["user_id"])


def downgrade() -> None:
    op.drop_table("oauth_requests")
    op.drop_table("oauth_clients")
    op.drop_table("grant_tokens")
    op.drop_index("uq_agents_grant", "agents")
