"""What may be learned from showings: what a policy went by, and what came of it."""

from datetime import timedelta

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.engagement.impressions import unpacked
from fractafrag.domains.engagement.queries import lessons

SPAN = timedelta(days=7)
READ, OF_ONE, MOST = 400_000, 200, 100_000
"""Showings that are looked through, that one watcher may have a say with, and that are learned from, at most."""


async def latest(session: ReadSession | WriteSession, policy: str) -> list[tuple[tuple[float, ...], float]]:
    """(features, y) of the last week's valued showings by policies whose name begins so, the newest first."""
    found = await lessons.latest(session, policy, clock.now() - SPAN, read=READ, of_one=OF_ONE, most=MOST)
    return [(unpacked(features), y) for features, y in found]
