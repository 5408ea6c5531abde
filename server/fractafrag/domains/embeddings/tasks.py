"""The Celery end of embeddings: works are read and looked at, and spaces fitted, while nobody waits."""

import asyncio

import numpy as np

from fractafrag.core.queue import GiveUp, task, worker_database
from fractafrag.domains.embeddings import idioms, look, service, texts
from fractafrag.domains.embeddings.look import NoPicture
from fractafrag.domains.embeddings.projection import Floats
from fractafrag.domains.embeddings.queries.kept import Subject
from fractafrag.domains.shaders import parameters
from fractafrag.gateways import embeddings, renderer
from fractafrag.gateways.renderer import MalformedRequest, Sheet, SheetWish

WISH = SheetWish(look.MOMENTS, *look.CELL, type="image/png")


@task(queue="looks", attempts=10)
async def embed(shader_id: str, version: int) -> None:
    """Reads what is said of a published version, how it is made and what it looks like, and finds its place."""
    await _embed(shader_id, version)


@task(queue="background", attempts=10)
async def embed_later(shader_id: str, version: int) -> None:
    """The same for what was missed, or is looked at again: newcomers and films of people need not wait for it."""
    await _embed(shader_id, version)


@task(queue="background", attempts=10)
async def look_again(shader_id: str, version: int) -> None:
    """The same for a work whose picture was drawn anew, though it was looked at before."""
    await _embed(shader_id, version, again=True)


async def _embed(shader_id: str, version: int, *, again: bool = False) -> None:
    async with worker_database().write() as session:
        subject = await service.begin(session, shader_id, version, again=again)
    if subject is None:
        return
    made = idioms.read(subject.passes, subject.tags)
    said = texts.words_of(subject.title, subject.tags, subject.description, made.traits)
    words = (await embeddings.encoder().encode([said]))[0]
    seen = await _seen(subject)
    async with worker_database().write() as session:
        await service.finish(session, subject, words, seen, made)


@task(queue="looks")
async def refit() -> None:
    """Fits a new space if the active one is outgrown, brings every work into it, and has everybody move in."""
    async with worker_database().write() as session:
        there_is_one = await service.refit(session)
    while there_is_one:
        async with worker_database().write() as session:
            there_is_one = await service.fill(session)


async def _seen(subject: Subject) -> Floats | None:
    """What a work looks like; None when it cannot be drawn, or shows nothing."""
    values = parameters.values_of(subject.parameters)
    try:
        drawn = await renderer.renderer().sheet(list(subject.passes), WISH, values, subject.owner)
    except MalformedRequest as error:
        raise GiveUp(str(error)) from error
    return await asyncio.to_thread(_looked, drawn) if isinstance(drawn, Sheet) else None


def _looked(drawn: Sheet) -> Floats | None:
    moments = [float(cell["time"]) for cell in drawn.cells]
    try:
        frames = look.frames(drawn.image.data, drawn.columns, drawn.rows, len(moments))
    except NoPicture:
        return None
    return look.features(frames, moments).astype(np.float32)
