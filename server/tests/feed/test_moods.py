"""A feed of one mood: of its works alone, kept by the cursor, until all were seen."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import get_args

import httpx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.core.redis import redis_client
from fractafrag.domains.embeddings.moods import MOODS
from fractafrag.domains.engagement.service import signals
from fractafrag.domains.feed import ranking, reasons
from fractafrag.domains.feed.deps import Mood
from tests.feed.vectors import cloud, seeds
from tests.feed.worlds import NOON, World, costs, kinds_of, pages
from tests.works import Person

People = Callable[..., Awaitable[Person]]


def test_the_moods_of_the_feed_are_those_of_the_works() -> None:
    assert set(get_args(Mood)) == set(MOODS) == set(reasons.MOOD_WORDS)


async def test_a_scroll_stays_within_its_mood_and_then_repeats_it(person: People, world: World) -> None:
    ada = await person("ada")
    await world.has_mood("calm", "kind1")
    with clock.frozen(NOON):
        await world.watched(ada.viewer.id, *world.of_kind("kind1")[:5], at=NOON - timedelta(days=1))
        await world.watched(ada.viewer.id, *world.of_kind("kind0")[:9], at=NOON - timedelta(days=2))
        found = [card for page in await pages(ada.http, 5, mood="calm", limit=15) for card in page]
        assert {*kinds_of(found)} == {"kind1"}
        # An approximate search may miss one in ten of what is near, in a small graph.
        assert 36 <= len({card["id"] for card in found}) == len(found) <= 40
        assert [card["reason"]["code"] for card in found[-5:]] == ["again"] * 5
        assert {card["id"] for card in found[-5:]} == {*world.of_kind("kind1")[:5]}


async def test_a_mood_says_so_and_is_told_apart_in_the_log(client: httpx.AsyncClient, world: World) -> None:
    await world.has_mood("hypnotic", "kind2")
    (cards,) = await pages(client, 1, mood="hypnotic")
    assert {card["reason"]["code"] for card in cards} == {"mood", "explored"}
    told = next(card["reason"] for card in cards if card["reason"]["code"] == "mood")
    assert told == {"code": "mood", "words": "Hypnotic, as you asked", "because": None}
    shown = signals.unseal(cards[0]["impression"])
    assert shown.policy.endswith("-hypnotic")


async def test_a_mood_with_a_trait_has_only_works_that_have_it(client: httpx.AsyncClient, world: World) -> None:
    await world.has_mood("audio", "kind3", "audio")
    found = [card for page in await pages(client, 3, mood="audio") for card in page]
    heard = {*world.of_kind("kind3")[::3]}
    assert {card["id"] for card in found} <= heard
    assert len(found) >= 0.9 * len(heard)


async def test_a_mood_outlives_a_lost_redis(client: httpx.AsyncClient, world: World) -> None:
    await world.has_mood("dark", "kind0")
    first = (await client.get("/feed", params={"mood": "dark", "limit": 10})).json()
    await redis_client().flushdb()  # pyright: ignore[reportUnknownMemberType]
    second = (await client.get("/feed", params={"cursor": first["next_cursor"], "limit": 20})).json()
    assert {*kinds_of(second["items"])} == {"kind0"}
    assert not {card["id"] for card in first["items"]} & {card["id"] for card in second["items"]}


async def test_without_a_space_no_mood_has_works(client: httpx.AsyncClient, world: World) -> None:
    async with world.database.write() as session:
        await session.execute(text("DELETE FROM shader_embeddings"))
        await session.execute(text("DELETE FROM embedding_models"))
    assert (await client.get("/feed", params={"mood": "calm"})).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("mood", ["sleepy", "", "Calm", "calm,dark"])
@pytest.mark.usefixtures("database")
async def test_an_unknown_mood_is_refused(client: httpx.AsyncClient, mood: str) -> None:
    answer = await client.get("/feed", params={"mood": mood})
    assert (answer.status_code, answer.json()["field"]) == (422, "mood")


async def test_a_mood_costs_one_statement_more(person: People, world: World, statements: Callable[[], int]) -> None:
    ada = await person("ada")
    await world.has_mood("calm", "kind1")
    assert await costs(ada.http, statements, 2, mood="calm", limit=10) == [7, 1]


@given(seeds, st.integers(0, 30))
def test_what_leans_is_bounded_and_the_nearest_leans_most(seed: int, count: int) -> None:
    x, to = cloud(seed, count), cloud(seed + 1, 1)[0]
    found = ranking.leaning(x, to)
    assert found.shape == (count,)
    assert ((found >= 0) & (found <= ranking.LEAN)).all()
    if count and float((x @ to).max()) > 1e-3:
        assert found[int(np.argmax(x @ to))] == pytest.approx(ranking.LEAN)
        order = np.argsort(x @ to)
        assert (np.diff(found[order]) >= 0).all()
