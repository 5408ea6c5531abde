"""The SQL of daily snapshots: one line an author and day on which anything happened."""

from datetime import date

from sqlalchemy import text

from fractafrag.core.db import WriteSession

# The table is one of the creator economy's hooks; who watches one's own works does not count.
_COUNT = text(
    """
    WITH day AS (
        SELECT CAST(:day AS date) AS day, CAST(:day AS date) AT TIME ZONE 'UTC' AS begins,
               (CAST(:day AS date) + 1) AT TIME ZONE 'UTC' AS ends
    ), counted AS (
        SELECT s.author_id, 1 AS views, 0 AS upvotes, 0 AS forks
        FROM impressions i JOIN day ON i.served_at >= day.begins AND i.served_at < day.ends
        JOIN shaders s ON s.id = i.shader_id
        WHERE i.dwell_ms > 0 AND i.viewer_id <> s.author_id
        UNION ALL
        SELECT s.author_id, 0, 1, 0
        FROM votes v JOIN day ON v.cast_at >= day.begins AND v.cast_at < day.ends
        JOIN shaders s ON s.id = v.shader_id
        WHERE v.value > 0 AND v.user_id <> s.author_id
        UNION ALL
        SELECT s.author_id, 0, 0, 1
        FROM shaders f JOIN day ON f.created_at >= day.begins AND f.created_at < day.ends
        JOIN shaders s ON s.id = f.parent_id
        WHERE f.author_id <> s.author_id
    )
    INSERT INTO creator_engagement_snapshots (creator_id, day, shaders, views, upvotes, forks)
    SELECT author_id, day.day,
           (SELECT count(*) FROM shaders p WHERE p.author_id = counted.author_id AND p.published_at < day.ends
            AND p.status = 'published'),
           sum(views), sum(upvotes), sum(forks)
    FROM counted, day GROUP BY author_id, day.day, day.ends
    ON CONFLICT (creator_id, day) DO UPDATE SET
        shaders = excluded.shaders, views = excluded.views, upvotes = excluded.upvotes, forks = excluded.forks
    """
)


async def count_day(session: WriteSession, day: date) -> None:
    """Counts one day (UTC) for every author on whose works something happened; again, if it was counted before."""
    await session.execute(_COUNT, {"day": day})
