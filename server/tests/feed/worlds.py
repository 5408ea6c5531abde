"""A world of works of a few kinds, for the tests of the feed that learns."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import numpy as np
import pytest
from sqlalchemy import text

from fractafrag.core.db import Database
from fractafrag.core.ids import new_id
from tests.works import Person

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
KINDS, OF_KIND, AUTHORS = 4, 40, 40

_AUTHORS = """
    INSERT INTO users (id, username, display_name, bio, role, created_at)
    SELECT 'a' || n, 'author' || n, 'Author ' || n, '', 'user', now() FROM generate_series(0, :authors - 1) n
"""
_WORKS = """
    INSERT INTO shaders (id, author_id, version, status, visibility, title, description, tags, created_at, updated_at,
                         published_at, heat, render, search)
    SELECT id, author, 1, 'published', 'public', title, '', ARRAY[kind], at, at, at, heat,
           '{"status": "pending", "poster_url": null, "films": [], "facts": null, "error": null}', ''
    FROM unnest(CAST(:ids AS text[]), CAST(:authors AS text[]), CAST(:titles AS text[]), CAST(:kinds AS text[]),
                CAST(:moments AS timestamptz[]), CAST(:heats AS float8[])) AS w (id, author, title, kind, at, heat)
"""
_SPACE = """
    INSERT INTO embedding_models (version, slot, state, recipe, mean, scale, axes, moods, fitted_on, explained,
                                  created_at)
    VALUES (1, 0, 'active', 1, '', '', '', '{}', 1, 1, now())
"""
_POINTS = """
    INSERT INTO shader_embeddings (shader_id, slot, version, x)
    SELECT id, 0, 1, CAST(point AS halfvec(128))
    FROM unnest(CAST(:ids AS text[]), CAST(:points AS text[])) AS given (id, point)
"""
_VIEW = """
    INSERT INTO views (viewer_id, shader_id, y, times, last_at, valued_at) VALUES (:viewer, :work, :y, 1, :at, :at)
    ON CONFLICT (viewer_id, shader_id) DO UPDATE SET
        y = excluded.y, last_at = excluded.last_at, valued_at = excluded.valued_at
"""


class World:
    """Works of a few kinds, each kind in a direction of its own, and what people make of them."""

    def __init__(self, database: Database, works: dict[str, str], points: dict[str, Any]) -> None:
        self.database = database
        self.works = works
        self.points = points

    async def watched(self, viewer: str, *works: str, y: float = 1.0, at: datetime = NOON) -> None:
        """Views as valuing leaves them."""
        async with self.database.write() as session:
            for place, work in enumerate(works):
                values = {"viewer": viewer, "work": work, "y": y, "at": at + timedelta(seconds=place)}
                await session.execute(text(_VIEW), values)

    async def has_mood(self, name: str, kind: str, *traits: str) -> None:
        """Lets a mood lie where the works of a kind lie, a quarter of all; every third of them has the traits."""
        works = self.of_kind(kind)
        middle = np.sum([self.points[work] for work in works], axis=0)
        moods = json.dumps({name: (middle / np.linalg.norm(middle)).tolist()})
        async with self.database.write() as session:
            values = {"moods": moods, "fitted_on": len(self.works)}
            await session.execute(
                text("UPDATE embedding_models SET moods = CAST(:moods AS jsonb), fitted_on = :fitted_on"), values
            )
            await session.execute(
                text("INSERT INTO shader_features (shader_id, traits) SELECT unnest(CAST(:works AS text[])), :traits"),
                {"works": works[::3], "traits": list(traits)},
            )

    def of_kind(self, kind: str) -> list[str]:
        return [work for work, its in self.works.items() if its == kind]


@pytest.fixture
async def world(database: Database) -> World:
    random = np.random.default_rng(4)
    centres = random.normal(size=(KINDS, 128))
    ids = [new_id() for _ in range(KINDS * OF_KIND)]
    kinds = [f"kind{place % KINDS}" for place in range(len(ids))]
    points = np.stack([centres[place % KINDS] + 0.5 * random.normal(size=128) for place in range(len(ids))])
    points /= np.linalg.norm(points, axis=1)[:, None]
    async with database.write() as session:
        await session.execute(text(_AUTHORS), {"authors": AUTHORS})
        await session.execute(
            text(_WORKS),
            {
                "ids": ids,
                "authors": [f"a{place % AUTHORS}" for place in range(len(ids))],
                "titles": [f"{kind} {place}" for place, kind in enumerate(kinds)],
                "kinds": kinds,
                "moments": [NOON - timedelta(hours=1 + place) for place in range(len(ids))],
                "heats": [1.0] * len(ids),
            },
        )
        await session.execute(text(_SPACE))
        written = ["[" + ",".join(f"{value:.5f}" for value in point) + "]" for point in points]
        await session.execute(text(_POINTS), {"ids": ids, "points": written})
    return World(database, dict(zip(ids, kinds, strict=True)), dict(zip(ids, points, strict=True)))


async def pages(http: httpx.AsyncClient, count: int, **params: Any) -> list[list[dict[str, Any]]]:
    """The next pages of a new scroll."""
    found: list[list[dict[str, Any]]] = []
    for _ in range(count):
        answer = await http.get("/feed", params=params)
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        if answer.json()["next_cursor"] is None:
            break
        params["cursor"] = answer.json()["next_cursor"]
    return found


async def costs(http: httpx.AsyncClient, statements: Callable[[], int], count: int, **params: Any) -> list[int]:
    """The SQL statements that each of the next pages of a new scroll takes."""
    spent: list[int] = []
    for _ in range(count):
        before = statements()
        answer = await http.get("/feed", params=params)
        spent.append(statements() - before)
        params["cursor"] = answer.json()["next_cursor"]
    return spent


def kinds_of(cards: list[dict[str, Any]]) -> list[str]:
    return [card["tags"][0] for card in cards]


async def watched_by(world: World, who: Person, *, at: datetime, skip: int = 0, **counts: int) -> None:
    """Has somebody enjoy so many works of each kind, after the first `skip`."""
    for kind, count in counts.items():
        await world.watched(who.viewer.id, *world.of_kind(kind)[skip : skip + count], at=at)
