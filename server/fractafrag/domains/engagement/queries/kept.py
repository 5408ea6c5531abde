"""The SQL of what is kept of one watcher: told to them, and forgotten."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.engagement import impressions

_LOST = text("DELETE FROM views WHERE starts_with(viewer_id, 'v-') AND last_at < :before")
_LOST_HISTOGRAMS = text("DELETE FROM dwell_histograms WHERE starts_with(of, 'v-') AND changed_at < :before")
_LOST_TASTES = text(
    """
    DELETE FROM tastes t WHERE starts_with(t.viewer_id, 'v-') AND t.changed_at < :before
    AND NOT EXISTS (SELECT FROM views w WHERE w.viewer_id = t.viewer_id)
    """
)
_LOST_HEIRS = text("DELETE FROM heirs WHERE since < :before")


async def forget_visitors(session: WriteSession, before: datetime) -> None:
    """Forgets what is known of visitors who have met nothing since then."""
    for statement in (_LOST, _LOST_HISTOGRAMS, _LOST_TASTES, _LOST_HEIRS):
        await session.execute(statement, {"before": before})


_EVENTS = text(
    """
    SELECT at, kind, shader_id, author_id, impression_id, ms FROM engagement_events
    WHERE viewer_id = :viewer ORDER BY filed_at DESC LIMIT :rows
    """
)
_IMPRESSIONS = text(
    """
    SELECT id, served_at, shader_id, version, slot, reason, policy, propensity, dwell_ms, replays, skipped, y, wish,
           features
    FROM impressions WHERE viewer_id = :viewer ORDER BY served_at DESC LIMIT :rows
    """
)
_VIEWS = text(
    """
    SELECT shader_id, y, dwell_ms, times, last_at FROM views
    WHERE viewer_id = :viewer ORDER BY last_at DESC LIMIT :rows
    """
)
_DWELL = text("SELECT counts FROM dwell_histograms WHERE of = :viewer")
_TASTE = text(
    """
    SELECT t.surprise, t.since, t.session_since, coalesce(
        (SELECT jsonb_agg(jsonb_build_object('works', s.works, 'muted', s.muted, 'pinned', s.pinned)
                          ORDER BY s.changed_at, s.interest)
         FROM steers s WHERE s.viewer_id = t.viewer_id), '[]') AS steers, coalesce(
        (SELECT jsonb_agg(jsonb_build_object('works', f.works, 'muted', f.muted, 'pinned', f.pinned,
                                             'forgotten_at', f.forgotten_at) ORDER BY f.forgotten_at, f.interest)
         FROM forgotten_interests f WHERE f.viewer_id = t.viewer_id), '[]') AS forgotten
    FROM tastes t WHERE t.viewer_id = :viewer
    """
)

_FORGET = (
    text(
        """
        WITH gone AS (DELETE FROM views WHERE viewer_id = :viewer RETURNING shader_id, y)
        UPDATE shader_engagement e SET
            views = greatest(0, e.views - 1), gains = greatest(0, e.gains - least(greatest(gone.y, 0), 1))
        FROM gone WHERE e.shader_id = gone.shader_id
        """
    ),
    text("DELETE FROM due_views WHERE viewer_id = :viewer"),
    text("DELETE FROM engagement_events WHERE viewer_id = :viewer"),
    text("DELETE FROM impressions WHERE viewer_id = :viewer"),
    text("DELETE FROM dwell_histograms WHERE of = :viewer"),
    text("DELETE FROM tastes WHERE viewer_id = :viewer"),
)


async def told(session: ReadSession, viewer: str, rows: int) -> dict[str, Any]:
    """All that is kept of a watcher, the newest first, of each kind `rows` at most; and whether that is all."""
    asked = {"viewer": viewer, "rows": rows + 1}
    lists = {
        name: [dict(row) for row in (await session.execute(statement, asked)).mappings()]
        for name, statement in (("events", _EVENTS), ("impressions", _IMPRESSIONS), ("views", _VIEWS))
    }
    complete = all(len(found) <= rows for found in lists.values())
    for row in lists["impressions"]:
        row["features"] = None if row["features"] is None else impressions.unpacked(row["features"])
    counts = await session.scalar(_DWELL, {"viewer": viewer})
    taste = (await session.execute(_TASTE, {"viewer": viewer})).mappings().one_or_none()
    about = {"dwell": counts, "taste": dict(taste) if taste else None, "complete": complete}
    return {name: found[:rows] for name, found in lists.items()} | about


async def forget(session: WriteSession, viewer: str) -> None:
    """Erases all that is kept of a watcher, and takes their views out of what works have of them."""
    for statement in _FORGET:
        await session.execute(statement, {"viewer": viewer})
