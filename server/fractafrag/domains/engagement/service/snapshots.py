"""What may be done with whole days: count what each author's works were to others."""

from datetime import timedelta

from fractafrag.core import clock
from fractafrag.core.db import WriteSession
from fractafrag.domains.engagement.queries import snapshots

DAYS = 3
"""Days that are counted again each time: events come up to a day late, and a worker may have been away."""


async def count_days(session: WriteSession) -> None:
    """Counts the last days that are over; saying it again changes nothing but what came in since."""
    today = clock.now().date()
    for back in range(DAYS, 0, -1):
        await snapshots.count_day(session, today - timedelta(days=back))
