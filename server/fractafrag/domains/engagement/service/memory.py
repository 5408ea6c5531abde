"""What may be done with all that is kept of one watcher: tell it, and erase it."""

from typing import Any

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.queries import inherited, kept, logged, marked

MOST_ROWS = 10_000
"""Rows of each kind that are told at once."""


async def marks(session: ReadSession, viewer: Viewer) -> dict[str, list[str]]:
    """What the viewer has marked, as Marks."""
    names = await marked.names(session, viewer)
    return {"saved": names["save"], "hidden": names["hide"], "following": names["follow"], "muted": names["mute"]}


async def export(session: ReadSession, watcher_id: str | None, viewer: Viewer | None) -> dict[str, Any]:
    """All that is kept of a watcher, as an EngagementExport; `viewer` is their account, if they have one."""
    found = await kept.told(session, watcher_id or "", MOST_ROWS)
    learning = await logged.is_learning(session, viewer) if viewer else watcher_id is not None
    about = {"viewer": watcher_id, "learning": learning, "marks": await marks(session, viewer) if viewer else None}
    return about | found


async def erase(session: WriteSession, watcher_id: str) -> None:
    """Erases what a watcher watched and did; votes, saves and follows are their own things and stay."""
    await logged.lock(session, [watcher_id])
    await kept.forget(session, watcher_id)


async def inherit(session: WriteSession, visitor: str, viewer: Viewer) -> None:
    """Makes what a visitor watched, did and said the account's, if nothing is known of it yet and it may be learned."""
    willing = await logged.lock(session, sorted((visitor, viewer.id)))
    if willing[viewer.id] and not await inherited.has_views(session, viewer.id):
        await inherited.inherit(session, visitor, viewer.id, clock.now())
