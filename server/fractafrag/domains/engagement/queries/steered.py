"""The SQL of what watchers say of their taste."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from fractafrag.core.db import WriteSession

# Whatever is said touches the row of the whole: by `changed_at` a feed notices.
_TOUCH = text(
    """
    INSERT INTO tastes AS t (viewer_id, surprise, since, session_since, changed_at)
    VALUES (:viewer, CAST(:surprise AS real), CAST(:since AS timestamptz), CAST(:session_since AS timestamptz), :now)
    ON CONFLICT (viewer_id) DO UPDATE SET
        surprise = coalesce(excluded.surprise, t.surprise), since = coalesce(excluded.since, t.since),
        session_since = coalesce(excluded.session_since, t.session_since), changed_at = excluded.changed_at
    """
)
_STEER = text(
    """
    INSERT INTO steers (viewer_id, interest, works, weight, muted, pinned, changed_at)
    VALUES (:viewer, :interest, CAST(:works AS text[]), :weight, :muted, :pinned, :now)
    ON CONFLICT (viewer_id, interest) DO UPDATE SET
        works = excluded.works, weight = excluded.weight, muted = excluded.muted, pinned = excluded.pinned,
        changed_at = excluded.changed_at
    """
)
_LEAVE = text("DELETE FROM steers WHERE viewer_id = :viewer AND interest = :interest")
_LEAVE_ALL = text("DELETE FROM steers WHERE viewer_id = :viewer")
_COUNT = text(
    """
    SELECT count(*) FILTER (WHERE pinned) AS pinned, count(*) FILTER (WHERE muted) AS muted
    FROM steers WHERE viewer_id = :viewer AND interest <> :interest
    """
)


async def touch(
    session: WriteSession,
    viewer_id: str,
    now: datetime,
    *,
    surprise: float | None = None,
    since: datetime | None = None,
    session_since: datetime | None = None,
) -> None:
    """Keeps what was said of the whole; what is None stays as it was."""
    values = {"viewer": viewer_id, "now": now, "surprise": surprise, "since": since, "session_since": session_since}
    await session.execute(_TOUCH, values)


async def steer(
    session: WriteSession,
    viewer_id: str,
    interest: str,
    works: Sequence[str],
    weight: float,
    now: datetime,
    *,
    muted: bool,
    pinned: bool,
) -> None:
    """Mutes or pins an interest."""
    values = {"viewer": viewer_id, "interest": interest, "works": list(works), "weight": weight, "now": now}
    await session.execute(_STEER, {**values, "muted": muted, "pinned": pinned})


async def leave(session: WriteSession, viewer_id: str, interest: str | None = None) -> None:
    """Lets an interest, or all of them, be what the views say."""
    if interest is None:
        await session.execute(_LEAVE_ALL, {"viewer": viewer_id})
    else:
        await session.execute(_LEAVE, {"viewer": viewer_id, "interest": interest})


async def others(session: WriteSession, viewer_id: str, interest: str) -> tuple[int, int]:
    """How many interests but this one the watcher has pinned, and muted."""
    row = (await session.execute(_COUNT, {"viewer": viewer_id, "interest": interest})).one()
    return row.pinned, row.muted
