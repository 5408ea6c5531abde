"""Where imported works came from."""

revision = "0011_origins"
down_revision = "0009_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
