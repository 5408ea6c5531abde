"""What may be asked and done about where works lie."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import numpy as np

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.facts import record
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings import moods as mood_rooms
from fractafrag.domains.embeddings import parts, projection
from fractafrag.domains.embeddings.facts import EmbeddingRequested, SpaceOutgrown
from fractafrag.domains.embeddings.idioms import Made
from fractafrag.domains.embeddings.projection import Floats
from fractafrag.domains.embeddings.queries import alike, kept, near
from fractafrag.domains.embeddings.queries.kept import Known, Progress, Subject
from fractafrag.domains.embeddings.queries.near import Neighbour
from fractafrag.domains.shaders import service as shaders

LEAST = 16
"""Works below which there is no space: too few to tell what tells works apart."""
GROWTH, SLOW_GROWTH = 1.5, 1.1
"""A space is fitted anew when there are so many times the works: at once, or at the next round."""
COUNTED = 3000
"""Above so many works, growth waits for the next round, because counting would cost each newcomer too much."""
SAMPLE = 20_000
"""Works that a space is fitted on at most."""
BATCH = 1000
ASKED = 500
PATIENCE = timedelta(days=1)


OF_MOOD = 4
"""A mood without a trait has one in so many works."""
LEAST_OF_MOOD, MOST_OF_MOOD = 24, 1000


@dataclass(frozen=True)
class Mood:
    """Where the works of a mood lie, (128,) of length one, the traits that they must have, and how many there are."""

    x: Floats
    traits: tuple[str, ...]
    works: int


@dataclass(frozen=True)
class Similar:
    """A page of cards, how alike each is (a cosine; None where it goes by tags), and the cursor of the next page."""

    cards: list[dict[str, Any]]
    likeness: list[float | None]
    next_cursor: str | None
    by: Literal["likeness", "tags"]


async def neighbours(
    session: ReadSession, viewer: Viewer | None, points: Sequence[Floats], k: int, traits: Sequence[str] = ()
) -> list[list[Neighbour]]:
    """For each point, (128,) of length one, the `k` public works nearest to it, the nearest first, in one statement.

    Only works with all of the `traits`, if any are named. Empty lists while there is no space yet.
    """
    return await near.nearest(session, viewer, points, k, traits)


async def around(session: ReadSession, viewer: Viewer | None, points: Sequence[Floats], k: int) -> list[str]:
    """The `k` works nearest to each of these points, in no order, in one statement.

    Some may not be public any more: whoever shows them must ask. Empty while there is no space yet.
    """
    return await near.around(session, viewer, points, k)


async def vectors_of(session: ReadSession, viewer: Viewer | None, shader_ids: Sequence[str]) -> dict[str, Floats]:
    """Where these works lie now: id → (128,) of length one. A work that was not looked at yet is left out."""
    return await near.vectors(session, viewer, shader_ids)


async def mood(session: ReadSession, viewer: Viewer | None, name: str) -> Mood | None:
    """One of `moods.MOODS`, whose works `neighbours` finds; None while there is no space yet."""
    known, works = await kept.moods(session, viewer)
    if name not in known:
        return None
    traits = mood_rooms.MOODS[name].traits
    return Mood(known[name], traits, min(max(works if traits else works // OF_MOOD, LEAST_OF_MOOD), MOST_OF_MOOD))


async def similar(
    session: ReadSession, viewer: Viewer | None, shader_id: str, cursor: str | None, limit: int
) -> Similar:
    """Public works like one that this viewer may see, in three statements. Raises NotFound, Invalid.

    A work that was not looked at yet is answered with those that share its tags, on one page.
    """
    found = await alike.alike(session, viewer, shader_id, cursor, limit)
    if found is None:
        raise shaders.not_found(shader_id)
    if not found.placed:
        by_tags = await shaders.related(session, viewer, shader_id, limit)
        return Similar(by_tags, [None] * len(by_tags), None, "tags")
    likeness = {one.shader_id: one.cosine for one in found.works}
    cards = await shaders.cards(session, viewer, list(likeness))
    return Similar(cards, [likeness[card["id"]] for card in cards], found.next_cursor, "likeness")


async def progress(session: ReadSession, viewer: Viewer | None) -> Progress:
    """How many works were looked at, and which spaces there are."""
    return await kept.progress(session, viewer)


async def begin(session: WriteSession, shader_id: str, version: int, *, again: bool = False) -> Subject | None:
    """What to look at; None when the version is not the one to show, or was looked at and is not to be `again`."""
    return await kept.subject(session, shader_id, version, again=again)


async def finish(session: WriteSession, subject: Subject, words: Floats, seen: Floats | None, made: Made) -> None:
    """Keeps what was found out, and puts the work to its point in every space.

    `words`: (384,); `seen`: the numbers of `look`, None for a work that could not be drawn.
    """
    written, code = parts.packed(words), parts.packed(np.asarray(made.features, np.float32))
    looked = None if seen is None else parts.packed(seen)
    await kept.keep_features(session, subject, written, looked, code, list(made.traits))
    # Whoever makes a new space meanwhile must see this work, or be seen.
    await kept.lock(session, shared=True)
    spaces = await kept.standing(session)
    row = parts.raw_row(written, looked, code)[None]
    for space in spaces.values():
        if space.recipe == parts.RECIPE:
            await kept.place(session, space, [subject.shader_id], projection.project(space.space, row))
    if "filling" not in spaces and await _outgrown(session, spaces.get("active"), GROWTH, COUNTED):
        await record(session, SpaceOutgrown())


async def request(session: WriteSession, *, since: timedelta = PATIENCE, everything: bool = False) -> int:
    """Has up to 500 published works looked at that were not, or not in today's way; with `everything`, all.

    Those that were asked for within `since` are not asked for again. The number of works asked for.
    """
    found = await kept.ask(session, ASKED, clock.now() - since, everything=everything)
    for shader_id, version in found:
        await record(session, EmbeddingRequested(shader_id, version))
    return len(found)


async def keep_up(session: WriteSession) -> None:
    """What is done from time to time: asks for works that were missed, and for a new space when this one is old."""
    await request(session)
    spaces = await kept.standing(session)
    if "filling" in spaces or await _outgrown(session, spaces.get("active"), SLOW_GROWTH, None):
        await record(session, SpaceOutgrown())


async def refit(session: WriteSession, *, always: bool = False) -> bool:
    """Begins a new space beside the active one if that is outgrown, or `always`; whether there is one to be filled."""
    await kept.lock(session)
    spaces = await kept.standing(session)
    active = spaces.get("active")
    if "filling" in spaces:
        return True
    if not always and not await _outgrown(session, active, SLOW_GROWTH, None):
        return False
    ids, raw = await kept.sample(session, SAMPLE)
    if len(ids) < LEAST:
        return False
    space, explained = projection.fit(raw, parts.BLOCKS)
    points = projection.project(space, raw)
    if active is not None and active.recipe == parts.RECIPE:
        space = projection.turned(space, points, projection.project(active.space, raw))
        points = projection.project(space, raw)
    directions = mood_rooms.directions(raw, points)
    slot = 1 - active.slot if active else 0
    await kept.insert_space(session, slot, space, directions, len(ids), explained)
    return True


async def fill(session: WriteSession) -> bool:
    """Brings the next thousand works into the space that is being filled; False, and everybody moves in, at the end."""
    await kept.lock(session)
    space = (await kept.standing(session)).get("filling")
    if space is None:
        return False
    ids, raw = await kept.unplaced(session, space, BATCH)
    if ids:
        await kept.place(session, space, ids, projection.project(space.space, raw))
        return True
    await kept.activate(session, space)
    return False


async def _outgrown(session: WriteSession, active: Known | None, growth: float, counted: int | None) -> bool:
    if active is None:
        return await kept.at_least(session, LEAST)
    # Works that are looked at in a new way have no place in a space of the old one: most must be ready to move.
    wanted = active.fitted_on * growth if active.recipe == parts.RECIPE else max(LEAST, active.fitted_on * 0.9)
    count = math.ceil(wanted)
    if active.fitted_on >= SAMPLE and active.recipe == parts.RECIPE:
        return False
    return (counted is None or count <= counted) and await kept.at_least(session, count)
