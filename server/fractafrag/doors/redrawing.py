"""`fractafrag render-all`: asks for many pictures to be drawn again, and shows how far that is."""

import asyncio
from collections.abc import Callable
from datetime import UTC, timedelta

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.errors import Unavailable
from fractafrag.core.settings import settings
from fractafrag.domains.shaders import redraws
from fractafrag.domains.shaders.redraws import Redraw, Scope
from fractafrag.doors.supervisor.trouble import Trouble
from fractafrag.gateways import renderer

LOOK_S = 1.0

Say = Callable[[str], None]


async def run(say: Say, *, scope: Scope, limit: int | None, dry: bool, wait: bool) -> None:
    """Asks, or with `dry` only tells; `wait`s with a progress bar until it is done. Raises Trouble."""
    version = await _version()
    database = Database(settings().database_url, 1)
    try:
        if dry:
            async with database.read() as session:
                left = await redraws.left(session, scope, version)
            count = left.count if limit is None else min(left.count, limit)
            say(f"{count} would be drawn again by renderer {version}{', first:' if count else '.'}")
            for title in left.titles[:count]:
                say(f"  {title}")
            return
        async with database.write() as session:
            begun = await redraws.wish(session, scope, version, limit)
        if begun is None:
            everything = f": renderer {version} has drawn everything" if scope == "outdated" else ""
            say(f"Nothing is to be drawn again{everything}.")
            return
        if wait:
            await _watch(database, begun)
        await _tell(database, say)
    finally:
        await database.close()


async def status(say: Say) -> None:
    """Tells how far the last wish has come."""
    database = Database(settings().database_url, 1)
    try:
        await _tell(database, say)
    finally:
        await database.close()


async def stop(say: Say) -> None:
    """Ends what is going on."""
    database = Database(settings().database_url, 1)
    try:
        async with database.write() as session:
            stopped = await redraws.stop(session)
        say(_sentence(stopped) if stopped else "Nothing was going on.")
    finally:
        await database.close()


async def _version() -> str:
    try:
        return await renderer.renderer().version()
    except Unavailable as error:
        raise Trouble(
            f"{error.detail} Pictures are drawn by the platform: start it (fractafrag up), and ask again."
        ) from error


async def _watch(database: Database, begun: Redraw) -> None:
    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(40), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn()) as bar:
        shown = bar.add_task("", total=begun.total)
        while True:
            async with database.read() as session:
                now = await redraws.progress(session)
            if now is None or now.id != begun.id:
                return
            failed = f"{now.failed} could not be drawn" if now.failed else ""
            bar.update(shown, completed=now.done + now.failed, description=failed)
            if now.ended_at is not None:
                return
            await asyncio.sleep(LOOK_S)


async def _tell(database: Database, say: Say) -> None:
    async with database.read() as session:
        found = await redraws.progress(session)
        reasons = await redraws.reasons(session, found) if found and found.failed else ()
    if found is None:
        say("Nothing was ever asked to be drawn again.")
        return
    say(_sentence(found))
    for number, reason in reasons:
        say(f"  {number}: {reason}")


def _sentence(redraw: Redraw) -> str:
    handled = redraw.done + redraw.failed
    failed = f", {redraw.failed} could not be drawn and keep what they had" if redraw.failed else ""
    counted = f"{redraw.done} of {redraw.total} drawn again{failed}"
    if redraw.ended_at is not None:
        ended = f"{redraw.ended_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return f"{counted}. Ended {ended}, after {_long(redraw.ended_at - redraw.asked_at)}."
    since = clock.now() - redraw.asked_at
    left = f", about {_long(since / handled * (redraw.total - handled))} left" if handled else ""
    return f"{counted}. Going on for {_long(since)}{left}."


def _long(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
