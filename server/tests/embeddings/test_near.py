"""Who is near whom: right, by the index, and only what everybody may see."""

from collections.abc import Callable

import numpy as np
import pytest
from sqlalchemy import TextClause, text

from fractafrag.core.db import Database
from fractafrag.domains.embeddings import service
from fractafrag.domains.embeddings.queries import near
from tests.embeddings.conftest import Scatter, cloud, unit

WORKS = 4000


async def test_neighbours_are_those_with_the_smallest_angle(database: Database, scatter: Scatter) -> None:
    points = cloud(WORKS)
    ids = await scatter(points)
    asked = [points[7], unit(points[8] + points[9])]
    async with database.read() as session:
        found = await service.neighbours(session, None, asked, 10)
    assert [len(one) for one in found] == [10, 10]
    assert found[0][0].shader_id == ids[7]
    for x, neighbours in zip(asked, found, strict=True):
        exact = set(np.argsort(-(points @ x))[:10].tolist())
        assert len(exact & {ids.index(one.shader_id) for one in neighbours}) >= 8
        cosines = [one.cosine for one in neighbours]
        assert cosines == sorted(cosines, reverse=True)
        for one in neighbours:
            assert abs(one.cosine - float(points[ids.index(one.shader_id)] @ x)) < 0.01


async def test_those_around_are_the_same_whoever_may_see_them(database: Database, scatter: Scatter) -> None:
    points = cloud(WORKS)
    ids = await scatter(points)
    asked = [points[7], unit(points[8] + points[9])]
    async with database.read() as session:
        near_by = await service.neighbours(session, None, asked, 30)
        around = await service.around(session, None, asked, 30)
        assert len(around) == 60
        assert len({one.shader_id for found in near_by for one in found} - set(around)) <= 2
        async with database.write() as other:
            await other.execute(text("UPDATE shaders SET visibility = 'private' WHERE id = :id"), {"id": ids[7]})
        assert ids[7] in await service.around(session, None, asked, 30)
        assert await service.around(session, None, [], 30) == []


@pytest.mark.parametrize("statement", [near.NEAREST, near.AROUND])
async def test_they_are_found_by_the_index(database: Database, scatter: Scatter, statement: TextClause) -> None:
    points = cloud(WORKS)
    await scatter(points)
    values = {"points": [near.written(points[0])], "k": 20}
    async with database.read() as session:
        lines = [row[0] for row in await session.execute(text(f"EXPLAIN {statement.text}"), values)]
    plan = "\n".join(lines)
    assert "Index Scan using ix_shader_embeddings_x_0" in plan, plan
    assert "Seq Scan on shader_embeddings" not in plan, plan


async def test_what_may_not_be_seen_is_no_neighbour_and_takes_nobodys_place(
    database: Database, scatter: Scatter
) -> None:
    points = cloud(WORKS)
    ids = await scatter(points)
    nearest: list[int] = np.argsort(-(points @ points[0])).tolist()
    hidden = [ids[index] for index in nearest[:150]]
    async with database.write() as session:
        await session.execute(text("UPDATE shaders SET visibility = 'private' WHERE id = ANY(:ids)"), {"ids": hidden})
    async with database.read() as session:
        found = (await service.neighbours(session, None, [points[0]], 20))[0]
    assert len(found) == 20
    assert not set(hidden) & {one.shader_id for one in found}


async def test_a_trait_is_a_filter_that_still_fills_the_list(database: Database, scatter: Scatter) -> None:
    points = cloud(WORKS)
    ids = await scatter(points)
    async with database.write() as session:
        rare = "INSERT INTO shader_features (shader_id, traits) SELECT unnest(CAST(:ids AS text[])), '{audio}'"
        await session.execute(text(rare), {"ids": ids[::40]})
    async with database.read() as session:
        found = (await service.neighbours(session, None, [points[1]], 15, ["audio"]))[0]
    assert len(found) == 15
    assert {one.shader_id for one in found} <= set(ids[::40])


async def test_two_spaces_lie_side_by_side_and_one_is_looked_around_in(database: Database, scatter: Scatter) -> None:
    points = cloud(200)
    ids = await scatter(points, slot=0)
    await scatter(points[::-1].copy(), slot=1, state="filling", works=False)
    async with database.read() as session:
        assert (await service.neighbours(session, None, [points[3]], 1))[0][0].shader_id == ids[3]
    async with database.write() as session:
        await session.execute(text("UPDATE embedding_models SET state = 'retired' WHERE slot = 0"))
        await session.execute(text("UPDATE embedding_models SET state = 'active' WHERE slot = 1"))
    async with database.read() as session:
        assert (await service.neighbours(session, None, [points[3]], 1))[0][0].shader_id == ids[196]
        assert np.allclose((await service.vectors_of(session, None, [ids[3]]))[ids[3]], points[196], atol=1e-3)


async def test_there_is_nobody_near_before_there_is_a_space(database: Database) -> None:
    async with database.read() as session:
        assert await service.neighbours(session, None, [cloud(1)[0]], 5) == [[]]
        assert await service.neighbours(session, None, [], 5) == []
        assert await service.vectors_of(session, None, ["nothere"]) == {}


async def test_several_points_cost_one_statement(
    database: Database, scatter: Scatter, statements: Callable[[], int]
) -> None:
    points = cloud(300)
    ids = await scatter(points)
    async with database.read() as session:
        before = statements()
        await service.neighbours(session, None, list(points[:8]), 20)
        await service.vectors_of(session, None, ids)
        assert statements() - before == 2
