"""`fractafrag seed`: the library into the database, with its progress on the screen."""

import asyncio
import sys

from rich.progress import BarColumn, Progress, TextColumn

from fractafrag.core.db import Database
from fractafrag.core.settings import settings
from fractafrag.doors.seed import Progress as Report
from fractafrag.doors.seed import seed_library


def seed(*, lines: bool) -> None:
    """Seeds; `lines` prints `done/total title` lines, for a supervisor to read."""
    if lines:

        def say(done: int, total: int, title: str) -> None:
            sys.stdout.write(f"{done}/{total} {title}\n")
            sys.stdout.flush()

        asyncio.run(_seed(say))
        return
    columns = (TextColumn("{task.description}"), BarColumn(40), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns) as progress:
        task = progress.add_task("Shaders", total=None)

        def show(done: int, total: int, title: str) -> None:
            progress.update(task, completed=done, total=total, description=title)

        asyncio.run(_seed(show))


async def _seed(report: Report) -> None:
    database = Database(settings().database_url, pool_size=1)
    try:
        await seed_library(database, report)
    finally:
        await database.close()
