"""The SQL of what watchers say of their taste."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

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
_FORGET = text(
    """
    INSERT INTO forgotten_interests (viewer_id, interest, forgotten_at, works, weight, muted, pinned)
    VALUES (:viewer, :interest, :now, CAST(:works AS text[]), :weight, :muted, :pinned) ON CONFLICT DO NOTHING
    """
)
_OLDER = text(
    """
    DELETE FROM forgotten_interests f USING (
        SELECT interest, forgotten_at FROM forgotten_interests WHERE viewer_id = :viewer
        ORDER BY forgotten_at DESC, interest OFFSET :most
    ) old
    WHERE f.viewer_id = :viewer AND f.interest = old.interest AND f.forgotten_at = old.forgotten_at
    """
)
_REMEMBER_ALL = text("DELETE FROM forgotten_interests WHERE viewer_id = :viewer")
_RECALL = text(
    """
    DELETE FROM forgotten_interests f USING (
        SELECT interest, forgotten_at FROM forgotten_interests
        WHERE viewer_id = :viewer AND (interest = :interest OR :interest = ANY (works))
        ORDER BY interest = :interest DESC, forgotten_at DESC LIMIT 1
    ) last
    WHERE f.viewer_id = :viewer AND f.interest = last.interest AND f.forgotten_at = last.forgotten_at
    RETURNING f.interest, f.works, f.weight, f.muted, f.pinned
    """
)
_COUNT = text(
    """
    SELECT count(*) FILTER (WHERE pinned) AS pinned, count(*) FILTER (WHERE muted) AS muted
    FROM steers WHERE viewer_id = :viewer AND interest <> :interest
    """
)


@dataclass(frozen=True)
class Standing:
    """What an interest is to its watcher: its name, works of it, the most typical first, and what it weighs."""

    interest: str
    works: Sequence[str]
    weight: float
    muted: bool
    pinned: bool


def _values(viewer_id: str, one: Standing, now: datetime) -> dict[str, Any]:
    return {**asdict(one), "works": list(one.works), "viewer": viewer_id, "now": now}


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


async def steer(session: WriteSession, viewer_id: str, one: Standing, now: datetime) -> None:
    """Mutes or pins an interest."""
    await session.execute(_STEER, _values(viewer_id, one, now))


async def leave(session: WriteSession, viewer_id: str, interest: str) -> None:
    """Lets an interest be what the views say."""
    await session.execute(_LEAVE, {"viewer": viewer_id, "interest": interest})


async def leave_all(session: WriteSession, viewer_id: str) -> None:
    """Lets all interests be what the views say, those that were forgotten, too."""
    await session.execute(_LEAVE_ALL, {"viewer": viewer_id})
    await session.execute(_REMEMBER_ALL, {"viewer": viewer_id})


async def forget(session: WriteSession, viewer_id: str, one: Standing, now: datetime, most: int) -> None:
    """Forgets an interest, and keeps what it was; of all that were forgotten the latest `most` are kept."""
    await session.execute(_FORGET, _values(viewer_id, one, now))
    await session.execute(_OLDER, {"viewer": viewer_id, "most": most})


async def recall(session: WriteSession, viewer_id: str, interest: str) -> Standing | None:
    """Undoes the last forgetting of an interest, or of that which a work belonged to: what it was, or None."""
    row = (await session.execute(_RECALL, {"viewer": viewer_id, "interest": interest})).one_or_none()
    return None if row is None else Standing(row.interest, row.works, row.weight, row.muted, row.pinned)


async def others(session: WriteSession, viewer_id: str, interest: str) -> tuple[int, int]:
    """How many interests but this one the watcher has pinned, and muted."""
    row = (await session.execute(_COUNT, {"viewer": viewer_id, "interest": interest})).one()
    return row.pinned, row.muted
