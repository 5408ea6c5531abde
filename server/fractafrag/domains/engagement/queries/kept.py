"""The SQL of what is kept of one watcher: told to them, and forgotten."""

from datetime import datetime

from sqlalchemy import text

from fractafrag.core.db import WriteSession

_LOST = text("DELETE FROM views WHERE starts_with(viewer_id, 'v-') AND last_at < :before")
_LOST_HISTOGRAMS = text("DELETE FROM dwell_histograms WHERE starts_with(of, 'v-') AND changed_at < :before")


async def forget_visitors(session: WriteSession, before: datetime) -> None:
    """Forgets what is known of visitors who have met nothing since then."""
    for statement in (_LOST, _LOST_HISTOGRAMS):
        await session.execute(statement, {"before": before})
