"""The SQL of what showings came to: the numbers that a policy went by, beside what each was worth."""

from datetime import datetime

from sqlalchemy import text

from fractafrag.core.db import ReadSession, WriteSession

# The latest are read by the primary key before anything is sorted, however much a week holds.
_LESSONS = text(
    """
    SELECT features, y FROM (
        SELECT i.features, i.y, i.served_at, i.id,
               row_number() OVER (PARTITION BY i.viewer_id ORDER BY i.served_at DESC, i.id) AS nth
        FROM (
            SELECT features, y, served_at, id, viewer_id, policy FROM impressions
            WHERE served_at >= :since ORDER BY served_at DESC, id LIMIT :read
        ) i WHERE i.features IS NOT NULL AND i.y IS NOT NULL AND starts_with(i.policy, :policy)
    ) one WHERE nth <= :of_one ORDER BY served_at DESC, id LIMIT :most
    """
)


async def latest(
    session: ReadSession | WriteSession, policy: str, since: datetime, *, read: int, of_one: int, most: int
) -> list[tuple[bytes, float]]:
    """(features, y), the newest first: of the latest `read` showings, `of_one` of a watcher, `most` in all."""
    values = {"policy": policy, "since": since, "read": read, "of_one": of_one, "most": most}
    return [(row.features, row.y) for row in await session.execute(_LESSONS, values)]
