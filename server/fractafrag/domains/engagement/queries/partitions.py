"""The weeks of the log: made ahead, and dropped whole."""

from datetime import datetime

from sqlalchemy import text

from fractafrag.core.db import WriteSession

AHEAD = 4
"""Weeks for which there are partitions before they begin."""
_TABLES = (("impressions", "served_at"), ("engagement_events", "filed_at"))

_MAKE = text("SELECT make_partitions(:parent, :filed_by, :now, :weeks)")
_DROP = text("SELECT drop_partitions(:parent, :filed_by, :before)")


async def make(session: WriteSession, now: datetime) -> None:
    """Makes the partitions of this week and of those to come; what already is stays."""
    for parent, filed_by in _TABLES:
        await session.execute(_MAKE, {"parent": parent, "filed_by": filed_by, "now": now, "weeks": AHEAD})


async def drop(session: WriteSession, before: datetime) -> None:
    """Drops every week that began before this moment: nothing older is left, and nothing of a later week is gone."""
    # A reader who holds the table must not make everybody behind this wait: the next round comes within the hour.
    await session.execute(text("SET LOCAL lock_timeout = '2s'"))
    for parent, filed_by in _TABLES:
        await session.execute(_DROP, {"parent": parent, "filed_by": filed_by, "before": before})
