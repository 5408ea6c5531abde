"""What may be done about the pictures of many works: have them drawn again, little by little, behind what people await.

A wish is a row; what is left of it is asked of the pictures themselves at each step, so that it can be stopped, go on
after a crash, and always take next what is oldest and liked most now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.facts import record
from fractafrag.core.ids import new_id
from fractafrag.domains.shaders import parameters, passport
from fractafrag.domains.shaders.facts import RedrawWished, ShaderRedrawn, ShaderRendered
from fractafrag.domains.shaders.queries import redrawing, stored
from fractafrag.domains.shaders.service import PictureJob

Scope = Literal["outdated", "failed", "all"]
TAKEN_AT_ONCE = 50
"""How many works may be given the picture of their twin in one transaction."""
REASONS = 20
RETRY = timedelta(days=7)
"""How long a picture that could not be drawn again is no reason to begin by itself."""
REST = timedelta(days=2)
"""How long a file that was replaced is kept for pages that are open, or that caches hold."""
SWEPT_AT_ONCE = 300


@dataclass(frozen=True)
class Redraw:
    """How far a wish has come."""

    id: str
    scope: str
    total: int
    done: int
    failed: int
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Left:
    """What a wish would have drawn: how many, and the titles of the first."""

    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class RedrawJob(PictureJob):
    """What to draw again."""

    shader_id: str
    version: int
    content_hash: str


async def left(session: ReadSession, scope: Scope, renderer: str) -> Left:
    """What there is to draw again; `renderer` is the version that draws now."""
    now = clock.now()
    found = await redrawing.first(session, None, scope, renderer, now, 10)
    count = await redrawing.count(session, None, scope, renderer, now)
    return Left(count, tuple(title or number for number, _, title, _ in found))


async def wish(session: WriteSession, scope: Scope, renderer: str, limit: int | None) -> Redraw | None:
    """Begins to have pictures drawn again, at most `limit`; goes on with what is going on. None: there are none."""
    row = await redrawing.going_on(session)
    if row is None:
        now = clock.now()
        total = await redrawing.count(session, None, scope, renderer, now)
        total = total if limit is None else min(total, limit)
        if total == 0:
            return None
        await redrawing.insert_redraw(session, id=new_id(), scope=scope, renderer=renderer, total=total, asked_at=now)
        row = await redrawing.going_on(session)
        assert row is not None
    # Asked again, too, where it goes on: what was lost with a database or a worker begins anew.
    await record(session, RedrawWished(row.id))
    return _redraw(row)


async def keep_current(session: WriteSession, renderer: str) -> Redraw | None:
    """Begins by itself what `wish` would for pictures of another renderer or of an earlier form; None: not now.

    Not while a walk goes on, not after the operator ended one of this renderer's, and not for pictures alone that it
    could not draw lately.
    """
    last = await redrawing.newest(session, None)
    if last is not None and (last.ended_at is None or (_stopped(last) and last.renderer == renderer)):
        return None
    if not await redrawing.any_due(session, renderer, clock.now() - RETRY):
        return None
    return await wish(session, "outdated", renderer, None)


def _stopped(row: Any) -> bool:
    return row.done + row.failed < row.total


async def stop(session: WriteSession) -> Redraw | None:
    """Ends what is going on; what was drawn stays. None when nothing is."""
    row = await redrawing.going_on(session)
    if row is not None:
        await redrawing.end(session, row.id)
    return _redraw(row) if row else None


async def progress(session: ReadSession) -> Redraw | None:
    """How far the last wish has come; None when there never was one."""
    row = await redrawing.newest(session, None)
    return _redraw(row) if row else None


async def reasons(session: ReadSession, redraw: Redraw) -> Sequence[tuple[str, str]]:
    """(shader, reason) of the first that could not be drawn again."""
    return await redrawing.failures(session, None, redraw.asked_at, REASONS)


async def next_job(session: WriteSession, redraw_id: str) -> RedrawJob | None:
    """What is to be drawn next; None when all is done, or was stopped. Twins of what was drawn take its picture."""
    row = await redrawing.going_on(session, redraw_id)
    if row is None:
        return None
    handled = row.done + row.failed
    for _ in range(TAKEN_AT_ONCE):
        found = await redrawing.first(session, None, row.scope, row.renderer, row.asked_at, 1)
        if not found or handled >= row.total:
            await redrawing.end(session, redraw_id, total=handled)
            return None
        number, version, _, status = found[0]
        work = await stored.work(session, number)
        assert work is not None
        content_hash = work.content.picture_hash
        await redrawing.retire(session, number, version)
        if not await redrawing.take_drawn(session, number, version, content_hash, row.asked_at):
            values = parameters.values_of(work.content.parameters)
            return RedrawJob(
                work.content.passes, work.content.poster_at, values, work.author_id, number, version, content_hash
            )
        await _shown(session, redraw_id, number, version, mended=status == "failed")
        handled += 1
    await record(session, RedrawWished(redraw_id))
    return None


async def finish(
    session: WriteSession, redraw_id: str, job: RedrawJob, *, facts: Mapping[str, Any], **drawn: Any
) -> None:
    """Shows the picture that was drawn in place of the one before; `facts` are what the renderer measured."""
    mended = await stored.picture_status(session, job.shader_id, job.version) == "failed"
    measured = passport.passport(facts)
    await redrawing.retire(session, job.shader_id, job.version)
    if await redrawing.replace(session, job.shader_id, job.version, job.content_hash, facts=measured, **drawn):
        await _shown(session, redraw_id, job.shader_id, job.version, mended=mended)


async def fail(session: WriteSession, redraw_id: str, job: RedrawJob, error: Mapping[str, Any]) -> None:
    """Leaves the picture that is there, and remembers why there is no new one."""
    await redrawing.note_failure(session, job.shader_id, job.version, error)
    await redrawing.step(session, redraw_id, "failed")


async def take_unshown(session: WriteSession) -> Sequence[str]:
    """Addresses of files that nothing shows any more, and that no open page is still likely to ask for."""
    return await redrawing.take_unshown(session, clock.now() - REST, SWEPT_AT_ONCE)


async def _shown(session: WriteSession, redraw_id: str, shader_id: str, version: int, *, mended: bool) -> None:
    await stored.show_picture(session, shader_id)
    await redrawing.step(session, redraw_id, "done")
    await record(session, ShaderRedrawn(shader_id, version))
    if mended:
        await record(session, ShaderRendered(shader_id, version, "ready", clock.now().isoformat()))


def _redraw(row: Any) -> Redraw:
    return Redraw(row.id, row.scope, row.total, row.done, row.failed, row.asked_at, row.ended_at)
