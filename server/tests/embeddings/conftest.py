"""The people and works of these tests, and thousands of works that are only points."""

from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from fractafrag.core.db import Database
from fractafrag.domains.embeddings.projection import Floats
from fractafrag.domains.embeddings.queries import near
from tests.works import media, person, renderer, work_off

__all__ = ["media", "person", "renderer", "work_off"]

Scatter = Callable[..., Awaitable[list[str]]]

_PERSON = """
    INSERT INTO users (id, username, display_name, bio, role, created_at)
    VALUES ('p', 'pat', 'Pat', '', 'user', now())
"""
_WORKS = """
    INSERT INTO shaders (id, author_id, version, status, visibility, title, description, tags, created_at, updated_at,
                         published_at, render, search)
    SELECT id, 'p', 1, 'published', 'public', 'Work ' || id, '', '{}', now(), now(), now(),
           '{"status": "pending", "poster_url": null, "films": [], "facts": null, "error": null}', ''
    FROM unnest(CAST(:ids AS text[])) AS given (id)
"""
_SPACE = """
    INSERT INTO embedding_models (version, slot, state, recipe, mean, scale, axes, moods, fitted_on, explained,
                                  created_at)
    VALUES (:version, :slot, :state, 1, '', '', '', '{}', 1, 1, now())
"""
_POINTS = """
    INSERT INTO shader_embeddings (shader_id, slot, version, x)
    SELECT id, :slot, :version, CAST(point AS halfvec(128))
    FROM unnest(CAST(:ids AS text[]), CAST(:points AS text[])) AS given (id, point)
"""


def unit(points: Any) -> Floats:
    """The same directions, each of length one."""
    return (points / np.linalg.norm(points, axis=-1, keepdims=True)).astype(np.float32)


def cloud(count: int, seed: int = 1) -> Floats:
    """Points around fifty centres, as works gather around a few ways of making them."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(50, 128))
    return unit(centres[random.integers(0, 50, count)] + 0.7 * random.normal(size=(count, 128)))


@pytest.fixture
def scatter(database: Database) -> Scatter:
    """Makes a public work at each point, of a space in the slot; gives their ids, in order."""

    async def make(points: Floats, slot: int = 0, state: str = "active", works: bool = True) -> list[str]:
        ids = [f"{number:012d}".replace("0", "z") for number in range(len(points))]
        async with database.write() as session:
            if works:
                await session.execute(text(_PERSON))
                await session.execute(text(_WORKS), {"ids": ids})
            await session.execute(text(_SPACE), {"version": slot + 1, "slot": slot, "state": state})
            values = {"ids": ids, "points": [near.written(x) for x in points], "slot": slot, "version": slot + 1}
            await session.execute(text(_POINTS), values)
        async with database.write() as session:
            await session.execute(text("ANALYZE shaders, shader_embeddings, embedding_models"))
        return ids

    return make
