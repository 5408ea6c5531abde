"""The feed that learns: more of what somebody lingered on, still new things of strangers, and why."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.redis import redis_client
from fractafrag.domains.engagement.deps import COOKIE
from fractafrag.domains.engagement.service import signals
from fractafrag.domains.feed.slate import BLOCK, MOST_OF_AUTHOR, MOST_OF_KIND
from fractafrag.doors import worker
from tests.feed.worlds import NOON, World, costs, kinds_of, pages
from tests.works import Person

People = Callable[..., Awaitable[Person]]


async def test_who_lingers_on_one_kind_gets_more_of_it_and_still_meets_others(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        (before,) = await pages(ada.http, 1)
        await world.watched(ada.viewer.id, *world.of_kind("kind2")[:6], at=NOON - timedelta(minutes=5))
        after, later = await pages(ada.http, 2)
    assert kinds_of(before).count("kind2") <= 12
    assert 10 <= kinds_of(after).count("kind2") <= MOST_OF_KIND + 2
    assert kinds_of(after).count("kind2") > kinds_of(before).count("kind2")
    assert set(kinds_of([*after, *later])) > {"kind2"}
    assert [card["reason"]["code"] for card in after].count("explored") == 2


async def test_each_card_says_why_in_words(person: People, world: World) -> None:
    ada = await person("ada")
    liked = world.of_kind("kind1")[:5]
    with clock.frozen(NOON):
        await world.watched(ada.viewer.id, *liked, at=NOON - timedelta(days=1))
        (cards,) = await pages(ada.http, 1)
    told = [card["reason"] for card in cards if card["reason"]["code"] == "interest"]
    assert len(told) >= 5
    for reason in told:
        assert reason["because"]["id"] in liked
        assert reason["words"] == f"Because you lingered on {reason['because']['title']}"
    assert {card["reason"]["code"] for card in cards} <= {"interest", "explored", "fresh", "unmet"}
    explored = next(card["reason"] for card in cards if card["reason"]["code"] == "explored")
    assert explored == {"code": "explored", "words": "New here, and few have seen it yet", "because": None}


async def test_a_stranger_is_learned_from_by_their_cookie(client: httpx.AsyncClient, world: World) -> None:
    with clock.frozen(NOON):
        await pages(client, 1)
        visitor = client.cookies[COOKIE]
        await world.watched(visitor, *world.of_kind("kind3")[:6], at=NOON - timedelta(minutes=1))
        (cards,) = await pages(client, 1)
        client.cookies.clear()
        (others,) = await pages(client, 1)
    assert kinds_of(cards).count("kind3") >= 10
    assert {card["reason"]["code"] for card in cards} >= {"session", "explored"}
    assert kinds_of(others).count("kind3") < kinds_of(cards).count("kind3")


async def test_what_is_watched_meanwhile_changes_the_next_page(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        first = await ada.get("/feed", limit=10)
        await world.watched(ada.viewer.id, *world.of_kind("kind0")[:6], at=NOON)
        second = await ada.get("/feed", limit=10, cursor=first["next_cursor"])
        third = await ada.get("/feed", limit=10, cursor=second["next_cursor"])
    assert kinds_of(second["items"]).count("kind0") >= 5
    assert kinds_of(second["items"]).count("kind0") > kinds_of(first["items"]).count("kind0")
    shown = [card["id"] for page in (first, second, third) for card in page["items"]]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize(("kind", "more"), [("more_like", True), ("less_like", False)])
async def test_who_asks_for_more_or_less_of_a_kind_gets_it_on_the_next_page(
    person: People, world: World, kind: str, more: bool
) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        liked = [*world.of_kind("kind1")[:2], *([] if more else world.of_kind("kind3")[:2])]
        await world.watched(ada.viewer.id, *liked, at=NOON - timedelta(days=1), y=0.4)
        first = await ada.get("/feed", limit=20)
        about = next(card for card in first["items"] if card["tags"] == ["kind3"])
        unsaid = await ada.get("/feed", limit=50, cursor=first["next_cursor"])
    with clock.frozen(NOON + timedelta(seconds=5)):
        told = {"id": str(uuid4()), "impression": about["impression"], "kind": kind, "at": clock.now().isoformat()}
        assert (await ada.http.post("/events", json={"events": [told]})).json()["accepted"] == 1
        await worker.value(world.database)
        second = await ada.get("/feed", limit=50, cursor=first["next_cursor"])
    before, after = (kinds_of(page["items"]).count("kind3") for page in (unsaid, second))
    assert (after >= before + 8) if more else (before >= 10 and 3 * after <= before), (before, after)


async def test_what_was_disliked_stays_away(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await world.watched(ada.viewer.id, *world.of_kind("kind0")[:6], y=-1.5, at=NOON - timedelta(minutes=9))
        await world.watched(ada.viewer.id, *world.of_kind("kind1")[:2], at=NOON - timedelta(minutes=5))
        (cards,) = await pages(ada.http, 1)
    assert kinds_of(cards).count("kind0") <= 3


async def test_the_impression_says_place_reason_and_propensity(person: People, world: World) -> None:
    ada = await person("ada")
    first, second = await pages(ada.http, 2, limit=20)
    for place, card in enumerate([*first, *second]):
        shown = signals.unseal(card["impression"])
        assert (shown.viewer_id, shown.shader_id, shown.slot) == (ada.viewer.id, card["id"], place)
        assert (shown.reason, shown.policy) == (card["reason"]["code"], "taste-3-0")
        assert 0 < shown.propensity <= 1
    explored = [signals.unseal(card["impression"]) for card in first if card["reason"]["code"] == "explored"]
    assert len({shown.propensity for shown in explored}) == 1
    assert explored[0].propensity == pytest.approx(2 / 100, rel=0.6)


async def test_no_author_has_more_than_two_of_twenty(person: People, world: World) -> None:
    ada = await person("ada")
    await world.watched(ada.viewer.id, *world.of_kind("kind2")[:3])
    found = [card["author"]["username"] for page in await pages(ada.http, 4) for card in page]
    assert len(found) == 80
    for start in range(len(found) - BLOCK + 1):
        window = found[start : start + BLOCK]
        assert max(window.count(name) for name in window) <= MOST_OF_AUTHOR


async def test_everything_seen_comes_again_longest_ago_first(person: People, world: World) -> None:
    ada = await person("ada")
    works = list(world.works)
    await world.watched(ada.viewer.id, *works[10:], at=NOON - timedelta(days=2))
    found = [card for page in await pages(ada.http, 9, limit=50) for card in page]
    assert {card["id"] for card in found[:10]} == set(works[:10])
    assert [card["id"] for card in found[10:]] == works[10:]
    again = {"code": "again", "words": "You have seen all others; this one longest ago", "because": None}
    assert [card["reason"] for card in found[10:]] == [again] * (len(works) - 10)


async def test_hidden_works_and_muted_authors_are_gone_at_once(person: People, world: World) -> None:
    ada = await person("ada")
    first = await ada.get("/feed", limit=20)
    hidden = first["items"][0]["id"]
    async with world.database.write() as session:
        await session.execute(
            text("INSERT INTO hides (user_id, shader_id, hidden_at) VALUES (:me, :work, now())"),
            {"me": ada.viewer.id, "work": hidden},
        )
        await session.execute(
            text("INSERT INTO mutes (user_id, author_id, muted_at) VALUES (:me, 'a7', now())"), {"me": ada.viewer.id}
        )
    later = await ada.get("/feed", limit=50, cursor=first["next_cursor"])
    again = await ada.get("/feed", limit=50)
    for page in (later, again):
        assert all(card["author"]["username"] != "author7" for card in page["items"])
    assert all(card["id"] != hidden for card in again["items"])


async def test_people_one_follows_come_first(person: People, world: World) -> None:
    ada = await person("ada")
    async with world.database.write() as session:
        await session.execute(
            text("INSERT INTO follows (user_id, author_id, followed_at) VALUES (:me, 'a3', now())"),
            {"me": ada.viewer.id},
        )
    (cards,) = await pages(ada.http, 1)
    followed = [card for card in cards if card["reason"]["code"] == "followed"]
    assert followed
    assert {card["author"]["username"] for card in followed} == {"author3"}


async def test_a_cursor_gives_the_same_page_again(person: People, world: World) -> None:
    ada = await person("ada")
    first = await ada.get("/feed")
    pages_ = [await ada.get("/feed", cursor=first["next_cursor"]) for _ in range(2)]
    assert [card["id"] for card in pages_[0]["items"]] == [card["id"] for card in pages_[1]["items"]]


async def test_a_scroll_costs_six_statements_and_then_one_a_page(
    person: People, world: World, statements: Callable[[], int]
) -> None:
    ada = await person("ada")
    await world.watched(ada.viewer.id, *world.of_kind("kind2")[:3])
    assert await costs(ada.http, statements, 6, limit=5) == [6, 1, 1, 1, 6, 1]


async def test_where_nothing_is_learned_more_is_chosen_at_once(
    world: World, client: httpx.AsyncClient, statements: Callable[[], int]
) -> None:
    client.cookies.set("fractafrag_visitor", "off")
    spent = await costs(client, statements, 4)
    assert spent[1:3] == [1, 1]
    assert min(spent[0], spent[3]) > 1


async def test_redis_may_be_lost_in_the_middle_of_scrolling(
    person: People, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await person("ada")
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 20}
    for number in range(4):
        page = await ada.get("/feed", **params)
        assert len(page["items"]) == 20
        seen += [card["id"] for card in page["items"]]
        params["cursor"] = page["next_cursor"]
        if number == 0:
            await redis_client().flushdb()  # pyright: ignore[reportUnknownMemberType]
        if number == 1:
            _take_redis_away(monkeypatch)
    assert len(set(seen)) == len(seen)


def _take_redis_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: Any, **__: Any) -> None:
        raise RedisConnectionError("away")

    monkeypatch.setattr("redis.asyncio.Redis.execute_command", away)


async def test_without_a_space_of_vectors_there_is_a_feed(person: People, world: World) -> None:
    ada = await person("ada")
    async with world.database.write() as session:
        await session.execute(text("DELETE FROM shader_embeddings"))
        await session.execute(text("DELETE FROM embedding_models"))
    await world.watched(ada.viewer.id, *world.of_kind("kind2")[:3])
    first, second = await pages(ada.http, 2)
    assert len({card["id"] for card in [*first, *second]}) == 40
    assert {card["reason"]["code"] for card in first} <= {"explored", "unmet"}


@pytest.mark.parametrize("cursor", ["nonsense", "WyJzY3JvbGwiXQ", "a" * 511])
async def test_a_made_up_cursor_is_refused(client: httpx.AsyncClient, database: Database, cursor: str) -> None:
    answer = await client.get("/feed", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["field"] == "cursor"


async def test_somebody_elses_cursor_shows_nothing_of_them(person: People, world: World) -> None:
    ada, bob = await person("ada"), await person("bob")
    await world.watched(ada.viewer.id, *world.of_kind("kind2")[:6], at=clock.now() - timedelta(days=1))
    first = await ada.get("/feed")
    page = await bob.get("/feed", cursor=first["next_cursor"])
    assert "interest" not in {card["reason"]["code"] for card in page["items"]}
    assert not {card["id"] for card in page["items"]} & {card["id"] for card in first["items"]}


async def test_the_dial_is_between_familiar_and_surprise(person: People, world: World) -> None:
    ada = await person("ada")
    await world.watched(ada.viewer.id, *world.of_kind("kind2")[:6])
    (familiar,) = await pages(ada.http, 1, surprise=0)
    (surprise,) = await pages(ada.http, 1, surprise=1)
    assert [card["reason"]["code"] for card in familiar].count("explored") == 1
    assert [card["reason"]["code"] for card in surprise].count("explored") == 4
    answer = await ada.http.get("/feed", params={"surprise": 1.1})
    assert (answer.status_code, answer.json()["field"]) == (422, "surprise")
