"""Clients of OAuth, and the codes and tokens that they were given."""

revision = "0007_oauth"
down_revision = "0006_agents"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
