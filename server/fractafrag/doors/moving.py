"""`fractafrag media migrate` on the screen."""

import asyncio

from rich.progress import Progress, TextColumn, TimeElapsedColumn

from fractafrag.doors.media_migration import Outcome, migrate
from fractafrag.gateways import media
from fractafrag.gateways.media import Place


def run(to: Place) -> Outcome:
    """Copies everything to `to`, with its progress on the screen. Raises OSError, ValueError."""
    source, target = media.at("volume" if to == "s3" else "s3"), media.at(to)
    columns = (TextColumn("{task.completed} files"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns) as progress:
        task = progress.add_task("", total=None)

        def show(outcome: Outcome, name: str) -> None:
            progress.update(task, completed=outcome.seen, description=f"{outcome.copied} copied, {name}")

        return asyncio.run(migrate(source, target, show))
