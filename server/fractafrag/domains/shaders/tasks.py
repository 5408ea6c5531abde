"""The Celery end of works: pictures are drawn after publishing."""

from typing import Any

from fractafrag.core.queue import GiveUp, task, worker_database
from fractafrag.domains.shaders import service
from fractafrag.gateways import media, renderer
from fractafrag.gateways.renderer import Drawn, FilmWish, MalformedRequest, PosterWish, Refused

POSTER = (960, 540)
FILM = FilmWish(480, 270, seconds=3, fps=24)
SUFFIXES = {"image/webp": "webp", "video/webm": "webm", "video/mp4": "mp4"}
BLANK = "Every moment that was tried shows one flat colour."
AWAY = "The renderer did not answer; try again later."


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
    await _render(shader_id, version)


@task(queue="posters")
async def render_poster(shader_id: str, version: int) -> None:
    """Draws the still alone, so that a list of many new works has pictures long before it has films."""
    async with worker_database().write() as session:
        job = await service.begin_picture(session, shader_id, version)
    if job is None:
        return
    try:
        still = PosterWish(*POSTER, at=job.poster_at)
        outcome = await renderer.renderer().render(list(job.passes), still, None, job.parameters, job.owner)
    except MalformedRequest as error:
        raise GiveUp(str(error)) from error
    # What cannot be drawn is found again, and told, by the render that draws the film.
    if isinstance(outcome, Drawn) and outcome.poster and outcome.facts.get("blank") is not True:
        poster_url, _ = await _keep(outcome)
        if poster_url:
            async with worker_database().write() as session:
                await service.show_poster(session, shader_id, version, poster_url)


async def _render(shader_id: str, version: int) -> None:
    async with worker_database().write() as session:
        job = await service.begin_picture(session, shader_id, version)
    if job is None:
        return
    try:
        still = PosterWish(*POSTER, at=job.poster_at)
        outcome = await renderer.renderer().render(list(job.passes), still, FILM, job.parameters, job.owner)
    except MalformedRequest as error:
        raise GiveUp(str(error)) from error
    # Each moment of a strobe is one flat colour, and yet there is something to see, and to warn of.
    if isinstance(outcome, Drawn) and outcome.facts.get("blank") is True and outcome.facts.get("flashing") is not True:
        outcome = Refused("blank", BLANK, ())
    if isinstance(outcome, Refused):
        errors = [error.document() for error in outcome.errors]
        async with worker_database().write() as session:
            await service.fail_picture(session, shader_id, version, outcome.reason, outcome.message, errors)
        return
    poster_url, films = await _keep(outcome)
    async with worker_database().write() as session:
        await service.finish_picture(
            session,
            shader_id,
            version,
            renderer=outcome.renderer,
            poster_url=poster_url,
            films=films,
            facts=outcome.facts,
        )


async def _keep(drawn: Drawn) -> tuple[str | None, list[dict[str, Any]]]:
    shelf = media.media()
    poster = drawn.poster
    poster_url = await shelf.put(poster.data, SUFFIXES[poster.type]) if poster else None
    films = [{"url": await shelf.put(film.data, SUFFIXES[film.type]), "type": film.type} for film in drawn.films]
    return poster_url, films
