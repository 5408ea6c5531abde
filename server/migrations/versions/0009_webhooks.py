"""Destinations of webhooks, and the log of what was sent."""

revision = "0009_webhooks"
down_revision = "0008_idempotency"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
