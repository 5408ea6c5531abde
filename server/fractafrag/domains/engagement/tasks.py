"""The Celery end of engagement."""

from fractafrag.core.queue import task, worker_database
from fractafrag.domains.engagement.service import marks


@task()
async def note_fork(parent_id: str, author_id: str) -> None:
    """Lets a fork speak for the work that it was made from."""
    async with worker_database().write() as session:
        await marks.note_fork(session, parent_id, author_id)
