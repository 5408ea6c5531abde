"""`fractafrag embed`: has works looked at, fits the space of works anew, and tells how far it has come."""

import asyncio
from datetime import timedelta
from typing import Literal

from rich.progress import BarColumn, Progress, TextColumn

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.settings import settings
from fractafrag.domains.embeddings import service

Wish = Literal["all", "missing", "refit", "status"]


def run(wish: Wish) -> list[str]:
    """Does it, and tells in a few lines how things stand. What was asked for goes on in the worker."""
    return asyncio.run(_run(wish))


async def _run(wish: Wish) -> list[str]:
    database = Database(settings().database_url, 1)
    try:
        if wish == "refit":
            return [await _refit(database), *await _status(database)]
        if wish == "status":
            return await _status(database)
        asked = await _ask(database, everything=wish == "all")
        return [f"{asked:,} works will be looked at in the background.", *await _status(database)]
    finally:
        await database.close()


async def _ask(database: Database, *, everything: bool) -> int:
    asked, began = 0, clock.now()
    while True:
        async with database.write() as session:
            # What this run has asked for is left in peace, whoever asked before is not.
            since = max(clock.now() - began, timedelta(0))
            found = await service.request(session, since=since, everything=everything)
        asked += found
        if not found:
            return asked


async def _refit(database: Database) -> str:
    async with database.write() as session:
        if not await service.refit(session, always=True):
            return f"There is no space yet: at least {service.LEAST} works must have been looked at."
        total = (await service.progress(session, None)).ready
    with Progress(TextColumn("{task.completed}/{task.total}"), BarColumn(40)) as shown:
        task = shown.add_task("", total=total)
        while True:
            async with database.write() as session:
                if not await service.fill(session):
                    return "Everybody looks around in the new space."
            shown.update(task, advance=service.BATCH)


async def _status(database: Database) -> list[str]:
    async with database.read() as session:
        now = await service.progress(session, None)
    lines = [f"{now.ready:,} of {now.works:,} published works were looked at; {now.asked:,} more are asked for."]
    if now.active is None:
        lines.append(f"There is no space yet; the first is fitted when {service.LEAST} works were looked at.")
    else:
        kept = f"keeps {now.explained:.0%} of their differences"
        lines.append(f"Space {now.active} was fitted on {now.fitted_on:,} works, {kept}, and holds {now.placed:,}.")
    if now.filling is not None:
        lines.append(f"Space {now.filling} is being filled: {now.filled:,} works are there.")
    return lines
