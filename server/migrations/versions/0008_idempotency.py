"""Answers that are given again to a repeated request."""

revision = "0008_idempotency"
down_revision = "0007_oauth"
branch_labels = None
depends_on = None


def upgrade() -> None: ...


def downgrade() -> None: ...
