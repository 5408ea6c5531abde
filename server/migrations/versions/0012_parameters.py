"""The values and presets of a version's parameters."""

revision = "0012_parameters"
down_revision = "0011_origins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
