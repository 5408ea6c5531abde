"""The Celery end of works: pictures are drawn after publishing, and again when they are outdated."""

import time
from datetime import timedelta
from typing import Any

from fractafrag.core.errors import Unavailable
from fractafrag.core.queue import GiveUp, Later, task, worker_database
from fractafrag.domains.shaders import redraws, service
from fractafrag.domains.shaders.redraws import RedrawJob
from fractafrag.domains.shaders.service import PictureJob
from fractafrag.domains.shaders.sharing import POSTER, SOCIAL
from fractafrag.gateways import media, renderer
from fractafrag.gateways.renderer import Drawn, FilmWish, MalformedRequest, Picture, PosterWish, Refused, StillWish

LARGEST = (1280, 720)
STILLS = (StillWish(640, 360), StillWish(*POSTER), StillWish(*SOCIAL, type="image/jpeg"))
FILM = FilmWish(480, 270, seconds=3, fps=24, longest={"light": 12.6, "medium": 8.0})
"""What is cheap may have a film as long as its period, for example of sin(iTime / 2), and then needs no join."""
SUFFIXES = {"image/webp": "webp", "image/jpeg": "jpg", "video/webm": "webm", "video/mp4": "mp4"}
BLANK = "Every moment that was tried shows one flat colour."
AWAY = "The renderer did not answer; try again later."

STEP_S = 10
"""How long pictures are drawn again before whatever else waits in the queue goes first."""
PAUSE = timedelta(seconds=30)


async def _give_up(shader_id: str, version: int) -> None:
    async with worker_database().write() as session:
        await service.fail_picture(session, shader_id, version, "unavailable", AWAY, [])


@task(queue="renders", attempts=10, on_give_up=_give_up)
async def render_preview(shader_id: str, version: int) -> None:
    """Draws poster and film of a published version, keeps them, shows them; tells the author when it cannot be."""
    await _render(shader_id, version)


@task(queue="background", attempts=10, on_give_up=_give_up)
async def render_preview_later(shader_id: str, version: int) -> None:
    """The same, when nobody waits for it."""
    await _render(shader_id, version, background=True)


@task(queue="posters")
async def render_poster(shader_id: str, version: int) -> None:
    """Draws the still alone, so that a list of many new works has pictures long before it has films."""
    async with worker_database().write() as session:
        job = await service.begin_picture(session, shader_id, version)
    if job is None:
        return
    outcome = await _draw(job, None)
    # What cannot be drawn is found again, and told, by the render that draws the film.
    if isinstance(outcome, Drawn) and outcome.poster and outcome.facts.get("blank") is not True:
        kept = await _keep(outcome)
        if kept["poster_url"]:
            async with worker_database().write() as session:
                await service.show_poster(session, shader_id, version, kept["poster_url"], kept["posters"])


@task(queue="background")
async def redraw_some(redraw_id: str) -> None:
    """Draws pictures again for some seconds, then lets go of the worker and comes back."""
    until = time.monotonic() + STEP_S
    while True:
        async with worker_database().write() as session:
            job = await redraws.next_job(session, redraw_id)
        if job is None:
            return
        try:
            await _redraw(redraw_id, job)
        except Unavailable as error:
            raise Later(PAUSE) from error
        if time.monotonic() >= until:
            raise Later(timedelta(0))


async def keep_pictures_current() -> None:
    """Has what an older renderer drew, or an older form asked for, drawn again; asked by the schedule."""
    try:
        version = await renderer.renderer().version()
    except Unavailable:
        return
    async with worker_database().write() as session:
        await redraws.keep_current(session, version)


async def drop_replaced_media() -> None:
    """Deletes the files that pictures showed before they were drawn again, some days later; asked by the schedule."""
    async with worker_database().write() as session:
        unshown = await redraws.take_unshown(session)
    for url in unshown:
        await media.media().drop(url, media.FRESH)


async def _render(shader_id: str, version: int, *, background: bool = False) -> None:
    async with worker_database().write() as session:
        job = await service.begin_picture(session, shader_id, version)
    if job is None:
        return
    outcome = await _draw(job, FILM, background=background)
    if isinstance(outcome, Refused):
        errors = [error.document() for error in outcome.errors]
        async with worker_database().write() as session:
            await service.fail_picture(session, shader_id, version, outcome.reason, outcome.message, errors)
        return
    kept = await _keep(outcome)
    async with worker_database().write() as session:
        await service.finish_picture(
            session, shader_id, version, renderer=outcome.renderer, facts=outcome.facts, **kept
        )


async def _redraw(redraw_id: str, job: RedrawJob) -> None:
    try:
        outcome = await _draw(job, FILM, background=True)
    except GiveUp as error:
        outcome = Refused("malformed", str(error), ())
    if isinstance(outcome, Refused):
        errors = [error.document() for error in outcome.errors]
        error = {"reason": outcome.reason, "message": outcome.message, "errors": errors}
        async with worker_database().write() as session:
            await redraws.fail(session, redraw_id, job, error)
        return
    kept = await _keep(outcome)
    async with worker_database().write() as session:
        await redraws.finish(session, redraw_id, job, facts=outcome.facts, renderer=outcome.renderer, **kept)


async def _draw(job: PictureJob, film: FilmWish | None, *, background: bool = False) -> Drawn | Refused:
    """What the renderer makes of it; a flat picture of a work that is to be filmed is refused. Raises GiveUp."""
    poster = PosterWish(*LARGEST, at=job.poster_at)
    try:
        outcome = await renderer.renderer().render(
            list(job.passes),
            poster,
            film,
            job.parameters,
            job.owner,
            stills=STILLS,
            background=background,
            passport=film is not None,
        )
    except MalformedRequest as error:
        raise GiveUp(str(error)) from error
    # Each moment of a strobe is one flat colour, and yet there is something to see, and to warn of.
    flat = isinstance(outcome, Drawn) and outcome.facts.get("blank") is True
    if film and flat and isinstance(outcome, Drawn) and outcome.facts.get("flashing") is not True:
        return Refused("blank", BLANK, ())
    return outcome


async def _keep(drawn: Drawn) -> dict[str, Any]:
    """Keeps what was drawn; `poster_url`, `posters` and `films`, as a Render has them."""
    shelf = media.media()
    posters: list[dict[str, Any]] = []
    for still in _by_width(drawn):
        url = await shelf.put(still.data, SUFFIXES[still.type])
        posters.append({"url": url, "type": still.type, "width": still.width, "height": still.height})
    for_pages = [one for one in posters if one["type"] == "image/webp"]
    page = next((one for one in reversed(for_pages) if one["width"] <= POSTER[0]), for_pages[0] if for_pages else None)
    films = [{"url": await shelf.put(film.data, SUFFIXES[film.type]), "type": film.type} for film in drawn.films]
    return {"poster_url": page["url"] if page else None, "posters": posters, "films": films}


def _by_width(drawn: Drawn) -> list[Picture]:
    """The poster in all its sizes, each once: those for pages, the smallest first, and then that for other sites."""
    if drawn.poster is None:
        return []
    largest = drawn.poster
    # A work too heavy for the wished size has a smaller one; what would only be blown up from it is left out.
    pages = [still for still in drawn.stills if still.type == "image/webp" and still.width < largest.width]
    others = [still for still in drawn.stills if still.type != "image/webp"]
    return [*sorted([*pages, largest], key=lambda still: still.width), *others]
