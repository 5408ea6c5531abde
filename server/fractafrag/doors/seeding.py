"""`fractafrag seed`: the library into the database, with its progress on the screen."""

import sys

from rich.progress import BarColumn, Progress, TextColumn

from fractafrag.doors.seed import seed_library


def seed(*, lines: bool) -> None:
    """Seeds; `lines` prints `done/total title` lines, for a supervisor to read."""
    if lines:

        def say(done: int, total: int, title: str) -> None:
            sys.stdout.write(f"{done}/{total} {title}\n")
            sys.stdout.flush()

        seed_library(say)
        return
    columns = (TextColumn("{task.description}"), BarColumn(40), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns) as progress:
        task = progress.add_task("Shaders", total=None)
        seed_library(lambda done, total, title: progress.update(task, completed=done, total=total, description=title))
