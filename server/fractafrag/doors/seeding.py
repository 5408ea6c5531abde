"""`fractafrag seed`: the library into the database, with its progress on the screen."""

import asyncio
import sys

from rich.progress import BarColumn, Progress, TextColumn

from fractafrag.core.db import Database
from fractafrag.core.settings import settings
from fractafrag.doors import seed
from fractafrag.doors.supervisor.trouble import Trouble


def run(*, lines: bool) -> None:
    """Seeds; `lines` prints `done/total title` lines, for a supervisor to read. Raises Trouble."""
    if lines:

        def say(done: int, total: int, title: str) -> None:
            sys.stdout.write(f"{done}/{total} {title}\n")
            sys.stdout.flush()

        asyncio.run(_seed(say))
        return
    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(40), TextColumn("{task.description}"))
    with Progress(*columns) as progress:
        task = progress.add_task("", total=None)
        asyncio.run(
            _seed(lambda done, total, title: progress.update(task, completed=done, total=total, description=title))
        )


async def _seed(progress: seed.Progress) -> None:
    database = Database(settings().database_url, 1)
    try:
        await seed.seed_library(database, progress)
    except ValueError as error:
        raise Trouble(str(error)) from error
    finally:
        await database.close()
