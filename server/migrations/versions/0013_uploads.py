"""People's own pictures, by their content."""

revision = "0013_uploads"
down_revision = "0012_parameters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
