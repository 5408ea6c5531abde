"""The SQL of visitors who become accounts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from fractafrag.core.db import WriteSession
from fractafrag.domains.engagement.queries import kept

_HAS_VIEWS = text("SELECT EXISTS (SELECT FROM views WHERE viewer_id = :person)")
_HEIRS = text("SELECT visitor_id, user_id FROM heirs WHERE visitor_id = ANY (CAST(:visitors AS text[]))")

# What is the person's own is left behind, and forgotten with the visitor: nobody watches their own works.
_INHERIT = (
    text(
        """
        UPDATE views w SET viewer_id = :person, valued_at = :now WHERE w.viewer_id = :visitor
        AND NOT EXISTS (SELECT FROM shaders s WHERE s.id = w.shader_id AND s.author_id = :person)
        """
    ),
    text(
        """
        UPDATE tastes SET viewer_id = :person, changed_at = :now WHERE viewer_id = :visitor
        AND NOT EXISTS (SELECT FROM tastes t WHERE t.viewer_id = :person)
        """
    ),
    text(
        """
        UPDATE dwell_histograms SET of = :person WHERE of = :visitor
        AND NOT EXISTS (SELECT FROM dwell_histograms h WHERE h.of = :person)
        """
    ),
    text("UPDATE due_views SET viewer_id = :person WHERE viewer_id = :visitor"),
    text("UPDATE impressions SET viewer_id = :person WHERE viewer_id = :visitor"),
    text("UPDATE engagement_events SET viewer_id = :person WHERE viewer_id = :visitor"),
    text(
        """
        INSERT INTO heirs (visitor_id, user_id, since) VALUES (:visitor, :person, :now)
        ON CONFLICT (visitor_id) DO UPDATE SET user_id = excluded.user_id, since = excluded.since
        """
    ),
)


async def has_views(session: WriteSession, person: str) -> bool:
    """Whether anything is known of an account yet."""
    return bool(await session.scalar(_HAS_VIEWS, {"person": person}))


async def inherit(session: WriteSession, visitor: str, person: str, now: datetime) -> None:
    """Makes all that is kept of a visitor the account's; nothing is left of the visitor."""
    values = {"visitor": visitor, "person": person, "now": now}
    for statement in _INHERIT:
        await session.execute(statement, {name: values[name] for name in values if f":{name}" in statement.text})
    await kept.forget(session, visitor)


async def heirs(session: WriteSession, visitors: Sequence[str]) -> dict[str, str]:
    """Which account each of these visitors has become, of those who have."""
    rows = await session.execute(_HEIRS, {"visitors": list(visitors)})
    return {row.visitor_id: row.user_id for row in rows}
