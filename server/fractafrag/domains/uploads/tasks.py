"""The Celery end of people's pictures: files that nobody wants any more go."""

from datetime import timedelta

from fractafrag.core.queue import Later, task, worker_database
from fractafrag.domains.uploads import service
from fractafrag.gateways import media

REST = timedelta(hours=1)
"""How long a file must have lain untouched: somebody may be about to have the same picture."""


@task(queue="background")
async def drop_file(sha256: str) -> None:
    """Deletes the file of a picture that was deleted, unless somebody else has it or a work reads it."""
    async with worker_database().write() as session:
        wanted = await service.is_wanted(session, sha256)
    if not wanted and not await media.media().drop(service.url_of(sha256), REST):
        raise Later(REST)
