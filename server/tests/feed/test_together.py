"""Works that the same people enjoy: worked out by night, offered by day, and missed by nobody while there are none."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.domains.feed import together
from fractafrag.doors import worker
from tests.feed.worlds import NOON, World, pages
from tests.works import Person

People = Callable[..., Awaitable[Person]]

_ENJOYED = """
    INSERT INTO shader_engagement (shader_id, views, gains)
    SELECT shader_id, count(*), sum(greatest(y, 0)) FROM views GROUP BY shader_id
"""


async def watched_together(world: World, *works: str, people: int = 40) -> None:
    for number in range(people):
        await world.watched(f"v-crowd{number:07}", *works, at=NOON - timedelta(days=2))
    for number, work in enumerate(world.of_kind("kind2")[:10]):
        await world.watched(f"v-other{number:07}", work, at=NOON - timedelta(days=2))
    async with world.database.write() as session:
        await session.execute(text("DELETE FROM shader_engagement"))
        await session.execute(text(_ENJOYED))


async def kept(world: World) -> dict[tuple[str, str], float]:
    async with world.database.read() as session:
        rows = await session.execute(text("SELECT shader_id, other_id, weight FROM shader_neighbours"))
        return {(row.shader_id, row.other_id): row.weight for row in rows}


async def test_what_the_same_people_enjoy_comes_though_it_looks_different(person: People, world: World) -> None:
    ada = await person("ada")
    liked, other = world.of_kind("kind0")[0], world.of_kind("kind3")[0]
    await watched_together(world, liked, other)
    with clock.frozen(NOON):
        await world.watched(ada.viewer.id, liked, at=NOON - timedelta(days=1))
        await worker.neighbours(world.database)
        (cards,) = await pages(ada.http, 1)
    reason = next(card["reason"] for card in cards if card["id"] == other)
    assert reason == {"code": "together", "words": "Enjoyed by those who enjoy what you do", "because": None}


async def test_each_night_takes_the_place_of_the_last(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PEOPLE_AT_ONCE", 7)
    monkeypatch.setattr(together, "KEPT_AT_ONCE", 3)
    a, b, c = (world.of_kind(f"kind{number}")[0] for number in (0, 1, 3))
    await watched_together(world, a, b)
    await worker.neighbours(world.database)
    assert await kept(world) == {(a, b): 1.0, (b, a): 1.0}
    async with world.database.write() as session:
        await session.execute(text("DELETE FROM views WHERE shader_id = :gone"), {"gone": b})
    await watched_together(world, a, c)
    await worker.neighbours(world.database)
    assert await kept(world) == {(a, c): 1.0, (c, a): 1.0}


async def test_an_empty_house_has_no_neighbours(world: World) -> None:
    await worker.neighbours(world.database)
    assert await kept(world) == {}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 7), st.floats(-1.5, 2)), max_size=80))
def test_pairs_are_of_different_works_and_weighed_in_order(given_views: list[tuple[int, int, float]]) -> None:
    works = [f"w{number}" for number in range(8)]
    found = together.work_out(works, [(f"p{person}", f"w{work}", y) for person, work, y in given_views])
    assert len({pair[:2] for pair in found}) == len(found)
    best: dict[str, float] = {}
    for work, other, weight in found:
        assert work != other
        assert 0 < weight <= 1
        best[work] = max(best.get(work, 0.0), weight)
    assert all(value == pytest.approx(1) for value in best.values())
    watched = {f"w{work}" for _, work, _ in given_views}
    assert {work for work, *_ in found} <= watched
