"""The facts of pictures become passports: one form, in which null is what was not measured."""

from alembic import op

revision = "0015_passports"
down_revision = "0014_version_names"
branch_labels = None
depends_on = None

NAMES = (
    "tier, ms_per_megapixel, frame_ms, compile_ms, mean_luma, contrast, motion, blank, static, nan, flash_area, "
    "flashing, film, film_note"
)
NOTHING = "jsonb_build_object('form', 0, " + ", ".join(f"'{name}', NULL" for name in NAMES.split(", ")) + ")"


def upgrade() -> None:
    op.execute(f"UPDATE renders SET facts = {NOTHING} || facts WHERE jsonb_typeof(facts) = 'object'")
    op.execute(
        f"UPDATE shaders SET render = jsonb_set(render, '{{facts}}', {NOTHING} || (render -> 'facts')) "
        "WHERE jsonb_typeof(render -> 'facts') = 'object'"
    )


def downgrade() -> None:
    op.execute("UPDATE renders SET facts = facts - 'form' WHERE jsonb_typeof(facts) = 'object'")
    op.execute("UPDATE shaders SET render = render #- '{facts,form}'")
