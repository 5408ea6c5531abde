"""The Celery end of the feed."""

from fractafrag.core.queue import task
from fractafrag.domains.feed import openings


@task(attempts=1)
async def expect_openings(viewer_ids: list[str]) -> None:
    """Has the beginnings of these feeds chosen anew, once their people have stopped watching."""
    await openings.expect(viewer_ids)
