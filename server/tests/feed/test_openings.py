"""How feeds begin, chosen ahead: as they would have been chosen live, and no longer than that holds; or lost."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.redis import redis_client
from fractafrag.domains.feed import openings, scrolls
from fractafrag.domains.feed.openings import KEPT_S, QUIET_S
from tests.feed.worlds import NOON, World
from tests.works import Person

People = Callable[..., Awaitable[Person]]
LATER = NOON + timedelta(minutes=5)


async def prepared(database: Database, *watchers: str) -> int:
    with clock.frozen(LATER):
        await openings.expect(watchers)
    with clock.frozen(LATER + timedelta(seconds=QUIET_S)):
        return await openings.prepare(database)


@pytest.fixture
async def ada(world: World, person: People) -> Person:
    """Somebody who likes works of the first kind."""
    ada = await person("ada")
    await world.watched(ada.viewer.id, *world.of_kind("kind0")[:8])
    return ada


def ids(page: dict[str, Any]) -> list[str]:
    return [card["id"] for card in page["items"]]


async def test_who_comes_back_gets_what_was_chosen_and_nobody_chooses_again(
    ada: Person, database: Database, statements: Callable[[], int]
) -> None:
    assert await prepared(database, ada.viewer.id) == 1
    kept = await scrolls.load(str(await redis_client().get(f"feed-opening:{ada.viewer.id}")))
    assert kept is not None
    with clock.frozen(LATER + timedelta(minutes=1)):
        before = statements()
        page = await ada.get("/feed", limit=10)
        assert statements() - before == 1
        assert ids(page) == [slot.work for slot in kept.slots[:10]]
        assert {card["reason"]["code"] for card in page["items"]} >= {"session"}
        after = await ada.get("/feed", limit=10, cursor=page["next_cursor"])
        assert ids(after) == [slot.work for slot in kept.slots[10:20]]


async def test_it_is_given_once_and_the_next_is_prepared(ada: Person, database: Database) -> None:
    await prepared(database, ada.viewer.id)
    with clock.frozen(LATER + timedelta(minutes=1)):
        first = await ada.get("/feed", limit=10)
        assert ids(await ada.get("/feed", limit=10)) != ids(first)
    with clock.frozen(LATER + timedelta(minutes=2)):
        assert await openings.prepare(database) == 1
        assert await redis_client().get(f"feed-opening:{ada.viewer.id}")


async def test_what_is_watched_meanwhile_makes_it_another(ada: Person, world: World, database: Database) -> None:
    await prepared(database, ada.viewer.id)
    kept = await scrolls.load(str(await redis_client().get(f"feed-opening:{ada.viewer.id}")))
    assert kept is not None
    with clock.frozen(LATER + timedelta(minutes=1)):
        seen = [slot.work for slot in kept.slots[:3]]
        await world.watched(ada.viewer.id, *seen, y=-1.0, at=clock.now())
        page = await ada.get("/feed", limit=20)
    assert not set(seen) & set(ids(page))
    assert len(ids(page)) == 20


async def test_the_dial_counts_though_it_was_turned_afterwards(ada: Person, database: Database) -> None:
    await prepared(database, ada.viewer.id)
    with clock.frozen(LATER + timedelta(minutes=1)):
        assert (await ada.http.put("/me/taste/dial", json={"surprise": 1.0})).status_code == 200
        page = await ada.get("/feed", limit=20)
    # One to four of twenty are explored, by the dial.
    assert sum(card["reason"]["code"] == "explored" for card in page["items"]) == 4


async def test_who_erases_all_gets_nothing_that_was_chosen_by_it(ada: Person, database: Database) -> None:
    await prepared(database, ada.viewer.id)
    with clock.frozen(LATER + timedelta(minutes=1)):
        assert (await ada.http.delete("/me/engagement")).status_code == 204
        page = await ada.get("/feed", limit=20)
    assert page["items"]
    assert not {"interest", "session"} & {card["reason"]["code"] for card in page["items"]}


@pytest.mark.parametrize("asked", [{"surprise": 0.9}, {"mood": "calm"}])
async def test_who_asks_for_something_else_does_not_get_it(
    ada: Person, database: Database, asked: dict[str, Any]
) -> None:
    await prepared(database, ada.viewer.id)
    with clock.frozen(LATER + timedelta(minutes=1)):
        await ada.get("/feed", **asked)
    assert await redis_client().get(f"feed-opening:{ada.viewer.id}")


async def test_nobody_is_chosen_for_while_they_watch(ada: Person, database: Database) -> None:
    with clock.frozen(LATER):
        await openings.expect([ada.viewer.id])
    with clock.frozen(LATER + timedelta(seconds=QUIET_S - 1)):
        assert await openings.prepare(database) == 0
        await openings.expect([ada.viewer.id])
    with clock.frozen(LATER + timedelta(seconds=QUIET_S + 1)):
        assert await openings.prepare(database) == 0


async def test_it_is_gone_before_its_scroll_and_for_who_is_nobody_there_is_none(
    ada: Person, database: Database
) -> None:
    assert await prepared(database, ada.viewer.id, "z" * 12) == 2
    assert await redis_client().get(f"feed-opening:{'z' * 12}") is None
    name = f"feed-opening:{ada.viewer.id}"
    left = await redis_client().ttl(f"scroll:{await redis_client().get(name)}")
    assert await redis_client().ttl(name) == pytest.approx(KEPT_S, abs=5)
    assert left - await redis_client().ttl(name) == pytest.approx(600, abs=5)


async def test_a_visitor_is_prepared_for_by_the_worker(
    client: httpx.AsyncClient, world: World, database: Database, work_off: Callable[[], Awaitable[int]]
) -> None:
    with clock.frozen(NOON):
        page = (await client.get("/feed", params={"limit": 5})).json()
    visitor = client.cookies["fractafrag_visitor"]
    events = [
        {
            "id": f"00000000-0000-4000-8000-{place:012}",
            "impression": card["impression"],
            "kind": "view",
            "at": (NOON + timedelta(seconds=20 * (place + 1))).isoformat(),
            "ms": 15_000,
        }
        for place, card in enumerate(page["items"])
    ]
    from fractafrag.doors import worker

    with clock.frozen(NOON + timedelta(minutes=3)):
        assert (await client.post("/events", json={"events": events})).json()["accepted"] == 5
    with clock.frozen(NOON + timedelta(minutes=10)):
        await worker.value(database)
        await work_off()
    with clock.frozen(NOON + timedelta(minutes=11)):
        assert await openings.prepare(database) == 1
    kept = await scrolls.load(str(await redis_client().get(f"feed-opening:{visitor}")))
    assert kept is not None
    with clock.frozen(NOON + timedelta(minutes=12)):
        again = (await client.get("/feed", params={"limit": 5})).json()
    assert ids(again) == [slot.work for slot in kept.slots[:5]]


async def test_without_redis_the_feed_is_chosen_as_ever(
    ada: Person, database: Database, setting: Callable[..., None]
) -> None:
    setting(REDIS_URL="redis://127.0.0.1:9/0")
    await openings.expect([ada.viewer.id])
    assert await openings.prepare(database) == 0
    with clock.frozen(LATER):
        assert len(ids(await ada.get("/feed", limit=10))) == 10
