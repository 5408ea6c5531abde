"""`fractafrag backup` and `restore` on the screen."""

import asyncio
import contextlib
import sys
from collections.abc import Generator
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.settings import settings
from fractafrag.doors import backup as door
from fractafrag.doors import migrations
from fractafrag.doors.backup import BackupError, Manifest
from fractafrag.gateways import media

STREAM = Path("-")


def backup(target: Path) -> tuple[Manifest, Path]:
    """Writes an archive to a file, into a folder under a name of its own, or to the standard output ("-")."""
    path = target / f"fractafrag-{clock.now():%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    with _writing(path) as file, _shown() as progress:
        return asyncio.run(door.backup(settings().database_url, media.media(), file, progress)), path


def restore(source: Path) -> Manifest:
    """Puts an archive from a file or the standard input into the empty instance, then brings its schema up to date."""
    url = settings().database_url
    if asyncio.run(_tables(url)):
        raise BackupError(
            "This database is not empty, and restoring would mix two instances. Restore into a new one: "
            "see docs/operate/backup.md."
        )
    opened = contextlib.nullcontext(sys.stdin.buffer) if source == STREAM else source.open("rb")
    with opened as file, _shown() as progress:
        manifest = asyncio.run(door.restore(url, media.media(), file, progress))
    migrations.upgrade(url)
    return manifest


async def _tables(url: str) -> bool:
    database = Database(url, 1)
    try:
        return await database.has_tables()
    finally:
        await database.close()


@contextlib.contextmanager
def _writing(path: Path) -> Generator[IO[bytes]]:
    if path == STREAM:
        yield sys.stdout.buffer
        return
    # The name appears when the archive is whole.
    draft = path.with_name(path.name + ".partial")
    with draft.open("wb") as file:
        draft.chmod(0o600)
        yield file
    draft.replace(path)


@contextlib.contextmanager
def _shown() -> Generator[door.Progress]:
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks = {what: progress.add_task(label, total=None) for what, label in _LABELS.items()}
        yield lambda what, done: progress.update(tasks[what], completed=done)


_LABELS = {"database": "database, compressed bytes", "media": "posters and films"}
